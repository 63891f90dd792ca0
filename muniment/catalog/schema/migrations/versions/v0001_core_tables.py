"""The core tables."""

import sqlalchemy as sa
from alembic import op

from muniment.catalog.schema.types import Builtin

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "Asset_Role",
        sa.Column("RID", Builtin("ermrest_rid"), nullable=False),
        sa.Column("RCT", Builtin("ermrest_rct"), nullable=False),
        sa.Column("RMT", Builtin("ermrest_rmt"), nullable=False),
        sa.Column("RCB", Builtin("ermrest_rcb"), nullable=True),
        sa.Column("RMB", Builtin("ermrest_rmb"), nullable=True),
        sa.Column("RVS", Builtin("int8"), nullable=True),
        sa.Column("ID", Builtin("ermrest_curie"), nullable=False),
        sa.Column("URI", Builtin("ermrest_uri"), nullable=False),
        sa.Column("Name", Builtin("text"), nullable=False),
        sa.Column("Description", Builtin("markdown"), nullable=False),
        sa.Column("Synonyms", Builtin("text[]"), nullable=True),
        sa.PrimaryKeyConstraint("RID", name=op.f("Asset_Role_pkey")),
        sa.UniqueConstraint("ID", name=op.f("Asset_Role_ID_key")),
        sa.UniqueConstraint("Name", name=op.f("Asset_Role_Name_key")),
        sa.UniqueConstraint("URI", name=op.f("Asset_Role_URI_key")),
        comment="How an execution used an asset: Input or Output.",
    )
    op.create_table(
        "Asset_Type",
        sa.Column("RID", Builtin("ermrest_rid"), nullable=False),
        sa.Column("RCT", Builtin("ermrest_rct"), nullable=False),
        sa.Column("RMT", Builtin("ermrest_rmt"), nullable=False),
        sa.Column("RCB", Builtin("ermrest_rcb"), nullable=True),
        sa.Column("RMB", Builtin("ermrest_rmb"), nullable=True),
        sa.Column("RVS", Builtin("int8"), nullable=True),
        sa.Column("ID", Builtin("ermrest_curie"), nullable=False),
        sa.Column("URI", Builtin("ermrest_uri"), nullable=False),
        sa.Column("Name", Builtin("text"), nullable=False),
        sa.Column("Description", Builtin("markdown"), nullable=False),
        sa.Column("Synonyms", Builtin("text[]"), nullable=True),
        sa.PrimaryKeyConstraint("RID", name=op.f("Asset_Type_pkey")),
        sa.UniqueConstraint("ID", name=op.f("Asset_Type_ID_key")),
        sa.UniqueConstraint("Name", name=op.f("Asset_Type_Name_key")),
        sa.UniqueConstraint("URI", name=op.f("Asset_Type_URI_key")),
        comment="What a file is: one term per asset table, and those that users add.",
    )
    op.create_table(
        "Dataset",
        sa.Column("RID", Builtin("ermrest_rid"), nullable=False),
        sa.Column("RCT", Builtin("ermrest_rct"), nullable=False),
        sa.Column("RMT", Builtin("ermrest_rmt"), nullable=False),
        sa.Column("RCB", Builtin("ermrest_rcb"), nullable=True),
        sa.Column("RMB", Builtin("ermrest_rmb"), nullable=True),
        sa.Column("RVS", Builtin("int8"), nullable=True),
        sa.Column("Description", Builtin("markdown"), nullable=True),
        sa.Column("Deleted", Builtin("boolean"), nullable=True),
        sa.Column("Version", Builtin("text"), nullable=True),
        sa.ForeignKeyConstraint(
            ["Version"], ["Dataset_Version.RID"], name=op.f("Dataset_Version_fkey"), use_alter=True
        ),
        sa.PrimaryKeyConstraint("RID", name=op.f("Dataset_pkey")),
        comment="A named, typed, versioned set of rows of any tables.",
    )
    op.create_table(
        "Dataset_Type",
        sa.Column("RID", Builtin("ermrest_rid"), nullable=False),
        sa.Column("RCT", Builtin("ermrest_rct"), nullable=False),
        sa.Column("RMT", Builtin("ermrest_rmt"), nullable=False),
        sa.Column("RCB", Builtin("ermrest_rcb"), nullable=True),
        sa.Column("RMB", Builtin("ermrest_rmb"), nullable=True),
        sa.Column("RVS", Builtin("int8"), nullable=True),
        sa.Column("ID", Builtin("ermrest_curie"), nullable=False),
        sa.Column("URI", Builtin("ermrest_uri"), nullable=False),
        sa.Column("Name", Builtin("text"), nullable=False),
        sa.Column("Description", Builtin("markdown"), nullable=False),
        sa.Column("Synonyms", Builtin("text[]"), nullable=True),
        sa.PrimaryKeyConstraint("RID", name=op.f("Dataset_Type_pkey")),
        sa.UniqueConstraint("ID", name=op.f("Dataset_Type_ID_key")),
        sa.UniqueConstraint("Name", name=op.f("Dataset_Type_Name_key")),
        sa.UniqueConstraint("URI", name=op.f("Dataset_Type_URI_key")),
        comment="What a dataset is for, such as Training or Testing.",
    )
    op.create_table(
        "Execution_Asset",
        sa.Column("RID", Builtin("ermrest_rid"), nullable=False),
        sa.Column("RCT", Builtin("ermrest_rct"), nullable=False),
        sa.Column("RMT", Builtin("ermrest_rmt"), nullable=False),
        sa.Column("RCB", Builtin("ermrest_rcb"), nullable=True),
        sa.Column("RMB", Builtin("ermrest_rmb"), nullable=True),
        sa.Column("RVS", Builtin("int8"), nullable=True),
        sa.Column(
            "URL", Builtin("text"), nullable=False, comment="Where the bytes are, relative to the store"
        ),
        sa.Column("Filename", Builtin("text"), nullable=True, comment="Name of the file as it was uploaded"),
        sa.Column("Description", Builtin("markdown"), nullable=True),
        sa.Column("Length", Builtin("int8"), nullable=False, comment="Size in bytes"),
        sa.Column("MD5", Builtin("text"), nullable=False, comment="MD5 of the bytes, hexadecimal"),
        sa.Column("SHA256", Builtin("text"), nullable=True, comment="SHA-256 of the bytes, hexadecimal"),
        sa.PrimaryKeyConstraint("RID", name=op.f("Execution_Asset_pkey")),
        comment="Files that an execution made and that no table of the user describes.",
    )
    op.create_index(op.f("Execution_Asset_SHA256_idx"), "Execution_Asset", ["SHA256"], unique=False)
    op.create_table(
        "Execution_Metadata",
        sa.Column("RID", Builtin("ermrest_rid"), nullable=False),
        sa.Column("RCT", Builtin("ermrest_rct"), nullable=False),
        sa.Column("RMT", Builtin("ermrest_rmt"), nullable=False),
        sa.Column("RCB", Builtin("ermrest_rcb"), nullable=True),
        sa.Column("RMB", Builtin("ermrest_rmb"), nullable=True),
        sa.Column("RVS", Builtin("int8"), nullable=True),
        sa.Column(
            "URL", Builtin("text"), nullable=False, comment="Where the bytes are, relative to the store"
        ),
        sa.Column("Filename", Builtin("text"), nullable=True, comment="Name of the file as it was uploaded"),
        sa.Column("Description", Builtin("markdown"), nullable=True),
        sa.Column("Length", Builtin("int8"), nullable=False, comment="Size in bytes"),
        sa.Column("MD5", Builtin("text"), nullable=False, comment="MD5 of the bytes, hexadecimal"),
        sa.Column("SHA256", Builtin("text"), nullable=True, comment="SHA-256 of the bytes, hexadecimal"),
        sa.PrimaryKeyConstraint("RID", name=op.f("Execution_Metadata_pkey")),
        comment="Files about an execution: configuration, environment, metrics.",
    )
    op.create_index(op.f("Execution_Metadata_SHA256_idx"), "Execution_Metadata", ["SHA256"], unique=False)
    op.create_table(
        "Execution_Status",
        sa.Column("RID", Builtin("ermrest_rid"), nullable=False),
        sa.Column("RCT", Builtin("ermrest_rct"), nullable=False),
        sa.Column("RMT", Builtin("ermrest_rmt"), nullable=False),
        sa.Column("RCB", Builtin("ermrest_rcb"), nullable=True),
        sa.Column("RMB", Builtin("ermrest_rmb"), nullable=True),
        sa.Column("RVS", Builtin("int8"), nullable=True),
        sa.Column("ID", Builtin("ermrest_curie"), nullable=False),
        sa.Column("URI", Builtin("ermrest_uri"), nullable=False),
        sa.Column("Name", Builtin("text"), nullable=False),
        sa.Column("Description", Builtin("markdown"), nullable=False),
        sa.Column("Synonyms", Builtin("text[]"), nullable=True),
        sa.PrimaryKeyConstraint("RID", name=op.f("Execution_Status_pkey")),
        sa.UniqueConstraint("ID", name=op.f("Execution_Status_ID_key")),
        sa.UniqueConstraint("Name", name=op.f("Execution_Status_Name_key")),
        sa.UniqueConstraint("URI", name=op.f("Execution_Status_URI_key")),
        comment="The states of an execution.",
    )
    op.create_table(
        "Feature_Name",
        sa.Column("RID", Builtin("ermrest_rid"), nullable=False),
        sa.Column("RCT", Builtin("ermrest_rct"), nullable=False),
        sa.Column("RMT", Builtin("ermrest_rmt"), nullable=False),
        sa.Column("RCB", Builtin("ermrest_rcb"), nullable=True),
        sa.Column("RMB", Builtin("ermrest_rmb"), nullable=True),
        sa.Column("RVS", Builtin("int8"), nullable=True),
        sa.Column("ID", Builtin("ermrest_curie"), nullable=False),
        sa.Column("URI", Builtin("ermrest_uri"), nullable=False),
        sa.Column("Name", Builtin("text"), nullable=False),
        sa.Column("Description", Builtin("markdown"), nullable=False),
        sa.Column("Synonyms", Builtin("text[]"), nullable=True),
        sa.PrimaryKeyConstraint("RID", name=op.f("Feature_Name_pkey")),
        sa.UniqueConstraint("ID", name=op.f("Feature_Name_ID_key")),
        sa.UniqueConstraint("Name", name=op.f("Feature_Name_Name_key")),
        sa.UniqueConstraint("URI", name=op.f("Feature_Name_URI_key")),
        comment="The names of features.",
    )
    op.create_table(
        "File",
        sa.Column("RID", Builtin("ermrest_rid"), nullable=False),
        sa.Column("RCT", Builtin("ermrest_rct"), nullable=False),
        sa.Column("RMT", Builtin("ermrest_rmt"), nullable=False),
        sa.Column("RCB", Builtin("ermrest_rcb"), nullable=True),
        sa.Column("RMB", Builtin("ermrest_rmb"), nullable=True),
        sa.Column("RVS", Builtin("int8"), nullable=True),
        sa.Column(
            "URL", Builtin("text"), nullable=False, comment="Where the bytes are, relative to the store"
        ),
        sa.Column("Filename", Builtin("text"), nullable=True, comment="Name of the file as it was uploaded"),
        sa.Column("Description", Builtin("markdown"), nullable=True),
        sa.Column("Length", Builtin("int8"), nullable=False, comment="Size in bytes"),
        sa.Column("MD5", Builtin("text"), nullable=False, comment="MD5 of the bytes, hexadecimal"),
        sa.Column("SHA256", Builtin("text"), nullable=True, comment="SHA-256 of the bytes, hexadecimal"),
        sa.PrimaryKeyConstraint("RID", name=op.f("File_pkey")),
        comment="Files of any kind that were added as they were.",
    )
    op.create_index(op.f("File_SHA256_idx"), "File", ["SHA256"], unique=False)
    op.create_table(
        "Muniment_Catalog",
        sa.Column("ID", Builtin("text"), nullable=False),
        sa.Column("Domain_Schema", Builtin("text"), nullable=False),
        sa.Column("Created", Builtin("timestamptz"), nullable=False),
        sa.Column("Store", Builtin("text"), nullable=True),
        sa.PrimaryKeyConstraint("ID", name=op.f("Muniment_Catalog_pkey")),
    )
    is_server = op.get_bind().dialect.name == "postgresql"
    if is_server:
        op.execute('CREATE SEQUENCE "Muniment_Number" AS bigint')
        op.execute('CREATE SEQUENCE "Muniment_RID_Block" AS bigint START WITH 32768')
    else:
        op.create_table(
            "Muniment_Clock",
            sa.Column("ID", sa.SmallInteger(), autoincrement=False, nullable=False),
            sa.Column("Seq", Builtin("int8"), nullable=False),
            sa.Column("Actor", Builtin("text"), nullable=True),
            sa.Column("Execution", Builtin("text"), nullable=True),
            sa.PrimaryKeyConstraint("ID", name=op.f("Muniment_Clock_pkey")),
        )
        op.create_table(
            "Muniment_RID",
            sa.Column("ID", sa.SmallInteger(), autoincrement=False, nullable=False),
            sa.Column("Next", Builtin("int8"), nullable=False),
            sa.PrimaryKeyConstraint("ID", name=op.f("Muniment_RID_pkey")),
        )
    op.create_table(
        "Muniment_Table",
        sa.Column("Name", Builtin("text"), nullable=False),
        sa.Column("Kind", Builtin("text"), nullable=False),
        sa.Column("Definition", Builtin("jsonb"), nullable=False),
        sa.Column("RVS", Builtin("int8"), nullable=False),
        sa.Column("Dropped", Builtin("text"), nullable=True, comment="Name that a dropped table had"),
        sa.PrimaryKeyConstraint("Name", name=op.f("Muniment_Table_pkey")),
    )
    op.create_table(
        "Workflow",
        sa.Column("RID", Builtin("ermrest_rid"), nullable=False),
        sa.Column("RCT", Builtin("ermrest_rct"), nullable=False),
        sa.Column("RMT", Builtin("ermrest_rmt"), nullable=False),
        sa.Column("RCB", Builtin("ermrest_rcb"), nullable=True),
        sa.Column("RMB", Builtin("ermrest_rmb"), nullable=True),
        sa.Column("RVS", Builtin("int8"), nullable=True),
        sa.Column("Name", Builtin("text"), nullable=True),
        sa.Column("Description", Builtin("markdown"), nullable=True),
        sa.Column("URL", Builtin("ermrest_uri"), nullable=True),
        sa.Column("Checksum", Builtin("text"), nullable=True),
        sa.Column("Version", Builtin("text"), nullable=True),
        sa.PrimaryKeyConstraint("RID", name=op.f("Workflow_pkey")),
        comment="Code that can be executed, known by the checksum of its content.",
    )
    op.create_index(op.f("Workflow_Checksum_idx"), "Workflow", ["Checksum"], unique=False)
    op.create_table(
        "Workflow_Type",
        sa.Column("RID", Builtin("ermrest_rid"), nullable=False),
        sa.Column("RCT", Builtin("ermrest_rct"), nullable=False),
        sa.Column("RMT", Builtin("ermrest_rmt"), nullable=False),
        sa.Column("RCB", Builtin("ermrest_rcb"), nullable=True),
        sa.Column("RMB", Builtin("ermrest_rmb"), nullable=True),
        sa.Column("RVS", Builtin("int8"), nullable=True),
        sa.Column("ID", Builtin("ermrest_curie"), nullable=False),
        sa.Column("URI", Builtin("ermrest_uri"), nullable=False),
        sa.Column("Name", Builtin("text"), nullable=False),
        sa.Column("Description", Builtin("markdown"), nullable=False),
        sa.Column("Synonyms", Builtin("text[]"), nullable=True),
        sa.PrimaryKeyConstraint("RID", name=op.f("Workflow_Type_pkey")),
        sa.UniqueConstraint("ID", name=op.f("Workflow_Type_ID_key")),
        sa.UniqueConstraint("Name", name=op.f("Workflow_Type_Name_key")),
        sa.UniqueConstraint("URI", name=op.f("Workflow_Type_URI_key")),
        comment="What a workflow does, such as Training or Ingest.",
    )
    op.create_table(
        "Dataset_Dataset",
        sa.Column("RID", Builtin("ermrest_rid"), nullable=False),
        sa.Column("RCT", Builtin("ermrest_rct"), nullable=False),
        sa.Column("RMT", Builtin("ermrest_rmt"), nullable=False),
        sa.Column("RCB", Builtin("ermrest_rcb"), nullable=True),
        sa.Column("RMB", Builtin("ermrest_rmb"), nullable=True),
        sa.Column("RVS", Builtin("int8"), nullable=True),
        sa.Column("Dataset", Builtin("text"), nullable=False),
        sa.Column("Nested_Dataset", Builtin("text"), nullable=False),
        sa.ForeignKeyConstraint(
            ["Dataset"], ["Dataset.RID"], name=op.f("Dataset_Dataset_Dataset_fkey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["Nested_Dataset"], ["Dataset.RID"], name=op.f("Dataset_Dataset_Nested_Dataset_fkey")
        ),
        sa.PrimaryKeyConstraint("RID", name=op.f("Dataset_Dataset_pkey")),
        sa.UniqueConstraint(
            "Dataset", "Nested_Dataset", name=op.f("Dataset_Dataset_Dataset_Nested_Dataset_key")
        ),
        comment="Datasets that are members of datasets.",
    )
    op.create_index(op.f("Dataset_Dataset_Dataset_idx"), "Dataset_Dataset", ["Dataset"], unique=False)
    op.create_index(
        op.f("Dataset_Dataset_Nested_Dataset_idx"), "Dataset_Dataset", ["Nested_Dataset"], unique=False
    )
    op.create_table(
        "Dataset_Dataset_Type",
        sa.Column("RID", Builtin("ermrest_rid"), nullable=False),
        sa.Column("RCT", Builtin("ermrest_rct"), nullable=False),
        sa.Column("RMT", Builtin("ermrest_rmt"), nullable=False),
        sa.Column("RCB", Builtin("ermrest_rcb"), nullable=True),
        sa.Column("RMB", Builtin("ermrest_rmb"), nullable=True),
        sa.Column("RVS", Builtin("int8"), nullable=True),
        sa.Column("Dataset", Builtin("text"), nullable=False),
        sa.Column("Dataset_Type", Builtin("text"), nullable=False),
        sa.ForeignKeyConstraint(
            ["Dataset"], ["Dataset.RID"], name=op.f("Dataset_Dataset_Type_Dataset_fkey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["Dataset_Type"], ["Dataset_Type.Name"], name=op.f("Dataset_Dataset_Type_Dataset_Type_fkey")
        ),
        sa.PrimaryKeyConstraint("RID", name=op.f("Dataset_Dataset_Type_pkey")),
        sa.UniqueConstraint(
            "Dataset", "Dataset_Type", name=op.f("Dataset_Dataset_Type_Dataset_Dataset_Type_key")
        ),
        comment="The types of a dataset.",
    )
    op.create_index(
        op.f("Dataset_Dataset_Type_Dataset_Type_idx"), "Dataset_Dataset_Type", ["Dataset_Type"], unique=False
    )
    op.create_index(
        op.f("Dataset_Dataset_Type_Dataset_idx"), "Dataset_Dataset_Type", ["Dataset"], unique=False
    )
    op.create_table(
        "Dataset_File",
        sa.Column("RID", Builtin("ermrest_rid"), nullable=False),
        sa.Column("RCT", Builtin("ermrest_rct"), nullable=False),
        sa.Column("RMT", Builtin("ermrest_rmt"), nullable=False),
        sa.Column("RCB", Builtin("ermrest_rcb"), nullable=True),
        sa.Column("RMB", Builtin("ermrest_rmb"), nullable=True),
        sa.Column("RVS", Builtin("int8"), nullable=True),
        sa.Column("Dataset", Builtin("text"), nullable=False),
        sa.Column("File", Builtin("text"), nullable=False),
        sa.ForeignKeyConstraint(
            ["Dataset"], ["Dataset.RID"], name=op.f("Dataset_File_Dataset_fkey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["File"], ["File.RID"], name=op.f("Dataset_File_File_fkey")),
        sa.PrimaryKeyConstraint("RID", name=op.f("Dataset_File_pkey")),
        sa.UniqueConstraint("Dataset", "File", name=op.f("Dataset_File_Dataset_File_key")),
        comment="Files that are members of datasets.",
    )
    op.create_index(op.f("Dataset_File_Dataset_idx"), "Dataset_File", ["Dataset"], unique=False)
    op.create_index(op.f("Dataset_File_File_idx"), "Dataset_File", ["File"], unique=False)
    op.create_table(
        "Directory_Dataset",
        sa.Column("RID", Builtin("ermrest_rid"), nullable=False),
        sa.Column("RCT", Builtin("ermrest_rct"), nullable=False),
        sa.Column("RMT", Builtin("ermrest_rmt"), nullable=False),
        sa.Column("RCB", Builtin("ermrest_rcb"), nullable=True),
        sa.Column("RMB", Builtin("ermrest_rmb"), nullable=True),
        sa.Column("RVS", Builtin("int8"), nullable=True),
        sa.Column("Dataset", Builtin("text"), nullable=False),
        sa.Column("Path", Builtin("text"), nullable=True),
        sa.ForeignKeyConstraint(["Dataset"], ["Dataset.RID"], name=op.f("Directory_Dataset_Dataset_fkey")),
        sa.PrimaryKeyConstraint("RID", name=op.f("Directory_Dataset_pkey")),
        sa.UniqueConstraint("Dataset", name=op.f("Directory_Dataset_Dataset_key")),
        comment="The directory that a dataset was made from.",
    )
    op.create_table(
        "Execution",
        sa.Column("RID", Builtin("ermrest_rid"), nullable=False),
        sa.Column("RCT", Builtin("ermrest_rct"), nullable=False),
        sa.Column("RMT", Builtin("ermrest_rmt"), nullable=False),
        sa.Column("RCB", Builtin("ermrest_rcb"), nullable=True),
        sa.Column("RMB", Builtin("ermrest_rmb"), nullable=True),
        sa.Column("RVS", Builtin("int8"), nullable=True),
        sa.Column("Workflow", Builtin("text"), nullable=True),
        sa.Column("Description", Builtin("markdown"), nullable=True),
        sa.Column("Execution_Duration", Builtin("text"), nullable=True),
        sa.Column("Download_Duration", Builtin("text"), nullable=True),
        sa.Column("Upload_Duration", Builtin("text"), nullable=True),
        sa.Column("Status", Builtin("text"), nullable=True),
        sa.Column("Status_Detail", Builtin("text"), nullable=True),
        sa.Column("Start_Time", Builtin("timestamptz"), nullable=True),
        sa.Column("Stop_Time", Builtin("timestamptz"), nullable=True),
        sa.Column(
            "Configuration",
            Builtin("jsonb"),
            nullable=True,
            comment="Inputs, parameters and source of the run",
        ),
        sa.ForeignKeyConstraint(["Status"], ["Execution_Status.Name"], name=op.f("Execution_Status_fkey")),
        sa.ForeignKeyConstraint(["Workflow"], ["Workflow.RID"], name=op.f("Execution_Workflow_fkey")),
        sa.PrimaryKeyConstraint("RID", name=op.f("Execution_pkey")),
        comment="One run of a workflow.",
    )
    op.create_index(op.f("Execution_Status_idx"), "Execution", ["Status"], unique=False)
    op.create_index(op.f("Execution_Workflow_idx"), "Execution", ["Workflow"], unique=False)
    op.create_table(
        "Execution_Asset_Asset_Type",
        sa.Column("RID", Builtin("ermrest_rid"), nullable=False),
        sa.Column("RCT", Builtin("ermrest_rct"), nullable=False),
        sa.Column("RMT", Builtin("ermrest_rmt"), nullable=False),
        sa.Column("RCB", Builtin("ermrest_rcb"), nullable=True),
        sa.Column("RMB", Builtin("ermrest_rmb"), nullable=True),
        sa.Column("RVS", Builtin("int8"), nullable=True),
        sa.Column("Execution_Asset", Builtin("text"), nullable=False),
        sa.Column("Asset_Type", Builtin("text"), nullable=False),
        sa.ForeignKeyConstraint(
            ["Asset_Type"], ["Asset_Type.Name"], name=op.f("Execution_Asset_Asset_Type_Asset_Type_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["Execution_Asset"],
            ["Execution_Asset.RID"],
            name=op.f("Execution_Asset_Asset_Type_Execution_Asset_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("RID", name=op.f("Execution_Asset_Asset_Type_pkey")),
        sa.UniqueConstraint(
            "Execution_Asset",
            "Asset_Type",
            name=op.f("Execution_Asset_Asset_Type_Execution_Asset_Asset_Type_key"),
        ),
        comment="The types of an execution asset.",
    )
    op.create_index(
        op.f("Execution_Asset_Asset_Type_Asset_Type_idx"),
        "Execution_Asset_Asset_Type",
        ["Asset_Type"],
        unique=False,
    )
    op.create_index(
        op.f("Execution_Asset_Asset_Type_Execution_Asset_idx"),
        "Execution_Asset_Asset_Type",
        ["Execution_Asset"],
        unique=False,
    )
    op.create_table(
        "Execution_Metadata_Asset_Type",
        sa.Column("RID", Builtin("ermrest_rid"), nullable=False),
        sa.Column("RCT", Builtin("ermrest_rct"), nullable=False),
        sa.Column("RMT", Builtin("ermrest_rmt"), nullable=False),
        sa.Column("RCB", Builtin("ermrest_rcb"), nullable=True),
        sa.Column("RMB", Builtin("ermrest_rmb"), nullable=True),
        sa.Column("RVS", Builtin("int8"), nullable=True),
        sa.Column("Execution_Metadata", Builtin("text"), nullable=False),
        sa.Column("Asset_Type", Builtin("text"), nullable=False),
        sa.ForeignKeyConstraint(
            ["Asset_Type"], ["Asset_Type.Name"], name=op.f("Execution_Metadata_Asset_Type_Asset_Type_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["Execution_Metadata"],
            ["Execution_Metadata.RID"],
            name=op.f("Execution_Metadata_Asset_Type_Execution_Metadata_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("RID", name=op.f("Execution_Metadata_Asset_Type_pkey")),
        sa.UniqueConstraint(
            "Execution_Metadata",
            "Asset_Type",
            name=op.f("Execution_Metadata_Asset_Type_Execution_Metadata_Asset_Type_key"),
        ),
        comment="The types of an execution metadata file.",
    )
    op.create_index(
        op.f("Execution_Metadata_Asset_Type_Asset_Type_idx"),
        "Execution_Metadata_Asset_Type",
        ["Asset_Type"],
        unique=False,
    )
    op.create_index(
        op.f("Execution_Metadata_Asset_Type_Execution_Metadata_idx"),
        "Execution_Metadata_Asset_Type",
        ["Execution_Metadata"],
        unique=False,
    )
    op.create_table(
        "File_Asset_Type",
        sa.Column("RID", Builtin("ermrest_rid"), nullable=False),
        sa.Column("RCT", Builtin("ermrest_rct"), nullable=False),
        sa.Column("RMT", Builtin("ermrest_rmt"), nullable=False),
        sa.Column("RCB", Builtin("ermrest_rcb"), nullable=True),
        sa.Column("RMB", Builtin("ermrest_rmb"), nullable=True),
        sa.Column("RVS", Builtin("int8"), nullable=True),
        sa.Column("File", Builtin("text"), nullable=False),
        sa.Column("Asset_Type", Builtin("text"), nullable=False),
        sa.ForeignKeyConstraint(
            ["Asset_Type"], ["Asset_Type.Name"], name=op.f("File_Asset_Type_Asset_Type_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["File"], ["File.RID"], name=op.f("File_Asset_Type_File_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("RID", name=op.f("File_Asset_Type_pkey")),
        sa.UniqueConstraint("File", "Asset_Type", name=op.f("File_Asset_Type_File_Asset_Type_key")),
        comment="The types of a file.",
    )
    op.create_index(op.f("File_Asset_Type_Asset_Type_idx"), "File_Asset_Type", ["Asset_Type"], unique=False)
    op.create_index(op.f("File_Asset_Type_File_idx"), "File_Asset_Type", ["File"], unique=False)
    op.create_table(
        "Workflow_Workflow_Type",
        sa.Column("RID", Builtin("ermrest_rid"), nullable=False),
        sa.Column("RCT", Builtin("ermrest_rct"), nullable=False),
        sa.Column("RMT", Builtin("ermrest_rmt"), nullable=False),
        sa.Column("RCB", Builtin("ermrest_rcb"), nullable=True),
        sa.Column("RMB", Builtin("ermrest_rmb"), nullable=True),
        sa.Column("RVS", Builtin("int8"), nullable=True),
        sa.Column("Workflow", Builtin("text"), nullable=False),
        sa.Column("Workflow_Type", Builtin("text"), nullable=False),
        sa.ForeignKeyConstraint(
            ["Workflow"],
            ["Workflow.RID"],
            name=op.f("Workflow_Workflow_Type_Workflow_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["Workflow_Type"], ["Workflow_Type.Name"], name=op.f("Workflow_Workflow_Type_Workflow_Type_fkey")
        ),
        sa.PrimaryKeyConstraint("RID", name=op.f("Workflow_Workflow_Type_pkey")),
        sa.UniqueConstraint(
            "Workflow", "Workflow_Type", name=op.f("Workflow_Workflow_Type_Workflow_Workflow_Type_key")
        ),
        comment="The types of a workflow.",
    )
    op.create_index(
        op.f("Workflow_Workflow_Type_Workflow_Type_idx"),
        "Workflow_Workflow_Type",
        ["Workflow_Type"],
        unique=False,
    )
    op.create_index(
        op.f("Workflow_Workflow_Type_Workflow_idx"), "Workflow_Workflow_Type", ["Workflow"], unique=False
    )
    op.create_table(
        "Dataset_Version",
        sa.Column("RID", Builtin("ermrest_rid"), nullable=False),
        sa.Column("RCT", Builtin("ermrest_rct"), nullable=False),
        sa.Column("RMT", Builtin("ermrest_rmt"), nullable=False),
        sa.Column("RCB", Builtin("ermrest_rcb"), nullable=True),
        sa.Column("RMB", Builtin("ermrest_rmb"), nullable=True),
        sa.Column("RVS", Builtin("int8"), nullable=True),
        sa.Column("Version", Builtin("text"), nullable=False),
        sa.Column("Description", Builtin("markdown"), nullable=True),
        sa.Column("Dataset", Builtin("text"), nullable=False),
        sa.Column("Execution", Builtin("text"), nullable=True),
        sa.Column("Minid", Builtin("text"), nullable=True),
        sa.Column("Minid_Spec_Hash", Builtin("text"), nullable=True),
        sa.Column("Snapshot", Builtin("text"), nullable=True),
        sa.ForeignKeyConstraint(["Dataset"], ["Dataset.RID"], name=op.f("Dataset_Version_Dataset_fkey")),
        sa.ForeignKeyConstraint(
            ["Execution"], ["Execution.RID"], name=op.f("Dataset_Version_Execution_fkey")
        ),
        sa.PrimaryKeyConstraint("RID", name=op.f("Dataset_Version_pkey")),
        sa.UniqueConstraint("Dataset", "Version", name=op.f("Dataset_Version_Dataset_Version_key")),
        comment="A version of a dataset. A draft has no Snapshot; a release has the transaction number it pins.",
    )
    op.create_index(op.f("Dataset_Version_Dataset_idx"), "Dataset_Version", ["Dataset"], unique=False)
    op.create_index(op.f("Dataset_Version_Execution_idx"), "Dataset_Version", ["Execution"], unique=False)
    op.create_table(
        "Execution_Asset_Execution",
        sa.Column("RID", Builtin("ermrest_rid"), nullable=False),
        sa.Column("RCT", Builtin("ermrest_rct"), nullable=False),
        sa.Column("RMT", Builtin("ermrest_rmt"), nullable=False),
        sa.Column("RCB", Builtin("ermrest_rcb"), nullable=True),
        sa.Column("RMB", Builtin("ermrest_rmb"), nullable=True),
        sa.Column("RVS", Builtin("int8"), nullable=True),
        sa.Column("Execution_Asset", Builtin("text"), nullable=False),
        sa.Column("Execution", Builtin("text"), nullable=False),
        sa.Column("Asset_Role", Builtin("text"), nullable=True),
        sa.ForeignKeyConstraint(
            ["Asset_Role"], ["Asset_Role.Name"], name=op.f("Execution_Asset_Execution_Asset_Role_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["Execution"], ["Execution.RID"], name=op.f("Execution_Asset_Execution_Execution_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["Execution_Asset"],
            ["Execution_Asset.RID"],
            name=op.f("Execution_Asset_Execution_Execution_Asset_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("RID", name=op.f("Execution_Asset_Execution_pkey")),
        sa.UniqueConstraint(
            "Execution_Asset",
            "Execution",
            "Asset_Role",
            name=op.f("Execution_Asset_Execution_Execution_Asset_Execution_Asset_Role_key"),
        ),
        comment="The executions of an execution asset, with its role in them.",
    )
    op.create_index(
        op.f("Execution_Asset_Execution_Asset_Role_idx"),
        "Execution_Asset_Execution",
        ["Asset_Role"],
        unique=False,
    )
    op.create_index(
        op.f("Execution_Asset_Execution_Execution_Asset_idx"),
        "Execution_Asset_Execution",
        ["Execution_Asset"],
        unique=False,
    )
    op.create_index(
        op.f("Execution_Asset_Execution_Execution_idx"),
        "Execution_Asset_Execution",
        ["Execution"],
        unique=False,
    )
    op.create_table(
        "Execution_Execution",
        sa.Column("RID", Builtin("ermrest_rid"), nullable=False),
        sa.Column("RCT", Builtin("ermrest_rct"), nullable=False),
        sa.Column("RMT", Builtin("ermrest_rmt"), nullable=False),
        sa.Column("RCB", Builtin("ermrest_rcb"), nullable=True),
        sa.Column("RMB", Builtin("ermrest_rmb"), nullable=True),
        sa.Column("RVS", Builtin("int8"), nullable=True),
        sa.Column("Execution", Builtin("text"), nullable=False),
        sa.Column("Nested_Execution", Builtin("text"), nullable=False),
        sa.Column("Sequence", Builtin("int4"), nullable=True),
        sa.ForeignKeyConstraint(
            ["Execution"],
            ["Execution.RID"],
            name=op.f("Execution_Execution_Execution_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["Nested_Execution"],
            ["Execution.RID"],
            name=op.f("Execution_Execution_Nested_Execution_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("RID", name=op.f("Execution_Execution_pkey")),
        sa.UniqueConstraint(
            "Execution", "Nested_Execution", name=op.f("Execution_Execution_Execution_Nested_Execution_key")
        ),
        comment="Executions that were started by another one.",
    )
    op.create_index(
        op.f("Execution_Execution_Execution_idx"), "Execution_Execution", ["Execution"], unique=False
    )
    op.create_index(
        op.f("Execution_Execution_Nested_Execution_idx"),
        "Execution_Execution",
        ["Nested_Execution"],
        unique=False,
    )
    op.create_table(
        "Execution_Metadata_Execution",
        sa.Column("RID", Builtin("ermrest_rid"), nullable=False),
        sa.Column("RCT", Builtin("ermrest_rct"), nullable=False),
        sa.Column("RMT", Builtin("ermrest_rmt"), nullable=False),
        sa.Column("RCB", Builtin("ermrest_rcb"), nullable=True),
        sa.Column("RMB", Builtin("ermrest_rmb"), nullable=True),
        sa.Column("RVS", Builtin("int8"), nullable=True),
        sa.Column("Execution_Metadata", Builtin("text"), nullable=False),
        sa.Column("Execution", Builtin("text"), nullable=False),
        sa.Column("Asset_Role", Builtin("text"), nullable=True),
        sa.ForeignKeyConstraint(
            ["Asset_Role"], ["Asset_Role.Name"], name=op.f("Execution_Metadata_Execution_Asset_Role_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["Execution"], ["Execution.RID"], name=op.f("Execution_Metadata_Execution_Execution_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["Execution_Metadata"],
            ["Execution_Metadata.RID"],
            name=op.f("Execution_Metadata_Execution_Execution_Metadata_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("RID", name=op.f("Execution_Metadata_Execution_pkey")),
        sa.UniqueConstraint(
            "Execution_Metadata",
            "Execution",
            "Asset_Role",
            name=op.f("Execution_Metadata_Execution_Execution_Metadata_Execution_Asset_Role_key"),
        ),
        comment="The executions of an execution metadata file, with its role in them.",
    )
    op.create_index(
        op.f("Execution_Metadata_Execution_Asset_Role_idx"),
        "Execution_Metadata_Execution",
        ["Asset_Role"],
        unique=False,
    )
    op.create_index(
        op.f("Execution_Metadata_Execution_Execution_Metadata_idx"),
        "Execution_Metadata_Execution",
        ["Execution_Metadata"],
        unique=False,
    )
    op.create_index(
        op.f("Execution_Metadata_Execution_Execution_idx"),
        "Execution_Metadata_Execution",
        ["Execution"],
        unique=False,
    )
    op.create_table(
        "File_Execution",
        sa.Column("RID", Builtin("ermrest_rid"), nullable=False),
        sa.Column("RCT", Builtin("ermrest_rct"), nullable=False),
        sa.Column("RMT", Builtin("ermrest_rmt"), nullable=False),
        sa.Column("RCB", Builtin("ermrest_rcb"), nullable=True),
        sa.Column("RMB", Builtin("ermrest_rmb"), nullable=True),
        sa.Column("RVS", Builtin("int8"), nullable=True),
        sa.Column("File", Builtin("text"), nullable=False),
        sa.Column("Execution", Builtin("text"), nullable=False),
        sa.Column("Asset_Role", Builtin("text"), nullable=True),
        sa.ForeignKeyConstraint(
            ["Asset_Role"], ["Asset_Role.Name"], name=op.f("File_Execution_Asset_Role_fkey")
        ),
        sa.ForeignKeyConstraint(["Execution"], ["Execution.RID"], name=op.f("File_Execution_Execution_fkey")),
        sa.ForeignKeyConstraint(
            ["File"], ["File.RID"], name=op.f("File_Execution_File_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("RID", name=op.f("File_Execution_pkey")),
        sa.UniqueConstraint(
            "File", "Execution", "Asset_Role", name=op.f("File_Execution_File_Execution_Asset_Role_key")
        ),
        comment="The executions of a file, with its role in them.",
    )
    op.create_index(op.f("File_Execution_Asset_Role_idx"), "File_Execution", ["Asset_Role"], unique=False)
    op.create_index(op.f("File_Execution_Execution_idx"), "File_Execution", ["Execution"], unique=False)
    op.create_index(op.f("File_Execution_File_idx"), "File_Execution", ["File"], unique=False)
    op.create_table(
        "Dataset_Execution",
        sa.Column("RID", Builtin("ermrest_rid"), nullable=False),
        sa.Column("RCT", Builtin("ermrest_rct"), nullable=False),
        sa.Column("RMT", Builtin("ermrest_rmt"), nullable=False),
        sa.Column("RCB", Builtin("ermrest_rcb"), nullable=True),
        sa.Column("RMB", Builtin("ermrest_rmb"), nullable=True),
        sa.Column("RVS", Builtin("int8"), nullable=True),
        sa.Column("Dataset", Builtin("text"), nullable=False),
        sa.Column("Execution", Builtin("text"), nullable=False),
        sa.Column("Dataset_Version", Builtin("text"), nullable=True),
        sa.ForeignKeyConstraint(["Dataset"], ["Dataset.RID"], name=op.f("Dataset_Execution_Dataset_fkey")),
        sa.ForeignKeyConstraint(
            ["Dataset_Version"], ["Dataset_Version.RID"], name=op.f("Dataset_Execution_Dataset_Version_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["Execution"], ["Execution.RID"], name=op.f("Dataset_Execution_Execution_fkey")
        ),
        sa.PrimaryKeyConstraint("RID", name=op.f("Dataset_Execution_pkey")),
        sa.UniqueConstraint(
            "Dataset",
            "Execution",
            "Dataset_Version",
            name=op.f("Dataset_Execution_Dataset_Execution_Dataset_Version_key"),
        ),
        comment="Datasets that an execution read, and at which version.",
    )
    op.create_index(
        op.f("Dataset_Execution_Dataset_Version_idx"), "Dataset_Execution", ["Dataset_Version"], unique=False
    )
    op.create_index(op.f("Dataset_Execution_Dataset_idx"), "Dataset_Execution", ["Dataset"], unique=False)
    op.create_index(op.f("Dataset_Execution_Execution_idx"), "Dataset_Execution", ["Execution"], unique=False)
    if is_server:  # SQLite has it since the table was made
        op.create_foreign_key(
            op.f("Dataset_Version_fkey"), "Dataset", "Dataset_Version", ["Version"], ["RID"]
        )


def downgrade() -> None:
    """Take the change back."""
    is_server = op.get_bind().dialect.name == "postgresql"
    if is_server:
        op.drop_constraint(op.f("Dataset_Version_fkey"), "Dataset")
    op.drop_index(op.f("Dataset_Execution_Execution_idx"), table_name="Dataset_Execution")
    op.drop_index(op.f("Dataset_Execution_Dataset_idx"), table_name="Dataset_Execution")
    op.drop_index(op.f("Dataset_Execution_Dataset_Version_idx"), table_name="Dataset_Execution")
    op.drop_table("Dataset_Execution")
    op.drop_index(op.f("File_Execution_File_idx"), table_name="File_Execution")
    op.drop_index(op.f("File_Execution_Execution_idx"), table_name="File_Execution")
    op.drop_index(op.f("File_Execution_Asset_Role_idx"), table_name="File_Execution")
    op.drop_table("File_Execution")
    op.drop_index(
        op.f("Execution_Metadata_Execution_Execution_idx"), table_name="Execution_Metadata_Execution"
    )
    op.drop_index(
        op.f("Execution_Metadata_Execution_Execution_Metadata_idx"), table_name="Execution_Metadata_Execution"
    )
    op.drop_index(
        op.f("Execution_Metadata_Execution_Asset_Role_idx"), table_name="Execution_Metadata_Execution"
    )
    op.drop_table("Execution_Metadata_Execution")
    op.drop_index(op.f("Execution_Execution_Nested_Execution_idx"), table_name="Execution_Execution")
    op.drop_index(op.f("Execution_Execution_Execution_idx"), table_name="Execution_Execution")
    op.drop_table("Execution_Execution")
    op.drop_index(op.f("Execution_Asset_Execution_Execution_idx"), table_name="Execution_Asset_Execution")
    op.drop_index(
        op.f("Execution_Asset_Execution_Execution_Asset_idx"), table_name="Execution_Asset_Execution"
    )
    op.drop_index(op.f("Execution_Asset_Execution_Asset_Role_idx"), table_name="Execution_Asset_Execution")
    op.drop_table("Execution_Asset_Execution")
    op.drop_index(op.f("Dataset_Version_Execution_idx"), table_name="Dataset_Version")
    op.drop_index(op.f("Dataset_Version_Dataset_idx"), table_name="Dataset_Version")
    op.drop_table("Dataset_Version")
    op.drop_index(op.f("Workflow_Workflow_Type_Workflow_idx"), table_name="Workflow_Workflow_Type")
    op.drop_index(op.f("Workflow_Workflow_Type_Workflow_Type_idx"), table_name="Workflow_Workflow_Type")
    op.drop_table("Workflow_Workflow_Type")
    op.drop_index(op.f("File_Asset_Type_File_idx"), table_name="File_Asset_Type")
    op.drop_index(op.f("File_Asset_Type_Asset_Type_idx"), table_name="File_Asset_Type")
    op.drop_table("File_Asset_Type")
    op.drop_index(
        op.f("Execution_Metadata_Asset_Type_Execution_Metadata_idx"),
        table_name="Execution_Metadata_Asset_Type",
    )
    op.drop_index(
        op.f("Execution_Metadata_Asset_Type_Asset_Type_idx"), table_name="Execution_Metadata_Asset_Type"
    )
    op.drop_table("Execution_Metadata_Asset_Type")
    op.drop_index(
        op.f("Execution_Asset_Asset_Type_Execution_Asset_idx"), table_name="Execution_Asset_Asset_Type"
    )
    op.drop_index(op.f("Execution_Asset_Asset_Type_Asset_Type_idx"), table_name="Execution_Asset_Asset_Type")
    op.drop_table("Execution_Asset_Asset_Type")
    op.drop_index(op.f("Execution_Workflow_idx"), table_name="Execution")
    op.drop_index(op.f("Execution_Status_idx"), table_name="Execution")
    op.drop_table("Execution")
    op.drop_table("Directory_Dataset")
    op.drop_index(op.f("Dataset_File_File_idx"), table_name="Dataset_File")
    op.drop_index(op.f("Dataset_File_Dataset_idx"), table_name="Dataset_File")
    op.drop_table("Dataset_File")
    op.drop_index(op.f("Dataset_Dataset_Type_Dataset_idx"), table_name="Dataset_Dataset_Type")
    op.drop_index(op.f("Dataset_Dataset_Type_Dataset_Type_idx"), table_name="Dataset_Dataset_Type")
    op.drop_table("Dataset_Dataset_Type")
    op.drop_index(op.f("Dataset_Dataset_Nested_Dataset_idx"), table_name="Dataset_Dataset")
    op.drop_index(op.f("Dataset_Dataset_Dataset_idx"), table_name="Dataset_Dataset")
    op.drop_table("Dataset_Dataset")
    op.drop_table("Workflow_Type")
    op.drop_index(op.f("Workflow_Checksum_idx"), table_name="Workflow")
    op.drop_table("Workflow")
    op.drop_table("Muniment_Table")
    if is_server:
        op.execute('DROP SEQUENCE "Muniment_RID_Block"')
        op.execute('DROP SEQUENCE "Muniment_Number"')
    else:
        op.drop_table("Muniment_RID")
        op.drop_table("Muniment_Clock")
    op.drop_table("Muniment_Catalog")
    op.drop_index(op.f("File_SHA256_idx"), table_name="File")
    op.drop_table("File")
    op.drop_table("Feature_Name")
    op.drop_table("Execution_Status")
    op.drop_index(op.f("Execution_Metadata_SHA256_idx"), table_name="Execution_Metadata")
    op.drop_table("Execution_Metadata")
    op.drop_index(op.f("Execution_Asset_SHA256_idx"), table_name="Execution_Asset")
    op.drop_table("Execution_Asset")
    op.drop_table("Dataset_Type")
    op.drop_table("Dataset")
    op.drop_table("Asset_Type")
    op.drop_table("Asset_Role")
