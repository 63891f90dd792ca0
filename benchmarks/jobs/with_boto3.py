"""The jobs with S3 by boto3 alone, as its manual shows."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bucket import BUCKET, GET, PUT, THREADS, open_client, require_same
from stopwatch import Stopwatch, run_job


def many_objects(watch: Stopwatch, folder: str, source: str, count: int) -> None:
    """Put small files into a bucket, and get them back."""
    client = open_client()
    back = Path(folder, "back")
    back.mkdir()

    def put(path: Path) -> None:
        client.put_object(Bucket=BUCKET, Key=path.name, Body=path.read_bytes())

    def get(path: Path) -> None:
        Path(back, path.name).write_bytes(client.get_object(Bucket=BUCKET, Key=path.name)["Body"].read())

    with ThreadPoolExecutor(THREADS) as threads:
        with watch.part(PUT):
            paths = sorted(Path(source).iterdir())
            list(threads.map(put, paths))
        with watch.part(GET):
            list(threads.map(get, paths))
    require_same(paths, back, count)


def big_object(watch: Stopwatch, folder: str, source: str) -> None:
    """Put a large file into a bucket, and get it back."""
    client = open_client()
    with watch.part(PUT):
        client.upload_file(source, BUCKET, "large.bin")
    with watch.part(GET):
        client.download_file(BUCKET, "large.bin", f"{folder}/large.bin")


if __name__ == "__main__":
    run_job(many_objects, big_object)
