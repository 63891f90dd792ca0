"""What a lineage takes: one asset among many, ten generations of runs up, on both databases.

Each run reads some files of the generation before and makes ten. The rows are written in bulk. Beside the
call stands the same chain asked for by hand-written SQL, one recursive statement that knows the only table
there is. The PostgreSQL is that of the tests (extra `test`).

    .venv/bin/python benchmarks/lineage.py --assets 1000000
"""

import argparse
import random
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

import catalogs
import sqlalchemy as sa

from muniment import Muniment
from muniment.catalog import rows

OUTPUTS = 10
BY_HAND = """
WITH RECURSIVE up(asset, run) AS (
    SELECT "Image", "Execution" FROM "Image_Execution"
    WHERE "Image" = :asset AND coalesce("Asset_Role", '') = 'Output'
    UNION
    SELECT made."Image", made."Execution" FROM up
    JOIN "Image_Execution" read ON read."Execution" = up.run AND coalesce(read."Asset_Role", '') = 'Input'
    JOIN "Image_Execution" made ON made."Image" = read."Image" AND coalesce(made."Asset_Role", '') = 'Output'
)
SELECT asset, run FROM up
"""


def main() -> None:
    """Do what the command line asks."""
    parser = catalogs.parser(__doc__)
    parser.add_argument("--assets", type=int, default=1_000_000)
    parser.add_argument("--generations", type=int, default=10)
    parser.add_argument("--tables", type=int, default=10, help="how many asset tables there are besides")
    parser.add_argument("--rounds", type=int, default=50)
    asked = parser.parse_args()
    for database, ml in catalogs.each_catalog(asked.only):
        measure(database, ml, asked)


def measure(database: str, ml: Muniment, asked: argparse.Namespace) -> None:
    """Measure one database and print what was found."""
    print(f"{database}, {asked.assets:,} assets, {asked.generations} generations", flush=True)
    ml.create_asset("Image")
    for number in range(asked.tables):
        ml.create_asset(f"Other_{number}")
    begun = time.perf_counter()
    chains = {inputs: fill(ml, asked.assets // 2, asked.generations, inputs) for inputs in (1, 2)}
    print(f"  rows written in {time.perf_counter() - begun:.0f} s", flush=True)
    for inputs, (last, first) in chains.items():
        chosen = random.Random(7).sample(last, asked.rounds)
        print(f"  each run reads {inputs} of the generation before")
        report("lineage, backward", chosen, lambda rid: len(ml.lookup_lineage(rid)))
        report("the same by hand", chosen[:3], lambda rid: by_hand(ml, rid))
        report("lineage, depth=2", chosen, lambda rid: len(ml.lookup_lineage(rid, depth=2)))
        report("impact", random.Random(7).sample(first, 3), lambda rid: len(ml.impact(rid)))


def fill(ml: Muniment, count: int, generations: int, inputs: int) -> tuple[list[str], list[str]]:
    """Write runs and assets, and give the assets of the last generation and of the first."""
    catalog, model = ml._catalog, ml._catalog.refresh()  # noqa: SLF001
    workflow = ml.create_workflow("Derive", "Training").rid
    width = count // (generations + 1) // OUTPUTS * OUTPUTS
    chance = random.Random(inputs)
    before: list[str] = []
    first: list[str] = []

    for _ in range(generations + 1):
        runs = catalog.database.lease_rids(width // OUTPUTS)
        images = catalog.database.lease_rids(width)
        links = [(image, runs[n // OUTPUTS], "Output") for n, image in enumerate(images)]
        if before:
            links += [(rid, run, "Input") for run in runs for rid in chance.sample(before, inputs)]
        link_rids = catalog.database.lease_rids(len(links))
        files = [
            ("/objects/none", f"scan-{rid}.png", 1, "d41d8cd98f00b204e9800998ecf8427e") for rid in images
        ]
        started = [(workflow, "Uploaded")] * len(runs)
        with catalog.write() as tx:
            insert = partial(rows.insert_checked, tx)
            insert(model.table("Execution"), ("Workflow", "Status"), started, runs)
            insert(model.table("Image"), ("URL", "Filename", "Length", "MD5"), files, images)
            insert(model.table("Image_Execution"), ("Image", "Execution", "Asset_Role"), links, link_rids)
        before, first = images, first or images
    catalogs.analyze(ml)
    return before, first


def by_hand(ml: Muniment, rid: str) -> int:
    """Ask with SQL that knows the one table there is."""
    with ml._catalog.read() as connection:  # noqa: SLF001
        found = connection.execute(sa.text(BY_HAND), {"asset": rid}).all()
    return len({asset for asset, _ in found}) + len({run for _, run in found})


def report(title: str, rids: list[str], act: Callable[[str], int]) -> None:
    """Time a call for each of some assets, and print the median and the slowest."""
    act(rids[0])
    taken, sizes = [], []
    for rid in rids:
        begun = time.perf_counter()
        sizes.append(act(rid))
        taken.append(1000 * (time.perf_counter() - begun))
    print(
        f"    {title}: median {statistics.median(taken):.1f} ms, slowest {max(taken):.1f} ms, "
        f"{statistics.median(sizes):,.0f} nodes",
        flush=True,
    )


if __name__ == "__main__":
    main()
