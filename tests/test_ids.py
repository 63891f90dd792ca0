import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment import InvalidValue
from muniment.ids import ALPHABET, FIRST, choose_start, decode, encode, is_rid, normalize

NUMBERS = st.integers(min_value=0, max_value=2**63 - 1)


@given(NUMBERS)
def test_every_number_is_a_rid_that_gives_it_back(number):
    """A RID says one number and no other."""
    assert decode(encode(number)) == number


@given(NUMBERS)
def test_a_rid_is_one_that_deriva_accepts(number):
    """A RID has the form that the readers of DerivaML's bags look for."""
    assert re.fullmatch(r"[A-Z0-9]{1,4}(-[A-Z0-9]{4})*", encode(number))
    assert is_rid(encode(number))


@given(NUMBERS.map(lambda n: n + FIRST))
def test_rids_of_a_catalog_have_two_groups_or_more(number):
    """A RID of a catalog has a hyphen, so that it is not taken for a word or a number."""
    assert "-" in encode(number)


@given(st.sets(NUMBERS))
def test_rids_sort_as_their_numbers_do(numbers):
    """Sorted by length and then as text, RIDs stand in the order in which they were given out."""
    assert [decode(rid) for rid in sorted(map(encode, numbers), key=lambda rid: (len(rid), rid))] == sorted(
        numbers
    )


@given(NUMBERS)
def test_a_rid_survives_being_read_aloud(number):
    """Lower case, spaces around it, and I, L and O for digits are put right."""
    rid = encode(number)
    misread = rid.lower().replace("1", "l").replace("0", "O")
    assert normalize(f" {misread}\n") == normalize(rid.replace("1", "I")) == rid


def test_a_rid_has_no_letter_that_looks_like_a_digit():
    """The letters of RIDs are those of Crockford's base 32."""
    assert len(ALPHABET) == 32
    assert not set("ILOU") & set(ALPHABET)


@pytest.mark.parametrize(
    "text", ["", " ", "-", "1-", "1-4K7", "1-4K7QQ", "14K7Q", "1_4K7Q", "é-0000", "1--4K7Q"]
)
def test_what_is_no_rid_is_refused(text):
    """Text without the form of a RID is refused with an example of one."""
    assert not is_rid(text)
    with pytest.raises(InvalidValue, match="looks like 1-4K7Q"):
        normalize(text)


def test_a_letter_that_no_rid_has_is_named():
    """The one letter that fits the form and stands in no RID is named when it is found."""
    with pytest.raises(InvalidValue, match="'U' is not one of"):
        decode("1-UUUU")


@pytest.mark.parametrize("value", [None, 17, 1.5, ["1-0000"], b"1-0000"])
def test_only_text_is_a_rid(value):
    """Numbers, lists and bytes are no RIDs."""
    assert not is_rid(value)


@given(NUMBERS)
def test_a_start_is_behind_what_is_in_use_and_rarely_the_same(number):
    """Catalogs begin in groups of their own, behind any RID that they know of."""
    starts = {choose_start(number) for _ in range(20)}
    assert min(starts) > number
    assert len(starts) > 10
    assert len({start % FIRST for start in starts}) == 1
