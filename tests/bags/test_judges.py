"""What the programs that others use say of our bags: bagit.py, bdbag, and profiles of bags."""

import http.server
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import bagit
import bagit_profile
import pytest

from muniment.bags.dataset_bag import DatasetBag
from muniment.bags.export import PROFILE
from muniment.catalog import assets
from muniment.errors import InvalidValue, StorageError
from tests.stacks import ServerStack

REQUIREMENTS = {
    "BagIt-Profile-Info": {
        "BagIt-Profile-Identifier": PROFILE,
        "Source-Organization": "https://example.org/",
        "External-Description": "What a BDBag has to be",
        "Version": "0.1",
    },
    "Bag-Info": {"Payload-Oxum": {"required": True}},
    "Manifests-Required": ["md5", "sha256"],
    "Tag-Manifests-Required": ["md5", "sha256"],
    "Allow-Fetch.txt": True,
    "Serialization": "required",
    "Accept-Serialization": ["application/zip", "application/x-tar", "application/x-tar+gzip"],
    "Accept-BagIt-Version": ["0.97", "1.0"],
}
"""What the profile of BDBags asks for."""

FILE_HANDLER = """
import shutil
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bdbag.fetch.transports.base_transport import BaseFetchTransport


class Files(BaseFetchTransport):
    def __init__(self, config, keychain, **kwargs):
        super().__init__(config, keychain, **kwargs)

    def fetch(self, url, output_path, **kwargs):
        Path(output_path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(unquote(urlsplit(url).path), output_path)
        return output_path

    def cleanup(self):
        pass
"""
"""Addresses of files are nothing that bdbag knows by itself, but it can be told how to read them."""


@pytest.fixture
def judge(tmp_path, monkeypatch):
    """Run one of the programs, with a home of its own, and give what it printed; it has to find no fault."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "filehandler.py").write_text(FILE_HANDLER)
    settings = {
        "fetch_config": {"file": {"handler": "filehandler.Files"}},
        "bag_config": {"bag_processes": 1},
    }
    (home / "config.json").write_text(json.dumps(settings))
    (home / "profile.json").write_text(json.dumps(REQUIREMENTS))

    def judge(program: str, *arguments: object) -> str:
        ended = subprocess.run(
            [Path(sys.executable).with_name(program), *map(str, arguments)],
            env={**os.environ, "HOME": str(home), "PYTHONPATH": str(home)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=100,
        )
        assert ended.returncode == 0, ended.stdout
        return ended.stdout

    judge.home = home
    return judge


@pytest.fixture
def web(tmp_path) -> Iterator[str]:
    """A web server that gives out the files of the catalog's folder; its URL."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def dataset(clinic):
    """A dataset of images with odd names, an empty one among them."""
    ann = clinic.insert("Subject", Name="Ann")
    names = ["scan 1.png", "\u65e5\u672c\u8a9e.png", "a%b.png", "#hash?.png"]
    return clinic.dataset(clinic.images([(n, n.encode()) for n in names], Subject=ann), types=["Training"])


def test_the_programs_of_others_find_no_fault(clinic, dataset, judge):
    """`bagit.py --validate`, and `bdbag --validate full` and `--validate-profile`, accept our bags."""
    bag = clinic.export(dataset).path
    judge("bagit.py", "--validate", bag)
    for how in ("full", "fast", "structure", "completeness"):
        judge("bdbag", "--validate", how, bag)
    profile = judge.home / "profile.json"
    for form in ("zip", "tar", "tgz"):
        archive = clinic.export(dataset, form=form).path
        judge("bdbag", "--validate-profile", "--profile-path", profile, archive)
    assert bagit_profile.Profile(PROFILE, profile=REQUIREMENTS).validate(bagit.Bag(str(bag)))


@pytest.mark.parametrize("form", ["folder", "zip", "tgz"])
def test_bdbag_completes_our_bags_from_the_store(clinic, dataset, judge, stack, form):
    """`bdbag --materialize` brings files in from S3, and from a folder once it is told how to read one."""
    bag = clinic.export(dataset, form=form, materialize=False).path
    scheme = "s3" if isinstance(stack, ServerStack) else "file"
    light = bag if form == "folder" else bag.with_name(f"Dataset_{dataset}")
    options = ["--config-file", judge.home / "config.json"]
    judge(
        "bdbag", "--materialize", *options, *([] if form == "folder" else ["--output-path", bag.parent]), bag
    )
    assert (light / "fetch.txt").read_text().startswith(f"{scheme}://")
    judge("bdbag", "--validate", "full", light)
    assert DatasetBag.open(light).is_materialized


def test_bdbag_completes_our_bags_over_http(clinic, dataset, judge, stack, web):
    """Files come over HTTP, by addresses that are signed for a while, or from where references are."""
    if isinstance(stack, ServerStack):
        bag = clinic.export(dataset, materialize=False, presigned=600).path
    else:
        with pytest.raises(StorageError, match="has no server that gives out objects by a URL"):
            clinic.export(dataset, materialize=False, presigned=600)
        bag = clinic.export(dataset, materialize=False).path
        fetch = bag / "fetch.txt"
        fetch.write_text(fetch.read_text().replace(f"file://localhost{clinic.folder}", web))
        for seal in bag.glob("tagmanifest-*"):
            seal.unlink()
    assert {urlsplit(line).scheme for line in (bag / "fetch.txt").read_text().splitlines()} == {"http"}
    judge("bdbag", "--resolve-fetch", "all", bag)
    judge("bdbag", "--validate", "full", bag)
    ours = clinic.export(dataset, "ours", materialize=False).path
    (ours / "fetch.txt").write_text((bag / "fetch.txt").read_text())
    assert DatasetBag.open(ours).materialize().fetched == 4


def test_a_bag_says_what_it_is(clinic, dataset):
    """bag-info.txt names source, version, moment, maker and size, and what else it was told to say."""
    info = {"License": "CC-BY-4.0", "Contact-Email": "ada@example.org", "Source-Organization": "Lab\nof Ada"}
    said = DatasetBag.open(clinic.export(dataset, info=info).path).info
    images = assets.list_assets(clinic.catalog, "Image")
    assert said["Contact-Name"] == "ada"
    assert said["License"] == "CC-BY-4.0"
    assert said["Source-Organization"] == "Lab of Ada"
    assert said["Bag-Size"].endswith(" kB")
    assert int(said["Payload-Oxum"].split(".")[0]) > sum(image["Length"] for image in images)
    assert said["External-Identifier"].startswith(f"{dataset}@")
    assert said["Internal-Sender-Identifier"] == f"muniment://{clinic.catalog.id}/id/{dataset}"
    assert (said["Dataset-Version"], said["BagIt-Profile-Identifier"]) == ("0.2.0", PROFILE)


@pytest.mark.parametrize("name", ["payload-oxum", "Dataset-Version", "Two\nLines", "a: b", ""])
def test_what_follows_from_the_dataset_cannot_be_said_otherwise(clinic, dataset, name):
    """A name that Muniment gives a value itself, or that is none, is refused."""
    with pytest.raises(InvalidValue, match=r"bag-info\.txt"):
        clinic.export(dataset, info={name: "x"})
