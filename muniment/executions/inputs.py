"""The declared assets of an execution, brought to this machine."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from muniment.catalog import assets, contents
from muniment.catalog.catalog import Catalog
from muniment.catalog.contents import Wanted
from muniment.errors import AssetNotFound
from muniment.executions import cached_assets, local_files


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
    of_catalog = [each["rid"] for each in declared if not _stays(each)]
    wanted = {each.row["RID"]: each for each in find_wanted(catalog, of_catalog, folder)}
    shared = {each["rid"] for each in declared if each.get("cache") and "rid" in each}
    own, kept = [rid for rid in wanted if rid not in shared], [rid for rid in wanted if rid in shared]
    brought = contents.download_many(catalog, [wanted[rid] for rid in own], stacklevel=4)
    found = dict(zip(own, brought, strict=True))
    linked = cached_assets.fetch_many(catalog, cache, [wanted[rid] for rid in kept])
    found.update(zip(kept, linked, strict=True))
    paths: dict[str, list[Path]] = {}
    for each in declared:
        table = local_files.TABLE if _stays(each) else wanted[each["rid"]].table
        path = local_files.require_same(each) if _stays(each) else found[each["rid"]]
        paths.setdefault(table, []).append(path)
    return paths


def _stays(declared: Mapping[str, Any]) -> bool:
    """Say whether a declared file is read where it is: of a dry run, which has no row of it, in any case."""
    return "path" in declared and not (declared.get("cache") and "rid" in declared)


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
