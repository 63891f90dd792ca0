"""What versions of datasets held: which runs made their members, and in which versions a row is a member.

With its members, and those of datasets inside it, a version holds the feature values about them that there
were then, as its bag does.

A release held what was a member when it was released, a draft holds what is a member now. A dataset inside
another one counts at the version that it had then.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from muniment.catalog import assets
from muniment.catalog.database import listed
from muniment.catalog.datasets import memberships
from muniment.catalog.features import target_column
from muniment.catalog.lineage.graph import Relation
from muniment.catalog.lineage.links import (
    DATASET,
    EXECUTION,
    VERSION,
    Found,
    Links,
    is_gone,
    played,
)
from muniment.catalog.schema.core import METADATA
from muniment.catalog.schema.definitions import TableKind
from muniment.catalog.schema.history.names import UNTIL

_MARKS = METADATA.tables["Muniment_Mark"]
_FEW = 1000  # versions in a list of values, of three parameters each


@dataclass(frozen=True)
class _Held:
    """A version of a dataset, and the transaction with whose end it held that; None of a draft."""

    rid: str
    dataset: str
    number: int | None


def find_makers(links: Links, versions: Sequence[str]) -> list[Found]:
    """Find the executions that made members of versions or values about these, and the datasets inside."""
    held = _read_versions(links, "RID", versions)
    found: list[Found] = []
    for start in range(0, len(held), _FEW):
        some = _values(held[start : start + _FEW])
        found += _makers(links, some)
        found += _nested(links, some)
    return found + list(_describers(links, held))


def find_holders(links: Links, frontier: Mapping[str, Sequence[str]]) -> list[Found]:
    """Find the versions of datasets that rows, which are given by table, were members of or values about."""
    found: list[Found] = []
    held_in = memberships(links.model)
    for element, name in held_in.items():
        if element != DATASET and (rids := frontier.get(element)):
            found += _holders(links, name, element, rids)
    for feature, element in _features(links, held_in):
        if values := frontier.get(feature):
            found += _holders_of_values(links, held_in[element], element, feature, values)
    if versions := frontier.get(VERSION):
        found += _outer(links, versions)
        found += _readers_of_any(links, versions)
    return found


def _read_versions(links: Links, column: str, rids: Iterable[str]) -> list[_Held]:
    """Read versions by their RIDs or by their datasets, those that were deleted too."""
    table = links.model.table(VERSION)
    wanted = listed(links.connection, rids)
    told: dict[str, tuple[str, str, str | None]] = {}
    for source, is_past in _sources(links, VERSION):
        query = sa.select(source.c.RID, source.c.Dataset, source.c.Version, source.c.Snapshot)
        query = query.where(source.c[column].in_(wanted))
        query = query.where(is_gone(source, table)).order_by(source.c.RVS) if is_past else query
        for rid, dataset, version, snapshot in links.connection.execute(query):
            told[rid] = (dataset, version, snapshot)
    foreign = {f"{d}@{v}" for d, v, snapshot in told.values() if snapshot and not snapshot.isdecimal()}
    pins = _read_pins(links, foreign) if foreign else {}
    return [
        _Held(rid, dataset, _number(snapshot, pins.get(f"{dataset}@{version}")))
        for rid, (dataset, version, snapshot) in told.items()
    ]


def _number(snapshot: str | None, pin: int | None) -> int | None:
    return int(snapshot) if snapshot and snapshot.isdecimal() else pin


def _read_pins(links: Links, names: Iterable[str]) -> dict[str, int]:
    """Read the transactions that loaded releases of other catalogs."""
    query = sa.select(_MARKS.c.Name, _MARKS.c.RVS).where(_MARKS.c.Name.in_(listed(links.connection, names)))
    return dict(links.connection.execute(query).tuples().all())


def _values(held: Sequence[_Held]) -> sa.CTE:
    columns = sa.column("rid", sa.Text), sa.column("dataset", sa.Text), sa.column("number", sa.BigInteger)
    return sa.values(*columns, name="held").data([(v.rid, v.dataset, v.number) for v in held]).cte("versions")


def _when(versions: sa.CTE) -> sa.ColumnElement[int]:
    """Give the transactions of versions; without any, PostgreSQL would take them for texts."""
    return sa.cast(versions.c.number, sa.BigInteger)


def _at(source: Any, number: Any, *, is_past: bool) -> sa.ColumnElement[bool]:
    """Give the condition for rows that were there at the end of a transaction; for none, that are there."""
    begun = sa.type_coerce(source.c.RVS, sa.BigInteger()) <= number
    if is_past:
        return sa.and_(begun, source.c[UNTIL] > number)
    return sa.or_(number.is_(None), begun)


def _sources(links: Links, name: str) -> Iterator[tuple[Any, bool]]:
    """Give the rows of a table that are there, and the versions of rows that have ended."""
    yield links.model.table(name), False
    if links.has_past(name):
        yield links.plan.histories[name], True


def _features(links: Links, elements: Collection[str]) -> Iterator[tuple[str, str]]:
    """Give the tables of features of elements of datasets that hold anything, each with the element's."""
    for definition in links.model.of_kind(TableKind.feature):
        column = target_column(definition)
        if (
            column is not None
            and column in elements
            and (definition.name in links.live or links.has_past(definition.name))
        ):
            yield definition.name, column


