"""Datasets that are made as a whole: with types, members and the datasets inside them, released at once."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from types import MappingProxyType

from muniment.catalog import rows
from muniment.catalog.database import Transaction
from muniment.catalog.schema.tables import Model
from muniment.catalog.versions import FIRST_VERSION
from muniment.errors import ConstraintViolation

_PORTION = 50_000

Rids = Callable[[], Iterable[str]]
"""Gives RIDs each time it is called, since a transaction may be run again."""


@dataclass(frozen=True)
class NewDataset:
    """A dataset that is to be made.

    Attributes:
        rid: The RID it will have.
        types: Terms of Dataset_Type.
        description: What it is.
        members: Its members by table, each once; datasets that are there already are among them.
        children: The datasets that are made to be inside it.
        path: The directory that it stands for, if it does.
    """

    rid: str
    types: Sequence[str]
    description: str = ""
    members: Mapping[str, Rids] = field(default_factory=lambda: MappingProxyType({}))
    children: Sequence["NewDataset"] = ()
    path: str | None = None

    def walk(self) -> Iterator["NewDataset"]:
        """Yield it and all that is made inside it."""
        yield self
        for child in self.children:
            yield from child.walk()


def insert(
    tx: Transaction, model: Model, root: NewDataset, links: Mapping[str, str], execution: str | None
) -> None:
    """Make a dataset with all that is in it, and release the first version of each, in one transaction.

    Args:
        tx: A transaction that is a mark.
        model: The tables there are.
        root: What to make.
        links: For each table that members may be of, the one that holds the memberships.
        execution: Who makes it.

    Raises:
        RIDNotFound: Members are gone; the message names them.
    """
    new = list(root.walk())
    _insert_datasets(tx, model, new)
    _insert_versions(tx, model, new, execution)
    types = [(each.rid, term) for each in new for term in each.types]
    rows.insert_checked(tx, model.table("Dataset_Dataset_Type"), ("Dataset", "Dataset_Type"), types)
    nested = [(each.rid, child.rid) for each in new for child in each.children]
    rows.insert_checked(tx, model.table("Dataset_Dataset"), ("Dataset", "Nested_Dataset"), nested)
    paths = [(each.rid, each.path) for each in new if each.path is not None]
    rows.insert_checked(tx, model.table("Directory_Dataset"), ("Dataset", "Path"), paths)
    for element in dict.fromkeys(table for each in new for table in each.members):
        _insert_members(tx, model, links[element], element, new)


def _insert_datasets(tx: Transaction, model: Model, new: Sequence[NewDataset]) -> None:
    given = [{"Description": each.description, "Deleted": False} for each in new]
    rows.insert(tx, model, "Dataset", given, [each.rid for each in new])


def _insert_versions(tx: Transaction, model: Model, new: Sequence[NewDataset], execution: str | None) -> None:
    released = [
        {
            "Version": FIRST_VERSION,
            "Dataset": each.rid,
            "Description": each.description,
            "Execution": execution,
            "Snapshot": str(tx.number),
        }
        for each in new
    ]
    rids = rows.insert(tx, model, "Dataset_Version", released)
    current = [{"RID": each.rid, "Version": rid} for each, rid in zip(new, rids, strict=True)]
    rows.update(tx, model, "Dataset", current)


def _insert_members(
    tx: Transaction, model: Model, link: str, element: str, new: Iterable[NewDataset]
) -> None:
    """Insert memberships in portions, so that they are never all in memory."""
    column = "Nested_Dataset" if element == "Dataset" else element
    pairs = ((each.rid, rid) for each in new if element in each.members for rid in each.members[element]())
    while portion := list(islice(pairs, _PORTION)):
        try:
            with tx.attempt():
                rows.insert_checked(tx, model.table(link), ("Dataset", column), portion)
        except ConstraintViolation:
            rows.require(tx.connection, model, element, [rid for _, rid in portion])
            raise
