"""Rows for programs that read columns: the types of Arrow, and arrays of values.

Types are kept: integers and floats of their size, booleans, dates, times in UTC, lists of texts. JSON is
text.
"""

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from muniment.catalog.schema.types import BuiltinTypes

if TYPE_CHECKING:
    import pyarrow as pa

_TYPES: dict[BuiltinTypes, str] = {
    BuiltinTypes.int2: "int16",
    BuiltinTypes.int4: "int32",
    BuiltinTypes.int8: "int64",
    BuiltinTypes.serial2: "int16",
    BuiltinTypes.serial4: "int32",
    BuiltinTypes.serial8: "int64",
    BuiltinTypes.float4: "float32",
    BuiltinTypes.float8: "float64",
    BuiltinTypes.boolean: "bool_",
    BuiltinTypes.date: "date32",
}
_MOMENTS = frozenset({BuiltinTypes.timestamptz, BuiltinTypes.ermrest_rct, BuiltinTypes.ermrest_rmt})
_JSON = frozenset({BuiltinTypes.json, BuiltinTypes.jsonb})


def load_arrow() -> Any:
    """Give PyArrow.

    Raises:
        ImportError: It is not installed.
    """
    try:
        import pyarrow as pa
    except ImportError as error:
        raise ImportError(
            "This needs PyArrow, which is not installed: pip install 'muniment[parquet]'."
        ) from error
    return pa


def make_schema(columns: Iterable[tuple[str, BuiltinTypes, bool]]) -> "pa.Schema":
    """Give the schema of columns: name, type, and whether values may be missing.

    Each field says the catalog's type in its metadata.

    Raises:
        ImportError: PyArrow is not installed.
    """
    pa = load_arrow()
    return pa.schema(
        [
            pa.field(name, _arrow_type(pa, kind), nullok, {"muniment.type": kind.value})
            for name, kind, nullok in columns
        ]
    )


def _arrow_type(pa: Any, kind: BuiltinTypes) -> Any:
    if kind in _MOMENTS:
        return pa.timestamp("us", tz="UTC")
    if kind is BuiltinTypes.timestamp:
        return pa.timestamp("us")
    if kind is BuiltinTypes.text_array:
        return pa.list_(pa.string())
    return getattr(pa, _TYPES.get(kind, "string"))()


def make_batch(
    schema: "pa.Schema", kinds: Sequence[BuiltinTypes], columns: Iterable[Sequence[Any]]
) -> "pa.RecordBatch":
    """Make a batch of values, column by column."""
    pa = load_arrow()
    arrays = [
        pa.array(_plain(kind, values), field.type)
        for kind, values, field in zip(kinds, columns, schema, strict=True)
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _plain(kind: BuiltinTypes, values: Sequence[Any]) -> Sequence[Any]:
    if kind not in _JSON:
        return values
    return [None if value is None else json.dumps(value, ensure_ascii=False) for value in values]
