"""What can be told of a wide table without reading it."""

from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy.engine import Connection

from muniment.catalog.catalog import Catalog
from muniment.catalog.features import of_table
from muniment.catalog.schema.tables import Model
from muniment.catalog.snapshots import SnapshotCatalog
from muniment.catalog.wide.members import Scope, count_members, member_tables
from muniment.catalog.wide.paths import Ways, is_link, tables_of
from muniment.catalog.wide.plan import Plan, find_leaves, make_plan, make_ways
from muniment.catalog.wide.request import WideOptions, read_request
from muniment.catalog.wide.statements import Statements
from muniment.catalog.wide.table import check_related
from muniment.errors import AmbiguousPath, MultiLeaf, MunimentError

Told = dict[str, Any]


def describe(
    open_catalog: Callable[[], Catalog],
    tables: Any,
    options: WideOptions,
    scope: Scope | None = None,
    source: str | None = None,
) -> Told:
    """Tell how a wide table would be made, and how many rows it would have; what is wrong is told too.

    Args:
        open_catalog: Gives the catalog, which may not be there as it was at a version.
        tables: The tables that are asked for.
        options: How it is to be made.
        scope: The dataset; None for the whole catalog.
        source: Where rows come from; ``catalog`` or ``snapshot`` if it is left out.

    Returns:
        ``row_per``, ``row_per_source`` (``explicit`` or ``auto-inferred``), ``row_per_candidates``,
        ``columns``, ``include_tables``, ``via``, ``join_path``, ``transparent_intermediates``,
        ``ambiguities``, ``estimated_row_count``, ``anchors``, ``source`` and ``warnings``.
    """
    told: Told = {
        "row_per": None,
        "row_per_source": "auto-inferred" if options.get("row_per") is None else "explicit",
        "row_per_candidates": [],
        "columns": [],
        "include_tables": list(tables) if isinstance(tables, list | tuple) else [tables],
        "via": [],
        "join_path": [],
        "transparent_intermediates": [],
        "ambiguities": [],
        "estimated_row_count": {"in_scope_row_per_rows": None, "orphan_rows": None, "total": None},
        "anchors": {"total": 0, "by_type": {}},
        "source": source or "catalog",
        "warnings": [],
    }
    try:
        catalog = open_catalog()
        if source is None and isinstance(catalog, SnapshotCatalog):
            told["source"] = "snapshot"
        with catalog.read() as connection:
            _tell(told, connection, catalog.model_in(connection), tables, options, scope)
    except MunimentError as error:
        _tell_error(told, error)
    return told


def _tell(
    told: Told,
    connection: Connection,
    model: Model,
    tables: Any,
    options: WideOptions,
    scope: Scope | None,
) -> None:
    members = {} if scope is None else count_members(connection, model, scope.dataset)
    told["anchors"] = {"total": sum(members.values()), "by_type": members}
    request = read_request(model, tables, options)
    told["include_tables"], told["via"] = list(request.tables), list(request.via)
    told["row_per_candidates"] = find_leaves(make_ways(model, request), request.tables)
    plan = make_plan(model, request)
    joined = plan.joined_tables
    told["row_per"] = plan.row_per
    told["columns"] = [(out.name, out.column.type.value) for out in plan.outputs]
    told["join_path"] = joined
    told["transparent_intermediates"] = [name for name in joined if name not in request.tables]
    told["warnings"] += [
        f"A row of {step.near} becomes several rows if several rows of {step.far} refer to it."
        for step in plan.bridges
    ]
    check_related(plan, members)
    told["estimated_row_count"] = _count(connection, plan, scope, members)


def _count(connection: Connection, plan: Plan, scope: Scope | None, members: Iterable[str]) -> Told:
    statements = Statements.prepare(connection, plan, scope)
    lonely = set(members).intersection(statements.member_tables)
    alone = [] if scope is None else [statements.count_lonely(table, scope.dataset) for table in lonely]
    each, total, *orphans = (
        int(connection.execute(query).scalar_one())
        for query in (statements.count_each(), statements.count(), *alone)
    )
    return {"in_scope_row_per_rows": each, "orphan_rows": sum(orphans), "total": total + sum(orphans)}


def _tell_error(told: Told, error: MunimentError) -> None:
    told["warnings"].append(f"{type(error).__name__}: {error}")
    if isinstance(error, AmbiguousPath):
        told["ambiguities"].append(
            {
                "type": "multiple_paths",
                "from": error.from_table,
                "to": error.to_table,
                "paths": error.paths,
                "suggestions": error.suggestions,
            }
        )
    if isinstance(error, MultiLeaf):
        told["ambiguities"].append(
            {
                "type": "multiple_leaves",
                "from": None,
                "to": None,
                "paths": [[name] for name in error.candidates],
                "suggestions": error.suggestions,
            }
        )


def list_paths(catalog: Catalog, tables: Any = None, scope: Scope | None = None) -> Told:
    """Tell which tables a wide table can have, and along which ways.

    Args:
        catalog: Where to look.
        tables: Only ways from or to these; all from the tables of members if left out.
        scope: The dataset.

    Returns:
        ``member_types``, ``anchor_types``, ``reachable_tables``, ``association_tables``, ``feature_tables``
        and ``schema_paths``: (from, to) → ways, each with ``path`` and whether it is ``direct``.

    Raises:
        TableNotFound: There is no such table.
    """
    with catalog.read() as connection:
        model = catalog.model_in(connection)
        counted = {} if scope is None else count_members(connection, model, scope.dataset)
    asked = None if tables is None else read_request(model, tables, {}).tables
    sources = dict.fromkeys([*(counted or member_tables(model)), *(asked or ())])
    ways = Ways(model, {})
    found = {start: ways.find_all(start) for start in sources}
    kept = {
        (start, end): [{"path": tables_of(path), "direct": len(path) == 1} for path in paths]
        for start in sources
        for end, paths in sorted(found[start].items())
        if asked is None or not {start, end}.isdisjoint(asked)
    }
    return {
        "member_types": list(member_tables(model)),
        "anchor_types": list(counted),
        "reachable_tables": {start: sorted(found[start]) for start in sources},
        "association_tables": sorted(name for name, each in model.definitions.items() if is_link(each)),
        "feature_tables": sorted(feature.feature_table for feature in of_table(model, None)),
        "schema_paths": kept,
    }
