"""What stands on two sides: rows, bytes and groups that several datasets share."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from muniment.catalog import candidates, datasets
from muniment.catalog.candidates import ElementColumn, Members
from muniment.catalog.catalog import Catalog
from muniment.catalog.schema.tables import Model
from muniment.errors import ColumnNotFound, InvalidValue, NotFound
from muniment.executions import derivation
from muniment.executions.configuration import DatasetSpec

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Leak:
    """Members of several datasets that belong together.

    Attributes:
        kind: Why: ``row`` if it is one row, ``content`` if the bytes are the same, ``group`` if the group is.
        element_table: The table they are rows of.
        datasets: The datasets.
        rids: The members.
    """

    kind: str
    element_table: str
    datasets: tuple[str, ...]
    rids: tuple[str, ...]


def find_leaks(
    catalog: Catalog, parts: Sequence[DatasetSpec], group_by_column: str | None = None
) -> list[Leak]:
    """Look which rows, bytes and groups several datasets have, those of the datasets inside them too.

    Args:
        catalog: Where they are.
        parts: The datasets; of a single one, the datasets that are its members.
        group_by_column: The column whose values tell which members belong together.

    Raises:
        DatasetNotFound: One of them is not there.
        VersionNotFound: One of them has no such version.
        InvalidValue: There are not two to compare, or one is named twice.
        NotFound: No member has the column.
    """
    opened = {}
    for spec in parts:
        then, source = derivation.open_source(catalog, spec)
        if source.dataset_rid in opened:
            raise InvalidValue(f"Dataset {source.dataset_rid} is named twice: it has all it has in common.")
        opened[source.dataset_rid] = then
    if len(opened) == 1:
        [(rid, then)] = opened.items()
        opened = dict.fromkeys(datasets.related(then, rid, "children"), then)
    if len(opened) < 2:
        raise InvalidValue("There are no two datasets to compare: name them, or one that has them inside.")
    read: dict[str, dict[str, Members]] = {}
    for rid, then in opened.items():
        for element, members in _read(then, rid, group_by_column).items():
            read.setdefault(element, {})[rid] = members
    grouped = any(members.groups is not None for each in read.values() for members in each.values())
    if group_by_column is not None and read and not grouped:
        raise ColumnNotFound(f"No table of members has a column {group_by_column}: {', '.join(read)}.")
    return [leak for element, members in read.items() for leak in _compare(element, members)]


def _read(then: Catalog, dataset: str, group_by_column: str | None) -> dict[str, Members]:
    """Read the members of a dataset by table; some tables may not have the column to group by."""
    links = datasets.element_types(then)
    with then.read() as connection:
        model = then.model
        inside = candidates.owners(model, [dataset], connection, recurse=True)
        return {
            element: candidates.read_members(
                connection,
                model,
                inside,
                element,
                group=_column(model, element, group_by_column),
                contents=True,
            )
            for element in candidates.count_members(connection, model, links, inside)
        }


def _column(model: Model, element: str, asked: str | None) -> ElementColumn | None:
    try:
        return None if asked is None else candidates.find_column(model, element, asked)
    except NotFound:
        return None


def _compare(element: str, parts: Mapping[str, Members]) -> Iterator[Leak]:
    names = list(parts)
    kinds: dict[str, list[NDArray[Any] | None]] = {
        "row": [part.rids for part in parts.values()],
        "content": [part.contents for part in parts.values()],
        "group": [part.groups for part in parts.values()],
    }
    for kind, values in kinds.items():
        present = [each for each in values if each is not None]
        if len(present) == len(values):
            yield from _crossings(kind, element, names, [part.rids for part in parts.values()], present)


def _crossings(
    kind: str,
    element: str,
    names: Sequence[str],
    rids: "Sequence[NDArray[Any]]",
    values: "Sequence[NDArray[Any]]",
) -> Iterator[Leak]:
    """Yield what has one value in several datasets; of content, only what is not one row anyway."""
    import numpy as np

    owners = np.repeat(np.arange(len(names)), [len(each) for each in values])
    every, members = np.concatenate(values), np.concatenate(rids)
    order = np.argsort(every, kind="stable")
    if not len(order):
        return
    starts = np.flatnonzero(np.append(True, every[order][1:] != every[order][:-1]))
    ends = np.append(starts[1:], len(order))
    least, most = (act.reduceat(owners[order], starts) for act in (np.minimum, np.maximum))
    for number in np.flatnonzero(least != most).tolist():
        found = order[starts[number] : ends[number]]
        concerned = sorted({rid.decode() for rid in members[found]}, key=lambda rid: (len(rid), rid))
        if kind != "content" or len(concerned) > 1:
            sides = tuple(names[side] for side in np.unique(owners[found]))
            yield Leak(kind, element, sides, tuple(concerned))
