"""What the descriptions of a bag tell, gathered once: rows that are in the bag, from the same transaction.

Files and what runs did with them can be millions, so they are not held but read again from a temporary file;
all else is a few rows for each run, version or table.
"""

import marshal
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, islice, starmap
from typing import Any, Generic, NamedTuple, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from muniment.bags import layout
from muniment.bags.attribution import Attribution
from muniment.bags.reach import Reach
from muniment.bags.schema_document import UNSEEN, schema_of
from muniment.bags.writer import Written
from muniment.catalog import assets, frames
from muniment.catalog.schema.definitions import TableDefinition, TableKind
from muniment.catalog.schema.tables import Model
from muniment.catalog.schema.types import TRAITS
from muniment.catalog.versions import DatasetHistory

_AT_ONCE = 2000
_IN_MEMORY = 1 << 20
_LONGEST_TITLE = 200

Row = TypeVar("Row", bound=tuple[Any, ...])


class AssetFile(NamedTuple):
    """A file of the payload that an asset table describes."""

    rid: str
    table: str
    path: str
    length: int
    sha256: str
    media_type: str


class Use(NamedTuple):
    """What a run did with a file: made it, or read it."""

    run: str
    is_output: bool
    rid: str
    path: str


class Spool(Generic[Row]):
    """Rows to be read again and again, one reader at a time: in memory while they are few, else in a file."""

    def __init__(self, kind: type[Row], rows: Iterable[Sequence[Any]] = ()) -> None:
        """Take rows of plain values of one kind of named tuple."""
        self._kind = kind
        self._file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 (close() is called)
        self._lengths: list[int] = []
        try:
            self.add(rows)
        except BaseException:
            self.close()
            raise

    def add(self, rows: Iterable[Sequence[Any]]) -> None:
        """Take more rows; some thousand at once are best. Nobody may be reading."""
        self._file.seek(0, os.SEEK_END)
        waiting = iter(rows)
        while portion := [tuple(row) for row in islice(waiting, _AT_ONCE)]:
            self._lengths.append(self._file.write(marshal.dumps(portion)))

    def __bool__(self) -> bool:
        return bool(self._lengths)

    def __iter__(self) -> Iterator[Row]:
        self._file.seek(0)
        for length in self._lengths:
            portion = marshal.loads(self._file.read(length))  # noqa: S302 (nobody else has this file)
            yield from starmap(self._kind, portion)

    def close(self) -> None:
        """Give the memory or the file back."""
        self._file.close()


@dataclass(frozen=True)
class Noted:
    """What is noted of rows while they pass into their tables, so that nobody has to read them again.

    Attributes:
        files: The files that asset tables describe.
        greatest: The greatest value of each column of texts that refers to another table, by table and
            column; None if it has no value.
    """

    files: Spool[AssetFile]
    greatest: dict[tuple[str, str], str | None]

    def note_greatest(
        self, definition: TableDefinition, portions: Iterable[Sequence[Sequence[Any]]]
    ) -> Iterator[Sequence[Sequence[Any]]]:
        """Pass rows of a table on, and note the greatest values."""
        columns = [name for name in definition.columns if name != UNSEEN]
        fkeys = [fkey.colnames[0] for fkey in definition.fkey_defs if len(fkey.colnames) == 1]
        texts = [c for c in dict.fromkeys(fkeys) if TRAITS[definition.columns[c].type].dtype == "str"]
        self.greatest.update(((definition.name, column), None) for column in texts)
        for portion in portions:
            for column in texts:
                index, key = columns.index(column), (definition.name, column)
                found = (*(value for row in portion if (value := row[index])), self.greatest[key] or "")
                self.greatest[key] = max(found) or None
            yield portion


@dataclass(frozen=True)
class TableFile:
    """A table of the bag and its CSV file."""

    definition: TableDefinition
    path: str
    written: Written

    @property
    def name(self) -> str:
        """The table's name."""
        return self.definition.name


@dataclass(frozen=True)
class Software:
    """The workflow of runs."""

    rid: str
    name: str | None
    description: str | None
    url: str | None
    version: str | None


@dataclass(frozen=True)
class Run:
    """An execution."""

    rid: str
    software: str | None
    description: str | None
    status: str | None
    detail: str | None
    start: datetime | None
    stop: datetime | None
    person: str | None


@dataclass(frozen=True)
class Version:
    """A version of a dataset, of this one or of one that belongs to it."""

    rid: str
    dataset: str
    version: str
    description: str | None
    run: str | None
    created: datetime
    person: str | None


@dataclass(frozen=True)
class Member:
    """A dataset of the bag, with the RID of the version that it is at."""

    rid: str
    description: str | None
    version: str | None
    person: str | None


