"""Exports hold every task that the member may see, as of one moment, and are only theirs."""

import asyncio
import contextvars
import csv
import io
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import orjson
import pytest

from taskflow import attachments, comments, projects, tasks, transfer, workspaces
from taskflow.platform import clock, jobs
from taskflow.platform.database import execute, fetch_one, fetch_value
from taskflow.platform.errors import Conflict, Invalid, NotFound
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.projects import NewField, NewLabel, NewProject, Option
from taskflow.tasks import NewTask
from taskflow.transfer import NewExport, exporting, task_rows
from taskflow.transfer.jobs import purge
from taskflow.workspaces import Member
from taskflow.world import World
from tests.transfer.conftest import finish, read_file

Row = dict[str, Any]


async def _start(member: Member, **wanted: Any) -> Row:
    async with unit_of_work():
        return await transfer.start_export(member, NewExport.model_validate(wanted))


async def _export(member: Member, **wanted: Any) -> tuple[Row, bytes]:
    run = await finish(member, await _start(member, **wanted))
    assert run["status"] == "done", run
    return run, await read_file(member, run["id"])


def _read(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))


async def _create(member: Member, key: str = "WEB", **given: Any) -> Row:
    async with unit_of_work():
        return await tasks.create_task(member, key, NewTask.model_validate(given))


@pytest.fixture
async def full(here: World) -> Row:
    """WEB-1 to WEB-3: the second has everything."""
    sam = here.sam
    async with unit_of_work():
        label = await projects.create_label(sam, "WEB", NewLabel(name="Bug", hue="rose"))
        size = await projects.create_field(
            sam, "WEB", NewField(name="Size", kind="select", options=[Option(name="Big", hue="clay")])
        )
        who = await projects.create_field(sam, "WEB", NewField(name="Reviewer", kind="member"))
    first = await _create(sam, title='First, with "quotes" and a comma')
    async with unit_of_work():
        second = await tasks.create_task(sam, "WEB", NewTask.model_validate({
            "title": "=HYPERLINK(1)", "description": "Line one\nLine two", "priority": "high",
            "assignees": [str(here.members["mateo"].id), str(sam.id)], "labels": [str(label["id"])],
            "start_date": "2026-11-20", "due_date": "2026-11-27", "estimate": 2.5, "parent": first["key"],
            "recurrence": "FREQ=WEEKLY;BYDAY=FR",
            "fields": {str(size["id"]): size["options"][0]["id"], str(who["id"]): str(here.members["aiko"].id)},
        }))  # fmt: skip
        await comments.post_comment(sam, second["key"], comments.NewComment(body="Look"))
    third = await _create(sam, title="Ünïcode 🚀", due_at="2026-11-27T09:00:00+01:00", due_zone="Europe/Berlin")
    async with unit_of_work():
        await tasks.block_task(sam, second["key"], third["key"])
        await tasks.complete_task(sam, third["key"])
    return {"first": first, "second": second, "third": third}


async def test_a_csv_tells_everything_of_every_task(here: World, full: Row) -> None:
    run, data = await _export(here.sam, project="WEB")
    rows = _read(data)
    assert [row["Key"] for row in rows] == ["WEB-1", "WEB-2", "WEB-3"]
    assert rows[0]["Title"] == 'First, with "quotes" and a comma'
    assert {name: value for name, value in rows[1].items() if value} == {
        "Key": "WEB-2", "Project": "Website relaunch", "Title": "'=HYPERLINK(1)", "Description": "Line one\nLine two",
        "Column": rows[0]["Column"], "Status": rows[0]["Status"], "Priority": "high",
        "Assignees": f"{here.members['mateo'].name}; {here.sam.name}",
        "Assignee e-mails": "mateo@meridian.example; sam@meridian.example", "Labels": "Bug",
        "Start date": "2026-11-20", "Due date": "2026-11-27", "Estimate": "2.5", "Recurrence": "FREQ=WEEKLY;BYDAY=FR",
        "Parent": "WEB-1", "Blocked by": "WEB-3", "Comments": "1", "Files": "0", "Created by": here.sam.name,
        "Created at": rows[1]["Created at"], "Changed at": rows[1]["Changed at"],
        "Field: Size": "Big", "Field: Reviewer": here.members["aiko"].name,
    }  # fmt: skip
    assert (rows[2]["Title"], rows[2]["Due at"], rows[2]["Due zone"]) == (
        "Ünïcode 🚀", "2026-11-27T08:00:00Z", "Europe/Berlin",
    )  # fmt: skip
    assert rows[2]["Completed at"]
    assert (run["result"], run["done"], run["total"]) == ({"tasks": 3}, 3, 3)
    assert run["file"]["size_bytes"] == len(data)
    assert run["file"]["name"] == f"WEB-tasks-{clock.now():%Y-%m-%d}.csv"


