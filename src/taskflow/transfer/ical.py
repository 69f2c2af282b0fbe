"""Tasks as iCalendar (RFC 5545). Pure.

They are events, because Google and Outlook show no to-dos; all-day where the task is due on a day, and free time.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

Row = dict[str, Any]
DURATION = timedelta(minutes=30)
LONGEST_DESCRIPTION = 1000
_PRIORITIES = {"urgent": 1, "high": 3, "medium": 5, "low": 7}


def build_calendar(name: str, tasks: Sequence[Row], *, address: str) -> bytes:
    """The calendar `name` with an event for each task; `address` is where the workspace is on the web."""
    from icalendar import Calendar  # noqa: PLC0415  some megabytes that only feeds need

    calendar = Calendar()
    calendar.add("prodid", "-//TaskFlow//TaskFlow//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for task in tasks:
        calendar.add_component(_build_event(task, address))
    if any(task["due_at"] is not None for task in tasks):
        calendar.add_missing_timezones()
    text: bytes = calendar.to_ical()
    return text


def _build_event(task: Row, address: str) -> Any:
    from icalendar import Event  # noqa: PLC0415

    event, begins = Event(), find_beginning(task)
    url = f"{address}/t/{task['key']}"
    is_start = task["due_date"] is None and task["due_at"] is None
    event.add("uid", f"{task['id']}@taskflow")
    event.add("dtstamp", task["updated_at"])
    event.add("last-modified", task["updated_at"])
    event.add("created", task["created_at"])
    event.add("sequence", task["version"])
    event.add("summary", f"Start: {task['title']}" if is_start else task["title"])
    event.add("description", "\n\n".join(filter(None, [task["description"][:LONGEST_DESCRIPTION], url])))
    event.add("url", url)
    event.add("categories", [task["project"], *task["labels"]])
    event.add("transp", "TRANSPARENT")
    event.add("dtstart", begins)
    event.add("dtend", begins + (DURATION if isinstance(begins, datetime) else timedelta(days=1)))
    if task["priority"] in _PRIORITIES:
        event.add("priority", _PRIORITIES[task["priority"]])
    if repeats_as_it_says(task["recurrence"], begins):
        event.add("rrule", _read_rule(task["recurrence"]))
    return event


def find_beginning(task: Row) -> date:
    """The day or the moment that the task stands at: when it is due, or when work on it starts."""
    if task["due_at"] is not None:
        moment: datetime = task["due_at"]
        return moment.astimezone(ZoneInfo(task["due_zone"]))
    day: date = task["due_date"] or task["start_date"]
    return day


def repeats_as_it_says(rule: str | None, begins: date) -> bool:
    """True when calendars may repeat the event by the rule: it has no end that depends on what was done, and the event
    is on one of its days, else programs disagree about what it means."""
    if rule is None or "COUNT=" in rule or "UNTIL=" in rule:
        return False
    start = datetime(begins.year, begins.month, begins.day)  # noqa: DTZ001  a wall time is what rules repeat
    return bool(next(iter(rrulestr(rule, dtstart=start)), None) == start)


def _read_rule(rule: str) -> Any:
    from icalendar import vRecur  # noqa: PLC0415

    return vRecur.from_ical(rule)
