"""The rows of a bag as a catalog takes them: which tables they need, which are there, which contradict it.

Rows keep their RIDs, times and authors. Terms are known by their names, so a term that the catalog has under
another RID, or whose name is a synonym there, is that term; all that refers to it follows.
"""

import re
import struct
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from muniment import ids
from muniment.bags.schema_document import UNSEEN
from muniment.catalog import changes, rows
from muniment.catalog.assets import object_url
from muniment.catalog.catalog import Catalog
from muniment.catalog.database import listed
from muniment.catalog.schema.definitions import ForeignKeyDefinition, TableDefinition, TableKind
from muniment.catalog.schema.seeds import UNKNOWN_PROVENANCE
from muniment.catalog.schema.tables import Model
from muniment.catalog.schema.types import Builtin, BuiltinTypes, canonical
from muniment.errors import BagConflict, BagInvalid, plural
from muniment.storage.remote import is_remote

ARRIVING = sa.Table(
    "muniment_arriving",
    sa.MetaData(),
    sa.Column("RID", Builtin(BuiltinTypes.ermrest_rid), primary_key=True),
    sa.Column("Name", Builtin(BuiltinTypes.text), nullable=False),
    prefixes=["TEMPORARY"],
    sqlite_with_rowid=False,
)
"""The RID of every row of the bag, and its table."""

_PORTION = 1000
_SHOWN = 20
_BY_WHOM = frozenset({"RMT", "RMB", UNSEEN})
"""Columns that may differ between two copies of a row."""
LOADED = "load_bag"
"""What the catalog's list of changes calls the loading of a bag."""
_KEPT = frozenset({"RCT", "RCB"})
OF_BYTES = frozenset({"URL", "Length", "MD5", "SHA256"})


@dataclass
class Arrival:
    """The rows of a bag on their way into a catalog.

    Attributes:
        bag: The tables of the bag.
        model: The tables of the catalog, those that the bag needs among them.
        own_id: The catalog.
        source_id: The catalog that the bag was made from; empty if it was none of ours.
        terms: Table → column → value in the bag → value in the catalog, of terms and the like that each
            catalog has under identifiers of its own.
        skipped: Table → RIDs of rows that every catalog has its own of, which stay behind.
        emptied: ``Table.Column`` → values that refer to rows which neither the bag nor the catalog has.
        digests: RID → SHA-256 of files, where their rows do not say it.
        last: The number of the highest RID.
    """

    bag: Catalog
    model: Model
    own_id: str
    source_id: str
    terms: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)
    skipped: dict[str, set[str]] = field(default_factory=dict)
    emptied: dict[str, set[str]] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)
    last: int = 0

    @property
    def tables(self) -> list[str]:
        """The tables whose rows are known by their RIDs: all but vocabularies."""
        return [n for n, d in self.bag.model.definitions.items() if d.kind is not TableKind.vocabulary]

    @property
    def vocabularies(self) -> list[str]:
        """The vocabularies of the bag."""
        return [definition.name for definition in self.bag.model.of_kind(TableKind.vocabulary)]

    def columns(self, table: str) -> list[str]:
        """Name the columns that a table has in the bag and in the catalog."""
        theirs = self.bag.model.definition(table).columns
        return [name for name in self.model.definition(table).columns if name in theirs and name != UNSEEN]

    def rows(self, table: str, *, ordered: bool = False) -> Iterator[tuple[Any, ...]]:
        """Give the rows of a table, with the values of `columns` as the catalog will keep them.

        Raises:
            InvalidValue: A value does not fit its column.
        """
        source, names = self.bag.model.table(table), self.columns(table)
        query = sa.select(*(source.c[name] for name in names))
        query = query.order_by(source.c.RID) if ordered else query
        query = query.where(source.c.RID.not_in(self.skipped.get(table, ())))
        changes = [self._change_of(table, name) for name in names]
        definition = self.model.definition(table)
        with self.bag.read() as connection, connection.execute(query) as found:
            while portion := found.fetchmany(_PORTION):
                columns = zip(*portion, strict=True)
                yield from zip(
                    *(
                        rows.check_column(table, definition.columns[name], _changed(values, change))
                        for name, values, change in zip(names, columns, changes, strict=True)
                    ),
                    strict=True,
                )

    def _change_of(self, table: str, column: str) -> Mapping[str, str | None] | None:
        """Say which values of a column become others."""
        changed: dict[str, str | None] = {}
        for fkey in self.model.definition(table).fkey_defs:
            if fkey.colnames == (column,):
                changed.update(self.terms.get(fkey.pk_tname, {}).get(fkey.pk_colnames[0], {}))
        changed.update(dict.fromkeys(self.emptied.get(f"{table}.{column}", ())))
        if (table, column) == ("Dataset_Version", "Snapshot"):
            changed.update(self._moments())
        return changed or None

    def _moments(self) -> dict[str, str | None]:
        """Say of which catalog the moments of releases are: numbers alone are those of this catalog."""
        column = self.bag.model.table("Dataset_Version").c.Snapshot
        with self.bag.read() as connection:
            found = connection.execute(sa.select(column).where(column.is_not(None)).distinct()).scalars()
            return {text: self._moment(text) for text in found}

    def _moment(self, text: str) -> str:
        if text.isdecimal():
            return text if self.source_id == self.own_id else f"{text}@{self.source_id or 'elsewhere'}"
        number, _, catalog = text.partition("@")
        return number if catalog == self.own_id else text


