"""What stands on two sides: rows, bytes and groups that several datasets share."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from muniment.catalog import candidates, datasets
from muniment.catalog.candidates import ElementColumn, Members
from muniment.catalog.catalog import Catalog
from muniment.catalog.schema.tables import Model
from muniment.errors import InvalidValue, NotFound

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


def find_leaks(catalog: Catalog, parts: Sequence[str], group_by_column: str | None = None) -> list[Leak]:
    """Look which rows, bytes and groups several datasets have, those of the datasets inside them too.

    Args:
        catalog: Where they are.
        parts: The datasets; of a single one, the datasets that are its members.
        group_by_column: The column whose values tell which members belong together.

    Raises:
        DatasetNotFound: One of them is not there.
        InvalidValue: There are not two to compare.
        NotFound: No member has the column.
    """
    rids = list(dict.fromkeys(datasets.lookup(catalog, part).rid for part in parts))
    if len(rids) == 1:
        rids = datasets.related(catalog, rids[0], "children")
    if len(rids) < 2:
        raise InvalidValue(
            "There are no two datasets to compare: name them, or one that has them as members."
        )
    links = datasets.element_types(catalog)
    found: list[Leak] = []
    with catalog.read() as connection:
        model = catalog.model
        inside = {rid: candidates.owners(model, [rid], connection, recurse=True) for rid in rids}
        together = candidates.owners(model, rids, connection, recurse=True)
        elements = candidates.count_members(connection, model, links, together)
        columns = _group_columns(model, elements, group_by_column)
        for element in elements:
            read = {
                rid: candidates.read_members(
                    connection, model, each, element, group=columns.get(element), contents=True
                )
                for rid, each in inside.items()
            }
            found += _compare(element, read)
    return found


def _group_columns(model: Model, elements: Mapping[str, int], asked: str | None) -> dict[str, ElementColumn]:
    """Find the column by which the members of each table are grouped; some tables may not have it."""
    columns: dict[str, ElementColumn] = {}
    missing: NotFound | None = None
    for element in elements if asked is not None else ():
        try:
            columns[element] = candidates.find_column(model, element, str(asked))
        except NotFound as error:
            missing = error
    if missing is not None and not columns:
        raise missing
    return columns


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
