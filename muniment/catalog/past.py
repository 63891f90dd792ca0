"""The past of rows: what each was, who changed it, what was deleted taken back, what is old forgotten."""

import html
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, overload

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from muniment import ids
from muniment.catalog import changes, frames, rows
from muniment.catalog.catalog import Catalog
from muniment.catalog.database import Transaction, listed, numbers
from muniment.catalog.frames import Field, Rows
from muniment.catalog.schema import registry
from muniment.catalog.schema.conversion import convert
from muniment.catalog.schema.core import METADATA
from muniment.catalog.schema.definitions import TableDefinition
from muniment.catalog.schema.history import UNTIL
from muniment.catalog.schema.tables import Model, history_table, table_of
from muniment.catalog.schema.types import Builtin, BuiltinTypes, is_missing
from muniment.catalog.snapshots import PRUNED, At, find_kept, find_mark, in_utc, load_marks
from muniment.errors import ConstraintViolation, InvalidValue, RIDNotFound

if TYPE_CHECKING:
    import pandas as pd

_WRITES = METADATA.tables["Muniment_Transaction"]
_UNSEEN = frozenset({UNTIL, "RVS", "RMT", "RMB"})
_AT_ONCE = 50  # tables: SQLite joins at most 500 queries in one


@dataclass(frozen=True)
class RowEvent:
    """Something that happened to a row.

    Attributes:
        number: The transaction.
        time: When, in UTC.
        actor: By whom.
        execution: In which execution, by its RID; None if in none that is known.
        action: ``inserted``, ``updated`` or ``deleted``; ``forgotten`` if `prune` left nothing of what came.
        values: What the row was after it; empty if it was deleted.
        changed: The columns that have other values than before.
    """

    number: int
    time: datetime | None
    actor: str | None
    execution: str | None
    action: str
    values: Mapping[str, Any]
    changed: tuple[str, ...]


@dataclass(frozen=True)
class RowHistory(Sequence[RowEvent]):
    """All that happened to a row, in order.

    Attributes:
        rid: The row.
        table: Its table, by the name that it has now.
        events: What happened.
    """

    rid: str
    table: str
    events: tuple[RowEvent, ...]

    def __len__(self) -> int:
        return len(self.events)

    @overload
    def __getitem__(self, index: int) -> RowEvent: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[RowEvent]: ...
    def __getitem__(self, index: int | slice) -> RowEvent | Sequence[RowEvent]:
        return self.events[index]

    def __repr__(self) -> str:
        lines = [f"  {_when(e)}  {e.action} by {e.actor}{_in(e)}{_changed(e)}" for e in self.events]
        return "\n".join([f"<{self.table} {self.rid}: {len(self)} events>", *lines])

    def _repr_html_(self) -> str:
        return frames.html_table(["When", "What", "Who", "Execution", "Changed"], self._cells())

    def _cells(self) -> list[dict[str, Any]]:
        return [
            {
                "When": _when(event),
                "What": event.action,
                "Who": event.actor,
                "Execution": event.execution,
                "Changed": _changed(event).removeprefix(": "),
            }
            for event in self.events
        ]

    def to_dataframe(self) -> "pd.DataFrame":
        """Give one row for each event: number, time, actor, execution, action, and the values after it."""
        import pandas as pd

        return pd.DataFrame(
            [
                {
                    "Number": e.number,
                    "Time": e.time,
                    "Actor": e.actor,
                    "Execution": e.execution,
                    "Action": e.action,
                    **e.values,
                }
                for e in self.events
            ]
        )


def _when(event: RowEvent) -> str:
    return "before the history" if event.time is None else event.time.isoformat(timespec="seconds")


def _in(event: RowEvent) -> str:
    return f" in execution {event.execution}" if event.execution else ""


def _changed(event: RowEvent) -> str:
    shown = (f"{name} = {event.values[name]!r:.60}" for name in event.changed if name in event.values)
    return f": {', '.join(shown)}" if event.action == "updated" else ""


@dataclass(frozen=True)
class _Pair:
    """A table as the database has it, and its history."""

    definition: TableDefinition
    live: sa.Table
    past: sa.Table
    is_dropped: bool = False


def _pairs(connection: Connection) -> dict[str, _Pair]:
    """Give all tables, those that were dropped too, by their names in the database."""
    pairs = {d.name: _pair(d) for d in registry.load_model(connection).definitions.values()}
    for name, definition in registry.load_dropped(connection).items():
        pairs[name] = replace(_pair(definition.model_copy(update={"name": name})), is_dropped=True)
    return pairs


