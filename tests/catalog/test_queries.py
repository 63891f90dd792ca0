import copy
import operator
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import pairwise, product
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

import muniment
from muniment.catalog import creation, rows, tables
from muniment.catalog.catalog import Catalog
from muniment.catalog.queries import (
    Array,
    ArrayD,
    Avg,
    Cnt,
    CntD,
    Max,
    Min,
    Sum,
    path_builder,
)
from muniment.catalog.schema.definitions import ColumnDefinition, ForeignKeyDefinition, TableDefinition
from muniment.catalog.schema.types import BuiltinTypes
from muniment.errors import (
    ColumnNotFound,
    ConstraintViolation,
    InvalidValue,
    NotFound,
    TableNotFound,
)

IMAGE = [
    ColumnDefinition("Width", BuiltinTypes.int4),
    ColumnDefinition("Height", BuiltinTypes.int4),
    ColumnDefinition("Format"),
    ColumnDefinition("Score", BuiltinTypes.float8),
    ColumnDefinition("Sharp", BuiltinTypes.boolean),
    ColumnDefinition("Taken", BuiltinTypes.timestamptz),
    ColumnDefinition("Camera", BuiltinTypes.jsonb),
    ColumnDefinition("Eye Side"),
    ColumnDefinition("filter"),
]
WORDS = [None, "", "PNG", "png", "P_G", "100%", "a*b?[c]", "é\nZ", "\\"]
SCORES = [None, -0.0, 0.1 + 0.2, 1 / 3, float("inf"), -1e300]
NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)


def make_catalog(folder) -> Catalog:
    """Make a catalog with subjects, their images, and persons who have parents."""
    catalog = creation.create(folder / "lab")
    columns = [ColumnDefinition("Name", nullok=False), ColumnDefinition("Age", BuiltinTypes.int2)]
    tables.create_table(catalog, TableDefinition("Subject", columns))
    tables.create_asset_table(catalog, "Image", IMAGE, referenced_tables=["Subject"])
    names = [ColumnDefinition("Name"), ColumnDefinition("Parent")]
    parent = ForeignKeyDefinition("Parent", "Person")
    tables.create_table(catalog, TableDefinition("Person", names, fkey_defs=[parent]))
    return catalog


def insert(catalog: Catalog, table: str, *entries: dict[str, Any]) -> list[str]:
    """Insert rows; of assets, what is known about the file is made up."""
    file = {"URL": "u", "Length": 1, "MD5": "m"} if table == "Image" else {}
    with catalog.write() as tx:
        return rows.insert(tx, catalog.model, table, [{**file, **entry} for entry in entries])


@pytest.fixture(scope="module")
def shared(tmp_path_factory) -> Iterator[SimpleNamespace]:
    """Two subjects with three images, an image of nobody, and Ann's family; not to be changed."""
    catalog = make_catalog(tmp_path_factory.mktemp("queries"))
    ann, bob, _ = insert(
        catalog, "Subject", {"Name": "Ann", "Age": 41}, {"Name": "Bob"}, {"Name": "Cy", "Age": 67}
    )
    images = insert(
        catalog,
        "Image",
        {"Filename": "a.png", "Width": 10, "Height": 30, "Format": "PNG", "Score": 0.1, "Subject": bob},
        {"Filename": "b.png", "Width": 20, "Height": 20, "Format": "png", "Sharp": True, "Subject": ann},
        {"Filename": "c.tif", "Height": 10, "Format": "TIFF", "Taken": NOON, "Subject": ann},
        {"Filename": "d.png", "Width": 30, "Format": "PNG", "Score": 1 / 3, "Sharp": False},
    )
    [execution] = insert(catalog, "Execution", {"Status": "Uploaded"})
    roles = ["Input", "Output", "Output"]
    insert(
        catalog,
        "Image_Execution",
        *(
            {"Image": i, "Execution": execution, "Asset_Role": role}
            for i, role in zip(images, roles, strict=False)
        ),
    )
    [eve] = insert(catalog, "Person", {"Name": "Eve"})
    insert(catalog, "Person", {"Name": "Ann", "Parent": eve}, {"Name": "Bob", "Parent": eve})
    domain = path_builder(catalog).schemas["domain"]
    yield SimpleNamespace(
        catalog=catalog,
        domain=domain,
        image=domain.Image,
        subject=domain.Subject,
        person=domain.Person,
        role=domain.Image_Execution,
        images=images,
        execution=execution,
    )
    catalog.database.close()


@pytest.fixture
def own(tmp_path) -> Iterator[SimpleNamespace]:
    """A catalog without rows, to be changed."""
    catalog = make_catalog(tmp_path)
    domain = path_builder(catalog).schemas["domain"]
    yield SimpleNamespace(catalog=catalog, image=domain.Image, subject=domain.Subject, person=domain.Person)
    catalog.database.close()


@contextmanager
def counted(catalog: Catalog) -> Iterator[list[str]]:
    """Note the statements that read or write rows."""
    statements: list[str] = []

    def note(connection, cursor, statement, *_):
        if not statement.startswith(("BEGIN", "COMMIT", "ROLLBACK")):
            statements.append(statement)

    sa.event.listen(catalog.database.engine, "before_cursor_execute", note)
    yield statements
    sa.event.remove(catalog.database.engine, "before_cursor_execute", note)


