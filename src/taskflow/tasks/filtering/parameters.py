"""The simple parameters of a list, such as `status=open&due=<7d`, in the tree of the filter language."""

from collections.abc import Sequence
from typing import Literal
from uuid import UUID

from taskflow.tasks.filtering.ast import Keyword, Node, Test, Text, Words, fields_of, join
from taskflow.tasks.filtering.reading import read_filter

Status = Literal["open", "done", "all"]


def build_filter(
    text: str = "",
    *,
    project_key: str | None = None,
    status: Status | None = None,
    assignee: UUID | Literal["me", "none"] | None = None,
    priority: str | None = None,
    column_id: UUID | None = None,
    label: str | None = None,
    due: str | None = None,
    words: str | None = None,
    pointers: str = "/query",
) -> Node:
    """What a list holds: all that is given here, and what the filter `text` says.

    Open tasks only, unless `status` is given or `text` asks about status or completion. Raises Invalid at `filter` or
    `due` below `pointers`.
    """
    given = read_filter(text, pointer=f"{pointers}/filter")
    nodes = [
        *_build_test("project", Text(project_key) if project_key else None),
        *_build_test("status", Keyword(status or "open") if status or not _is_about_status(given) else None),
        *_build_test("assignee", Keyword(assignee) if isinstance(assignee, str) else assignee),
        *_build_test("priority", Keyword(priority) if priority else None),
        *_build_test("column", column_id),
        *_build_test("label", Text(label) if label else None),
        *([_read_due(due, pointers)] if due is not None else []),
        *(Words(word) for word in (words or "").split()),
    ]
    return join(*nodes, given)


def _build_test(field: str, value: Keyword | Text | UUID | None) -> Sequence[Node]:
    return [] if value is None else [Test(field, ":", value)]


def _is_about_status(node: Node) -> bool:
    return bool(fields_of(node) & {"status", "completed"})


def _read_due(text: str, pointers: str) -> Node:
    front = "due" if text[:1] in {"<", ">", "="} else "due:"
    quoted = text.replace(" ", "")  # one value, whatever stands in it
    return read_filter(front + quoted, pointer=f"{pointers}/due", skip=len(front))
