"""The upload of an execution's staged files: check → hash and store → one transaction.

Each step writes down in the journal what it has done, so that an upload that was killed anywhere goes on
where it stopped, and nobody ever sees a part of it.
"""

import os
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from muniment.catalog import assets, removals
from muniment.catalog.assets import NewAsset
from muniment.catalog.bulk import without_collector
from muniment.catalog.catalog import Catalog
from muniment.catalog.database import Transaction
from muniment.catalog.removals import Removals
from muniment.catalog.schema.definitions import TableKind
from muniment.catalog.schema.tables import Model
from muniment.errors import MunimentError, StagingError, StorageError, UploadError, plural
from muniment.executions import feature_values, records
from muniment.executions.journal import Journal, Staged, read_metadata
from muniment.executions.staging import Staging
from muniment.executions.states import ExecutionStatus

Progress = Callable[[int, int], None]
"""Called with the number of files stored by now, and of all files."""

_PORTION = 4000
_PORTION_BYTES = 1 << 28
"""What is stored between two notes in the journal: what a killed upload may have to read again, and more."""
_TOLD = 50
"""Every how many files the progress is told."""
_SHOWN = 5


@dataclass(frozen=True)
class UploadReport:
    """What an upload did.

    Attributes:
        execution_rids: The executions whose files were uploaded.
        total_uploaded: Number of files.
        total_bytes: Their size in bytes.
        rids: For each asset table, the RID of each new asset by file name.
        features: For each table of a feature, the number of new values.
        seconds: How long it took.
        errors: Executions that could not be uploaded, each with the reason; only `commit_pending_executions`
            goes on after one.
        died: Executions among those uploaded whose process died in the middle: what it was just writing may
            be half written.
        reports: What was uploaded of each execution, by RID, if there are several.
    """

    execution_rids: tuple[str, ...] = ()
    total_uploaded: int = 0
    total_bytes: int = 0
    rids: dict[str, dict[str, str]] = field(default_factory=dict)
    seconds: float = 0.0
    features: dict[str, int] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    died: tuple[str, ...] = ()
    reports: dict[str, "UploadReport"] = field(default_factory=dict, repr=False)

    @property
    def total_failed(self) -> int:
        """Number of executions that could not be uploaded."""
        return len(self.errors)

    @property
    def per_table(self) -> dict[str, int]:
        """Number of files of each asset table."""
        counts: Counter[str] = Counter()
        for report in self.reports.values() or [self]:
            counts.update({table: len(found) for table, found in report.rids.items()})
        return dict(counts)


def joined(
    reports: Sequence[UploadReport], errors: Mapping[str, str], died: Collection[str] = ()
) -> UploadReport:
    """Give one report of several uploads; in `rids`, of files of one name the last one's RID stands."""
    rids: dict[str, dict[str, str]] = {}
    features: dict[str, int] = {}
    for report in reports:
        for table, found in report.rids.items():
            rids.setdefault(table, {}).update(found)
        for table, count in report.features.items():
            features[table] = features.get(table, 0) + count
    return UploadReport(
        execution_rids=tuple(rid for report in reports for rid in report.execution_rids),
        total_uploaded=sum(report.total_uploaded for report in reports),
        total_bytes=sum(report.total_bytes for report in reports),
        rids=rids,
        seconds=sum(report.seconds for report in reports),
        features=features,
        errors=dict(errors),
        died=tuple(rid for report in reports for rid in report.execution_rids if rid in died),
        reports={rid: report for report in reports for rid in report.execution_rids},
    )


