"""Files of other programs are read, or refused with the place where they are wrong. No database."""

import contextlib
import io
import json
import zipfile
from collections.abc import Callable
from typing import Any, BinaryIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskflow.transfer.reading import (
    Unreadable,
    guess_mapping,
    json_files,
    read_csv,
    read_github,
    read_names,
    read_trello,
    read_vikunja,
)
from taskflow.transfer.task_formats import _COLUMNS
from taskflow.transfer.values import READERS, read_title, settle_dates


def _file(data: str | bytes | object) -> BinaryIO:
    if isinstance(data, bytes):
        return io.BytesIO(data)
    return io.BytesIO((data if isinstance(data, str) else json.dumps(data)).encode())


def _csv(text: str | bytes) -> list[Any]:
    file = _file(text)
    return list(read_csv(file, guess_mapping(read_names(file))))


def test_our_own_columns_are_all_known_but_those_that_are_only_told() -> None:
    mapping = guess_mapping(list(_COLUMNS))
    assert {name for name, field in mapping.items() if not field} == {
        "Project", "Status", "Assignees", "Blocked by", "Comments", "Files", "Changed at",
    }  # fmt: skip
    assert (mapping["Column"], mapping["Assignee e-mails"]) == ("column", "people")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_any_separator_and_a_mark_are_understood(separator: str) -> None:
    lines = [["Summary", "Tags", "Due", "Assigned To"], ["Fix it", '"a; b"', "2026-11-27", "Mateo"]]
    (draft,) = _csv(("\ufeff" + "\r\n".join(separator.join(line) for line in lines)).encode())
    assert (draft.title, draft.labels, draft.people) == ("Fix it", ["a", "b"], ["Mateo"])
    assert (draft.values, draft.place) == ({"due_date": "2026-11-27"}, "row 2")


def test_a_cell_of_several_lines_is_one_text_and_blank_lines_are_none() -> None:
    drafts = _csv('Title,Notes\n"A","one\ntwo"\n,\n\nB,\n')
    assert [(draft.title, draft.values) for draft in drafts] == [("A", {"description": "one\ntwo"}), ("B", {})]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "first line is empty"),
        (b"Title\nM\xfcller\n", "Line 2 is not UTF-8"),
        (b"Title\nA\x00B\n", "Line 2 holds a NUL"),
        (b'Title,Notes\nA,"open', "Row 2: the quotes do not fit"),
        (b"Title\n" + b"x" * 140_000, "Row 2: a cell is longer than 131,072"),
        (b"Title\n" + b"x" * 2_000_000, "Line 2 is longer than"),
        (b"Title,Title\nA,B\n", "names the column Title twice"),
        (",".join(f"c{n}" for n in range(300)).encode(), "more than 200 columns"),
    ],
)
def test_a_csv_that_cannot_be_read_is_refused_with_its_place(data: bytes, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        _csv(data)


@given(st.binary(max_size=300))
def test_no_bytes_whatever_make_a_reader_stumble(data: bytes) -> None:
    readers: list[Callable[[BinaryIO], Any]] = [lambda f: _csv(f.read())]
    readers += [lambda f, r=r: list(r(f)[1]) for r in (read_trello, read_github, read_vikunja)]  # type: ignore[misc]
    for read in readers:
        with contextlib.suppress(Unreadable):
            read(_file(data))


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(
            ["id", "cards", "lists", "name", "idList", "pos", "members", "idMembers", "labels", "checklists", "actions",
             "data", "type", "closed", "title", "number", "comments", "user", "assignees", "tasks", "buckets",
             "related_tasks", "parenttask", "attachments", "milestone"]
        ),
        inner, max_size=6,
    ),
    max_leaves=30,
)  # fmt: skip


@given(_JSON)
def test_no_json_whatever_makes_a_reader_stumble(value: Any) -> None:
    board = {"cards": value, "lists": [{"id": "1"}], "members": value, "actions": value, "checklists": value}
    for read, given_value in ((read_trello, value), (read_trello, board), (read_github, value), (read_vikunja, value)):
        with contextlib.suppress(Unreadable):
            list(read(_file(given_value))[1])


