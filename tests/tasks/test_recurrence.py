"""When a task that recurs is due next."""

from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from taskflow.tasks.recurrence import Due, find_next, normalise_rule, shift_start
from taskflow.tasks.rule_parts import RuleError


def _list_days(rule: str, first: date, count: int = 6) -> list[date]:
    found, due, text = [first], Due(day=first), normalise_rule(rule)
    while len(found) < count and (following := find_next(text, due)) is not None:
        due, text = following.due, following.rule
        assert due.day is not None
        found.append(due.day)
    return found


@pytest.mark.parametrize(
    ("rule", "first", "then"),
    [
        ("FREQ=DAILY", "2026-12-30", "2026-12-31 2027-01-01 2027-01-02"),
        ("FREQ=WEEKLY", "2026-11-25", "2026-12-02 2026-12-09"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", "2026-11-23", "2026-12-07 2026-12-21"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "2026-11-26", "2026-11-27 2026-11-30"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=MO", "1997-08-05", "1997-08-10 1997-08-19 1997-08-24"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU", "1997-08-05", "1997-08-17 1997-08-19 1997-08-31"),
        ("FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=-1", "2026-11-25", "2026-11-27 2026-12-04"),
        ("FREQ=MONTHLY", "2026-01-31", "2026-03-31 2026-05-31"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "2026-01-31", "2026-02-28 2026-03-31"),
        ("FREQ=MONTHLY;BYDAY=2TU", "2026-11-10", "2026-12-08 2027-01-12"),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "2026-11-30", "2026-12-31 2027-01-29"),
        ("FREQ=YEARLY", "2028-02-29", "2032-02-29 2036-02-29"),
        ("FREQ=YEARLY;BYMONTH=1,7;BYMONTHDAY=1", "2026-11-25", "2027-01-01 2027-07-01"),
        ("FREQ=YEARLY;BYDAY=-1FR;BYMONTH=12", "2026-11-25", "2026-12-25 2027-12-31"),
    ],
)
def test_a_rule_gives_the_days_that_it_says(rule: str, first: str, then: str) -> None:
    wanted = [date.fromisoformat(text) for text in (first, *then.split())]
    assert _list_days(rule, wanted[0], len(wanted)) == wanted


def test_a_count_counts_down_and_an_until_ends() -> None:
    first = date(2026, 11, 25)
    assert len(_list_days("FREQ=DAILY;COUNT=3", first, 10)) == 3
    assert _list_days("FREQ=DAILY;UNTIL=20261127", first, 10)[-1] == date(2026, 11, 27)
    following = find_next("FREQ=DAILY;COUNT=3", Due(day=first))
    assert following is not None
    assert following.rule == "FREQ=DAILY;COUNT=2"


def test_an_until_with_a_time_ends_at_that_moment() -> None:
    due = Due(at=datetime(2026, 11, 25, 8, tzinfo=UTC), zone="Europe/Berlin")
    for until, goes_on in (
        ("20261126T080000Z", True),
        ("20261126T075959Z", False),
        ("20261126T090000", True),
        ("20261126T085959", False),
        ("20261126", True),
        ("20261125", False),
    ):
        assert (find_next(f"FREQ=DAILY;UNTIL={until}", due) is not None) == goes_on, until


@pytest.mark.parametrize(
    ("zone", "at", "then"),
    [
        ("Europe/Berlin", "2026-03-28T08:00Z", "2026-03-29T07:00Z"),  # 9:00 before and after summer time begins
        ("Europe/Berlin", "2026-10-24T07:00Z", "2026-10-25T08:00Z"),  # and after it ends
        ("America/New_York", "2026-03-07T14:00Z", "2026-03-08T13:00Z"),
        ("Europe/Berlin", "2026-03-28T01:30Z", "2026-03-30T00:30Z"),  # 2:30 is not on the clock of the 29th
        ("Europe/Berlin", "2026-10-24T00:30Z", "2026-10-25T00:30Z"),  # 2:30 is there twice: the first one
        ("Asia/Kolkata", "2026-03-28T20:00Z", "2026-03-29T20:00Z"),
    ],
)
def test_a_moment_keeps_the_time_on_the_clock_of_its_zone(zone: str, at: str, then: str) -> None:
    following = find_next("FREQ=DAILY", Due(at=datetime.fromisoformat(at), zone=zone))
    assert following is not None
    assert (following.due.at, following.due.zone) == (datetime.fromisoformat(then), zone)


def test_the_day_of_a_moment_is_that_of_its_zone() -> None:
    # Monday in Auckland while it still is Sunday in Greenwich.
    due = Due(at=datetime(2026, 11, 22, 20, tzinfo=UTC), zone="Pacific/Auckland")
    following = find_next("FREQ=WEEKLY;BYDAY=MO", due)
    assert following is not None
    assert following.due.at == datetime(2026, 11, 29, 20, tzinfo=UTC)


@pytest.mark.parametrize("rule", ["FREQ=DAILY;INTERVAL=7;BYDAY=TU", "FREQ=WEEKLY;BYDAY=MO;BYSETPOS=7"])
def test_a_rule_that_never_comes_ends(rule: str) -> None:
    assert find_next(normalise_rule(rule), Due(day=date(2026, 11, 23))) is None


