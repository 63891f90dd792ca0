"""The jobs with S3 by obstore alone."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import obstore
from bucket import BUCKET, GET, PUT, THREADS, open_client, require_same
from obstore.store import S3Store
from stopwatch import Stopwatch, run_job


def many_objects(watch: Stopwatch, folder: str, source: str, count: int) -> None:
    """Put small files into a bucket, and get them back."""
    store = _open()
    back = Path(folder, "back")
    back.mkdir()

    def put(path: Path) -> None:
        obstore.put(store, path.name, path.read_bytes(), use_multipart=False)

    def get(path: Path) -> None:
        Path(back, path.name).write_bytes(obstore.get(store, path.name).bytes())

    with ThreadPoolExecutor(THREADS) as threads:
        with watch.part(PUT):
            paths = sorted(Path(source).iterdir())
            list(threads.map(put, paths))
        with watch.part(GET):
            list(threads.map(get, paths))
    require_same(paths, back, count)


def big_object(watch: Stopwatch, folder: str, source: str) -> None:
    """Put a large file into a bucket, and get it back."""
    store = _open()
    with watch.part(PUT):
        obstore.put(store, "large.bin", Path(source))
    with watch.part(GET), Path(folder, "large.bin").open("wb") as file:
        file.writelines(obstore.get(store, "large.bin").stream(min_chunk_size=1 << 20))


def _open() -> S3Store:
    endpoint = open_client().meta.endpoint_url
    return S3Store(BUCKET, endpoint=endpoint, client_options={"allow_http": True})


if __name__ == "__main__":
    run_job(many_objects, big_object)