TRELLO = {
    "id": "5f0000000000000000000001", "name": "Launch",
    "lists": [{"id": "l2", "name": "Doing", "pos": 2}, {"id": "l1", "name": "Ideas", "pos": 1},
              {"id": "l3", "name": "Old", "pos": 3, "closed": True}],
    "members": [{"id": "m1", "fullName": "Mateo Ruiz", "username": "mateo"}],
    "cards": [
        {"id": "65600000aaaaaaaaaaaaaaaa", "name": "Second", "idList": "l2", "pos": 1, "idMembers": ["m1"],
         "labels": [{"name": "Bug", "color": "red"}, {"name": "", "color": "green"}], "desc": "Look",
         "due": "2026-11-27T08:00:00.000Z", "dueComplete": False, "attachments": [{}, {}]},
        {"id": "65600001aaaaaaaaaaaaaaaa", "name": "First", "idList": "l1", "pos": 9},
        {"id": "65600002aaaaaaaaaaaaaaaa", "name": "Gone", "idList": "l1", "closed": True},
        {"id": "65600003aaaaaaaaaaaaaaaa", "name": "In an old list", "idList": "l3"},
    ],
    "checklists": [{"id": "c", "idCard": "65600000aaaaaaaaaaaaaaaa", "name": "Steps", "checkItems": [
        {"name": "two", "state": "incomplete", "pos": 2}, {"name": "one", "state": "complete", "pos": 1}]}],
    "actions": [
        {"type": "commentCard", "date": "2026-02-02T00:00:00Z", "memberCreator": {"fullName": "Ann"},
         "data": {"text": "Later", "card": {"id": "65600000aaaaaaaaaaaaaaaa"}}},
        {"type": "commentCard", "date": "2026-02-01T00:00:00Z", "memberCreator": {"fullName": "Mateo Ruiz"},
         "data": {"text": "Sooner", "card": {"id": "65600000aaaaaaaaaaaaaaaa"}}},
        {"type": "updateCard", "data": {}},
    ],
}  # fmt: skip


def test_a_trello_board_is_read_in_the_order_of_its_lists() -> None:
    origin, drafts = read_trello(_file(TRELLO))
    first, second = drafts
    assert (origin, first.title, second.title) == ("5f0000000000000000000001", "First", "Second")
    assert (second.column, second.people, second.labels) == ("Doing", ["Mateo Ruiz"], ["Bug", "green"])
    assert second.values["description"] == "Look\n\n**Steps**\n\n- [x] one\n- [ ] two"
    assert second.values["due_at"] == "2026-11-27T08:00:00.000Z"
    assert second.values["created_at"].startswith("2023-11-24")
    assert [said.body for said in second.said] == ["Sooner", "Later"]
    assert (first.left_out, second.left_out) == ({"archived cards": 2}, {"files": 2})


GITHUB = [
    {"number": 7, "title": "Crash", "body": "It does", "state": "CLOSED", "url": "https://github.com/o/r/issues/7",
     "labels": [{"name": "bug"}], "assignees": [{"login": "mateo"}], "author": {"login": "ann"},
     "createdAt": "2026-01-01T00:00:00Z", "closedAt": "2026-01-03T00:00:00Z",
     "milestone": {"title": "1.0", "dueOn": "2026-03-01T00:00:00Z"},
     "comments": [{"author": {"login": "ann"}, "body": "Same", "createdAt": "2026-01-02T00:00:00Z"}]},
    {"number": 3, "title": "Idea", "state": "open", "html_url": "https://github.com/o/r/issues/3", "comments": 4,
     "user": {"login": "ann"}, "created_at": "2025-01-01T00:00:00Z"},
    {"number": 4, "title": "A change", "state": "open", "pull_request": {}},
]  # fmt: skip