def names(found) -> list[str]:
    """Name the images or subjects of a result."""
    return [row.get("Filename") or row.get("Name") for row in found.entities().fetch()]


# Names


def test_what_an_execution_made_is_asked_in_derivamls_words(shared):
    """DerivaML's query for the assets that an execution made runs as it stands, whichever schema it names."""
    execution_rid = shared.execution
    pb = path_builder(shared.catalog)
    asset_execution = pb.schemas["deriva-ml"].Image_Execution
    results = (
        asset_execution.filter(asset_execution.Execution == execution_rid)
        .filter(asset_execution.Asset_Role == "Output")
        .entities()
        .fetch()
    )
    assert [row["Image"] for row in results] == shared.images[1:3]


def test_schemas_tables_and_columns_are_keys_and_attributes(shared):
    """A table or column is reached by its name as a key, and as an attribute."""
    pb = path_builder(shared.catalog)
    assert list(pb.schemas) == ["deriva-ml", "domain"]
    assert pb.domain.tables["Image"] is pb.schemas["domain"].Image is pb.domain["Image"]
    assert "Dataset" in pb.deriva_ml.tables
    assert "Dataset" not in pb.domain.tables
    image = pb.domain.Image
    assert image.columns["Width"] is image.column_definitions["Width"] is image.Width is image["Width"]
    assert str(image.Width) == "Width"


def test_names_that_are_no_attributes_have_one_beside_them(shared):
    """A name with a space has an attribute with an underscore, one that is a method's gets a number."""
    image = shared.image
    assert image.Eye_Side is image.columns["Eye Side"]
    assert image.filter1 is image.columns["filter"]
    assert {"Width", "Eye_Side", "filter1", "entities"} <= set(dir(image))
    assert {"Image", "Subject"} <= set(dir(shared.domain))
    assert "Subject" in dir(image.link(shared.subject))


def test_names_are_completed_in_a_notebook(shared):
    """A notebook completes the keys of the path builder, its schemas and tables."""
    pb = path_builder(shared.catalog)
    for named, expected in ((pb.schemas, "domain"), (pb.domain, "Image"), (pb.domain.Image, "Eye Side")):
        assert expected in named._ipython_key_completions_()


@pytest.mark.parametrize(
    ("ask", "error", "message"),
    [
        (lambda pb: pb.schemas["deriva_ml"], NotFound, "Did you mean 'deriva-ml'?"),
        (lambda pb: pb.isa, NotFound, "There are deriva-ml, domain"),
        (lambda pb: pb.domain.Imgae, TableNotFound, "Did you mean 'Image'?"),
        (lambda pb: pb.domain.tables["Imgae"], TableNotFound, "Did you mean 'Image'?"),
        (lambda pb: pb.domain.Image.Widht, ColumnNotFound, "Did you mean 'Width'?"),
        (lambda pb: pb.domain.Image.columns["Widht"], ColumnNotFound, "Did you mean 'Width'?"),
        (lambda pb: pb.domain.Image.path.Subject, TableNotFound, "It has Image"),
    ],
)
def test_a_name_that_is_not_there_is_told_with_the_nearest(shared, ask, error, message):
    """A misspelt schema, table or column is an error that names what is there."""
    with pytest.raises(error, match=re.escape(message)):
        ask(path_builder(shared.catalog))


def test_asking_whether_there_is_an_attribute_is_safe(shared):
    """hasattr, copy and the probes of notebooks find no attribute where there is no column or table."""
    for thing in (path_builder(shared.catalog), shared.domain, shared.image, shared.image.path):
        assert not hasattr(thing, "nothing_of_this_name")
        assert not hasattr(thing, "_repr_png_")
        assert repr(copy.copy(thing)) == repr(thing)


def test_a_table_that_was_made_later_is_found(own):
    """A path builder finds a table that was made after it, if it is asked for by name."""
    domain = path_builder(own.catalog).schemas["domain"]
    tables.create_table(own.catalog, TableDefinition("Visit", [ColumnDefinition("Day")]))
    assert "Day" in domain.Visit.columns
    assert "Day" in domain.tables["Visit"].columns


# Conditions


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (lambda i: i.Width == 20, "b"),
        (lambda i: i.Width != 20, "ad"),
        (lambda i: i.Width < 20, "a"),
        (lambda i: i.Width <= 20, "ab"),
        (lambda i: i.Width > 20, "d"),
        (lambda i: i.Width.ge(20), "bd"),
        (lambda i: i.Width == None, "c"),  # noqa: E711
        (lambda i: i.Width != pd.NA, "abd"),
        (lambda i: i.Width.is_null() | i.Height.isnull(), "cd"),
        (lambda i: ~i.Width.is_null(), "abd"),
        (lambda i: i.Width.in_([10, 30, 99]), "ad"),
        (lambda i: i.Width.in_([]), ""),
        (lambda i: ~(i.Width > 15), "a"),
        (lambda i: (i.Width > 15).negate(), "a"),
        (lambda i: (i.Width > 15) & (i.Format == "PNG"), "d"),
        (lambda i: (i.Width > 25).or_(i.Format == "TIFF").and_(i.Sharp.is_null()), "c"),
        (lambda i: i.Width == i.Height, "b"),
        (lambda i: i.Width < i.Height, "a"),
        (lambda i: i.Height > i.Score, "a"),
        (lambda i: i.Sharp == True, "b"),  # noqa: E712
        (lambda i: i.Taken == "2026-01-02T13:00:00+01:00", "c"),
        (lambda i: i.Taken < NOON + timedelta(microseconds=1), "c"),
        (lambda i: i.Format.like("P%"), "ad"),
        (lambda i: i.Filename.like("_.tif"), "c"),
        (lambda i: i.Format.regexp("^P"), "ad"),
        (lambda i: i.Format.ciregexp("^p|f$"), "abcd"),
        (lambda i: i.Camera == None, "abcd"),  # noqa: E711
    ],
)
def test_a_filter_finds_the_rows_for_which_it_is_true(shared, condition, expected):
    """Comparisons, and what is joined of them, find the rows that SQL finds."""
    found = names(shared.image.filter(condition(shared.image)))
    assert [name[0] for name in found] == list(expected)


