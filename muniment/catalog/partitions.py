"""Choosing rows: which go to training, to testing, to a fold or to a sample. Nothing here knows a database.

Each row has a rank, the BLAKE2b of the seed and its RID, and rows are taken by rank. So the same seed gives
the same parts whatever the database, the order of reading, or the version of Python and its libraries, and
anybody can compute them again.

Rows that must not be parted, such as those of one subject, are a unit. Units of several rows are placed
first, the large ones before the small ones, each in the part that lacks most of what it has; single rows then
fill the parts up. Without such units, the parts have exactly the sizes asked for.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from hashlib import blake2b
from itertools import pairwise
from numbers import Real
from typing import TYPE_CHECKING, Any

from muniment.errors import InvalidValue, plural

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Positions = NDArray[np.int64]

TRAINING, VALIDATION, TESTING = "Training", "Validation", "Testing"
ORDER = "by the first 8 bytes of the BLAKE2b of '<seed>:<RID>', then by RID"
"""How rows are ranked, for the record."""

_SHOWN = 5


@dataclass(frozen=True)
class Candidates:
    """Rows to choose from, in the order of their RIDs.

    Attributes:
        rids: Their RIDs. (rows,) bytes
        strata: Which class each is of; None if classes do not matter. (rows,) int64
        labels: What the classes are called, by number.
        units: Which unit each is of; None if all rows are single. (rows,) int64
    """

    rids: "NDArray[np.bytes_]"
    strata: "Positions | None" = None
    labels: Sequence[str] = ()
    units: "Positions | None" = None

    def __len__(self) -> int:
        return len(self.rids)


# Sizes


def resolve_sizes(
    total: int,
    test_size: float | None = 0.2,
    train_size: float | None = None,
    val_size: float | None = None,
) -> dict[str, int]:
    """Give how many rows each part has.

    Args:
        total: How many rows there are.
        test_size: A fraction below 1, or a number of rows.
        train_size: The same; all other rows if left out.
        val_size: The same; no validation part if left out.

    Raises:
        InvalidValue: A size is neither, or there are not as many rows.

    Example:
        >>> resolve_sizes(10, test_size=0.2, val_size=3)
        {'Training': 5, 'Validation': 3, 'Testing': 2}
    """
    asked = {VALIDATION: val_size, TESTING: 0.2 if test_size is None else test_size}
    sizes = {name: _size(name, size, total) for name, size in asked.items() if size is not None}
    rest = total - sum(sizes.values())
    given = [size for size in (train_size, *asked.values()) if size is not None]
    are_fractions = all(size < 1 for size in given)
    share = sum(Fraction(str(size)) for size in given) if are_fractions else None
    if train_size is None or share == 1:
        train = rest
    else:
        train = _size(TRAINING, train_size, total)
        train = min(train, rest) if share is not None and share < 1 else train  # they were rounded
    if train < 1 or train > rest:
        told = ", ".join(f"{name} {count:,}" for name, count in {TRAINING: max(train, 1), **sizes}.items())
        raise InvalidValue(f"There are {plural(total, '1 row', f'{total:,} rows')}, too few for {told}.")
    return {TRAINING: train, **sizes}


def _size(name: str, size: Any, total: int) -> int:
    number = float(size) if isinstance(size, Real) and not isinstance(size, bool) else math.nan
    if 0 < number < 1:
        return max(1, round(Fraction(str(number)) * total))
    if number >= 1 and number.is_integer():
        return int(number)
    raise InvalidValue(
        f"{size!r} is no size for {name}: give a fraction between 0 and 1, or a number of rows from 1 on."
    )


def resolve_size(total: int, size: float) -> int:
    """Give how many rows a sample has.

    Raises:
        InvalidValue: The size is none, or there are not as many rows.
    """
    count = _size("a sample", size, total)
    if count > total:
        raise InvalidValue(f"A sample of {count:,} rows was asked for, and there are {total:,}.")
    return count


def fold_sizes(total: int, count: Any) -> dict[str, int]:
    """Give how many rows each fold has, as equal as can be.

    Raises:
        InvalidValue: There are fewer than two folds, or not a row for each.

    Example:
        >>> fold_sizes(7, 3)
        {'1': 3, '2': 2, '3': 2}
    """
    if isinstance(count, bool) or not isinstance(count, int) or count < 2:
        raise InvalidValue(f"{count!r} is no number of folds: there are two or more.")
    if total < count:
        raise InvalidValue(f"{total:,} rows cannot be in {count:,} folds: each has one at least.")
    return {str(n + 1): total // count + (n < total % count) for n in range(count)}


# Units


def tie(first: "NDArray[Any]", second: "NDArray[Any] | None" = None) -> "Positions | None":
    """Give the unit of each row: rows with one value in either list are of one unit, and so on in turn.

    Args:
        first: A value of each row; equal ones belong together.
        second: Another value of each row.

    Returns:
        The number of each row's unit; None if each is alone.
    """
    import numpy as np

    _, units = np.unique(first, return_inverse=True)
    units = units.astype(np.int64)
    if second is not None:
        order = np.argsort(second, kind="stable")
        same = second[order][1:] == second[order][:-1]
        roots = _union(int(units.max(initial=-1)) + 1, units[order][:-1][same], units[order][1:][same])
        _, units = np.unique(roots[units], return_inverse=True)
        units = units.astype(np.int64)
    return None if int(units.max(initial=-1)) + 1 == len(units) else units


def _union(count: int, left: "Positions", right: "Positions") -> "Positions":
    """Give for each of some numbers the least of those it is linked with, however indirectly."""
    import numpy as np

    parents = list(range(count))

    def root(number: int) -> int:
        while parents[number] != number:
            parents[number] = parents[parents[number]]
            number = parents[number]
        return number

    for one, other in zip(left.tolist(), right.tolist(), strict=True):
        low, high = sorted((root(one), root(other)))
        parents[high] = low
    return np.array([root(number) for number in range(count)], dtype=np.int64)


# Parts


def partition(
    rows: Candidates, sizes: Mapping[str, int], seed: int = 42, shuffle: bool = True
) -> "dict[str, Positions]":
    """Choose the rows of each part.

    Args:
        rows: What to choose from.
        sizes: How many rows each part is to have; with units, about so many.
        seed: What the choice depends on.
        shuffle: Whether to choose by rank; else the first rows go to the first part, and so on.

    Returns:
        The positions of the rows of each part, in order.

    Raises:
        InvalidValue: There are not as many units, or rows of a class, as there are parts; or rows that are
            not shuffled are to be stratified.
    """
    import numpy as np

    if rows.strata is not None and not shuffle:
        raise InvalidValue("Rows that are not shuffled cannot be stratified: leave shuffle=False out.")
    _check_strata(rows, len(sizes))
    order = _order(rows.rids, seed) if shuffle else np.arange(len(rows), dtype=np.int64)
    if rows.units is not None:
        owners = _place_units(rows.units, rows.strata, order, sizes, shuffle)
    elif rows.strata is not None:
        owners = _fill(order, rows.strata, _quotas(rows.strata, list(sizes.values())))
    else:
        owners = np.full(len(rows), len(sizes), dtype=np.int64)
        numbers = np.repeat(np.arange(len(sizes)), list(sizes.values()))
        owners[order[: len(numbers)]] = numbers
    return {name: np.flatnonzero(owners == number) for number, name in enumerate(sizes)}


def _order(rids: "NDArray[np.bytes_]", seed: int) -> "Positions":
    import numpy as np

    head = blake2b(f"{seed}:".encode(), digest_size=8)

    def rank(rid: bytes) -> int:
        hashed = head.copy()
        hashed.update(rid)
        return int.from_bytes(hashed.digest())

    ranks = np.fromiter(map(rank, rids), dtype=np.uint64, count=len(rids))
    return np.argsort(ranks, kind="stable").astype(np.int64)


def _check_strata(rows: Candidates, parts: int) -> None:
    """Make sure that each part can have something of each class."""
    import numpy as np

    if rows.strata is None or parts < 2:
        return
    if rows.units is None:
        counts, what = np.bincount(rows.strata, minlength=len(rows.labels)), "rows"
    else:
        pairs = np.unique(np.stack([rows.strata, rows.units]), axis=1)
        counts, what = np.bincount(pairs[0], minlength=len(rows.labels)), "groups"
    rare = [f"{rows.labels[number]} ({counts[number]})" for number in np.flatnonzero(counts < parts).tolist()]
    if rare:
        more = f" and {len(rare) - _SHOWN} more" if len(rare) > _SHOWN else ""
        raise InvalidValue(
            f"Each of {parts} parts is to have something of each class, and these have fewer {what}: "
            f"{', '.join(rare[:_SHOWN])}{more}. Leave them out of the dataset, or stratify by another column."
        )


def _quotas(strata: "Positions", sizes: Sequence[int]) -> "Positions":
    """Give how many rows of each class each part has: the shares that the classes have in all rows.

    Fractions of rows go to the classes that lack most. (parts, classes) int64
    """
    import numpy as np

    left = np.bincount(strata)
    quotas = np.zeros((len(sizes), len(left)), dtype=np.int64)
    for number, size in enumerate(sizes):
        total = max(int(left.sum()), 1)
        quotas[number] = left * size // total
        lacking = size - int(quotas[number].sum())
        quotas[number][np.argsort(-(left * size % total), kind="stable")[:lacking]] += 1
        left = left - quotas[number]
    return quotas


def _fill(order: "Positions", strata: "Positions", quotas: "Positions") -> "Positions":
    """Give the part of each row: of each class, the first rows by order go to the first part, and so on.

    Rows that are in no part have the number after the last.
    """
    import numpy as np

    by_class = order[np.argsort(strata[order], kind="stable")]
    counts = np.bincount(strata, minlength=quotas.shape[1])
    place = np.arange(len(order)) - np.repeat(np.cumsum(counts) - counts, counts)
    ends = np.cumsum(quotas, axis=0)
    owners = np.full(len(order), len(quotas), dtype=np.int64)
    classes = strata[by_class]
    for number in reversed(range(len(quotas))):
        owners[by_class[place < ends[number][classes]]] = number
    return owners


def find_crossing(parts: "Sequence[Positions]", values: "NDArray[Any]") -> tuple[int, int] | None:
    """Give the positions of two rows of one value that are in different parts, if there are such.

    Args:
        parts: The positions of the rows of each part, no row in two of them.
        values: A value of each row.
    """
    import numpy as np

    chosen = np.concatenate(parts)
    owners = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
    order = np.argsort(values[chosen], kind="stable")
    same = values[chosen[order[1:]]] == values[chosen[order[:-1]]]
    found = np.flatnonzero(same & (owners[order[1:]] != owners[order[:-1]]))
    if not len(found):
        return None
    return int(chosen[order[found[0]]]), int(chosen[order[found[0] + 1]])


# Parts of units


def _place_units(
    units: "Positions",
    strata: "Positions | None",
    order: "Positions",
    sizes: Mapping[str, int],
    shuffle: bool,
) -> "Positions":
    """Give the part of each row, so that no unit is parted."""
    import numpy as np

    weights = np.bincount(units)
    if len(weights) < len(sizes):
        groups = plural(len(weights), "is 1 group", "are {} groups")
        raise InvalidValue(
            f"There {groups} of rows that stay together, too few for {len(sizes)} parts: {', '.join(sizes)}."
        )
    _, first = np.unique(units[order], return_index=True)
    wanted = [*sizes.values(), len(units) - sum(sizes.values())]  # the last is what goes to none
    if shuffle:
        strata = np.zeros(len(units), dtype=np.int64) if strata is None else strata
        owners = _deal_units(units, strata, weights, first, wanted)
    else:
        owners = _cut_units(weights, first, wanted)
    return _without_empty_parts(owners, weights, first, len(sizes))[units]


def _cut_units(weights: "Positions", first: "Positions", sizes: Sequence[int]) -> "Positions":
    """Give the part of each unit by the order of first rows: a part ends where it is nearest to its size."""
    import numpy as np

    by_place = np.argsort(first, kind="stable")
    middles = np.cumsum(weights[by_place]) - weights[by_place] / 2
    owners = np.empty(len(weights), dtype=np.int64)
    owners[by_place] = np.searchsorted(np.cumsum(sizes)[:-1], middles, side="left")
    return owners


def _deal_units(
    units: "Positions", strata: "Positions", weights: "Positions", first: "Positions", sizes: Sequence[int]
) -> "Positions":
    """Give the part of each unit: the large ones first, each to the part that lacks most of its classes."""
    import numpy as np

    needs = _Needs(np.bincount(strata), sizes)
    owners = np.full(len(weights), len(sizes) - 1, dtype=np.int64)
    large = np.flatnonzero(weights > 1)
    magnitude = np.frexp(weights[large])[1]  # those of about one size by rank, so that the seed matters
    large = large[np.lexsort((first[large], -magnitude))]
    for unit, classes in zip(large.tolist(), _classes_of(units, strata, large), strict=True):
        owners[unit] = needs.place(classes)
    single_rows = np.flatnonzero(weights[units] == 1)
    if len(single_rows):
        by_rank = np.argsort(first[units[single_rows]], kind="stable").astype(np.int64)
        quotas = needs.quotas(np.bincount(strata[single_rows], minlength=needs.classes))
        owners[units[single_rows]] = _fill(by_rank, strata[single_rows], quotas)
    return owners


def _classes_of(
    units: "Positions", strata: "Positions", wanted: "Positions"
) -> Iterable[list[tuple[int, int]]]:
    """Yield of each unit how many rows of which class it has."""
    import numpy as np

    places = np.full(int(units.max()) + 1, -1, dtype=np.int64)
    places[wanted] = np.arange(len(wanted))
    inside = places[units] >= 0
    width = int(strata.max()) + 1
    pairs, counts = np.unique(places[units[inside]] * width + strata[inside], return_counts=True)
    edges = np.searchsorted(pairs // width, np.arange(len(wanted) + 1)).tolist()
    classes, numbers = (pairs % width).tolist(), counts.tolist()
    for start, end in pairwise(edges):
        yield list(zip(classes[start:end], numbers[start:end], strict=True))


class _Needs:
    """What each part still lacks, in all and of each class, while units are placed."""

    def __init__(self, counts: "Positions", sizes: Sequence[int]) -> None:
        """Begin with all that the parts are to have; the last stands for what is in none."""
        total = max(sum(sizes), 1)
        self.classes = len(counts)
        self._left = [float(size) for size in sizes]
        self._targets = [[size * count / total for count in counts.tolist()] for size in sizes]
        self._lacking = [list(target) for target in self._targets]

    def place(self, classes: Sequence[tuple[int, int]]) -> int:
        """Choose the part of a unit: of those it fits in, the one that lacks most of its classes."""
        weight = sum(count for _, count in classes)
        best, most = -1, -math.inf
        for part, left in enumerate(self._left):
            if left < weight:
                continue
            target, lacking = self._targets[part], self._lacking[part]
            share = sum(count * lacking[each] / target[each] for each, count in classes)
            if share > most:
                best, most = part, share
        if best < 0:
            best = self._left.index(max(self._left))
        self._left[best] -= weight
        for each, count in classes:
            self._lacking[best][each] -= count
        return best

    def quotas(self, counts: "Positions") -> "Positions":
        """Give how many single rows of each class each part gets, when these are what is left.

        (parts, classes) int64
        """
        import numpy as np

        left = self._trimmed(int(counts.sum()))
        remaining = counts.astype(np.int64)
        quotas = np.zeros((len(left), len(remaining)), dtype=np.int64)
        for part, size in enumerate(left):
            lacking = np.clip(np.array(self._lacking[part]), 0, remaining)
            quotas[part] = np.minimum(np.floor(lacking + 1e-9), remaining)
            _adjust(quotas[part], lacking, remaining, size)
            remaining = remaining - quotas[part]
        return quotas

    def _trimmed(self, total: int) -> list[int]:
        """Give what the parts lack, less what units that fitted nowhere took more than they had."""
        left = [max(round(each), 0) for each in self._left]
        while (excess := sum(left) - total) > 0:
            largest = left.index(max(left))
            left[largest] -= min(excess, max(1, left[largest] // 2))
        return left


def _adjust(quota: "Positions", lacking: "NDArray[Any]", remaining: "Positions", size: int) -> None:
    """Change the quotas of a part, by as little as can be, until they sum up to its size."""
    import numpy as np

    while (missing := size - int(quota.sum())) != 0:
        step = 1 if missing > 0 else -1
        possible = np.flatnonzero(quota < remaining) if step > 0 else np.flatnonzero(quota > 0)
        nearest = possible[np.argsort(step * (quota - lacking)[possible], kind="stable")]
        quota[nearest[: abs(missing)]] += step


def _without_empty_parts(
    owners: "Positions", weights: "Positions", first: "Positions", parts: int
) -> "Positions":
    """Give a part that no unit was small enough for the smallest unit of a part that has several."""
    import numpy as np

    for part in range(parts):
        counts = np.bincount(owners, minlength=parts + 1)
        if counts[part] == 0:
            spare = counts > 1
            spare[parts] = counts[parts] > 0
            movable = np.flatnonzero(spare[owners])
            owners[movable[np.lexsort((first[movable], weights[movable]))[0]]] = part
    return owners
