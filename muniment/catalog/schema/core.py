"""The core tables: what every catalog has, with DerivaML's names and columns.

They are created and changed by the migrations beside this module, which say the same in frozen form.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from muniment.catalog.schema.definitions import TableKind
from muniment.catalog.schema.history.names import history_name
from muniment.catalog.schema.types import Builtin, BuiltinTypes

ML_SCHEMA = "deriva-ml"
"""The schema of the core tables, by the name that DerivaML's readers look for."""

NAMING = {
    "pk": "%(table_name)s_pkey",
    "uq": "%(table_name)s_%(column_0_N_name)s_key",
    "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
    "ix": "%(table_name)s_%(column_0_N_name)s_idx",
}

METADATA = sa.MetaData(naming_convention=NAMING)

COUNTERS = frozenset({"Muniment_Clock", "Muniment_RID"})
"""Tables that PostgreSQL has sequences for."""


def column(
    builtin: BuiltinTypes,
    *,
    refers_to: str | None = None,
    on_delete: str | None = None,
    required: bool = False,
    **options: Any,
) -> Any:
    """Describe a column of a core table; `refers_to` is ``Table.Column``."""
    references = [sa.ForeignKey(refers_to, ondelete=on_delete)] if refers_to else []
    return Field(
        default=None,
        nullable=not required,
        sa_type=Builtin(builtin),
        sa_column_args=references,
        sa_column_kwargs=options,
        index=bool(references) and not options.get("unique"),
    )


class Table(SQLModel):
    """What all tables share: where they are gathered. No row is ever validated, so no validator is built."""

    metadata = METADATA
    model_config = {"defer_build": True}


class CoreTable(Table):
    """What all core tables share: the system columns. The docstring of a table is its comment."""

    RID: str = Field(primary_key=True, sa_type=Builtin(BuiltinTypes.ermrest_rid))
    RCT: datetime = column(BuiltinTypes.ermrest_rct, required=True)
    RMT: datetime = column(BuiltinTypes.ermrest_rmt, required=True)
    RCB: str | None = column(BuiltinTypes.ermrest_rcb)
    RMB: str | None = column(BuiltinTypes.ermrest_rmb)
    RVS: int | None = column(BuiltinTypes.int8)


class Vocabulary(CoreTable):
    """What all vocabularies share. Rows refer to a term by its Name."""

    ID: str = column(BuiltinTypes.ermrest_curie, required=True, unique=True)
    URI: str = column(BuiltinTypes.ermrest_uri, required=True, unique=True)
    Name: str = column(BuiltinTypes.text, required=True, unique=True)
    Description: str = column(BuiltinTypes.markdown, required=True)
    Synonyms: list[str] | None = column(BuiltinTypes.text_array)


class AssetTable(CoreTable):
    """What all asset tables share: what is known about the file."""

    URL: str = column(BuiltinTypes.text, required=True, comment="Where the bytes are, relative to the store")
    Filename: str | None = column(
        BuiltinTypes.text, comment="Name of the file as it was uploaded", index=True
    )
    Description: str | None = column(BuiltinTypes.markdown)
    Length: int = column(BuiltinTypes.int8, required=True, comment="Size in bytes")
    MD5: str = column(BuiltinTypes.text, required=True, comment="MD5 of the bytes, hexadecimal")
    SHA256: str | None = column(BuiltinTypes.text, comment="SHA-256 of the bytes, hexadecimal", index=True)


class Association(CoreTable):
    """What tables share whose rows link rows of others, each combination once."""


class DatasetType(Vocabulary, table=True):
    """What a dataset is for, such as Training or Testing."""

    __tablename__ = "Dataset_Type"


class WorkflowType(Vocabulary, table=True):
    """What a workflow does, such as Training or Ingest."""

    __tablename__ = "Workflow_Type"


class AssetType(Vocabulary, table=True):
    """What a file is: one term per asset table, and those that users add."""

    __tablename__ = "Asset_Type"


class AssetRole(Vocabulary, table=True):
    """How an execution used an asset: Input or Output."""

    __tablename__ = "Asset_Role"


