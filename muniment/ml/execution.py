"""Executions as a user holds them."""

import html
import json
import os
import time
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from datetime import datetime
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Unpack

from muniment import ids, redaction
from muniment.bags.cache import download_bag
from muniment.bags.dataset_bag import DatasetBag
from muniment.catalog import assets, contents, datasets
from muniment.catalog.catalog import Catalog
from muniment.catalog.feature_records import FeatureRecord
from muniment.catalog.rows import Row
from muniment.catalog.schema.definitions import TableKind
from muniment.catalog.versions import DatasetHistory, DatasetVersion
from muniment.errors import ExecutionError, InvalidTransition, MunimentError, plural
from muniment.executions import (
    cached_assets,
    commit,
    directories,
    feature_values,
    figures,
    inputs,
    metrics,
    nesting,
    recording,
    records,
    seeds,
    sessions,
)
from muniment.executions.attachments import TABLE as METADATA_TABLE
from muniment.executions.commit import UploadReport
from muniment.executions.configuration import DatasetSpec, ExecutionConfiguration, read_dataset_spec
from muniment.executions.derivation import Begin
from muniment.executions.directories import Given
from muniment.executions.journal import Journal
from muniment.executions.metrics import MetricsWriter
from muniment.executions.pending import FOLDER, LOCK, PendingSummary, summarize
from muniment.executions.recording import Recorder
from muniment.executions.records import ExecutionRecord
from muniment.executions.run_lock import RunLock
from muniment.executions.source import SourceCode, find_source
from muniment.executions.splits import FoldsResult, SplitResult, SubsampleResult
from muniment.executions.staging import AssetFilePath, Staging
from muniment.executions.states import ExecutionStatus, parse_status
from muniment.ml import current, splits, unfinished
from muniment.ml.asset import Asset, AssetList
from muniment.ml.dataset import Dataset
from muniment.ml.planning import Code, NestedOptions, Planned, code_of, plan_execution
from muniment.ml.reopening import Handle
from muniment.ml.splits import (
    CombineOptions,
    DatasetLike,
    FoldOptions,
    SplitOptions,
    SubsampleOptions,
    dry_run_refusal,
)
from muniment.ml.table_name import TableLike, table_name
from muniment.ml.workspace import Workspace
from muniment.progress import progress_bar

if TYPE_CHECKING:
    import pandas as pd

_S = ExecutionStatus
_SHOWN = 3


