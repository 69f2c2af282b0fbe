"""Rests grow, have limits, and end after a day."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskflow.webhooks.backoff import (
    CIRCUIT_AFTER,
    DELAYS,
    GIVE_UP_AFTER,
    LONGEST_PAUSE,
    LONGEST_RETRY_AFTER,
    build_delay,
    build_pause,
    plan_retry,
    read_retry_after,
)

NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)


@given(st.integers(1, 1000))
def test_a_rest_is_that_of_the_table_give_or_take_a_fifth(tries: int) -> None:
    planned = DELAYS[min(tries, len(DELAYS)) - 1]
    assert planned * 0.8 <= build_delay(tries) <= planned * 1.2


@given(st.integers(0, 10_000))
def test_a_webhook_rests_from_the_fifth_failure_on_and_never_long(failures: int) -> None:
    pause = build_pause(failures)
    assert (pause is None) == (failures < CIRCUIT_AFTER)
    assert pause is None or timedelta(seconds=24) <= pause <= LONGEST_PAUSE * 1.2


def test_a_receiver_that_stays_away_is_asked_for_a_day_and_once_more_at_its_end() -> None:
    now, tries = NOW, 0
    while True:
        tries += 1
        following = plan_retry(tries, first_tried_at=NOW, now=now, wish=None)
        if following is None:
            break
        assert following > now
        now = following
    assert now == NOW + GIVE_UP_AFTER
    assert 14 <= tries <= 25


@given(st.integers(1, 50), st.integers(0, 86_399), st.integers(0, 10**6))
def test_what_the_receiver_asks_for_is_granted_but_not_beyond_the_day(tries: int, after: int, wish: int) -> None:
    now, asked = NOW + timedelta(seconds=after), timedelta(seconds=wish)
    retry_at = plan_retry(tries, first_tried_at=NOW, now=now, wish=asked)
    assert retry_at is not None
    assert retry_at <= NOW + GIVE_UP_AFTER
    assert retry_at >= min(now + asked, NOW + GIVE_UP_AFTER)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("120", 120),
        (" 7 ", 7),
        ("0", 0),
        ("999999999999999999", 3600),
        (format_datetime(NOW + timedelta(minutes=5), usegmt=True), 300),
        (format_datetime(NOW - timedelta(minutes=5), usegmt=True), 0),
        (format_datetime(NOW + timedelta(days=5), usegmt=True), 3600),
        ("-5", None),
        ("soon", None),
        ("٣", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after_is_read_in_both_forms(text: str | None, seconds: int | None) -> None:
    assert read_retry_after(text, NOW) == (None if seconds is None else timedelta(seconds=seconds))


@given(st.text(max_size=60))
def test_no_retry_after_breaks_anything(text: str) -> None:
    rest = read_retry_after(text, NOW)
    assert rest is None or timedelta() <= rest <= LONGEST_RETRY_AFTER
