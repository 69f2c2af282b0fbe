"""Reading GitHub issues: what `gh issue list --json …` writes, or the list of the REST API."""

from collections.abc import Iterator
from typing import BinaryIO

from taskflow.transfer.reading.drafts import Draft, Said, Unreadable, keep_texts
from taskflow.transfer.reading.json_files import Row, get_text, list_rows, load_json


def read_github(file: BinaryIO) -> tuple[str, Iterator[Draft]]:
    """The repository as far as the issues name it, and the issues, the oldest first; pull requests are left out.

    Raises Unreadable.
    """
    rows = list(list_rows(load_json(file), "The file"))
    if any("title" not in row or "number" not in row for row in rows):
        raise Unreadable("These are no GitHub issues: each needs at least number and title")
    address = next((get_text(row, "html_url", "url") for row in rows), "")
    return address.rpartition("/issues/")[0] or "issues", _read_issues(rows)


def _read_issues(rows: list[Row]) -> Iterator[Draft]:
    issues = [row for row in rows if "pull_request" not in row]
    pulls = len(rows) - len(issues)
    for row in sorted(issues, key=lambda row: row["number"] if isinstance(row["number"], int) else 0):
        number = get_text(row, "number")
        draft = Draft(number, f"issue #{number}", get_text(row, "title"))
        milestone = row.get("milestone")
        draft.is_done = get_text(row, "state").lower() == "closed"
        draft.column = "Done" if draft.is_done else ""
        draft.author = _name(row.get("author") or row.get("user"))
        draft.people = [_name(one) for one in list_rows(row.get("assignees"), "assignees")]
        draft.labels = [get_text(one, "name") for one in list_rows(row.get("labels"), "labels")]
        draft.values = keep_texts(
            description=get_text(row, "body"),
            due_date=get_text(milestone, "dueOn", "due_on")[:10],
            created_at=get_text(row, "createdAt", "created_at"),
            completed_at=get_text(row, "closedAt", "closed_at"),
        )
        comments = row.get("comments")
        draft.said = [
            _read_comment(one) for one in list_rows(comments if isinstance(comments, list) else None, "comments")
        ]
        rest = {
            "pull requests": pulls,
            "comments, which the list only counts": comments if isinstance(comments, int) else 0,
        }
        draft.left_out = {name: count for name, count in rest.items() if count}
        pulls = 0
        yield draft


def _read_comment(row: Row) -> Said:
    author = _name(row.get("author") or row.get("user"))
    return Said(author, get_text(row, "createdAt", "created_at"), get_text(row, "body"))


def _name(person: object) -> str:
    return get_text(person, "login", "name")
