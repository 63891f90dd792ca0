"""Have DerivaML open bags, in an environment of its own and without a network: bags → what it answers.

Arguments are a folder for its databases, and the folders of bags. An answer stands in ``{"answer": ...}``; a call
that DerivaML fails on has ``{"error": ...}`` in its place. Where it answers by chance it is not asked: of two
columns that refer to one table `list_dataset_members` takes either, so that it follows nested datasets upwards in
some processes, and with ``recurse=True`` never ends.
"""

import json
import socket
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

Told = dict[str, Any]

OUTWARD = {"socket.connect", "socket.getaddrinfo", "socket.sendto"}


def _refuse(event: str, _: tuple[Any, ...]) -> None:
    if event in OUTWARD:
        raise PermissionError("there is no network here")


def told(call: Callable[..., Any], *arguments: Any) -> Told:
    """Give what a call answers, or the error that it ends in."""
    try:
        return {"answer": call(*arguments)}
    except Exception as error:  # noqa: BLE001 (whatever DerivaML raises)
        return {"error": f"{type(error).__name__}: {error}"[:500]}


def open_bag(bag: Path, folder: Path) -> Any:
    """Open a bag as DerivaML does once it has downloaded and unpacked it."""
    from deriva_ml.dataset.aux_classes import DatasetMinid, DatasetVersion
    from deriva_ml.model.database import DatabaseModel

    folder.mkdir()
    snaptime = json.loads((bag / "data/schema.json").read_text())["snaptime"]
    rid = f"{bag.name.removeprefix('Dataset_')}@{snaptime}"
    minid = DatasetMinid(dataset_version=DatasetVersion(0, 1, 0), RID=rid, location=str(bag))
    return DatabaseModel(minid, bag, folder)


def ask(bag: Path, folder: Path) -> Told:
    """Ask for all that a bag holds; an error if it cannot be opened."""
    opened = told(open_bag, bag, folder)
    return opened if "error" in opened else {"answer": ask_bag(opened["answer"])}


def ask_bag(database: Any) -> Told:
    """Ask a bag that is open."""
    tables = [name.split(".", 1)[1] for name in database.list_tables()]
    own = [
        name
        for name in database.model.schemas[database.domain_schema].tables
        if not database.is_vocabulary(name) and not database.is_association(name, pure=False)
    ]
    return {
        "bag_rids": {rid: str(version) for rid, version in database.bag_rids.items()},
        "list_tables": database.list_tables(),
        "find_datasets": told(database.find_datasets),
        "is_asset": [name for name in tables if database.is_asset(name)],
        "is_vocabulary": [name for name in tables if database.is_vocabulary(name)],
        "qualified features": told(_qualified, database, own),
        "contents": {name: told(_contents, database, name) for name in tables},
        "datasets": {rid: ask_dataset(database.get_dataset(rid), own) for rid in database.bag_rids},
    }


def _contents(database: Any, table: str) -> list[Told]:
    return list(database._get_table_contents(table))


def _qualified(database: Any, tables: list[str]) -> list[Told]:
    """Find features with more than three references in their key, as later releases of DerivaML do."""
    return [
        {"target": name, "table": found.table.name, "qualifiers": sorted(own)}
        for name in tables
        for found in database.name_to_table(name).find_associations(min_arity=4, max_arity=None, pure=False)
        for others in [{fkey.foreign_key_columns[0].name for fkey in found.other_fkeys}]
        for own in [others - {"Execution", "Feature_Name"}]
        if len(others - own) == 2
    ]


def ask_dataset(dataset: Any, tables: list[str]) -> Told:
    """Ask a dataset of a bag for what belongs to it."""
    return {
        "members": told(dataset.list_dataset_members),
        "children": told(_children, dataset, False),
        "children of children": told(_children, dataset, True),
        "element types": told(lambda: [table.name for table in dataset.list_dataset_element_types()]),
        "rows": {name: told(_rows, dataset, name) for name in tables},
        "frame": {name: told(_frame, dataset, name) for name in tables},
        "wide": {name: told(_wide, dataset, name) for name in tables},
        "features": {name: told(_features, dataset, name) for name in tables},
        "term": told(dataset.lookup_term, "Asset_Type", "Image"),
    }


def _children(dataset: Any, recurse: bool) -> list[str]:
    return [child.dataset_rid for child in dataset.list_dataset_children(recurse=recurse)]


def _rows(dataset: Any, table: str) -> list[Told]:
    return [dict(row) for row in dataset.get_table_as_dict(table)]


def _frame(dataset: Any, table: str) -> list[Told]:
    frame = dataset.get_table_as_dataframe(table)
    values = frame.astype(object).where(frame.notna(), None)
    return [dict(zip(frame.columns, row, strict=True)) for row in values.itertuples(index=False, name=None)]


def _wide(dataset: Any, table: str) -> Told:
    """Give the rows of a table with all that they refer to, each once, and the names of the tables."""
    model = dataset.model
    found = [model.name_to_table(table)]
    for each in found:
        new = [
            fkey.pk_table for fkey in each.foreign_keys if fkey.pk_table.schema.name == model.domain_schema
        ]
        found += [other for other in dict.fromkeys(new) if other not in found]
    names = [each.name for each in found]
    frame = dataset.denormalize_as_dataframe(names).drop_duplicates()
    values = frame.astype(object).where(frame.notna(), None)
    rows = [dict(zip(frame.columns, row, strict=True)) for row in values.itertuples(index=False, name=None)]
    return {"tables": names, "rows": rows}


def _features(dataset: Any, table: str) -> list[Told]:
    return [
        {
            "feature_name": feature.feature_name,
            "feature_table": feature.feature_table.name,
            "terms": sorted(column.name for column in feature.term_columns),
            "assets": sorted(column.name for column in feature.asset_columns),
            "values": sorted(column.name for column in feature.value_columns),
            "rows": [
                _columns(value)
                for row in dataset.list_feature_values(table, feature.feature_name)
                for value in dict(row).values()
            ],
        }
        for feature in dataset.find_features(table)
    ]


def _columns(value: Any) -> Told:
    """Give the columns of an object that stands for a row."""
    from sqlalchemy import inspect

    return {each.columns[0].name: getattr(value, each.key) for each in inspect(value).mapper.column_attrs}


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


if __name__ == "__main__":
    stdout, sys.stdout = sys.stdout, sys.stderr  # for what talks
    sys.addaudithook(_refuse)
    work, *bags = [Path(argument) for argument in sys.argv[1:]]
    network = told(socket.create_connection, ("127.0.0.1", 9))
    answers = [ask(bag, work / str(number)) for number, bag in enumerate(bags)]
    json.dump({"network": network, "bags": answers}, stdout, default=_plain)
