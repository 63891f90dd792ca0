"""Bytes by their SHA-256, in a folder, an S3 bucket or memory.

A store keeps objects: immutable bytes whose key is their SHA-256. It knows no SQL and nothing of assets;
what an object means stands in the catalog. All stores can do the same, which is written down in `Storage`.
"""

from collections.abc import Callable
from importlib.metadata import entry_points
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from muniment.errors import ConfigurationError, nearest
from muniment.storage.keys import is_key
from muniment.storage.local import LocalStorage
from muniment.storage.memory import MemoryStorage
from muniment.storage.protocol import Storage, StoredObject
from muniment.storage.s3 import S3Storage

__all__ = [
    "LocalStorage",
    "MemoryStorage",
    "S3Storage",
    "Storage",
    "StoredObject",
    "is_key",
    "open_storage",
    "reopen_storage",
]

PLUGINS = "muniment.storage"
"""The group of entry points by which other packages add a kind of store: the name is the scheme of its URLs,
the value is called with the URL."""


def open_storage(url: str | Path) -> Storage:
    """Open the store that a path or URL names. Nothing is read, written or asked of a server yet.

    Args:
        url: A folder, as path or ``file:///lab/objects``; ``s3://bucket/prefix``, with options as
            ``?endpoint=...&profile=...``; ``memory://``, which is a new store each time; or a URL of a kind
            that an installed package adds.

    Raises:
        ConfigurationError: The URL is of an unknown kind, or names nothing that can be opened.

    Example:
        >>> open_storage("s3://lab-objects/muniment").url
        's3://lab-objects/muniment'
    """
    scheme = "" if isinstance(url, Path) else _scheme(url)
    if not scheme:
        return LocalStorage(url)
    opener = _KINDS.get(scheme) or _find_plugin(scheme)
    return opener(str(url))


def reopen_storage(store: Storage, url: str | Path) -> Storage | None:
    """Open a store by another URL of it; None if that is the URL of another store.

    Which store it is stands before the ``?``. The options after it go over those of the store, which stay
    where the URL has none.

    Example:
        >>> lab = open_storage("s3://lab-objects/muniment?sse=AES256&profile=ada")
        >>> reopen_storage(lab, "s3://lab-objects/muniment/?profile=grace").url
        's3://lab-objects/muniment?profile=grace&sse=AES256'
        >>> reopen_storage(lab, "s3://lab-objects/other") is None
        True
    """
    place, _, options = store.url.partition("?")
    asked, _, changed = open_storage(url).url.partition("?")
    if asked != place:
        return None
    if not changed:
        return store
    return open_storage(f"{place}?{urlencode({**dict(parse_qsl(options)), **dict(parse_qsl(changed))})}")


def _scheme(url: str) -> str:
    scheme, separator, _ = url.partition("://")
    return scheme.lower() if separator else ""


def _open_file(url: str) -> Storage:
    parts = urlsplit(url)
    if parts.netloc not in ("", "localhost") or not parts.path:
        raise ConfigurationError(
            f"{url!r} is no folder of this machine. Write file:///path or the path alone."
        )
    return LocalStorage(unquote(parts.path))


_KINDS: dict[str, Callable[[str], Storage]] = {
    "file": _open_file,
    "memory": lambda _: MemoryStorage(),
    "s3": S3Storage,
}


def _find_plugin(scheme: str) -> Callable[[str], Storage]:
    plugins = {plugin.name: plugin for plugin in entry_points(group=PLUGINS)}
    if scheme in plugins:
        opener: Callable[[str], Storage] = plugins[scheme].load()
        return opener
    known = sorted({*_KINDS, *plugins})
    raise ConfigurationError(
        f"No store is known for {scheme}://, only for {', '.join(f'{name}://' for name in known)} and paths."
        f"{nearest(scheme, known)} A package may add one by an entry point of the group {PLUGINS!r}."
    )
