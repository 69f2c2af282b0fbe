"""Imports tell everything before they make anything, make nothing twice, and go on where they were cut off."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from taskflow import comments, projects, search, tasks, transfer
from taskflow.platform import jobs
from taskflow.platform.database import execute, fetch, fetch_one, fetch_value
from taskflow.platform.errors import Conflict, Forbidden, Invalid, NotFound, PayloadTooLarge
from taskflow.platform.leases import Run
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.platform.validation import parse
from taskflow.projects import NewField, NewLabel, Option, ProjectChanges
from taskflow.transfer import ImportChoices, NewExport, importing
from taskflow.workspaces import Member
from taskflow.world import World
from tests.transfer.conftest import finish, read_file
from tests.transfer.test_reading import GITHUB, TRELLO, VIKUNJA

Row = dict[str, Any]
LIMIT = 10_000_000
SHEET = """Summary,Notes,Status,Priority,Assignee,Tags,Due,Created,ID,Parent,Points,Field: Size,Field: Nope
Fix login,It fails,In Progress,high,Mateo Ruiz,Bug;New one,2026-11-27,2025-03-01,A-1,,3,Big,x
Write tests,,Done,,nobody@elsewhere.example,bug,27.11.2026,,A-2,A-1,lots,Small,
,no title,,,,,,,A-3,,,,
Too early,,Blocked by QA,p0,,,1850-01-01,,A-4,A-4,,,
"""


async def _chunks(data: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(data), 1000):
        yield data[start : start + 1000]


async def _take(member: Member, data: str | bytes | object, *, format: str = "csv", project: str = "WEB") -> Row:  # noqa: A002
    text = data if isinstance(data, bytes) else (data if isinstance(data, str) else json.dumps(data)).encode()
    return await transfer.take_import(
        member, project, f"file.{format}", _chunks(text), format=format, max_bytes=LIMIT  # type: ignore[arg-type]
    )  # fmt: skip


async def _run(member: Member, found: Row, *, dry: bool = False, **choices: Any) -> Row:
    async with unit_of_work():
        given = ImportChoices.model_validate({"dry_run": dry, **choices})
        run = await transfer.start_import(member, found["id"], given)
    return await finish(member, run)


async def _import(member: Member, data: str | bytes | object, **more: Any) -> Row:
    choices = {name: more.pop(name) for name in ("fields", "columns", "people", "make_columns", "dry") if name in more}
    run = await _run(member, await _take(member, data, **more), **choices)
    assert run["status"] == "done", run
    result: Row = run["result"]
    return result


async def _tasks() -> list[Row]:
    return await fetch(
        "select t.*, c.name as column, c.category, array(select u.name from task_assignees a"
        " join members m on m.id = a.member_id join users u on u.id = m.user_id where a.task_id = t.id) as people,"
        " array(select l.name from task_labels tl join labels l on l.id = tl.label_id where tl.task_id = t.id"
        " order by 1) as labels from tasks t join project_columns c on c.id = t.column_id order by t.number"
    )


@pytest.fixture
async def ready(here: World) -> World:
    """WEB has a label Bug and a field Size."""
    async with unit_of_work():
        await projects.create_label(here.sam, "WEB", NewLabel(name="Bug", hue="rose"))
        options = [Option(name="Big", hue="clay")]
        await projects.create_field(here.sam, "WEB", NewField(name="Size", kind="select", options=options))
    return here


async def test_a_dry_run_tells_everything_and_makes_nothing(ready: World) -> None:
    result = await _import(ready.sam, SHEET, dry=True)
    assert await fetch_value("select count(*) from tasks") == 0
    assert await fetch_value("select count(*) from imported_things") == 0
    assert {name: result[name] for name in ("tasks", "skipped", "already", "new_labels", "unknown_people")} == {
        "tasks": 3, "skipped": 1, "already": 0, "new_labels": {"New one": 1},
        "unknown_people": {"nobody@elsewhere.example": 1},
    }  # fmt: skip
    assert result["new_columns"] == {"Blocked by QA": 1}
    assert result["unknown_fields"] == {"Nope": 1}
    assert [(fault["place"], fault["field"]) for fault in result["faults"]] == [
        ("row 3", "estimate"), ("row 3", "Size"), ("row 4", "title"), ("row 5", "due date"),
    ]  # fmt: skip
    assert "1850-01-01" in result["faults"][3]["detail"]
    assert result["fields"]["Summary"] == "title"


async def test_what_fits_is_imported_with_its_own_people_times_and_places(ready: World) -> None:
    result = await _import(ready.sam, SHEET)
    assert (result["made"], result["already"], result["project"]) == (3, 0, "WEB")
    login, written, early = await _tasks()
    assert (login["number"], written["number"], early["number"]) == (1, 2, 3)
    assert (login["title"], login["description"], login["priority"]) == ("Fix login", "It fails", "high")
    assert (login["category"], login["people"], login["labels"]) == ("doing", ["Mateo Ruiz"], ["Bug", "New one"])
    assert (str(login["due_date"]), str(login["created_at"])[:10], login["estimate"]) == ("2026-11-27", "2025-03-01", 3)
    assert list(login["custom"].values()) == [(await fetch_value("select options->0->>'id' from custom_fields"))]
    assert (written["category"], written["completed_at"] is not None) == ("done", True)
    assert (written["parent_id"], written["version"]) == (login["id"], 2)
    assert (early["column"], early["priority"], early["due_date"], early["parent_id"]) == (
        "Blocked by QA", "urgent", None, None,
    )  # fmt: skip
    assert early["category"] == "review"


async def test_history_search_counters_ranks_and_watchers_are_right(ready: World) -> None:
    sam, mateo = ready.sam, ready.members["mateo"]
    await _import(sam, SHEET)
    events = await fetch("select action, actor_id, changes from events where subject_type = 'task' order by seq")
    assert [event["action"] for event in events] == ["task.imported"] * 3 + ["task.edited"]
    assert {event["actor_id"] for event in events} == {sam.id}
    assert events[0]["changes"]["source"] == [None, "CSV"]
    counts = await fetch("select task_count, (select count(*) from tasks t where t.column_id = c.id) as there"
                         " from project_columns c")  # fmt: skip
    assert all(row["task_count"] == row["there"] for row in counts)
    async with unit_of_work():
        made = await tasks.create_task(sam, "WEB", tasks.NewTask(title="Next"))
    assert made["key"] == "WEB-4"
    watching = await fetch("select member_id from task_watchers w join tasks t on t.id = w.task_id where t.number = 1")
    assert [row["member_id"] for row in watching] == [mateo.id]
    page = await tasks.list_tasks(mateo, tasks.build_filter("fails"), match=search.match_words)
    assert [card["key"] for card in page.items] == ["WEB-1"]
    assert await fetch_value("select count(*) from notifications") == 0


async def test_the_same_file_makes_nothing_twice(ready: World) -> None:
    await _import(ready.sam, SHEET)
    before = await fetch_value("select count(*) from tasks")
    result = await _import(ready.sam, SHEET)
    assert (result["made"], result["already"]) == (0, 3)
    assert await fetch_value("select count(*) from tasks") == before
    assert (await _import(ready.sam, SHEET, dry=True))["already"] == 3


async def test_an_import_that_was_cut_off_goes_on_where_it_ended(ready: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "BATCH", 2)
    text = "Title,ID,Parent\n" + "".join(f"Task {n},{n},{n - 1 if n % 2 else ''}\n" for n in range(10))
    found = await _take(ready.sam, text)
    report, calls = Run.report, 0

    async def break_off(self: Run, done: int, total: int | None = None) -> None:
        nonlocal calls
        calls += total is not None
        if calls == 3 and total is not None:
            raise OSError("the power went")
        await report(self, done, total)

    monkeypatch.setattr(Run, "report", break_off)
    async with unit_of_work():
        run = await transfer.start_import(ready.sam, found["id"], ImportChoices(dry_run=False))
    assert await jobs.run(run["id"]) == "retried"
    assert await fetch_value("select count(*) from tasks") == 6
    ended = await finish(ready.sam, run)
    assert ended["status"] == "done"
    assert [row["title"] for row in await _tasks()] == [f"Task {n}" for n in range(10)]
    assert await fetch_value("select count(*) from tasks where parent_id is not null") == 5


async def test_a_cancelled_import_stops_between_batches_and_can_go_on(
    ready: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "BATCH", 2)
    monkeypatch.setattr("taskflow.platform.leases.REPORTED_EVERY", 0)
    found = await _take(ready.sam, "Title\n" + "".join(f"Task {n}\n" for n in range(10)))
    async with unit_of_work():
        run = await transfer.start_import(ready.sam, found["id"], ImportChoices(dry_run=False))
    make = importing._make

    async def make_and_cancel(*given: Any) -> int:
        made = await make(*given)
        await execute("update jobs set cancel_requested_at = now() where id = $1", run["id"])
        return made

    monkeypatch.setattr(importing, "_make", make_and_cancel)
    assert await jobs.run(run["id"]) == "cancelled"
    assert await fetch_value("select count(*) from tasks") == 2
    monkeypatch.setattr(importing, "_make", make)
    assert (await _run(ready.sam, found))["result"]["made"] == 8


async def test_choices_say_what_the_names_of_the_file_mean(ready: World) -> None:
    aiko = ready.members["aiko"]
    columns = await fetch("select id, name from project_columns order by position")
    text = "What,Who,Where\nOne,The boss,Elsewhere\nTwo,Ghost,Elsewhere\n"
    result = await _import(
        ready.sam, text, fields={"What": "title", "Who": "people", "Where": "column"},
        columns={"Elsewhere": str(columns[-1]["id"])}, people={"The boss": str(aiko.id), "Ghost": None},
    )  # fmt: skip
    one, two = await _tasks()
    assert (one["people"], two["people"]) == ([aiko.name], [])
    assert one["column"] == columns[-1]["name"]
    assert (result["new_columns"], result["unknown_people"]) == ({}, {})


async def test_nobody_is_put_on_a_task_that_they_cannot_see(ready: World) -> None:
    async with unit_of_work():
        project = await projects.get_project(ready.sam, "WEB")
        changes = ProjectChanges(visibility="private")
        await projects.edit_project(ready.sam, "WEB", changes, version=project["version"])
    result = await _import(ready.sam, "Title,Assignee\nOne,Mateo Ruiz\n")
    assert (await _tasks())[0]["people"] == []
    assert result["unknown_people"] == {"Mateo Ruiz": 1}


async def test_a_trello_board_comes_in_with_lists_labels_and_comments(ready: World) -> None:
    result = await _import(ready.sam, TRELLO, format="trello")
    first, second = await _tasks()
    assert (first["title"], first["column"], first["category"]) == ("First", "Ideas", "backlog")
    assert (second["people"], second["labels"]) == (["Mateo Ruiz"], ["Bug", "green"])
    assert (second["due_zone"], str(second["created_at"])[:10]) == (ready.sam.time_zone, "2023-11-24")
    assert result["left_out"] == {"archived cards": 2, "files": 2}
    task = await tasks.get_task(ready.sam, "WEB-2")
    said = (await comments.list_comments(ready.sam, task)).items
    assert [(one["author"]["name"], one["body"]) for one in said] == [
        ("Mateo Ruiz", "Sooner"), (ready.sam.name, "**Ann** wrote on 2026-02-02:\n\nLater"),
    ]  # fmt: skip
    assert second["comment_count"] == 2
    assert (await _import(ready.sam, TRELLO | {"name": "Renamed"}, format="trello"))["made"] == 0


async def test_github_issues_come_in_and_the_closed_ones_are_done(ready: World) -> None:
    await _import(ready.sam, GITHUB, format="github")
    idea, crash = await _tasks()
    assert (idea["category"], crash["category"]) == ("todo", "done")
    assert str(crash["completed_at"])[:10] == "2026-01-03"
    assert (await _import(ready.sam, [*GITHUB, GITHUB[0] | {"number": 8}], format="github"))["made"] == 1


async def test_a_vikunja_export_comes_in_with_its_subtasks(ready: World) -> None:
    await _import(ready.sam, VIKUNJA, format="vikunja")
    paint, buy = await _tasks()
    assert (paint["priority"], buy["parent_id"], buy["category"]) == ("urgent", paint["id"], "done")


@pytest.mark.parametrize(
    ("format", "data", "said"),
    [
        ("csv", "What,Who\nA,B\n", "No column is the title"), ("csv", b"Title\n\xff\n", "Line 2 is not UTF-8"),
        ("trello", {"cards": []}, "no export of a Trello board"), ("trello", "{", "is no JSON"),
        ("github", [{"name": "x"}], "no GitHub issues"), ("vikunja", "PK\x03\x04 torn", "cannot be unpacked"),
        ("github", {"a": 1}, "must be a list"),
    ],
)  # fmt: skip
async def test_a_file_that_is_something_else_is_refused_in_words(
    ready: World, format: str, data: Any, said: str  # noqa: A002
) -> None:  # fmt: skip
    run = await _run(ready.sam, await _take(ready.sam, data, format=format))
    assert run["status"] == "failed"
    assert said in run["error"]
    assert await fetch_value("select count(*) from tasks") == 0


async def test_too_many_tasks_are_refused_before_any_is_made(ready: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "MOST_TASKS", 2)
    run = await _run(ready.sam, await _take(ready.sam, SHEET))
    assert "more than 2 tasks" in run["error"]
    assert await fetch_value("select count(*) from tasks") == 0


async def test_subtasks_in_a_circle_stay_apart(ready: World) -> None:
    await _import(ready.sam, "Title,ID,Parent\nA,1,2\nB,2,1\nC,3,1\n")
    assert [row["parent_id"] for row in await _tasks()] == [None, None, None]


async def test_who_may_not_create_tasks_imports_none(ready: World) -> None:
    with pytest.raises(Forbidden):
        await _take(ready.members["lena"], SHEET)
    with pytest.raises(NotFound):
        await _take(ready.members["mateo"], SHEET, project="NOPE")


async def test_an_import_is_only_for_who_brought_it(ready: World) -> None:
    found = await _take(ready.members["mateo"], SHEET)
    with pytest.raises(NotFound):
        await _run(ready.sam, found)


async def test_what_is_too_large_is_refused_and_leaves_nothing_to_import(ready: World) -> None:
    with pytest.raises(PayloadTooLarge):
        await transfer.take_import(
            ready.sam, "WEB", "big.csv", _chunks(b"x" * 5000), format="csv", max_bytes=4999
        )  # fmt: skip
    assert await fetch_value("select count(*) from imports") == 0


async def test_an_archived_project_takes_nothing(ready: World) -> None:
    found = await _take(ready.sam, SHEET)
    async with unit_of_work():
        project = await projects.get_project(ready.sam, "WEB")
        await projects.edit_project(ready.sam, "WEB", ProjectChanges(archived=True), version=project["version"])
    with pytest.raises(Conflict):
        await _take(ready.sam, SHEET)
    run = await _run(ready.sam, found)
    assert run["status"] == "failed"
    assert "archived" in run["error"]


async def test_our_own_csv_comes_back_as_it_went(ready: World) -> None:
    await _import(ready.sam, SHEET)
    async with unit_of_work():
        run = await transfer.start_export(ready.sam, NewExport(project="WEB"))
    await finish(ready.sam, run)
    data = await read_file(ready.sam, run["id"])
    async with unit_of_work():
        await projects.create_project(ready.sam, projects.NewProject(key="COPY", name="Copy"))
    result = await _import(ready.sam, data, project="COPY")
    assert result["faults"] == []
    rows = await _tasks()
    names = ("title", "description", "priority", "start_date", "due_date", "estimate", "people", "labels", "category")
    half = len(rows) // 2
    by_title = {row["title"]: row for row in rows if row["project_id"] == rows[0]["project_id"]}
    copies = [row for row in rows if row["project_id"] != rows[0]["project_id"]]
    assert len(copies) == half == 3
    for copy in copies:
        assert {name: copy[name] for name in names} == {name: by_title[copy["title"]][name] for name in names}


def test_choices_that_mean_nothing_are_refused() -> None:
    for fields, said in (({"A": "colour"}, "is none of"), ({"A": "people"}, "has to be the title")):
        with pytest.raises(Invalid, match=said):
            parse(ImportChoices, {"fields": fields})


async def test_the_file_is_gone_with_its_time(ready: World) -> None:
    found = await _take(ready.sam, SHEET)
    assert await fetch_one("select 1 from transfer_files where size_bytes > 0") is not None
    await execute("update transfer_files set expires_at = now()")
    with pytest.raises(NotFound):
        await transfer.get_import(ready.sam, found["id"])