def _changed(values: Sequence[Any], change: Mapping[str, Any] | None) -> Sequence[Any]:
    return values if change is None else [change.get(value, value) for value in values]


def skip_unknown_provenance(connection: Connection, arrival: Arrival) -> None:
    """Let what is of unknown provenance in the bag be of unknown provenance here.

    Every catalog has a workflow and an execution of its own that stand for it.
    """
    theirs = _find_unknown(arrival.bag)
    if theirs is None:
        return
    workflow, execution = arrival.model.table("Workflow"), arrival.model.table("Execution")
    query = sa.select(workflow.c.RID, execution.c.RID).join(execution, execution.c.Workflow == workflow.c.RID)
    ours = connection.execute(query.where(workflow.c.URL == UNKNOWN_PROVENANCE)).first()
    for table, their_rid, our_rid in zip(("Workflow", "Execution"), theirs, ours or (), strict=False):
        arrival.skipped[table] = {their_rid}
        arrival.terms[table] = {"RID": {their_rid: our_rid}}


def _find_unknown(bag: Catalog) -> tuple[str, ...] | None:
    """Find the workflow and the execution that stand for unknown provenance in a bag."""
    if not {"Workflow", "Execution"} <= bag.model.definitions.keys():
        return None
    workflow, execution = bag.model.table("Workflow"), bag.model.table("Execution")
    query = sa.select(workflow.c.RID, execution.c.RID).join(execution, execution.c.Workflow == workflow.c.RID)
    with bag.read() as connection:
        row = connection.execute(query.where(workflow.c.URL.like(_UNKNOWN))).first()
    return None if row is None else tuple(row)


_UNKNOWN = "tag:%,unknown-provenance:workflow"
"""The URL of the workflow, in our catalogs and in DerivaML's."""

# RIDs


def announce(connection: Connection, arrival: Arrival) -> None:
    """Make the temporary table of the bag's RIDs, and find the highest.

    Raises:
        BagInvalid: A row has no RID, or the same as another.
    """
    ARRIVING.create(connection)
    highest = (0, "")

    def found() -> Iterator[tuple[str, str]]:
        nonlocal highest
        for name in arrival.bag.model.definitions:
            skipped = arrival.skipped.get(name, ())
            for rid in (each for each in _rids(arrival.bag, name) if each not in skipped):
                if rid is None or not _RID.fullmatch(rid):
                    raise BagInvalid(
                        f"{name} of the bag has a row whose RID {rid!r} no catalog could find again."
                    )
                if (len(rid), rid) > highest and "U" not in rid:  # which no catalog gives out
                    highest = (len(rid), rid)
                yield rid, name

    rows.copy_in(connection, ARRIVING, found())
    arrival.last = ids.decode(highest[1]) if highest[0] else 0