async def test_the_byte_order_mark_is_there_when_it_is_asked_for(here: World, full: Row) -> None:
    assert (await _export(here.sam, project="WEB", byte_order_mark=True))[1].startswith(b"\xef\xbb\xbfKey,")
    assert (await _export(here.sam, project="WEB"))[1].startswith(b"Key,")


async def test_json_and_json_lines_hold_the_same_tasks(here: World, full: Row) -> None:
    listed = orjson.loads((await _export(here.sam, project="WEB", format="json"))[1])
    lines = [orjson.loads(line) for line in (await _export(here.sam, project="WEB", format="jsonl"))[1].splitlines()]
    assert listed == lines
    assert listed[1]["fields"] == {"Size": "Big", "Reviewer": here.members["aiko"].name}
    assert listed[1]["assignees"][1] == {"name": here.sam.name, "email": "sam@meridian.example"}
    assert (listed[1]["title"], listed[1]["blocked_by"], listed[1]["estimate"]) == ("=HYPERLINK(1)", ["WEB-3"], 2.5)


async def test_a_json_list_of_nothing_is_a_list(here: World) -> None:
    assert orjson.loads((await _export(here.sam, project="WEB", format="json"))[1]) == []


async def test_a_filter_and_an_order_are_kept_to(here: World, full: Row) -> None:
    _, data = await _export(here.sam, filter="label:bug or quotes", sort="-number")
    assert [row["Key"] for row in _read(data)] == ["WEB-2", "WEB-1"]
    _, data = await _export(here.sam, filter="")
    assert [row["Key"] for row in _read(data)] == ["WEB-1", "WEB-2"]  # the open ones, like a list


async def test_words_are_found_as_in_lists(here: World, full: Row) -> None:
    _, data = await _export(here.sam, filter='"line two"')
    assert [row["Key"] for row in _read(data)] == ["WEB-2"]