class ExecutionStatus(Vocabulary, table=True):
    """The states of an execution."""

    __tablename__ = "Execution_Status"


class FeatureName(Vocabulary, table=True):
    """The names of features."""

    __tablename__ = "Feature_Name"


class Workflow(CoreTable, table=True):
    """Code that can be executed, known by the checksum of its content."""

    __tablename__ = "Workflow"
    Name: str | None = column(BuiltinTypes.text)
    Description: str | None = column(BuiltinTypes.markdown)
    URL: str | None = column(BuiltinTypes.ermrest_uri)
    Checksum: str | None = column(BuiltinTypes.text, index=True)
    Version: str | None = column(BuiltinTypes.text)


class WorkflowWorkflowType(Association, table=True):
    """The types of a workflow."""

    __tablename__ = "Workflow_Workflow_Type"
    __table_args__ = (sa.UniqueConstraint("Workflow", "Workflow_Type"),)
    Workflow: str = column(BuiltinTypes.text, refers_to="Workflow.RID", on_delete="CASCADE", required=True)
    Workflow_Type: str = column(BuiltinTypes.text, refers_to="Workflow_Type.Name", required=True)


class Execution(CoreTable, table=True):
    """One run of a workflow."""

    __tablename__ = "Execution"
    Workflow: str | None = column(BuiltinTypes.text, refers_to="Workflow.RID")
    Description: str | None = column(BuiltinTypes.markdown)
    Execution_Duration: str | None = column(BuiltinTypes.text)
    Download_Duration: str | None = column(BuiltinTypes.text)
    Upload_Duration: str | None = column(BuiltinTypes.text)
    Status: str | None = column(BuiltinTypes.text, refers_to="Execution_Status.Name")
    Status_Detail: str | None = column(BuiltinTypes.text)
    Start_Time: datetime | None = column(BuiltinTypes.timestamptz)
    Stop_Time: datetime | None = column(BuiltinTypes.timestamptz)
    Configuration: Any = column(BuiltinTypes.jsonb, comment="Inputs, parameters and source of the run")


class ExecutionExecution(Association, table=True):
    """Executions that were started by another one."""

    __tablename__ = "Execution_Execution"
    __table_args__ = (sa.UniqueConstraint("Execution", "Nested_Execution"),)
    Execution: str = column(BuiltinTypes.text, refers_to="Execution.RID", on_delete="CASCADE", required=True)
    Nested_Execution: str = column(
        BuiltinTypes.text, refers_to="Execution.RID", on_delete="CASCADE", required=True
    )
    Sequence: int | None = column(BuiltinTypes.int4)


class Dataset(CoreTable, table=True):
    """A named, typed, versioned set of rows of any tables."""

    __tablename__ = "Dataset"
    Description: str | None = column(BuiltinTypes.markdown)
    Deleted: bool | None = column(BuiltinTypes.boolean)
    Version: str | None = Field(
        default=None,
        sa_type=Builtin(BuiltinTypes.text),
        sa_column_args=[sa.ForeignKey("Dataset_Version.RID", use_alter=True)],
    )


class DatasetVersion(CoreTable, table=True):
    """A version of a dataset. A draft has no Snapshot; a release has the transaction number it pins."""

    __tablename__ = "Dataset_Version"
    __table_args__ = (sa.UniqueConstraint("Dataset", "Version"),)
    Version: str = column(BuiltinTypes.text, required=True)
    Description: str | None = column(BuiltinTypes.markdown)
    Dataset: str = column(BuiltinTypes.text, refers_to="Dataset.RID", required=True)
    Execution: str | None = column(BuiltinTypes.text, refers_to="Execution.RID")
    Minid: str | None = column(BuiltinTypes.text)
    Minid_Spec_Hash: str | None = column(BuiltinTypes.text)
    Snapshot: str | None = column(BuiltinTypes.text)


class DirectoryDataset(CoreTable, table=True):
    """The directory that a dataset was made from."""

    __tablename__ = "Directory_Dataset"
    Dataset: str = column(BuiltinTypes.text, refers_to="Dataset.RID", unique=True, required=True)
    Path: str | None = column(BuiltinTypes.text)


