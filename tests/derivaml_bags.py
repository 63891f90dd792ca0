"""A bag laid out as DerivaML writes it, by hand: ERMrest's schema document, addresses of Hatrac, partial tables.

There are two layouts. Older ones have a part of a table for each way of foreign keys that leads to it from the
dataset, in a folder of that name; newer ones have each table once, in the folder of its schema.
"""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import bagit

OUTER, INNER = "2-C8JT", "2-C8K0"
HOST = "https://www.eye-ai.org"
FILES = {"4-411G": ("left eye.jpg", b"left"), "4-411J": ("droit é.jpg", b"right")}
URLS = (
    "/hatrac/eye-ai/Image/811882fecd5c7618d7099ebbd39ea254.left%20eye.jpg:7XXDEXQ4YZZ6GEGNA6W7K2U4GQ",
    "/hatrac/eye-ai/Image/7c4f29407893c334a6cb7a87bf045c0d.jpg",
)
LAYOUTS = ("parts", "whole")

_SYSTEM = {
    "RID": "ermrest_rid",
    "RCT": "ermrest_rct",
    "RMT": "ermrest_rmt",
    "RCB": "ermrest_rcb",
    "RMB": "ermrest_rmb",
}
_TERM = {
    "ID": "ermrest_curie",
    "URI": "ermrest_uri",
    "Name": "text",
    "Description": "markdown",
    "Synonyms": "text[]",
}
_BASES = {"ermrest_rct": "timestamptz", "ermrest_rmt": "timestamptz"}

Columns = dict[str, str]
Document = dict[str, Any]


def _type(typename: str) -> Document:
    if typename == "text[]":
        return {"typename": "text[]", "is_array": True, "base_type": {"typename": "text"}}
    if typename == "markdown" or typename.startswith("ermrest_"):
        base = {"typename": _BASES.get(typename, "text")}
        return {"typename": typename, "is_domain": True, "base_type": base}
    return {"typename": typename}


def _column(name: str, typename: str, required: bool) -> Document:
    notes: Document = {"tag:isrd.isi.edu,2016:generated": None} if name in _SYSTEM else {}
    if name == "URL":
        notes["tag:isrd.isi.edu,2017:asset"] = {
            "md5": "MD5",
            "url_pattern": "/hatrac/eye-ai/Image/{{{MD5}}}.{{#encode}}{{{Filename}}}{{/encode}}",
            "filename_column": "Filename",
            "byte_count_column": "Length",
        }
    return {
        "name": name,
        "type": _type(typename),
        "nullok": not required,
        "default": "0.1.0" if name == "Version" else None,
        "comment": None,
        "acls": {"write": []} if name in _SYSTEM else {},
        "acl_bindings": {},
        "annotations": notes,
        "RID": "1-000G",
    }


def _table(
    schema: str,
    name: str,
    columns: Columns,
    keys: Sequence[Sequence[str]] = (),
    fkeys: Sequence[tuple[str, str, str, str]] = (),
) -> Document:
    """Describe a table as ERMrest does.

    Args:
        schema: Its schema.
        name: Its name.
        columns: Name → type.
        keys: Columns of each key but `RID`.
        fkeys: Column, and schema, table and column that it refers to.
    """
    by_whom = [(column, "public", "ERMrest_Client", "ID") for column in ("RCB", "RMB")]
    required = {"RID", "RCT", "RMT", *(_TERM if "Synonyms" in columns else ()), *(("URL", "Length", "MD5"))}
    return {
        "RID": "1-000A",
        "schema_name": schema,
        "table_name": name,
        "kind": "table",
        "comment": None,
        "acls": {},
        "acl_bindings": {"self_service": {"types": ["update"], "projection": ["RCB"]}},
        "annotations": {
            "tag:misd.isi.edu,2015:display": {"name": name.replace("_", " ")},
            "tag:isrd.isi.edu,2016:visible-columns": {"*": ["RID", [schema, f"{name}_RCB_fkey"]]},
        },
        "column_definitions": [
            _column(each, typename, each in required - {"Synonyms"})
            for each, typename in (_SYSTEM | columns).items()
        ],
        "keys": [
            {
                "RID": "1-000C",
                "unique_columns": list(key),
                "names": [[schema, f"{name}_{''.join(key)}key1"]],
                "comment": None,
                "annotations": {},
            }
            for key in (["RID"], *keys)
        ],
        "foreign_keys": [
            {
                "RID": "1-000E",
                "foreign_key_columns": [{"schema_name": schema, "table_name": name, "column_name": column}],
                "referenced_columns": [{"schema_name": place, "table_name": target, "column_name": other}],
                "names": [[schema, f"{name}_{column}_fkey"]],
                "on_delete": "NO ACTION",
                "on_update": "CASCADE",
                "comment": None,
                "acls": {"insert": ["*"], "update": ["*"]},
                "acl_bindings": {},
                "annotations": {"tag:isrd.isi.edu,2016:foreign-key": {}},
            }
            for column, place, target, other in (*fkeys, *by_whom)
        ],
    }


