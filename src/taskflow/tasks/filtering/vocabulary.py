"""The fields that a filter can ask about, and what each of them takes. Pure."""

from dataclasses import dataclass
from typing import Literal

from taskflow.projects import CATEGORIES
from taskflow.tasks.inputs import PRIORITIES

Kind = Literal["choice", "person", "day", "text", "number", "project", "task"]
_DAYS = ("today", "tomorrow", "yesterday")
_SPANS = ("this-week", "next-week", "last-week", "this-month", "next-month", "last-month")


@dataclass(frozen=True, slots=True)
class Field:
    """What stands behind the field's name: the `words` it knows, other values of its `kind`, and how they compare."""

    kind: Kind
    words: tuple[str, ...] = ()
    is_ordered: bool = False
    # Of the words, those that are a place in the order: the others can only be asked for with a colon.
    ordered_words: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()


def _day(*words: str) -> Field:
    return Field("day", (*_DAYS, *_SPANS, *words), True, _DAYS, ("7d", "-30d", "2026-11-25"))  # noqa: FBT003


FIELDS: dict[str, Field] = {
    "status": Field("choice", ("open", "done", "all")),
    "assignee": Field("person", ("me", "none"), examples=("@name",)),
    "author": Field("person", ("me",), examples=("@name",)),
    "watching": Field("person", ("me",), examples=("@name",)),
    "due": _day("overdue", "none"),
    "start": _day("none"),
    "created": _day(),
    "updated": _day(),
    "completed": _day("none"),
    "label": Field("text", ("none",), examples=("bug",)),
    "priority": Field("choice", PRIORITIES, is_ordered=True, ordered_words=PRIORITIES),
    "column": Field("text", examples=('"In review"',)),
    "category": Field("choice", CATEGORIES),
    "project": Field("project", examples=("WEB",)),
    "estimate": Field("number", ("none",), is_ordered=True, examples=("3",)),
    "has": Field("choice", ("attachments", "comments", "subtasks", "description")),
    "is": Field("choice", ("blocked", "overdue", "recurring", "subtask")),
    "parent": Field("task", ("none",), examples=("WEB-3",)),
}
