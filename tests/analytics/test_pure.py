"""The pure parts: percentiles, periods, the forecast, the insight, and cells that spreadsheets only show."""

import csv
import io
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taskflow.analytics import build_csv, say_days
from taskflow.analytics.definitions import CATEGORIES, LEAST_FORECAST_FINISHED
from taskflow.analytics.flow import build_states
from taskflow.analytics.forecasts import build_forecast
from taskflow.analytics.insight import Facts, build_insight
from taskflow.analytics.percentiles import find_percentile
from taskflow.analytics.periods import LABELS, build_period

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
TODAY = date(2026, 11, 28)


@given(st.lists(st.integers(), min_size=1), st.integers(1, 100))
def test_a_percentile_is_one_of_the_values_and_that_many_are_not_above_it(values: list[int], percent: int) -> None:
    ordered = sorted(values)
    found = find_percentile(ordered, percent)
    assert found in values
    assert sum(value <= found for value in values) * 100 >= percent * len(values)
    assert sum(value < found for value in values) * 100 < percent * len(values)


def test_nothing_has_no_percentile() -> None:
    assert find_percentile([], 50) is None


@given(st.sampled_from(sorted(LABELS)), DAYS)
def test_the_slices_of_a_period_are_its_days_and_end_today(name: str, today: date) -> None:
    period = build_period(name, today)
    days = [first + timedelta(place) for first, last in period.slices for place in range((last - first).days + 1)]
    assert days == period.list_days()
    assert days[-1] == today
    assert (period.first - period.before).days == period.days
    if period.slice_days % 7 == 0:
        assert all(first.weekday() == 0 for first, _ in period.slices)


@given(st.sampled_from(["2w", "6w"]), DAYS, st.data())
def test_the_states_of_a_day_are_all_that_came_and_went_until_then(name: str, today: date, data: st.DataObject) -> None:
    period = build_period(name, today)
    day = st.integers(-3, period.days - 1).map(lambda place: period.first + timedelta(place))
    rows = data.draw(st.lists(st.fixed_dictionaries({
        "day": day, "category": st.sampled_from(CATEGORIES), "net": st.integers(-3, 9),
    }), max_size=30))  # fmt: skip
    for shown in build_states(rows, period):
        for category in CATEGORIES:
            until = [row["net"] for row in rows if row["day"] <= shown["day"] and row["category"] == category]
            assert shown[category] == sum(until)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 6), min_size=14, max_size=60), st.integers(1, 60))
def test_a_forecast_is_later_the_surer_it_is_and_the_same_for_the_same_data(history: list[int], items: int) -> None:
    forecast = build_forecast(history, items, TODAY)
    if sum(history) < LEAST_FORECAST_FINISHED:
        assert (forecast.obstacle, forecast.days) == ("too_little_history", ())
        return
    days = [day for _, day in forecast.days]
    if forecast.obstacle is None:
        assert days == sorted(days)
        assert days[0] > TODAY
        assert forecast == build_forecast(list(history), items, TODAY)
        more = build_forecast(history, items * 3, TODAY)
        assert more.obstacle is not None or more.days[1] > forecast.days[1] or items * 3 <= max(history)


def test_a_steady_pace_leaves_nothing_to_chance() -> None:
    forecast = build_forecast([2] * 30, 11, TODAY)
    assert {day for _, day in forecast.days} == {TODAY + timedelta(days=6)}
    assert (forecast.finished, forecast.history_days, forecast.trials) == (60, 30, 10_000)


@pytest.mark.parametrize(
    ("history", "items", "obstacle"),
    [([1] * 30, 0, "nothing_open"), ([5] * 13, 3, "too_little_history"), ([0] * 40 + [9], 3, "too_little_history"),
     ([0] * 70 + [5] * 2, 10_000, "too_far")],
)  # fmt: skip
def test_what_cannot_be_forecast_says_so(history: list[int], items: int, obstacle: str) -> None:
    assert build_forecast(history, items, TODAY).obstacle == obstacle


def _facts(**more: object) -> Facts:
    usual: dict[str, object] = {
        "completed": 40, "completed_before": 40, "created": 40, "cycle": 3.0, "cycle_before": 3.0, "ageing": 0,
        "overdue": 0, "with_due": 20, "on_time": 18, "reopened": 1,
    }  # fmt: skip
    return Facts(**{**usual, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("facts", "headline"),
    [
        ({}, "Work flows steadily."),
        ({"over_limit": "In progress", "cycle": 9.0}, "Too much is in progress."),
        ({"created": 90, "cycle": 1.0}, "Work arrives faster than it is finished."),
        ({"cycle": 4.0, "on_time": 2}, "Delivery is slowing down."),
        ({"on_time": 9}, "Due dates are missed."),
        ({"reopened": 12}, "Much comes back."),
        ({"busiest": "Aiko", "busiest_load": 14}, "The load is uneven."),
        ({"cycle": 2.0}, "Delivery is speeding up."),
        ({"completed": 60, "cycle": None}, "More is getting done."),
        ({"completed": 20, "created": 22, "reopened": 0}, "Less is getting done."),
    ],
)
def test_the_most_important_finding_comes_first(facts: dict[str, object], headline: str) -> None:
    insight = build_insight(_facts(**facts))
    assert insight is not None
    assert insight.headline == headline


def test_what_stands_too_long_is_where_to_look_next() -> None:
    insight = build_insight(_facts(ageing=3, slowest="In review"))
    assert insight is not None
    assert (insight.link, insight.anchor) == ("3 tasks are older than usual", "ageing")
    assert insight.detail.endswith("In review is the next place to look:")


def test_too_little_finds_nothing() -> None:
    assert build_insight(_facts(completed=4)) is None


@pytest.mark.parametrize(
    ("days", "text"),
    [(None, "no time"), (0.0, "1 hour"), (0.2, "5 hours"), (1.0, "1 day"), (2.42, "2.4 days"), (12.0, "12 days")],
)
def test_times_in_words(days: float | None, text: str) -> None:
    assert say_days(days) == text


@given(
    st.lists(
        st.lists(
            st.one_of(
                st.none(),
                st.integers(),
                st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
            ),
            min_size=2,
            max_size=2,
        ),
        max_size=6,
    )
)
def test_no_cell_of_a_csv_is_a_formula_and_nothing_of_it_is_lost(rows: list[list[object]]) -> None:
    text = build_csv(["One", "=Two"], rows).decode("utf-8-sig")
    read = list(csv.reader(io.StringIO(text, newline="")))
    assert read[0] == ["One", "'=Two"]
    for given_row, row in zip(rows, read[1:], strict=True):
        for value, cell in zip(given_row, row, strict=True):
            plain = "" if value is None else str(value)
            assert cell in {plain, f"'{plain}"}
            assert isinstance(value, int) or not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
