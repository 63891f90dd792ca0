import random
from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from muniment.bags.reach import find_rows
from muniment.catalog import creation, datasets, tables
from muniment.catalog.schema import history
from muniment.catalog.schema.definitions import (
    ColumnDefinition,
    ForeignKeyDefinition,
    KeyDefinition,
    TableDefinition,
    TableKind,
)
from muniment.errors import InvalidValue, TableNotFound


def reached(catalog, dataset, **options) -> dict[str, set[str]]:
    model = catalog.refresh()
    with catalog.read() as connection:
        found = find_rows(connection, model, dataset, **options)
        tables = {name: model.table(name) for name in found.counts}
        rids = {
            name: set(connection.execute(sa.select(table.c.RID).where(found.condition(table))).scalars())
            for name, table in tables.items()
        }
    assert {name: len(rids) for name, rids in rids.items()} == found.counts
    return rids


def described(catalog, dataset, **options) -> frozenset[str]:
    with catalog.read() as connection:
        return find_rows(connection, catalog.refresh(), dataset, **options).tables


def test_a_member_image_brings_its_subject_but_not_the_subjects_other_images(clinic):
    """The subject of a member image is along, with its observations, and without its other images."""
    ann, bob = clinic.insert("Subject", Name="Ann"), clinic.insert("Subject", Name="Bob")
    member, _other, _third = clinic.image(Subject=ann), clinic.image(Subject=ann), clinic.image(Subject=bob)
    note, _ = clinic.insert("Observation", Subject=ann), clinic.insert("Observation", Subject=bob)
    found = reached(clinic.catalog, clinic.dataset([member]))
    assert (found["Image"], found["Subject"], found["Observation"]) == ({member}, {ann}, {note})


def test_a_member_subject_brings_its_images(clinic):
    """All images of a member subject are along, and those of nobody else."""
    ann, bob = clinic.insert("Subject"), clinic.insert("Subject")
    images = {clinic.image(Subject=ann), clinic.image(Subject=ann)}
    clinic.image(Subject=bob)
    assert reached(clinic.catalog, clinic.dataset([ann]))["Image"] == images


def test_members_of_two_kinds_are_united(clinic):
    """With a subject and another subject's image as members, each brings what is its own."""
    ann, bob = clinic.insert("Subject"), clinic.insert("Subject")
    of_ann, of_bob, _ = clinic.image(Subject=ann), clinic.image(Subject=bob), clinic.image(Subject=bob)
    found = reached(clinic.catalog, clinic.dataset([ann, of_bob]))
    assert (found["Image"], found["Subject"]) == ({of_ann, of_bob}, {ann, bob})


def test_memberships_of_other_datasets_stay_out(clinic):
    """A row that is a member of two datasets brings the membership of the exported one only."""
    image = clinic.image()
    mine, other = clinic.dataset([image]), clinic.dataset([image])
    found = reached(clinic.catalog, mine)
    assert found["Dataset"] == {mine}
    assert len(found["Dataset_Image"]) == 1
    assert other not in found["Dataset"]


def test_tables_without_a_tie_to_the_dataset_are_not_described(clinic):
    """A table whose rows could be members, but of which none is, does not appear; related empty tables do."""
    clinic.insert("Device", Maker="Acme")
    tables = described(clinic.catalog, clinic.dataset([clinic.image()]))
    assert {"Device", "Dataset_Device", "Unused_Class"}.isdisjoint(tables)
    assert {"Observation", "Subject", "Image_Class", "Workflow_Type"} <= tables


def test_executions_bring_nothing_else_that_they_made(clinic):
    """The execution that made a member is along, with its workflow, but not its other outputs."""
    run = clinic.execution()
    member, _other = clinic.image(execution=run), clinic.image(execution=run)
    found = reached(clinic.catalog, clinic.dataset([member]))
    assert (found["Image"], found["Execution"]) == ({member}, {run})
    assert len(found["Workflow"]) == 1


def test_nested_datasets_are_along_however_deep(clinic):
    """Datasets inside a dataset count too, one that is inside twice once; those around it do not."""
    first, second = clinic.image(), clinic.image()
    inner = clinic.dataset([first])
    middle = clinic.dataset({"Dataset": [inner], "Image": [second]})
    outer = clinic.dataset([inner, middle])
    clinic.dataset([outer])
    found = reached(clinic.catalog, outer)
    assert (found["Dataset"], found["Image"]) == ({inner, middle, outer}, {first, second})
    assert len(found["Dataset_Dataset"]) == 3


