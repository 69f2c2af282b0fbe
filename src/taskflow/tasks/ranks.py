"""The order inside a column: text keys between which another always fits. Pure.

A rank is read as the digits of a fraction in base 62, so comparing bytes compares fractions. Ranks never end in `0`,
which is what leaves room before every one of them.
"""

import itertools
import string
from collections.abc import Sequence

DIGITS = string.digits + string.ascii_uppercase + string.ascii_lowercase
BASE = len(DIGITS)
_VALUE = {digit: value for value, digit in enumerate(DIGITS)}
# Appending steps by this fraction, so that a column filled from the end keeps short keys.
_STEP_DIGITS = 4
LONGEST = 40


def rank_between(lower: str | None, upper: str | None) -> str:
    """A rank above `lower` and below `upper`; None is the end of the column. Raises ValueError when none fits."""
    if lower is not None and upper is not None and lower >= upper:
        raise ValueError(f"no rank fits between {lower!r} and {upper!r}")
    if upper is None and lower is not None:
        return _step(lower, 1) or _middle(lower, None)
    if lower is None and upper is not None:
        return _step(upper, -1) or _middle(None, upper)
    return _middle(lower, upper)


def spin_ranks(edge: str | None, count: int, *, first: bool) -> list[str]:
    """`count` ranks in order, step by step beyond the `edge` of a column: before its first rank, or behind its last."""
    ranks: list[str] = []
    for _ in range(count):
        edge = rank_between(None, edge) if first else rank_between(edge, None)
        ranks.append(edge)
    return ranks[::-1] if first else ranks


def spread_ranks(count: int, lower: str | None = None, upper: str | None = None) -> list[str]:
    """`count` ranks in order between two others, evenly spaced with room between them; None is the end of the column.

    Raises ValueError when none fits.
    """
    if lower is not None and upper is not None and lower >= upper:
        raise ValueError(f"no rank fits between {lower!r} and {upper!r}")
    width = 1
    while True:
        low = _to_number(lower or "", width)
        high = BASE**width if upper is None else _to_number(upper, width)
        if high - low >= (count + 1) * BASE:
            return [_to_text(low + (high - low) * place // (count + 1), width) for place in range(1, count + 1)]
        width += 1


def respread_ranks(column: Sequence[tuple[str, bool]]) -> list[str]:
    """New ranks for a whole column in its order: the rank of each task, and whether it may get another one."""
    ranks: list[str] = []
    for is_free, run in itertools.groupby(column, key=lambda task: task[1]):
        present = [rank for rank, _ in run]
        if not is_free:
            ranks += present
            continue
        end = len(ranks) + len(present)
        upper = column[end][0] if end < len(column) else None
        try:
            ranks += spread_ranks(len(present), ranks[-1] if ranks else None, upper)
        except ValueError:  # between two of the same rank, which only their ids put in order
            ranks += present
    return ranks


def is_too_long(rank: str) -> bool:
    """True when it is time to spread the column's ranks anew."""
    return len(rank) > LONGEST


def _step(rank: str, direction: int) -> str | None:
    """The next rank on a grid of 62**-4, or None when the end of the grid is reached."""
    place = _to_number(rank, _STEP_DIGITS)
    is_on_grid = _to_text(place, _STEP_DIGITS) == rank
    place += direction if direction > 0 or is_on_grid else 0
    return _to_text(place, _STEP_DIGITS) if 0 < place < BASE**_STEP_DIGITS else None


def _middle(lower: str | None, upper: str | None) -> str:
    width = max(len(lower or ""), len(upper or ""), 1)
    while True:
        low = _to_number(lower or "", width)
        high = BASE**width if upper is None else _to_number(upper, width)
        if high - low > 1:
            return _to_text((low + high) // 2, width)
        width += 1


def _to_number(rank: str, width: int) -> int:
    number = 0
    for digit in rank[:width].ljust(width, DIGITS[0]):
        number = number * BASE + _VALUE[digit]
    return number


def _to_text(number: int, width: int) -> str:
    digits = []
    for _ in range(width):
        number, value = divmod(number, BASE)
        digits.append(DIGITS[value])
    return "".join(reversed(digits)).rstrip(DIGITS[0])