def upload(
    catalog: Catalog,
    staging: Staging,
    *,
    clean_folder: bool = True,
    progress: Progress | None = None,
) -> UploadReport:
    """Upload the files and feature values an execution has staged; what is uploaded already stays as it is.

    Raises:
        StagingError: Files were never written, have vanished, have changed, or lack required metadata. The
            message names them; nothing was uploaded.
        UploadError: The store refused files. Those it has taken are not sent again when it is repeated.
        ConstraintViolation: The catalog refuses a row. Nothing is in the catalog then.
    """
    started = time.monotonic()
    journal, execution = staging.journal, staging.execution
    settle(catalog, journal, execution)
    pending = journal.portions(execution)
    status = records.lookup(catalog, execution).status
    if status is ExecutionStatus.Uploaded and not any(journal.waiting(execution)):
        return UploadReport((execution,))
    check_staged(catalog, journal, execution, pending)
    feature_values.check(catalog, journal, execution)
    records.move(catalog, execution, ExecutionStatus.Pending_Upload)
    try:
        with without_collector():

            def bring_in(before: Removals) -> UploadReport:
                _store(catalog, journal, execution, pending, clean_folder, progress)
                journal.assign_values(execution, catalog.database.lease_rids)
                return _insert(catalog, journal, execution, pending, started, before)

            report = removals.outlast(catalog, bring_in)
    except BaseException as error:
        for portion in pending:
            staging.detach(portion)
        if isinstance(error, MunimentError):
            with suppress(MunimentError):  # what is wrong with the catalog may be the first error, too
                records.note_failed_upload(catalog, execution, str(error))
        raise
    journal.note_uploaded(execution)
    journal.note_uploaded_values(execution)
    return report


def check_staged(
    catalog: Catalog, journal: Journal, execution: str, pending: Iterable[Sequence[Staged]]
) -> None:
    """Look at all staged files before anything is sent.

    Raises:
        StagingError: Some cannot be uploaded; the message names them and says why.
    """
    required: dict[str, list[str]] = {}
    faults: list[str] = []
    for portion in pending:
        stored = [staged for staged in portion if staged.sha256 is not None]
        for staged in portion:
            if staged.asset_table not in required:
                filenames = [s.filename for s in portion if s.asset_table == staged.asset_table]
                definition = assets.table_of_files(catalog, staged.asset_table, filenames)
                required[staged.asset_table] = assets.required_columns(definition)
            if fault := _faults(staged, required[staged.asset_table]):
                faults += fault
        journal.note_stored(staged for staged in stored if staged.sha256 is None)
    if faults:
        wrong = plural(len(faults), "1 of its staged files is", "{} of its staged files are")
        raise StagingError(
            f"Execution {execution} cannot be uploaded: {wrong} not right. Nothing was uploaded; mend "
            f"that and upload again.\n{_some(faults)}"
        )


def _some(faults: Sequence[str]) -> str:
    more = f"\n… and {len(faults) - _SHOWN} more" if len(faults) > _SHOWN else ""
    return "\n".join(faults[:_SHOWN]) + more


def _faults(staged: Staged, required: Sequence[str]) -> list[str]:
    """Say what is wrong with a staged file, and keep what was seen of it."""
    try:
        found = os.stat(staged.path)
    except OSError:
        return [_absence(staged)]
    faults = []
    if found.st_mtime_ns != staged.mtime_ns or found.st_size != staged.size:
        if staged.mode != "new":
            faults = [f"{staged.name}: {staged.source} has changed since it was staged; {_remedy(staged)}"]
        # What an earlier attempt may have stored of a new file is out of date.
        staged.size, staged.mtime_ns, staged.sha256 = found.st_size, found.st_mtime_ns, None
    given = staged.metadata if required else {}
    missing = [column for column in required if given.get(column) is None]
    return faults + [f"{staged.name} has no value for {column}, which is required" for column in missing]


def _remedy(staged: Staged) -> str:
    if staged.mode == "link":
        return "stage it again. What is written to its staged path, a link, goes into it"
    return "stage it again"


def _absence(staged: Staged) -> str:
    if staged.mode == "new":
        return f"{staged.name} was never written to {staged.path}"
    where = staged.source if staged.mode == "link" else staged.path
    return f"{staged.name}: {where} has vanished since it was staged"


def _store(
    catalog: Catalog,
    journal: Journal,
    execution: str,
    pending: Iterable[Sequence[Staged]],
    link: bool,
    progress: Progress | None,
) -> None:
    """Put the bytes into the store, portion by portion, and write down their checksums."""
    total, done = journal.waiting(execution).files, 0
    for portion in pending:
        for files in _split(portion):
            told = _told(progress, done, total)
            _store_portion(catalog, journal, files, link, told)
            done += len(files)
            told(len(files))