def test_nothing_is_due_after_the_last_day() -> None:
    assert find_next("FREQ=DAILY", Due(day=date(2999, 12, 31))) is None


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("RRULE:freq=weekly;byday=we,mo", "FREQ=WEEKLY;BYDAY=MO,WE"),
        (" INTERVAL=1;FREQ=DAILY;WKST=MO ", "FREQ=DAILY"),
        ("FREQ=MONTHLY;BYMONTHDAY=+15,01", "FREQ=MONTHLY;BYMONTHDAY=1,15"),
        ("FREQ=YEARLY;COUNT=010;BYMONTH=2", "FREQ=YEARLY;BYMONTH=2;COUNT=10"),
    ],
)
def test_a_rule_has_one_spelling(text: str, rule: str) -> None:
    assert normalise_rule(text) == rule
    assert normalise_rule(rule) == rule


@pytest.mark.parametrize(
    ("text", "part", "expected"),
    [
        ("", "the rule", "NAME=VALUE"),
        ("weekly", "WEEKLY", "NAME=VALUE"),
        ("INTERVAL=2", "FREQ", "is required: one of DAILY"),
        ("FREQ=HOURLY", "FREQ", "must be one of DAILY, WEEKLY, MONTHLY, YEARLY"),
        ("FREQ=DAILY;FREQ=DAILY", "FREQ", "is given twice"),
        ("FREQ=DAILY;BYHOUR=9", "BYHOUR", "is not supported"),
        ("FREQ=DAILY;INTERVAL=0", "INTERVAL", "a whole number from 1 to 99"),
        ("FREQ=DAILY;INTERVAL=1.5", "INTERVAL", "a whole number from 1 to 99"),
        ("FREQ=DAILY;COUNT=1000", "COUNT", "from 1 to 999"),
        ("FREQ=DAILY;COUNT=2;UNTIL=20261231", "UNTIL", "does not go with COUNT"),
        ("FREQ=DAILY;UNTIL=20261301", "UNTIL", "a day or a moment such as"),
        ("FREQ=DAILY;UNTIL=tomorrow", "UNTIL", "a day or a moment such as"),
        ("FREQ=WEEKLY;BYDAY=MO,MO", "BYDAY", "names something twice"),
        ("FREQ=WEEKLY;BYDAY=1MO", "BYDAY", "only with FREQ=MONTHLY"),
        ("FREQ=MONTHLY;BYDAY=6MO", "BYDAY", "from -5 to 5"),
        ("FREQ=MONTHLY;BYDAY=XX", "BYDAY", "weekdays such as MO"),
        ("FREQ=WEEKLY;BYMONTHDAY=1", "BYMONTHDAY", "does not go with FREQ=WEEKLY"),
        ("FREQ=MONTHLY;BYMONTHDAY=0", "BYMONTHDAY", "but not 0"),
        ("FREQ=YEARLY;BYMONTH=2,4;BYMONTHDAY=31", "BYMONTHDAY", "30 at most"),
        ("FREQ=YEARLY;BYMONTH=13", "BYMONTH", "from 1 to 12"),
        ("FREQ=MONTHLY;BYSETPOS=1", "BYSETPOS", "needs BYDAY"),
        ("FREQ=DAILY;BYDAY=MO;BYSETPOS=1", "BYSETPOS", "does not go with FREQ=DAILY"),
        ("FREQ=WEEKLY;WKST=1MO", "WKST", "must be one of MO"),
    ],
)
def test_what_is_wrong_with_a_rule_names_the_part_and_what_was_expected(text: str, part: str, expected: str) -> None:
    with pytest.raises(RuleError) as caught:
        normalise_rule(text)
    assert caught.value.part == part
    assert expected in caught.value.detail


@given(
    st.sampled_from(("DAILY", "MONTHLY", "YEARLY")),
    st.integers(1, 99),
    st.dates(date(1990, 1, 1), date(2400, 12, 31)),
)
def test_days_are_those_of_the_standard_implementation(frequency: str, interval: int, first: date) -> None:
    rule = f"FREQ={frequency};INTERVAL={interval}"
    start = datetime(first.year, first.month, first.day)  # noqa: DTZ001  days have no zone
    wanted = rrulestr(rule, dtstart=start).after(start)
    following = find_next(normalise_rule(rule), Due(day=first))
    if wanted is None or wanted.year > 2999:
        assert following is None
    else:
        assert following is not None
        assert following.due.day == wanted.date()


@given(st.sampled_from(("FREQ=WEEKLY;BYDAY=MO,TH", "FREQ=MONTHLY;BYMONTHDAY=15,-1", "FREQ=DAILY;INTERVAL=3")))
def test_every_occurrence_is_later_than_the_one_before(rule: str) -> None:
    days = _list_days(rule, date(2026, 11, 23), 30)
    assert all(earlier < later for earlier, later in pairwise(days))


def test_a_start_moves_as_far_as_the_due() -> None:
    old, new = Due(day=date(2026, 11, 25)), Due(day=date(2026, 12, 2))
    assert shift_start(date(2026, 11, 20), old, new) == date(2026, 11, 27)
    assert shift_start(None, old, new) is None