class DatasetDatasetType(Association, table=True):
    """The types of a dataset."""

    __tablename__ = "Dataset_Dataset_Type"
    __table_args__ = (sa.UniqueConstraint("Dataset", "Dataset_Type"),)
    Dataset: str = column(BuiltinTypes.text, refers_to="Dataset.RID", on_delete="CASCADE", required=True)
    Dataset_Type: str = column(BuiltinTypes.text, refers_to="Dataset_Type.Name", required=True)


class DatasetDataset(Association, table=True):
    """Datasets that are members of datasets."""

    __tablename__ = "Dataset_Dataset"
    __table_args__ = (sa.UniqueConstraint("Dataset", "Nested_Dataset"),)
    Dataset: str = column(BuiltinTypes.text, refers_to="Dataset.RID", on_delete="CASCADE", required=True)
    Nested_Dataset: str = column(BuiltinTypes.text, refers_to="Dataset.RID", required=True)


class DatasetExecution(Association, table=True):
    """Datasets that an execution read, and at which version."""

    __tablename__ = "Dataset_Execution"
    __table_args__ = (sa.UniqueConstraint("Dataset", "Execution", "Dataset_Version"),)
    Dataset: str = column(BuiltinTypes.text, refers_to="Dataset.RID", required=True)
    Execution: str = column(BuiltinTypes.text, refers_to="Execution.RID", required=True)
    Dataset_Version: str | None = column(BuiltinTypes.text, refers_to="Dataset_Version.RID")


class ExecutionMetadata(AssetTable, table=True):
    """Files about an execution: configuration, environment, metrics."""

    __tablename__ = "Execution_Metadata"


class ExecutionMetadataAssetType(Association, table=True):
    """The types of an execution metadata file."""

    __tablename__ = "Execution_Metadata_Asset_Type"
    __table_args__ = (sa.UniqueConstraint("Execution_Metadata", "Asset_Type"),)
    Execution_Metadata: str = column(
        BuiltinTypes.text, refers_to="Execution_Metadata.RID", on_delete="CASCADE", required=True
    )
    Asset_Type: str = column(BuiltinTypes.text, refers_to="Asset_Type.Name", required=True)


class ExecutionMetadataExecution(Association, table=True):
    """The executions of an execution metadata file, with its role in them."""

    __tablename__ = "Execution_Metadata_Execution"
    __table_args__ = (sa.UniqueConstraint("Execution_Metadata", "Execution", "Asset_Role"),)
    Execution_Metadata: str = column(
        BuiltinTypes.text, refers_to="Execution_Metadata.RID", on_delete="CASCADE", required=True
    )
    Execution: str = column(BuiltinTypes.text, refers_to="Execution.RID", required=True)
    Asset_Role: str | None = column(BuiltinTypes.text, refers_to="Asset_Role.Name")


class ExecutionAsset(AssetTable, table=True):
    """Files that an execution made and that no table of the user describes."""

    __tablename__ = "Execution_Asset"


class ExecutionAssetAssetType(Association, table=True):
    """The types of an execution asset."""

    __tablename__ = "Execution_Asset_Asset_Type"
    __table_args__ = (sa.UniqueConstraint("Execution_Asset", "Asset_Type"),)
    Execution_Asset: str = column(
        BuiltinTypes.text, refers_to="Execution_Asset.RID", on_delete="CASCADE", required=True
    )
    Asset_Type: str = column(BuiltinTypes.text, refers_to="Asset_Type.Name", required=True)


class ExecutionAssetExecution(Association, table=True):
    """The executions of an execution asset, with its role in them."""

    __tablename__ = "Execution_Asset_Execution"
    __table_args__ = (sa.UniqueConstraint("Execution_Asset", "Execution", "Asset_Role"),)
    Execution_Asset: str = column(
        BuiltinTypes.text, refers_to="Execution_Asset.RID", on_delete="CASCADE", required=True
    )
    Execution: str = column(BuiltinTypes.text, refers_to="Execution.RID", required=True)
    Asset_Role: str | None = column(BuiltinTypes.text, refers_to="Asset_Role.Name")