def _told(progress: Progress | None, before: int, total: int) -> Callable[[int], None]:
    """Make what tells the progress within a portion."""
    return (lambda number: progress(before + number, total)) if progress else (lambda _: None)


def _split(files: Sequence[Staged]) -> Iterator[Sequence[Staged]]:
    """Split files into portions of not too many files and not too many bytes."""
    start = size = 0
    for number, staged in enumerate(files):
        size += staged.size or 0
        if number - start == _PORTION or (size > _PORTION_BYTES and number > start):
            yield files[start:number]
            start, size = number, staged.size or 0
    yield files[start:]


def _store_portion(
    catalog: Catalog, journal: Journal, portion: Sequence[Staged], link: bool, told: Callable[[int], None]
) -> None:
    store = catalog.store
    there = store.find(s.sha256 for s in portion if s.sha256 is not None)
    new = [s for s in portion if s.sha256 not in there]
    rids = catalog.database.lease_rids(len(new))
    outcomes = store.ingest_many([(s.path, link and s.mode != "link") for s in new])
    faults: list[str] = []
    for number, (staged, rid, outcome) in enumerate(zip(new, rids, outcomes, strict=True)):
        if isinstance(outcome, StorageError):
            faults.append(f"{staged.name}: {outcome}")
        else:
            staged.rid = rid
            staged.size, staged.md5, staged.sha256 = outcome
        if number % _TOLD == 0:
            told(number)
    journal.note_stored(staged for staged in new if staged.sha256 is not None)
    if faults:
        refused = plural(len(faults), "1 file", "{} files")
        raise UploadError(
            f"{refused} could not be stored. Nothing is in the catalog yet; upload again when the "
            f"cause is gone, and only what is missing is sent.\n{_some(faults)}"
        )


def _insert(
    catalog: Catalog,
    journal: Journal,
    execution: str,
    pending: Iterable[Sequence[Staged]],
    started: float,
    before: Removals,
) -> UploadReport:
    catalog.refresh()

    def write(tx: Transaction) -> UploadReport:
        rids: dict[str, dict[str, str]] = {}
        size = 0
        for portion in pending:
            stored = [staged for staged in portion if staged.rid]  # the others were staged meanwhile
            size += sum(staged.size or 0 for staged in stored)
            for table, files in _by_table(stored).items():
                _insert_assets(tx, catalog.model, table, files, execution)
                rids.setdefault(table, {}).update((staged.filename, staged.rid or "") for staged in files)
        values = feature_values.insert(tx, catalog.model, journal, execution)
        seconds = time.monotonic() - started
        records.finish_upload(tx, catalog.model, execution, seconds)
        keys = (staged.sha256 for portion in pending for staged in portion if staged.rid and staged.sha256)
        removals.require_present(tx, catalog, keys, before)
        return UploadReport((execution,), sum(map(len, rids.values())), size, rids, seconds, values)

    return catalog.transact(write, execution)


def _by_table(portion: Iterable[Staged]) -> dict[str, list[Staged]]:
    tables: dict[str, list[Staged]] = {}
    for staged in portion:
        tables.setdefault(staged.asset_table, []).append(staged)
    return tables


def _insert_assets(
    tx: Transaction, model: Model, table: str, files: Sequence[Staged], execution: str
) -> None:
    new = [
        NewAsset(
            staged.rid or "",
            staged.filename,
            staged.size or 0,
            staged.md5 or "",
            staged.sha256 or "",
            staged.description,
            staged.types,
            metadata,
        )
        for staged, metadata in zip(files, read_metadata(files), strict=True)
    ]
    assets.insert_assets(tx, model, model.definition(table), new, execution)


def settle(catalog: Catalog, journal: Journal, execution: str) -> None:
    """Note as uploaded what an upload has brought into the catalog that was killed right after."""
    for table, given in journal.assigned_values(execution).items():
        if table in catalog.refresh().definitions:
            journal.note_uploaded_values(execution, assets.present(catalog, table, given))
    assigned = journal.assigned(execution)
    if assigned:
        for definition in catalog.refresh().of_kind(TableKind.asset):
            if rids := assigned.get(definition.name):
                journal.note_uploaded(execution, assets.present(catalog, definition.name, rids))
