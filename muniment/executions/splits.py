"""Splits and samples of datasets: what is read, chosen and written.

A split reads the members of its source, those of the datasets inside it too, at one moment; chooses the
parts in memory (`muniment.catalog.partitions`); looks once more whether anything that belongs together stands
on two sides; and writes all of it in one transaction (`muniment.executions.derivation`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from muniment.catalog import partitions
from muniment.catalog.candidates import Members
from muniment.catalog.catalog import Catalog
from muniment.catalog.dataset_trees import NewDataset
from muniment.catalog.partitions import TESTING, TRAINING, VALIDATION
from muniment.catalog.versions import FIRST_VERSION
from muniment.executions import derivation
from muniment.executions.choosing import Choice, Pool, choose, read_pool
from muniment.executions.configuration import DatasetSpec
from muniment.executions.derivation import Begin, Derived

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Positions = NDArray[np.int64]


@dataclass(frozen=True)
class PartitionInfo:
    """A dataset that was made, or in a dry run would be.

    Attributes:
        rid: Its RID; None in a dry run.
        version: Its version; None in a dry run.
        count: How many members it has.
    """

    rid: str | None
    version: str | None
    count: int


@dataclass(frozen=True)
class SplitResult:
    """What a split made, or in a dry run would make.

    Attributes:
        source: RID of the dataset that was split.
        source_version: Its version.
        split: The dataset that has the parts as members.
        training: The training part.
        testing: The testing part.
        validation: The validation part, if there is one.
        strategy: How members were chosen, in words.
        element_table: The table that they are rows of.
        seed: What the choice depends on.
        dry_run: Whether nothing was written.
        dropped: How many members were left out because they have no value in a column that counts.
        classes: How many members of each class each part has, if it was stratified.
    """

    source: str
    source_version: str
    split: PartitionInfo
    training: PartitionInfo
    testing: PartitionInfo
    validation: PartitionInfo | None
    strategy: str
    element_table: str
    seed: int
    dry_run: bool = False
    dropped: int = 0
    classes: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Fold:
    """One fold: a split whose testing part is this fold, and whose training part is all others."""

    split: PartitionInfo
    training: PartitionInfo
    testing: PartitionInfo


@dataclass(frozen=True)
class FoldsResult:
    """What a k-fold split made, or in a dry run would make.

    Attributes:
        source: RID of the dataset that was split.
        source_version: Its version.
        split: The dataset that has the folds as members.
        folds: The folds.
        strategy: How members were chosen, in words.
        element_table: The table that they are rows of.
        seed: What the choice depends on.
        dry_run: Whether nothing was written.
        dropped: How many members were left out because they have no value in a column that counts.
    """

    source: str
    source_version: str
    split: PartitionInfo
    folds: tuple[Fold, ...]
    strategy: str
    element_table: str
    seed: int
    dry_run: bool = False
    dropped: int = 0


@dataclass(frozen=True)
class SubsampleResult:
    """What a sample is, or in a dry run would be.

    Attributes:
        source: RID of the dataset it was taken from.
        source_version: Its version.
        subsample: The dataset that was made.
        strategy: How members were chosen, in words.
        element_table: The table that they are rows of.
        seed: What the choice depends on.
        dry_run: Whether nothing was written.
        dropped: How many members were left out because they have no class.
    """

    source: str
    source_version: str
    subsample: PartitionInfo
    strategy: str
    element_table: str
    seed: int
    dry_run: bool = False
    dropped: int = 0


@dataclass(frozen=True)
class Sizes:
    """How large the parts are, as `partitions.resolve_sizes` takes it."""

    test_size: float | None = 0.2
    train_size: float | None = None
    val_size: float | None = None


@dataclass(frozen=True)
class Labels:
    """What the parts of a split are called beside their own types.

    Attributes:
        description: Description of the dataset that has the parts; made of what is known if empty.
        types: More dataset types of each part, by the part's name.
    """

    description: str = ""
    types: Mapping[str, Sequence[str]] = field(default_factory=dict)


def split(
    catalog: Catalog, spec: DatasetSpec, sizes: Sizes, choice: Choice, labels: Labels, begin: Begin | None
) -> SplitResult:
    """Split a dataset into training, testing and maybe validation.

    Args:
        catalog: Where it is.
        spec: The dataset.
        sizes: How large the parts are.
        choice: How members are chosen.
        labels: What the parts are called.
        begin: Begins the execution that writes; None for a dry run.

    Raises:
        InvalidValue: Sizes, columns or members do not allow it; the message says why.
        DataLeak: What belongs together would stand on two sides.
    """
    pool = read_pool(catalog, spec, choice)
    wanted = partitions.resolve_sizes(len(pool.members), sizes.test_size, sizes.train_size, sizes.val_size)
    parts = choose(pool, choice, wanted)
    types = _resolve_part_types(catalog, labels, wanted, dry_run=begin is None)
    strategy, classes = choice.strategy, _count_classes(pool.members, parts)
    told = _source(pool, choice)
    made: dict[str, str] = {}
    if begin is not None:
        rid, *rids = catalog.database.lease_rids(len(parts) + 1)
        made = {"Split": rid, **dict(zip(parts, rids, strict=True))}
        children = [
            _new_part(pool, made[name], name, types[name], positions, told)
            for name, positions in parts.items()
        ]
        counted = ", ".join(f"{name} {len(positions):,}" for name, positions in parts.items())
        text = labels.description or f"Split {told}: {counted}"
        root = NewDataset(rid, types["Split"], text, children=children)
        record = {
            **_record(pool, choice),
            **vars(sizes),
            "sizes": {name: len(positions) for name, positions in parts.items()},
            "classes": classes,
            "datasets": made,
        }
        with begin() as execution:
            derivation.write(catalog, execution, Derived([pool.source], root, "split_config.json", record))
    infos = {name: _info(made.get(name), len(positions)) for name, positions in parts.items()}
    return SplitResult(
        source=pool.source.dataset_rid,
        source_version=str(pool.source.dataset_version),
        split=_info(made.get("Split"), len(parts)),
        training=infos[TRAINING],
        testing=infos[TESTING],
        validation=infos.get(VALIDATION),
        strategy=strategy,
        element_table=pool.element,
        seed=choice.seed,
        dry_run=begin is None,
        dropped=pool.dropped,
        classes=classes,
    )


def split_folds(
    catalog: Catalog, spec: DatasetSpec, count: int, choice: Choice, labels: Labels, begin: Begin | None
) -> FoldsResult:
    """Split a dataset into folds, each of which is the testing part of a split with all others to train on.

    Args:
        catalog: Where it is.
        spec: The dataset.
        count: How many folds.
        choice: How members are chosen.
        labels: What the parts are called.
        begin: Begins the execution that writes; None for a dry run.

    Raises:
        InvalidValue: Their number, columns or members do not allow it; the message says why.
        DataLeak: What belongs together would stand on two sides.
    """
    import numpy as np

    pool = read_pool(catalog, spec, choice)
    parts = choose(pool, choice, partitions.fold_sizes(len(pool.members), count))
    types = _resolve_part_types(catalog, labels, (TRAINING, TESTING), dry_run=begin is None)
    everything = np.sort(np.concatenate(list(parts.values())))
    told = (
        f"of {pool.source.dataset_rid} {pool.source.dataset_version} ({choice.strategy}, seed {choice.seed})"
    )
    root_rid: str | None = None
    made: list[tuple[str | None, ...]] = [(None, None, None)] * count
    sides = [
        (np.setdiff1d(everything, positions, assume_unique=True), positions) for positions in parts.values()
    ]
    if begin is not None:
        root_rid, *rids = catalog.database.lease_rids(3 * count + 1)
        made = [tuple(rids[3 * n : 3 * n + 3]) for n in range(count)]
        folds = []
        for number, ((rid, *inside), sets) in enumerate(zip(_threes(rids), sides, strict=True), start=1):
            named = f"Fold {number} of {count} {told}"
            children = [
                _new_part(pool, each, name, types[name], positions, f"in fold {number} of {count} {told}")
                for each, name, positions in zip(inside, (TRAINING, TESTING), sets, strict=True)
            ]
            folds.append(NewDataset(rid, types["Split"], named, children=children))
        text = labels.description or f"Split {told} into {count} folds"
        root = NewDataset(root_rid, types["Split"], text, children=folds)
        record = {
            **_record(pool, choice),
            "folds": count,
            "sizes": [len(positions) for positions in parts.values()],
            "datasets": {
                "Split": root_rid,
                "folds": [dict(zip(("Split", TRAINING, TESTING), three, strict=True)) for three in made],
            },
        }
        with begin() as execution:
            derivation.write(catalog, execution, Derived([pool.source], root, "split_config.json", record))
    return FoldsResult(
        source=pool.source.dataset_rid,
        source_version=str(pool.source.dataset_version),
        split=_info(root_rid, count),
        folds=tuple(
            Fold(_info(outer, 2), _info(train, len(larger)), _info(test, len(smaller)))
            for (outer, train, test), (larger, smaller) in zip(made, sides, strict=True)
        ),
        strategy=choice.strategy,
        element_table=pool.element,
        seed=choice.seed,
        dry_run=begin is None,
        dropped=pool.dropped,
    )


def _threes(rids: Sequence[str]) -> list[Sequence[str]]:
    return [rids[start : start + 3] for start in range(0, len(rids), 3)]


def subsample(
    catalog: Catalog,
    spec: DatasetSpec,
    size: float,
    choice: Choice,
    types: Sequence[str],
    description: str,
    begin: Begin | None,
) -> SubsampleResult:
    """Make a dataset of some members of another.

    Args:
        catalog: Where it is.
        spec: The dataset.
        size: A fraction below 1, or a number of members.
        choice: How members are chosen.
        types: More dataset types of the sample; those of the source are not passed on.
        description: What it is; made of what is known if empty.
        begin: Begins the execution that writes; None for a dry run.

    Raises:
        InvalidValue: There are not as many members, or columns do not allow it.
    """
    pool = read_pool(catalog, spec, choice)
    wanted = {"Subsample": partitions.resolve_size(len(pool.members), size)}
    [positions] = choose(pool, choice, wanted).values()
    terms = derivation.resolve_types(catalog, ["Subsample", *types], dry_run=begin is None)
    rid = None
    if begin is not None:
        [rid] = catalog.database.lease_rids(1)
        text = description or (
            f"Sample of {len(positions):,} of the {len(pool.members):,} members {_source(pool, choice)}"
        )
        root = NewDataset(rid, terms, text, {pool.element: pool.rids(positions)})
        record = {
            **_record(pool, choice),
            "size": size,
            "sizes": {"Subsample": len(positions)},
            "datasets": {"Subsample": rid},
        }
        with begin() as execution:
            told = Derived([pool.source], root, "subsample_config.json", record)
            derivation.write(catalog, execution, told)
    return SubsampleResult(
        source=pool.source.dataset_rid,
        source_version=str(pool.source.dataset_version),
        subsample=_info(rid, len(positions)),
        strategy=choice.strategy,
        element_table=pool.element,
        seed=choice.seed,
        dry_run=begin is None,
        dropped=pool.dropped,
    )


# Telling


def _resolve_part_types(
    catalog: Catalog, labels: Labels, parts: Iterable[str], *, dry_run: bool
) -> dict[str, list[str]]:
    wanted = {"Split": ["Split"]}
    wanted |= {name: [name, "Split_Partition", *labels.types.get(name, ())] for name in parts}
    return {name: derivation.resolve_types(catalog, types, dry_run=dry_run) for name, types in wanted.items()}


def _new_part(
    pool: Pool, rid: str, name: str, types: Sequence[str], positions: "Positions", told: str
) -> NewDataset:
    text = f"{name} part, {len(positions):,} members, {told}"
    return NewDataset(rid, types, text, {pool.element: pool.rids(positions)})


def _source(pool: Pool, choice: Choice) -> str:
    source = pool.source
    return f"of {source.dataset_rid} {source.dataset_version} ({choice.strategy}, seed {choice.seed})"


def _info(rid: str | None, count: int) -> PartitionInfo:
    return PartitionInfo(rid, None if rid is None else FIRST_VERSION, count)


def _count_classes(members: Members, parts: "Mapping[str, Positions]") -> dict[str, dict[str, int]]:
    import numpy as np

    if members.strata is None:
        return {}
    counts = {
        name: np.bincount(members.strata[positions], minlength=len(members.labels))
        for name, positions in parts.items()
    }
    return {
        label: {name: int(counted[number]) for name, counted in counts.items()}
        for number, label in enumerate(members.labels)
    }


def _record(pool: Pool, choice: Choice) -> dict[str, Any]:
    """Give what is written down of every choice."""
    return {
        "source": pool.source.dataset_rid,
        "source_version": str(pool.source.dataset_version),
        "element_table": pool.element,
        "members": len(pool.members),
        "dropped": pool.dropped,
        "strategy": choice.strategy,
        **choice.record(),
    }