def test_filters_one_after_the_other_are_both_asked(shared):
    """A filter of a filtered path narrows it further."""
    image = shared.image
    path = image.filter(image.Width > 10).filter((image.Format == "PNG") | ~(image.Height < 5))
    assert names(path) == ["b.png", "d.png"]


def test_a_path_never_changes(shared):
    """A path that was filtered or linked is as it was, so that it can be filtered in two ways."""
    image = shared.image
    path = image.filter(image.Width > 5)
    assert names(path.filter(image.Format == "PNG")) == ["a.png", "d.png"]
    assert names(path.filter(image.Format == "png").link(shared.subject)) == ["Ann"]
    assert names(path) == ["a.png", "b.png", "d.png"]


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        (
            lambda i: i.Width == "abc",
            "Image.Width holds int4 and cannot be compared with 'abc'",
        ),
        (lambda i: i.Width > 2.5, "not an integer"),
        (lambda i: i.Width < 2**40, "out of range"),
        (lambda i: i.Width > None, "is_null()"),
        (lambda i: i.Width.in_([1, None]), "is_null()"),
        (lambda i: i.Width.in_("12"), "takes a list of values"),
        (lambda i: i.Width == [1], "is list, not an integer"),
        (lambda i: i.Sharp == "yes", "is str, not a boolean"),
        (lambda i: i.Taken > "yesterday", "Image.Taken holds timestamptz"),
        (lambda i: i.Format == i.Width, "Image.Format holds text, Image.Width int4"),
        (lambda i: i.Camera == {"Make": "X"}, "only be compared with None"),
        (lambda i: i.Width.like("1%"), "only text can be like a pattern"),
        (lambda i: i.Format.like("P\\"), "double the last backslash"),
        (lambda i: i.Format.regexp("("), "no regular expression"),
        (lambda i: i.Format.ciregexp("a)(b"), "no regular expression"),
        (lambda i: i.Format.regexp("[[:alpha:]]"), "no regular expression"),
    ],
)
def test_a_value_that_does_not_fit_its_column_is_refused(shared, condition, message):
    """A comparison that could never be meant is refused when it is written, with its column and value."""
    with pytest.raises(InvalidValue, match=re.escape(message)):
        condition(shared.image)


@pytest.mark.parametrize(
    "condition",
    [
        lambda i: i.Width > 5 and i.Height > 5,
        lambda i: 5 < i.Width < 9,
        lambda i: not i.Width.is_null(),
        lambda i: i.Width > 5 & i.Height,
        lambda i: (i.Width > 5) | True,
        lambda i: i.filter(i.Sharp),
        lambda i: i.filter(True),
    ],
)
def test_python_words_in_a_condition_are_refused(shared, condition):
    """A condition joined by and, or, not, or without its brackets, is an error that tells to use & and |."""
    with pytest.raises(TypeError, match=r"& .*\|.*in brackets"):
        condition(shared.image)


def test_more_values_than_a_statement_has_parameters(shared):
    """A list of a hundred thousand RIDs can be asked for."""
    wanted = [*shared.images, *(f"9-{number:04}" for number in range(100_000))]
    assert len(shared.image.filter(shared.image.RID.in_(wanted)).entities()) == 4


def test_many_conditions_can_be_joined(shared):
    """Conditions that a loop joins are not nested, so that there can be hundreds."""
    condition = shared.image.Width == 0
    for number in range(1, 900):
        condition |= shared.image.Width == number
    assert len(names(shared.image.filter(condition))) == 3


@pytest.fixture(scope="module")
def varied(tmp_path_factory) -> Iterator[SimpleNamespace]:
    """A table with all sorts of values, also none; not to be changed."""
    catalog = make_catalog(tmp_path_factory.mktemp("varied"))
    choices = product([None, -1, 7], [None, 7], WORDS, [None, True, False])
    entries = [
        {
            "Width": width,
            "Height": height,
            "Format": word,
            "Sharp": sharp,
            "Score": SCORES[number % len(SCORES)],
            "Taken": None if number % 5 == 0 else NOON + timedelta(microseconds=number),
        }
        for number, (width, height, word, sharp) in enumerate(choices)
    ]
    insert(catalog, "Image", *entries)
    image = path_builder(catalog).domain.Image
    yield SimpleNamespace(image=image, rows=list(image.entities().fetch()))
    catalog.database.close()


