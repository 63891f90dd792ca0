"""Datasets made of others by the operations on sets: union, intersection, difference."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from muniment.catalog import candidates, datasets
from muniment.catalog.catalog import Catalog
from muniment.catalog.dataset_trees import NewDataset, Rids
from muniment.errors import InvalidValue
from muniment.executions import derivation
from muniment.executions.configuration import DatasetSpec
from muniment.executions.derivation import Begin, Derived

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

OPERATIONS = ("union", "intersection", "difference")


def combine(
    catalog: Catalog,
    operation: str,
    specs: Sequence[DatasetSpec],
    begin: Begin,
    *,
    types: Sequence[str] = (),
    description: str = "",
    recurse: bool = False,
) -> str:
    """Make a dataset of the members of others, and give its RID.

    Args:
        catalog: Where they are.
        operation: ``union``, ``intersection``, or ``difference``: the first without all others.
        specs: The others.
        begin: Begins the execution that writes.
        types: Its types; those of the others are not passed on.
        description: What it is; made of what is known if empty.
        recurse: Whether the members of datasets inside count, in place of these datasets.

    Raises:
        InvalidValue: There is no such operation, or there are not two datasets.
        DatasetNotFound: One of them is not there.
        TermNotFound: There is no such dataset type.
    """
    if operation not in OPERATIONS:
        known = ", ".join(map(repr, OPERATIONS))
        raise InvalidValue(f"There is no operation {operation!r} on datasets: take one of {known}.")
    if len(specs) < 2:
        raise InvalidValue(f"The {operation} is of two datasets or more, and there are {len(specs)}.")
    opened = [derivation.open_source(catalog, spec) for spec in specs]
    sources = [source for _, source in opened]
    found = _operate(operation, [_read(then, source.dataset_rid, recurse) for then, source in opened])
    terms = derivation.resolve_types(catalog, types)
    [rid] = catalog.database.lease_rids(1)
    named = ", ".join(f"{source.dataset_rid} {source.dataset_version}" for source in sources)
    members = {element: _again(each) for element, each in found.items()}
    root = NewDataset(rid, terms, description or f"{operation.capitalize()} of {named}", members)
    record = {
        "operation": operation,
        "sources": [source.dataset_rid for source in sources],
        "source_versions": [str(source.dataset_version) for source in sources],
        "recurse": recurse,
        "members": {element: len(each) for element, each in found.items()},
        "datasets": {"Combined": rid},
    }
    with begin() as execution:
        derivation.write(catalog, execution, Derived(sources, root, "combine_config.json", record))
    return rid


def _again(rids: "NDArray[np.bytes_]") -> Rids:
    return lambda: map(bytes.decode, rids)


def _read(then: Catalog, dataset: str, recurse: bool) -> "dict[str, NDArray[np.bytes_]]":
    """Read the members of a dataset by table; tables without any are left out."""
    links = datasets.element_types(then)
    read = {}
    with then.read() as connection:
        inside = candidates.owners(then.model, [dataset], connection, recurse)
        for element, link in links.items():
            if recurse and element == "Dataset":
                continue
            table = then.model.table(link)
            column = table.c["Nested_Dataset" if element == "Dataset" else element]
            query = sa.select(column).where(table.c.Dataset.in_(inside)).distinct()
            if len(rids := candidates.read_rids(connection, query)):
                read[element] = rids
    return read


def _operate(
    operation: str, sets: "Sequence[dict[str, NDArray[np.bytes_]]]"
) -> "dict[str, NDArray[np.bytes_]]":
    """Give the members of the new dataset by table; tables without any are left out."""
    import numpy as np

    act: Any = {"union": np.union1d, "intersection": np.intersect1d, "difference": np.setdiff1d}[operation]
    nothing = np.empty(0, dtype="S1")
    found = {}
    for element in dict.fromkeys(element for each in sets for element in each):
        rids = sets[0].get(element, nothing)
        for each in sets[1:]:
            rids = act(rids, each.get(element, nothing))
        if len(rids):
            found[element] = candidates.in_order(rids)
    return found
