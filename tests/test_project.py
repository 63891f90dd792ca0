"""What holds for the project as a whole."""

import ast
import inspect
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution, packages_distributions
from pathlib import Path
from types import ModuleType
from typing import Any

from importlinter import cli as import_linter
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import muniment

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
SOURCES = sorted((ROOT / "muniment").rglob("*.py"))
FOR_PYTEST = ROOT / "muniment" / "storage" / "testing.py"

# Written so that this file does not hold what it looks for.
OF_ONE_MACHINE = re.compile(
    r"(?<!\w)/(?:root|work)/\w|index[-_]url|--find[-]links|trusted[-]host", re.IGNORECASE
)


def tracked_files() -> list[Path]:
    """List the files of the project: what git has or would add, or, in a source archive, what lies there."""
    git = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    named = [ROOT / name for name in git.stdout.decode().split("\0") if name]
    found = named or [path for path in ROOT.rglob("*") if ".venv" not in path.parts]
    return [path for path in found if path.is_file()]


def public_objects() -> Iterator[tuple[str, Any]]:
    """Yield what users hold: the public names, and the methods and properties of the classes among them."""
    for name in muniment.__all__:
        value = getattr(muniment, name)
        if isinstance(value, type | ModuleType) or inspect.isroutine(value):
            yield name, value
        if isinstance(value, type):
            for attribute, member in vars(value).items():
                function = inspect.unwrap(getattr(member, "__func__", getattr(member, "fget", member)))
                if attribute.startswith("_") or not inspect.isfunction(function):
                    continue
                yield f"{name}.{attribute}", getattr(value, attribute)


def documentation(value: Any) -> str | None:
    """Read a docstring: a method may take its from the method it overrides, a class has to have its own."""
    return value.__doc__ if isinstance(value, type) else inspect.getdoc(value)


def imported_modules(tree: ast.AST) -> Iterator[str]:
    """Yield the names of the modules that a piece of code imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def requirements(*extras: str) -> list[Requirement]:
    """Read what the project depends on, with the named extras."""
    named = [line for extra in extras for line in PROJECT["optional-dependencies"][extra]]
    return [Requirement(line) for line in [*PROJECT["dependencies"], *named]]


def pins() -> dict[str, str]:
    """Read the versions that constraints.txt pins for this Python on this platform."""
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    pinned = [Requirement(line) for line in lines if line and not line.startswith("#")]
    here = [pin for pin in pinned if pin.marker is None or pin.marker.evaluate()]
    assert all(re.fullmatch(r"==[^*,]+", str(pin.specifier)) for pin in pinned), "pins are exact"
    return {canonicalize_name(pin.name): str(pin.specifier).removeprefix("==") for pin in here}


def with_all_they_need(wanted: list[Requirement]) -> Iterator[Requirement]:
    """Yield the requirements that apply here, and those of the distributions that are installed for them."""
    seen = set()
    while wanted:
        requirement = wanted.pop()
        applies = requirement.marker is None or requirement.marker.evaluate({"extra": ""})
        if str(requirement) in seen or not applies or requirement.name == PROJECT["name"]:
            continue
        seen.add(str(requirement))
        yield requirement
        try:
            below = distribution(requirement.name).requires or []
        except PackageNotFoundError:
            continue
        wanted += [found for line in below if (found := for_extras(Requirement(line), requirement.extras))]


def for_extras(requirement: Requirement, extras: set[str]) -> Requirement | None:
    """Keep a requirement that applies here with one of these extras, or without any."""
    applies = requirement.marker is None or any(
        requirement.marker.evaluate({"extra": extra}) for extra in ["", *extras]
    )
    requirement.marker = None
    return requirement if applies else None


def test_every_public_name_tells_what_it_does():
    """Whatever a user can reach from `import muniment` has a docstring of its own."""
    assert muniment.__all__
    assert [name for name, value in public_objects() if not documentation(value)] == []


def test_every_public_name_can_be_imported():
    """`from muniment import *` brings every name that it promises."""
    assert [name for name in muniment.__all__ if not hasattr(muniment, name)] == []


def test_every_test_says_what_it_shows():
    """Every test has a docstring: one sentence about the product."""
    silent = [
        f"{path.relative_to(ROOT)}:{node.lineno}: {node.name}"
        for path in sorted((ROOT / "tests").rglob("test_*.py"))
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_") and not ast.get_docstring(node)
    ]
    assert silent == []


def test_no_file_knows_the_machine_it_was_written_on():
    """No path of a developer's machine, and no address of a package index, is in the project."""
    found = []
    for path in tracked_files():
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), start=1):
            if OF_ONE_MACHINE.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()}")
    assert found == []


def test_every_dependency_has_one_version():
    """All that pyproject.toml names, and what that needs, has a pin in constraints.txt that fits."""
    pinned = pins()
    wanted = with_all_they_need(requirements(*PROJECT["optional-dependencies"]))
    unfit = {
        f"{requirement}, pinned to {version}"
        for requirement in wanted
        for version in [pinned.get(canonicalize_name(requirement.name))]
        if version is None or not requirement.specifier.contains(version, prereleases=True)
    }
    assert unfit == set()


def test_the_package_imports_only_what_it_depends_on():
    """An installation without extras has every library that the package imports outside of functions."""
    allowed = {canonicalize_name(requirement.name) for requirement in requirements()} | {"muniment"}
    undeclared = set()
    providers = packages_distributions()
    for path in (path for path in SOURCES if path != FOR_PYTEST):
        for statement in ast.parse(path.read_text()).body:
            if not isinstance(statement, ast.Import | ast.ImportFrom):
                continue
            for module in imported_modules(statement):
                library = module.partition(".")[0]
                owners = {canonicalize_name(name) for name in providers.get(library, [library])}
                if library not in sys.stdlib_module_names and not owners & allowed:
                    undeclared.add(f"{path.relative_to(ROOT)}: {module}")
    assert undeclared == set()


def test_imports_go_downward_only(monkeypatch, capsys):
    """The layers of the design hold: nothing imports what stands above it."""
    monkeypatch.chdir(ROOT)
    exit_status = import_linter.lint_imports(no_cache=True)
    assert exit_status == import_linter.EXIT_STATUS_SUCCESS, capsys.readouterr().out


def test_own_imports_stand_at_the_top():
    """No function imports a part of Muniment, which hides upward imports; only the public names are lazy."""
    hidden = [
        f"{path.relative_to(ROOT)}:{node.lineno}: {module}"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for module in imported_modules(node)
        if module.partition(".")[0] == "muniment" and path.parts[-2:] != ("muniment", "__init__.py")
    ]
    assert hidden == []


def test_importing_muniment_loads_nothing_heavy():
    """`import muniment` is quick: libraries that some calls need are loaded by those calls."""
    code = "import sys, muniment; print(*sorted({'alembic', 'boto3', 'pandas'} & set(sys.modules)))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert loaded.stdout.split() == []