COMPARED = {
    "Width": [-1, 0, 7],
    "Format": [word for word in WORDS if word is not None],
    "Sharp": [True, False],
    "Score": [0.0, 0.1 + 0.2, 0.3, 1 / 3, float("inf")],
    "Taken": [NOON, NOON + timedelta(microseconds=77), NOON + timedelta(days=1)],
}
SIGNS = [operator.eq, operator.ne, operator.lt, operator.le, operator.gt, operator.ge]
PIECES = [("%", ".*"), ("_", "."), (r"\%", "%"), (r"\_", "_"), (r"\\", r"\\"), ("*", r"\*"), ("?", r"\?")]
PIECES += [("[c]", r"\[c\]"), ("P", "P"), ("g", "g"), ("é", "é"), ("\n", "\n")]


@st.composite
def comparisons(draw):
    """Make a comparison: as it is asked of a table, and as it is of a row in Python; None is neither."""
    name = draw(st.sampled_from(sorted(COMPARED)))
    value, sign = draw(st.sampled_from(COMPARED[name])), draw(st.sampled_from(SIGNS))
    return lambda image: sign(image[name], value), lambda row: known(
        row[name], lambda found: sign(found, value)
    )


@st.composite
def memberships(draw):
    """Make a condition that a value is one of several."""
    name = draw(st.sampled_from(sorted(COMPARED)))
    values = draw(st.lists(st.sampled_from(COMPARED[name])))
    return (
        lambda image: image[name].in_(values),
        lambda row: known(row[name], lambda found: found in values) if values else False,
    )


@st.composite
def patterns(draw):
    """Make a condition that a text is like a pattern."""
    pieces = draw(st.lists(st.sampled_from(PIECES), max_size=4))
    like, expression = ("".join(piece) for piece in zip(*pieces, strict=True)) if pieces else ("", "")
    return (
        lambda image: image.Format.like(like),
        lambda row: known(row["Format"], lambda found: bool(re.fullmatch(expression, found, re.DOTALL))),
    )


@st.composite
def expressions(draw):
    """Make a condition that a regular expression is found in a text."""
    pattern, flag = draw(st.sampled_from(["^p", "G$", "n|%", r"\W", ""])), draw(st.booleans())
    return (
        lambda image: image.Format.ciregexp(pattern) if flag else image.Format.regexp(pattern),
        lambda row: known(row["Format"], lambda found: bool(re.search(pattern, found, re.IGNORECASE * flag))),
    )


@st.composite
def relations(draw):
    """Make a comparison of two columns."""
    sign = draw(st.sampled_from(SIGNS))
    return (
        lambda image: sign(image.Width, image.Height),
        lambda row: known(row["Width"], lambda w: known(row["Height"], lambda h: sign(w, h))),
    )


@st.composite
def absences(draw):
    """Make a comparison with None."""
    name, sign = draw(st.sampled_from(sorted(COMPARED))), draw(st.sampled_from(SIGNS[:2]))
    return lambda image: sign(image[name], None), lambda row: sign(row[name], None)


def known(value, ask):
    """Ask of a value, if there is one."""
    return None if value is None else ask(value)


def both(one, other):
    """SQL's AND."""
    return False if one is False or other is False else None if one is None or other is None else True


def negated(one):
    """SQL's NOT."""
    return None if one is None else not one


def joined(parts):
    """Make conditions that consist of others."""
    pairs = st.tuples(parts, parts)
    return st.one_of(
        parts.map(lambda p: (lambda i: ~p[0](i), lambda row: negated(p[1](row)))),
        pairs.map(lambda p: (lambda i: p[0][0](i) & p[1][0](i), lambda r: both(p[0][1](r), p[1][1](r)))),
        pairs.map(
            lambda p: (
                lambda i: p[0][0](i) | p[1][0](i),
                lambda r: negated(both(negated(p[0][1](r)), negated(p[1][1](r)))),
            )
        ),
    )


CONDITIONS = st.recursive(
    st.one_of(comparisons(), memberships(), patterns(), expressions(), relations(), absences()),
    joined,
    max_leaves=8,
)


@given(asked=CONDITIONS)
def test_any_condition_finds_what_python_finds(varied, asked):
    """Whatever is compared and joined, also where values are missing, the rows are those of SQL's logic."""
    condition, holds = asked
    found = varied.image.filter(condition(varied.image)).entities().fetch()
    assert list(found) == [row for row in varied.rows if holds(row) is True]


# Links


def test_a_link_goes_along_the_foreign_key_in_either_direction(shared):
    """Tables are linked along the one foreign key between them, and each row is found once."""
    image, subject = shared.image, shared.subject
    assert names(image.link(subject)) == ["Ann", "Bob"]
    assert names(subject.link(image)) == ["a.png", "b.png", "c.tif"]
    assert names(subject.filter(subject.Age > 40).link(image).filter(image.Width > 5)) == ["b.png"]


def test_a_link_can_begin_at_an_earlier_table(shared):
    """Where the last table has no foreign key to the new one, another table of the path may have it."""
    path = shared.image.link(shared.subject).link(shared.role).filter(shared.role.Asset_Role == "Output")
    assert names(path.Subject) == ["Ann"]


def test_a_link_can_say_which_columns_are_equal(shared):
    """A link takes the columns to be compared, either side first."""
    image, subject = shared.image, shared.subject
    for on in (image.Subject == subject.RID, subject.RID == image.Subject):
        assert names(image.link(subject, on=on)) == ["Ann", "Bob"]
    older = image.link(subject, on=(image.Subject == subject.RID) & (subject.Age > 40))
    assert names(older) == ["Ann"]


