"""From a file's texts to what a task may hold; whatever does not fit is said with its place. Pure."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter, ValidationError

from taskflow.platform.validation import Markdown, TimeZone, Title
from taskflow.tasks import EARLIEST, LATEST, PRIORITIES, Estimate, Recurrence

LONGEST_TITLE, LONGEST_COMMENT = 300, 50_000
_TITLE: TypeAdapter[str] = TypeAdapter(Title)
_MARKDOWN: TypeAdapter[str] = TypeAdapter(Markdown)
_ZONE: TypeAdapter[str] = TypeAdapter(TimeZone)
_ESTIMATE: TypeAdapter[Decimal] = TypeAdapter(Estimate)
_RULE: TypeAdapter[str] = TypeAdapter(Recurrence)
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_SPACES = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\s]+")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_PRIORITY_WORDS = {
    "highest": "urgent", "critical": "urgent", "blocker": "urgent", "p0": "urgent", "p1": "high", "major": "high",
    "normal": "medium", "p2": "medium", "minor": "low", "lowest": "low", "trivial": "low", "p3": "low", "no": "none",
}  # fmt: skip


def read_title(text: str) -> str:
    """One line; at most LONGEST_TITLE characters of it. Raises ValueError for none."""
    line = _SPACES.sub(" ", _CONTROLS.sub("", text)).strip()
    if not line:
        raise ValueError("is missing")
    return _TITLE.validate_python(line if len(line) <= LONGEST_TITLE else line[: LONGEST_TITLE - 1].rstrip() + "…")


def read_text(text: str) -> str:
    """Markdown without characters that no text has. Raises ValueError when it is too long."""
    if len(text) > LONGEST_COMMENT:
        raise ValueError(f"is longer than {LONGEST_COMMENT:,} characters")
    return _MARKDOWN.validate_python(_CONTROLS.sub("", text))


def read_day(text: str) -> date:
    """A day: 2026-11-25, 25.11.2026, or the day of a moment. Raises ValueError."""
    dotted = _DOTTED.fullmatch(text)
    try:
        day = date(*map(int, reversed(dotted.groups()))) if dotted else date.fromisoformat(text[:10])
    except ValueError:
        raise ValueError(f"«{text[:40]}» is no day such as 2026-11-25") from None
    if not EARLIEST <= day <= LATEST:
        raise ValueError(f"«{text[:40]}» is not in the years {EARLIEST.year} to {LATEST.year}")
    return day


def read_moment(text: str) -> datetime:
    """A moment such as 2026-11-25T09:00:00Z; a day is its beginning, and what has no zone is UTC. Raises ValueError."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        day = read_day(text)
        moment = datetime(day.year, day.month, day.day, tzinfo=UTC)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    if not EARLIEST < moment.date() < LATEST:
        raise ValueError(f"«{text[:40]}» is not in the years {EARLIEST.year} to {LATEST.year}")
    return moment.astimezone(UTC)


def read_priority(text: str) -> str:
    """One of ours, or a word that others have for one. Raises ValueError."""
    word = text.strip().lower()
    word = _PRIORITY_WORDS.get(word, word)
    if word not in PRIORITIES:
        raise ValueError(f"«{text[:40]}» is none of {', '.join(PRIORITIES)}")
    return word


def _adapt(adapter: TypeAdapter[Any], expected: str) -> Callable[[str], Any]:
    def read(text: str) -> Any:
        try:
            return adapter.validate_python(text)
        except ValidationError:
            raise ValueError(f"«{text[:40]}» is no {expected}") from None

    return read


READERS: dict[str, Callable[[str], Any]] = {
    "description": read_text,
    "priority": read_priority,
    "start_date": read_day,
    "due_date": read_day,
    "due_at": read_moment,
    "due_zone": _adapt(_ZONE, "time zone such as Europe/Berlin"),
    "estimate": _adapt(_ESTIMATE, "number from 0 to 99,999"),
    "recurrence": _adapt(_RULE, "recurrence rule such as FREQ=WEEKLY"),
    "created_at": read_moment,
    "completed_at": read_moment,
    "start_at": read_moment,
}


def read_custom(field: dict[str, Any], text: str, people: dict[str, str]) -> Any:
    """What a custom field of that kind takes; `people` are ids by name in small letters. Raises ValueError."""
    if field["kind"] == "number":
        try:
            return float(text.replace(",", "."))
        except ValueError:
            raise ValueError(f"«{text[:40]}» is no number") from None
    if field["kind"] == "date":
        return read_day(text).isoformat()
    if field["kind"] == "select":
        options = {option["name"].lower(): option["id"] for option in field["options"]}
        return _find(options, text, "of its options")
    return _find(people, text, "whom the project knows") if field["kind"] == "member" else text


def _find(known: dict[str, str], text: str, of_what: str) -> str:
    found = known.get(text.strip().lower())
    if found is None:
        raise ValueError(f"«{text[:40]}» is none {of_what}")
    return found


def settle_dates(values: dict[str, Any], zone: str) -> dict[str, Any]:
    """Due is a day or a moment in a zone, and a start is a day; `zone` is meant where the file says none. Pure."""
    settled = dict(values)
    if (start := settled.pop("start_at", None)) is not None and "start_date" not in settled:
        settled["start_date"] = start.astimezone(ZoneInfo(zone)).date()
    if "due_at" in settled:
        settled.pop("due_date", None)
        settled.setdefault("due_zone", zone)
    else:
        settled.pop("due_zone", None)
    if "due_at" not in settled and "due_date" not in settled:
        settled.pop("recurrence", None)
    return settled