def _vocabulary(schema: str, name: str) -> Document:
    return _table(schema, name, _TERM, [["ID"], ["URI"], ["Name"]])


def _association(schema: str, name: str, *fkeys: tuple[str, str, str, str]) -> Document:
    columns = [column for column, *_ in fkeys]
    return _table(schema, name, dict.fromkeys(columns, "text"), [columns], fkeys)


def _to_dataset(column: str = "Dataset") -> tuple[str, str, str, str]:
    return column, "deriva-ml", "Dataset", "RID"


def _tables() -> Iterator[Document]:
    ml, own = "deriva-ml", "eye-ai"
    dataset = {"Description": "markdown", "Deleted": "boolean", "Version": "text"}
    yield _table(ml, "Dataset", dataset, fkeys=[("Version", ml, "Dataset_Version", "RID")])
    version = dict.fromkeys(("Version", "Dataset", "Execution", "Minid", "Snapshot"), "text")
    made_by = ("Execution", ml, "Execution", "RID")
    version |= {"Description": "markdown"}
    yield _table(ml, "Dataset_Version", version, [["Dataset", "Version"]], [_to_dataset(), made_by])
    yield _vocabulary(ml, "Dataset_Type")
    of_type = ("Dataset_Type", ml, "Dataset_Type", "Name")
    yield _association(ml, "Dataset_Dataset_Type", _to_dataset(), of_type)
    yield _association(ml, "Dataset_Dataset", _to_dataset(), _to_dataset("Nested_Dataset"))
    yield _association(ml, "Dataset_Execution", _to_dataset(), made_by)
    workflow = {
        "Name": "text",
        "Description": "markdown",
        "URL": "ermrest_uri",
        "Checksum": "text",
        "Version": "text",
    }
    yield _table(ml, "Workflow", workflow)
    execution = {"Workflow": "text", "Description": "markdown", "Duration": "text", "Status": "text"}
    yield _table(ml, "Execution", execution, fkeys=[("Workflow", ml, "Workflow", "RID")])
    subject = {"Name": "text", "Age": "int4", "Seen": "timestamptz", "Born": "date", "Glasses": "boolean"}
    subject |= {"Scores": "jsonb", "Codes": "text[]", "Pressure": "float8"}
    yield _table(own, "Subject", subject)
    yield _vocabulary(own, "Image_Side")
    image = {"URL": "text", "Filename": "text", "Description": "markdown", "Length": "int8", "MD5": "text"}
    image |= {"Subject": "text", "Image_Side": "text"}
    refers = [("Subject", own, "Subject", "RID"), ("Image_Side", own, "Image_Side", "Name")]
    yield _table(own, "Image", image, [["URL"], ["MD5"]], refers)
    yield _vocabulary(ml, "Asset_Type")
    of_asset = ("Asset_Type", ml, "Asset_Type", "Name")
    yield _association(own, "Image_Asset_Type", ("Image", own, "Image", "RID"), of_asset)
    yield _vocabulary(ml, "Asset_Role")
    role = ("Asset_Role", ml, "Asset_Role", "Name")
    yield _association(own, "Image_Execution", ("Image", own, "Image", "RID"), made_by, role)
    yield _association(own, "Dataset_Image", _to_dataset(), ("Image", own, "Image", "RID"))
    yield _association(own, "Dataset_Subject", _to_dataset(), ("Subject", own, "Subject", "RID"))
    client = {
        "ID": "text",
        "Display_Name": "text",
        "Full_Name": "text",
        "Email": "text",
        "Client_Object": "json",
    }
    yield _table("public", "ERMrest_Client", client, [["ID"]])
    yield _table("WWW", "Page", {"Title": "text", "Content": "markdown"})