@pytest.mark.parametrize(
    "on",
    [
        lambda child, parent: child.Parent == parent.RID,
        lambda child, parent: parent.RID == child.Parent,
        lambda child, parent: child.Parent == child.RID,
    ],
)
def test_a_table_is_linked_with_itself_under_another_name(shared, on):
    """A table can be in a path twice; without another name for it, the right side of `on` is the new one."""
    person = shared.person
    parent = person.alias("Elder")
    path = person.link(parent, on=on(person, parent))
    found = path.Person.attributes(path.Person.Name, path.Elder.Name.alias("Elder"))
    assert list(found) == [{"Name": "Ann", "Elder": "Eve"}, {"Name": "Bob", "Elder": "Eve"}]


def test_a_name_that_is_taken_gets_a_number(shared):
    """A table that a path has already is numbered."""
    person = shared.person
    path = person.link(person, on=person.Parent == person.RID)
    assert list(path.table_instances) == ["Person", "Person2"]
    assert names(path) == ["Eve"]
    assert names(path.Person) == ["Ann", "Bob"]


def test_a_column_that_could_be_of_two_tables_is_refused(shared):
    """A column of a table that is in the path twice is that of the context, or needs its name there."""
    person = shared.person
    path = person.link(person, on=person.Parent == person.RID)
    assert names(path.filter(person.Name == "Eve")) == ["Eve"]
    assert names(path.filter(path.Person.Name == "Ann")) == ["Eve"]
    beyond = path.link(shared.subject, on=path.Person.Name == shared.subject.Name)
    with pytest.raises(ColumnNotFound, match=re.escape("path.Person or path.Person2")):
        beyond.filter(person.Name == "Ann")


@pytest.mark.parametrize(
    ("link", "error", "message"),
    [
        (
            lambda s: s.person.link(s.person.alias("P")),
            InvalidValue,
            "on=(Person.Parent == P.RID) or on=",
        ),
        (lambda s: s.person.link(s.image), NotFound, "Image_Asset_Type, Image_Execution, Subject"),
        (lambda s: s.image.link(s.subject, on=s.image.Width > 3), InvalidValue, "how Subject is linked"),
        (lambda s: s.image.link(s.subject, join_type="outer"), InvalidValue, "'left', 'right', 'full'"),
        (lambda s: s.image.link("Subject"), InvalidValue, "A path is linked with a table"),
        (lambda s: s.image.link(s.subject, on=True), TypeError, "True is no condition"),
        (lambda s: s.image.filter(s.subject.Age > 3), ColumnNotFound, "Subject is not in this path"),
        (lambda s: s.image.alias(""), InvalidValue, "cannot be named ''"),
    ],
)
def test_a_link_that_cannot_be_made_says_why(shared, link, error, message):
    """A link that could be several, or that no foreign key makes, is an error that names the choices."""
    with pytest.raises(error, match=re.escape(message)):
        link(shared)


@pytest.mark.parametrize(
    ("join_type", "expected"),
    [
        ("", {("a.png", "Bob"), ("b.png", "Ann"), ("c.tif", "Ann")}),
        ("left", {("a.png", "Bob"), ("b.png", "Ann"), ("c.tif", "Ann"), ("d.png", None)}),
        ("right", {("a.png", "Bob"), ("b.png", "Ann"), ("c.tif", "Ann"), (None, "Cy")}),
        ("full", {("a.png", "Bob"), ("b.png", "Ann"), ("c.tif", "Ann"), ("d.png", None), (None, "Cy")}),
    ],
)
def test_an_outer_link_keeps_rows_that_have_no_partner(shared, join_type, expected):
    """The join type says whether rows without a partner stay: of the path, of the new table, or of both."""
    image, subject = shared.image, shared.subject
    path = image.link(subject, join_type=join_type)
    found = path.Image.attributes(image.Filename, subject.Name).fetch()
    assert len(found) == len(expected)
    assert {(row["Filename"], row["Name"]) for row in found} == expected
    assert None not in names(path)


def test_any_table_of_a_path_can_be_its_context(shared):
    """Rows of another table than the last are read by naming it, or by making it the context."""
    path = shared.image.link(shared.subject)
    assert str(path.context) == "Subject"
    assert names(path.Image) == names(path.table_instances["Image"]) == ["a.png", "b.png", "c.tif"]
    path.context = path.Image
    assert names(path) == ["a.png", "b.png", "c.tif"]
    assert names(path.filter(shared.image.Width > 15)) == ["b.png"]


# Attributes


def test_attributes_are_chosen_and_renamed(shared):
    """Columns of any table of the path make a row for each row of the context."""
    image, subject = shared.image, shared.subject
    found = image.link(subject).Image.attributes(image.Filename, subject.Age.alias("age"), "Width")
    assert list(found) == [
        {"Filename": "a.png", "age": None, "Width": 10},
        {"Filename": "b.png", "age": 41, "Width": 20},
        {"Filename": "c.tif", "age": 41, "Width": None},
    ]


def test_a_row_of_the_context_stays_one_row(shared):
    """A row that is linked to several of another table has the values of the first of these."""
    image, subject = shared.image, shared.subject
    found = subject.link(image).Subject.attributes(subject.Name, image.Filename)
    assert list(found) == [{"Name": "Ann", "Filename": "b.png"}, {"Name": "Bob", "Filename": "a.png"}]