class File(AssetTable, table=True):
    """Files of any kind that were added as they were."""

    __tablename__ = "File"


class FileAssetType(Association, table=True):
    """The types of a file."""

    __tablename__ = "File_Asset_Type"
    __table_args__ = (sa.UniqueConstraint("File", "Asset_Type"),)
    File: str = column(BuiltinTypes.text, refers_to="File.RID", on_delete="CASCADE", required=True)
    Asset_Type: str = column(BuiltinTypes.text, refers_to="Asset_Type.Name", required=True)


class FileExecution(Association, table=True):
    """The executions of a file, with its role in them."""

    __tablename__ = "File_Execution"
    __table_args__ = (sa.UniqueConstraint("File", "Execution", "Asset_Role"),)
    File: str = column(BuiltinTypes.text, refers_to="File.RID", on_delete="CASCADE", required=True)
    Execution: str = column(BuiltinTypes.text, refers_to="Execution.RID", required=True)
    Asset_Role: str | None = column(BuiltinTypes.text, refers_to="Asset_Role.Name")


class DatasetFile(Association, table=True):
    """Files that are members of datasets."""

    __tablename__ = "Dataset_File"
    __table_args__ = (sa.UniqueConstraint("Dataset", "File"),)
    Dataset: str = column(BuiltinTypes.text, refers_to="Dataset.RID", on_delete="CASCADE", required=True)
    File: str = column(BuiltinTypes.text, refers_to="File.RID", required=True)


class CatalogRow(Table, table=True):
    """The one row that says which catalog this is."""

    __tablename__ = "Muniment_Catalog"
    ID: str = Field(primary_key=True, sa_type=Builtin(BuiltinTypes.text))
    Domain_Schema: str = column(BuiltinTypes.text, required=True)
    Created: datetime = column(BuiltinTypes.timestamptz, required=True)
    Store: str | None = column(BuiltinTypes.text)


class Clock(Table, table=True):
    """The one row that numbers transactions and says who writes: NULL outside of the library's own."""

    __tablename__ = "Muniment_Clock"
    ID: int = Field(primary_key=True, sa_type=sa.SmallInteger, sa_column_kwargs={"autoincrement": False})
    Seq: int = column(BuiltinTypes.int8, required=True)
    Actor: str | None = column(BuiltinTypes.text)
    Execution: str | None = column(BuiltinTypes.text)


class Leases(Table, table=True):
    """The one row that holds the number of the next free RID."""

    __tablename__ = "Muniment_RID"
    ID: int = Field(primary_key=True, sa_type=sa.SmallInteger, sa_column_kwargs={"autoincrement": False})
    Next: int = column(BuiltinTypes.int8, required=True)


class Registry(Table, table=True):
    """The tables that users made: one row each, with the whole definition."""

    __tablename__ = "Muniment_Table"
    Name: str = Field(primary_key=True, sa_type=Builtin(BuiltinTypes.text))
    Kind: str = column(BuiltinTypes.text, required=True)
    Definition: Any = column(BuiltinTypes.jsonb, required=True)
    RVS: int = column(BuiltinTypes.int8, required=True)
    Dropped: str | None = column(BuiltinTypes.text, comment="Name that a dropped table had")
    ID: int | None = column(BuiltinTypes.int8, comment="The same under all names that a table has had")


class RegistryHistory(Table, table=True):
    """What the registry said before."""

    __tablename__ = history_name("Muniment_Table")
    ID: int = Field(
        primary_key=True, sa_type=Builtin(BuiltinTypes.int8), sa_column_kwargs={"autoincrement": False}
    )
    RVS: int = Field(
        primary_key=True, sa_type=Builtin(BuiltinTypes.int8), sa_column_kwargs={"autoincrement": False}
    )
    Muniment_Until: int = column(BuiltinTypes.int8, required=True)
    Name: str = column(BuiltinTypes.text, required=True)
    Kind: str = column(BuiltinTypes.text, required=True)
    Definition: Any = column(BuiltinTypes.jsonb, required=True)
    Dropped: str | None = column(BuiltinTypes.text, comment="Name that a dropped table had")


