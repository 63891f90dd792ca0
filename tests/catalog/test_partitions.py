"""Choosing rows, whatever their numbers, classes and groups are."""

from hashlib import blake2b

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muniment import InvalidValue
from muniment.catalog.partitions import (
    Candidates,
    find_crossing,
    fold_sizes,
    partition,
    resolve_sizes,
    tie,
)


def rids(count):
    return np.array([f"1-{n:04}" for n in range(count)], dtype=np.bytes_)


@st.composite
def candidates(draw):
    """Rows with up to three classes and some groups, and sizes of up to four parts, which may leave rows over."""
    count = draw(st.integers(2, 60))
    numbers = st.lists(st.integers(0, draw(st.sampled_from([1, 2, 10, 60]))), min_size=count, max_size=count)
    groups = tie(np.array(draw(numbers), dtype=np.int64)) if draw(st.booleans()) else None
    strata = None
    if draw(st.booleans()):
        classes = np.array(draw(st.lists(st.integers(0, 2), min_size=count, max_size=count)), dtype=np.int64)
        strata = np.unique(classes, return_inverse=True)[1].astype(np.int64)
    parts = draw(st.integers(1, min(4, count)))
    cuts = draw(st.lists(st.integers(1, count), min_size=parts, max_size=parts, unique=True))
    sizes = np.diff([0, *sorted(cuts)]).tolist()
    rows = Candidates(rids(count), strata, list("abc"), groups)
    return rows, {str(n): size for n, size in enumerate(sizes)}


@settings(max_examples=300, deadline=None)
@given(candidates(), st.integers(0, 5), st.booleans())
def test_no_row_is_in_two_parts_and_no_unit_is_parted(case, seed, shuffle):
    """Whatever is asked for, no part is empty, no row is in two, no unit is parted, and single rows fill parts exactly."""
    rows, sizes = case
    try:
        parts = partition(rows, sizes, seed, shuffle)
    except InvalidValue:
        return
    chosen = np.concatenate(list(parts.values()))
    assert len(np.unique(chosen)) == len(chosen)
    assert all(len(part) for part in parts.values())
    if rows.units is None:
        assert {name: len(part) for name, part in parts.items()} == sizes
    else:
        assert find_crossing(list(parts.values()), rows.units) is None
        kept = set(rows.units[chosen].tolist())
        assert np.isin(rows.units, list(kept)).sum() == len(chosen), "a unit is taken as a whole"


@settings(max_examples=200, deadline=None)
@given(candidates(), st.integers(0, 5))
def test_shares_of_classes_are_kept_to_a_row(case, seed):
    """In rows that are all single, each part has of each class its share, give or take less than a row for each part."""
    rows, sizes = case
    if rows.strata is None or rows.units is not None:
        return
    try:
        parts = partition(rows, sizes, seed)
    except InvalidValue:
        return
    for name, part in parts.items():
        counts = np.bincount(rows.strata[part], minlength=3)
        shares = np.bincount(rows.strata, minlength=3) * sizes[name] / len(rows)
        assert np.abs(counts - shares).max() < len(sizes)


def test_a_row_that_is_added_moves_no_other_across_much():
    """Rows are ranked by themselves, so that one more row moves one row at most from part to part."""
    before = partition(Candidates(rids(100)), {"a": 80, "b": 20})
    after = partition(Candidates(rids(101)), {"a": 81, "b": 20})
    assert len(set(before["b"].tolist()) - set(after["b"].tolist())) <= 1


def test_the_choice_of_a_seed_never_changes():
    """What a seed chooses is fixed for good: the least BLAKE2b of seed and RID, as any program computes them."""
    ranked = sorted(range(10), key=lambda n: blake2b(b"42:1-%04d" % n, digest_size=8).digest())
    assert sorted(ranked[:4]) == [2, 4, 8, 9]
    assert partition(Candidates(rids(10)), {"a": 4, "b": 6})["a"].tolist() == [2, 4, 8, 9]


@settings(max_examples=200, deadline=None)
@given(st.integers(2, 500), st.data())
def test_fractions_sum_up(total, data):
    """Fractions that sum up to one make parts of all rows, unless these are too few for a row in each."""
    tenths = data.draw(st.integers(1, 8))
    others = data.draw(st.integers(1, 9 - tenths))
    try:
        sizes = resolve_sizes(total, tenths / 10, (10 - tenths - others) / 10, others / 10)
    except InvalidValue:
        assert total < 10
        return
    assert sum(sizes.values()) == total
    assert min(sizes.values()) >= 1


def test_a_giant_group_goes_where_it_fits():
    """A group that is larger than a part is not forced into it."""
    groups = np.array([0] * 50 + list(range(1, 51)), dtype=np.int64)
    for seed in range(10):
        parts = partition(Candidates(rids(100), units=tie(groups)), {"train": 80, "test": 20}, seed)
        assert [len(part) for part in parts.values()] == [80, 20]
        assert 0 in parts["train"]


def test_a_part_is_not_left_empty_by_large_groups():
    """If all groups are larger than a part, it gets a group all the same."""
    groups = np.repeat(np.arange(4), 25)
    parts = partition(Candidates(rids(100), units=tie(groups)), {"train": 98, "test": 2})
    assert [len(part) for part in parts.values()] == [75, 25]


def test_units_are_tied_in_turn():
    """Rows are of one unit if a chain of equal values leads from one to the other; rows that are all single have none."""
    groups, contents = np.array([1, 1, 2, 3, 4, 5]), np.array([10, 11, 11, 12, 12, 13])
    units = tie(groups, contents)
    assert [units[0] == units[n] for n in range(6)] == [True, True, True, False, False, False]
    assert units[3] == units[4] != units[5]
    assert tie(np.arange(5)) is None
    assert tie(np.arange(5), np.arange(5)) is None


def test_folds_are_as_equal_as_can_be():
    """Folds differ by one row at most."""
    assert fold_sizes(11, 3) == {"1": 4, "2": 4, "3": 3}
    with pytest.raises(InvalidValue, match="each has one at least"):
        fold_sizes(2, 3)
