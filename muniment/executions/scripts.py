"""Scripts and modules that are run as they stand, and the files that they leave behind."""

import glob
import importlib.util
import os
import runpy
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from muniment.errors import ConfigurationError
from muniment.executions.source import SourceCode, describe_file

DEFAULT_TABLE = "Execution_Asset"
_Look = tuple[int, int, int]


@dataclass(frozen=True)
class Program:
    """A script, or a module, with its arguments.

    Attributes:
        name: The path of the script, or the name of the module.
        arguments: What it finds in ``sys.argv`` after its name.
        is_module: Whether it is run as by ``python -m``.
        file: Where its code is.
    """

    name: str
    arguments: tuple[str, ...]
    is_module: bool
    file: Path

    @classmethod
    def find(
        cls, name: str | os.PathLike[str], arguments: Iterable[object] = (), *, is_module: bool = False
    ) -> "Program":
        """Find the file of a script or module, and run nothing of it.

        Raises:
            ConfigurationError: There is none.
        """
        text = os.fspath(name)
        file = _find_module(text) if is_module else Path(text)
        if file is None or not file.is_file():
            kind, hint = ("module", "Check its name") if is_module else ("script", "Check its path")
            raise ConfigurationError(f"There is no {kind} {text!r} to run. {hint}; nothing was run.")
        return cls(text, tuple(map(str, arguments)), is_module, file)

    @property
    def title(self) -> str:
        """What to call it."""
        return self.name if self.is_module else self.file.stem

    def describe(self) -> SourceCode:
        """Describe its code, and not what runs it."""
        found = describe_file(self.file)
        return replace(found, kind="module") if self.is_module else found

    @contextmanager
    def as_started(self) -> Iterator[None]:
        """Let command line and module search be those that Python would give it, in a block."""
        argv, path = sys.argv, sys.path
        folder = str(Path.cwd()) if self.is_module else str(self.file.resolve().parent)
        sys.argv, sys.path = [self.name, *self.arguments], [folder, *path]
        try:
            yield
        finally:
            sys.argv, sys.path = argv, path

    def run(self) -> None:
        """Run it as ``__main__`` until its end; ``sys.exit(0)`` is a good one.

        Raises:
            BaseException: What it raises, ``SystemExit`` with another code too.
        """
        try:
            if self.is_module:
                runpy.run_module(self.name, run_name="__main__", alter_sys=True)
            else:
                runpy.run_path(self.name, run_name="__main__")
        except SystemExit as end:
            if end.code not in (None, 0):
                raise


def _find_module(name: str) -> Path | None:
    try:
        sys.path.insert(0, str(Path.cwd()))
        spec = importlib.util.find_spec(name)
        if spec is not None and spec.submodule_search_locations is not None:
            spec = importlib.util.find_spec(f"{name}.__main__")
    except (ImportError, ValueError):
        return None
    finally:
        sys.path.remove(str(Path.cwd()))
    return Path(spec.origin) if spec is not None and spec.origin else None


@dataclass(frozen=True)
class Outputs:
    """Patterns of files that a program writes, and what there was of them before.

    Attributes:
        patterns: Pattern, from the root → the asset table that its files go to.
        folder: Where the program was started.
        apart: Folders that are none of the program's: those of the catalog.
        before: What each file looked like.
    """

    patterns: Mapping[str, str]
    folder: Path
    apart: tuple[Path, ...]
    before: Mapping[str, _Look]

    @classmethod
    def watch(cls, patterns: Mapping[str, str], apart: Iterable[Path]) -> "Outputs":
        """Note what there is now of the files that patterns mean, seen from the current folder."""
        folder = Path.cwd()
        absolute = {os.path.join(folder, pattern): table for pattern, table in patterns.items()}  # noqa: PTH118
        outputs = cls(absolute, folder, tuple(path.resolve() for path in apart), {})
        return replace(outputs, before={path: _look(path) for path, _ in outputs._find()})

    def _find(self) -> Iterator[tuple[str, str]]:
        """Give each file with its table, once, by the first pattern that means it."""
        seen: set[str] = set()
        for pattern, table in self.patterns.items():
            for path in sorted(glob.glob(pattern, recursive=True)):  # noqa: PTH207 (patterns from the root)
                real = Path(path).resolve()
                if path not in seen and real.is_file() and not any(map(real.is_relative_to, self.apart)):
                    seen.add(path)
                    yield path, table

    def changed(self) -> list[tuple[str, str]]:
        """Give the files that are new or were written to since, each with its table."""
        return [(path, table) for path, table in self._find() if self.before.get(path) != _look(path)]

    def name(self, changed: Sequence[tuple[str, str]]) -> list[str]:
        """Give the names that files will have: their own, or with their folders where several share one."""
        known = Counter((table, Path(path).name) for path, table in changed)
        return [
            Path(path).name
            if known[table, Path(path).name] == 1
            else "_".join(part for part in Path(self.place(path)).parts if part != "..")
            for path, table in changed
        ]

    def place(self, path: str) -> str:
        """Give the path of a file as seen from where the program was started."""
        return os.path.relpath(path, self.folder).replace(os.sep, "/")


def _look(path: str) -> _Look:
    found = Path(path).stat()
    return found.st_size, found.st_mtime_ns, found.st_ino


def read_patterns(outputs: Mapping[str, str] | Iterable[str]) -> dict[str, str]:
    """Read patterns that are given as ``GLOB=TABLE``, or as ``GLOB`` for the table Execution_Asset.

    Example:
        >>> read_patterns(["out/*.pt=Model", "lr=0.1/*.csv"])
        {'out/*.pt': 'Model', 'lr=0.1/*.csv': 'Execution_Asset'}
    """
    if isinstance(outputs, Mapping):
        return dict(outputs)
    return dict(_read_pattern(text) for text in ([outputs] if isinstance(outputs, str) else outputs))


def _read_pattern(text: str) -> tuple[str, str]:
    pattern, sign, table = text.rpartition("=")
    if not sign or set("*?[/.") & set(table):
        return text, DEFAULT_TABLE
    if not pattern or not table:
        raise ConfigurationError(f"{text!r} names no output files. Write GLOB=TABLE, as 'out/*.pt=Model'.")
    return pattern, table