def _schema() -> Document:
    schemas: Document = {
        name: {
            "schema_name": name,
            "comment": None,
            "acls": {},
            "annotations": {"tag:misd.isi.edu,2015:display": {"name_style": {"underline_space": True}}},
            "tables": {},
            "RID": "1-0001",
        }
        for name in ("public", "WWW", "deriva-ml", "eye-ai")
    }
    for table in _tables():
        schemas[table["schema_name"]]["tables"][table["table_name"]] = table
    return {
        "snaptime": "34J-M63V-SY2R",
        "acls": {"owner": ["https://auth.globus.org/b506963f"]},
        "annotations": {"tag:isrd.isi.edu,2019:chaise-config": {"headTitle": "Eyes"}},
        "comment": None,
        "features": {"trs": True, "tcrs": True, "history_control": True},
        "rights": {"owner": False, "create": False},
        "schemas": schemas,
    }


_WHEN = "2025-01-02T11:04:05.678901+00:00,2025-01-02T11:04:05.678901+00:00"
_WHO = "https://auth.globus.org/b506963f,https://auth.globus.org/b506963f"
_ROW = f"{_WHEN},{_WHO}"

# Parts by their folder in the older layout, each with the table that it is of; the header comes first.
_PARTS: dict[str, list[str]] = {
    "Dataset/Dataset": ["Description,Deleted,Version", '2-C8JT,"Eyes, ""all""\nof them",f,2-C8JW'],
    "Dataset/Dataset_Dataset/Dataset/Dataset": ["", "2-C8K0,The left ones,f,2-C8K4"],
    "Dataset/Dataset_Version/Dataset_Version": [
        "Version,Dataset,Execution,Minid,Snapshot,Description",
        "2-C8JV,0.1.0,2-C8JT,,,34J-M63V-SY2R,Initial",
        "2-C8JW,1.2.0,2-C8JT,3-9000,https://n2t.net/minid:x,34J-M63V-SY2R,",
    ],
    "Dataset/Dataset_Dataset/Dataset/Dataset_Version/Dataset_Version": [
        "",
        "2-C8K4,0.3.0,2-C8K0,,,34J-M63V-SY2R,Chosen",
    ],
    "Dataset_Type/Dataset_Type": [
        "ID,URI,Name,Description,Synonyms",
        '2-0010,eyes:2-0010,/id/2-0010,Training,"For training","{train,""to learn""}"',
        "2-0011,eyes:2-0011,/id/2-0011,Testing,For testing,{}",
    ],
    "Dataset/Dataset_Dataset_Type/Dataset_Dataset_Type": ["Dataset,Dataset_Type", "2-C8K6,2-C8JT,Training"],
    "Dataset/Dataset_Dataset/Dataset/Dataset_Dataset_Type/Dataset_Dataset_Type": [
        "",
        "2-C8K8,2-C8K0,Testing",
    ],
    "Dataset/Dataset_Dataset/Dataset_Dataset": ["Dataset,Nested_Dataset", "2-C8KA,2-C8JT,2-C8K0"],
    "Dataset/Dataset_Version/Execution/Execution": [
        "Workflow,Description,Duration,Status",
        "3-9000,3-8000,Chose,0H 1min,Completed",
    ],
    "Dataset/Dataset_Version/Execution/Workflow/Workflow": [
        "Name,Description,URL,Checksum,Version",
        "3-8000,Choose,,https://github.com/eye/choose,abc,",
    ],
    "Dataset/Dataset_Subject/Subject/Subject": [
        "Name,Age,Seen,Born,Glasses,Scores,Codes,Pressure",
        '5-0001,Ann,41,2025-01-01 07:00:00.5+00,1983-05-06,t,"{""iop"":[14,null]}","{H40.1,""a, b""}",1.5e-07',
    ],
    "Dataset/Dataset_Image/Image/Subject/Subject": [
        "",
        '5-0001,Ann,41,2025-01-01 07:00:00.5+00,1983-05-06,t,"{""iop"":[14,null]}","{H40.1,""a, b""}",1.5e-07',
        "5-0002,,,,,f,,,",
    ],
    "Image_Side/Image_Side": [
        "ID,URI,Name,Description,Synonyms",
        "6-0001,eyes:6-0001,/id/6-0001,Left,The left eye,{OS}",
        "6-0002,eyes:6-0002,/id/6-0002,Right,The right eye,{OD}",
    ],
    "Dataset/Dataset_Image/Image/Image": [
        "URL,Filename,Description,Length,MD5,Subject,Image_Side",
        f"4-411G,{URLS[0]},left eye.jpg,,4,811882fecd5c7618d7099ebbd39ea254,5-0001,Left",
        f"4-411J,{URLS[1]},droit é.jpg,,5,7c4f29407893c334a6cb7a87bf045c0d,5-0002,Right",
    ],
    "Dataset/Dataset_Subject/Subject/Image/Image": [
        "",
        f"4-411G,{URLS[0]},left eye.jpg,,4,811882fecd5c7618d7099ebbd39ea254,5-0001,Left",
    ],
    "Asset_Role/Asset_Role": [
        "ID,URI,Name,Description,Synonyms",
        "6-0030,eyes:6-0030,/id/6-0030,Output,Made,{}",
    ],
    "Dataset/Dataset_Image/Image/Image_Execution/Image_Execution": [
        "Image,Execution,Asset_Role",
        "6-0040,4-411J,3-9000,Output",
    ],
    "Asset_Type/Asset_Type": [
        "ID,URI,Name,Description,Synonyms",
        "6-0010,eyes:6-0010,/id/6-0010,Image,An image,{}",
    ],
    "Dataset/Dataset_Image/Image/Image_Asset_Type/Image_Asset_Type": [
        "Image,Asset_Type",
        "6-0020,4-411J,Image",
    ],
    "Dataset/Dataset_Image/Dataset_Image": ["Dataset,Image", "7-0001,2-C8JT,4-411J"],
    "Dataset/Dataset_Dataset/Dataset/Dataset_Image/Dataset_Image": ["", "7-0002,2-C8K0,4-411G"],
    "Dataset/Dataset_Subject/Dataset_Subject": ["Dataset,Subject", "7-0003,2-C8JT,5-0001"],
}


