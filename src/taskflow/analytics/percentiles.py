"""Percentiles by nearest rank, as the database's `percentile_disc` has them. Pure."""

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def find_percentile(ordered: Sequence[T], percent: int) -> T | None:
    """The smallest of the `ordered` values that `percent` of them are not above; None of nothing."""
    if not ordered:
        return None
    rank = -(-len(ordered) * percent // 100)
    return ordered[max(rank, 1) - 1]
