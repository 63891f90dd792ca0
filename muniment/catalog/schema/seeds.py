"""The terms and rows that every new catalog has, as DerivaML's catalogs have them."""

TERMS: dict[str, dict[str, str]] = {
    "Dataset_Type": {
        "Complete": "All the data there is",
        "File": "A set of files",
        "Directory": "The files of a directory",
        "Training": "Data to train a model on",
        "Testing": "Data to test a trained model on",
        "Validation": "Data to choose between models with",
        "Split": "A dataset whose members are the parts of a split",
        "Labeled": "Data with labels",
        "Unlabeled": "Data without labels",
    },
    "Workflow_Type": {
        "Training": "Trains a model",
        "Testing": "Tests a model",
        "Prediction": "Applies a model to data",
        "Feature_Creation": "Computes or assigns features",
        "Visualization": "Draws figures",
        "Analysis": "Analyses data",
        "Ingest": "Brings data into the catalog",
        "Data_Cleaning": "Mends or removes data",
        "Dataset_Management": "Makes, splits or releases datasets",
    },
    "Asset_Type": {
        "Execution_Config": "Configuration of an execution",
        "Runtime_Env": "Environment that an execution ran in",
        "Hydra_Config": "Configuration written by Hydra",
        "Deriva_Config": "Inputs and parameters of an execution",
        "Metrics_File": "Metrics of a run, one record to a line",
        "Execution_Log": "What a run printed",
        "Uncommitted_Code": "Code of a run that no commit holds, as a patch",
        "Figure": "Figure that a run drew",
        "Execution_Metadata": "File about an execution",
        "Execution_Asset": "File that an execution made",
        "File": "File of any kind",
        "Input_File": "File that an execution read",
        "Output_File": "File that an execution wrote",
        "Model_File": "Trained model",
        "Notebook_Output": "Executed notebook",
    },
    "Asset_Role": {
        "Input": "The execution read the asset",
        "Output": "The execution made the asset",
    },
    "Execution_Status": {
        "Created": "The execution is known, its code has not started",
        "Running": "The code is running",
        "Stopped": "The code has ended, its outputs are not uploaded",
        "Failed": "The code or the upload ended with an error",
        "Pending_Upload": "The outputs are being uploaded",
        "Uploaded": "The outputs are in the catalog",
        "Aborted": "The execution was given up",
    },
}

UNKNOWN_PROVENANCE = "tag:muniment,unknown-provenance:workflow"
"""URL of the workflow whose one execution owns the assets that come from no known execution."""
