"""The elements of a dataset one by one, for programs that train on them: read lazily, by many processes."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from muniment.bags.targets import Targets, check_missing, complete, read_targets, target_names
from muniment.catalog.feature_records import plain
from muniment.catalog.schema.definitions import TableKind
from muniment.errors import InvalidValue, RIDNotFound

if TYPE_CHECKING:
    from torch.utils.data import Dataset as TorchDataset

    from muniment.bags.dataset_bag import DatasetBag

SampleLoader = Callable[[Path | None, Mapping[str, Any]], Any]


def _classes(values: Iterable[Any]) -> list[str]:
    """Name the different values; records with several columns are no classes."""
    try:
        return sorted({str(plain(value)) for value in values})
    except InvalidValue:
        return []


class Elements:
    """The rows of one table that belong to a dataset, each with its file and targets.

    What a target is, is settled when this is made; files are read when an element is asked for.
    """

    def __init__(
        self,
        bag: "DatasetBag",
        table: str,
        *,
        sample_loader: SampleLoader | None = None,
        transform: Callable[[Any], Any] | None = None,
        targets: Targets = None,
        target_transform: Callable[[Any], Any] | None = None,
        missing: str = "error",
        reachable: bool = True,
    ) -> None:
        """Find the elements of a bag and their targets; no file is opened."""
        check_missing(missing)
        definition = bag.catalog.definition(table)
        self._bag, self.table = bag, definition.name
        self._is_asset = definition.kind is TableKind.asset
        self._options: dict[str, Any] = {
            "sample_loader": sample_loader,
            "transform": transform,
            "targets": targets,
            "target_transform": target_transform,
            "missing": missing,
            "reachable": reachable,
        }
        self._rows = {row["RID"]: row for row in bag.get_table_as_dict(self.table)}
        values = read_targets(bag.catalog, self.table, targets)
        chosen = self._rows if reachable else bag.list_members(self.table)
        known = ((rid, complete(rid, values.get(rid, {}), missing)) for rid in chosen)
        self._targets = {rid: found for rid, found in known if found is not None}
        self.rids = list(self._targets)
        self.classes = {
            name: _classes(each[name] for each in self._targets.values()) for name in target_names(targets)
        }

    def __len__(self) -> int:
        return len(self.rids)

    def __getitem__(self, index: int) -> tuple[Any, ...]:
        rid = self.rids[index]
        sample = self._load(rid)
        transform, target_transform = self._options["transform"], self._options["target_transform"]
        sample = sample if transform is None else transform(sample)
        values = self._targets[rid]
        if not values:
            return sample, rid
        target = next(iter(values.values())) if len(values) == 1 else dict(values)
        return sample, target if target_transform is None else target_transform(target), rid

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel to another process as a bag and what was asked of it."""
        return _elements, (self._bag, self.table, self._options)

    def _load(self, rid: str) -> Any:
        row = self._rows.get(rid)
        if row is None:
            raise RIDNotFound(f"{self.table} has no row {rid} in the bag.")
        path = self._bag.asset_path(rid) if self._is_asset else None
        load = self._options["sample_loader"]
        if load is not None:
            return load(path, row)
        return row if path is None else path.read_bytes()


def _elements(bag: "DatasetBag", table: str, options: Mapping[str, Any]) -> Elements:
    return Elements(bag, table, **options)


def to_torch(elements: Elements) -> "TorchDataset[tuple[Any, ...]]":
    """Give elements as PyTorch's kind of dataset, which its `DataLoader` takes.

    Raises:
        ImportError: PyTorch is not installed.
    """
    try:
        from torch.utils.data import Dataset as TorchDataset
    except ImportError as error:
        raise ImportError(
            "as_torch_dataset needs PyTorch, which is not installed: pip install torch, as "
            "https://pytorch.org/get-started says for this machine."
        ) from error

    class TorchElements(TorchDataset[tuple[Any, ...]]):  # type: ignore[misc]
        """The elements of a dataset, for a `DataLoader`."""

        def __init__(self) -> None:
            self.elements, self.rids, self.classes = elements, elements.rids, elements.classes

        def __len__(self) -> int:
            return len(elements)

        def __getitem__(self, index: int) -> tuple[Any, ...]:
            return elements[index]

        def __reduce__(self) -> tuple[Any, ...]:
            """Travel to another process as the elements."""
            return to_torch, (elements,)

    return TorchElements()