def test_vocabularies_are_along_as_a_whole(clinic):
    """A vocabulary that a table refers to is complete, whichever terms are used."""
    found = reached(clinic.catalog, clinic.dataset([clinic.image(Image_Class="Cat")], types=["Training"]))
    assert len(found["Image_Class"]) == 2
    assert len(found["Dataset_Type"]) == 9
    assert "Unused_Class" not in found


def test_rows_that_a_row_refers_to_are_along(clinic):
    """References within a table are followed outward to their end: mothers are along, daughters are not."""
    grandmother = clinic.insert("Subject")
    mother = clinic.insert("Subject", Mother=grandmother)
    member = clinic.insert("Subject", Mother=mother)
    clinic.insert("Subject", Mother=member)
    assert reached(clinic.catalog, clinic.dataset([member]))["Subject"] == {member, mother, grandmother}


def test_references_of_several_columns_are_followed(clinic):
    """A foreign key of two columns leads to the one row that has both values."""
    visit = TableDefinition(
        name="Visit",
        column_defs=[
            ColumnDefinition(name="Subject", nullok=False),
            ColumnDefinition(name="Day", type="int4"),
        ],
        key_defs=[KeyDefinition(colnames=("Subject", "Day"))],
        fkey_defs=[ForeignKeyDefinition(colnames="Subject", pk_tname="Subject")],
    )
    scan = TableDefinition(
        name="Scan",
        column_defs=[ColumnDefinition(name="Who"), ColumnDefinition(name="Day", type="int4")],
        fkey_defs=[
            ForeignKeyDefinition(colnames=("Who", "Day"), pk_tname="Visit", pk_colnames=("Subject", "Day"))
        ],
    )
    for definition in (visit, scan):
        tables.create_table(clinic.catalog, definition)
    datasets.add_element_type(clinic.catalog, "Scan")
    ann = clinic.insert("Subject")
    first, _second = clinic.insert("Visit", Subject=ann, Day=1), clinic.insert("Visit", Subject=ann, Day=2)
    found = reached(clinic.catalog, clinic.dataset([clinic.insert("Scan", Who=ann, Day=1)]))
    assert (found["Visit"], found["Subject"]) == ({first}, {ann})


def test_tables_can_be_left_out(clinic):
    """A table that is left out goes with its associations; what refers to it stays."""
    image = clinic.image(Subject=clinic.insert("Subject"))
    found = reached(clinic.catalog, clinic.dataset([image]), exclude=["Subject", "Asset_Type"])
    assert {"Subject", "Asset_Type", "Image_Asset_Type", "Observation"}.isdisjoint(found)
    assert found["Image"] == {image}
    assert "Subject" not in described(clinic.catalog, clinic.dataset([image]), exclude=["Subject"])


def test_tables_that_a_bag_needs_cannot_be_left_out(clinic):
    """Asking to leave out an unknown table, or one that says what the dataset is, is refused."""
    dataset = clinic.dataset([clinic.image()])
    with pytest.raises(TableNotFound, match="Did you mean 'Image'"):
        reached(clinic.catalog, dataset, exclude=["Imgae"])
    with pytest.raises(InvalidValue, match="No bag can do without Dataset_Version"):
        reached(clinic.catalog, dataset, exclude=["Dataset_Version"])


def test_rows_made_after_the_moment_do_not_count(clinic):
    """What is made after a release does not belong to it, unless a row of the release refers to it."""
    ann = clinic.insert("Subject", Name="Ann")
    early = clinic.image(Subject=ann)
    dataset = clinic.dataset([ann])
    with clinic.catalog.read() as connection:
        moment = history.last_number(connection)
    clinic.image(Subject=ann)
    clinic.insert("Dataset_Execution", Dataset=dataset, Execution=clinic.execution())
    found = reached(clinic.catalog, dataset, moment=moment)
    assert found["Image"] == {early}
    assert "Dataset_Execution" not in found
    assert len(reached(clinic.catalog, dataset)["Image"]) == 2


# Compared with the rule itself, carried out way by way in Python


