"""The path builder: where queries begin, with the schemas of a catalog and their tables."""

from collections.abc import Iterable

from muniment.catalog.catalog import Catalog
from muniment.catalog.queries.instances import Instance
from muniment.catalog.queries.names import Names
from muniment.catalog.queries.paths import Table
from muniment.catalog.schema.core import ML_SCHEMA
from muniment.catalog.schema.definitions import TableDefinition
from muniment.errors import NotFound, nearest


def path_builder(catalog: Catalog) -> "PathBuilder":
    """Give the place where queries of a catalog begin; it knows the tables that there are now.

    Example:
        >>> pb = ml.pathBuilder()
        >>> image = pb.schemas["domain"].tables["Image"]
        >>> image.filter(image.Filename.like("scan-%") & (image.Width > 100)).entities()[0]["Filename"]
        'scan-1.png'
    """
    return PathBuilder(catalog)


class PathBuilder:
    """The schemas of a catalog: ``pb.schemas["domain"]``, or ``pb.domain``."""

    def __init__(self, catalog: Catalog) -> None:
        schemas: dict[str, list[TableDefinition]] = {ML_SCHEMA: [], catalog.domain_schema: []}
        for definition in catalog.refresh().definitions.values():
            name = ML_SCHEMA if definition.schema_name == ML_SCHEMA else catalog.domain_schema
            schemas[name].append(definition)
        made = {schema: Schema(catalog, schema, definitions) for schema, definitions in schemas.items()}
        self._schemas = Names(made, PathBuilder, self._look_for)

    @property
    def schemas(self) -> Names["Schema"]:
        """The schemas by name."""
        return self._schemas

    def _look_for(self, name: str) -> "Schema":
        names = ", ".join(self.schemas)
        raise NotFound(f"There is no schema {name!r}.{nearest(name, self.schemas)} There are {names}.")

    def __getattr__(self, name: str) -> "Schema":
        if "_schemas" not in self.__dict__:  # while it is copied
            raise AttributeError(name)
        return self._schemas.attribute(name)

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self.schemas.attributes]

    def __repr__(self) -> str:
        return f"<PathBuilder: {', '.join(self.schemas)}>"


class Schema:
    """The tables of a schema: ``schema.tables["Image"]``, or ``schema.Image``.

    Names of tables are unique in a catalog, so that a table of the other schema is found here too.
    """

    def __init__(self, catalog: Catalog, name: str, definitions: Iterable[TableDefinition]) -> None:
        self._catalog = catalog
        self._name = name
        known = sorted(definitions, key=lambda definition: definition.name)
        self._tables = Names({each.name: self._table(each) for each in known}, Schema, self._look_for)

    @property
    def tables(self) -> Names[Table]:
        """The tables by name."""
        return self._tables

    def _table(self, definition: TableDefinition) -> Table:
        table = self._catalog.model.table(definition.name)
        return Table(self._catalog, Instance(definition.name, definition, table))

    def _look_for(self, name: str) -> Table:
        return self._table(self._catalog.definition(name))

    def __getitem__(self, name: str) -> Table:
        return self.tables[name]

    def __getattr__(self, name: str) -> Table:
        if "_tables" not in self.__dict__:  # while it is copied
            raise AttributeError(name)
        return self._tables.attribute(name)

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self.tables.attributes]

    def _ipython_key_completions_(self) -> list[str]:
        return list(self.tables)

    def __repr__(self) -> str:
        return f"<Schema {self._name}: {', '.join(self.tables)}>"
