"""Quiet hours, digests and reminders by the clock on the wall, across both changes of it."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskflow.notifications.digest_times import find_next_digest
from taskflow.notifications.occasions import LATEST, Due, Wishes, find_occasion, list_occasions
from taskflow.notifications.quiet_hours import QuietHours
from taskflow.notifications.telling import LATE, find_surfacing

# Both changes of the clock in Berlin and in New York, half an hour in Lord Howe, no change in Kathmandu and Kiritimati.
ZONES = st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"])
ZONES |= st.just("Pacific/Kiritimati")
MARCH, DAYS = datetime(2026, 3, 1, tzinfo=UTC), 270
MOMENTS = st.integers(0, DAYS * 86400).map(lambda seconds: MARCH + timedelta(seconds=seconds))
TIMES = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 59]))


def _wall(moment: datetime, zone: str) -> time:
    return moment.astimezone(ZoneInfo(zone)).time().replace(fold=0)


def _is_within(at: time, begin: time, until: time) -> bool:
    return begin <= at < until if begin < until else at >= begin or at < until


def _changes_near(moment: datetime, zone: str) -> bool:
    """True when the clock changes within a day: what it shows is then no measure of time."""
    here = ZoneInfo(zone)
    offsets = {(moment + timedelta(hours=hours)).astimezone(here).utcoffset() for hours in (-26, 0, 26)}
    return len(offsets) > 1


@given(TIMES, TIMES, ZONES, MOMENTS)
def test_it_is_quiet_when_the_clock_on_the_wall_says_so(begin: time, until: time, zone: str, now: datetime) -> None:
    if begin == until or _changes_near(now, zone):
        return
    end = QuietHours(begin, until, zone).find_end(now)
    assert (end is not None) == _is_within(_wall(now, zone), begin, until)


@given(TIMES, TIMES, ZONES, MOMENTS)
def test_quiet_hours_end_once_and_it_is_not_quiet_then(begin: time, until: time, zone: str, now: datetime) -> None:
    if begin == until:
        return
    hours = QuietHours(begin, until, zone)
    end = hours.find_end(now)
    if end is None:
        return
    assert now < end <= now + timedelta(hours=26)
    assert hours.find_end(end - timedelta(microseconds=1)) == end
    again = hours.find_end(end)
    assert again is None or again - end > timedelta(hours=1)  # only where the next ones begin when these end
    if not _changes_near(end, zone):
        assert again is None
        assert _wall(end, zone) == until


@pytest.mark.parametrize(
    ("now", "end"),
    [
        # 29 March 2026, Berlin: two o'clock is followed by three, so that the night has an hour less.
        ("2026-03-28T21:00:00+00:00", "2026-03-29T05:00:00+00:00"),
        # 25 October: three o'clock is followed by two, so that it has one more.
        ("2026-10-24T20:00:00+00:00", "2026-10-25T06:00:00+00:00"),
        ("2026-10-25T00:30:00+00:00", "2026-10-25T06:00:00+00:00"),
    ],
)
def test_a_night_when_the_clock_changes_ends_in_the_morning(now: str, end: str) -> None:
    found = QuietHours(time(22), time(7), "Europe/Berlin").find_end(datetime.fromisoformat(now))
    assert found == datetime.fromisoformat(end)


def test_an_end_that_the_clock_leaves_out_or_shows_twice_is_the_later_one() -> None:
    hours = QuietHours(time(22), time(2, 30), "Europe/Berlin")
    spring, autumn = datetime(2026, 3, 28, 23, tzinfo=UTC), datetime(2026, 10, 24, 23, tzinfo=UTC)
    assert hours.find_end(spring) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)  # 3:30, as 2:30 is not there
    assert hours.find_end(autumn) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)  # the second 2:30


@given(st.sampled_from(["daily", "weekly"]), TIMES, st.integers(1, 7), ZONES, MOMENTS)
def test_digests_come_one_after_the_other(rhythm: str, at: time, weekday: int, zone: str, after: datetime) -> None:
    step = timedelta(days=1 if rhythm == "daily" else 7)
    first = find_next_digest(rhythm, at, weekday, zone, after)  # type: ignore[arg-type]
    assert first is not None
    assert after < first <= after + step + timedelta(hours=2)
    assert find_next_digest(rhythm, at, weekday, zone, first - timedelta(microseconds=1)) == first  # type: ignore[arg-type]
    second = find_next_digest(rhythm, at, weekday, zone, first)  # type: ignore[arg-type]
    assert second is not None
    assert abs(second - first - step) <= timedelta(hours=1)
    if rhythm == "weekly":
        assert first.astimezone(ZoneInfo(zone)).isoweekday() == weekday
    if not _changes_near(first, zone):
        assert _wall(first, zone) == at


def test_who_wants_no_digest_has_none() -> None:
    assert find_next_digest("off", time(8), 1, "UTC", datetime(2026, 3, 1, tzinfo=UTC)) is None


DUES = st.builds(Due, st.dates(date(2026, 3, 20), date(2026, 4, 5)), st.none()) | st.builds(Due, st.none(), MOMENTS)
WISHES = st.builds(Wishes, ZONES, TIMES, st.integers(5, 10080).map(lambda minutes: timedelta(minutes=minutes)))


@given(DUES, WISHES)
def test_reminders_come_in_their_order_each_with_a_name_of_its_own(due: Due, wishes: Wishes) -> None:
    occasions = list_occasions(due, wishes)
    assert [each.moment for each in occasions] == sorted({each.moment for each in occasions})
    assert len({each.name(UUID(int=1), due) for each in occasions}) == len(occasions) == (3 if due.day else 2)


@given(DUES, WISHES, MOMENTS)
def test_only_the_last_reminder_that_has_come_is_given(due: Due, wishes: Wishes, now: datetime) -> None:
    found, occasions = find_occasion(due, wishes, now), list_occasions(due, wishes)
    come = [each for each in occasions if each.moment <= now]
    assert found is None if not come or now - come[-1].moment > LATEST else found == come[-1]


def test_a_day_is_due_in_the_zone_of_the_one_who_is_told() -> None:
    due = Due(date(2026, 3, 29), None)
    moments = {
        zone: list_occasions(due, Wishes(zone, time(9), timedelta(hours=1)))[1].moment.isoformat()
        for zone in ("Pacific/Kiritimati", "Europe/Berlin", "America/New_York")
    }
    assert moments == {
        "Pacific/Kiritimati": "2026-03-28T19:00:00+00:00",
        "Europe/Berlin": "2026-03-29T07:00:00+00:00",
        "America/New_York": "2026-03-29T13:00:00+00:00",
    }


@given(MOMENTS, st.integers(0, 400 * 86400), st.integers(0, 400 * 86400))
def test_what_is_told_stands_where_it_is_seen_and_in_its_order(now: datetime, one: int, other: int) -> None:
    younger, older = (now - timedelta(seconds=seconds) for seconds in sorted((one, other)))
    first, second = find_surfacing(younger, now), find_surfacing(older, now)
    assert first <= now
    assert now - second <= 2 * LATE
    if now - younger > LATE:
        assert second <= first
    elif now - older <= LATE:
        assert (first, second) == (younger, older)
