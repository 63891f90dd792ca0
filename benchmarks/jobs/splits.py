"""Datasets that are filled and split, each in a process of its own."""

import warnings
from typing import Any

from stopwatch import Stopwatch, run_job

from muniment import ColumnDefinition, ForeignKeyDefinition, Muniment, TableDefinition

AT_ONCE = 100_000
VISITS_OF_A_SUBJECT = 10


def fill(watch: Stopwatch, folder: str, address: str, store: str, members: int) -> dict[str, Any]:
    """Make a dataset of visits, ten of each subject, that are of four stages."""
    ml = Muniment(address, create=True, store=store, working_dir=f"{folder}/work")
    ml.create_table(TableDefinition("Subject", [ColumnDefinition("Name"), ColumnDefinition("Sex")]))
    columns = [ColumnDefinition("Subject"), ColumnDefinition("Stage")]
    fkeys = [ForeignKeyDefinition(["Subject"], "Subject")]
    ml.create_table(TableDefinition("Visit", columns, fkey_defs=fkeys))
    ml.add_dataset_element_type("Visit")
    dataset = ml.create_dataset("Complete")
    with watch.part("filling"):
        for start in range(0, members, AT_ONCE):
            count = min(AT_ONCE, members - start)
            people = [
                {"Name": f"S{start + n}", "Sex": "fm"[n % 2]}
                for n in range(max(1, count // VISITS_OF_A_SUBJECT))
            ]
            subjects = ml.insert_rows("Subject", people)
            visits = [
                {"Subject": subjects[n % len(subjects)], "Stage": f"stage {min(n % 10, 3)}"}
                for n in range(count)
            ]
            dataset.add_dataset_members({"Visit": ml.insert_rows("Visit", visits)})
        dataset.release("major")
    ml.close()
    return {"dataset": dataset.rid}


def split(
    watch: Stopwatch, folder: str, address: str, dataset: str, options: dict[str, Any]
) -> dict[str, Any]:
    """Split it, and tell the sizes of the parts."""
    import numpy as np  # noqa: F401 (loaded before the clock starts)

    with Muniment(address, working_dir=f"{folder}/work") as ml, warnings.catch_warnings(action="ignore"):
        with watch.part("splitting"):
            result = ml.split_dataset(dataset, test_size=0.2, val_size=0.1, **options)
        sizes = [result.training.count, result.validation.count, result.testing.count]  # type: ignore[union-attr]
    return {"sizes": sizes}


if __name__ == "__main__":
    run_job(fill, split)
