"""Words and numbers as people read them: due dates, moments, counts. Pure."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, TypedDict
from zoneinfo import ZoneInfo

Row = dict[str, Any]
# Fields that people know by another name.
_WORDS = {
    "wip_limit": "limit",
    "wip_policy": "above the limit",
    "column_id": "column",
    "expires_in_days": "lifetime",
    "email": "e-mail",
    "slug": "address",
    "hue": "colour",
    "body": "comment",
    "scopes": "what it may do",
    "member_id": "assignees",
    "label_id": "labels",
    "deleted_at": "place",
    "parent_id": "parent",
    "blocker_id": "blockers",
    "is_shared": "shared",
    "url": "URL",
}
_MINUTE, _HOUR, _DAY = 60, 3600, 86400


class When(TypedDict):
    """A time to show: `text` is short, `title` is whole, `iso` is for machines, `tone` is a CSS class or empty."""

    text: str
    iso: str
    title: str
    tone: str


def build_due(task: Row, zone: str, now: datetime) -> When | None:
    """When the task is due, for a viewer in the IANA `zone`; a due day never shifts with the zone."""
    here = ZoneInfo(zone)
    today = now.astimezone(here).date()
    if task["due_date"] is not None:
        day, iso, clock_time = task["due_date"], task["due_date"].isoformat(), ""
        is_late = day < today
    elif task["due_at"] is not None:
        moment = task["due_at"].astimezone(here)
        day, iso, clock_time = moment.date(), build_iso(moment), f" {moment:%H:%M}"
        is_late = moment < now
    else:
        return None
    is_soon = day <= today + timedelta(days=1)
    tone = "" if task["completed_at"] is not None else "due-late" if is_late else "due-soon" if is_soon else ""
    return {
        "text": format_day(day, today) + clock_time,
        "iso": iso,
        "title": f"Due {format_whole_day(day)}{clock_time}",
        "tone": tone,
    }


def build_moment(moment: datetime, zone: str, now: datetime) -> When:
    """A moment in the past, as `2 h ago`, for a viewer in the IANA `zone`."""
    local = moment.astimezone(ZoneInfo(zone))
    return {
        "text": format_distance(moment, now, zone),
        "iso": build_iso(moment),
        "title": f"{format_whole_day(local.date())}, {local:%H:%M %Z}",
        "tone": "",
    }


def build_expiry(moment: datetime, zone: str, now: datetime) -> When:
    """A moment in the future, as `in 6 days`; within a day its tone is that of a task that is due soon."""
    tone = "due-soon" if moment - now < timedelta(days=1) else ""
    return build_moment(moment, zone, now) | {"text": format_time_left(moment, now), "tone": tone}


def build_iso(moment: datetime) -> str:
    """RFC 3339 in UTC, to the second."""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def format_distance(moment: datetime, now: datetime, zone: str) -> str:
    """How long ago: `just now`, `5 min ago`, `2 h ago`, `Yesterday`, `3 days ago`, then the day."""
    seconds = (now - moment).total_seconds()
    if seconds < _MINUTE:
        return "just now"
    if seconds < _HOUR:
        return f"{int(seconds // _MINUTE)} min ago"
    today, day = now.astimezone(ZoneInfo(zone)).date(), moment.astimezone(ZoneInfo(zone)).date()
    if seconds < _DAY and day == today:
        return f"{int(seconds // _HOUR)} h ago"
    days = (today - day).days
    return f"{days} days ago" if 1 < days < 7 else format_day(day, today)


def format_time_left(moment: datetime, now: datetime) -> str:
    """How long until then, never more than there is: `within a minute`, `in 5 min`, `in 2 h`, `in 6 days`."""
    seconds = (moment - now).total_seconds()
    if seconds < _MINUTE:
        return "within a minute"
    if seconds < _HOUR:
        return f"in {int(seconds // _MINUTE)} min"
    if seconds < _DAY:
        return f"in {int(seconds // _HOUR)} h"
    return f"in {count_of(int(seconds // _DAY), 'day')}"


def format_day(day: date, today: date) -> str:
    """`Today`, `Tomorrow`, `Yesterday`, else `27 Nov`, with the year when it is another one."""
    near = {0: "Today", 1: "Tomorrow", -1: "Yesterday"}.get((day - today).days)
    return near or f"{day.day} {day:%b}" + ("" if day.year == today.year else f" {day.year}")


def format_whole_day(day: date) -> str:
    """`Friday 27 November 2026`."""
    return f"{day:%A} {day.day} {day:%B} {day.year}"


def format_number(number: Decimal | float) -> str:
    """`3`, `2.5`: without zeros that say nothing."""
    return f"{number:.2f}".rstrip("0").rstrip(".")


def format_size(size_bytes: int) -> str:
    """`512 B`, `1.5 KB`, `25 MB`: powers of 1,000, as file managers show them."""
    size, unit = float(size_bytes), "B"
    for larger in ("KB", "MB", "GB"):
        if size < 1000:
            break
        size, unit = size / 1000, larger
    return f"{size:.0f} {unit}" if unit == "B" or size >= 10 else f"{size:.1f} {unit}"


def count_of(number: int, word: str, plural: str = "") -> str:
    """`1 task`, `2 tasks`."""
    return f"{number} {word if number == 1 else plural or word + 's'}"


def build_list(words: list[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def shorten(text: str, length: int) -> str:
    """At most `length` characters on one line, cut at a word where one ends near."""
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    cut = line[: length - 1]
    at_word = cut.rpartition(" ")[0]
    return (at_word if len(at_word) > length // 2 else cut).rstrip() + "…"


def humanise(name: str) -> str:
    """A field's name as a label: `time_zone` is `Time zone`."""
    text = _WORDS.get(name, name).replace("_", " ")
    return text[:1].upper() + text[1:]
