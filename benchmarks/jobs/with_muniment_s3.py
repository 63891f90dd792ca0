"""The jobs with S3 by Muniment's store."""

from pathlib import Path

from bucket import BUCKET, GET, PUT, require_same
from stopwatch import Stopwatch, run_job

from muniment.storage import S3Storage


def many_objects(watch: Stopwatch, folder: str, source: str, count: int) -> None:
    """Put small files into a bucket, and get them back."""
    store, back = S3Storage(f"s3://{BUCKET}"), Path(folder, "back")
    with watch.part(PUT):
        paths = sorted(Path(source).iterdir())
        outcomes = list(store.ingest_many((path, False) for path in paths))
    wanted = [(outcome.sha256, back / path.name) for outcome, path in zip(outcomes, paths, strict=True)]
    with watch.part(GET):
        faults = [fault for fault in store.download_many(wanted) if fault is not None]
    assert not faults, faults[0]
    require_same(paths, back, count)


def big_object(watch: Stopwatch, folder: str, source: str) -> None:
    """Put a large file into a bucket, and get it back."""
    store = S3Storage(f"s3://{BUCKET}")
    with watch.part(PUT):
        digests = store.ingest(source)
    with watch.part(GET):
        store.download(digests.sha256, Path(folder, "large.bin"))


if __name__ == "__main__":
    run_job(many_objects, big_object)
