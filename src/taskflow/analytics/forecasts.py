"""When the open work will be done: many trials that draw from the days of the past. Pure."""

import random
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import accumulate
from typing import Literal

from taskflow.analytics.definitions import (
    LEAST_FORECAST_DAYS,
    LEAST_FORECAST_FINISHED,
    MOST_FORECAST_DAYS,
    PERCENTILES,
    TRIALS,
)
from taskflow.analytics.percentiles import find_percentile

MOST_DRAWS = 600_000  # so that the answer takes a few hundredths of a second
FEWEST_TRIALS = 800
Obstacle = Literal["nothing_open", "too_little_history", "too_far"]
OBSTACLES: dict[str, str] = {
    "nothing_open": "Nothing is open: there is nothing to forecast.",
    "too_little_history": "Too little history: a forecast needs two weeks with 10 finished tasks.",
    "too_far": "At this pace it takes more than two years: that is too far to say anything.",
}


@dataclass(frozen=True, slots=True)
class Forecast:
    """By which day so many `items` are done with which chance; no days, and why, when that cannot be said."""

    items: int
    history_days: int
    finished: int
    trials: int
    days: tuple[tuple[int, date], ...]
    obstacle: Obstacle | None = None


def build_forecast(history: Sequence[int], items: int, today: date) -> Forecast:
    """`history` is how many tasks were completed on each of the past days. The same data gives the same answer."""
    finished = sum(history)
    obstacle = _find_obstacle(history, items)
    if obstacle is not None:
        return Forecast(items, len(history), finished, 0, (), obstacle)
    lengths = simulate(tuple(history), items)
    days = tuple(
        (percent, today + timedelta(days=int(find_percentile(lengths, percent) or 0))) for percent in PERCENTILES
    )
    return Forecast(items, len(history), finished, len(lengths), days)


@lru_cache(maxsize=256)
def simulate(history: tuple[int, ...], items: int) -> tuple[int, ...]:
    """How many days each trial took, in order."""
    dice = random.Random(f"{items} after {history}")  # the data is the seed
    mean = sum(history) / len(history)
    block = max(4, round(1.25 * items / mean))
    trials = max(FEWEST_TRIALS, min(TRIALS, MOST_DRAWS // block))
    return tuple(sorted(_count_days(dice, history, items, block) for _ in range(trials)))


def _find_obstacle(history: Sequence[int], items: int) -> Obstacle | None:
    finished = sum(history)
    if items <= 0:
        return "nothing_open"
    if len(history) < LEAST_FORECAST_DAYS or finished < LEAST_FORECAST_FINISHED:
        return "too_little_history"
    return "too_far" if items * len(history) / finished > MOST_FORECAST_DAYS else None


def _count_days(dice: random.Random, history: Sequence[int], items: int, block: int) -> int:
    days, done = 0, 0
    while True:
        sums = list(accumulate(dice.choices(history, k=block), initial=done))
        place = bisect_left(sums, items)
        if place <= block:
            return days + place
        days, done = days + block, sums[-1]
