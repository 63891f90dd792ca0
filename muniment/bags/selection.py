"""Some of the assets of a bag: those of tables, of types, or by their RIDs."""

from collections.abc import Callable, Iterable

from muniment import ids
from muniment.bags.bag_catalog import BagCatalog
from muniment.bags.layout import ASSETS
from muniment.catalog import assets
from muniment.catalog.schema.definitions import TableKind

Choice = Callable[[str], bool]
"""Says whether the file at a path in a bag is meant."""


def choose(
    catalog: BagCatalog,
    tables: Iterable[str] | str | None = None,
    asset_types: Iterable[str] | str | None = None,
    rids: Iterable[str] | str | None = None,
) -> Choice | None:
    """Give what tells files that are meant; None if all are. Files have to meet all that is asked for.

    Raises:
        TableNotFound: There is no such table.
        WrongTableKind: A table is no asset table.
        TermNotFound: There is no such type of assets.
        AssetNotFound: The bag has no such asset.
    """
    if tables is None and asset_types is None and rids is None:
        return None
    every = [definition.name for definition in catalog.model.of_kind(TableKind.asset)]
    asked = every if tables is None else listed(tables)
    names = [catalog.definition(name, TableKind.asset).name for name in asked]
    wanted: set[str] | None = None
    if rids is not None:
        wanted = {ids.normalize(rid) for rid in listed(rids)}
        known = {row["RID"] for name in every for row in assets.list_assets(catalog, name, rids=wanted)}
        for rid in sorted(wanted - known):
            assets.locate_asset(catalog, rid)  # says what it is, or that there is none
    if asset_types is not None:
        kinds = listed(asset_types)
        typed = {
            row["RID"]
            for name in names
            for kind in kinds
            for row in assets.list_assets(catalog, name, asset_type=kind, rids=wanted)
        }
        wanted = typed
    return _by_path(frozenset(names), wanted)


def listed(names: Iterable[str] | str) -> list[str]:
    """Give names as a list, be they one or several."""
    return [names] if isinstance(names, str) else list(names)


def _by_path(names: frozenset[str], wanted: set[str] | None) -> Choice:
    def is_meant(path: str) -> bool:
        folder, _, rest = path.removeprefix(f"{ASSETS}/").partition("/")
        return rest.partition("/")[0] in names and (wanted is None or folder in wanted)

    return is_meant
