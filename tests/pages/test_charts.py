"""The geometry of charts: whatever the figures are, everything drawn lies within its box."""

import re
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from taskflow.pages.charts import build_areas, build_bars, build_dots, build_lines, build_spark, build_stripes
from taskflow.pages.charts.scales import build_axis

BANDS = ("done", "review", "doing", "todo", "backlog")
FIRST = date(2026, 9, 7)
COUNT = st.integers(0, 100_000)
NUMBERS = st.floats(0, 10_000, allow_nan=False)


def _points(path: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in re.findall(r"(-?[\d.e+]+),(-?[\d.e+]+)", path)]


def _days(count: int) -> list[date]:
    return [FIRST + timedelta(days=place) for place in range(count)]


@given(st.floats(0, 1e9, allow_nan=False))
def test_an_axis_reaches_over_its_values_by_round_steps(largest: float) -> None:
    axis = build_axis(largest)
    numbers = [float(tick) for tick in axis.ticks]
    assert axis.top >= largest
    assert numbers[0] == axis.top
    assert numbers[-1] == 0
    assert 2 <= len(numbers) <= 6
    assert axis.top <= max(5, 2.5 * largest)
    assert len(axis.grid) == len(numbers) - 1


@given(st.lists(st.tuples(*[COUNT] * 5), min_size=1, max_size=400))
def test_areas_lie_on_each_other_within_the_box(days: list[tuple[int, ...]]) -> None:
    rows = [
        {"day": day, **dict(zip(BANDS, counts, strict=True))}
        for day, counts in zip(_days(len(days)), days, strict=True)
    ]
    chart = build_areas(rows, BANDS)
    edges = [_points(band["edge"]) for band in chart["bands"]]
    assert all(0 <= x <= 1000 and -0.05 <= y <= 300 for line in edges for x, y in line)
    for lower, upper in pairwise(edges):
        assert all(high[1] <= low[1] for low, high in zip(lower, upper, strict=True))
    assert all(_points(band["area"])[: len(edge)] == edge for band, edge in zip(chart["bands"], edges, strict=True))
    assert len(edges[0]) <= 100
    assert len(chart["labels"]) <= 12


@given(st.lists(st.tuples(COUNT, COUNT), min_size=1, max_size=60))
def test_bars_stand_side_by_side(pairs: list[tuple[int, int]]) -> None:
    rows = [{"first": day, "a": a, "b": b} for day, (a, b) in zip(_days(len(pairs)), pairs, strict=True)]
    chart = build_bars(rows, "a", "b")
    ends = 0.0
    for bar in chart["bars"]:
        assert ends - 0.02 <= bar["x1"] < bar["x2"]
        assert 0 <= bar["left"] <= 100 >= bar["right"] >= 0
        ends = bar["x2"] + chart["bar"]
    assert ends <= 100.01
    assert 0 <= chart["mean_y"] <= 100


@given(st.lists(st.tuples(st.integers(0, 83), NUMBERS), max_size=50), NUMBERS)
def test_dots_lie_within_the_plot_and_the_slow_ones_are_marked(dots: list[tuple[int, float]], level: float) -> None:
    rows = [{"key": "WEB-1", "completed_on": FIRST + timedelta(days=day), "cycle_days": days} for day, days in dots]
    chart = build_dots(rows, _days(84), levels={"85 %": level, "50 %": None}, hot_above=level)
    assert all(0 <= dot["x"] <= 100 and 0 <= dot["y"] <= 100 for dot in chart["dots"])
    assert sum(dot["is_hot"] for dot in chart["dots"]) == sum(days > level for _, days in dots)
    assert [entry["name"] for entry in chart["levels"]] == ["85 %"]
    assert 0 <= chart["levels"][0]["y"] <= 100
    assert chart["beyond"] <= len(dots)


@given(st.lists(COUNT, min_size=1, max_size=100))
def test_lines_lie_within_the_box(values: list[int]) -> None:
    chart = build_lines(_days(len(values)), {"scope": values, "done": [0] * len(values)})
    points = _points(chart["paths"]["scope"]["line"])
    assert len(points) == len(values)
    assert all(0 <= x <= 1000 and -0.05 <= y <= 300 for x, y in points)


@given(st.lists(st.one_of(st.none(), NUMBERS), max_size=20))
def test_small_lines_skip_what_is_not_known(values: list[float | None]) -> None:
    spark: Any = build_spark(values)
    known = [value for value in values if value is not None]
    if len(known) < 2:
        assert spark is None
        return
    points = _points(spark["line"])
    assert len(points) == len(known)
    assert all(0 <= x <= 100 and 0 <= y <= 30 for x, y in points)


@given(st.dictionaries(st.sampled_from(BANDS), st.floats(0, 1000, allow_nan=False)), st.one_of(st.none(), NUMBERS))
def test_stripes_fill_their_bar_from_left_to_right(parts: dict[str, float], whole: float | None) -> None:
    end = 0.0
    for stripe in build_stripes(parts, whole=whole):
        assert end <= stripe["x"] + 0.62
        assert stripe["width"] > 0
        end = stripe["x"] + stripe["width"]
    assert end <= 100.3