# Backward


def _makers(links: Links, versions: sa.CTE) -> Iterator[Found]:
    """Find who made the members of versions, with how many; members themselves can be millions."""
    counts: dict[tuple[str, str], int] = {}
    held_in = memberships(links.model)
    for link in links.plan.links:
        element = link.target_table
        if link.relation is not Relation.output or element not in held_in:
            continue
        for row in _makers_of(links, versions, held_in[element], element, link.table, link.target):
            counts[row[0], row[1]] = counts.get((row[0], row[1]), 0) + row[2]
    for (version, execution), count in counts.items():
        yield Found(version, execution, EXECUTION, Relation.member, count=count)


def _makers_of(
    links: Links, versions: sa.CTE, name: str, element: str, uses: str, column: str
) -> Iterator[tuple[str, str, int]]:
    live = links.model.table(uses)
    for member, is_past in _sources(links, name):
        for use, is_deleted in _sources(links, uses):
            query = (
                sa.select(versions.c.rid, use.c.Execution, sa.func.count())
                .select_from(versions)
                .join(member, member.c.Dataset == versions.c.dataset)
                .join(use, use.c[column] == member.c[element])
                .where(_at(member, _when(versions), is_past=is_past), played(use) == assets.OUTPUT)
                .group_by(versions.c.rid, use.c.Execution)
            )
            query = query.where(is_gone(use, live)) if is_deleted else query
            yield from (tuple(row) for row in links.connection.execute(query))


def _describers(links: Links, held: Sequence[_Held]) -> Iterator[Found]:
    """Find who gave feature values that versions hold, about their members and those of datasets inside."""
    held_in = memberships(links.model)
    described = list(_features(links, held_in))
    whole = _with_inner(links, held) if described else []
    counts: dict[tuple[str, str], int] = {}
    for start in range(0, len(whole), _FEW):
        versions = _values(whole[start : start + _FEW])
        for feature, element in described:
            for member, is_past in _sources(links, held_in[element]):
                for value, was_value in _sources(links, feature):
                    query = (
                        sa.select(versions.c.rid, value.c.Execution, sa.func.count(value.c.RID.distinct()))
                        .select_from(versions)
                        .join(member, member.c.Dataset == versions.c.dataset)
                        .join(value, value.c[element] == member.c[_member_column(element)])
                        .where(
                            _at(member, _when(versions), is_past=is_past),
                            _at(value, _when(versions), is_past=was_value),
                        )
                        .group_by(versions.c.rid, value.c.Execution)
                    )
                    for version, execution, count in links.connection.execute(query):
                        counts[version, execution] = counts.get((version, execution), 0) + count
    for (version, execution), count in counts.items():
        yield Found(version, execution, EXECUTION, Relation.feature, count=count)


def _member_column(element: str) -> str:
    return "Nested_Dataset" if element == DATASET else element


def _with_inner(links: Links, held: Sequence[_Held]) -> list[_Held]:
    """Give versions, and as parts of each the datasets that were inside it at that time, however deep."""
    whole = dict.fromkeys(held)
    while held:
        inner: list[_Held] = []
        for start in range(0, len(held), _FEW):
            versions = _values(held[start : start + _FEW])
            for member, is_past in _sources(links, "Dataset_Dataset"):
                query = (
                    sa.select(versions.c.rid, member.c.Nested_Dataset, _when(versions))
                    .select_from(versions)
                    .join(member, member.c.Dataset == versions.c.dataset)
                    .where(_at(member, _when(versions), is_past=is_past))
                )
                inner += (_Held(*row) for row in links.connection.execute(query))
        held = [each for each in dict.fromkeys(inner) if each not in whole]
        whole |= dict.fromkeys(held)
    return list(whole)


def _nested(links: Links, versions: sa.CTE) -> Iterator[Found]:
    """Find the datasets inside versions of datasets, at the versions that they had then."""
    for member, is_past in _sources(links, "Dataset_Dataset"):
        for inner, was_inner in _sources(links, DATASET):
            query = (
                sa.select(versions.c.rid, inner.c.Version)
                .select_from(versions)
                .join(member, member.c.Dataset == versions.c.dataset)
                .join(inner, inner.c.RID == member.c.Nested_Dataset)
                .where(
                    _at(member, _when(versions), is_past=is_past),
                    _at(inner, _when(versions), is_past=was_inner),
                    inner.c.Version.is_not(None),
                )
            )
            for outer, version in links.connection.execute(query):
                yield Found(outer, version, VERSION, Relation.member)


# Forward


