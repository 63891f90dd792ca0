"""What a run records by itself: its environment, the code that no commit holds, and what it prints."""

import hashlib
import traceback
import warnings
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from muniment import redaction
from muniment.catalog import assets
from muniment.catalog.catalog import Catalog
from muniment.catalog.database import Transaction
from muniment.errors import ConfigurationError, MunimentError, nearest
from muniment.executions import output_log, sessions, uncommitted
from muniment.executions.arguments import storable
from muniment.executions.attachments import TABLE, attach
from muniment.executions.output_log import OutputLog
from muniment.executions.sessions import Beginning
from muniment.executions.source import SourceCode

ENVIRONMENT, CODE, OUTPUT = KINDS = ("environment", "code", "output")
_NOTHING = "nothing"


def parse_kinds(asked: Iterable[str] | str | None) -> frozenset[str]:
    """Give what a run is to record: all of it if nothing was said.

    Args:
        asked: Some of ``environment``, ``code`` and ``output``, or a text with commas; or ``nothing``.

    Raises:
        ConfigurationError: There is no such thing to record.

    Example:
        >>> [sorted(parse_kinds(asked)) for asked in (None, "code, output", "nothing")]
        [['code', 'environment', 'output'], ['code', 'output'], []]
    """
    if asked is None:
        return frozenset(KINDS)
    names = [part.strip() for part in asked.split(",")] if isinstance(asked, str) else list(asked)
    for name in names:
        if name not in (*KINDS, _NOTHING):
            raise ConfigurationError(
                f"A run cannot record {name!r}.{nearest(str(name), KINDS)} It can record "
                f"{', '.join(KINDS)}, or {_NOTHING}."
            )
    return frozenset(names) - {_NOTHING}


def attach_code(
    catalog: Catalog, execution: str, source: SourceCode | None, kinds: frozenset[str], *, once: bool = False
) -> None:
    """Store the code of a run that no commit holds, if it is to be recorded and there is any.

    Args:
        catalog: Where it goes.
        execution: The run.
        source: Its code.
        kinds: What is to be recorded.
        once: Whether the run may have the same already.
    """
    patch = source.patch if source is not None and CODE in kinds else None
    if patch is not None and not (once and _has_code(catalog, execution, patch)):
        try:
            attach(
                catalog, execution, patch, uncommitted.FILENAME, uncommitted.KIND, "Code that no commit holds"
            )
        except MunimentError as error:
            warnings.warn(f"The uncommitted code of this run is not recorded: {error}", stacklevel=3)


def _has_code(catalog: Catalog, execution: str, patch: bytes) -> bool:
    known = assets.made_of_type(catalog, TABLE, uncommitted.KIND, [execution])
    return hashlib.sha256(patch).hexdigest() in {sha256 for _, _, sha256 in known}


class Recorder:
    """What records a run in the process that runs it."""

    def __init__(self, catalog: Catalog, execution: str, folder: Path, kinds: frozenset[str]) -> None:
        """Take the run, where its logs are kept until they are stored, and what is to be recorded."""
        self._catalog, self._execution, self._folder, self._kinds = catalog, execution, folder, kinds
        self._log: OutputLog | None = None
        self._number = 0

    def prepare(self, source: Mapping[str, Any] | None = None) -> Callable[[Transaction], None]:
        """Look at the environment, and give what writes it down in the transaction that begins the run.

        Args:
            source: What was found of the code, if it is not what the run was made by.
        """
        beginning = Beginning.here(recorded=ENVIRONMENT in self._kinds)
        if source is not None:
            beginning = replace(beginning, details={**beginning.details, "source": source})

        def write(tx: Transaction) -> None:
            self._number = sessions.begin(tx, self._execution, beginning)

        return write

    def listen(self) -> None:
        """Keep what is printed from now on."""
        if OUTPUT in self._kinds:
            self._log = OutputLog(self._folder / f"{self._number}.log")
            self._log.start()

    def stop(self, error: BaseException | None = None) -> None:
        """Keep no more; an error that ends the run is kept as it would be printed."""
        log, self._log = self._log, None
        if log is not None:
            if error is not None:
                log.write(describe_error(error)[1])
            log.stop()

    def store(self) -> None:
        """Store what was printed, in this process or in one that died; what cannot be stored stays here."""
        if self._log is not None or not self._folder.is_dir():
            return
        for file in sorted(self._folder.glob("*.log")):
            try:
                self._store(file)
            except (MunimentError, OSError) as error:
                warnings.warn(
                    f"The output of this run is not stored, and stays in {file}: {error}", stacklevel=4
                )
                return

    def _store(self, file: Path) -> None:
        name = "output.log" if file.stem == "1" else f"output-{file.stem}.log"
        secrets, tidy = redaction.secret_values(), file.with_suffix(".tidy")
        with tidy.open("w", encoding="utf-8", errors="backslashreplace", newline="") as out:
            out.writelines(redaction.hide_in_lines(output_log.shown(file), secrets))
        if tidy.stat().st_size:
            attach(self._catalog, self._execution, tidy, name, "Execution_Log", "What the run printed")
        tidy.unlink()
        file.unlink(missing_ok=True)


def describe_error(error: BaseException) -> tuple[str, str]:
    """Give an error, and it with its traceback, as they are kept: without passwords, and as valid text.

    Example:
        >>> describe_error(ConnectionError("postgresql://ada:s3cr3t@db/lab"))[0]
        'ConnectionError: postgresql://ada:***@db/lab'
    """
    secrets = redaction.secret_values()
    texts = ("".join(part(error)) for part in (traceback.format_exception_only, traceback.format_exception))
    reason, whole = (redaction.hide(text, secrets) for text in texts)
    return storable(reason).strip(), storable(whole)
