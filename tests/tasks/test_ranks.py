"""Ranks: another always fits, and the order is the one that was asked for."""

import itertools
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskflow.tasks.ranks import DIGITS, LONGEST, is_too_long, rank_between, respread_ranks, spread_ranks

RANK = st.text(DIGITS, min_size=1, max_size=12).map(lambda text: text.rstrip("0")).filter(bool)


@given(RANK, RANK)
def test_a_rank_fits_between_any_two(one: str, other: str) -> None:
    lower, upper = sorted((one, other))
    if lower == upper:
        with pytest.raises(ValueError, match="no rank"):
            rank_between(lower, upper)
        return
    assert lower < rank_between(lower, upper) < upper


@given(RANK)
def test_a_rank_fits_before_and_after_any(rank: str) -> None:
    assert rank_between(None, rank) < rank < rank_between(rank, None)


@given(st.one_of(st.none(), RANK), st.one_of(st.none(), RANK))
def test_no_rank_ends_in_zero(lower: str | None, upper: str | None) -> None:
    if lower is not None and upper is not None and lower >= upper:
        return
    assert not rank_between(lower, upper).endswith("0")


def test_appending_ten_thousand_keeps_keys_short() -> None:
    rank, longest = rank_between(None, None), 0
    for _ in range(10_000):
        following = rank_between(rank, None)
        assert following > rank
        rank, longest = following, max(longest, len(following))
    assert longest <= 4


def test_inserting_on_top_ten_thousand_times_keeps_keys_short() -> None:
    rank = rank_between(None, None)
    for _ in range(10_000):
        before = rank_between(None, rank)
        assert before < rank
        rank = before
    assert len(rank) <= 4


def test_random_inserts_keep_the_order() -> None:
    chance, ranks = random.Random(5), [rank_between(None, None)]
    for _ in range(2_000):
        place = chance.randint(0, len(ranks))
        lower = ranks[place - 1] if place else None
        upper = ranks[place] if place < len(ranks) else None
        ranks.insert(place, rank_between(lower, upper))
    assert ranks == sorted(ranks)
    assert len(set(ranks)) == len(ranks)


def test_the_same_gap_asks_for_spreading_before_keys_grow_without_end() -> None:
    lower, upper, moves = "A", "B", 0
    while not is_too_long(upper):
        upper, moves = rank_between(lower, upper), moves + 1
    assert moves > 150
    assert len(upper) == LONGEST + 1


@given(st.integers(0, 500))
def test_spread_ranks_are_in_order_with_room_between(count: int) -> None:
    ranks = spread_ranks(count)
    assert ranks == sorted(set(ranks))
    assert len(ranks) == count
    assert all(len(rank_between(a, b)) <= len(ranks[0]) + 3 for a, b in itertools.pairwise(ranks))


@given(st.lists(RANK, unique=True, max_size=60).map(sorted), st.randoms(use_true_random=False))
def test_spreading_around_tasks_that_keep_their_ranks_keeps_the_order(before: list[str], chance: random.Random) -> None:
    column = [(rank, chance.random() < 0.7) for rank in before]
    after = respread_ranks(column)
    assert after == sorted(set(after))
    assert [rank for rank, (_, is_free) in zip(after, column, strict=True) if not is_free] == [
        rank for rank, is_free in column if not is_free
    ]
    assert not any(rank.endswith("0") for rank in after)


def test_spreading_between_two_tasks_of_one_rank_leaves_them_as_they_are() -> None:
    assert respread_ranks([("K", False), ("K", True), ("K", False)]) == ["K", "K", "K"]


@given(st.integers(1, 200), st.integers(1, 200))
def test_inserts_into_one_gap_never_make_a_key_longer_than_the_limit(others: int, seed: int) -> None:
    chance, ranks = random.Random(seed), spread_ranks(others)
    place = chance.randrange(others)
    for _ in range(600):
        rank = rank_between(ranks[place - 1] if place else None, ranks[place])
        if is_too_long(rank):
            ranks = respread_ranks([(present, True) for present in ranks])
            rank = rank_between(ranks[place - 1] if place else None, ranks[place])
        ranks.insert(place, rank)
        place += chance.randint(0, 1)
    assert ranks == sorted(set(ranks))
    assert max(map(len, ranks)) <= LONGEST
