"""When a task that recurs is due next: RFC 5545 rules, as far as a day is the smallest step. Pure.

A rule counts from the due date of the task that has it; the next task begins anew from its own.
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from taskflow.tasks.rule_parts import DEFAULTS, PARTS, WEEKDAYS, check_together, read_part, read_parts

MAX_LENGTH = 200
LAST_DAY = date(2999, 12, 31)
# The calendar repeats itself every 400 years, and the computation ends with the year 9999: so it is soon at its end.
_CYCLE, _LAST_YEAR, _ROOM = 400, 9999, 400


@dataclass(frozen=True, slots=True)
class Due:
    """A day, or a moment that was meant in the IANA `zone`."""

    day: date | None = None
    at: datetime | None = None
    zone: str | None = None

    @property
    def local(self) -> datetime:
        """The day and the time on the clock of its zone, naive; a day begins at midnight."""
        if self.at is not None and self.zone is not None:
            return self.at.astimezone(ZoneInfo(self.zone)).replace(tzinfo=None, fold=0)
        assert self.day is not None  # noqa: S101  a due is one of the two
        return datetime.combine(self.day, time())


@dataclass(frozen=True, slots=True)
class Next:
    """The due of the next task and the rule that it has: a COUNT is one less."""

    due: Due
    rule: str


def normalise_rule(text: str) -> str:
    """The rule in its one spelling, such as `FREQ=WEEKLY;BYDAY=MO,WE`. Raises RuleError, which names the part."""
    parts = read_parts(text)
    rule = {name: read_part(name, parts[name]) for name in PARTS if name in parts}
    check_together(rule)
    return _join({name: value for name, value in rule.items() if DEFAULTS.get(name) != value})


def find_next(rule: str, due: Due) -> Next | None:
    """What follows a task due at `due` by a rule that `normalise_rule` gave; None after the last one.

    A local time that a change of the clock skips is not an occurrence, as RFC 5545 has it: the time never drifts.
    """
    parts = read_parts(rule)
    count, until = int(parts.pop("COUNT", "0")), parts.pop("UNTIL", "")
    if count == 1:
        return None
    left = _join(parts | ({"COUNT": str(count - 1)} if count else {}) | ({"UNTIL": until} if until else {}))
    local = due.local
    while (following := _find_after(parts, local)) is not None and following.date() <= LAST_DAY:
        found = _at(due, following)
        if found is not None:
            return None if until and _is_past(until, found) else Next(found, left)
        parts, local = _hold(parts, local), following
    return None


def find_first(rule: str, due: Due) -> Due:
    """`due`, or what follows it when the rule names weekdays and it is on none of them."""
    named = read_parts(rule).get("BYDAY")
    if named is None or WEEKDAYS[due.local.weekday()] in named.split(","):
        return due
    following = find_next(rule, due)
    return following.due if following is not None else due


def shift_start(start: date | None, old: Due, new: Due) -> date | None:
    """The start of the next task: as long before its due date as the old one was."""
    if start is None:
        return None
    return min(start + (new.local.date() - old.local.date()), LAST_DAY)


def _join(parts: dict[str, str]) -> str:
    return ";".join(f"{name}={parts[name]}" for name in PARTS if name in parts)


def _find_after(parts: dict[str, str], local: datetime) -> datetime | None:
    """The first occurrence after `local`, on the same clock."""
    years = _CYCLE * ((_LAST_YEAR - _ROOM - local.year) // _CYCLE)
    here = local.replace(year=local.year + years)
    start = here
    if parts["FREQ"] == "WEEKLY":  # weeks are counted and filled from their first day
        parts = {"BYDAY": WEEKDAYS[here.weekday()]} | parts
        start = here - timedelta(days=(here.weekday() - WEEKDAYS.index(parts.get("WKST", "MO"))) % 7)
    found = rrulestr(_join(parts), dtstart=start).after(here)
    return found.replace(year=found.year - years) if found is not None else None


def _hold(parts: dict[str, str], local: datetime) -> dict[str, str]:
    """The rule with what it takes from its beginning written out, before the search goes on from another day."""
    if parts["FREQ"] == "WEEKLY":
        return {"BYDAY": WEEKDAYS[local.weekday()]} | parts
    if {"BYDAY", "BYMONTHDAY"} & set(parts) or parts["FREQ"] == "DAILY":
        return parts
    month = {"BYMONTH": str(local.month)} if parts["FREQ"] == "YEARLY" else {}
    return month | parts | {"BYMONTHDAY": str(local.day)}


def _at(due: Due, local: datetime) -> Due | None:
    """`local` as a due of the same kind; None for a time that is not on the clock of its zone."""
    if due.zone is None:
        return Due(day=local.date())
    moment = local.replace(tzinfo=ZoneInfo(due.zone)).astimezone(UTC)
    there = replace(due, at=moment)
    return there if there.local == local else None


def _is_past(until: str, due: Due) -> bool:
    day = datetime.strptime(until[:8], "%Y%m%d").date()  # noqa: DTZ007  only its day is taken
    if "T" not in until or due.at is None:
        return due.local.date() > day
    clock = time(int(until[9:11]), int(until[11:13]), int(until[13:15]))
    if until.endswith("Z"):
        return due.at > datetime.combine(day, clock, UTC)
    return due.local > datetime.combine(day, clock)
