"""Days, times and repetitions as people write them in a line. Pure."""

import re
from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from taskflow.tasks.inputs import EARLIEST, LATEST

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_UNITS = r"(?P<unit>days?|weeks?|months?)"
# `sat` and `sun` are words of their own: alone they are no days.
_SHORT_DAYS = "mon|tues?|wed|thu(?:rs?)?|fri"
_DAYS = f"(?:{'|'.join(_WEEKDAYS)}|{_SHORT_DAYS})"
_ANY_DAY = f"(?:{'|'.join(_WEEKDAYS)}|{_SHORT_DAYS}|sat|sun)"
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)}|{'|'.join(name[:3] for name in _MONTHS)}|sept)"
_DAY_OF_MONTH, _YEAR = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?", r"(?:\s+(?P<year>[0-9]{4}))?"
_LEAD = r"(?:(?:due|by|on)\s+)?"
_WEEKEND = r"(?:due|by|on|this)\s+(?P<weekday>sat|sun)"
DAY_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_LEAD}(?P<word>today|tomorrow)",
        rf"{_LEAD}next\s+(?P<next>week|month|{_ANY_DAY})",
        rf"{_LEAD}(?:this\s+)?(?P<weekday>{_DAYS})",
        rf"{_LEAD}(?P<iso>[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})",
        rf"{_LEAD}in\s+(?P<count>an?|[0-9]{{1,4}})\s+{_UNITS}",
        rf"{_LEAD}{_DAY_OF_MONTH}\s+{_MONTH}{_YEAR}",
        rf"{_LEAD}{_MONTH}\s+{_DAY_OF_MONTH}{_YEAR}",
        _WEEKEND,
    )
)
TIME_PATTERNS = (
    re.compile(r"(?:at\s+)?(?P<hour>[0-9]{1,2})(?::(?P<minute>[0-9]{2}))?\s?(?P<half>am|pm)", re.IGNORECASE),
    re.compile(r"(?:at\s+)?(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?P<half>)", re.IGNORECASE),
)
REPEAT_PATTERNS = (
    re.compile(r"every\s+(?:(?P<count>[0-9]{1,3})\s+)?(?P<unit>days?|weeks?|months?|years?)", re.IGNORECASE),
    re.compile(rf"every\s+(?P<weekday>{_ANY_DAY})", re.IGNORECASE),
    re.compile(r"every\s+(?P<workday>weekday|workday)", re.IGNORECASE),
)
ADVERB = re.compile(r"(?P<adverb>daily|weekly|monthly|yearly)", re.IGNORECASE)
_BESIDES = frozenset({"unit", "month", "year"})
_FREQUENCIES = {"day": "DAILY", "week": "WEEKLY", "month": "MONTHLY", "year": "YEARLY"}
_ADVERBS = {"daily": "DAILY", "weekly": "WEEKLY", "monthly": "MONTHLY", "yearly": "YEARLY"}


def read_day(match: re.Match[str], today: date) -> date | None:
    """The day that a match of DAY_PATTERNS means, or None when there is no such day.

    A weekday is the next one after today; `next friday` is that of the next week, which begins on Monday. A day of a
    month without its year is the next one from today on.
    """
    try:
        day = _read_day(match.groupdict(), today)
    except (ValueError, OverflowError):
        return None
    return day if day is not None and EARLIEST <= day <= LATEST else None


def read_time(match: re.Match[str]) -> time | None:
    """The time of the day that a match of TIME_PATTERNS means, or None when there is no such time."""
    hour, minute, half = int(match["hour"]), int(match["minute"] or 0), match["half"].lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def read_repeat(match: re.Match[str]) -> str | None:
    """The RFC 5545 rule that a match of REPEAT_PATTERNS or ADVERB means, or None for every 0 days."""
    found = match.groupdict()
    if found.get("adverb"):
        return f"FREQ={_ADVERBS[found['adverb'].lower()]}"
    if found.get("workday"):
        return "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
    if found.get("weekday"):
        return f"FREQ=WEEKLY;BYDAY={_WEEKDAYS[_find_weekday(found['weekday'])][:2].upper()}"
    count = int(found["count"] or 1)
    rule = f"FREQ={_FREQUENCIES[found['unit'].lower().rstrip('s')]}"
    return None if count < 1 else rule if count == 1 else f"{rule};INTERVAL={count}"


def build_moment(day: date | None, at: time, zone: str, now: datetime) -> datetime | None:
    """`at` on that day in the IANA `zone`, in UTC; without a day the next such time after `now`.

    What the clocks skip in spring is as much later; what they show twice in autumn is the first one. None: not on
    any day that a task can be due.
    """
    local = now.astimezone(ZoneInfo(zone))
    try:
        moment = datetime.combine(day or local.date(), at, ZoneInfo(zone)).astimezone(UTC)
        if day is None and moment <= now:
            moment = datetime.combine(local.date() + timedelta(days=1), at, ZoneInfo(zone)).astimezone(UTC)
    except OverflowError:
        return None
    return moment if EARLIEST < moment.date() < LATEST else None


def _read_day(found: dict[str, str | None], today: date) -> date | None:
    word, kind = next((value.lower(), name) for name, value in found.items() if value and name not in _BESIDES)
    if kind == "word":
        return today + timedelta(days=word == "tomorrow")
    if kind == "next":
        return _read_next(word, today)
    if kind == "weekday":
        return today + timedelta(days=(_find_weekday(word) - today.weekday() - 1) % 7 + 1)
    if kind == "iso":
        return date.fromisoformat(word)
    if kind == "count":
        return _add(today, 1 if word in {"a", "an"} else int(word), str(found["unit"]).lower().rstrip("s"))
    return _read_day_of_month(int(word), str(found["month"]).lower(), found["year"], today)


def _read_day_of_month(day: int, name: str, year: str | None, today: date) -> date | None:
    month = next(place for place, known in enumerate(_MONTHS, 1) if known.startswith(name[:3]))
    if year is not None:
        return date(int(year), month, day)
    # 29 February may be eight years away.
    years = (one for one in range(today.year, today.year + 9) if 1 <= day <= monthrange(one, month)[1])
    return next((found for one in years if (found := date(one, month, day)) >= today), None)


def _read_next(word: str, today: date) -> date:
    monday = today + timedelta(days=7 - today.weekday())
    if word == "month":
        return _add(today.replace(day=1), 1, "month")
    return monday if word == "week" else monday + timedelta(days=_find_weekday(word))


def _add(day: date, count: int, unit: str) -> date:
    if unit == "month":
        year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
        return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    return day + timedelta(days=count * (7 if unit == "week" else 1))


def _find_weekday(word: str) -> int:
    return next(place for place, name in enumerate(_WEEKDAYS) if name.startswith(word.lower()[:3]))