def test_github_issues_of_both_kinds_are_read_and_pull_requests_left_out() -> None:
    origin, drafts = read_github(_file(GITHUB))
    idea, crash = drafts
    assert (origin, idea.title, crash.title) == ("https://github.com/o/r", "Idea", "Crash")
    assert idea.left_out == {"pull requests": 1, "comments, which the list only counts": 4}
    assert (crash.is_done, crash.labels, crash.people, crash.author) == (True, ["bug"], ["mateo"], "ann")
    assert crash.values == {
        "description": "It does", "due_date": "2026-03-01", "created_at": "2026-01-01T00:00:00Z",
        "completed_at": "2026-01-03T00:00:00Z",
    }  # fmt: skip
    assert crash.said[0].body == "Same"


VIKUNJA = [
    {"title": "Home", "buckets": [{"id": 5, "title": "Doing"}], "tasks": [
        {"id": 1, "title": "Paint", "description": "<p>The <b>door</b> &amp; wall</p><p>twice</p>", "done": False,
         "due_date": "2026-11-27T08:00:00Z", "start_date": "0001-01-01T00:00:00Z", "priority": 4, "bucket_id": 5,
         "labels": [{"title": "diy"}], "assignees": [{"username": "mateo"}], "created": "2026-01-01T00:00:00Z"},
        {"id": 2, "title": "Buy paint", "done": True, "done_at": "2026-02-01T00:00:00Z", "repeat_after": 86400,
         "related_tasks": {"parenttask": [{"id": 1}]}},
    ]},
    {"title": "Garden", "tasks": None},
]  # fmt: skip


@pytest.mark.parametrize("is_zip", [True, False])
def test_a_vikunja_export_is_read_packed_or_not(is_zip: bool) -> None:
    file = _file(VIKUNJA)
    if is_zip:
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("data.json", json.dumps(VIKUNJA))
    paint, buy = read_vikunja(file)[1]
    assert (paint.column, paint.labels, paint.people) == ("Doing", ["diy", "Home"], ["mateo"])
    assert paint.values == {
        "description": "The door & wall\ntwice", "priority": "urgent", "due_at": "2026-11-27T08:00:00Z",
        "created_at": "2026-01-01T00:00:00Z",
    }  # fmt: skip
    assert (buy.is_done, buy.parent, buy.left_out) == (True, "1", {"repetitions": 1})


def test_a_zip_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_files, "MOST_BYTES", 1_000_000)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.json", b"[" + b" " * 50_000_000 + b"]")
    assert len(file.getvalue()) < 100_000
    with pytest.raises(Unreadable, match="more than"):
        read_vikunja(file)


def test_a_zip_without_its_file_and_a_torn_one_are_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("../../etc/passwd", "x")
    with pytest.raises(Unreadable, match=r"no data\.json"):
        read_vikunja(file)
    with pytest.raises(Unreadable, match="cannot be unpacked"):
        read_vikunja(_file(file.getvalue()[:40]))


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("due_date", "27/11/2026", "is no day such as"), ("due_date", "1850-01-01", "is not in the years"),
        ("priority", "huge", "is none of none, low"), ("estimate", "lots", "is no number"),
        ("recurrence", "FREQ=NEVER", "is no recurrence rule"), ("due_zone", "Mars/North", "is no time zone"),
        ("created_at", "yesterday", "is no day"), ("description", "x" * 50_001, "is longer than 50,000"),
    ],
)  # fmt: skip
def test_a_value_that_does_not_fit_says_what_was_expected(field: str, text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        READERS[field](text)


def test_a_long_title_is_cut_and_a_missing_one_is_an_error() -> None:
    assert len(read_title("x" * 400)) == 300
    assert read_title("a\n\tb\x00") == "a b"
    with pytest.raises(ValueError, match="is missing"):
        read_title(" \n")


def test_a_moment_takes_the_zone_of_the_member_and_wins_over_a_day() -> None:
    moment = READERS["due_at"]("2026-11-27T08:00:00Z")
    start = READERS["start_at"]("2026-11-26T23:30:00Z")
    settled = settle_dates({"due_at": moment, "due_date": "x", "start_at": start}, "Europe/Berlin")
    assert settled == {"due_at": moment, "due_zone": "Europe/Berlin", "start_date": READERS["start_date"]("2026-11-27")}
    assert settle_dates({"recurrence": "FREQ=DAILY", "due_zone": "UTC"}, "UTC") == {}