_RID = re.compile("[0-9A-HJKMNP-Z]{1,4}(-[0-9A-HJKMNP-Z]{4})*")
"""RIDs as catalogs write them: others would be taken for one of these when they are asked for."""


def _rids(bag: Catalog, table: str) -> Iterator[str | None]:
    with bag.read() as connection:
        query = sa.select(bag.model.table(table).c.RID)
        yield from connection.execute(query, execution_options={"yield_per": _PORTION}).scalars()


@dataclass
class Meeting:
    """What of a bag a catalog has already.

    Attributes:
        present: Table → RIDs of rows that are in both and the same.
        taken: RIDs of the bag's terms that other rows have in the catalog.
        moved: Datasets that are of another version in the bag → the RID of that version, and of the one here.
        later: Those of them whose version in the bag is the later one.
        newer: Table → RIDs of rows that a bag brought, nobody changed here, and somebody changed there.
        conflicts: One line for each row that is another in the catalog.
        total: How many conflicts there are; only the first are listed.
    """

    present: dict[str, set[str]] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    moved: dict[str, tuple[str, str]] = field(default_factory=dict)
    later: set[str] = field(default_factory=set)
    newer: dict[str, set[str]] = field(default_factory=dict)
    conflicts: list[str] = field(default_factory=list)
    total: int = 0

    def add(self, line: str) -> None:
        """Note a conflict."""
        self.total += 1
        if len(self.conflicts) < _SHOWN:
            self.conflicts.append(line)

    def require_peace(self) -> None:
        """Refuse a bag that contradicts the catalog.

        Raises:
            BagConflict: It does; the message names the rows.
        """
        if self.total:
            more = f"\n… and {self.total - len(self.conflicts)} more" if self.total > _SHOWN else ""
            counted = plural(self.total, "1 row", "{} rows")
            raise BagConflict(
                f"The bag contradicts the catalog in {counted}. Nothing was written.\n"
                + "\n".join(self.conflicts)
                + more,
                tuple(self.conflicts),
            )


def meet(connection: Connection, arrival: Arrival, existing: Collection[str]) -> Meeting:
    """Compare the rows of a bag with those that the catalog has under the same RIDs.

    Args:
        connection: A transaction in which the RIDs were announced.
        arrival: The bag.
        existing: The tables that the catalog has.
    """
    meeting = Meeting()
    vocabularies = set(arrival.vocabularies)
    loads = {change.number for change in changes.load_all(connection, LOADED)}
    for name in existing:
        table = arrival.model.table(name)
        query = sa.select(ARRIVING.c.RID, ARRIVING.c.Name).join(table, table.c.RID == ARRIVING.c.RID)
        same: set[str] = set()
        for rid, theirs in connection.execute(query):
            if theirs in vocabularies:
                meeting.taken.add(rid)
            elif theirs == name:
                same.add(rid)
            else:
                meeting.add(f"{rid} is a row of {theirs} in the bag, and of {name} here")
        if same:
            meeting.present[name] = same
            _compare(connection, arrival, name, meeting, loads)
    if meeting.moved:
        _follow_versions(connection, arrival, meeting)
    return meeting


