"""Datasets made of others by the operations on sets: union, intersection, difference."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from muniment.catalog import candidates, datasets
from muniment.catalog.catalog import Catalog
from muniment.catalog.dataset_trees import NewDataset, Rids
from muniment.catalog.schema.tables import Model
from muniment.errors import InvalidValue
from muniment.executions import derivation
from muniment.executions.configuration import DatasetSpec
from muniment.executions.derivation import Begin, Derived

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

OPERATIONS: Mapping[str, Any] = {"union": sa.union, "intersection": sa.intersect, "difference": sa.except_}
_SPOKEN = {"union": "Union", "intersection": "Intersection", "difference": "Difference"}


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
    for spec in specs:
        datasets.lookup(catalog, spec.rid)
    links = datasets.element_types(catalog)
    with catalog.read() as connection:
        sources = [derivation.read_source(connection, catalog, spec) for spec in specs]
        rids = [spec.rid for spec in specs]
        found = _read(connection, catalog.model, links, operation, rids, recurse)
    terms = derivation.resolve_types(catalog, types)
    [rid] = catalog.database.lease_rids(1)
    named = ", ".join(f"{source.dataset_rid} {source.dataset_version}" for source in sources)
    members = {element: _again(each) for element, each in found.items()}
    root = NewDataset(rid, terms, description or f"{_SPOKEN[operation]} of {named}", members)
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


def _read(
    connection: Connection,
    model: Model,
    links: Mapping[str, str],
    operation: str,
    rids: Sequence[str],
    recurse: bool,
) -> "dict[str, NDArray[np.bytes_]]":
    """Read which members the new dataset will have, by table; tables without any are left out."""
    read = {}
    for element, link in links.items():
        if recurse and element == "Dataset":
            continue
        table = model.table(link)
        column = table.c["Nested_Dataset" if element == "Dataset" else element]
        sets = [
            sa.select(column).where(table.c.Dataset.in_(candidates.owners(model, [rid], connection, recurse)))
            for rid in rids
        ]
        found = candidates.read_rids(connection, OPERATIONS[operation](*sets))
        if len(found):
            read[element] = found
    return read
