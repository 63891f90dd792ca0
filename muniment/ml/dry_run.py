"""Executions that try code out, and write nothing in the catalog."""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, NoReturn

from muniment.catalog import assets
from muniment.catalog.catalog import Catalog
from muniment.catalog.versions import DatasetHistory
from muniment.catalog.vocabularies import resolve_terms
from muniment.executions import commit, feature_values
from muniment.executions.commit import UploadReport
from muniment.executions.records import ExecutionRecord
from muniment.executions.states import ExecutionStatus, check_move
from muniment.ml.asset import AssetList
from muniment.ml.dataset import Dataset
from muniment.ml.execution import Execution
from muniment.ml.planning import Planned
from muniment.ml.splits import dry_run_refusal
from muniment.ml.workspace import Workspace

DRY_RUN_RID = "0000"
"""The RID of every dry run: one that no row has, and the one that DerivaML gives them."""

_S = ExecutionStatus


class DryRun(Execution):
    """An execution that tries code out: it reads and stages like any other, and the catalog stays as it is.

    Inputs are checked and downloaded. Staged files are checked too, and an upload checks them once more, then
    uploads nothing. States and times are those that a run would have. What was staged stays in
    ``working_dir``, a new folder for each dry run, to be looked at and removed at will. Rows that the code
    writes by other means, as by ``ml.insert_rows``, are written.

    Example:
        >>> config = ExecutionConfiguration(workflow=ml.create_workflow("Threshold", "Analysis"))
        >>> with ml.create_execution(config, dry_run=True) as exe:
        ...     _ = exe.asset_file_path("Image", "mask.png").write_bytes(b"mask")
        >>> exe.upload_execution_outputs().total_uploaded, exe.execution_rid, exe.status.value
        (0, '0000', 'Stopped')
        >>> ml.find_assets("Image", Filename="mask.png"), [p.name for p in exe.working_dir.rglob("*.png")]
        (<AssetList: 0 of Image>, ['mask.png'])
    """

    is_dry_run = True

    def __init__(
        self, catalog: Catalog, workspace: Workspace, planned: Planned, *, upload_on_exit: bool = False
    ) -> None:
        """Hold an execution that was planned, and that nobody makes."""
        row = planned.plan.row
        self._record = ExecutionRecord(
            execution_rid=DRY_RUN_RID,
            workflow_rid=row["Workflow"],
            description=row["Description"],
            status=_S.Created,
            error=None,
            start_time=None,
            stop_time=None,
            configuration=json.loads(json.dumps(row["Configuration"])),  # lists, as a catalog gives them
        )
        self._input_datasets = dict.fromkeys(entry.dataset_rid for entry in planned.plan.datasets)
        self._input_assets = dict.fromkeys(planned.plan.assets)
        super().__init__(
            catalog, workspace, DRY_RUN_RID, upload_on_exit=upload_on_exit, parameters=planned.parameters
        )

    def __getstate__(self) -> dict[str, Any]:
        """Travel to another process, which can stage its files."""
        mine = {name: getattr(self, name) for name in ("_record", "_input_datasets", "_input_assets")}
        return {**super().__getstate__(), **mine}

    @property
    def execution_record(self) -> ExecutionRecord:
        """What the catalog would say of it now."""
        return self._record

    def _tell(self, message: str) -> None:
        """Do nothing: nobody else can see a dry run."""

    def _note_seed(self, seed: int) -> None:
        """Do nothing: there is no session to write it to."""

    def _move(self, status: ExecutionStatus, error: str | None, how: str) -> None:
        check_move(DRY_RUN_RID, self._record.status.value, status)
        self._record = replace(self._record, status=status, error=error or self._record.error)
        if status is _S.Running:
            self._record = replace(self._record, start_time=datetime.now(UTC))
        elif self._record.start_time and self._record.stop_time is None:
            self._note_end(how)

    def _make_nested(self, planned: Planned, sequence: int | None, upload_on_exit: bool) -> "DryRun":  # noqa: ARG002
        """Make another dry run: nothing tells that it is nested in this one."""
        return DryRun(self._catalog, self._workspace.for_dry_run(), planned, upload_on_exit=upload_on_exit)

    def add_nested_execution(
        self,
        nested_execution: Execution | ExecutionRecord | str,
        sequence: int | None = None,
    ) -> None:
        """Do nothing: who is nested in whom stands in the catalog."""

    def execution_start(self) -> None:
        """Note that its code begins."""
        self.update_status(_S.Running)

    def _enter(self) -> None:
        self.execution_start()

    def _note_end(self, how: str) -> None:  # noqa: ARG002
        self._record = replace(self._record, stop_time=datetime.now(UTC))

    def _note_input(self, entry: DatasetHistory) -> None:
        self._input_datasets[entry.dataset_rid] = None

    def _note_input_asset(self, table: str, asset: str) -> None:
        self._input_assets[table, asset] = None

    def _note_download(self, seconds: float) -> None:
        """Do nothing: the duration of a download stands in the row, and there is none."""

    def upload_execution_outputs(self, clean_folder: bool = True) -> UploadReport:  # noqa: ARG002
        """Check all staged files as an upload would, and upload nothing; they stay in the working directory.

        Raises:
            StagingError: Files were never written, vanished, changed, or lack required metadata.
        """
        staged = self._journal.portions(DRY_RUN_RID)
        commit.check_staged(self._catalog, self._journal, DRY_RUN_RID, staged)
        feature_values.check(self._catalog, self._journal, DRY_RUN_RID)
        return UploadReport()

    commit_output_assets = upload_execution_outputs
    upload_outputs = upload_execution_outputs

    def list_assets(self, asset_role: str | None = None) -> AssetList:
        """Give the assets that it read; it makes none."""
        if asset_role is not None:
            [asset_role] = resolve_terms(self._catalog, "Asset_Role", [asset_role])
        read = self._input_assets if asset_role in {None, assets.INPUT} else {}
        tables = dict.fromkeys(table for table, _ in read)
        rids = {table: [rid for owner, rid in read if owner == table] for table in tables}
        found = [(table, assets.list_assets(self._catalog, table, rids=rids[table])) for table in tables]
        return AssetList(self._catalog, found)

    def list_input_datasets(self) -> list[Dataset]:
        """Give the datasets that it reads."""
        return [Dataset(self._catalog, rid, self._workspace.bags) for rid in self._input_datasets]

    @property
    def _begin_deriving(self) -> None:
        return None

    def create_dataset(
        self,
        dataset_types: Iterable[str] | str | None = None,  # noqa: ARG002
        version: str = "0.1.0",  # noqa: ARG002
        description: str = "",  # noqa: ARG002
    ) -> NoReturn:
        """Refuse to make a dataset, which would be a row in the catalog.

        Raises:
            ExecutionError: Always.
        """
        raise dry_run_refusal()
