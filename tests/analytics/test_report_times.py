"""When reports are due, by the clock on the wall, across both changes of it."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskflow.analytics.report_times import ReportTimes, Rhythm
from taskflow.platform.wall_times import find_moment, find_next

ZONES = st.sampled_from(
    ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Kiritimati", "UTC"]
)
BEGIN = datetime(2027, 12, 1, tzinfo=UTC)  # before a February of 29 days
MOMENTS = st.integers(0, 400 * 86400).map(lambda seconds: BEGIN + timedelta(seconds=seconds))
CLOCK = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 59]))
RHYTHMS: st.SearchStrategy[Rhythm] = st.sampled_from(["daily", "weekly", "monthly"])
TIMES = st.builds(ReportTimes, RHYTHMS, CLOCK, st.integers(1, 7), st.integers(1, 31))
LONGEST = {"daily": 1, "weekly": 7, "monthly": 31}


@given(TIMES, ZONES, MOMENTS)
def test_reports_come_one_after_the_other_and_none_is_left_out(times: ReportTimes, zone: str, after: datetime) -> None:
    first = times.find_next(zone, after)
    second = times.find_next(zone, first)
    assert after < first <= after + timedelta(days=LONGEST[times.rhythm], hours=2)
    assert times.find_next(zone, first - timedelta(microseconds=1)) == first
    days = (second.astimezone(ZoneInfo(zone)).date() - first.astimezone(ZoneInfo(zone)).date()).days
    assert days in {"daily": {1}, "weekly": {7}, "monthly": {28, 29, 30, 31}}[times.rhythm]


@given(TIMES, ZONES, MOMENTS)
def test_they_come_on_their_day_when_the_clock_shows_their_time(times: ReportTimes, zone: str, after: datetime) -> None:
    here = times.find_next(zone, after).astimezone(ZoneInfo(zone))
    tomorrow = here.date() + timedelta(days=1)
    if times.rhythm == "weekly":
        assert here.isoweekday() == times.weekday
    elif times.rhythm == "monthly":
        assert here.day == times.month_day or (here.day < times.month_day and tomorrow.day == 1)
    is_left_out = find_moment(here.date(), times.send_time, zone).astimezone(ZoneInfo(zone)).time() != times.send_time
    assert is_left_out or here.time().replace(fold=0) == times.send_time


@pytest.mark.parametrize(
    ("after", "due"),
    [
        # 28 March 2027, Berlin: two o'clock is followed by three; 31 October: three o'clock by two.
        ("2027-03-27T12:00:00+00:00", "2027-03-28T01:30:00+00:00"),
        ("2027-10-30T12:00:00+00:00", "2027-10-31T00:30:00+00:00"),
        ("2027-10-31T00:30:00+00:00", "2027-11-07T01:30:00+00:00"),
    ],
)
def test_a_time_that_the_clock_leaves_out_comes_later_and_one_that_it_shows_twice_comes_once(
    after: str, due: str
) -> None:
    sundays = ReportTimes("weekly", time(2, 30), 7, 1)
    assert sundays.find_next("Europe/Berlin", datetime.fromisoformat(after)) == datetime.fromisoformat(due)


def test_times_are_said_in_words() -> None:
    said = [ReportTimes(rhythm, time(8), 1, 31).say() for rhythm in ("daily", "weekly", "monthly")]  # type: ignore[arg-type]
    assert said == ["every day at 08:00", "every Monday at 08:00", "every month on day 31 at 08:00"]


def test_no_day_is_an_error() -> None:
    with pytest.raises(ValueError, match="no day"):
        find_next(lambda day: False, time(8), "UTC", BEGIN)
