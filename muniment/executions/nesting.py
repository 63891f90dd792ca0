"""Executions that were started by others, as those of a sweep: who is nested in whom.

No data goes along this: what a run read and made is told by its own inputs and outputs.
"""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from muniment.catalog import frames, rows
from muniment.catalog.catalog import Catalog
from muniment.catalog.database import Transaction, listed
from muniment.catalog.schema.tables import Model
from muniment.errors import ExecutionCycle, ExecutionNotFound

_LINK = "Execution_Execution"
_COLUMNS = {"children": ("Execution", "Nested_Execution"), "parents": ("Nested_Execution", "Execution")}


def nest_new(tx: Transaction, model: Model, parent: str, child: str, sequence: int | None) -> None:
    """Nest an execution that was made in this transaction: the next one of its parent, if no number is given.

    Raises:
        ExecutionNotFound: There is no such parent.
    """
    _require(tx.connection, model, [parent])
    tx.claim("nested executions", parent)
    link = model.table(_LINK)
    if sequence is None:
        last = sa.select(sa.func.max(link.c.Sequence)).where(link.c.Execution == parent)
        highest = tx.connection.execute(last).scalar()
        sequence = 0 if highest is None else highest + 1
    _insert(tx, model, parent, child, sequence)


def add(catalog: Catalog, parent: str, child: str, sequence: int | None) -> None:
    """Nest an execution that is there; of one that is nested already the number changes, if one is given.

    Raises:
        ExecutionNotFound: One of them is not there.
        ExecutionCycle: An execution would be nested in itself.
        InvalidValue: The sequence is no number.
    """
    link = catalog.model.table(_LINK)

    def write(tx: Transaction) -> None:
        tx.claim("nested executions")
        _require(tx.connection, catalog.model, [parent, child])
        _check_cycle(tx.connection, catalog.model, parent, child)
        query = sa.select(link.c.RID).where(link.c.Execution == parent, link.c.Nested_Execution == child)
        there = tx.connection.execute(query).scalar()
        if there is None:
            _insert(tx, catalog.model, parent, child, sequence)
        elif sequence is not None:
            rows.update(tx, catalog.model, _LINK, [{"RID": there, "Sequence": sequence}])

    catalog.transact(write, parent)


def _insert(tx: Transaction, model: Model, parent: str, child: str, sequence: int | None) -> None:
    row = {"Execution": parent, "Nested_Execution": child, "Sequence": sequence}
    rows.insert(tx, model, _LINK, [row])


def _require(connection: Connection, model: Model, rids: Sequence[str]) -> None:
    table = model.table("Execution")
    query = sa.select(table.c.RID).where(table.c.RID.in_(listed(connection, rids)))
    there = set(connection.execute(query).scalars())
    for missing in (rid for rid in rids if rid not in there):
        raise ExecutionNotFound(
            f"There is no execution {missing}, so nothing was nested. "
            "ml.find_executions() gives those there are."
        )


def _check_cycle(connection: Connection, model: Model, parent: str, child: str) -> None:
    if child == parent:
        raise ExecutionCycle(f"Execution {child} cannot be nested in itself.")
    above = _reach(connection, model, parent, "parents", recurse=True)
    if any(child in outer for outer in above.values()):
        raise ExecutionCycle(
            f"Execution {child} cannot be nested in {parent}: {parent} is nested in {child} already."
        )


def related(catalog: Catalog, execution: str, direction: str, recurse: bool = False) -> list[str]:
    """Give the executions nested in one (``children``), or around it (``parents``), each once.

    They come by their sequence, those without a number last, and by RID. With `recurse` each is followed by
    what is nested in, or around, it.
    """
    with catalog.read() as connection:
        found = _reach(connection, catalog.model, execution, direction, recurse)
    return list(_in_order(found, execution, {execution}))


def _in_order(found: dict[str, list[str]], start: str, seen: set[str]) -> Iterator[str]:
    waiting = found.get(start, [])[::-1]
    while waiting:
        rid = waiting.pop()
        if rid not in seen:
            seen.add(rid)
            yield rid
            waiting += found.get(rid, [])[::-1]


def _reach(
    connection: Connection, model: Model, start: str, direction: str, recurse: bool
) -> dict[str, list[str]]:
    """Give for each execution that is reached those next to it, in order, by one query.

    It ends on any graph, because each execution counts once.
    """
    link = model.table(_LINK)
    near, far = (link.c[name] for name in _COLUMNS[direction])
    query = sa.select(near, far)
    if recurse:
        reached = sa.select(near.label("rid")).where(near == start).cte(recursive=True)
        reached = reached.union(sa.select(far).join(reached, near == reached.c.rid))
        query = query.join(reached, near == reached.c.rid)
    else:
        query = query.where(near == start)
    ordered = query.order_by(link.c.Sequence.is_(None), link.c.Sequence, *frames.rid_order(far))
    found: dict[str, list[str]] = {}
    for one, other in connection.execute(ordered):
        found.setdefault(one, []).append(other)
    return found
