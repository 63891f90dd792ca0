"""The files of a bag as trees of folders by type and class, as programs that train on them read them.

For each file it is settled first where it goes; then all are linked or copied.
"""

import filecmp
import os
import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from muniment.bags import layout
from muniment.bags.targets import Targets, check_missing, complete, read_targets
from muniment.catalog.feature_records import plain
from muniment.errors import BagError, InvalidValue, StorageNotWritable

if TYPE_CHECKING:
    from muniment.bags.dataset_bag import DatasetBag

FOLDERS = {"Training": "training", "Validation": "validation", "Testing": "testing"}
"""Folders of dataset types, in the order in which they count."""

TypeSelector = Callable[[list[str]], str | None]
FileTransformer = Callable[[Path, Path], Path | None]


def restructure(
    bag: "DatasetBag",
    output_dir: Path,
    *,
    asset_table: str | None = None,
    targets: Targets = None,
    target_transform: Callable[[Any], str] | None = None,
    missing: str = "unknown",
    use_symlinks: bool = True,
    type_selector: TypeSelector | None = None,
    type_to_dir_map: Mapping[str, str] | None = None,
    file_transformer: FileTransformer | None = None,
) -> dict[Path, Path]:
    """Put the files of a bag into folders, as `DatasetBag.restructure_assets` tells."""
    check_missing(missing)
    table = _choose_table(bag, asset_table)
    values = read_targets(bag.catalog, table, targets)
    name_folder = _folder_namer(type_selector, FOLDERS if type_to_dir_map is None else type_to_dir_map)
    folders = _place(bag, table, name_folder)
    planned: dict[Path, Path] = {}
    taken: set[str] = set()
    meant: dict[str, str] = {}
    for asset in bag.list_assets(table):
        rid = asset["RID"]
        known = complete(rid, values.get(rid, {}), missing)
        if known is not None:
            classes = [_class_folder(meant, value) for value in _class_names(known, target_transform)]
            folder = Path(output_dir, folders[rid], *classes)
            source = bag.asset_path(asset)
            planned[source] = _free(folder, source.name, rid, taken)
    transform = file_transformer or (_link if use_symlinks else _copy)
    return {source: _written(source, target, transform) for source, target in planned.items()}


def _choose_table(bag: "DatasetBag", asked: str | None) -> str:
    if asked is not None:
        return bag.catalog.definition(asked).name
    found = [table for table in bag.list_asset_tables() if len(bag.list_assets(table))]
    own = [table for table in found if table not in _OF_RUNS]
    chosen = own or found
    if len(chosen) != 1:
        raise InvalidValue(
            f"The bag has files of {', '.join(chosen) or 'no table'}. Say which are meant: asset_table=..."
        )
    return chosen[0]


_OF_RUNS = frozenset({"Execution_Metadata", "Execution_Asset"})


def _folder_namer(select: TypeSelector | None, folders: Mapping[str, str]) -> Callable[[list[str]], str]:
    def name(types: list[str]) -> str:
        chosen = select(types) if select else next((t for t in (*folders, *types) if t in types), None)
        if not chosen:
            return FOLDERS["Testing"]
        return folders[chosen] if chosen in folders else _safe(chosen.lower())

    return name


def _place(bag: "DatasetBag", table: str, name_folder: Callable[[list[str]], str]) -> dict[str, str]:
    """Give the folder of each asset: that of the innermost dataset that it belongs to.

    Raises:
        InvalidValue: Datasets side by side claim an asset for different folders.
    """
    placed: dict[str, str] = {}
    for child in bag.list_dataset_children():
        for rid, folder in _place(child, table, name_folder).items():
            if placed.setdefault(rid, folder) != folder:
                raise InvalidValue(
                    f"{table} {rid} belongs to {placed[rid]!r} and to {folder!r}, as datasets of both kinds "
                    "have it. Take it out of one, or let type_selector give one name for both."
                )
    own = name_folder(bag.dataset_types)
    return {asset["RID"]: placed.get(asset["RID"], own) for asset in bag.list_assets(table)} | placed


def _class_names(values: Mapping[str, Any], transform: Callable[[Any], str] | None) -> list[str]:
    """Name the classes of an asset, whose folders are below that of its type."""
    if transform is not None and values:
        given = dict(values) if len(values) > 1 else next(iter(values.values()))
        return [str(transform(given))]
    return [str(plain(value)) for value in values.values()]


def _class_folder(meant: dict[str, str], name: str) -> str:
    """Name the folder of a class, and note which class it is of.

    Raises:
        InvalidValue: It is the folder of another class, whose name cannot be one either.
    """
    folder = _safe(name)
    if meant.setdefault(folder, name) != name:
        raise InvalidValue(
            f"The classes {meant[folder]!r:.80} and {name!r:.80} would both be in one folder {folder!r:.80}: "
            "nobody could tell them apart. Have target_transform give them names that are names of folders."
        )
    return folder


def _safe(name: str) -> str:
    return layout.safe_name(name) or "_"


def _free(folder: Path, name: str, rid: str, taken: set[str]) -> Path:
    """Give a place that no other file has, on a disk that does not tell capitals apart either."""
    for candidate in (folder / name, folder / f"{rid}_{name}"):
        if str(candidate).lower() not in taken:
            taken.add(str(candidate).lower())
            return candidate
    raise InvalidValue(f"Two files would be {folder / name}.")


def _written(source: Path, target: Path, write: FileTransformer) -> Path:
    """Write a file, unless it is there already.

    Raises:
        BagError: There is another file at its place.
        StorageNotWritable: The place cannot be written.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if write in {_link, _copy} and os.path.lexists(target):
            if target.exists() and filecmp.cmp(source, target, shallow=False):
                return target
            raise BagError(f"There is another file at {target}. Take another output_dir, or remove it.")
        return write(source, target) or target
    except OSError as error:
        raise StorageNotWritable(f"{target} cannot be written: {error.strerror or error}.") from error


def _link(source: Path, target: Path) -> Path:
    with suppress(OSError, NotImplementedError):
        target.symlink_to(source.absolute())
        return target
    return _copy(source, target)


def _copy(source: Path, target: Path) -> Path:
    shutil.copyfile(source, target)
    return target