def test_columns_of_one_name_are_told_apart_by_their_tables(shared):
    """Whole tables can be asked for: what they both have is named with the table, the rest as it is."""
    path = shared.image.link(shared.subject)
    row = path.attributes(path.Image, path.Subject).sort("Subject.RID")[0]
    assert {"Image.RID", "Subject.RID", "Filename", "Age"} <= set(row)
    assert "RID" not in row
    assert row["Image.Subject" if "Image.Subject" in row else "Subject"] == row["Subject.RID"]
    [counts] = path.aggregates(Cnt(path.Image), Cnt(path.Subject))
    assert counts == {"Cnt(Image.RID)": 3, "Cnt(Subject.RID)": 3}
    with pytest.raises(InvalidValue, match="named 'n'"):
        path.attributes(path.Image.Width.alias("n"), path.Subject.Age.alias("n"))


def test_the_transaction_number_is_left_out_unless_it_is_asked_for(shared):
    """RVS is no column of a result, but can be one."""
    image = shared.image
    assert "RVS" not in image.entities()[0]
    assert "RVS" not in image.attributes(image)[0]
    assert image.attributes("RVS")[0]["RVS"] > 0


@pytest.mark.parametrize(
    "ask",
    [
        lambda i: i.attributes(Cnt(i.RID)),
        lambda i: i.attributes(5),
        lambda i: i.aggregates(i.Width),
        lambda i: i.aggregates(),
        lambda i: i.groupby(),
        lambda i: i.groupby(Cnt(i.RID)),
        lambda i: Sum(i.Format),
        lambda i: Min(i.Sharp),
        lambda i: Array(i.Camera),
        lambda i: Max("Width"),
    ],
)
def test_what_cannot_be_in_a_result_is_refused(shared, ask):
    """Columns and functions where they make no sense are refused before anything is read."""
    with pytest.raises(InvalidValue):
        ask(shared.image)


# Functions


def test_rows_are_grouped_by_bins(varied):
    """Bins have a number and bounds; what lies outside is in bin 0 and in the one after the last, as with ERMrest."""
    image = varied.image
    known = [row["Score"] for row in image.attributes(image.Score) if row["Score"] is not None]
    for bins, low, high in ((1, 0.2, 0.5), (4, -1.0, 1.0), (1000, 0, 1)):
        found = image.groupby(muniment.Bin(image.Score, bins, low, high).alias("bin")).attributes(
            Array(image.Score).alias("scores")
        )
        for row in found:
            number, lower, upper = row["bin"] or (None, None, None)
            assert all((value is None) == (number is None) for value in row["scores"])
            assert all(lower is None or value >= lower for value in row["scores"])
            assert all(upper is None or value < upper for value in row["scores"])
            assert (number == 0) == (upper == low and lower is None and number is not None)
        assert sorted(v for row in found for v in row["scores"] if v is not None) == sorted(known)


def test_bins_go_from_the_smallest_value_to_the_largest(shared):
    """Bounds that are left out are found among the rows of the path; without any value there is no bin."""
    image = shared.image
    widths = [row["Width"] for row in image.attributes(image.Width) if row["Width"] is not None]
    found = image.groupby(muniment.Bin(image.Width, 2)).attributes(Cnt(image.Width).alias("n"))
    low, high = min(widths), max(widths)
    middle = (low + high) / 2
    assert {row["Bin(Width)"][0]: row["n"] for row in found if row["Bin(Width)"]} == {
        number: count
        for number, count in (
            (1, sum(width < middle for width in widths)),
            (2, sum(middle <= width < high for width in widths)),
            (3, widths.count(high)),
        )
        if count
    }
    nothing = image.filter(image.Width.is_null()).groupby(muniment.Bin(image.Width, 2)).attributes()
    assert [row["Bin(Width)"] for row in nothing] in ([], [None])


def test_bins_need_bounds_that_are_numbers(varied):
    """Where a value is infinite, bins have no width by themselves, and want their bounds."""
    with pytest.raises(InvalidValue, match="finite"):
        varied.image.groupby(muniment.Bin(varied.image.Score, 2))


@pytest.mark.parametrize(
    "make",
    [
        lambda i: muniment.Bin(i.Format, 2),
        lambda i: muniment.Bin("Width", 2),
        lambda i: muniment.Bin(i.Width, 0),
        lambda i: muniment.Bin(i.Width, True),
        lambda i: muniment.Bin(i.Width, 2, 5, 5),
        lambda i: muniment.Bin(i.Width, 2, "low"),
        lambda i: muniment.Bin(i.Width, 2, float("nan")),
        lambda i: muniment.Bin(i.Width, 2, 0, float("inf")),
    ],
)
def test_bins_that_cannot_be_are_refused(shared, make):
    """Columns without numbers, and bounds and numbers of bins that make no sense, are refused."""
    with pytest.raises(InvalidValue):
        make(shared.image)


def test_the_functions_come_with_the_package(shared):
    """What DerivaML's scripts import from deriva.core.datapath can be imported from muniment."""
    image = shared.image
    names = ["Min", "Max", "Sum", "Avg", "Cnt", "CntD", "Array", "ArrayD"]
    [row] = image.aggregates(*(getattr(muniment, name)(image.Width).alias(name) for name in names))
    assert list(row) == names
    assert row["Cnt"] == len(row["Array"]) - row["Array"].count(None)


