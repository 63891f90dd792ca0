"""The ways from a table to others: along references, and over tables that only link two others.

A step along a reference gives a row at most one row of the other table. A bridge is two steps: to the rows of
a linking table that refer to a row, and on to what these refer to besides. It may give a row many.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from muniment.catalog.schema.definitions import ForeignKeyDefinition, TableDefinition, TableKind
from muniment.catalog.schema.tables import Model
from muniment.errors import AmbiguousPath, NoPath

_LONGEST = 8
"""How many steps a way has at most."""

_BRIDGES = 2
"""How many bridges a way has at most."""

_HUBS = frozenset({"Dataset", "Execution", "Workflow"})
"""Tables that nearly everything is linked with: a way may end there, and does not go on over other links."""


class Step(NamedTuple):
    """One step: to the rows of `far` that have the same values in these columns.

    Attributes:
        reference: Whose columns refer to the other's, as ``Image.Subject``.
        is_inward: Whether it leads to rows that refer to a row, of which there may be many.
    """

    near: str
    near_columns: tuple[str, ...]
    far: str
    far_columns: tuple[str, ...]
    reference: str
    is_inward: bool = False


Path = tuple[Step, ...]


def outward(table: str, fkey: ForeignKeyDefinition) -> Step:
    """Give the step to what a row refers to."""
    return Step(table, fkey.colnames, fkey.pk_tname, fkey.pk_colnames, _name(table, fkey))


def inward(table: str, fkey: ForeignKeyDefinition) -> Step:
    """Give the step to the rows of a table that refer to a row."""
    return Step(fkey.pk_tname, fkey.pk_colnames, table, fkey.colnames, _name(table, fkey), is_inward=True)


def _name(table: str, fkey: ForeignKeyDefinition) -> str:
    return f"{table}.{'+'.join(fkey.colnames)}"


def is_link(definition: TableDefinition) -> bool:
    """Say whether a table only links others: an association, the values of a feature, or two references.

    Two references make one if they are a key together, as ERMrest has it; a table that refers to two others
    and is a thing of its own is none.
    """
    if definition.kind in {TableKind.association, TableKind.feature}:
        return True
    ends = [fkey.colnames for fkey in definition.fkey_defs]
    linked = {name for names in ends for name in names}
    return len(ends) == 2 and any(set(key.colnames) == linked for key in definition.key_defs)


@dataclass(frozen=True)
class Ways:
    """The ways through the tables of a model.

    Attributes:
        model: The tables there are.
        chosen: The tables of features of which each row has one value at most, and the column of each that
            names the row: such a table counts as something that its target refers to.
        bridges: Tables that ways go over, though they are more than links, because that was asked for.
    """

    model: Model
    chosen: Mapping[str, str]
    bridges: Collection[str] = ()
    _known: dict[str, dict[str, list[Path]]] = field(default_factory=dict, repr=False, compare=False)

    def references(self, table: str) -> Iterator[Step]:
        """Give the steps that lead from a row to at most one."""
        for fkey in self.model.definition(table).fkey_defs:
            names_row = fkey.colnames == (self.chosen.get(table),)
            if fkey.pk_tname in self.model.definitions and not names_row:
                yield outward(table, fkey)
        for feature, column in self.chosen.items():
            for fkey in self.model.definition(feature).references(table):
                if fkey.colnames == (column,):
                    yield Step(table, fkey.pk_colnames, feature, fkey.colnames, _name(feature, fkey))

    def upstream(self, table: str) -> frozenset[str]:
        """Name the tables that references lead to, however many in a row."""
        seen: set[str] = set()
        waiting = [table]
        while waiting:
            new = {step.far for step in self.references(waiting.pop())} - seen
            seen |= new
            waiting += new
        return frozenset(seen)

    def connected(self, table: str) -> frozenset[str]:
        """Name the tables that foreign keys lead to in any direction, as a dataset leads to its rows."""
        seen = {table}
        waiting = [table]
        while waiting:
            new = set(self._neighbours(waiting.pop())) - seen
            seen |= new
            waiting += sorted(new)
        return frozenset(seen)

    def _neighbours(self, table: str) -> Iterator[str]:
        definition = self.model.definition(table)
        if definition.kind is TableKind.vocabulary:
            return
        outward_keys = filter(self._is_there, definition.fkey_defs)
        yield from (fkey.pk_tname for fkey in outward_keys if fkey.pk_tname != "Dataset")
        if table not in _HUBS:
            yield from (d.name for d, _ in self.model.referrers(table) if not any(d.references("Dataset")))

    def find(self, start: str, end: str) -> list[Path]:
        """Give all ways from one table to another that go through no table twice."""
        return self.find_all(start).get(end, [])

    def find_all(self, start: str) -> dict[str, list[Path]]:
        """Give all ways from a table, by where they end."""
        if start not in self._known:
            found: dict[str, list[Path]] = {}
            for path in self._search(start, (), frozenset({start})):
                found.setdefault(path[-1].far, []).append(path)
            self._known[start] = found
        return self._known[start]

    def _search(self, table: str, so_far: Path, seen: frozenset[str]) -> Iterator[Path]:
        if len(so_far) >= _LONGEST:
            return
        for step in self.references(table):
            if step.far not in seen:
                yield (*so_far, step)
                yield from self._search(step.far, (*so_far, step), seen | {step.far})
        if sum(step.is_inward for step in so_far) < _BRIDGES and self._may_turn(table, is_start=not so_far):
            yield from self._over_links(table, so_far, seen)

    def _may_turn(self, table: str, *, is_start: bool) -> bool:
        is_term = self.model.definition(table).kind is TableKind.vocabulary
        return is_start or not (table in _HUBS or is_term)

    def _over_links(self, table: str, so_far: Path, seen: frozenset[str]) -> Iterator[Path]:
        """Give the ways to tables that link this one with others, and over them."""
        for link, fkey in self.model.referrers(table):
            if link.name in seen or not self._is_passed(link):
                continue
            back = (*so_far, inward(link.name, fkey))
            yield back
            for other in link.fkey_defs:
                if other is not fkey and self._is_there(other) and other.pk_tname not in {*seen, link.name}:
                    onward = (*back, outward(link.name, other))
                    yield onward
                    yield from self._search(other.pk_tname, onward, seen | {link.name, other.pk_tname})

    def _is_passed(self, definition: TableDefinition) -> bool:
        chosen = definition.name in self.chosen
        return definition.name in self.bridges or (is_link(definition) and not chosen)

    def _is_there(self, fkey: ForeignKeyDefinition) -> bool:
        return fkey.pk_tname in self.model.definitions


def tables_of(path: Path) -> list[str]:
    """Name the tables of a way in order."""
    return [path[0].near, *(step.far for step in path)]


def choose(ways: Ways, start: str, end: str, via: Sequence[str], known: Mapping[str, Path | None]) -> Path:
    """Choose the way from one table to another, if there is no doubt about it.

    What was said by `via` comes first. Then ways that give a row one row come before those that may give it
    many. Of several of these, one is meant that goes through a table that was asked for anyway, by the way to
    that table.

    Args:
        ways: The ways there are.
        start: Where to begin.
        end: Where to come to.
        via: What is said of the way.
        known: The tables that were asked for, with the ways to those for which one was chosen already.

    Raises:
        NoPath: There is none.
        AmbiguousPath: There are several; the message says how each can be chosen.
    """
    found = ways.find(start, end)
    if not found:
        raise NoPath(_no_path(ways, start, end))
    meant = [path for path in found if any(names(path[-1], said) for said in via)] or found
    most = max(_named(path, via) for path in meant)
    meant = [path for path in meant if _named(path, via) == most]
    fewest = min(map(_bridges, meant))
    meant = [path for path in meant if _bridges(path) == fewest]
    meant = [path for path in meant if _agrees(path, known)] or meant
    through = [path for path in meant if not known.keys().isdisjoint(tables_of(path)[1:-1])]
    if len(meant) > 1 and len(through) != 1:
        raise _ambiguous(start, end, through or meant)
    return through[0] if len(meant) > 1 else meant[0]


def _agrees(path: Path, known: Mapping[str, Path | None]) -> bool:
    """Say whether a way comes to the tables on it as the rows do that have these."""
    return all(known.get(step.far) in {None, path[: n + 1]} for n, step in enumerate(path))


def names(step: Step, said: str) -> bool:
    """Say whether an entry of `via` means a step: its table, or its reference by all its columns or one."""
    table, _, columns = step.reference.partition(".")
    return said == step.reference or said in {f"{table}.{column}" for column in columns.split("+")}


def is_on(path: Path, said: str) -> bool:
    """Say whether an entry of `via` is on a way."""
    return said in tables_of(path)[1:-1] or any(names(step, said) for step in path)


def _named(path: Path, via: Iterable[str]) -> int:
    return sum(is_on(path, said) for said in via)


def _bridges(path: Path) -> int:
    return sum(step.is_inward for step in path)


def _ambiguous(start: str, end: str, paths: Sequence[Path]) -> AmbiguousPath:
    told = [(" → ".join(tables_of(path)), _suggestion(path, paths)) for path in paths]
    lines = "".join(f"\n  {way}: via={said!r}" for way, said in told)
    return AmbiguousPath(
        f"{len(paths)} ways lead from {start} to {end}, and give different rows. Say which is meant:{lines}\n"
        "A table that is named among the tables instead of in via= has its columns in the result as well.",
        start,
        end,
        map(tables_of, paths),
        [said for _, said in told],
    )


def _suggestion(path: Path, paths: Sequence[Path]) -> list[str]:
    """Give what is on this way only: a table, or a reference, or else all its references."""
    others = [other for other in paths if other is not path]
    could = [*tables_of(path)[1:-1], *(step.reference for step in path)]
    alone = (said for said in could if not any(is_on(other, said) for other in others))
    only = next(alone, None)
    return [step.reference for step in path] if only is None else [only]


def _no_path(ways: Ways, start: str, end: str) -> str:
    between = [
        definition.name
        for definition, fkey in ways.model.referrers(end)
        if any(other.pk_tname == start for other in definition.fkey_defs if other is not fkey)
    ]
    hint = f" via=[{between[0]!r}] would go over {between[0]}, which refers to both." if between else ""
    return f"No way leads from {start} to {end} along foreign keys and associations.{hint}"