def _follow_versions(connection: Connection, arrival: Arrival, meeting: Meeting) -> None:
    """Find where the bag is ahead: it knows the version here. Where it is not, the catalog must know its."""
    table, theirs = arrival.model.table("Dataset_Version"), arrival.bag.model.table("Dataset_Version")
    wanted = {rid for pair in meeting.moved.values() for rid in pair}
    here = _versions(connection, table, wanted)
    with arrival.bag.read() as bag:
        there = _versions(bag, theirs, wanted)
    for dataset, (his, mine) in meeting.moved.items():
        if mine in there or mine is None:
            meeting.later.add(dataset)
        elif his not in here:
            meeting.add(
                f"Dataset {dataset} went on in both places: it is {here.get(mine)} here, which the bag does "
                f"not know, and {there.get(his)} in the bag, which the catalog does not know"
            )


def _versions(connection: Connection, table: sa.Table, rids: Collection[str]) -> dict[str, str]:
    query = sa.select(table.c.RID, table.c.Version).where(table.c.RID.in_(listed(connection, rids)))
    return {row.RID: row.Version for row in connection.execute(query)}


def _compare(
    connection: Connection, arrival: Arrival, name: str, meeting: Meeting, loads: Collection[int]
) -> None:
    names = arrival.columns(name)
    table = arrival.model.table(name)
    here = sa.select(ARRIVING.c.RID).where(ARRIVING.c.Name == name)
    query = sa.select(*(table.c[column] for column in names), table.c.RVS).where(table.c.RID.in_(here))
    place, present = names.index("RID"), meeting.present[name]
    modified = names.index("RMT") if "RMT" in names else place
    theirs = (row for row in arrival.rows(name, ordered=True) if row[place] in present)
    found = connection.execute(query.order_by(table.c.RID), execution_options={"yield_per": _PORTION})
    same = [_SAME.get(arrival.model.definition(name).columns[column].type) for column in names]
    is_asset = arrival.model.definition(name).kind is TableKind.asset
    for (*mine, written), his in zip(found, theirs, strict=True):
        differing = {
            column: (a, b)
            for column, a, b, equal in zip(names, mine, his, same, strict=True)
            if a != b
            and column not in _BY_WHOM
            and not (equal is not None and equal(a, b))
            and not (is_asset and _says_the_same(column, a, b))
        }
        if name == "Dataset" and "Version" in differing:
            ours, new = differing.pop("Version")
            meeting.moved[his[place]] = (new, ours)
        follows = written in loads and mine[modified] != his[modified] and not _KEPT & differing.keys()
        if differing and follows and not (is_asset and OF_BYTES & differing.keys()):
            if mine[modified] < his[modified]:
                meeting.newer.setdefault(name, set()).add(his[place])
        elif differing:
            told = [f"{c} is {_shown(a)} here, and {_shown(b)} in the bag" for c, (a, b) in differing.items()]
            meeting.add(f"{name} {his[place]}: {'; '.join(told)}")


