"""Record what executions ran in, how far they are, and how they ended."""

import sqlalchemy as sa
from alembic import op

from muniment.catalog.schema.types import Builtin

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "Muniment_Environment",
        sa.Column("ID", Builtin("text"), nullable=False),
        sa.Column("Content", Builtin("jsonb"), nullable=False),
        sa.PrimaryKeyConstraint("ID", name=op.f("Muniment_Environment_pkey")),
    )
    usage = "Processor time in seconds, and the most memory in bytes"
    exit_ = "How its code ended: the traceback if by an error"
    op.create_table(
        "Muniment_Session",
        sa.Column("Execution", Builtin("text"), nullable=False),
        sa.Column("Number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("Host", Builtin("text"), nullable=True),
        sa.Column("Process", Builtin("int8"), nullable=True),
        sa.Column("Environment", Builtin("text"), nullable=True),
        sa.Column(
            "Details", Builtin("jsonb"), nullable=True, comment="Variables of the environment, and seeds"
        ),
        sa.Column("Begun", Builtin("timestamptz"), nullable=True),
        sa.Column("Ended", Builtin("timestamptz"), nullable=True),
        sa.Column("Exit", Builtin("text"), nullable=True, comment=exit_),
        sa.Column("Usage", Builtin("jsonb"), nullable=True, comment=usage),
        sa.Column("Message", Builtin("text"), nullable=True, comment="How far it is"),
        sa.Column("Told", Builtin("timestamptz"), nullable=True, comment="When it said so"),
        sa.ForeignKeyConstraint(
            ["Environment"],
            ["Muniment_Environment.ID"],
            name=op.f("Muniment_Session_Environment_fkey"),
        ),
        sa.PrimaryKeyConstraint("Execution", "Number", name=op.f("Muniment_Session_pkey")),
    )
    op.create_index(op.f("Muniment_Session_Environment_idx"), "Muniment_Session", ["Environment"])


def downgrade() -> None:
    """Take the change back."""
    op.drop_table("Muniment_Session")
    op.drop_table("Muniment_Environment")