class Oracle:
    """All rows of a catalog in memory, and the rule taken literally: every way that repeats no table."""

    def __init__(self, catalog) -> None:
        self.model = catalog.refresh()
        with catalog.read() as connection:
            self.rows = {
                name: {row["RID"]: row for row in connection.execute(sa.select(table)).mappings()}
                for name, table in ((name, self.model.table(name)) for name in self.model.definitions)
            }

    def find(self, dataset: str) -> dict[str, set[str]]:
        self.anchors = {dataset}
        for _ in self.rows["Dataset"]:
            links = self.rows["Dataset_Dataset"].values()
            self.anchors |= {link["Nested_Dataset"] for link in links if link["Dataset"] in self.anchors}
        self.found: dict[str, set[str]] = {}
        self.walk("Dataset", self.anchors, frozenset())
        self.close()
        return {table: rids for table, rids in self.found.items() if rids}

    def walk(self, table: str, rids: set[str], visited: frozenset[str]) -> None:
        self.found.setdefault(table, set()).update(rids)
        visited |= {table}
        for far, near_columns, far_columns, is_outward in self.steps(table):
            if far in visited or (table in {"Execution", "Workflow"} and not is_outward):
                continue
            if self.is_vocabulary(far):
                continue
            values = {tuple(self.rows[table][rid][c] for c in near_columns) for rid in rids}
            there = {
                rid
                for rid, row in self.rows[far].items()
                if (value := tuple(row[c] for c in far_columns)) in values and None not in value
                if all(
                    row[f.colnames[0]] in self.anchors
                    for f in self.model.definition(far).references("Dataset")
                )
            }
            if there:
                self.walk(far, there, visited)

    def steps(self, table: str) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...], bool]]:
        for fkey in self.model.definition(table).fkey_defs:
            yield fkey.pk_tname, fkey.colnames, fkey.pk_colnames, True
        for definition, fkey in self.model.referrers(table):
            yield definition.name, fkey.pk_colnames, fkey.colnames, False

    def is_vocabulary(self, table: str) -> bool:
        return self.model.definition(table).kind is TableKind.vocabulary

    def close(self) -> None:
        before = -1
        while before != (before := sum(map(len, self.found.values()))):
            for table in list(self.found):
                for fkey in self.model.definition(table).fkey_defs:
                    if not self.is_vocabulary(fkey.pk_tname):
                        self.add_references(table, fkey)

    def add_references(self, table: str, fkey: ForeignKeyDefinition) -> None:
        wanted = {tuple(self.rows[table][rid][c] for c in fkey.colnames) for rid in self.found[table]}
        far = self.rows[fkey.pk_tname].items()
        there = {rid for rid, row in far if tuple(row[c] for c in fkey.pk_colnames) in wanted}
        self.found.setdefault(fkey.pk_tname, set()).update(there)


@pytest.fixture
def ring(clinic):
    """Tables that refer to each other in rings, so that there are many ways to each."""
    for name, targets in {"Left": ["Subject", "Image"], "Right": ["Left", "Subject"]}.items():
        columns = tuple(ColumnDefinition(name=target) for target in targets)
        fkeys = tuple(ForeignKeyDefinition(colnames=target, pk_tname=target) for target in targets)
        tables.create_table(clinic.catalog, TableDefinition(name=name, column_defs=columns, fkey_defs=fkeys))
    datasets.add_element_type(clinic.catalog, "Right")
    return clinic


@pytest.mark.parametrize("seed", range(8))
def test_the_rows_found_are_those_of_the_rule(ring, seed):
    """Whatever refers to what, exactly the rows are found that a literal walk along all ways finds."""
    chance = random.Random(seed)
    subjects = [ring.insert("Subject") for _ in range(4)]
    images = [ring.image(Subject=chance.choice(subjects)) for _ in range(4)]
    lefts = [
        ring.insert("Left", Subject=chance.choice([*subjects, None]), Image=chance.choice(images))
        for _ in range(4)
    ]
    rights = [
        ring.insert("Right", Left=chance.choice(lefts), Subject=chance.choice(subjects)) for _ in range(3)
    ]
    kinds = chance.sample([images, subjects, rights], chance.randint(1, 3))
    inner = ring.dataset(chance.sample(images, 1))
    dataset = ring.dataset([inner, *(chance.choice(rids) for rids in kinds)])
    model = ring.catalog.model
    found = {
        table: rids
        for table, rids in reached(ring.catalog, dataset).items()
        if model.definition(table).kind is not TableKind.vocabulary
    }
    assert found == Oracle(ring.catalog).find(dataset)


def test_a_catalog_can_be_searched_again_and_again(clinic):
    """What one search leaves in its connection does not disturb the next one."""
    dataset = clinic.dataset([clinic.image()])
    catalog = creation.open_catalog(clinic.catalog.address)
    assert reached(catalog, dataset) == reached(catalog, dataset)
    catalog.database.close()
