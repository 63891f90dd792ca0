"""Keep the past of every row: what was updated or deleted, when, and by whom."""

import sqlalchemy as sa
from alembic import op

from muniment.catalog.schema import history, registry
from muniment.catalog.schema.types import Builtin

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change; histories and triggers are made after the last migration."""
    op.create_table(
        "Muniment_Transaction",
        sa.Column("RVS", Builtin("int8"), autoincrement=False, nullable=False),
        sa.Column("Time", Builtin("timestamptz"), nullable=False),
        sa.Column("Actor", Builtin("text"), nullable=True),
        sa.Column("Execution", Builtin("text"), nullable=True),
        sa.PrimaryKeyConstraint("RVS", name=op.f("Muniment_Transaction_pkey")),
    )
    op.create_table(
        "Muniment_Mark",
        sa.Column("Name", Builtin("text"), nullable=False),
        sa.Column("RVS", Builtin("int8"), nullable=False),
        sa.Column("Time", Builtin("timestamptz"), nullable=False),
        sa.Column("Actor", Builtin("text"), nullable=True),
        sa.Column("Description", Builtin("text"), nullable=True),
        sa.PrimaryKeyConstraint("Name", name=op.f("Muniment_Mark_pkey")),
    )
    op.create_table(
        "Muniment_Table__history",
        sa.Column("ID", Builtin("int8"), autoincrement=False, nullable=False),
        sa.Column("RVS", Builtin("int8"), autoincrement=False, nullable=False),
        sa.Column("Muniment_Until", Builtin("int8"), nullable=False),
        sa.Column("Name", Builtin("text"), nullable=False),
        sa.Column("Kind", Builtin("text"), nullable=False),
        sa.Column("Definition", Builtin("jsonb"), nullable=False),
        sa.Column("Dropped", Builtin("text"), nullable=True, comment="Name that a dropped table had"),
        sa.PrimaryKeyConstraint("ID", "RVS", name=op.f("Muniment_Table__history_pkey")),
    )
    comment = "The same under all names that a table has had"
    op.add_column("Muniment_Table", sa.Column("ID", Builtin("int8"), nullable=True, comment=comment))
    op.execute(
        'UPDATE "Muniment_Table" SET "ID" = (SELECT count(*) FROM "Muniment_Table" AS other '
        'WHERE other."Name" <= "Muniment_Table"."Name")'
    )


def downgrade() -> None:
    """Take the change back: the past is lost."""
    history.remove(op.get_bind(), registry.stored_tables(op.get_bind()))
    op.drop_column("Muniment_Table", "ID")
    op.drop_table("Muniment_Table__history")
    op.drop_table("Muniment_Mark")
    op.drop_table("Muniment_Transaction")
