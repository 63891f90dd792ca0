"""Keep a log of what was changed about tables, and find core assets by file name faster."""

import sqlalchemy as sa
from alembic import op

from muniment.catalog.schema.types import Builtin

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ASSETS = ("Execution_Asset", "Execution_Metadata", "File")


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "Muniment_Change",
        sa.Column("RVS", Builtin("int8"), autoincrement=False, nullable=False),
        sa.Column("Time", Builtin("timestamptz"), nullable=False),
        sa.Column("Actor", Builtin("text"), nullable=True),
        sa.Column("Action", Builtin("text"), nullable=False),
        sa.Column("Table_Name", Builtin("text"), nullable=True, comment="Name that the table had then"),
        sa.Column("Details", Builtin("jsonb"), nullable=False),
        sa.PrimaryKeyConstraint("RVS", name=op.f("Muniment_Change_pkey")),
    )
    for table in ASSETS:
        op.create_index(op.f(f"{table}_Filename_idx"), table, ["Filename"])


def downgrade() -> None:
    """Take the change back."""
    for table in ASSETS:
        op.drop_index(op.f(f"{table}_Filename_idx"), table_name=table)
    op.drop_table("Muniment_Change")
