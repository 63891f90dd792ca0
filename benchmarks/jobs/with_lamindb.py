"""The jobs with LaminDB: a run on an instance in SQLite and a folder, made beforehand."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import lamindb_setup
from stopwatch import Stopwatch, run_job

COLUMNS = ["ulabels__name", "description", "size", "hash", "created_at", "created_by_id"]


def small_files(watch: Stopwatch, folder: str, source: str, count: int) -> None:
    """Save files one by one with two features and a label each, the way its manual shows."""
    ln = _make_instance(folder)
    run, label = _make_run(ln)
    with watch.part("save"):
        for number, path in enumerate(_paths(source, count)):
            features = {"width": number, "height": number}
            artifact = ln.Artifact(path, key=f"data/{path.name}", run=run, features=features).save()
            artifact.ulabels.add(label)
    _require(ln, count)


def small_files_in_bulk(watch: Stopwatch, folder: str, source: str, count: int) -> None:
    """Save files together, and the links to features and label by its tables, which no call of it does."""
    ln = _make_instance(folder)
    run, label = _make_run(ln)
    with watch.part("save"):
        artifacts = [ln.Artifact(path, key=f"data/{path.name}", run=run) for path in _paths(source, count)]
        ln.save(artifacts)
        _annotate(ln, artifacts, label)
    _require(ln, count)


def _annotate(ln: Any, artifacts: list[Any], label: Any) -> None:
    from django.db.transaction import atomic

    with atomic():
        for name in ("width", "height"):
            _link_values(ln, ln.Feature.get(name=name), artifacts)
        link = ln.models.ArtifactULabel
        link.objects.bulk_create([link(artifact=artifact, ulabel=label) for artifact in artifacts])


def _link_values(ln: Any, feature: Any, artifacts: list[Any]) -> None:
    from lamindb_setup.core.hashing import hash_string

    value, link = ln.models.JsonValue, ln.models.ArtifactJsonValue
    values = [value(feature=feature, value=n, hash=hash_string(str(n))) for n in range(len(artifacts))]
    value.objects.bulk_create(values)
    pairs = zip(artifacts, values, strict=True)
    link.objects.bulk_create([link(artifact=artifact, jsonvalue=value) for artifact, value in pairs])


def features(watch: Stopwatch, folder: str, source: str, count: int) -> None:
    """Save files one by one, each with a label of a vocabulary and a number, the way its manual shows."""
    ln = _make_instance(folder)
    run, _ = _make_graded_run(ln)
    with watch.part("save"):
        for number, path in enumerate(_paths(source, count)):
            values = {"grade": "Good" if number % 3 else "Bad", "score": number / count}
            ln.Artifact(path, key=f"data/{path.name}", run=run, features=values).save()
    _require_values(ln, count)


def features_in_bulk(watch: Stopwatch, folder: str, source: str, count: int) -> None:
    """Save files together, and their values by its tables, which no call of it does."""
    ln = _make_instance(folder)
    run, grades = _make_graded_run(ln)
    with watch.part("save"):
        artifacts = [ln.Artifact(path, key=f"data/{path.name}", run=run) for path in _paths(source, count)]
        ln.save(artifacts)
        _grade(ln, artifacts, grades)
    _require_values(ln, count)


def _make_graded_run(ln: Any) -> tuple[Any, list[Any]]:
    grades = [ln.ULabel(name=name).save() for name in ("Good", "Bad")]
    ln.Feature(name="grade", dtype=ln.ULabel).save()
    ln.Feature(name="score", dtype=float).save()
    return ln.Run(ln.Transform(key="benchmark.py", kind="script").save()).save(), grades


def _grade(ln: Any, artifacts: list[Any], grades: list[Any]) -> None:
    from django.db.transaction import atomic

    with atomic():
        _link_values(ln, ln.Feature.get(name="score"), artifacts)
        link, feature = ln.models.ArtifactULabel, ln.Feature.get(name="grade")
        label = [grades[0] if number % 3 else grades[1] for number in range(len(artifacts))]
        pairs = zip(artifacts, label, strict=True)
        link.objects.bulk_create([link(artifact=a, ulabel=grade, feature=feature) for a, grade in pairs])


def _require_values(ln: Any, count: int) -> None:
    found = ln.Artifact.filter(key__startswith="data/")
    assert found.count() == count
    assert found.filter(ulabels__name="Good").count() == sum(1 for number in range(count) if number % 3)
    assert ln.models.ArtifactJsonValue.objects.count() == count


def list_assets(watch: Stopwatch, folder: str, rows: int) -> dict[str, Any]:
    """Give all artifacts with their labels as a DataFrame; the rows were put into its tables by SQL."""
    ln = _make_instance(folder)
    run, label = _make_run(ln)
    Path("first.bin").write_bytes(b"first")
    first = ln.Artifact("first.bin", key="first.bin", run=run).save()
    first.ulabels.add(label)
    _multiply(first.id, rows)
    with watch.part("listing"):
        frame = ln.Artifact.filter().to_dataframe(include=COLUMNS, limit=None)
    assert len(frame) == rows
    return {"rows": rows, "columns": list(frame.columns)}


def _multiply(first: int, rows: int) -> None:
    """Copy an artifact and its label until there are so many."""
    from django.db import connection
    from django.db.transaction import atomic

    numbers = range(first + 1, first + rows)
    with atomic(), connection.cursor() as cursor:
        _copy(cursor, "lamindb_artifact", "id", first, map(_identity, numbers))
        links = ({"id": number, "artifact_id": number} for number in numbers)
        _copy(cursor, "lamindb_artifactulabel", "artifact_id", first, links)


def _copy(cursor: Any, table: str, key: str, first: int, changes: Iterable[dict[str, Any]]) -> None:
    """Insert a row again and again, each time with other values in some columns."""
    cursor.execute(f"SELECT * FROM {table} WHERE {key} = %s", [first])
    names = [column[0] for column in cursor.description]
    row = dict(zip(names, cursor.fetchone(), strict=True))
    statement = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join(['%s'] * len(names))})"
    cursor.executemany(statement, [list((row | change).values()) for change in changes])


def _identity(number: int) -> dict[str, Any]:
    name = f"{number:06}"
    return {"id": number, "uid": f"{name:0>20}", "key": f"data/{name}.bin", "hash": f"{name:0>22}"}


def _make_instance(folder: str) -> Any:
    os.chdir(folder)
    lamindb_setup.init(storage="./lab")
    # A file on an instance that nobody registered asks LaminHub first, and fails without a network.
    lamindb_setup.settings.instance._is_on_hub = False  # noqa: SLF001 (there is no public way)
    import lamindb as ln

    ln.settings.verbosity = "error"
    return ln


def _make_run(ln: Any) -> tuple[Any, Any]:
    for name in ("width", "height"):
        ln.Feature(name=name, dtype=int).save()
    label = ln.ULabel(name="Image").save()
    return ln.Run(ln.Transform(key="benchmark.py", kind="script").save()).save(), label


def _paths(source: str, count: int) -> list[Path]:
    return [Path(source, f"{number:06}.bin") for number in range(count)]


def _require(ln: Any, count: int) -> None:
    found = ln.Artifact.filter(key__startswith="data/")
    assert found.count() == count
    assert found.filter(ulabels__name="Image").count() == count


if __name__ == "__main__":
    run_job(small_files, small_files_in_bulk, features, features_in_bulk, list_assets)