@dataclass(frozen=True)
class _Span:
    """That a row was a member of a dataset, or named another, between two transactions; None is until now."""

    row: str
    other: str
    begun: int
    until: int | None

    def holds(self, number: int | None) -> bool:
        """Tell whether it was so with the end of a transaction, or is so now."""
        if number is None:
            return self.until is None
        return self.begun <= number and (self.until is None or number < self.until)


def _spans(links: Links, name: str, row: str, other: str, rids: Sequence[str]) -> list[_Span]:
    found: list[_Span] = []
    for source, is_past in _sources(links, name):
        until = source.c[UNTIL] if is_past else sa.null()
        begun = sa.type_coerce(source.c.RVS, sa.BigInteger())
        query = sa.select(source.c[row], source.c[other], sa.func.coalesce(begun, 0), until)
        query = query.where(source.c[row].in_(listed(links.connection, rids)))
        found += (_Span(*each) for each in links.connection.execute(query))
    return found


def _versions_of(links: Links, datasets: Iterable[str]) -> dict[str, list[_Held]]:
    known: dict[str, list[_Held]] = {}
    for version in _read_versions(links, "Dataset", sorted(set(datasets))):
        known.setdefault(version.dataset, []).append(version)
    return known


def _holders(links: Links, name: str, element: str, rids: Sequence[str]) -> Iterator[Found]:
    spans = _spans(links, name, element, "Dataset", rids)
    versions = _versions_of(links, (span.other for span in spans)) if spans else {}
    for span in spans:
        for version in versions.get(span.other, ()):
            if span.holds(version.number):
                yield Found(span.row, version.rid, VERSION, Relation.member)


def _holders_of_values(
    links: Links, name: str, element: str, feature: str, rids: Sequence[str]
) -> Iterator[Found]:
    """Find the versions of datasets that hold feature values, by the members that these are about."""
    values = _spans(links, feature, "RID", element, rids)
    members: dict[str, list[_Span]] = {}
    described = sorted({value.other for value in values})
    for span in _spans(links, name, _member_column(element), "Dataset", described):
        members.setdefault(span.row, []).append(span)
    holding = {span.other for spans in members.values() for span in spans}
    outer = _around(links, sorted(holding))
    versions = _versions_of(links, {*holding, *(each for found in outer.values() for each, _ in found)})
    for value in values:
        for member in members.get(value.other, ()):
            for dataset, nestings in [(member.other, ()), *outer.get(member.other, ())]:
                for version in versions.get(dataset, ()):
                    if all(span.holds(version.number) for span in (value, member, *nestings)):
                        yield Found(value.row, version.rid, VERSION, Relation.feature)


def _around(links: Links, datasets: Sequence[str]) -> dict[str, list[tuple[str, tuple[_Span, ...]]]]:
    """Find the datasets that others are inside of, however deep, each with the memberships between."""
    spans: dict[str, list[_Span]] = {}
    asked: Sequence[str] = datasets
    while asked:
        spans |= {dataset: [] for dataset in asked}
        for span in _spans(links, "Dataset_Dataset", "Nested_Dataset", "Dataset", asked):
            spans[span.row].append(span)
        asked = sorted({span.other for found in spans.values() for span in found} - spans.keys())
    around: dict[str, list[tuple[str, tuple[_Span, ...]]]] = {}
    for dataset in datasets:
        found = around.setdefault(dataset, [])
        waiting: list[tuple[str, tuple[_Span, ...]]] = [(span.other, (span,)) for span in spans[dataset]]
        while waiting:
            outer, nestings = waiting.pop()
            found.append((outer, nestings))
            inside = {dataset, *(nesting.other for nesting in nestings)}
            waiting += [(s.other, (*nestings, s)) for s in spans[outer] if s.other not in inside]
    return around


def _outer(links: Links, inner: Sequence[str]) -> Iterator[Found]:
    """Find the versions of datasets that versions were inside of."""
    was_current = _spans(links, DATASET, "Version", "RID", inner)
    of_dataset: dict[str, list[_Span]] = {}
    for span in was_current:
        of_dataset.setdefault(span.other, []).append(span)
    if not of_dataset:
        return
    nestings = _spans(links, "Dataset_Dataset", "Nested_Dataset", "Dataset", sorted(of_dataset))
    versions = _versions_of(links, (nesting.other for nesting in nestings)) if nestings else {}
    for nesting in nestings:
        for version in versions.get(nesting.other, ()):
            for span in of_dataset[nesting.row]:
                if nesting.holds(version.number) and span.holds(version.number):
                    yield Found(span.row, version.rid, VERSION, Relation.member)


def _readers_of_any(links: Links, versions: Sequence[str]) -> Iterator[Found]:
    """Find the executions that read the dataset of a version, of which nobody noted at which one."""
    link, version = links.model.table("Dataset_Execution"), links.model.table(VERSION)
    query = sa.select(version.c.RID, link.c.Execution).join(link, link.c.Dataset == version.c.Dataset)
    asked = version.c.RID.in_(listed(links.connection, versions))
    for rid, execution in links.connection.execute(query.where(asked, link.c.Dataset_Version.is_(None))):
        yield Found(rid, execution, EXECUTION, Relation.input)
