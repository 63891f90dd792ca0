"""A run with files and values of a feature that refer to them, with Muniment, as its users write it."""

import warnings

from databases import fresh
from stopwatch import Stopwatch, run_job

from muniment import BuiltinTypes, ColumnDefinition, Muniment, TableDefinition


def features(watch: Stopwatch, folder: str, url: str | None, source: str, count: int) -> None:
    """Stage files that exist, then values that refer to them, and upload both."""
    ml = _open(folder, url)
    scans = _prepare(ml, count)
    with warnings.catch_warnings(action="ignore"):  # that these scripts may have changes is no news here
        workflow = ml.create_workflow("Benchmark", "Prediction")
    exe = ml.create_execution(workflow=workflow)
    with exe:
        with watch.part("files"):
            masks = [exe.asset_file_path("Mask", f"{source}/{number:06}.bin") for number in range(count)]
        with watch.part("values"):
            values = [
                {
                    "Scan": scan,
                    "Grade": "Good" if number % 3 else "Bad",
                    "Score": number / count,
                    "Mask": mask,
                }
                for number, (scan, mask) in enumerate(zip(scans, masks, strict=True))
            ]
            exe.add_features(values, "Scan", "Quality")
    with watch.part("upload"):
        report = exe.upload_execution_outputs()
    assert report.total_uploaded == report.features["Execution_Scan_Quality"] == count


def _open(folder: str, url: str | None) -> Muniment:
    if url is None:
        return Muniment(f"{folder}/lab", create=True)
    address = fresh(url, folder)
    return Muniment(address, create=True, store=f"{folder}/objects", working_dir=f"{folder}/work")


def _prepare(ml: Muniment, count: int) -> list[str]:
    """Make the feature, and the rows that are to have values; give their RIDs."""
    ml.create_table(TableDefinition("Scan", [ColumnDefinition("Number", BuiltinTypes.int4)]))
    ml.create_asset("Mask")
    ml.create_vocabulary("Grade")
    for grade in ("Good", "Bad"):
        ml.add_term("Grade", grade, description="How well a scan can be read")
    score = ColumnDefinition("Score", BuiltinTypes.float8)
    ml.create_feature("Scan", "Quality", terms=["Grade"], assets=["Mask"], metadata=[score])
    return ml.insert_rows("Scan", [{"Number": number} for number in range(count)])


if __name__ == "__main__":
    run_job(features)