class WriteLog(Table, table=True):
    """The transactions that wrote: when, who, and in which execution."""

    __tablename__ = "Muniment_Transaction"
    RVS: int = Field(
        primary_key=True, sa_type=Builtin(BuiltinTypes.int8), sa_column_kwargs={"autoincrement": False}
    )
    Time: datetime = column(BuiltinTypes.timestamptz, required=True)
    Actor: str | None = column(BuiltinTypes.text)
    Execution: str | None = column(BuiltinTypes.text)


class Mark(Table, table=True):
    """Moments that have a name."""

    __tablename__ = "Muniment_Mark"
    Name: str = Field(primary_key=True, sa_type=Builtin(BuiltinTypes.text))
    RVS: int = column(BuiltinTypes.int8, required=True)
    Time: datetime = column(BuiltinTypes.timestamptz, required=True)
    Actor: str | None = column(BuiltinTypes.text)
    Description: str | None = column(BuiltinTypes.text)


class Log(Table, table=True):
    """What was changed about tables: one row for each transaction that did so, never changed itself."""

    __tablename__ = "Muniment_Change"
    RVS: int = Field(
        primary_key=True, sa_type=Builtin(BuiltinTypes.int8), sa_column_kwargs={"autoincrement": False}
    )
    Time: datetime = column(BuiltinTypes.timestamptz, required=True)
    Actor: str | None = column(BuiltinTypes.text)
    Action: str = column(BuiltinTypes.text, required=True)
    Table_Name: str | None = column(BuiltinTypes.text, comment="Name that the table had then")
    Details: Any = column(BuiltinTypes.jsonb, required=True)


class Environment(Table, table=True):
    """What executions ran in, each once: its Python, packages and machine, by the checksum of that."""

    __tablename__ = "Muniment_Environment"
    ID: str = Field(primary_key=True, sa_type=Builtin(BuiltinTypes.text))
    Content: Any = column(BuiltinTypes.jsonb, required=True)


class Session(Table, table=True):
    """The processes that have run an execution: one row each, and what it said last."""

    __tablename__ = "Muniment_Session"
    Execution: str = Field(primary_key=True, sa_type=Builtin(BuiltinTypes.text))
    Number: int = Field(primary_key=True, sa_type=sa.Integer, sa_column_kwargs={"autoincrement": False})
    Host: str | None = column(BuiltinTypes.text)
    Process: int | None = column(BuiltinTypes.int8)
    Environment: str | None = column(BuiltinTypes.text, refers_to="Muniment_Environment.ID")
    Details: Any = column(BuiltinTypes.jsonb, comment="Variables of the environment, and seeds")
    Begun: datetime | None = column(BuiltinTypes.timestamptz)
    Ended: datetime | None = column(BuiltinTypes.timestamptz)
    Exit: str | None = column(BuiltinTypes.text, comment="How its code ended: the traceback if by an error")
    Usage: Any = column(BuiltinTypes.jsonb, comment="Processor time in seconds, and the most memory in bytes")
    Message: str | None = column(BuiltinTypes.text, comment="How far it is")
    Told: datetime | None = column(BuiltinTypes.timestamptz, comment="When it said so")


def core_tables() -> Iterator[sa.Table]:
    """Give the tables that users see, without those that keep the books."""
    return (table for name, table in METADATA.tables.items() if not name.startswith("Muniment_"))


KINDS: dict[str, TableKind] = {}
"""What each core table is for."""


def _describe_tables(model: type[SQLModel], kind: TableKind = TableKind.table) -> None:
    """Take the comment of each table from its class's docstring, and its kind from its base class."""
    for derived in model.__subclasses__():
        if derived.__tablename__ in METADATA.tables:
            METADATA.tables[str(derived.__tablename__)].comment = str(derived.__doc__).split("\n")[0]
            KINDS[str(derived.__tablename__)] = kind
        _describe_tables(derived, _BASES.get(derived, kind))


_BASES: dict[type[SQLModel], TableKind] = {
    Vocabulary: TableKind.vocabulary,
    AssetTable: TableKind.asset,
    Association: TableKind.association,
}

_describe_tables(CoreTable)
