"""Show the whole job on real data; `make demo` runs this.

A catalog is made of scikit-learn's 1,797 handwritten digits, train_digits.py trains a classifier on them, and
then the catalog is asked who made the model, and from what. The functions of the first half do the job, and
can be copied; those of the second half run them, and say what they did.
"""

import argparse
import logging
import os
import shutil
import subprocess
import sys
import tempfile
import textwrap
import time
import warnings
from pathlib import Path

import bagit
import numpy as np
from PIL import Image
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

from muniment import (
    BagInvalid,
    BuiltinTypes,
    ColumnDefinition,
    Dataset,
    DatasetBag,
    DatasetSpec,
    Execution,
    ExecutionConfiguration,
    Muniment,
    Workflow,
)
from muniment.catalog.queries import Cnt

TRAINING_SCRIPT = Path(__file__).with_name("train_digits.py")
NAMES = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
MADE_HERE = "made-by-demo.txt"


# --- the job ------------------------------------------------------------------------------------


def define_tables(ml: Muniment) -> None:
    """Say what will be kept: a vocabulary, and a table for each kind of file."""
    ml.create_vocabulary("Digit", "What a handwritten digit shows")
    for number, name in enumerate(NAMES):
        ml.add_term("Digit", str(number), f"The digit {name}", synonyms=[name])
    ml.create_asset(
        "Image",
        [
            ColumnDefinition("Width", BuiltinTypes.int2, comment="Pixels"),
            ColumnDefinition("Height", BuiltinTypes.int2, comment="Pixels"),
            ColumnDefinition("Source_Row", BuiltinTypes.int4, comment="Its place in scikit-learn's data"),
        ],
        referenced_tables=["Digit"],
        comment="Handwritten digits",
    )
    ml.create_asset(
        "Model",
        [ColumnDefinition("Framework"), ColumnDefinition("Accuracy", BuiltinTypes.float8)],
        comment="Trained classifiers",
    )
    ml.create_asset("Metrics", comment="How well models do")
    ml.create_asset("Figure", comment="Pictures for people")
    ml.add_term("Asset_Type", "Confusion_Matrix", "How often each class was taken for which")


def write_images(folder: Path, count: int) -> list[tuple[Path, str]]:
    """Write digits as PNG files, and give the path of each with what it shows."""
    digits = load_digits()
    written = []
    for row in range(count):
        path = folder / f"digit-{row:04}.png"
        Image.fromarray((digits.images[row] * 15).astype(np.uint8)).save(path)  # the data has 0 to 16
        written.append((path, str(digits.target[row])))
    return written


def ingest(ml: Muniment, workflow: Workflow, files: list[tuple[Path, str]]) -> Execution:
    """Bring files into the catalog, each with its own columns."""
    config = ExecutionConfiguration(workflow=workflow, description="scikit-learn's digits as PNG files")
    with ml.create_execution(config) as exe:
        for row, (path, digit) in enumerate(files):
            with Image.open(path) as image:
                known = {"Width": image.width, "Height": image.height, "Source_Row": row, "Digit": digit}
            exe.asset_file_path("Image", path, metadata=known)
    exe.upload_execution_outputs()
    return exe


def make_dataset(ml: Muniment, workflow: Workflow) -> Dataset:
    """Make a released dataset of all images, with a training and a testing part inside it."""
    images = ml.list_assets("Image").to_dataframe()
    parameters = {"test_size": 0.2, "random_state": 0}
    training, testing = train_test_split(images, stratify=images["Digit"], **parameters)
    ml.add_dataset_element_type("Image")
    config = ExecutionConfiguration(workflow=workflow, parameters=parameters)
    with ml.create_execution(config) as exe:
        whole = exe.create_dataset(["Complete", "Split"], description="Handwritten digits")
        for name, rows in (("Training", training), ("Testing", testing)):
            part = exe.create_dataset([name, "Labeled"], description=f"{name} part of the digits")
            part.add_dataset_members(list(rows["RID"]))
            part.release("major", "First release", exe.execution_rid)
            whole.add_dataset_members([part.rid])
        whole.release("major", "First release", exe.execution_rid)
    return whole


