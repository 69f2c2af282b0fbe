"""Axes: round numbers that reach over the data, and dates below it. Pure.

Heights are percent from the top, as SVG counts them; ticks stand from the top to the bottom.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

MOST_INTERVALS = 5
MOST_LABELS = 12


@dataclass(frozen=True, slots=True)
class Axis:
    """From 0 to `top`, with `ticks` from the top to 0."""

    top: float
    ticks: tuple[str, ...]

    @property
    def grid(self) -> list[float]:
        """Where the lines of the ticks lie, but for that of 0."""
        return [100 * place / (len(self.ticks) - 1) for place in range(len(self.ticks) - 1)]

    def height(self, value: float) -> float:
        """How high a value reaches, in percent, at most 100."""
        return round(min(100.0, max(0.0, 100 * value / self.top)), 2)

    def y(self, value: float) -> float:
        """Where a value lies, in percent from the top."""
        return round(100 - self.height(value), 2)


def build_axis(largest: float, unit: str = "") -> Axis:
    """An axis of a few equal steps that are 1, 2 or 5 times a power of ten, whole ones; over `largest`."""
    wanted = max(largest, 1) / MOST_INTERVALS
    power = 10 ** math.floor(math.log10(wanted)) if wanted > 1 else 1
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= wanted)
    count = max(1, math.ceil(max(largest, 1) / step))
    return Axis(step * count, tuple(f"{step * place}{unit}" for place in range(count, -1, -1)))


def label_days(days: Sequence[date], most: int = MOST_LABELS) -> list[str]:
    """Some of the days as words, evenly from the first to the last."""
    if len(days) <= most:
        return [format_short(day) for day in days]
    return [format_short(days[round(place * (len(days) - 1) / (most - 1))]) for place in range(most)]


def format_short(day: date) -> str:
    """`27 Nov`."""
    return f"{day.day} {day:%b}"


def spread(place: int, count: int) -> float:
    """Where the point `place` of `count` lies from left to right, in percent."""
    return round(100 * place / max(1, count - 1), 2)