class Execution:
    """One run of a workflow: a context manager in which files are staged, and uploaded afterwards.

    Attributes:
        execution_rid: RID of its row.
        upload_on_exit: Whether leaving the block without an error uploads what is staged.
        is_dry_run: Whether it writes nothing in the catalog.

    Example:
        >>> config = ExecutionConfiguration(workflow=ml.create_workflow("Threshold", "Analysis"))
        >>> with ml.create_execution(config) as exe:
        ...     path = exe.asset_file_path("Image", "mask.png", description="First mask")
        ...     _ = path.write_bytes(b"mask")
        >>> exe.upload_execution_outputs().per_table
        {'Image': 1}
        >>> exe.status.value, [asset.filename for asset in exe.list_assets("Output")]
        ('Uploaded', ['mask.png'])
    """

    is_dry_run = False
    _handle: Handle

    def __init__(
        self,
        catalog: Catalog,
        workspace: Workspace,
        execution_rid: str,
        *,
        upload_on_exit: bool = False,
        record: frozenset[str] = frozenset(),
        parameters: Mapping[str, Any] | None = None,
        is_resumed: bool = False,
    ) -> None:
        """Hold an execution that exists: what it is to record, and its parameters if they were just given.

        One that is resumed may be run by other code than it was made by.
        """
        self._catalog, self._workspace, self.execution_rid = catalog, workspace, execution_rid
        self.upload_on_exit = upload_on_exit
        self._in_block, self._process = False, os.getpid()
        self._lock: RunLock | None = None
        self._kinds, self._parameters, self._is_resumed = record, parameters, is_resumed
        self._staging, self._recorder = self._make_staging(), self._make_recorder()
        self._metrics = MetricsWriter(self.metrics_file)

    def __getstate__(self) -> dict[str, Any]:
        """Travel to another process, which opens the catalog when it first needs it, as to stage files."""
        return {
            "_handle": Handle.of(self._catalog, self._workspace),
            "execution_rid": self.execution_rid,
            "upload_on_exit": self.upload_on_exit,
            "_kinds": self._kinds,
        }

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self._in_block, self._process, self._lock = False, os.getpid(), None
        self._parameters = None  # as the catalog has them: without keys and passwords
        self._is_resumed = False
        self._metrics = MetricsWriter(self.metrics_file)

    @cached_property
    def _catalog(self) -> Catalog:
        return self._handle.open()[0]

    @cached_property
    def _workspace(self) -> Workspace:
        return self._handle.open()[1]

    @cached_property
    def _staging(self) -> Staging:
        return self._make_staging()

    def _make_staging(self) -> Staging:
        return Staging(self._catalog, self._journal, self.execution_rid, self._folder / "assets")

    @cached_property
    def _recorder(self) -> Recorder:
        return self._make_recorder()

    def _make_recorder(self) -> Recorder:
        return Recorder(self._catalog, self.execution_rid, self._folder / "logs", self._kinds)

    def __repr__(self) -> str:
        return f"<Execution {self.execution_rid}: {self.status.value}, {self.pending} staged>"

    def _repr_html_(self) -> str:
        record = self.execution_record
        return (
            f"<b>Execution {self.execution_rid}</b> {record.status.value}<br>"
            f"{html.escape(record.description)}<br>Workflow {record.workflow_rid}, "
            f"{record.start_time or 'not'} started, {self.pending} staged"
        )

    @property
    def _journal(self) -> Journal:
        return self._workspace.journal

    @property
    def _folder(self) -> Path:
        return self._workspace.folder / FOLDER / self.execution_rid

    @property
    def _lock_file(self) -> Path:
        return self._folder / LOCK

    # State

    @property
    def catalog_id(self) -> str:
        """The identifier of the catalog that it is in."""
        return self._catalog.id

    @property
    def execution_record(self) -> ExecutionRecord:
        """What the catalog says of it now."""
        return records.lookup(self._catalog, self.execution_rid)

    @property
    def workflow_rid(self) -> str | None:
        """RID of its workflow."""
        return self.execution_record.workflow_rid

    @property
    def configuration(self) -> Mapping[str, Any]:
        """Its inputs, parameters, command line and code."""
        return self.execution_record.configuration

    @property
    def parameters(self) -> dict[str, Any]:
        """The parameters it was given; a run that was taken up again has them as they were recorded."""
        given = self._parameters
        return dict((self.configuration.get("parameters") or {}) if given is None else given)

    @property
    def status(self) -> ExecutionStatus:
        """Where it stands, as the catalog says now."""
        return self.execution_record.status

    @property
    def error(self) -> str | None:
        """Why it failed, or None."""
        return self.execution_record.error

    @property
    def start_time(self) -> datetime | None:
        """When its code began, in UTC."""
        return self.execution_record.start_time

    @property
    def stop_time(self) -> datetime | None:
        """When its code ended, in UTC."""
        return self.execution_record.stop_time

    @property
    def working_dir(self) -> Path:
        """A folder of its own, on the machine where it runs; uploading cleans up what was staged in it."""
        self._folder.mkdir(parents=True, exist_ok=True)
        return self._folder

    @property
    def pending(self) -> int:
        """Number of staged files and feature values that are not uploaded."""
        return sum(self._journal.waiting(self.execution_rid))

    def update_status(
        self,
        target: ExecutionStatus | str | None = None,
        message: str | None = None,
        *,
        error: str | None = None,
    ) -> None:
        """Bring it to another state, or tell how far it is, which others see at once.

        Args:
            target: The state; the one it has if left out.
            message: How far it is; ``ml.lookup_execution(rid).message`` gives it to others.
            error: Why it failed.

        Raises:
            InvalidTransition: It cannot go there from where it is.
            ExecutionError: It was aborted, as others can do while its code runs.

        Example:
            >>> with ml.create_execution(workflow=ml.create_workflow("Fit", "Training")) as exe:
            ...     exe.update_status(message="epoch 3 of 10")
            >>> ml.lookup_execution(exe.execution_rid).message
            'epoch 3 of 10'
        """
        status = None if target is None and message is not None else parse_status(str(target))
        secrets = redaction.secret_values()
        error = error and redaction.hide(error, secrets)
        if message is not None:
            self._tell(redaction.hide(message, secrets))
            now = self.status
            if now is _S.Aborted:
                raise ExecutionError(
                    f"Execution {self.execution_rid} was aborted meanwhile: nothing of it will be uploaded."
                )
            status = None if status is now else status
        if status is not None:
            self._move(status, error, how=error or "ended")

    def _tell(self, message: str) -> None:
        sessions.tell(self._catalog, self.execution_rid, message)

    def _move(self, status: ExecutionStatus, error: str | None, how: str) -> None:
        """Bring it to another state; `how` says how its code ended, if it did."""
        records.move(self._catalog, self.execution_rid, status, error, how=how)
        if status is not _S.Running:
            self._release()

    def set_seed(self, seed: int) -> None:
        """Seed the random numbers of Python, and of NumPy and PyTorch if they are loaded, and record it.

        Example:
            >>> import random
            >>> with ml.create_execution(workflow=ml.create_workflow("Fit", "Training")) as exe:
            ...     exe.set_seed(42)
            ...     random.randint(1, 100)
            82
            >>> ml.lookup_execution(exe.execution_rid).sessions[-1].details["seed"]
            42
        """
        seeds.set_all(seed)
        self._note_seed(seed)

    def _note_seed(self, seed: int) -> None:
        sessions.note_seed(self._catalog, self.execution_rid, seed)

    def execution_start(self) -> None:
        """Note that its code begins, or begins again because the process died that ran it before.

        Raises:
            InvalidTransition: It is running already, was begun in another working directory, or is past
                running.
        """
        lock = self._begin()
        lock.acquire(shared=True)  # nothing tells when it ends, so that others may upload meanwhile

    def _enter(self) -> None:
        self._begin()

    def _begin(self) -> RunLock:
        """Note that the code begins, and hold the run alone."""
        was_here = self._lock_file.exists()
        if not was_here and self.status is _S.Running:
            raise InvalidTransition(
                f"Execution {self.execution_rid} is Running, and was not begun in {self._workspace.folder}. "
                "Resume it where it was begun, with the same Muniment(..., working_dir=...)."
            )
        lock = RunLock(self._lock_file)
        if not lock.acquire():
            raise InvalidTransition(
                f"Execution {self.execution_rid} is running already, here or in another process, or is being "
                "uploaded. Wait until that ends, or make another execution."
            )
        try:
            begin = self._recorder.prepare(self._other_code)
            records.move(self._catalog, self.execution_rid, _S.Running, again=was_here, also=begin)
            if self._is_resumed:
                recording.attach_code(
                    self._catalog, self.execution_rid, self._found_code, self._kinds, once=True
                )
        except BaseException:
            lock.release()
            raise
        self._lock = lock
        return lock

    def execution_stop(self) -> None:
        """Note that its code has ended."""
        self.update_status(_S.Stopped)

    def abort(self) -> None:
        """Give it up; what was staged stays in its working directory."""
        self.update_status(_S.Aborted)
        self._staging.forget_tables()

    def _release(self) -> None:
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    @contextmanager
    def _outside_of_other_blocks(self) -> Iterator[None]:
        """Keep the files of a run that goes on elsewhere from being uploaded half written."""
        if self._lock is not None or not self._lock_file.exists():
            yield
            return
        lock = RunLock(self._lock_file)
        if not lock.acquire(shared=True):
            raise ExecutionError(
                f"Execution {self.execution_rid} is still in its block, here or in another process: its "
                "files are not uploaded. Wait until the block is left."
            )
        try:
            yield
        finally:
            lock.release()

    def execute(self) -> "Execution":
        """Give itself: ``with exe.execute():`` is the older spelling of ``with exe:``."""
        return self

    def __enter__(self) -> "Execution":
        self._enter()
        self._in_block, self._process = True, os.getpid()
        self._recorder.listen()
        current.enter(self)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._in_block = False
        current.leave(self)
        if self._process != os.getpid():  # a forked child left it; it goes on in the process that entered it
            return
        is_failure = error is not None and not _is_good_end(error)
        self._recorder.stop(error if is_failure else None)
        try:
            self._note_exit(error if is_failure else None)
        finally:
            self._release()  # not before: a run that is Running without a lock has died
        self._recorder.store()
        if is_failure:
            return
        if self.upload_on_exit:
            self.upload_execution_outputs()
        else:
            self._tell_unnoticed()

    def _note_exit(self, error: BaseException | None) -> None:
        if error is not None:
            self._note_failure(error)
        elif self.status is _S.Running:
            self.execution_stop()
        else:
            records.note_end(self._catalog, self.execution_rid, "ended")

    def _tell_unnoticed(self) -> None:
        """Warn of files that were written where staged files are, and are not uploaded."""
        found = self._staging.unnoticed()
        if found and not self.pending:
            shown = ", ".join(found[:_SHOWN]) + (", …" if len(found) > _SHOWN else "")
            are = plural(len(found), "1 file is", "{} files are")
            warnings.warn(
                f"{are} not uploaded, being written without a path from asset_file_path since the last "
                f"upload: {shown}. Ask for the path, write and upload again.",
                stacklevel=3,
            )

    def _note_failure(self, error: BaseException) -> None:
        reason, how = recording.describe_error(error)
        try:
            if self.status is _S.Uploaded:  # by an upload inside the block, before the code failed
                self._move(_S.Pending_Upload, None, how)
                records.note_end(self._catalog, self.execution_rid, how)
            self._move(_S.Failed, reason, how)
        except MunimentError as second:
            error.add_note(f"Execution {self.execution_rid} could not be marked as failed: {second}")

    # Nested executions

    def create_execution(
        self,
        configuration: ExecutionConfiguration | None = None,
        *,
        sequence: int | None = None,
        **options: Unpack[NestedOptions],
    ) -> "Execution":
        """Make an execution that is nested in this one, as each run of a sweep is.

        It is an execution of its own, with its own block, files and upload; how it ends changes nothing of
        this one, unless its error leaves this one's block too. One that is nested in a dry run is a dry run.

        Args:
            configuration: What it is to do; or give the parts of it by the options.
            sequence: Which of those nested here it is; the next if left out, counted from 0.
            **options: What `NestedOptions` lists.

        Raises:
            NotFound: The workflow or an input is not there; no execution is made then.

        Example:
            >>> config = ExecutionConfiguration(workflow=ml.create_workflow("Fit", "Training"))
            >>> with ml.create_execution(config) as sweep:
            ...     for rate in (0.1, 0.01):
            ...         with sweep.create_execution(parameters={"rate": rate}) as exe:
            ...             pass
            >>> [each.configuration["parameters"] for each in sweep.list_execution_children()]
            [{'rate': 0.1}, {'rate': 0.01}]
        """
        upload_on_exit = options.pop("upload_on_exit", False)
        planned = plan_execution(self._catalog, configuration, options, self._code)
        return self._make_nested(planned, sequence, upload_on_exit)

    @cached_property
    def _code(self) -> Code | None:
        """What it runs in this process, for those that are nested in it."""
        made = code_of(self.execution_record)
        return made and (Code(made.workflow, self._other_code) if self._other_code else made)

    @cached_property
    def _found_code(self) -> SourceCode:
        return find_source()

    @cached_property
    def _other_code(self) -> dict[str, Any] | None:
        """What is found of the code that runs it now, if it is resumed, and was made by other code."""
        if not self._is_resumed:
            return None
        found: dict[str, Any] = json.loads(json.dumps(self._found_code.record()))
        return None if found == self.execution_record.configuration.get("source") else found

    def _make_nested(self, planned: Planned, sequence: int | None, upload_on_exit: bool) -> "Execution":
        return make_execution(
            self._catalog,
            self._workspace,
            planned,
            self._kinds,
            upload_on_exit=upload_on_exit,
            parent=self.execution_rid,
            sequence=sequence,
        )

    def add_nested_execution(
        self, nested_execution: "Execution | ExecutionRecord | str", sequence: int | None = None
    ) -> None:
        """Nest an execution that is there in this one; `create_execution` makes a new one.

        This tells who started whom, and no data goes along it. One that is nested here already stays so, and
        gets the number if one is given.

        Args:
            nested_execution: The inner one, or its RID.
            sequence: Which of those nested here it is; without a number it comes after those that have one.

        Raises:
            ExecutionNotFound: There is none of this RID.
            ExecutionCycle: This one is nested in it, or is the same.
            ExecutionError: It is a dry run, which is not in the catalog.
        """
        if isinstance(nested_execution, Execution) and nested_execution.is_dry_run:
            raise ExecutionError(
                f"A dry run is not in the catalog, so it cannot be nested in execution {self.execution_rid}. "
                "Make this one a dry run too."
            )
        inner = nested_execution if isinstance(nested_execution, str) else nested_execution.execution_rid
        nesting.add(self._catalog, self.execution_rid, ids.normalize(inner), sequence)

    def list_execution_children(self, recurse: bool = False) -> list[ExecutionRecord]:
        """Give the executions nested in this one, by their sequence; those without a number come last.

        Args:
            recurse: Whether each is followed by those nested in it.
        """
        return self.execution_record.list_execution_children(recurse)

    def list_execution_parents(self, recurse: bool = False) -> list[ExecutionRecord]:
        """Give the executions that this one is nested in.

        Args:
            recurse: Whether each is followed by those that it is nested in.
        """
        return self.execution_record.list_execution_parents(recurse)

    def is_parent(self) -> bool:
        """Say whether executions are nested in this one."""
        return self.execution_record.is_parent()

    def is_nested(self) -> bool:
        """Say whether this one is nested in another."""
        return self.execution_record.is_nested()

    # Outputs

    def asset_file_path(
        self,
        asset_name: TableLike,
        file_name: str | Path,
        asset_types: Iterable[str] | str | None = None,
        copy_file: bool = False,
        rename_file: str | None = None,
        metadata: Mapping[str, Any] | None = None,
        description: str | None = None,
        **columns: Any,
    ) -> AssetFilePath:
        """Stage an output file, and give the path to write it to.

        If `file_name` is a file that exists, it is linked into the working directory, or copied with
        `copy_file`. If it is a name of no file, the path that is given back is to be written to. When this
        returns, the file is in the journal: a run that is killed can be resumed and uploaded.

        Args:
            asset_name: The asset table that the file goes to.
            file_name: A file that exists, or the name of one that will be written.
            asset_types: Terms of Asset_Type; the name of the table if left out, none if empty.
            copy_file: Whether to copy a file that exists, rather than to link to it.
            rename_file: The name that the file will have in the catalog.
            metadata: Values of the table's own columns.
            description: Description of the file.
            **columns: More values of the table's own columns.

        Raises:
            TableNotFound: There is no such table.
            WrongTableKind: It is no asset table.
            TermNotFound: There is no such asset type.
            ColumnNotFound: The table has no such column.
            InvalidValue: A value does not fit its column.
            StagingError: The file cannot be staged; the message says why.
        """
        return self._staging.stage(
            table_name(asset_name),
            file_name,
            types=asset_types,
            copy=copy_file,
            rename=rename_file,
            metadata={**_as_dict(metadata), **columns} if columns else metadata,
            description=description,
        )

    def metrics_file(self, filename: str = metrics.FILENAME) -> AssetFilePath:
        """Stage a file for metrics, one JSON object to a line; `log_metrics` writes to it by itself.

        Example:
            >>> with ml.create_execution(workflow=ml.create_workflow("Fit", "Training")) as exe:
            ...     _ = exe.metrics_file("final.jsonl").write_text('{"accuracy": 0.91}')
            >>> ml.get_metrics_as_dataframe([exe])["accuracy"].item()
            0.91
        """
        return self._staging.stage(METADATA_TABLE, filename, types=[metrics.KIND], new=True)

    def log_metrics(self, metrics: Mapping[str, Any], step: int | None = None) -> None:
        """Write down metrics of a step, which `Muniment.get_metrics_as_dataframe` gives back for many runs.

        They are at the end of a file when this returns, which the upload brings into the catalog. While an
        upload of this execution runs, in another thread or process, this waits.

        Args:
            metrics: Name → number; arrays and tensors of one number are taken too.
            step: Which step; the one after the last if left out.

        Raises:
            InvalidValue: One is no number.

        Example:
            >>> with ml.create_execution(workflow=ml.create_workflow("Fit", "Training")) as exe:
            ...     for loss in (0.9, 0.4, float("nan")):
            ...         exe.log_metrics({"loss": loss})
            >>> ml.get_metrics_as_dataframe([exe])[["step", "loss"]].values.tolist()
            [[0.0, 0.9], [1.0, 0.4], [2.0, nan]]
        """
        with self._staging.uploading():
            self._metrics.write(metrics, step)

    def log_figure(self, figure: Any, name: str, description: str | None = None) -> AssetFilePath:
        """Save a figure of Matplotlib, Plotly, Altair or Pillow, and stage it as an asset of Execution_Asset.

        Args:
            figure: The figure, or what draws on one, as the axes of Matplotlib.
            name: Name of the file; its ending says the format, PNG (HTML for Plotly) if it has none.
            description: What it shows.

        Raises:
            InvalidValue: It is no figure that can be saved.
        """
        named = figures.figure_name(figure, name)
        save = figures.saver(figure, named)
        path = self._staging.stage(
            figures.TABLE, named, types=[figures.KIND], description=description, new=True
        )
        save(path)
        return path

    def pending_summary(self) -> PendingSummary:
        """Count what waits to be uploaded, by table."""
        return summarize(self._journal, [self.execution_rid])

    def staged_sources(self) -> set[str]:
        """Give the paths of your own files that it has staged, as they were given."""
        return {source for _, source, *_ in self._journal.places(self.execution_rid) if source is not None}

    def unstage(self, asset_name: TableLike, file_name: str) -> None:
        """Take a staged file back, so that it is not uploaded; a file of yours stays where it is.

        Raises:
            StagingError: No such file is waiting to be uploaded.
        """
        self._staging.unstage(table_name(asset_name), file_name)

    def upload_execution_outputs(self, clean_folder: bool = True) -> UploadReport:
        """Upload all staged files and feature values; what is uploaded already stays as it is.

        Each file is hashed and stored, then all rows are written in one transaction. An upload that was
        killed is repeated by calling this again.

        Args:
            clean_folder: Whether the staged files are removed when all is through.

        Raises:
            StagingError: Files were never written, vanished, changed, or lack required metadata.
            UploadError: The store refused files; nothing is in the catalog yet.
            ConstraintViolation: The catalog refuses a row; nothing is in the catalog then.
            ExecutionError: It was aborted, or its block goes on elsewhere.
        """
        bar = progress_bar(f"Uploading {self.execution_rid}")
        with self._outside_of_other_blocks(), self._staging.uploading(), bar as progress:
            status = self.status
            if status is _S.Aborted:
                raise ExecutionError(
                    f"Execution {self.execution_rid} was aborted: its files are not uploaded."
                )
            if status is _S.Created:
                self._lock_file.touch()  # it was begun here; another thread may be uploading it as well
                self.update_status(_S.Running)
            report = commit.upload(self._catalog, self._staging, clean_folder=clean_folder, progress=progress)
            self._metrics.forget()
            if not self._in_block:
                if self.stop_time is None:
                    records.note_end(self._catalog, self.execution_rid, "ended")
                elif status is _S.Running:
                    sessions.finish(self._catalog, self.execution_rid, "ended")
                self._recorder.store()
            if clean_folder:
                self._staging.clean()
        self._tell_unnoticed()
        return report

    commit_output_assets = upload_execution_outputs  # DerivaML's newer name
    upload_outputs = upload_execution_outputs

    def add_features(
        self,
        features: "Iterable[FeatureRecord] | Iterable[Row] | FeatureRecord | pd.DataFrame",
        table: TableLike | None = None,
        name: str | None = None,
    ) -> int:
        """Stage values of a feature, and tell how many; the upload brings them into the catalog.

        When this returns, they are in the journal, as staged files are. A value for a row that is staged
        already and not uploaded replaces it.

        Args:
            features: Records of the class that `Muniment.feature_record_class` gives; or a DataFrame or dicts
                of column → value, with table and name. A path in a column of assets stands for the file that
                this execution has staged there.
            table: The table whose rows get values.
            name: Name of the feature.

        Raises:
            InvalidValue: There are none, they are of several features, a value is missing or does not fit, or
                a row would get two values.
            FeatureNotFound: There is no such feature.
            ColumnNotFound: The feature has no such column.
            TermNotFound: A value is no term of its vocabulary; synonyms are taken.
            RIDNotFound: There is no such row, or no such asset.
            StagingError: A path is none that is staged, or the execution has given a row a value before.

        Example:
            >>> Quality = ml.create_feature("Image", "Quality", metadata=[ColumnDefinition(name="Score")])
            >>> config = ExecutionConfiguration(workflow=ml.create_workflow("Grade", "Feature_Creation"))
            >>> with ml.create_execution(config, upload_on_exit=True) as exe:
            ...     exe.add_features([Quality(Image=each, Score="high") for each in ml.list_assets("Image")])
            2
            >>> [value.Score for value in ml.feature_values("Image", "Quality")]
            ['high', 'high']
        """
        owner = None if table is None else table_name(table)
        feature, found = feature_values.read_records(self._catalog, features, owner, name)
        self._staging.check_open()
        return feature_values.stage(self._catalog, self._journal, self.execution_rid, feature, found)

    def discard_features(self, table: TableLike, name: str, rids: Iterable[str] | None = None) -> int:
        """Take staged values of a feature back, so that they are not uploaded, and tell how many.

        The feature may have been deleted or renamed since they were staged.

        Args:
            table: The table whose rows got values.
            name: Name of the feature.
            rids: The rows; all if left out.

        Raises:
            FeatureNotFound: There is no such feature, and there are no staged values of one.
        """
        chosen = None if rids is None else [ids.normalize(rid) for rid in rids]
        owner, journal = table_name(table), self._journal
        return feature_values.discard(self._catalog, journal, self.execution_rid, owner, name, chosen)

    def list_assets(self, asset_role: str | None = None) -> AssetList:
        """Give the assets that it made (``Output``), read (``Input``), or both."""
        found = [
            (
                table.name,
                assets.list_assets(self._catalog, table.name, execution=self.execution_rid, role=asset_role),
            )
            for table in self._catalog.refresh().of_kind(TableKind.asset)
        ]
        return AssetList(self._catalog, found)

    @property
    def uploaded_assets(self) -> dict[str, list[Asset]]:
        """The assets that it made, by table, as they are in the catalog now."""
        made: dict[str, list[Asset]] = {}
        for asset in self.list_assets("Output"):
            made.setdefault(asset.asset_table, []).append(asset)
        return made

    def create_dataset(
        self,
        dataset_types: Iterable[str] | str | None = None,
        version: str = "0.1.0",
        description: str = "",
    ) -> Dataset:
        """Make a dataset that this execution produces.

        Raises:
            TermNotFound: There is no such dataset type.
        """
        rid = datasets.create(
            self._catalog, dataset_types or (), description, str(version), self.execution_rid
        )
        return Dataset(self._catalog, rid, self._workspace.bags)

    def add_files(
        self,
        files: Given,
        dataset_types: Sequence[str] | str | None = None,
        description: str = "",
        chunk_size: int | None = None,  # noqa: ARG002 (scripts written for DerivaML give it)
        root_name: str | None = None,
        *,
        asset_table: TableLike = "File",
        asset_types: Iterable[str] | str | None = None,
    ) -> Dataset:
        """Store files that are there already, as datasets that are nested as their directories are.

        Each directory with files becomes a dataset of the types Directory and File, and so do those that lead
        to it; the outermost is given back. All of it is made in one transaction. The files are inputs of
        this execution, which has read them and not made them, and are copied into the store.

        Args:
            files: Files, directories whose files are added, or `FileSpec`.
            dataset_types: More types of the datasets.
            description: What the outermost dataset is.
            chunk_size: Kept for scripts written for DerivaML.
            root_name: What the outermost directory is called, if not as on this machine.
            asset_table: The asset table that their rows go to.
            asset_types: Their types; the name of the table if left out.

        Raises:
            StagingError: A path does not exist, there is no file, or names are not UTF-8.
            ChecksumMismatch: A file is not what its `FileSpec` says.
            UploadError: The store refused files. Nothing was added.
            ExecutionError: The execution was aborted, or is a dry run.
        """
        begin = self._begin_deriving
        if begin is None:
            raise dry_run_refusal()
        with progress_bar("Adding files") as progress:
            rid = directories.add_files(
                self._catalog,
                begin,
                files,
                table=table_name(asset_table),
                types=asset_types,
                dataset_types=splits.listed(dataset_types),
                description=description,
                root_name=root_name,
                progress=progress,
            )
        return Dataset(self._catalog, rid, self._workspace.bags)

    @property
    def _begin_deriving(self) -> Begin | None:
        """What a call that makes datasets writes in: this execution; nothing in a dry run."""
        return lambda: nullcontext(self.execution_rid)

    def split_dataset(self, source: DatasetLike, **options: Unpack[SplitOptions]) -> SplitResult:
        """Split the members of a dataset, an input, into training, testing and maybe validation.

        See the function `split_dataset`. A dry run tells only what would be made.

        Args:
            source: The dataset.
            **options: What `SplitOptions` lists.

        Raises:
            InvalidValue: Sizes, columns or members do not allow it; the message says why.
            DataLeak: What belongs together would be in different parts.
            ExecutionError: The execution was aborted.
        """
        return splits.split(self._catalog, self._begin_deriving, source, options)

    def split_into_folds(
        self, source: DatasetLike, n_splits: int = 5, **options: Unpack[FoldOptions]
    ) -> FoldsResult:
        """Split the members of a dataset, an input, into folds for cross-validation.

        A dataset of the type Split is made with one more Split for each fold: its testing part is the fold,
        its training part all others. A dry run tells only what would be made.

        Args:
            source: The dataset.
            n_splits: How many folds.
            **options: What `FoldOptions` lists.

        Raises:
            InvalidValue: Their number, columns or members do not allow it; the message says why.
            ExecutionError: The execution was aborted.
        """
        return splits.split_folds(self._catalog, self._begin_deriving, source, n_splits, options)

    def subsample(
        self, source: DatasetLike, size: float, **options: Unpack[SubsampleOptions]
    ) -> SubsampleResult:
        """Make a dataset of some members of another, an input.

        See the function `subsample`. A dry run tells only what would be made.

        Args:
            source: The dataset.
            size: A fraction below 1, or a number of members.
            **options: What `SubsampleOptions` lists.

        Raises:
            InvalidValue: There are not as many members, or columns do not allow it.
            ExecutionError: The execution was aborted.
        """
        return splits.take_sample(self._catalog, self._begin_deriving, source, size, options)

    def combine_datasets(
        self, operation: str, sources: Sequence[DatasetLike], **options: Unpack[CombineOptions]
    ) -> Dataset:
        """Make a dataset of the members of others, its inputs: their union, intersection or difference.

        Args:
            operation: ``union``, ``intersection``, or ``difference``: what only the first has.
            sources: The other datasets.
            **options: What `CombineOptions` lists.

        Raises:
            InvalidValue: There is no such operation, or there are not two datasets.
            ExecutionError: The execution was aborted, or is a dry run.
        """
        rid = splits.combine(self._catalog, self._begin_deriving, operation, sources, options)
        return Dataset(self._catalog, rid, self._workspace.bags)

    # Inputs

    def download_dataset_bag(self, dataset: DatasetSpec | Dataset | str) -> DatasetBag:
        """Download a dataset as a bag, and record that this execution reads it.

        Raises:
            DatasetNotFound: There is no such dataset.
            VersionNotFound: It has no such version, or what it held is not kept.
        """
        spec: DatasetSpec = read_dataset_spec(dataset)
        begun = time.monotonic()
        entry = records.input_version(self._catalog, spec)
        with progress_bar("Downloading the bag") as progress:
            bag = download_bag(
                self._catalog,
                entry.dataset_rid,
                str(entry.dataset_version),
                self._workspace.bags,
                materialize=spec.materialize,
                exclude_tables=spec.exclude_tables or frozenset(),
                asset_types=spec.asset_types,
                fetch_concurrency=spec.fetch_concurrency,
                timeout=spec.timeout,
                progress=progress,
            )
        self._note_input(entry)
        self._note_download(time.monotonic() - begun)
        return bag

    def _note_download(self, seconds: float) -> None:
        records.note_download(self._catalog, self.execution_rid, seconds)

    def _note_input(self, entry: DatasetHistory) -> None:
        records.note_input_dataset(self._catalog, self.execution_rid, entry)

    def add_input_dataset(self, dataset_rid: str, version: str | None = None) -> None:
        """Record that this execution reads a dataset that it does not download.

        Raises:
            DatasetNotFound: There is no such dataset.
            VersionNotFound: It has no such version.
        """
        pinned = None if version is None else DatasetVersion(version)
        entry = records.input_version(self._catalog, DatasetSpec(rid=dataset_rid, version=pinned))
        self._note_input(entry)

    def list_input_datasets(self) -> list[Dataset]:
        """Give the datasets that it reads."""
        found = [rid for rid, _ in self.execution_record.input_datasets]
        return Dataset.of(self._catalog, found, self._workspace.bags)

    @cached_property
    def datasets(self) -> dict[str, DatasetBag]:
        """The declared datasets as bags, by RID; they are downloaded when this is first asked for."""
        declared = [DatasetSpec(**spec) for spec in self.configuration["datasets"]]
        return {spec.rid: self.download_dataset_bag(spec) for spec in declared}

    @cached_property
    def asset_paths(self) -> dict[str, list[Path]]:
        """The declared assets as files, by table; they are downloaded when this is first asked for."""
        declared, workspace = self.configuration["assets"], self._workspace
        return inputs.download_declared(
            self._catalog, declared, self._downloaded_assets, workspace.cached_assets
        )

    @property
    def _downloaded_assets(self) -> Path:
        return self._folder / "downloaded-assets"

    def download_asset(
        self,
        asset_rid: str,
        dest_dir: str | Path | None = None,
        update_catalog: bool = True,
        use_cache: bool = False,
    ) -> Path:
        """Download a file, and record that this execution reads it.

        Args:
            asset_rid: RID of the asset.
            dest_dir: Where to put it; a folder of its own in the working directory if left out.
            update_catalog: Whether to record it as an input.
            use_cache: Whether to keep the file, read only, for all executions on this machine, and give a
                link to it. Its checksum is compared again only if the file was changed since; if it has
                other bytes, it is downloaded again.

        Raises:
            AssetNotFound: There is no such asset.
            ChecksumMismatch: The store has other bytes than the catalog recorded. Nothing is written.
        """
        [wanted] = inputs.find_wanted(self._catalog, [asset_rid], self._downloaded_assets)
        if dest_dir is not None:
            wanted = wanted._replace(folder=Path(dest_dir))
        if use_cache:
            path = cached_assets.fetch(self._catalog, self._workspace.cached_assets, wanted)
        else:
            path = contents.download(self._catalog, wanted)
        if update_catalog:
            self._note_input_asset(wanted.table, wanted.row["RID"])
        return path

    def _note_input_asset(self, table: str, asset: str) -> None:
        records.note_input_asset(self._catalog, self.execution_rid, table, asset)