@dataclass(frozen=True)
class Facts:
    """All that is told of a dataset version.

    Attributes:
        catalog_id: Which catalog it is from.
        dataset: The dataset.
        version: Its version.
        moment: The moment of the catalog that the bag is of.
        types: What the dataset is for.
        attribution: Whom it is owed to; creators are those who made it if none were given.
        tables: The tables that have rows, by path.
        schema: The file that describes all tables.
        greatest: The greatest value of each column of texts that refers to another table, by table and
            column; None if it has no value.
        media_types: The media types of the files of each asset table.
        files: The files that asset tables describe.
        software: The workflows of runs, by RID.
        runs: The executions, by RID.
        uses: Which files runs made and read, in the order of the runs.
        datasets: The dataset and those that belong to it, by RID.
        versions: The versions of these.
        nested: Dataset and the dataset inside it.
        reads: Execution, the dataset that it read, and the RID of the version.
        nested_runs: Execution, and the execution that it started.
    """

    catalog_id: str
    dataset: Member
    version: DatasetHistory
    moment: str
    types: Sequence[str]
    attribution: Attribution
    tables: Sequence[TableFile]
    schema: Written
    greatest: Mapping[tuple[str, str], str | None]
    media_types: Mapping[str, Sequence[str]]
    files: Spool[AssetFile]
    software: Mapping[str, Software]
    runs: Mapping[str, Run]
    uses: Spool[Use]
    datasets: Mapping[str, Member]
    versions: Sequence[Version]
    nested: Sequence[tuple[str, str]]
    reads: Sequence[tuple[str, str, str | None]]
    nested_runs: Sequence[tuple[str, str]]

    def uri(self, rid: str) -> str:
        """Give the identifier of a row, wherever its catalog is."""
        return f"muniment://{self.catalog_id}/id/{rid}"

    @property
    def collection(self) -> str:
        """The RID of the version, which all files are in."""
        return self.version.version_rid

    @property
    def identifier(self) -> str:
        """The identifier of the dataset at the moment of the bag."""
        return f"{self.uri(self.dataset.rid)}@{self.moment}"

    @property
    def title(self) -> str:
        """The first line of what the dataset says of itself, or its RID."""
        lines = (self.dataset.description or "").strip().splitlines()
        return lines[0][:_LONGEST_TITLE] if lines else f"Dataset {self.dataset.rid}"

    @property
    def description(self) -> str:
        """What the dataset says of itself, or what can be said of any."""
        said = (self.dataset.description or self.version.description or "").strip()
        return said or f"Version {self.version.dataset_version} of dataset {self.dataset.rid}"

    @property
    def people(self) -> list[str]:
        """Those who made the datasets, their versions and the runs."""
        made = (
            *(dataset.person for dataset in self.datasets.values()),
            *(version.person for version in self.versions),
            *(run.person for run in self.runs.values()),
        )
        return sorted({person for person in made if person})


@contextmanager
def gather(
    connection: Connection,
    model: Model,
    reach: Reach,
    version: DatasetHistory,
    written: Mapping[str, Written],
    noted: Noted,
    *,
    catalog_id: str,
    domain_schema: str,
    moment: str,
    attribution: Attribution,
) -> Iterator[Facts]:
    """Gather what is to be told of the rows of a bag, whose tables have been written.

    Args:
        connection: The transaction that the tables were read in.
        model: The tables there are.
        reach: Which rows are in the bag.
        version: The version of the dataset.
        written: The files that were written, by path.
        noted: What was noted meanwhile.
        catalog_id: Which catalog it is.
        domain_schema: The schema of the user's tables.
        moment: The moment of the catalog, as the bag names it.
        attribution: Whom the dataset is owed to.
    """
    reader = _Reader(connection, model, reach)
    told = reader.read("Dataset", "RID", "Description", "Version", "RCB")
    datasets = {row[0]: Member(*row) for row in told}
    versions = [
        Version(*row)
        for row in reader.read(
            "Dataset_Version", "RID", "Dataset", "Version", "Description", "Execution", "RCT", "RCB"
        )
    ]
    dataset = datasets[version.dataset_rid]
    with ExitStack() as stack:
        yield Facts(
            catalog_id=catalog_id,
            dataset=dataset,
            version=version,
            moment=moment,
            types=reader.types_of(version.dataset_rid),
            attribution=_complete(attribution, dataset, versions),
            tables=sorted(_tables(model, reach, written, domain_schema), key=lambda table: table.path),
            schema=written[layout.SCHEMA],
            greatest=noted.greatest,
            files=noted.files,
            media_types=_media_types(noted.files),
            software={
                row[0]: Software(*row)
                for row in reader.read("Workflow", "RID", "Name", "Description", "URL", "Version")
            },
            runs={
                row[0]: Run(*row)
                for row in reader.read(
                    "Execution",
                    *("RID", "Workflow", "Description", "Status", "Status_Detail"),
                    *("Start_Time", "Stop_Time", "RCB"),
                )
            },
            uses=reader.uses(stack),
            datasets=datasets,
            versions=versions,
            nested=reader.read("Dataset_Dataset", "Dataset", "Nested_Dataset"),
            reads=reader.read("Dataset_Execution", "Execution", "Dataset", "Dataset_Version"),
            nested_runs=reader.read("Execution_Execution", "Execution", "Nested_Execution"),
        )


