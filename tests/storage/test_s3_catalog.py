"""Catalogs whose bytes are in S3. The server is a real one."""

import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from muniment import Muniment
from muniment.errors import ConfigurationError, StorageError


@pytest.fixture
def lab(tmp_path: Path, s3_environment: dict[str, str], s3_url: str) -> Iterator[Muniment]:
    (tmp_path / "Größe 1.png").write_bytes(b"a scan")
    with Muniment(tmp_path / "lab", create=True, store=f"{s3_url}?region=us-east-1&tag.project=lungs") as ml:
        ml.add_files(tmp_path / "Größe 1.png")
        yield ml


def test_an_asset_in_s3_has_a_url_to_lend(lab: Muniment) -> None:
    """Anybody can download an asset by its presigned URL, and gets it under its name."""
    [scan] = lab.list_assets("File")
    with urllib.request.urlopen(scan.presigned_url(expires=60)) as answer:
        assert answer.read() == b"a scan"
        assert "Gr%C3%B6%C3%9Fe%201.png" in answer.headers["Content-Disposition"]
    with pytest.raises(StorageError, match="between a second and a week"):
        scan.presigned_url(expires=0)


def test_a_catalog_opens_with_other_options(
    s3_server: Any,
    lab: Muniment,
    tmp_path: Path,
    s3_environment: dict[str, str],
    s3_url: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The same bucket and prefix are the same store by whatever endpoint; options that are not given stay."""
    endpoint = s3_environment["AWS_ENDPOINT_URL"].replace("localhost", "127.0.0.1")
    monkeypatch.delenv("AWS_ENDPOINT_URL")
    (tmp_path / "other.png").write_bytes(b"another scan")
    with Muniment(tmp_path / "lab", store=f"{s3_url}/?endpoint={endpoint}") as ml:
        with ml.list_assets("File")[0].open() as file:
            assert file.read() == b"a scan"
        ml.add_files(tmp_path / "other.png")
    with lab.list_assets("File")[1].open() as file:
        assert file.read() == b"another scan"
    bucket, _, prefix = s3_url.removeprefix("s3://").partition("/")
    for stored in s3_server.client.list_objects_v2(Bucket=bucket, Prefix=prefix)["Contents"]:
        answer = s3_server.client.get_object_tagging(Bucket=bucket, Key=stored["Key"])
        assert answer["TagSet"] == [{"Key": "project", "Value": "lungs"}]


def test_a_catalog_keeps_to_its_store(lab: Muniment, tmp_path: Path, s3_url: str) -> None:
    """Another bucket or prefix is another store, and is refused."""
    with pytest.raises(ConfigurationError, match="keeps its bytes in .* and not in .*other"):
        Muniment(tmp_path / "lab", store=f"{s3_url}/other")
