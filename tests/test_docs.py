"""What the manual shows is what happens: its examples run. Pytest itself collects those of docstrings."""

import doctest
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests import servers
from tests.stacks import ServerStack

ROOT = Path(__file__).parent.parent
PAGES = [path for path in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))] if path.is_file()]
FENCE = re.compile(r"^(?P<indent> *)(?P<marks>`{3,}|~{3,})(?P<language>[\w-]*).*$")
NOT_RUN = re.compile(r"<!--\s*not run:(?P<reason>.*?)-->", re.DOTALL)


@dataclass(frozen=True)
class Block:
    """A fenced block of a page."""

    language: str
    code: str
    line: int
    """The line of the page that the code begins on, counted from 1."""
    before: str
    """The last paragraph before the block."""

    @property
    def reason_not_to_run(self) -> str | None:
        """The reason in the comment before the block, or None if there is no such comment."""
        comment = NOT_RUN.search(self.before)
        return comment["reason"].strip() if comment and self.before.rstrip().endswith("-->") else None


def read_blocks(text: str) -> Iterator[Block]:
    """Yield the fenced blocks of a Markdown page; the indentation of a fence is taken off its code."""
    lines = text.splitlines()
    at = 0
    while at < len(lines):
        fence = FENCE.match(lines[at])
        at += 1
        if not fence:
            continue
        begin = at
        while at < len(lines) and lines[at].strip() != fence["marks"]:
            at += 1
        assert at < len(lines), f"the block that opens on line {begin} has no end"
        code = "".join(line.removeprefix(fence["indent"]) + "\n" for line in lines[begin:at])
        before = "\n".join(lines[: begin - 1]).rstrip().rpartition("\n\n")[2]
        yield Block(fence["language"], code, begin + 1, before)
        at += 1


def run_block(block: Block, page: Path, namespace: dict[str, Any]) -> None:
    """Run a block in the namespace of its page; a failure names the page and its line."""
    if block.code.lstrip().startswith(">>>"):
        parser = doctest.DocTestParser()
        test = parser.get_doctest(block.code, namespace, page.name, str(page), block.line - 1)
        run_doctest(test)
        namespace.update(test.globs)
    else:
        exec(compile("\n" * (block.line - 1) + block.code, str(page), "exec"), namespace)


def run_doctest(test: doctest.DocTest) -> None:
    """Run examples with a prompt; raise an AssertionError that shows what they gave instead."""
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE, verbose=False)
    report: list[str] = []
    runner.run(test, out=report.append, clear_globs=False)
    assert runner.failures == 0, "".join(report)


@pytest.fixture
def reader(tmp_path, monkeypatch):
    """Stand where a reader stands: in an empty directory, with an empty home."""
    (tmp_path / "home").mkdir()
    (tmp_path / "here").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("MPLBACKEND", "agg")
    monkeypatch.chdir(tmp_path / "here")


@pytest.fixture
def team(tmp_path, templates, monkeypatch):
    """Have the settings of a team: a database that is empty yet, and a bucket."""
    stack = ServerStack(tmp_path, templates)
    address = stack.create_database()
    store = f"s3://{servers.BUCKET}/{address.rpartition('/')[2]}"
    for name, value in {**stack.environment, "DATABASE_URL": address, "MUNIMENT_STORE": store}.items():
        monkeypatch.setenv(name, value)
    yield
    stack.remove()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_the_examples_of_a_page_run(page, reader, request):
    """The Python blocks of a page run one after the other, as a reader would type them."""
    if page.name == "team.md":
        request.getfixturevalue("team")
    namespace: dict[str, Any] = {"__name__": "__main__"}
    for block in read_blocks(page.read_text()):
        if block.language in ("python", "pycon") and block.reason_not_to_run is None:
            run_block(block, page, namespace)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_a_block_that_is_not_run_says_why(page):
    """A page may leave out an example only with its reason beside it."""
    without_reason = [block.line for block in read_blocks(page.read_text()) if block.reason_not_to_run == ""]
    assert without_reason == []


def test_blocks_are_found_as_a_reader_sees_them():
    """Languages, indented blocks, line numbers and the comment before a block are all read from the page."""
    item = "- item\n\n  ~~~console\n  $ ls\n  ~~~\n"
    page = f"Text.\n\n```python\na = 1\n```\n\n{item}\n<!-- not run: slow -->\n\n```python\nb\n```\n"
    blocks = [(b.language, b.code, b.line, b.reason_not_to_run) for b in read_blocks(page)]
    assert blocks == [
        ("python", "a = 1\n", 4, None),
        ("console", "$ ls\n", 10, None),
        ("python", "b\n", 16, "slow"),
    ]


def test_the_line_of_a_failing_example_is_told(tmp_path):
    """An example that fails points at its own line of the page."""
    page = tmp_path / "page.md"
    [block] = read_blocks("Text.\n\n```python\nfine = 1\n1 / 0\n```\n")
    with pytest.raises(ZeroDivisionError) as failure:
        run_block(block, page, {})
    where = failure.traceback[-1]
    assert (Path(where.path), where.lineno + 1) == (page, 5)


def test_an_example_that_shows_something_else_fails(tmp_path):
    """An example with a prompt is compared with what it prints."""
    [block] = read_blocks("```python\n>>> 1 + 1\n3\n```\n")
    with pytest.raises(AssertionError, match=r"Got:\s+2"):
        run_block(block, tmp_path / "page.md", {})