def _complete(attribution: Attribution, dataset: Member, versions: Iterable[Version]) -> Attribution:
    if attribution.creators:
        return attribution
    current = [one.person for one in versions if one.rid == dataset.version]
    makers = dict.fromkeys(person for person in (dataset.person, *current) if person)
    return Attribution(tuple(makers), attribution.licence, attribution.publisher)


def _tables(
    model: Model, reach: Reach, written: Mapping[str, Written], domain_schema: str
) -> Iterator[TableFile]:
    for name in reach.counts:
        definition = model.definition(name)
        path = layout.csv_path(schema_of(definition, domain_schema), name)
        yield TableFile(definition, path, written[path])


def _media_types(files: Iterable[AssetFile]) -> dict[str, list[str]]:
    found: dict[str, set[str]] = {}
    for file in files:
        found.setdefault(file.table, set()).add(file.media_type)
    return {table: sorted(types) for table, types in sorted(found.items())}


@dataclass(frozen=True)
class _Reader:
    """Reads rows of a bag, each in one query."""

    connection: Connection
    model: Model
    reach: Reach

    def read(self, name: str, *columns: str) -> list[tuple[Any, ...]]:
        """Read columns of all rows of a table, by RID."""
        if name not in self.reach.counts:
            return []
        table = self.model.table(name)
        query = sa.select(*(table.c[column] for column in columns)).where(self.reach.condition(table))
        return [tuple(row) for row in self.connection.execute(query.order_by(*frames.rid_order(table.c.RID)))]

    def types_of(self, dataset: str) -> list[str]:
        """Name the types of a dataset."""
        found = self.read("Dataset_Dataset_Type", "Dataset", "Dataset_Type")
        return sorted(term for owner, term in found if owner == dataset)

    def _asset_tables(self) -> list[sa.Table]:
        names = (definition.name for definition in self.model.of_kind(TableKind.asset))
        return [self.model.table(name) for name in names if name in self.reach.counts]

    def uses(self, stack: ExitStack) -> Spool[Use]:
        """Read what runs did with files, all asset tables together in the order of the runs."""
        tables = self._asset_tables()
        parts = [
            self._uses_of(table, index)
            for index, table in enumerate(tables)
            if f"{table.name}_Execution" in self.reach.counts
        ]

        def find() -> Iterator[tuple[Any, ...]]:
            united = sa.union_all(*parts).subquery()
            run, is_output, index, rid, filename = united.c
            order = (*frames.rid_order(run), is_output, index, *frames.rid_order(rid))
            for run, is_output, index, rid, filename in self._stream(sa.select(united).order_by(*order)):
                yield run, bool(is_output), rid, layout.asset_path(rid, tables[index].name, filename)

        return self._spool(stack, Use, find() if parts else ())

    def _uses_of(self, table: sa.Table, index: int) -> sa.Select[Any]:
        link = self.model.table(f"{table.name}_Execution")
        is_output = sa.case((link.c.Asset_Role == assets.OUTPUT, 1), else_=0).label("is_output")
        columns: tuple[Any, ...] = (link.c.Execution, is_output, sa.literal_column(str(index)).label("kind"))
        query = sa.select(*columns, table.c.RID, table.c.Filename)
        joined = query.join(table, link.c[table.name] == table.c.RID)
        return joined.where(self.reach.condition(link), table.c.SHA256.is_not(None))

    def _stream(self, query: sa.Select[Any]) -> Iterator[Any]:
        found = self.connection.execute(query, execution_options={"yield_per": _AT_ONCE})
        return chain.from_iterable(found.partitions(_AT_ONCE))

    def _spool(self, stack: ExitStack, kind: type[Row], rows: Iterable[Sequence[Any]]) -> Spool[Row]:
        spool = Spool(kind, rows)
        stack.callback(spool.close)
        return spool
