import gc
import weakref
from contextlib import contextmanager

import pytest
import sqlalchemy as sa

from muniment import BuiltinTypes, ColumnDefinition, Muniment, TableDefinition
from muniment.catalog.database import listed
from tests.stacks import make_empty


@pytest.fixture
def other(stack, tmp_path, ml):
    """Another new catalog."""
    address = stack.create_database() if "://" in str(ml.address) else tmp_path / "other"
    make_empty(address, str(tmp_path / "objects"))
    with Muniment(address, actor="grace") as opened:
        yield opened


@contextmanager
def compiling(ml):
    """Gather the statements that are compiled for a catalog."""
    engine, compiled = ml._catalog.database.engine, []

    def note(_connection, _cursor, statement, _parameters, context, _many):
        if context.compiled is not None and context.cache_hit is engine.dialect.CACHE_MISS:
            compiled.append(statement)

    sa.event.listen(engine, "before_cursor_execute", note)
    yield compiled
    sa.event.remove(engine, "before_cursor_execute", note)


def define(ml, *columns):
    ml.create_table(TableDefinition("Subject", [ColumnDefinition(*column) for column in columns]))


def use(ml):
    rids = ml.insert_rows("Subject", [{"Name": "Ada", "Age": 36}, {"Name": "Bob", "Age": 7}])
    ml.update_rows("Subject", [{"RID": rids[0], "Age": 37}])
    ml.delete_rows("Subject", rids[1:])
    return [row["Age"] for row in ml.list_rows("Subject")]


def test_a_statement_is_compiled_once_for_all_catalogs(ml, other):
    """What was asked of one catalog is asked of another, with tables that are alike, without compiling it again."""
    for each in (ml, other):
        define(each, ("Name",), ("Age", BuiltinTypes.int4))
    assert use(ml) == [37]
    with compiling(other) as compiled:
        assert use(other) == [37]
    assert compiled == []


def test_tables_of_one_name_in_two_catalogs_are_told_apart(ml, other):
    """A table whose columns are others in another catalog is read and written there by its own columns."""
    define(ml, ("Name",), ("Age", BuiltinTypes.int4))
    define(other, ("Age", BuiltinTypes.jsonb), ("Name",), ("Note", BuiltinTypes.text, True, "none"))
    assert use(ml) == use(other) == [37]
    assert "Note" not in ml.list_rows("Subject")[0]
    assert other.list_rows("Subject")[0]["Note"] == "none"
    other.insert_rows("Subject", {"Age": {"years": 1}})
    assert [row["Age"] for row in other.list_rows("Subject")] == [37, {"years": 1}]
    ml.add_column("Subject", ColumnDefinition("Note", BuiltinTypes.float8))
    other.drop_column("Subject", "Note")
    assert ml.list_rows("Subject")[0]["Note"] is None
    assert "Note" not in other.list_rows("Subject")[0]


def test_a_catalog_that_nobody_holds_is_forgotten(lab):
    """What was compiled for a catalog keeps neither it nor its connections."""
    ml = Muniment(lab)
    define(ml, ("Name",), ("Age", BuiltinTypes.int4))
    use(ml)
    ml.close()
    held = [
        weakref.ref(each) for each in (ml._catalog, ml._catalog.database, ml._catalog.database.engine.pool)
    ]
    del ml
    gc.collect()
    assert [each() for each in held] == [None, None, None]


class Text(str):
    """A text of which can be seen whether anybody holds it."""


def test_long_lists_are_not_kept(ml):
    """What a statement was asked for is forgotten when it is many values, and asked again rightly."""
    for count in (5000, 3, 4000):
        values = [Text(number) for number in range(count)]
        held = weakref.ref(values[0])
        with ml._catalog.read() as connection:
            found = connection.execute(sa.select(listed(connection, values).subquery())).scalars().all()
        assert sorted(found) == sorted(values)
        del values, found
        gc.collect()
        assert (held() is None) == (count > 1000)
