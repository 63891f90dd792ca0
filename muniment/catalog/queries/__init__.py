"""Queries as DerivaML and ERMrest have them: paths through linked tables, filtered, and read at the end."""

from muniment.catalog.queries.aggregates import Aggregate, Array, ArrayD, Avg, Cnt, CntD, Max, Min, Sum
from muniment.catalog.queries.bins import Bin
from muniment.catalog.queries.builder import PathBuilder, Schema, path_builder
from muniment.catalog.queries.columns import Column
from muniment.catalog.queries.conditions import Condition
from muniment.catalog.queries.paths import DataPath, Group, Table
from muniment.catalog.queries.results import ResultSet

__all__ = [
    "Aggregate",
    "Array",
    "ArrayD",
    "Avg",
    "Bin",
    "Cnt",
    "CntD",
    "Column",
    "Condition",
    "DataPath",
    "Group",
    "Max",
    "Min",
    "PathBuilder",
    "ResultSet",
    "Schema",
    "Sum",
    "Table",
    "path_builder",
]
