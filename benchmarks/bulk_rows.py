"""Insert a million rows into PostgreSQL, by Muniment and by a bare COPY of the same rows, in turns.

The PostgreSQL is that of the tests (extra `test`), or any that `--url` names.

    .venv/bin/python benchmarks/bulk_rows.py --rows 1000000
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from muniment import BuiltinTypes, ColumnDefinition, Muniment, TableDefinition
from tests import servers

NAMES = ("RID", "RCT", "RMT", "RCB", "RMB", "RVS", "Name", "Age", "Weight", "Seen")
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def main() -> None:
    """Do what the command line asks."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--url", help="an empty database of PostgreSQL; else one of the tests is started")
    asked = parser.parse_args()
    servers.open_folder()
    try:
        with tempfile.TemporaryDirectory(prefix="bulk-") as scratch:
            url = asked.url or servers.shared("postgresql", servers.start_postgresql)["url"] + "/postgres"
            measure(url, scratch, asked.rows, asked.rounds)
    finally:
        servers.close_folder()


def measure(url: str, scratch: str, count: int, rounds: int) -> None:
    """Insert in turns, and print the median of the ratios."""
    ml = Muniment(url, create=True, store=f"{scratch}/objects", working_dir=f"{scratch}/work")
    seen = datetime(2026, 1, 2, tzinfo=UTC)
    rows = [{"Name": f"S-{n}", "Age": n % 90, "Weight": n / 7, "Seen": seen} for n in range(count)]
    columns = [
        ColumnDefinition("Name"),
        ColumnDefinition("Age", BuiltinTypes.int4),
        ColumnDefinition("Weight", BuiltinTypes.float8),
        ColumnDefinition("Seen", BuiltinTypes.timestamptz),
    ]
    ratios = []
    for number in range(rounds):
        for contender in ("bare", "ours"):
            ml.create_table(TableDefinition(f"{contender}_{number}", columns))
        bare = seconds(lambda n=number: copy(url, f"bare_{n}", rows, seen))
        ours = seconds(lambda n=number: ml.insert_rows(f"ours_{n}", rows))
        ratios.append(ours / bare)
        print(
            f"{count:,} rows: COPY {bare:.2f} s, Muniment {ours:.2f} s, ratio {ours / bare:.2f}", flush=True
        )
        for contender in ("bare", "ours"):
            [(there,)] = servers.query(url, f'SELECT count(*) FROM domain."{contender}_{number}"')
            assert there == count
            ml.drop_table(f"{contender}_{number}")
    print(f"median ratio {statistics.median(ratios):.2f}")
    ml.close()


def seconds(act: Callable[[], object]) -> float:
    """Time one call."""
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def copy(url: str, table: str, rows: list[dict[str, object]], moment: datetime) -> None:
    """Insert rows with all their columns as psycopg does it, with RIDs that are made beforehand."""
    import psycopg

    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        names = ", ".join(f'"{name}"' for name in NAMES)
        with cursor.copy(f'COPY domain."{table}" ({names}) FROM STDIN') as stream:
            for number, row in enumerate(rows):
                system = (rid_of(number), moment, moment, "ada", "ada", 1)
                stream.write_row((*system, row["Name"], row["Age"], row["Weight"], row["Seen"]))


def rid_of(number: int) -> str:
    """Write a number as a RID."""
    written = ""
    for _ in range(5):
        number, digit = divmod(number, 32)
        written = LETTERS[digit] + written
    return f"B-{written}"


if __name__ == "__main__":
    main()