def _shown(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else f"{value!r:.80}"


def _says_the_same(column: str, here: Any, there: Any) -> bool:
    """Say whether two assets are the same although this column differs: where a store keeps bytes may."""
    if column == "URL":
        return not is_remote(str(here)) and not is_remote(str(there))
    return (
        there is None if column == "SHA256" else column == "MD5" and str(here).lower() == str(there).lower()
    )


def _equal_singles(a: Any, b: Any) -> bool:
    return None not in {a, b} and struct.pack("f", a) == struct.pack("f", b)


def _equal_json(a: Any, b: Any) -> bool:
    return bool(canonical(a) == canonical(b))


_SAME = {
    BuiltinTypes.float4: _equal_singles,
    BuiltinTypes.json: _equal_json,
    BuiltinTypes.jsonb: _equal_json,
}


# References to nothing


def find_dangling(connection: Connection, arrival: Arrival, existing: Collection[str]) -> None:
    """Find values that refer to rows which neither the bag nor the catalog has; `Arrival.emptied` notes them.

    Raises:
        BagInvalid: A required column has some.
    """
    faults: list[str] = []
    with arrival.bag.read() as bag:
        for name, column, fkey in _references(arrival):
            lost = _lost(bag, arrival, name, column, fkey)
            if lost and fkey.pk_tname in existing:
                place = arrival.model.table(fkey.pk_tname).c[fkey.pk_colnames[0]]
                there = sa.select(place).where(place.in_(listed(connection, lost)))
                lost -= set(connection.execute(there).scalars())
            if lost and not arrival.model.definition(name).columns[column].nullok:
                faults.append(f"{name}.{column}: {fkey.pk_tname} has no {rows.some(lost)}")
            elif lost:
                arrival.emptied[f"{name}.{column}"] = lost
    if faults:
        raise BagInvalid(
            "The bag is not whole: rows refer to others that neither it nor the catalog has. Nothing was "
            "written.\n" + "\n".join(faults[:_SHOWN])
        )


def _references(arrival: Arrival) -> Iterator[tuple[str, str, ForeignKeyDefinition]]:
    """Give the foreign keys of one column that the tables of a bag have here: table, column and key."""
    for name in arrival.bag.model.definitions:
        columns = set(arrival.columns(name))
        for fkey in arrival.model.definition(name).fkey_defs:
            if len(fkey.colnames) == 1 and columns.issuperset(fkey.colnames):
                yield name, fkey.colnames[0], fkey


def _lost(bag: Connection, arrival: Arrival, name: str, column: str, fkey: ForeignKeyDefinition) -> set[str]:
    """Give the values of a column that refer to no row of the bag."""
    table, pk = fkey.pk_tname, fkey.pk_colnames[0]
    mine = arrival.bag.model.table(name).c[column]
    query = sa.select(mine).where(mine.is_not(None)).distinct()
    if table in arrival.bag.model.definitions:
        theirs = arrival.bag.model.table(table).alias()
        query = query.where(~sa.exists().where(theirs.c[pk] == mine))
    return set(bag.execute(query).scalars())


# New rows


def new_rows(
    arrival: Arrival, name: str, present: Collection[str], number: int, empty: Collection[str] = ()
) -> Iterator[tuple[Any, ...]]:
    """Give the rows of a table that the catalog has not, with all columns of its table there.

    Args:
        arrival: The bag.
        name: The table.
        present: RIDs of rows that the catalog has.
        number: The transaction that writes them.
        empty: Columns that get their values later.
    """
    definition = arrival.model.definition(name)
    given = {column: place for place, column in enumerate(arrival.columns(name))}
    fill = {column: definition.columns[column].default for column in definition.columns} | {UNSEEN: number}
    sources = [
        (None if column in empty else given.get(column), None if column in empty else fill[column])
        for column in arrival.model.table(name).columns.keys()  # noqa: SIM118 (of a collection of columns)
    ]
    finish = _finisher(arrival, definition)
    place = given["RID"]
    for row in arrival.rows(name):
        if row[place] not in present:
            yield finish([other if at is None else row[at] for at, other in sources])


def _finisher(arrival: Arrival, definition: TableDefinition) -> Any:
    """Give what makes a row of an asset table say where this catalog has its bytes."""
    if definition.kind is not TableKind.asset:
        return tuple
    names = list(arrival.model.table(definition.name).columns.keys())
    rid, url, sha256, md5 = (names.index(name) for name in ("RID", "URL", "SHA256", "MD5"))

    def finish(row: list[Any]) -> tuple[Any, ...]:
        row[sha256] = row[sha256] or arrival.digests.get(row[rid])
        row[md5] = row[md5] and row[md5].lower()
        if row[sha256] and not is_remote(row[url]):
            row[url] = object_url(row[sha256])
        return tuple(row)

    return finish


def portions(entries: Iterable[Any], size: int = _PORTION) -> Iterator[list[Any]]:
    """Give entries in lists of a size."""
    remaining = iter(entries)
    while portion := list(islice(remaining, size)):
        yield portion