def test_functions_of_all_rows(shared):
    """Functions of columns make one row; missing values count for nothing."""
    image = shared.image
    [row] = image.aggregates(
        Cnt(image).alias("rows"),
        Cnt(image.Width).alias("widths"),
        CntD(image.Format).alias("formats"),
        Min(image.Width),
        Max(image.Taken).alias("latest"),
        Sum(image.Width).alias("sum"),
        Sum(image.Score).alias("score"),
        Avg(image.Width).alias("mean"),
    )
    assert row == {
        "rows": 4,
        "widths": 3,
        "formats": 3,
        "Min(Width)": 10,
        "latest": NOON,
        "sum": 60,
        "score": 0.1 + 1 / 3,
        "mean": 20.0,
    }


def test_functions_of_no_rows(shared):
    """Where nothing is found, a count is 0, an array empty, and there is no largest value."""
    image = shared.image
    path = image.filter(image.Width > 1000)
    functions = [Cnt(image).alias("n"), Max(image.Width).alias("max"), Array(image.Width).alias("all")]
    assert list(path.aggregates(*functions)) == [{"n": 0, "max": None, "all": []}]


@pytest.mark.parametrize("name", ["Width", "Score", "Format", "Sharp", "Taken"])
def test_arrays_hold_the_very_values(varied, name):
    """An array has all values in the order of the rows, and an array of different ones each of them once."""
    column, values = varied.image[name], [row[name] for row in varied.rows]
    [row] = varied.image.aggregates(Array(column).alias("all"), ArrayD(column).alias("different"))
    assert row["all"] == values
    assert set(row["different"]) == set(values)
    assert row["different"][-1] is None
    assert all(one < other for one, other in pairwise(row["different"][:-1]))


def test_functions_of_groups(shared):
    """Groups of linked rows have their keys and the functions of their rows; other columns are keys too."""
    image, subject = shared.image, shared.subject
    path = subject.link(image, join_type="left")
    found = path.groupby(subject.Name.alias("Who")).attributes(
        subject.Age, Cnt(image).alias("images"), Array(image.Filename).alias("files")
    )
    assert list(found) == [
        {"Who": "Ann", "Age": 41, "images": 2, "files": ["b.png", "c.tif"]},
        {"Who": "Bob", "Age": None, "images": 1, "files": ["a.png"]},
        {"Who": "Cy", "Age": 67, "images": 0, "files": []},
    ]
    assert [row["Who"] for row in found.sort(Cnt(image).alias("images").desc, "Who")] == ["Ann", "Bob", "Cy"]
    assert list(image.groupby(image.Sharp).attributes()) == [
        {"Sharp": False},
        {"Sharp": True},
        {"Sharp": None},
    ]


# Results


def test_rows_come_in_the_order_they_were_made(shared):
    """Without another order, rows come by RID, and those that a key does not part as well."""
    image = shared.image
    assert [row["RID"] for row in image.entities()] == shared.images
    assert [row["Filename"] for row in image.entities().sort(image.Format)] == [
        "a.png",
        "d.png",
        "c.tif",
        "b.png",
    ]


def test_results_are_sorted_and_limited(shared):
    """Keys are columns, descending ones, or names; missing values come last; each call gives a new result."""
    image = shared.image
    found = image.entities()

    def files(result):
        return "".join(row["Filename"][0] for row in result)

    assert files(found.sort(image.Width)) == "abdc"
    assert files(found.sort(image.Width.desc)) == "dbac"
    assert files(found.sort("Format", image.Width.desc)) == "dacb"
    assert files(found.sort(image.Width.desc).limit(2)) == "db"
    assert files(found.fetch(limit=3)) == "abc"
    assert files(found.fetch(sort=image.Width.desc)) == "dbac"
    assert files(found.fetch(limit=1, sort=[image.Format, "Width"])) == "a"
    assert files(found.fetch()) == "abcd"
    assert found.limit(0).fetch() == []


def test_results_of_linked_tables_are_sorted(shared):
    """A key can be a column of any table of the result, also under its other name."""
    image, subject = shared.image, shared.subject
    found = image.link(subject).Image.attributes(image.Filename, subject.Name.alias("who"))
    for key in (subject.Name.desc, "who", subject.Name.alias("who")):
        assert {row["who"] for row in found.sort(key).limit(1)} <= {"Bob", "Ann"}
    assert [row["who"] for row in found.sort(subject.Name.desc)] == ["Bob", "Ann", "Ann"]


@pytest.mark.parametrize(
    ("ask", "error", "message"),
    [
        (lambda i: i.entities().sort("Widht"), ColumnNotFound, "Did you mean 'Width'?"),
        (lambda i: i.attributes(i.Width).sort(i.Height), ColumnNotFound, "It has Width"),
        (lambda i: i.entities().sort(5), ColumnNotFound, "no column 5"),
        (lambda i: i.entities().limit(-1), InvalidValue, "-1 is below 0"),
        (lambda i: i.entities().fetch(limit="all"), InvalidValue, "'all' is str"),
    ],
)
def test_an_order_or_limit_that_cannot_be_is_refused(shared, ask, error, message):
    """A key that the result does not have, or a limit that is no number of rows, is an error."""
    with pytest.raises(error, match=re.escape(message)):
        ask(shared.image)