def make_execution(
    catalog: Catalog,
    workspace: Workspace,
    planned: Planned,
    record: frozenset[str],
    *,
    upload_on_exit: bool = False,
    parent: str | None = None,
    sequence: int | None = None,
) -> Execution:
    """Make an execution that was planned.

    Args:
        catalog: Where to make it.
        workspace: Where it stages its files.
        planned: What it is to do.
        record: What it is to record by itself.
        upload_on_exit: Whether leaving its block without an error uploads what is staged.
        parent: The execution that it is nested in.
        sequence: Which one of those it is.
    """
    journal = workspace.journal  # which may be out of reach, or another catalog's
    rid = records.create(catalog, planned.plan, parent, sequence)
    recording.attach_code(catalog, rid, planned.code.found, record)
    unfinished.watch(rid, catalog, journal)
    parameters = planned.parameters
    return Execution(
        catalog, workspace, rid, upload_on_exit=upload_on_exit, record=record, parameters=parameters
    )


def _is_good_end(error: BaseException) -> bool:
    """Say whether a block was left by ``sys.exit()``, which is how many scripts end."""
    return isinstance(error, SystemExit) and error.code in (None, 0)


def _as_dict(metadata: Any) -> dict[str, Any]:
    if metadata is None:
        return {}
    if hasattr(metadata, "model_dump"):
        return dict(metadata.model_dump(exclude_unset=True))
    assets.require_mapping(metadata)
    return dict(metadata)
