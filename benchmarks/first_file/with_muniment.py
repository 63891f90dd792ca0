"""Make a catalog and bring a first file into it, as a first script does."""

from muniment import Muniment

ml = Muniment("lab", create=True)
ml.create_asset("Model", comment="Trained models")
with ml.create_execution(workflow=ml.create_workflow("Training", "Training")) as exe:
    exe.asset_file_path("Model", "model.bin").write_bytes(b"weights")
exe.upload_execution_outputs()
