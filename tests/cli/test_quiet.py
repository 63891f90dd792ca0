"""What `--quiet` leaves of a command's output."""

import os
import pty
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from muniment import Muniment

ROOT = Path(__file__).parent.parent.parent

pytestmark = pytest.mark.of_folders("what is printed is the same, whatever the catalog is in")


@pytest.fixture
def muniment(lab, tmp_path):
    """Run the command with a terminal for its messages; give what it printed, and what the terminal showed."""

    def muniment(*arguments, returncode=0, **environment):
        (tmp_path / "notes.txt").write_text("first")
        terminal, side_of_the_command = pty.openpty()
        termios.tcsetwinsize(side_of_the_command, (24, 80))  # no bar fits into one without a size
        ended = subprocess.run(
            [sys.executable, "-c", "from muniment.cli import main; main()", *arguments],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT), "MUNIMENT_CATALOG": str(lab), **environment},
            stdout=subprocess.PIPE,
            stderr=side_of_the_command,
            text=True,
            timeout=60,
            check=False,
        )
        os.write(side_of_the_command, b"END")  # a terminal that nobody wrote to would keep its reader waiting
        shown = b""
        while not shown.endswith(b"END"):
            shown += os.read(terminal, 65536)
        os.close(side_of_the_command)
        os.close(terminal)
        assert ended.returncode == returncode, shown
        return ended.stdout, shown.removesuffix(b"END").decode()

    return muniment


@pytest.mark.parametrize("option", ["-q", "--quiet"])
@pytest.mark.parametrize(
    "line", ["{} asset add notes.txt", "asset {} add notes.txt", "asset add notes.txt {}"]
)
def test_quiet_leaves_results_only(muniment, line, option):
    """`--quiet` can stand anywhere on the line; the result is still printed, and the terminal shows no bar."""
    result, shown = muniment(*line.format(option).split())
    assert "notes.txt" in result
    assert shown == ""


def test_without_quiet_a_terminal_shows_a_bar(muniment):
    """Adding files shows a bar on a terminal."""
    _, shown = muniment("asset", "add", "notes.txt")
    assert "Adding files" in shown


def test_the_variable_of_tqdm_hides_the_bars_of_the_library(muniment):
    """TQDM_DISABLE hides the bars of every program that uses Muniment, as of all others with tqdm."""
    _, shown = muniment("asset", "add", "notes.txt", TQDM_DISABLE="1")
    assert shown == ""


def test_quiet_leaves_errors(muniment):
    """What cannot be done is told with `--quiet` too."""
    result, shown = muniment("--quiet", "asset", "add", "elsewhere.txt", returncode=1)
    assert result == ""
    assert shown.strip() == "muniment: 'elsewhere.txt' is no file and no directory. Nothing was added."


def test_quiet_hides_warnings(muniment, lab, tmp_path):
    """A file that is replaced is warned of, but not with `--quiet`."""
    muniment("asset", "add", "notes.txt")
    with Muniment(lab) as ml:
        [asset] = ml.list_assets("File")
    for options, is_told in (((), True), (("--quiet",), False)):
        (tmp_path / "out").mkdir(exist_ok=True)
        (tmp_path / "out" / "notes.txt").write_text("second")
        result, shown = muniment("asset", "download", asset.asset_rid, "out", *options)
        assert result.split() == ["out/notes.txt"]
        assert ("was replaced" in shown) == is_told


def test_every_command_can_be_quiet(muniment):
    """The help of each command names the option."""
    for words in ((), ("asset",), ("asset", "list"), ("bag", "validate"), ("init",)):
        assert "-q, --quiet" in muniment(*words, "--help")[0]
