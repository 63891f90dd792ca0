"""Tables and the paths through them, which are filtered, linked and read.

What is called on a table or a path gives a new path and changes none, so that a path can be filtered further
in two ways. In DerivaML `filter` and `link` change the path that they are called on, and ``path.filter(...)``
alone has an effect; here its result is to be kept: ``path = path.filter(...)``.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from muniment import ids
from muniment.catalog import rows
from muniment.catalog.catalog import Catalog
from muniment.catalog.database import Transaction
from muniment.catalog.frames import Rows
from muniment.catalog.queries.aggregates import Aggregate, Max, Min
from muniment.catalog.queries.bins import BinnedColumn
from muniment.catalog.queries.columns import Column
from muniment.catalog.queries.conditions import Condition
from muniment.catalog.queries.instances import Instance
from muniment.catalog.queries.names import Names
from muniment.catalog.queries.results import (
    ResultSet,
    name_outputs,
    select_attributes,
    select_entities,
    select_groups,
)
from muniment.catalog.queries.routes import Route, filtered, linked
from muniment.catalog.schema.definitions import SYSTEM_COLUMNS
from muniment.errors import InvalidValue, TableNotFound, nearest

if TYPE_CHECKING:
    import pandas as pd


class DataPath:
    """Linked tables, of which one is the context: the one whose rows are read.

    Example:
        >>> pb = ml.pathBuilder()
        >>> image, link = pb.domain.Image, pb.domain.Image_Execution
        >>> path = image.link(link).filter(link.Asset_Role == "Output")
        >>> path
        <DataPath: Image → Image_Execution where (Image_Execution.Asset_Role == 'Output')>
        >>> path.Image.attributes(image.Filename, link.Asset_Role.alias("Role")).fetch()[0]
        {'Filename': 'scan-1.png', 'Role': 'Output'}
    """

    def __init__(self, route: Route) -> None:
        self._route = route

    @property
    def context(self) -> "Table":
        """The table whose rows are read: the last one, unless another is set here."""
        return self._table(self._route.context)

    @context.setter
    def context(self, table: "Table") -> None:
        instance = self._route.scope.find(table.instance)
        self._route = replace(self._route, context=instance)

    @property
    def table_instances(self) -> "Names[Table]":
        """The tables of the path by name: ``path.table_instances["Image"]``, or ``path.Image``."""
        made = {name: self._table(instance) for name, instance in self._route.instances.items()}
        return Names(made, DataPath, self._look_for)

    def _table(self, instance: Instance) -> "Table":
        return Table(self._route.catalog, instance, self._route)

    def _look_for(self, name: str) -> "Table":
        names = ", ".join(self._route.instances)
        raise TableNotFound(
            f"No table of this path is named {name!r}.{nearest(name, self._route.instances)} It has {names}. "
            "path.link(...) gives a new path that has one more, and leaves this one as it is."
        )

    def filter(self, condition: Condition) -> "DataPath":
        """Give a path with those rows only for which a condition is true.

        Columns of a table are those of the path's context if it is of that table, else of the one there is.

        Raises:
            ColumnNotFound: The condition is about a table that is not in the path, or there more than once.
        """
        return DataPath(filtered(self._route, condition))

    def link(self, right: "Table", on: Condition | None = None, join_type: str = "") -> "DataPath":
        """Give a path that goes on to another table, which becomes its context.

        Args:
            right: The table; if the path has one of that name already, the new one is numbered: ``Image2``.
            on: Which columns are equal, ``image.Subject == subject.RID``. Without it, the one foreign key
                between the table and the context is taken, or else between it and another table of the path.
            join_type: ``left`` keeps rows of the path that the table has none for, ``right`` those of the
                table that the path has none for, ``full`` both (with SQLite, from its version 3.39).

        Raises:
            InvalidValue: There is more than one foreign key; the message names them.
            NotFound: There is none.
        """
        if not isinstance(right, Table):
            raise InvalidValue(
                f"A path is linked with a table, pb.schemas[...].<table>, and {right!r} is none."
            )
        return DataPath(linked(self._route, right.instance, on, join_type))

    def entities(self) -> ResultSet:
        """Ask for the rows of the context, each once, in the order of their RIDs."""
        columns = self.context.all_columns()
        return ResultSet(self._route, name_outputs(self._bind(columns)), select_entities)

    def attributes(self, *attributes: Any) -> ResultSet:
        """Ask for columns of any tables of the path, or whole tables, for each row of the context.

        A row of the context that is linked to several rows of another table is still one row, with the values
        of the first of these by RID. To see all, make the other table the context: ``path.Image.attributes``.

        Args:
            attributes: Columns, also under other names (``alias``), whole tables, or names of columns of the
                context.
        """
        values = self._bind(attributes or self.context.all_columns())
        if any(isinstance(value, Aggregate) for value in values):
            raise InvalidValue(
                "attributes() takes columns. path.groupby(...).attributes(...) takes functions too."
            )
        return ResultSet(self._route, name_outputs(values), select_attributes)

    def aggregates(self, *functions: Aggregate) -> ResultSet:
        """Ask for functions of all linked rows, ``Cnt(image).alias("n")``: the result has one row."""
        values = self._bind(functions)
        if not values or not all(isinstance(value, Aggregate) for value in values):
            raise InvalidValue("aggregates() takes functions of columns, such as Cnt(image.RID).alias('n').")
        return ResultSet(self._route, name_outputs(values), select_groups)

    def groupby(self, *keys: Any) -> "Group":
        """Group the linked rows by columns."""
        values = self._bind(keys)
        if not values or any(isinstance(value, Aggregate) for value in values):
            raise InvalidValue("groupby() takes the columns to group by, such as image.Format.")
        return Group(self._route, [self._bounded(value) for value in values])

    def _bounded(self, key: Any) -> Any:
        """Find the bounds of bins that were left out: the smallest and the largest value that is there."""
        if not isinstance(key, BinnedColumn) or None not in {key.minval, key.maxval}:
            return key
        column = Column(key.instance, key.definition, key.name)
        [found] = self.aggregates(Min(column).alias("smallest"), Max(column).alias("largest"))
        return key.within(found["smallest"], found["largest"])

    def delete(self) -> int:
        """Delete the rows of the context, and give how many there were.

        Raises:
            InvalidValue: All rows of a table would go; `Table.delete` does that.
            ConstraintViolation: Other rows refer to them.
        """
        if not self._route.links and not self._route.filters:
            name = self._route.context.name
            raise InvalidValue(
                f"This path has no filter, so all rows of {name} would be deleted. If they are to be, call "
                f"delete() of the table itself. A filter has to be kept: path = path.filter(...)."
            )
        return self.context.delete()

    def _bind(self, things: Iterable[Any]) -> list[Column | Aggregate]:
        return [value for thing in things for value in _values(self._route, thing)]

    def __getattr__(self, name: str) -> "Table":
        if "_route" not in self.__dict__:  # while it is copied
            raise AttributeError(name)
        return self.table_instances.attribute(name)

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self.table_instances.attributes]

    def __repr__(self) -> str:
        return f"<DataPath: {self._route}>"


def _values(route: Route, thing: Any) -> Sequence[Column | Aggregate]:
    """Give the columns of the path that a column, a table, a name or a function stands for."""
    if isinstance(thing, Table):
        return [column.bind(route.scope) for column in thing.all_columns()]
    if isinstance(thing, str):
        column = route.context.definition.column(thing)
        return [Column(route.context, column, column.name)]
    if isinstance(thing, (Column, Aggregate)):
        return [thing.bind(route.scope)]
    raise InvalidValue(f"{thing!r:.80} is no column, table or function of a column.")


@dataclass(frozen=True)
class Group:
    """Rows of a path that are grouped by columns."""

    route: Route
    keys: Sequence[Column | Aggregate]

    def attributes(self, *attributes: Any) -> ResultSet:
        """Ask for functions of the rows of each group, beside its keys; other columns are keys too.

        Example:
            >>> from muniment import Cnt
            >>> link = ml.pathBuilder().domain.Image_Execution
            >>> list(link.groupby(link.Asset_Role).attributes(Cnt(link.Image).alias("images")))
            [{'Asset_Role': 'Output', 'images': 2}]
        """
        asked = [value for thing in attributes for value in _values(self.route, thing)]
        return ResultSet(self.route, name_outputs([*self.keys, *asked]), select_groups)


class Table:
    """A table, or one of the tables of a path; its columns are attributes: ``image.Width``.

    A column that is named like a method, or cannot be an attribute, is ``image.columns["filter"]``.

    Example:
        >>> image = ml.pathBuilder().domain.Image
        >>> [row["Filename"] for row in image.filter(image.columns["Width"] < 100).entities()]
        ['scan-2.png']
    """

    def __init__(self, catalog: Catalog, instance: Instance, route: Route | None = None) -> None:
        self._catalog = catalog
        self._instance = instance
        self._route = route

    @property
    def instance(self) -> Instance:
        """What the table is, and under which name."""
        return self._instance

    @cached_property
    def column_definitions(self) -> Names[Column]:
        """The columns by name."""
        return Names(
            {name: self._column(name) for name in self.instance.definition.columns}, Table, self._column
        )

    @property
    def columns(self) -> Names[Column]:
        """The columns by name."""
        return self.column_definitions

    def _column(self, name: str) -> Column:
        return Column(self.instance, self.instance.definition.column(name), name)

    def all_columns(self) -> list[Column]:
        """Give all columns but RVS, which is left out unless it is asked for."""
        return [column for name, column in self.column_definitions.items() if name != "RVS"]

    @property
    def path(self) -> DataPath:
        """The path that begins here; for a table of a path, that path with this context."""
        if self._route is not None:
            return DataPath(replace(self._route, context=self.instance))
        root = replace(self.instance, named=True)
        return DataPath(Route(self._catalog, {root.name: root}, root))

    def alias(self, name: str) -> "Table":
        """Give the table under another name, to link it with itself."""
        if not name or not isinstance(name, str):
            raise InvalidValue(f"A table cannot be named {name!r}: give it a text.")
        return Table(self._catalog, replace(self.instance, name=name, named=True))

    def filter(self, condition: Condition) -> DataPath:
        """Give a path with those rows only for which a condition is true; see `DataPath.filter`."""
        return self.path.filter(condition)

    def link(self, right: "Table", on: Condition | None = None, join_type: str = "") -> DataPath:
        """Give a path that goes on to another table; see `DataPath.link`."""
        return self.path.link(right, on, join_type)

    def entities(self) -> ResultSet:
        """Ask for the rows; see `DataPath.entities`."""
        return self.path.entities()

    def attributes(self, *attributes: Any) -> ResultSet:
        """Ask for columns; see `DataPath.attributes`."""
        return self.path.attributes(*attributes)

    def aggregates(self, *functions: Aggregate) -> ResultSet:
        """Ask for functions of all rows; see `DataPath.aggregates`."""
        return self.path.aggregates(*functions)

    def groupby(self, *keys: Any) -> Group:
        """Group the rows by columns; see `DataPath.groupby`."""
        return self.path.groupby(*keys)

    def insert(self, entities: "Iterable[rows.Row] | pd.DataFrame | rows.Row") -> Rows:
        """Insert rows in one transaction, and give them as they are in the catalog.

        Raises:
            ColumnNotFound: A row has a column that the table has not, or one that the catalog sets.
            InvalidValue: A value does not fit its column.
            ConstraintViolation: A rule of the table refuses a row.
        """
        name = self._catalog.definition(self.instance.definition.name).name
        rows.protect_new(self.instance.definition)
        new = rows.records(entities)

        def write(tx: Transaction) -> Rows:
            return self._read(tx, rows.insert(tx, self._catalog.model, name, new))

        return self._catalog.transact(write)

    def update(self, entities: "Iterable[rows.Row] | pd.DataFrame | rows.Row") -> Rows:
        """Change rows, each named by its RID, in one transaction, and give them as they are then.

        Other columns that the catalog sets are left out, so that rows can be given as they were fetched.

        Raises:
            RIDNotFound: Rows to be changed are not there. Nothing is changed then.
            InvalidValue: A value does not fit its column.
            ConstraintViolation: A rule of the table refuses the change.
        """
        changes = [
            {name: value for name, value in row.items() if name == "RID" or name not in SYSTEM_COLUMNS}
            for row in rows.records(entities)
        ]
        name = self._catalog.definition(self.instance.definition.name).name
        rows.protect_changes(self.instance.definition, changes)

        def write(tx: Transaction) -> Rows:
            rows.update(tx, self._catalog.model, name, changes)
            return self._read(tx, [ids.normalize(row["RID"]) for row in changes])

        return self._catalog.transact(write)

    def _read(self, tx: Transaction, rids: Iterable[str]) -> Rows:
        """Read rows in the order of these RIDs."""
        table = Table(self._catalog, self.instance)
        order = {rid: number for number, rid in enumerate(rids)}
        found = table.filter(table["RID"].in_(order)).entities().read(tx.connection)
        return Rows(found.fields, sorted(found.tuples, key=lambda row: order[row[0]]))

    def delete(self) -> int:
        """Delete all rows, or for a table of a path those that the path finds; give how many there were.

        Raises:
            ConstraintViolation: Other rows refer to them.
        """
        rows.protect(self.instance.definition)
        found = self.path.filter(self["RID"] != None).attributes("RID")  # noqa: E711

        def write(tx: Transaction) -> int:
            rids = [row["RID"] for row in found.read(tx.connection)]
            return rows.delete(tx, self._catalog.model, self.instance.definition.name, rids)

        return self._catalog.transact(write)

    def __getitem__(self, name: str) -> Column:
        return self.column_definitions[name]

    def __getattr__(self, name: str) -> Column:
        if "_instance" not in self.__dict__:  # while it is copied
            raise AttributeError(name)
        return self.column_definitions.attribute(name)

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self.column_definitions.attributes]

    def _ipython_key_completions_(self) -> list[str]:
        return list(self.column_definitions)

    def __repr__(self) -> str:
        return f"<Table {self.instance}: {', '.join(self.column_definitions)}>"

    def __str__(self) -> str:
        return self.instance.name