def spoil(bag: DatasetBag, folder: Path) -> Path:
    """Copy a bag and change one byte of one image in the copy."""
    shutil.copytree(bag.path, folder)
    image = min(folder.rglob("*.png"))
    content = bytearray(image.read_bytes())
    content[len(content) // 2] ^= 1
    image.unlink()  # files of bags are read-only
    image.write_bytes(content)
    return image


# --- what is shown ------------------------------------------------------------------------------


def main() -> None:
    """Run the steps, and say what each did."""
    parser = argparse.ArgumentParser(description="Show the whole job on real data.")
    parser.add_argument("--folder", type=Path, default="demo-lab", help="where to make the catalog anew")
    parser.add_argument("--digits", type=int, default=1797, help="how many of the 1797 digits to take")
    args = parser.parse_args()
    # What the record of the code lacks is told in step 7, from the catalog.
    warnings.filterwarnings("ignore", message="Provenance of this workflow")
    logging.getLogger("bagit").setLevel(logging.CRITICAL)  # step 9 shows its errors
    begun = time.monotonic()

    print(f"Muniment at work on {args.digits:,} handwritten digits: from files to a model with a past")
    ml = show_new_catalog(args.folder)
    show_tables(ml)
    show_ingest(ml, args.digits)
    show_frame(ml)
    dataset = show_dataset(ml)
    show_training(ml, dataset)
    maker = show_provenance(ml)
    show_query(ml, maker)
    show_bag(ml, dataset)
    show_sizes(ml)
    seconds = time.monotonic() - begun
    print(f'\nDone. It took {seconds:.0f} s. To look around in Python: muniment.Muniment("{args.folder}")')


def show_new_catalog(folder: Path) -> Muniment:
    """Make the catalog, in place of the one of an earlier demo."""
    begin("1. Make a catalog")
    if folder.exists():
        if not (folder / MADE_HERE).exists():
            sys.exit(f"{folder} exists and was not made by this demo. Take another folder with --folder.")
        shutil.rmtree(folder)
    ml = Muniment(folder, create=True)
    (folder / MADE_HERE).write_text("Muniment's demo made this folder, and makes it anew at each run.\n")
    say(
        f"A catalog is a folder, here {folder}. Its tables are in catalog.db, an SQLite database that any "
        f"SQL tool can open; {len(ml.list_tables())} are there from the start. Bytes of files go to objects."
    )
    return ml


def show_tables(ml: Muniment) -> None:
    """Define the tables, and name them."""
    begin("2. Say what will be kept")
    define_tables(ml)
    own = ", ".join(ml.table("Image").columns)
    show_pairs(
        ("Digit", 'a vocabulary: the terms "0" to "9", with synonyms "zero" to "nine"'),
        ("Image", f"an asset table, one row for each file: {own}"),
        ("Model, Metrics, Figure", "asset tables for what a training makes"),
    )
    say(
        "A row's Digit has to be a term of the vocabulary. Who wrote which digit is not known to "
        "scikit-learn, so there is no column for the writer."
    )


def show_ingest(ml: Muniment, count: int) -> None:
    """Write the digits as files and bring them in."""
    begin("3. Bring in the files")
    workflow = ml.create_workflow("Ingest digits", "Ingest", "Brings in scikit-learn's digits")
    with tempfile.TemporaryDirectory() as folder:
        files = write_images(Path(folder), count)
        size = sum(path.stat().st_size for path, _ in files)
        begun = time.monotonic()
        exe = ingest(ml, workflow, files)
        seconds = time.monotonic() - begun
    say(
        f"{len(files):,} PNG files of 8 × 8 pixels, {size:,} bytes in all, were staged one by one with their "
        f"columns, and uploaded by execution {exe.execution_rid}: hashed, stored, and then written into the "
        f"catalog in one transaction. It took {seconds:.1f} s, {len(files) / seconds:,.0f} files a second."
    )


def show_frame(ml: Muniment) -> None:
    """Show the images as a DataFrame."""
    begin('4. Look at them: ml.list_assets("Image").to_dataframe()')
    frame = ml.list_assets("Image").to_dataframe()
    shown = frame[["RID", "Filename", "Length", "Width", "Height", "Digit", "Asset_Type", "SHA256"]].head()
    show(shown.assign(SHA256=shown["SHA256"].str[:8] + "…").to_string(index=False))
    say(f"{len(frame):,} rows, {len(frame.columns)} columns, with these dtypes:")
    show_pairs(
        *((str(dtype), ", ".join(names)) for dtype, names in frame.columns.groupby(frame.dtypes).items())
    )


def show_dataset(ml: Muniment) -> Dataset:
    """Make the dataset and show its parts."""
    begin("5. Make a dataset of them, with a training and a testing part")
    dataset = make_dataset(ml, ml.create_workflow("Split digits", "Dataset_Management"))
    for each in (dataset, *dataset.list_dataset_children()):
        images = len(each.list_members("Image"))
        holds = f"{images:,} images" if images else f"{len(each.list_dataset_children())} datasets"
        show(f"{each.rid}  version {each.current_version}  {', '.join(each.dataset_types):17}  {holds}")
    say("Version 1.0.0 is released, so that the training can say which images it has read.")
    return dataset


def show_training(ml: Muniment, dataset: Dataset) -> None:
    """Run the training script as its user would."""
    begin("6. Train a classifier, with a script that you could copy")
    options = [str(ml.path), dataset.rid, "--version", str(dataset.current_version)]
    done = subprocess.run(
        [sys.executable, str(TRAINING_SCRIPT), *options], capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"\nThe training failed:\n{done.stderr}")
    command = ["python", os.path.relpath(TRAINING_SCRIPT), os.path.relpath(ml.path), *options[1:]]
    show(f"$ {' '.join(command)}\n{done.stdout}")
    say(
        "Thirteen people wrote these digits, and who wrote which is not recorded. So each of them is most "
        "likely in both parts: expect less for the digits of somebody new."
    )


def show_provenance(ml: Muniment) -> str:
    """Ask the catalog where the model comes from, and give the execution that made it."""
    begin("7. Ask the catalog: who made this model, and from what?")
    [model] = ml.list_assets("Model")
    [maker] = model.list_executions("Output")
    record = ml.lookup_execution(maker)
    workflow = ml.lookup_workflow(record.workflow_rid)
    code = record.configuration["source"]
    inputs = [
        f"dataset {spec['rid']}, version {spec['version']}: {ml.lookup_dataset(spec['rid']).description}"
        for spec in record.configuration["datasets"]
    ]
    settings = [f"{name} = {value}" for name, value in record.configuration["parameters"].items()]
    outputs = [asset.filename for asset in ml.find_assets(execution=maker, role="Output")]
    show_pairs(
        ("model", f"{model.rid}, {model.filename}, {model.length:,} bytes, accuracy {model['Accuracy']:.4f}"),
        ("its SHA-256", model.sha256),
        (
            "made by",
            f"execution {maker}, which {model['RCB']} began at {record.start_time:%Y-%m-%d %H:%M} UTC",
        ),
        ("from", "; ".join(inputs)),
        ("with", ", ".join(settings)),
        ("by the code", f"{workflow.name} (workflow {workflow.rid}), {workflow.url}"),
        ("at commit", code["commit"] or "none"),
        ("its checksum", f"{workflow.checksum}, which git hash-object gives of the script"),
        ("all it made", ", ".join(outputs)),
    )
    if code["problems"]:
        say("What the record of the code lacks is recorded too:")
        for problem in code["problems"]:
            show_wrapped(f"- {problem}")
    return maker


def show_query(ml: Muniment, maker: str) -> None:
    """Ask by queries over the tables."""
    begin("8. Ask anything else by a query over the tables")
    schemas = ml.pathBuilder().schemas
    core, own = schemas[ml.ml_schema], schemas[ml.domain_schema]

    say("What did that execution make? The table Model_Execution links models to executions:")
    show("link = ml.pathBuilder().schemas[ml.ml_schema].Model_Execution")
    show(f'made = link.filter(link.Execution == "{maker}").filter(link.Asset_Role == "Output")')
    show("made.entities().fetch()")
    link = core.Model_Execution
    rows = link.filter(link.Execution == maker).filter(link.Asset_Role == "Output").entities().fetch()
    show(f"→ {rows.to_dataframe()[['Model', 'Execution', 'Asset_Role']].to_dict('records')}")

    say("How many images of each digit are in the two parts? A path through four tables counts them:")
    typed = core.Dataset_Dataset_Type
    path = typed.filter(typed.Dataset_Type.in_(["Training", "Testing"])).link(core.Dataset)
    path = path.link(own.Dataset_Image).link(own.Image)
    part, digit = path.Dataset_Dataset_Type.Dataset_Type.alias("Part"), path.Image.Digit
    counts = path.groupby(part, digit).attributes(Cnt(path.Image).alias("Images")).to_dataframe()
    show(counts.pivot(index="Part", columns="Digit", values="Images").to_string(index_names=False))


def show_bag(ml: Muniment, dataset: Dataset) -> None:
    """Check the bag that the training has downloaded, then spoil the bag of the testing part."""
    begin("9. Hand the dataset on as a bag, which anyone can check without Muniment")
    bag = ml.download_dataset_bag(DatasetSpec(rid=dataset.rid, version="1.0.0"))
    standard = bagit.Bag(str(bag.path))
    standard.validate()
    count = len(list(standard.payload_files()))
    say(
        f"Version {bag.current_version} is a folder of {count:,} files and their checksums. The training has "
        f"downloaded it already, to {os.path.relpath(bag.path)}. The program bagit, which knows nothing of "
        "Muniment, has read every byte of it and finds it valid."
    )
    [testing] = [part for part in dataset.list_dataset_children() if "Testing" in part.dataset_types]
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "copy")
        image = spoil(testing.download_dataset_bag(), copy)
        say(f"In a copy of the testing part, one bit of {image.name} is changed. bagit and Muniment say:")
        for check in (bagit.Bag(str(copy)).validate, DatasetBag.open(copy).validate):
            try:
                check()
            except (bagit.BagError, BagInvalid) as error:
                said = str(error).replace(f"{folder}{os.sep}", "")
                show_wrapped(f"{type(error).__name__}: {textwrap.shorten(said, 150, placeholder=' …')}")


