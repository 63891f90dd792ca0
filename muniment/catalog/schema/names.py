"""The names of core tables, as constants that an editor can complete."""

from enum import StrEnum


class MLVocab(StrEnum):
    """The vocabularies that every catalog has."""

    dataset_type = "Dataset_Type"
    workflow_type = "Workflow_Type"
    asset_type = "Asset_Type"
    asset_role = "Asset_Role"
    execution_status = "Execution_Status"
    feature_name = "Feature_Name"


class MLAsset(StrEnum):
    """The asset tables that every catalog has."""

    execution_metadata = "Execution_Metadata"
    execution_asset = "Execution_Asset"
    file = "File"


class MLTable(StrEnum):
    """The other core tables that users ask for by name."""

    dataset = "Dataset"
    dataset_version = "Dataset_Version"
    workflow = "Workflow"
    execution = "Execution"
    execution_execution = "Execution_Execution"
    file = "File"
    execution_metadata = "Execution_Metadata"
    execution_asset = "Execution_Asset"