def _pair(definition: TableDefinition) -> _Pair:
    live = METADATA.tables.get(definition.name)
    table = table_of(definition.stored) if live is None else live
    return _Pair(definition, table, history_table(table))


def row_history(catalog: Catalog, rid: str) -> RowHistory:
    """Give all that happened to a row, be it there or deleted.

    Raises:
        RIDNotFound: There is no such row, and never was since the past is kept.
    """
    wanted = ids.normalize(rid)
    with catalog.read() as connection:
        pairs = _pairs(connection)
        found = _resolve(connection, pairs, [wanted])
        if wanted not in found:
            raise RIDNotFound(f"No row of any table has, or had, the RID {wanted}.")
        pair = pairs[found[wanted]]
        versions = _versions(connection, pair, wanted)
        writes = _writes(connection, {n for v in versions for n in (v["RVS"], v[UNTIL]) if n is not None})
        horizon = find_kept(connection).horizon
    return RowHistory(wanted, pair.definition.name, tuple(_events(versions, writes, horizon)))


def _resolve(connection: Connection, pairs: Mapping[str, _Pair], rids: Sequence[str]) -> dict[str, str]:
    """Find the table of each RID, of deleted rows too."""
    sources = [(name, table) for name, pair in pairs.items() for table in (pair.live, pair.past)]
    return rows.locate(connection, sources, rids)


def _versions(connection: Connection, pair: _Pair, rid: str) -> list[dict[str, Any]]:
    """Read all versions of a row in order."""
    ended = connection.execute(sa.select(pair.past).where(pair.past.c.RID == rid)).mappings()
    there = connection.execute(sa.select(pair.live).where(pair.live.c.RID == rid)).mappings()
    versions = [dict(row) for row in ended] + [{**row, UNTIL: None} for row in there]
    return sorted(versions, key=lambda version: version["RVS"])


def _writes(connection: Connection, asked: Iterable[int]) -> dict[int, Any]:
    query = sa.select(_WRITES).where(_WRITES.c.RVS.in_(numbers(connection, asked)))
    return {row.RVS: row for row in connection.execute(query)}


def _events(
    versions: Sequence[dict[str, Any]], writes: Mapping[int, Any], horizon: int
) -> Iterator[RowEvent]:
    before: dict[str, Any] = {}
    for index, version in enumerate(versions):
        was_there = index > 0 and versions[index - 1][UNTIL] == version["RVS"]
        values = {name: value for name, value in version.items() if name not in _UNSEEN}
        changed = tuple(name for name, value in values.items() if not was_there or before.get(name) != value)
        yield _event(version["RVS"], "updated" if was_there else "inserted", writes, values, changed, version)
        before = values
        following = versions[index + 1]["RVS"] if index + 1 < len(versions) else None
        if version[UNTIL] is not None and following != version[UNTIL]:
            action = "deleted" if version[UNTIL] > horizon else "forgotten"
            yield _event(version[UNTIL], action, writes, {}, (), {})


def _event(
    number: int,
    action: str,
    writes: Mapping[int, Any],
    values: Mapping[str, Any],
    changed: tuple[str, ...],
    version: Mapping[str, Any],
) -> RowEvent:
    write = writes.get(number)
    if write is None:  # before transactions were written down, rows said themselves
        return RowEvent(number, version.get("RMT"), version.get("RMB"), None, action, values, changed)
    return RowEvent(number, write.Time, write.Actor, write.Execution, action, values, changed)


# What happened in the whole catalog


def list_changes(
    catalog: Catalog, since: At = None, until: At = None, tables: Iterable[str] | None = None
) -> Rows:
    """Give what happened to rows after one moment and up to another: one row for each event, in order.

    What was before a moment up to which the past was forgotten is left out.

    Raises:
        MomentNotFound: There is no such mark.
        TableNotFound: There is no table of one of these names.
    """
    names = None if tables is None else [catalog.definition(name).name for name in tables]
    first = 0 if since is None else _bound(catalog, since)
    last = None if until is None else _bound(catalog, until)
    fields = tuple(
        Field(name, kind, Builtin(kind).result_processor(_dialect(catalog), None)) for name, kind in _FIELDS
    )
    with catalog.read() as connection:
        first = max(first, find_kept(connection).horizon)
        pairs = _pairs(connection)
        chosen = [pairs[name] for name in (pairs if names is None else names)]
        found: list[Any] = []
        for start in range(0, len(chosen), _AT_ONCE):
            parts = [part for pair in chosen[start : start + _AT_ONCE] for part in _parts(pair, first, last)]
            found += _told(connection, sa.union_all(*parts).subquery())
    return Rows(fields, sorted(found, key=lambda row: (row[0], row[5], row[6])))