def show_sizes(ml: Muniment) -> None:
    """Show what is in the folder of the catalog now."""
    begin("10. What is in the folder now")
    tables = ml.list_tables()
    rows = sum(len(ml.list_rows(table.name, ["RID"])) for table in tables)
    show_pairs(
        ("catalog.db", f"{size_of(ml.path, 'catalog.db*')}: {rows:,} rows in {len(tables)} tables"),
        ("objects", f"{size_of(ml.path, 'objects/**/*')}: one for each content"),
        ("work/bags", f"{size_of(ml.path, 'work/bags/**/*')}: two bags, and their tables as SQLite files"),
    )


def size_of(folder: Path, pattern: str) -> str:
    """Say how many files match a pattern, and their size."""
    sizes = [path.stat().st_size for path in folder.glob(pattern) if path.is_file()]
    return f"{len(sizes):,} files, {sum(sizes) / 1e6:.1f} MB"


def begin(title: str) -> None:
    """Print the title of a step."""
    print(f"\n{title}")


def say(text: str) -> None:
    """Print a paragraph."""
    print(wrap(text, "   ", "   "))


def show(text: str) -> None:
    """Print lines as they are, indented further."""
    print(textwrap.indent(text.rstrip(), "      "))


def show_wrapped(text: str) -> None:
    """Print lines that may be long, indented further."""
    print(wrap(text, "      ", "        "))


def show_pairs(*pairs: tuple[str, str]) -> None:
    """Print names, and beside them what they are."""
    width = max(len(name) for name, _ in pairs) + 2
    for name, text in pairs:
        head = f"      {name:{width}}"
        print(wrap(text, head, " " * len(head)))


def wrap(text: str, head: str, indent: str) -> str:
    """Break a text into lines; long words, such as paths, stay whole."""
    wrapper = textwrap.TextWrapper(
        88, initial_indent=head, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )
    return wrapper.fill(text)


if __name__ == "__main__":
    main()
