"""Reading a Vikunja export: the zip that it sends, or the `data.json` in it."""

import html
import re
from collections.abc import Iterator
from typing import BinaryIO

from taskflow.transfer.reading.drafts import Draft, Said, Unreadable, keep_texts
from taskflow.transfer.reading.json_files import Row, count_rows, get_text, list_rows, load_json, load_zipped

_PRIORITIES = {"1": "low", "2": "medium", "3": "high", "4": "urgent", "5": "urgent"}
_NEVER = "0001-01-01"
_BREAK, _TAG = re.compile(r"<(?:br|/p|/li|/h\d|/div)[^>]*>", re.I), re.compile(r"<[^>]+>")


def read_vikunja(file: BinaryIO) -> tuple[str, Iterator[Draft]]:
    """What stands for the instance, and the tasks of all its projects; with several, each project is a label.

    Raises Unreadable.
    """
    file.seek(0)
    is_zip = file.read(4) == b"PK\x03\x04"
    projects = list(list_rows(load_zipped(file, "data.json") if is_zip else load_json(file), "data.json"))
    if any("title" not in project for project in projects):
        raise Unreadable("This is no export of Vikunja: each of its projects needs a title")
    return "export", _read_tasks(projects)


def _read_tasks(projects: list[Row]) -> Iterator[Draft]:
    for project in projects:
        buckets = {get_text(one, "id"): get_text(one, "title") for one in list_rows(project.get("buckets"), "buckets")}
        for row in list_rows(project.get("tasks"), "tasks"):
            draft = _build(row, buckets)
            if len(projects) > 1:
                draft.labels.append(get_text(project, "title"))
            yield draft


def _build(row: Row, buckets: dict[str, str]) -> Draft:
    title, task_id = get_text(row, "title"), get_text(row, "id")
    draft = Draft(task_id, f"task «{title[:60] or task_id}»", title)
    draft.is_done = row.get("done") is True
    draft.column = buckets.get(get_text(row, "bucket_id"), "")
    draft.author = _name(row.get("created_by"))
    draft.people = [_name(one) for one in list_rows(row.get("assignees"), "assignees")]
    draft.labels = [get_text(one, "title") for one in list_rows(row.get("labels"), "labels")]
    draft.values = keep_texts(
        description=_read_html(get_text(row, "description")),
        priority=_PRIORITIES.get(get_text(row, "priority")),
        due_at=_read_moment(row, "due_date"),
        start_at=_read_moment(row, "start_date"),
        created_at=_read_moment(row, "created"),
        completed_at=_read_moment(row, "done_at"),
    )
    draft.said = [
        Said(_name(one.get("author")), _read_moment(one, "created"), _read_html(get_text(one, "comment")))
        for one in list_rows(row.get("comments"), "comments")
    ]
    related = row.get("related_tasks")
    parents = related.get("parenttask") if isinstance(related, dict) else None
    draft.parent = next((get_text(one, "id") for one in list_rows(parents, "related_tasks")), "")
    rest = {"files": count_rows(row.get("attachments")), "repetitions": bool(row.get("repeat_after"))}
    draft.left_out = {name: int(count) for name, count in rest.items() if count}
    return draft


def _read_moment(row: Row, name: str) -> str:
    text = get_text(row, name)
    return "" if text.startswith(_NEVER) else text


def _name(person: object) -> str:
    return get_text(person, "name", "username")


def _read_html(text: str) -> str:
    """The text of what newer versions keep as HTML; older Markdown passes as it is."""
    if not _TAG.search(text):
        return text
    return html.unescape(_TAG.sub("", _BREAK.sub("\n", text))).strip()
