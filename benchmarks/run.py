"""Measure Muniment, the same jobs with no product, and its peers, all on this machine and in the same run.

`make bench` runs this. The figures are printed, and kept in benchmarks/results/latest.json.
"""

import argparse
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from types import ModuleType

import big_file
import features
import listing
import machine
import memory
import peers
import report
import s3
import small_files
import start
from settings import Settings

LATEST = Path(__file__).parent / "results" / "latest.json"
SCENARIOS: Mapping[str, ModuleType] = {
    "small_files": small_files,
    "big_file": big_file,
    "features": features,
    "listing": listing,
    "s3": s3,
    "start": start,
    "memory": memory,
}


def main() -> None:
    """Do what the command line asks."""
    asked = parse_arguments()
    if asked.markdown:
        print(report.to_markdown(*report.load(LATEST)))
        return
    peers.install(asked.peers)
    with tempfile.TemporaryDirectory(prefix="benchmarks-", dir=asked.folder) as scratch:
        measure(settings_of(asked, Path(scratch)), asked.only)


def measure(settings: Settings, names: list[str]) -> None:
    """Run the scenarios, and print and keep what they give."""
    about = machine.describe(settings.scratch)
    print("\n".join(f"{name}: {text}" for name, text in about.items()))
    absent = sorted(set(peers.PEERS) - set(settings.peers))
    if absent:
        print(f"not run: {', '.join(absent)}; --peers {','.join(absent)} installs them")
    tables = []
    for name in names:
        tables.append(SCENARIOS[name].measure(settings))
        print(report.to_screen(tables[-1]), flush=True)
        report.save(LATEST, tables, {"machine": about, "settings": written(settings)})


def written(settings: Settings) -> dict[str, object]:
    """Give the settings without the paths of this machine."""
    versions = {peer: peers.PEERS[peer] for peer in settings.peers}
    return {**asdict(settings), "scratch": None, "peers": versions}


def settings_of(asked: argparse.Namespace, scratch: Path) -> Settings:
    """Take the settings from the command line."""
    ready = {peer: python for peer in peers.PEERS if (python := peers.python_of(peer))}
    sizes = {
        name: getattr(asked, name) for name in ("rounds", "files", "size", "gib", "rows", "objects", "many")
    }
    return Settings(**sizes, scratch=scratch, peers={} if asked.no_peers else ready)


def parse_arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    add = parser.add_argument
    add("--only", type=_names(SCENARIOS), default=list(SCENARIOS), help=f"some of {','.join(SCENARIOS)}")
    add("--peers", type=_names(peers.PEERS), default=[], help=f"install some of {','.join(peers.PEERS)}")
    add("--no-peers", action="store_true", help="leave out those that are installed, too")
    add("--rounds", type=int, default=5, help="how often each contender runs (%(default)s)")
    add("--files", type=int, default=10_000, help="number of small files (%(default)s)")
    add("--size", type=int, default=4096, help="bytes of a small file (%(default)s)")
    add("--gib", type=float, default=2, help="size of the big file (%(default)s)")
    add("--rows", type=int, default=100_000, help="number of rows listed (%(default)s)")
    add("--objects", type=int, default=5000, help="number of small objects in S3 (%(default)s)")
    add("--many", type=int, default=50_000, help="files of the larger upload of `memory` (%(default)s)")
    add("--folder", type=Path, default=machine.scratch_parent(), help="where to work (%(default)s)")
    add("--markdown", action="store_true", help="print the latest figures as Markdown and measure nothing")
    return parser.parse_args()


def _names(known: Mapping[str, object]) -> Callable[[str], list[str]]:
    def names(text: str) -> list[str]:
        chosen = text.split(",")
        if unknown := set(chosen) - set(known):
            raise argparse.ArgumentTypeError(f"no {', '.join(unknown)}; there are {', '.join(known)}")
        return chosen

    return names


if __name__ == "__main__":
    main()
