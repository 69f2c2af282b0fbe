"""Words and numbers as people read them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskflow.pages.formatting import (
    build_due,
    build_expiry,
    build_list,
    build_moment,
    count_of,
    format_day,
    format_distance,
    humanise,
    shorten,
)

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
TODAY = date(2026, 11, 25)


def task(**values: Any) -> dict[str, Any]:
    return {"due_date": None, "due_at": None, "completed_at": None} | values


@pytest.mark.parametrize(
    ("day", "text", "tone"),
    [
        (date(2026, 11, 24), "Yesterday", "due-late"),
        (date(2026, 11, 25), "Today", "due-soon"),
        (date(2026, 11, 26), "Tomorrow", "due-soon"),
        (date(2026, 11, 27), "27 Nov", ""),
        (date(2026, 10, 1), "1 Oct", "due-late"),
        (date(2027, 1, 3), "3 Jan 2027", ""),
    ],
)
def test_a_due_day_reads_as_people_say_it(day: date, text: str, tone: str) -> None:
    due = build_due(task(due_date=day), "UTC", NOW)
    assert due is not None
    assert (due["text"], due["tone"], due["iso"]) == (text, tone, day.isoformat())


def test_a_due_day_never_shifts_but_today_does() -> None:
    late_evening = datetime(2026, 11, 25, 23, 30, tzinfo=UTC)  # the 26th in Berlin and Tokyo already
    due = task(due_date=date(2026, 11, 26))
    here, there = build_due(due, "Europe/Berlin", late_evening), build_due(due, "America/New_York", late_evening)
    assert here is not None
    assert there is not None
    assert (here["text"], there["text"]) == ("Today", "Tomorrow")
    assert here["iso"] == there["iso"] == "2026-11-26"
    assert here["title"] == "Due Thursday 26 November 2026"


def test_a_due_moment_is_told_in_the_viewers_zone() -> None:
    moment = datetime(2026, 11, 25, 23, 30, tzinfo=UTC)
    due = build_due(task(due_at=moment), "Europe/Berlin", NOW)
    assert due is not None
    assert due["text"] == "Tomorrow 00:30"
    assert due["iso"] == "2026-11-25T23:30:00Z"


def test_a_due_moment_is_late_when_it_has_passed_today() -> None:
    passed = build_due(task(due_at=NOW - timedelta(minutes=1)), "UTC", NOW)
    to_come = build_due(task(due_at=NOW + timedelta(minutes=1)), "UTC", NOW)
    assert passed is not None
    assert to_come is not None
    assert (passed["tone"], to_come["tone"]) == ("due-late", "due-soon")


def test_nothing_is_late_about_a_completed_task() -> None:
    due = build_due(task(due_date=date(2026, 1, 1), completed_at=NOW), "UTC", NOW)
    assert due is not None
    assert due["tone"] == ""


def test_a_task_without_a_date_has_no_due() -> None:
    assert build_due(task(), "UTC", NOW) is None


@pytest.mark.parametrize(
    ("ago", "text"),
    [
        (timedelta(seconds=-5), "just now"),
        (timedelta(seconds=59), "just now"),
        (timedelta(minutes=1), "1 min ago"),
        (timedelta(minutes=59, seconds=59), "59 min ago"),
        (timedelta(hours=2), "2 h ago"),
        (timedelta(hours=13), "Yesterday"),
        (timedelta(days=1), "Yesterday"),
        (timedelta(days=3), "3 days ago"),
        (timedelta(days=8), "17 Nov"),
        (timedelta(days=400), "21 Oct 2025"),
    ],
)
def test_the_past_reads_as_people_say_it(ago: timedelta, text: str) -> None:
    assert format_distance(NOW - ago, NOW, "UTC") == text


def test_a_moment_has_its_whole_day_and_zone_in_the_title() -> None:
    moment = build_moment(NOW, "Europe/Berlin", NOW)
    assert moment["title"] == "Wednesday 25 November 2026, 13:00 CET"
    assert moment["iso"] == "2026-11-25T12:00:00Z"


@given(day=st.dates(date(1900, 1, 1), date(2999, 12, 31)))
def test_a_day_is_told_apart_from_every_near_day(day: date) -> None:
    near = {format_day(TODAY + timedelta(days=offset), TODAY) for offset in range(-30, 31)}
    assert len(near) == 61
    assert format_day(day, TODAY)


@given(
    moment=st.integers(631_152_000, 4_102_444_800).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
    zone=st.sampled_from(["UTC", "Asia/Kolkata", "Pacific/Kiritimati", "America/Los_Angeles"]),
)
def test_a_moments_machine_form_is_the_same_moment(moment: datetime, zone: str) -> None:
    iso = build_moment(moment, zone, NOW)["iso"]
    assert datetime.fromisoformat(iso) == moment.replace(microsecond=0).astimezone(ZoneInfo(zone))


def test_counts_have_a_plural() -> None:
    assert count_of(1, "task") == "1 task"
    assert count_of(0, "task") == "0 tasks"
    assert count_of(2, "person", "people") == "2 people"


def test_lists_end_with_and() -> None:
    assert build_list([]) == ""
    assert build_list(["a"]) == "a"
    assert build_list(["a", "b"]) == "a and b"
    assert build_list(["a", "b", "c"]) == "a, b and c"


@given(text=st.text(max_size=300), length=st.integers(2, 100))
def test_a_shortened_text_is_short_and_on_one_line(text: str, length: int) -> None:
    short = shorten(text, length)
    assert len(short) <= length
    assert "\n" not in short


def test_a_text_is_cut_between_words() -> None:
    assert shorten("one two three four", 14) == "one two three…"


def test_field_names_read_as_labels() -> None:
    assert humanise("time_zone") == "Time zone"
    assert humanise("wip_limit") == "Limit"
    assert humanise("email") == "E-mail"


@pytest.mark.parametrize(
    ("left", "text", "tone"),
    [
        (timedelta(seconds=59), "within a minute", "due-soon"),
        (timedelta(minutes=59, seconds=59), "in 59 min", "due-soon"),
        (timedelta(hours=23, minutes=59), "in 23 h", "due-soon"),
        (timedelta(days=1), "in 1 day", ""),
        (timedelta(days=6, hours=23), "in 6 days", ""),
    ],
)
def test_what_expires_says_how_much_time_is_left_and_never_too_much(left: timedelta, text: str, tone: str) -> None:
    expiry = build_expiry(NOW + left, "Europe/Berlin", NOW)
    assert (expiry["text"], expiry["tone"]) == (text, tone)
    assert "2026" in expiry["title"]
