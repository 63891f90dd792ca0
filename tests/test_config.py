"""Settings: where they are found, and which of them hold."""

from pathlib import Path

import pytest

from muniment import ConfigurationError, Muniment
from muniment.config import NAMES, PREFIX, read_settings


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    """Stand in a folder below a project's, with nothing set."""
    for name in ("DATABASE_URL", *(f"{PREFIX}{each.upper()}" for each in NAMES)):
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / "project" / "scripts"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    return folder


def test_arguments_hold_before_settings(here, monkeypatch):
    """What is said in the call holds; then the environment, then muniment.toml, then .env."""
    (here / ".env").write_text("MUNIMENT_ACTOR=dot\nMUNIMENT_DOMAIN_SCHEMA=dot\nMUNIMENT_STORE=dot\n")
    (here / "muniment.toml").write_text('actor = "toml"\ndomain_schema = "toml"\n')
    monkeypatch.setenv("MUNIMENT_ACTOR", "variable")
    found = read_settings()
    assert (found.actor, found.domain_schema, found.store) == ("variable", "toml", str(here / "dot"))
    with Muniment("./lab", create=True, actor="argument") as ml:
        ml.add_term("Asset_Type", "Mask", "Where the tissue is")
        [row] = [row for row in ml.list_rows("Asset_Type") if row["Name"] == "Mask"]
    assert row["RCB"] == "argument"


def test_a_project_names_its_catalog(here):
    """A file of the project's folder is found from the folders in it, and its paths are taken from there."""
    (here.parent / "muniment.toml").write_text('catalog = "lab"\nworking_dir = "scratch"\n')
    with Muniment(create=True) as ml:
        assert ml.path == here.parent / "lab"
        assert ml.working_dir == here.parent / "scratch"


def test_settings_of_one_catalog_do_not_hold_for_another(here):
    """A catalog that is named in the call does not get the store and the schema that the settings have for theirs."""
    (here / "muniment.toml").write_text('catalog = "lab"\nstore = "bytes"\ndomain_schema = "zoo"\n')
    with Muniment("other", create=True) as ml:
        assert ml.domain_schema == "domain"
    assert not (here / "bytes").exists()


def test_database_url_names_the_catalog_too(monkeypatch):
    """DATABASE_URL is taken if MUNIMENT_CATALOG is not set."""
    monkeypatch.setenv("DATABASE_URL", "postgresql://ada@db.example.org/lab")
    assert read_settings().catalog == "postgresql://ada@db.example.org/lab"
    monkeypatch.setenv("MUNIMENT_CATALOG", "lab")
    assert read_settings().catalog == "lab"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('catalogue = "lab"', "setting 'catalogue', which is not known. Did you mean 'catalog'"),
        ("catalog = 3", "catalog is to be a text, and 3 is none"),
        ("catalog = lab", "muniment.toml cannot be read"),
    ],
)
def test_a_file_that_cannot_be_meant_is_told(here, content, message):
    """A setting that is not known or no text, and a file that is no TOML, are errors that name the file."""
    (here / "muniment.toml").write_text(content)
    with pytest.raises(ConfigurationError, match=message):
        read_settings()


def test_without_any_address_it_is_asked_for():
    """If nothing says which catalog is meant, the error says how to."""
    with pytest.raises(ConfigurationError, match="MUNIMENT_CATALOG"):
        Muniment()


@pytest.mark.parametrize("address", ["mysql://ada:sesame@db/lab", "s3://bucket/lab"])
def test_an_address_of_another_kind_is_refused(address):
    """An address of another database is refused, without its password."""
    with pytest.raises(ConfigurationError, match="a catalog is a folder, like ./lab, or a database") as error:
        Muniment(address)
    assert "sesame" not in str(error.value)
    assert not Path("s3:").exists()
