"""The declared assets of an execution, brought to this machine."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from muniment.catalog import assets, contents
from muniment.catalog.catalog import Catalog
from muniment.catalog.contents import Wanted
from muniment.errors import AssetNotFound
from muniment.executions import cached_assets


def download_declared(
    catalog: Catalog, declared: Sequence[Mapping[str, Any]], folder: Path, cache: Path
) -> dict[str, list[Path]]:
    """Bring the assets that a configuration declares to this machine, many at a time; give them by table.

    Args:
        catalog: Where they are.
        declared: What the configuration keeps of each.
        folder: Where the files of the execution go.
        cache: Where those go that are kept for others.

    Raises:
        AssetNotFound: One is not there any more.
        StorageError: The bytes of one cannot be had.
    """
    wanted = find_wanted(catalog, [each["rid"] for each in declared], folder)
    shared = [each.get("cache", False) for each in declared]
    own = [each for each, is_shared in zip(wanted, shared, strict=True) if not is_shared]
    kept = [each for each, is_shared in zip(wanted, shared, strict=True) if is_shared]
    brought = iter(contents.download_many(catalog, own, stacklevel=4))
    linked = iter(cached_assets.fetch_many(catalog, cache, kept))
    paths: dict[str, list[Path]] = {}
    for each, is_shared in zip(wanted, shared, strict=True):
        paths.setdefault(each.table, []).append(next(linked if is_shared else brought))
    return paths


def find_wanted(catalog: Catalog, rids: Sequence[str], folder: Path) -> list[Wanted]:
    """Look up assets, with a few statements for however many there are, and say where each goes.

    Raises:
        AssetNotFound: One is not there.
        WrongTableKind: One is no asset.
    """
    tables = assets.locate_assets(catalog, rids)
    found: dict[str, Mapping[str, Any]] = {}
    for table in dict.fromkeys(tables.values()):
        asked = [rid for rid, owner in tables.items() if owner == table]
        found |= {row["RID"]: row for row in assets.list_assets(catalog, table, rids=asked)}
    if gone := [rid for rid in tables if rid not in found]:
        raise AssetNotFound(f"There is no asset {gone[0]}: it has just been deleted.")
    return [Wanted(table, found[rid], folder / table / rid) for rid, table in tables.items()]
