"""Downloaded bags: each is kept in a folder named for what it holds, and used again."""

import hashlib
import json
from collections.abc import Callable, Collection
from dataclasses import astuple
from pathlib import Path

from muniment.bags import cached_bags, layout
from muniment.bags.attribution import Attribution
from muniment.bags.dataset_bag import DatasetBag
from muniment.bags.export import export_without_assets
from muniment.bags.payload import completing, fill, missing_files
from muniment.catalog import datasets
from muniment.catalog.catalog import Catalog
from muniment.catalog.snapshots import find_mark, find_version, open_snapshot, open_version
from muniment.catalog.versions import DatasetHistory
from muniment.errors import BagError


def download_bag(
    catalog: Catalog,
    dataset_rid: str,
    version: str | None,
    cache_dir: Path,
    *,
    materialize: bool = True,
    exclude_tables: Collection[str] | None = None,
    attribution: Attribution | None = None,
    asset_types: Collection[str] | None = None,
    fetch_concurrency: int = 8,
    timeout: float | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> DatasetBag:
    """Download a dataset version as a bag, or reuse the one that was downloaded before.

    A release is downloaded as it was when it was released, and once. A draft is downloaded as it is, again
    as soon as anything has been written to the catalog. Several processes may download the same bag at a
    time: they end with one. A download that was killed, or failed, goes on where it stopped.

    Args:
        catalog: Where the dataset is.
        dataset_rid: RID of the dataset.
        version: The version; the current one if None.
        cache_dir: The folder of downloaded bags.
        materialize: Whether the bag holds the assets, or leaves them to ``fetch.txt``. A bag that was
            downloaded without them is completed in place.
        exclude_tables: Tables to leave out.
        attribution: Who made the dataset, who publishes it, and under which licence.
        asset_types: Bring in only assets that have one of these types; the others are left out until
            they are asked for.
        fetch_concurrency: How many references are fetched at a time; a store has its own ways.
        timeout: After how many seconds of silence the web server of a reference is given up; None is a
            minute.
        progress: Called with the number of assets copied by now, and of all assets.

    Raises:
        DatasetNotFound: There is no such dataset.
        VersionNotFound: It has no such version, or what it held is not kept.
        TableNotFound: There is no table of one of these names.
        TermNotFound: There is no such type of assets.
        ObjectNotFound: The store has lost the bytes of an asset.
        ChecksumMismatch: The store has other bytes than the catalog recorded; they are not kept.
    """
    rid = datasets.lookup(catalog, dataset_rid, deleted=True).rid
    now = open_snapshot(catalog, find_mark(catalog, None))
    wanted = find_version(now, rid, version)
    excluded = sorted(set(exclude_tables or ()))
    owed = attribution or Attribution()
    bag = cache_dir / cache_key(catalog.id, rid, wanted, excluded, owed, now.number) / layout.bag_name(rid)
    if not bag.is_dir():
        then = open_version(now, wanted)
        _export_once(then, bag, rid, materialize, excluded, owed)
    opened = DatasetBag.open(bag)
    opened.connect(catalog.store)
    choice = opened.choose(asset_types=asset_types)
    if materialize and next(missing_files(bag, choice), None):
        with completing(bag):
            fill(bag, catalog.store, progress, choice, workers=fetch_concurrency, timeout=timeout)
    cached_bags.note_use(bag)
    return opened


def find_bag(
    catalog: Catalog,
    dataset_rid: str,
    version: str | None,
    cache_dir: Path,
    exclude_tables: Collection[str] | None = None,
) -> Path:
    """Give the path that the bag of a dataset version has once it is downloaded.

    Raises:
        DatasetNotFound: There is no such dataset.
        VersionNotFound: It has no such version.
    """
    rid = datasets.lookup(catalog, dataset_rid, deleted=True).rid
    now = open_snapshot(catalog, find_mark(catalog, None))
    wanted = find_version(now, rid, version)
    excluded = sorted(set(exclude_tables or ()))
    return (
        cache_dir
        / cache_key(catalog.id, rid, wanted, excluded, Attribution(), now.number)
        / layout.bag_name(rid)
    )


def cache_key(
    catalog_id: str,
    rid: str,
    version: DatasetHistory,
    excluded: Collection[str],
    owed: Attribution,
    written: int,
) -> str:
    """Name the folder of a bag: what was asked for, and the moment that the bag is of.

    A draft has no moment of its own, so it is of the catalog's last transaction.
    """
    asked = json.dumps([layout.NUMBER, catalog_id, rid, sorted(excluded), astuple(owed)])
    moment = version.snapshot or f"draft-{written}"
    return f"{hashlib.sha256(asked.encode()).hexdigest()[:16]}_{moment}"


def _export_once(
    catalog: Catalog,
    bag: Path,
    rid: str,
    materialize: bool,
    excluded: Collection[str],
    owed: Attribution,
) -> None:
    """Write a bag without its assets, or take the one that another process has written meanwhile."""
    try:
        export_without_assets(
            catalog,
            rid,
            bag.parent,
            exclude_tables=excluded,
            attribution=owed,
            fetchable=not materialize,
        )
    except BagError:
        if not bag.is_dir():
            raise
