"""What a split or sample chooses from, and how."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from muniment.catalog import candidates, datasets, partitions
from muniment.catalog.candidates import ElementColumn, Members
from muniment.catalog.catalog import Catalog
from muniment.catalog.dataset_trees import Rids
from muniment.catalog.partitions import Candidates
from muniment.catalog.versions import DatasetHistory
from muniment.errors import DataLeak, InvalidValue, NotAnElementType, plural
from muniment.executions import derivation
from muniment.executions.configuration import DatasetSpec

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    Positions = NDArray[np.int64]
    SelectionFunction = Callable[[pd.DataFrame, dict[str, int], int], Mapping[str, Iterable[int]]]

_MISSING = ("error", "drop", "include")
_SAME_CONTENT = ("together", "refuse", "ignore")


@dataclass(frozen=True)
class Choice:
    """How members are chosen.

    Attributes:
        element_table: The table whose rows are split; the only one that has members if left out.
        shuffle: Whether they are chosen at random; else by RID.
        seed: What the choice depends on.
        stratify_by_column: The column whose values have the same shares in all parts.
        stratify_missing: What becomes of members without such a value: error, drop, include.
        group_by_column: The column whose values tell which members stay together.
        group_missing: What becomes of members without such a value: error, drop, include.
        same_content: What becomes of files with the same bytes: together, refuse, ignore.
        selection_fn: A function that chooses instead.
        include_tables: Tables whose columns this function needs.
    """

    element_table: str | None = None
    shuffle: bool = True
    seed: int = 42
    stratify_by_column: str | None = None
    stratify_missing: str = "error"
    group_by_column: str | None = None
    group_missing: str = "error"
    same_content: str = "together"
    selection_fn: "SelectionFunction | None" = None
    include_tables: Sequence[str] = ()

    def check(self) -> None:
        """Make sure that the parts fit together.

        Raises:
            InvalidValue: They do not.
        """
        for name, value, known in (
            ("stratify_missing", self.stratify_missing, _MISSING),
            ("group_missing", self.group_missing, _MISSING),
            ("same_content", self.same_content, _SAME_CONTENT),
        ):
            if value not in known:
                raise InvalidValue(f"{name} is one of {', '.join(map(repr, known))}, and not {value!r}.")
        if isinstance(self.seed, bool) or not isinstance(self.seed, int):
            raise InvalidValue(f"A seed is a whole number, and {self.seed!r} is none.")
        if self.selection_fn is not None and self.stratify_by_column is not None:
            raise InvalidValue("A selection_fn chooses by itself: leave stratify_by_column out.")

    @property
    def strategy(self) -> str:
        """How members are chosen, in words."""
        if self.selection_fn is not None:
            return "custom selection function"
        told = [
            f"{verb} by {column}"
            for verb, column in (
                ("stratified", self.stratify_by_column),
                ("grouped", self.group_by_column),
            )
            if column is not None
        ]
        return ", ".join(told) or ("random" if self.shuffle else "in the order of RIDs")

    def record(self) -> dict[str, Any]:
        """Give what is written down of it."""
        chooser = self.selection_fn
        return {
            "shuffle": self.shuffle,
            "seed": self.seed,
            "stratify_by_column": self.stratify_by_column,
            "stratify_missing": self.stratify_missing,
            "group_by_column": self.group_by_column,
            "group_missing": self.group_missing,
            "same_content": self.same_content,
            "selection_fn": None if chooser is None else getattr(chooser, "__qualname__", repr(chooser)),
            "include_tables": list(self.include_tables),
            "rank": partitions.ORDER,
        }


@dataclass(frozen=True)
class Pool:
    """What there is to choose from."""

    source: DatasetHistory
    element: str
    members: Members
    dropped: int
    frame: "pd.DataFrame | None" = None

    def rids(self, positions: "Positions") -> Rids:
        """Give the RIDs of some of the members."""
        chosen = self.members.rids[positions]
        return lambda: map(bytes.decode, chosen)


# Reading


def read_pool(catalog: Catalog, spec: DatasetSpec, choice: Choice) -> Pool:
    """Read what there is to choose from, all of one moment."""
    choice.check()
    then, source = derivation.open_source(catalog, spec)
    links = datasets.element_types(then)
    with then.read() as connection:
        model = then.model
        inside = candidates.owners(model, [spec.rid], connection, recurse=True)
        counts = candidates.count_members(connection, model, links, inside)
        element = _element(spec.rid, choice.element_table, links, counts)
        columns = [
            None if name is None else candidates.find_column(model, element, name)
            for name in (choice.stratify_by_column, choice.group_by_column)
        ]
        members = candidates.read_members(
            connection,
            model,
            inside,
            element,
            stratify=columns[0],
            group=columns[1],
            contents=choice.same_content != "ignore",
        )
        kept = _kept(members, choice, columns)
        frame = None
        if choice.selection_fn is not None:
            tables = [then.definition(name).name for name in choice.include_tables]
            frame = candidates.read_frame(connection, model, inside, element, tables)
            frame = frame[kept].reset_index(drop=True)
    dropped = len(members) - int(kept.sum())
    members = (members.only(kept) if dropped else members).with_class_of_missing()
    return Pool(source, element, members, dropped, frame)


def _element(dataset: str, asked: str | None, links: Mapping[str, str], counts: Mapping[str, int]) -> str:
    """Say of which table the members are that are meant."""
    if asked is not None:
        if asked in links and asked != "Dataset":
            if asked in counts:
                return asked
            raise InvalidValue(f"Dataset {dataset} has no members of {asked}. {_told(counts)}")
        raise NotAnElementType(f"Rows of {asked} cannot be members that are split. {_told(counts)}")
    if len(counts) != 1:
        which = "has members of several tables: say which with element_table" if counts else "has no members"
        raise InvalidValue(f"Dataset {dataset} {which}. {_told(counts)}")
    return next(iter(counts))


def _told(counts: Mapping[str, int]) -> str:
    told = ", ".join(f"{count:,} of {table}" for table, count in sorted(counts.items()))
    return f"Its members, with those of the datasets inside it: {told or 'none'}."


def _kept(members: Members, choice: Choice, columns: Sequence[ElementColumn | None]) -> "NDArray[np.bool_]":
    """Say which members stay, of those that lack a value."""
    import numpy as np

    kept = np.ones(len(members), dtype=np.bool_)
    lacking = (
        None if members.strata is None else members.strata < 0,
        members.ungrouped,
    )
    policies = (choice.stratify_missing, choice.group_missing)
    for mask, policy, what, column in zip(lacking, policies, ("stratify", "group"), columns, strict=True):
        if mask is None or column is None or policy == "include":
            continue
        if policy == "error" and (count := int(mask.sum())):
            has = plural(count, "1 member has", "{} members have")
            raise InvalidValue(
                f"{has} no value in {column.table}.{column.name}, {count / len(members):.1%} of "
                f"{len(members):,}. {what}_missing='drop' leaves them out; 'include' makes "
                + ("them a class of their own." if what == "stratify" else "each a group of its own.")
            )
        kept &= ~mask
    return kept


# Choosing


def choose(pool: Pool, choice: Choice, sizes: Mapping[str, int]) -> "dict[str, Positions]":
    """Choose the members of each part, and look whether anything that belongs together was parted."""
    members = pool.members
    if choice.selection_fn is not None:
        parts = _ask(choice.selection_fn, pool, sizes, choice.seed)
    else:
        rows = Candidates(members.rids, members.strata, members.labels, _units(members, choice))
        parts = partitions.partition(rows, sizes, choice.seed, choice.shuffle)
    for values, why in ((members.groups, choice.group_by_column), (members.contents, None)):
        if values is not None and len(parts) > 1:
            _require_together(members, parts, values, why)
    return parts


def _units(members: Members, choice: Choice) -> "Positions | None":
    import numpy as np

    contents = members.contents if choice.same_content == "together" else None
    if members.groups is None and contents is None:
        return None
    groups = np.arange(len(members)) if members.groups is None else members.groups
    return partitions.tie(groups, contents)


def _require_together(
    members: Members, parts: "Mapping[str, Positions]", values: "NDArray[Any]", column: str | None
) -> None:
    found = partitions.find_crossing(list(parts.values()), values)
    if found:
        one, other = (members.rids[position].decode() for position in found)
        same = "have the same bytes" if column is None else f"are of one group, by {column},"
        hint = " same_content='together' keeps such files on one side." if column is None else ""
        raise DataLeak(f"{one} and {other} {same} and would be in different parts.{hint} Nothing was made.")


def _ask(
    select: "SelectionFunction", pool: Pool, sizes: Mapping[str, int], seed: int
) -> "dict[str, Positions]":
    """Let a function of the user choose, and make sure that it gives parts."""
    import numpy as np

    given: Any = select(pool.frame, dict(sizes), seed)  # type: ignore[arg-type]
    if not isinstance(given, Mapping) or set(given) != set(sizes):
        raise InvalidValue(f"selection_fn gives a dict of {', '.join(sizes)} → positions, not {given!r:.80}.")
    parts = {}
    for name in sizes:
        positions = np.asarray(given[name] if hasattr(given[name], "__len__") else list(given[name]))
        if positions.ndim != 1 or not len(positions) or not np.issubdtype(positions.dtype, np.integer):
            raise InvalidValue(f"selection_fn gives for {name} no positions of rows: {given[name]!r:.80}.")
        parts[name] = np.sort(positions.astype(np.int64))
    together = np.concatenate(list(parts.values()))
    if together.min() < 0 or together.max() >= len(pool.members):
        raise InvalidValue(f"selection_fn gives positions that are not in 0 to {len(pool.members) - 1}.")
    if len(np.unique(together)) < len(together):
        raise InvalidValue("selection_fn gives rows twice: each is in one part at most.")
    return parts