def test_a_path_builder_asks_once_which_tables_there_are(shared):
    """However many tables and columns there are, one statement looks whether they have changed."""
    with counted(shared.catalog) as statements:
        pb = path_builder(shared.catalog)
        for table in (*pb.domain.tables.values(), *pb.deriva_ml.tables.values()):
            assert table.RID.name == "RID"
        assert len(statements) == 1


def test_a_result_is_read_when_somebody_looks_and_once(shared):
    """However many rows there are and however often they are looked at, one statement reads them."""
    image, subject = shared.image, shared.subject
    with counted(shared.catalog) as statements:
        found = image.link(subject).Image.attributes(image, subject.Name).sort(subject.Name)
        assert statements == []
        assert len(found) == 3
        assert [row["Name"] for row in found] == ["Ann", "Ann", "Bob"]
        assert found[0]["Filename"] == "b.png"
        assert found.to_dataframe()["Name"].tolist() == ["Ann", "Ann", "Bob"]
        assert len(statements) == 1
        found.fetch()
        assert len(statements) == 2


def test_a_fetch_sees_what_was_written_since(own):
    """A result set keeps what it has read until it is fetched again."""
    found = own.subject.entities()
    assert len(found) == 0
    insert(own.catalog, "Subject", {"Name": "Ann"})
    assert len(found) == 0
    assert len(found.fetch()) == len(found) == 1


def test_a_result_is_a_dataframe(shared):
    """A result becomes a DataFrame with the types of the columns: terms as categories, times in UTC."""
    image, role = shared.image, shared.role
    frame = image.link(role).attributes(image.Width, image.Taken, image.Sharp, role.Asset_Role).to_dataframe()
    assert frame.dtypes.astype(str).to_dict() == {
        "Width": "Int32",
        "Taken": "datetime64[us, UTC]",
        "Sharp": "boolean",
        "Asset_Role": "category",
    }
    counts = image.groupby(image.Format).attributes(Cnt(image).alias("n"), Array(image.Width).alias("w"))
    assert counts.to_dataframe()["n"].dtype == "Int64"
    assert counts.to_dataframe()["w"].tolist() == [[10, 30], [None], [20]]
    assert pd.DataFrame(image.attributes(image.Filename))["Filename"].tolist()[0] == "a.png"


def test_a_result_shows_itself(shared):
    """A notebook shows the rows of a result; its text says whether it was read, without reading it."""
    image = shared.image
    found = image.attributes(image.Filename)
    assert repr(found) == "<ResultSet: not read yet × (Filename)>"
    assert "<td>a.png</td>" in found._repr_html_()
    assert repr(found) == "<ResultSet: 4 rows × (Filename)>"


def test_paths_and_conditions_show_themselves(shared):
    """What is typed is what is shown."""
    image, subject = shared.image, shared.subject
    condition = (image.Width > 5) & ~(image.Format.in_(["PNG"]) | image.Height.is_null())
    shown = "(Image.Width > 5) & ~((Image.Format.in_(['PNG'])) | (Image.Height == None))"
    assert repr(condition) == shown
    path = image.filter(condition).link(subject.alias("S"))
    assert repr(path) == f"<DataPath: Image → Subject as S where ({shown})>"
    assert repr(subject).startswith("<Table Subject: RID, ")


# Writing


def test_rows_are_inserted_and_changed(own):
    """Rows are inserted and changed through a table, and come back as they are in the catalog."""
    ann, bob = own.subject.insert([{"Name": "Ann", "Age": 41}, {"Name": "Bob"}])
    assert (ann["Name"], bob["Age"]) == ("Ann", None)
    [older, named] = own.subject.update([{**bob, "Age": 30}, {"RID": ann["RID"].lower(), "Name": "Anne"}])
    assert (older["Age"], named["Name"], named["Age"]) == (30, "Anne", 41)
    assert own.subject.insert([]) == own.subject.update([]) == []
    assert len(own.subject.insert(pd.DataFrame({"Name": ["Cy", "Di"], "Age": [1, None]}))) == 2


def test_rows_that_a_path_finds_are_deleted(own):
    """A path deletes the rows of its context; a table deletes all of its rows, if no others refer to them."""
    ann, bob = insert(own.catalog, "Subject", {"Name": "Ann"}, {"Name": "Bob"})
    insert(own.catalog, "Image", *({"Width": number, "Subject": ann} for number in range(3)))
    image, subject = own.image, own.subject
    assert subject.link(image).filter(image.Width > 1).Image.delete() == 1
    with pytest.raises(ConstraintViolation, match="refer to them"):
        subject.delete()
    assert image.link(subject, join_type="left").filter(subject.Name.is_null()).delete() == 0
    assert subject.filter(subject.RID == bob).delete() == 1
    assert image.delete() == 2
    assert image.delete() == 0
    assert names(subject) == ["Ann"]


def test_a_path_without_a_filter_deletes_nothing(own):
    """A filter whose result was thrown away cannot lead to the loss of a whole table."""
    insert(own.catalog, "Subject", {"Name": "Ann"})
    path = own.subject.path
    path.filter(own.subject.Age > 90)
    with pytest.raises(InvalidValue, match="all rows of Subject would be deleted"):
        path.delete()
    assert names(own.subject) == ["Ann"]