def _table_of(place: str) -> str:
    return place.rpartition("/")[2]


def _with_system_columns(row: str) -> str:
    rid, _, values = row.partition(",")
    return f"{rid},{_ROW},{values}"


def _write_parts(data: Path) -> None:
    headers: dict[str, str] = {}
    for place, (header, *rows) in _PARTS.items():
        head = headers.setdefault(_table_of(place), header)
        lines = [f"RID,RCT,RMT,RCB,RMB,{head}", *map(_with_system_columns, rows)]
        file = data / f"{place}.csv"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes("".join(f"{line}\n" for line in lines).encode())


def _write_whole(data: Path) -> None:
    schemas = {table["table_name"]: table["schema_name"] for table in _tables()}
    found: dict[str, list[str]] = {}
    for place, (header, *rows) in _PARTS.items():
        lines = found.setdefault(_table_of(place), [f"RID,RCT,RMT,RCB,RMB,{header}"])
        lines += [row for row in map(_with_system_columns, rows) if row not in lines]
    for table, lines in found.items():
        file = data / schemas[table] / f"{table}.csv"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes("".join(f"{line}\r\n" for line in lines).encode())


def write_bag(folder: Path, layout: str) -> Path:
    """Write the bag into a folder, in one of the `LAYOUTS`, and give its path."""
    bag = folder / f"Dataset_{OUTER}"
    bag.mkdir(parents=True)
    (bag / "schema.json").write_text(json.dumps(_schema()))
    {"parts": _write_parts, "whole": _write_whole}[layout](bag)
    for rid, (name, content) in FILES.items():
        file = bag / "asset" / rid / "Image" / name
        file.parent.mkdir(parents=True)
        file.write_bytes(content)
    made = bagit.make_bag(bag, {"Bag-Software-Agent": "BDBag version: 1.8.0"}, checksums=["md5", "sha256"])
    lines = (
        f"{HOST}{url}\t{len(content)}\tdata/asset/{rid}/Image/{name}\n"
        for url, (rid, (name, content)) in zip(URLS, FILES.items(), strict=True)
    )
    (bag / "fetch.txt").write_text("".join(lines))
    made.save()
    return bag
