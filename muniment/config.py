"""Settings: from arguments, the environment, ``muniment.toml`` and ``.env``, in that order.

Both files are looked for in the current directory and those above it. A path in a file is relative to the
folder of that file.
"""

import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from muniment.errors import ConfigurationError, nearest

FILE = "muniment.toml"
PREFIX = "MUNIMENT_"


@dataclass(frozen=True)
class Settings:
    """What need not be said in each call.

    Attributes:
        catalog: The catalog that ``Muniment()`` opens: a folder, or an address of PostgreSQL.
        store: Where the bytes of that catalog go when it is made.
        domain_schema: Which catalog of a database it is.
        working_dir: Where runs stage their files on this machine.
        actor: Who writes.
        record: What runs record by themselves: some of environment, code and output, with commas; or nothing.
    """

    catalog: str | None = None
    store: str | None = None
    domain_schema: str | None = None
    working_dir: str | None = None
    actor: str | None = None
    record: str | None = None


NAMES = tuple(field.name for field in fields(Settings))
_PATHS = ("catalog", "store", "working_dir")


def read_settings() -> Settings:
    """Read the settings that hold in the current directory.

    Raises:
        ConfigurationError: A file cannot be read, or has a setting that is not known.

    Example:
        >>> _ = Path("muniment.toml").write_text('catalog = "postgresql://ada@db.example.org/lab"')
        >>> read_settings().catalog
        'postgresql://ada@db.example.org/lab'
    """
    sources = [_of_variables(os.environ), _of_toml(), _of_dotenv()]
    return Settings(**{name: next(filter(None, (s.get(name) for s in sources)), None) for name in NAMES})


def _of_variables(variables: Mapping[str, str | None]) -> dict[str, str | None]:
    found = {name: variables.get(f"{PREFIX}{name.upper()}") for name in NAMES}
    return found | {"catalog": found["catalog"] or variables.get("DATABASE_URL")}


def _find(name: str) -> Path | None:
    here = Path.cwd()
    return next((file for folder in (here, *here.parents) if _is_there(file := folder / name)), None)


def _is_there(file: Path) -> bool:
    try:
        return file.is_file()
    except OSError:
        return False  # in a folder that this user may not look into


def _of_toml() -> dict[str, str | None]:
    file = _find(FILE)
    if file is None:
        return {}
    try:
        given = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ConfigurationError(f"{file} cannot be read: {error}.") from error
    for name, value in given.items():
        if name not in NAMES:
            raise ConfigurationError(
                f"{file} has a setting {name!r}, which is not known.{nearest(name, NAMES)} "
                f"There are {', '.join(NAMES)}."
            )
        if not isinstance(value, str):
            raise ConfigurationError(f"{file}: {name} is to be a text, and {value!r} is none.")
    return dict(_anchored(given, file.parent))


def _of_dotenv() -> dict[str, str | None]:
    file = _find(".env")
    if file is None:
        return {}
    import dotenv

    try:
        given = _of_variables(dotenv.dotenv_values(file))
    except (OSError, ValueError) as error:
        raise ConfigurationError(f"{file} cannot be read: {error}.") from error
    return dict(_anchored(given, file.parent))


def _anchored(given: Mapping[str, str | None], folder: Path) -> Iterator[tuple[str, str | None]]:
    """Give settings with their relative paths taken from a folder."""
    for name, value in given.items():
        is_path = name in _PATHS and value and "://" not in value
        yield name, str(folder / Path(str(value)).expanduser()) if is_path else value
