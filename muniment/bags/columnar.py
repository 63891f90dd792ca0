"""The tables of a bag for programs that read columns: Arrow, Parquet, DuckDB, Hugging Face's datasets."""

import hashlib
import json
import os
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from muniment.bags import reach
from muniment.catalog import frames
from muniment.catalog.arrow import load_arrow, make_batch, make_schema
from muniment.catalog.feature_records import plain
from muniment.catalog.schema.definitions import TableDefinition, TableKind
from muniment.errors import BagError, StorageNotWritable

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

    from muniment.bags.dataset_bag import DatasetBag

_PORTION = 50_000
PATH = "path"
"""The column that says where the file of an asset is."""


def arrow_schema(definition: TableDefinition) -> "pa.Schema":
    """Give the Arrow schema of a table; each field says the catalog's type in its metadata.

    Raises:
        ImportError: PyArrow is not installed.
    """
    columns = (column for name, column in definition.columns.items() if name != "RVS")
    return make_schema((column.name, column.type, column.nullok) for column in columns)


def read_batches(bag: "DatasetBag", table: str) -> Iterator["pa.RecordBatch"]:
    """Give the rows of a table that belong to a dataset as Arrow's batches, by RID.

    Raises:
        TableNotFound: There is no such table.
        ImportError: PyArrow is not installed.
    """
    definition = bag.catalog.definition(table)
    schema = arrow_schema(definition)
    kinds = [definition.columns[name].type for name in schema.names]
    source = bag.catalog.model.table(definition.name)
    query = sa.select(*(source.c[name] for name in schema.names)).order_by(*frames.rid_order(source.c.RID))
    with bag.catalog.read() as connection:
        if not bag.is_root:
            found = reach.find_rows(connection, bag.catalog.model, bag.dataset_rid)
            query = query.where(found.condition(source))
        with connection.execute(query, execution_options={"yield_per": _PORTION}) as rows:
            for portion in rows.partitions():
                yield make_batch(schema, kinds, zip(*portion, strict=True))


def read_arrow(bag: "DatasetBag", table: str) -> "pa.Table":
    """Give the rows of a table that belong to a dataset as an Arrow table."""
    pa = load_arrow()
    definition = bag.catalog.definition(table)
    return pa.Table.from_batches(read_batches(bag, table), arrow_schema(definition))


def write_parquet(bag: "DatasetBag", folder: Path, tables: Sequence[str]) -> dict[str, Path]:
    """Write tables as Parquet files, ``<Table>.parquet``, a portion at a time.

    Raises:
        ImportError: PyArrow is not installed.
        StorageNotWritable: The folder cannot be written. No file of this name is half written.
    """
    load_arrow()
    import pyarrow.parquet as pq

    written: dict[str, Path] = {}
    for table in tables:
        target = folder / f"{table}.parquet"
        temporary = folder / f".{table}.{secrets.token_hex(8)}.part"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with pq.ParquetWriter(temporary, arrow_schema(bag.catalog.definition(table))) as writer:
                for batch in read_batches(bag, table):
                    writer.write_batch(batch)
            temporary.replace(target)
        except OSError as error:
            raise StorageNotWritable(f"{target} cannot be written: {error.strerror or error}.") from error
        finally:
            with suppress(OSError):
                temporary.unlink()
        written[table] = target
    return written


def open_duckdb(
    bag: "DatasetBag", database: str | os.PathLike[str], tables: Sequence[str]
) -> "duckdb.DuckDBPyConnection":
    """Give a DuckDB database that has the tables of a bag.

    Raises:
        ImportError: DuckDB or PyArrow is not installed.
        BagError: The database has a table of the same name.
    """
    pa = load_arrow()
    try:
        import duckdb
    except ImportError as error:
        raise ImportError(
            "This needs DuckDB, which is not installed: pip install 'muniment[duckdb]'."
        ) from error
    connection = duckdb.connect(os.fspath(database))
    try:
        connection.execute("BEGIN")
        for table in tables:
            schema = arrow_schema(bag.catalog.definition(table))
            reader = pa.RecordBatchReader.from_batches(schema, read_batches(bag, table))
            connection.register("muniment_rows", reader)
            quoted = '"' + table.replace('"', '""') + '"'
            connection.execute(f"CREATE TABLE {quoted} AS SELECT * FROM muniment_rows")  # noqa: S608
            connection.unregister("muniment_rows")
        connection.execute("COMMIT")
    except duckdb.Error as error:
        connection.close()
        raise BagError(f"{database} cannot take the tables of the bag: {error}") from error
    return connection


def read_for_hugging_face(
    bag: "DatasetBag", table: str, targets: Mapping[str, Mapping[str, Any]], names: Sequence[str]
) -> Any:
    """Give the rows of a table as Hugging Face's kind of dataset, with the paths of files and with targets.

    Raises:
        ImportError: The library is not installed.
    """
    try:
        import datasets
    except ImportError as error:
        raise ImportError(
            "This needs Hugging Face's datasets, which is not installed: pip install 'muniment[huggingface]'."
        ) from error
    pa = load_arrow()
    found = read_arrow(bag, table)
    rids = found["RID"].to_pylist()
    if bag.catalog.definition(table).kind is TableKind.asset:
        found = found.append_column(PATH, pa.array([str(bag.asset_path(rid)) for rid in rids], pa.string()))
    for name in names:
        if name not in found.column_names:
            found = found.append_column(name, pa.array([plain(targets[rid][name]) for rid in rids]))
    # Else it would find one out by pickling everything, with warnings.
    asked = json.dumps([str(bag.path), bag.dataset_rid, str(bag.current_version), table, list(names)])
    return datasets.Dataset(found, fingerprint=hashlib.sha256(asked.encode()).hexdigest()[:16])