async def test_batches_leave_nothing_out(here: World, full: Row, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(task_rows, "BATCH", 1)
    run, data = await _export(here.sam, sort="-due,title")
    assert {row["Key"] for row in _read(data)} == {"WEB-1", "WEB-2", "WEB-3"}
    assert run["result"] == {"tasks": 3}


async def test_what_is_changed_meanwhile_is_as_it_was_when_it_began(
    here: World, full: Row, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(task_rows, "BATCH", 1)
    read = task_rows.read_tasks

    async def slowly(member: Member, selection: Any) -> AsyncIterator[list[Row]]:
        async for rows in read(member, selection):
            yield rows
            if rows[0]["key"] == "WEB-1":
                await asyncio.create_task(_rename(here.sam), context=outside)

    outside = contextvars.copy_context()
    monkeypatch.setattr(exporting, "read_tasks", slowly)
    _, data = await _export(here.sam, project="WEB")
    assert [row["Title"] for row in _read(data)][1:] == ["'=HYPERLINK(1)", "Ünïcode 🚀"]
    assert (await tasks.get_task(here.sam, "WEB-2"))["title"] == "Renamed"


async def _rename(member: Member) -> None:
    async with unit_of_work():
        version = (await tasks.get_task(member, "WEB-2"))["version"]
        await tasks.edit_task(member, "WEB-2", tasks.TaskPatch(title="Renamed"), version=version)


async def test_a_guest_exports_what_they_see_without_addresses(here: World, full: Row) -> None:
    async with unit_of_work():
        await projects.create_project(here.sam, NewProject(key="APP", name="App"))
    await _create(here.sam, "APP", title="Unseen")
    _, data = await _export(here.members["lena"])
    assert {row["Key"] for row in _read(data)} == {"WEB-1", "WEB-2", "WEB-3"}
    assert b"@meridian.example" not in data


async def test_what_a_blocker_is_called_in_a_project_that_one_cannot_see_stays_unsaid(here: World, full: Row) -> None:
    async with unit_of_work():
        await projects.create_project(here.sam, NewProject(key="QUIET", name="Quiet", visibility="private"))
        hidden = await tasks.create_task(here.sam, "QUIET", NewTask(title="Whisper"))
        await tasks.block_task(here.sam, "WEB-1", hidden["key"])
    assert b"QUIET" in (await _export(here.sam))[1]
    assert b"QUIET" not in (await _export(here.members["mateo"]))[1]


async def test_a_job_and_its_file_are_only_for_who_asked(here: World, full: Row) -> None:
    run, _ = await _export(here.members["mateo"])
    for other in (here.sam, here.members["aiko"]):
        with pytest.raises(NotFound):
            await transfer.get_run(other, run["id"])
        with pytest.raises(NotFound):
            await transfer.get_run_file(other, run["id"])
        with pytest.raises(NotFound):
            await transfer.cancel_run(other, run["id"])
        assert (await transfer.list_runs(other)).items == []
    assert [row["id"] for row in (await transfer.list_runs(here.members["mateo"])).items] == [run["id"]]


async def test_who_was_removed_meanwhile_gets_nothing(here: World, full: Row) -> None:
    mateo = here.members["mateo"]
    run = await _start(mateo)
    async with unit_of_work():
        await workspaces.remove_member(here.sam, mateo.id, version=1)
    ended = await finish(mateo, run)
    assert (ended["status"], ended["file"]) == ("failed", None)
    assert ended["error"] == "You are no longer in this workspace"


async def test_a_cancelled_export_leaves_no_file(here: World, full: Row) -> None:
    run = await _start(here.sam)
    async with unit_of_work():
        assert (await transfer.cancel_run(here.sam, run["id"]))["status"] == "cancelled"
    assert await jobs.run(run["id"]) == "skipped"
    async with unit_of_work():
        assert (await transfer.cancel_run(here.sam, run["id"]))["status"] == "cancelled"


async def test_what_has_ended_is_not_cancelled(here: World, full: Row) -> None:
    run, _ = await _export(here.sam)
    with pytest.raises(Conflict, match="ended"):
        async with unit_of_work():
            await transfer.cancel_run(here.sam, run["id"])


async def test_a_running_export_is_cancelled_when_it_reports(
    here: World, full: Row, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = await _start(here.sam)
    count = task_rows.count_tasks

    async def cancel_meanwhile(member: Member, selection: Any) -> int:
        await asyncio.create_task(_cancel(), context=outside)
        return await count(member, selection)

    async def _cancel() -> None:
        async with unit_of_work():
            assert (await transfer.cancel_run(here.sam, run["id"]))["status"] == "cancelling"

    outside = contextvars.copy_context()
    monkeypatch.setattr(exporting, "count_tasks", cancel_meanwhile)
    assert await jobs.run(run["id"]) == "cancelled"
    ended = await transfer.get_run(here.sam, run["id"])
    assert (ended["status"], ended["file"]) == ("cancelled", None)


async def test_somebody_waits_for_five_jobs_at_most(here: World) -> None:
    for _ in range(5):
        await _start(here.sam)
    with pytest.raises(Conflict, match="You wait for 5 jobs"):
        await _start(here.sam)
    await _start(here.members["mateo"])


async def test_what_cannot_be_exported_is_refused_at_once(here: World) -> None:
    with pytest.raises(NotFound):
        await _start(here.members["lena"], project="NOPE")
    with pytest.raises(Invalid) as refused:
        await _start(here.sam, filter="label:")
    assert refused.value.errors[0].pointer == "/filter"
    with pytest.raises(Invalid) as refused:
        await _start(here.sam, sort="colour")
    assert refused.value.errors[0].pointer == "/sort"
    assert await fetch_value("select count(*) from jobs where requested_by is not null") == 0


async def test_a_file_is_forgotten_after_a_week(here: World, full: Row) -> None:
    run, _ = await _export(here.sam)
    row = await fetch_one("select storage_key, expires_at from transfer_files")
    assert row is not None
    assert row["expires_at"] - clock.now() > timedelta(days=6, hours=23)
    await execute("update transfer_files set expires_at = now() - interval '1 second'")
    with pytest.raises(NotFound):
        await transfer.get_run_file(here.sam, run["id"])
    async with unit_of_work():
        await purge()
    assert await fetch_value("select count(*) from transfer_files") == 0
    with pytest.raises(NotFound):
        await attachments.find_storage().read(row["storage_key"])
    assert (await transfer.get_run(here.sam, run["id"]))["status"] == "done"


async def test_a_storage_that_fails_is_tried_again_and_told_in_words(
    here: World, full: Row, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(*_: Any) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr("taskflow.attachments.storage.Storage.write", refuse)
    run = await _start(here.sam)
    assert [await jobs.run(run["id"]) for _ in range(3)] == ["retried", "retried", "dead"]
    ended = await transfer.get_run(here.sam, run["id"])
    assert ended["status"] == "failed"
    assert "failed 3 times" in ended["error"]
    assert "space" not in ended["error"]