_FIELDS = (
    ("Number", BuiltinTypes.int8),
    ("Time", BuiltinTypes.timestamptz),
    ("Actor", BuiltinTypes.text),
    ("Execution", BuiltinTypes.text),
    ("Action", BuiltinTypes.text),
    ("Table", BuiltinTypes.text),
    ("RID", BuiltinTypes.text),
)


def _dialect(catalog: Catalog) -> sa.Dialect:
    return catalog.database.engine.dialect


def _bound(catalog: Catalog, at: At) -> int:
    """Give the number of a mark, or of the last transaction that had begun at a time."""
    if not isinstance(at, datetime):
        return find_mark(catalog, at).number
    query = sa.select(sa.func.max(_WRITES.c.RVS)).where(_WRITES.c.Time <= in_utc(at))
    with catalog.read() as connection:
        return int(connection.execute(query).scalar_one() or 0)


def _parts(pair: _Pair, first: int, last: int | None) -> Iterator[sa.Select[Any]]:
    """Ask for the versions of rows that began, and for those that ended without another."""
    name = sa.literal(pair.definition.name)

    def within(number: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
        asked = sa.type_coerce(number, sa.BigInteger())
        return asked > first if last is None else sa.and_(asked > first, asked <= last)

    for source in (pair.live, pair.past):
        before = pair.past.alias("before")
        had_been = sa.exists().where(before.c.RID == source.c.RID, before.c[UNTIL] == source.c.RVS)
        action = sa.case((had_been, "updated"), else_="inserted")
        yield sa.select(
            source.c.RVS.label("number"), action.label("action"), name.label("name"), source.c.RID
        ).where(within(source.c.RVS))
    ended, live, after = pair.past, pair.live.alias("live"), pair.past.alias("after")
    yield sa.select(ended.c[UNTIL], sa.literal("deleted"), name, ended.c.RID).where(
        within(ended.c[UNTIL]),
        ~sa.exists().where(live.c.RID == ended.c.RID, live.c.RVS == ended.c[UNTIL]),
        ~sa.exists().where(after.c.RID == ended.c.RID, after.c.RVS == ended.c[UNTIL]),
    )


def _told(connection: Connection, found: sa.Subquery) -> Sequence[Any]:
    query = sa.select(
        found.c.number,
        sa.type_coerce(_WRITES.c.Time, sa.types.NullType()),
        _WRITES.c.Actor,
        _WRITES.c.Execution,
        found.c.action,
        found.c.name,
        found.c.RID,
    )
    return connection.execute(query.outerjoin(_WRITES, _WRITES.c.RVS == found.c.number)).all()


# Taken back


def undelete(catalog: Catalog, rids: Sequence[str]) -> int:
    """Take back rows that were deleted, with the links that went with them, and give how many rows.

    Rows have the RIDs, and say that they were created when they were; a dataset that is marked as deleted is
    not any more.

    Raises:
        RIDNotFound: Some were never there, or are there.
        ConstraintViolation: What they refer to is not there any more, or another has the same key now.
    """
    wanted = list(dict.fromkeys(ids.normalize(rid) for rid in rids))

    def write(tx: Transaction) -> int:
        tx.claim("past")
        pairs = _pairs(tx.connection)
        left = set(wanted) - _revive_datasets(tx, catalog.model, wanted)
        found = _resolve(tx.connection, pairs, sorted(left))
        _check_deleted(tx.connection, pairs, found, left)
        count = len(wanted) - len(left)
        for name in sorted(set(found.values())):
            mine = [rid for rid, table in found.items() if table == name]
            count += _take_back(tx, pairs, pairs[name], mine)
        return count

    return catalog.transact(write)


def _revive_datasets(tx: Transaction, model: Model, rids: Sequence[str]) -> set[str]:
    table = model.table("Dataset")
    query = sa.select(table.c.RID).where(
        table.c.RID.in_(listed(tx.connection, rids)), table.c.Deleted.is_(sa.true())
    )
    found = set(tx.connection.execute(query).scalars())
    if found:
        rows.update(tx, model, "Dataset", [{"RID": rid, "Deleted": False} for rid in sorted(found)])
    return found


def _check_deleted(
    connection: Connection, pairs: Mapping[str, _Pair], found: Mapping[str, str], wanted: Iterable[str]
) -> None:
    unknown = sorted(set(wanted) - set(found))
    if unknown:
        raise RIDNotFound(f"No row of any table had the RID {rows.some(unknown)}. Nothing was changed.")
    dropped = sorted(rid for rid, name in found.items() if pairs[name].is_dropped)
    if dropped:
        raise RIDNotFound(f"The table of {rows.some(dropped)} was dropped. Nothing was changed.")
    there: list[str] = []
    for name in set(found.values()):
        live = pairs[name].live
        query = sa.select(live.c.RID).where(live.c.RID.in_(listed(connection, found)))
        there += connection.execute(query).scalars().all()
    if there:
        raise RIDNotFound(f"{rows.some(there)} cannot be taken back: not deleted. Nothing was changed.")


def _take_back(tx: Transaction, pairs: Mapping[str, _Pair], pair: _Pair, rids: Sequence[str]) -> int:
    past = pair.past
    latest = (
        sa.select(past.c.RID, sa.func.max(past.c[UNTIL]).label("until"))
        .where(past.c.RID.in_(listed(tx.connection, rids)))
        .group_by(past.c.RID)
        .subquery()
    )
    ended = tx.connection.execute(sa.select(latest.c.RID, latest.c.until)).all()
    horizon = find_kept(tx.connection).horizon
    forgotten = [rid for rid, until in ended if until <= horizon]
    if forgotten:
        raise RIDNotFound(
            f"What {rows.some(forgotten)} was in the end is not kept any more: the past up to transaction "
            f"{horizon} was forgotten. A snapshot may have an older version. Nothing was changed."
        )
    by_end: dict[int, list[str]] = {}
    for rid, until in ended:
        by_end.setdefault(until, []).append(rid)
    try:
        with tx.attempt():
            return sum(_restore(tx, pairs, pair, mine, until) for until, mine in sorted(by_end.items()))
    except sa.exc.IntegrityError as error:
        raise ConstraintViolation(
            f"Rows of {pair.definition.name} cannot be taken back: another row has the same key now, or what "
            f"they refer to is not there any more ({error.orig}). Nothing was changed."
        ) from error


def _restore(
    tx: Transaction, pairs: Mapping[str, _Pair], pair: _Pair, rids: Sequence[str], until: int
) -> int:
    """Write the last versions of rows again, and of the links that went with them in that transaction."""
    stamps = {"RMT": tx.time, "RMB": tx.actor, "RVS": tx.number}
    columns = [
        sa.literal(stamps[c.name], c.type) if c.name in stamps else _last_value(pair, c.name)
        for c in pair.live.columns
    ]
    chosen = sa.select(*columns).where(
        pair.past.c[UNTIL] == until, pair.past.c.RID.in_(listed(tx.connection, rids))
    )
    names = [column.name for column in pair.live.columns]
    tx.connection.execute(sa.insert(pair.live).from_select(names, chosen))
    _convert_retyped(tx.connection, pair, rids, until)
    for other in pairs.values():
        for fkey in other.definition.fkey_defs:
            if fkey.pk_tname == pair.definition.name and fkey.on_delete == "CASCADE":
                gone = _went_along(tx.connection, other, fkey.colnames, pair, fkey.pk_colnames, rids, until)
                if gone:
                    _restore(tx, pairs, other, gone, until)
    return len(rids)


def _convert_retyped(connection: Connection, pair: _Pair, rids: Sequence[str], until: int) -> None:
    """Give rows that were deleted before a column got another type their values in it."""
    live, definition = pair.live, pair.definition
    for kept in definition.hidden:
        name, number = kept.column.name, int(kept.hidden_name.rpartition("__")[2])
        if number <= until or name not in definition.columns:
            continue
        held = live.c[kept.hidden_name]
        query = sa.select(live.c.RID, held).where(held.is_not(None), live.c.RID.in_(listed(connection, rids)))
        for rid, value in connection.execute(query).all():
            try:
                new = convert(value, definition.column(name).type)
            except ValueError as error:
                raise ConstraintViolation(
                    f"{definition.name} {rid} cannot be taken back: {name} was {value!r:.80}, which {error}, "
                    "as the column is now. Nothing was changed."
                ) from error
            connection.execute(sa.update(live).where(live.c.RID == rid).values({name: new}))


def _last_value(pair: _Pair, name: str) -> sa.ColumnElement[Any]:
    """Give what a column held; of a required one that came later, its default."""
    held: sa.ColumnElement[Any] = pair.past.c[name]
    column = pair.definition.stored.columns[name]
    if column.nullok or is_missing(column.default):
        return held
    return sa.func.coalesce(held, sa.literal(column.default, held.type))


def _went_along(
    connection: Connection,
    other: _Pair,
    columns: Sequence[str],
    pair: _Pair,
    keys: Sequence[str],
    rids: Sequence[str],
    until: int,
) -> list[str]:
    past, live = other.past, other.live.alias("live")
    same = [past.c[mine] == pair.live.c[its] for mine, its in zip(columns, keys, strict=True)]
    query = sa.select(past.c.RID).where(
        past.c[UNTIL] == until,
        sa.exists().where(*same, pair.live.c.RID.in_(listed(connection, rids))).correlate(past),
        ~sa.exists().where(live.c.RID == past.c.RID).correlate(past),
    )
    return list(connection.execute(query).scalars())


# Forgotten


@dataclass(frozen=True)
class PruneReport:
    """What was forgotten, or would be.

    Attributes:
        before: The transaction before which only what marks and releases pin is kept.
        rows: How many versions of rows of each table.
    """

    before: int
    rows: Mapping[str, int]

    def __repr__(self) -> str:
        listing = ", ".join(f"{count} of {name}" for name, count in self.rows.items()) or "nothing"
        return f"<PruneReport: before transaction {self.before}: {listing}>"

    def _repr_html_(self) -> str:
        return html.escape(repr(self))


def prune(catalog: Catalog, before: At, *, dry_run: bool = False) -> PruneReport:
    """Forget versions of rows that ended before a moment, unless a mark or a release pins them.

    Raises:
        MomentNotFound: There is no such mark.
        InvalidValue: It was not said before what.
    """
    if before is None:
        raise InvalidValue("Say before what the past is to be forgotten: a mark, a release or a time.")
    number = _bound(catalog, before)

    if dry_run:
        with catalog.read() as connection:
            return PruneReport(number, _of_each(connection, number, _count))

    def write(tx: Transaction) -> PruneReport:
        tx.claim("definitions")
        tx.claim("past")  # of which nobody takes anything back meanwhile
        counts = _of_each(tx.connection, number, _forget)
        changes.record(tx, PRUNED, None, before=number, rows=sum(counts.values()))
        return PruneReport(number, counts)

    return catalog.transact(write)


def _of_each(
    connection: Connection, number: int, act: Callable[[Connection, sa.Table, sa.ColumnElement[bool]], int]
) -> dict[str, int]:
    """Count or forget, in each table, the versions that had ended by then and that nobody pins.

    Marks cannot be set meanwhile by others if this writes; one that is set later pins none of these.
    """
    _PINS.create(connection)
    if pins := [{"Number": number} for number in sorted({mark.number for mark in load_marks(connection)})]:
        connection.execute(sa.insert(_PINS), pins)
    counts = {
        name: act(connection, pair.past, _prunable(pair.past, number))
        for name, pair in _pairs(connection).items()
    }
    _PINS.drop(connection)
    return {name: count for name, count in counts.items() if count}


def _count(connection: Connection, past: sa.Table, chosen: sa.ColumnElement[bool]) -> int:
    return int(connection.execute(sa.select(sa.func.count()).select_from(past).where(chosen)).scalar_one())


def _forget(connection: Connection, past: sa.Table, chosen: sa.ColumnElement[bool]) -> int:
    return connection.execute(sa.delete(past).where(chosen)).rowcount


_PINS = sa.Table(
    "muniment_pins",
    sa.MetaData(),
    sa.Column("Number", sa.BigInteger, primary_key=True, autoincrement=False),
    prefixes=["TEMPORARY"],
)


def _prunable(past: sa.Table, number: int) -> sa.ColumnElement[bool]:
    """Give the condition for versions that had ended by then and that nobody pins."""
    last = sa.select(sa.func.max(_PINS.c.Number)).where(_PINS.c.Number < past.c[UNTIL]).correlate(past)
    return sa.and_(past.c[UNTIL] <= number, sa.func.coalesce(last.scalar_subquery(), -1) < past.c.RVS)
