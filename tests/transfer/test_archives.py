"""A full export holds everything of the workspace, and is for its administrators alone."""

import io
import zipfile
from collections.abc import AsyncIterator
from typing import Any

import orjson
import pytest

from taskflow import attachments, comments, projects, tasks, transfer, views, workspaces
from taskflow.comments import CommentChanges, NewComment
from taskflow.platform.database import execute, fetch, fetch_value
from taskflow.platform.errors import Forbidden, Invalid
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.platform.validation import parse
from taskflow.projects import NewField, NewLabel
from taskflow.tasks import NewTask
from taskflow.transfer import NewExport, archives
from taskflow.views import NewView
from taskflow.workspaces import Member, NewTeam
from taskflow.world import World
from tests.transfer.conftest import finish, read_file

Row = dict[str, Any]


async def _start(member: Member) -> Row:
    async with unit_of_work():
        return await transfer.start_export(member, NewExport(format="zip"))


async def _export(member: Member) -> tuple[Row, zipfile.ZipFile]:
    run = await finish(member, await _start(member))
    assert run["status"] == "done", run
    return run, zipfile.ZipFile(io.BytesIO(await read_file(member, run["id"])))


def _read(archive: zipfile.ZipFile, kind: str) -> list[Row]:
    return [orjson.loads(line) for line in archive.read(f"{kind}.jsonl").splitlines()]


async def _chunks(data: bytes) -> AsyncIterator[bytes]:
    yield data


@pytest.fixture
async def full(here: World) -> Row:
    """One of everything: the second task has all that a task can have."""
    sam, mateo = here.sam, here.members["mateo"]
    async with unit_of_work():
        team = await workspaces.create_team(sam, NewTeam(name="Design", hue="pink"))
        await workspaces.add_to_team(sam, team["id"], mateo.id)
        await projects.let_team_in(sam, await projects.get_project(sam, "WEB"), team["id"])
        label = await projects.create_label(sam, "WEB", NewLabel(name="Bug", hue="rose"))
        size = await projects.create_field(sam, "WEB", NewField(name="Size", kind="number"))
        first = await tasks.create_task(sam, "WEB", NewTask(title="First"))
        second = await tasks.create_task(mateo, "WEB", NewTask.model_validate({
            "title": "Second", "description": "Ünï\n🚀", "priority": "high", "assignees": [str(sam.id)],
            "labels": [str(label["id"])], "due_date": "2026-11-27", "estimate": 2.5, "parent": first["key"],
            "recurrence": "FREQ=WEEKLY", "fields": {str(size["id"]): 3},
        }))  # fmt: skip
        third = await tasks.create_task(sam, "WEB", NewTask(title="Third"))
        await tasks.block_task(sam, second["key"], third["key"])
        said = await comments.post_comment(mateo, "WEB-2", NewComment(body="Look @sam.okafor"))
        await comments.add_reaction(sam, "WEB-2", said["id"], "👍")
        await comments.edit_comment(mateo, "WEB-2", said["id"], CommentChanges(body="Look again"), version=1)
        await views.create_view(sam, NewView(name="Bugs", project="WEB", filter="label:bug", is_shared=True))
        await views.create_view(mateo, NewView(name="Mine", filter="is:blocked"))
        gone = await tasks.create_task(sam, "WEB", NewTask(title="A mistake"))
        await tasks.delete_task(sam, gone["key"], version=gone["version"])
    file = await attachments.add_attachment(sam, "WEB-2", "notes.txt", _chunks(b"Notes " * 10_000), max_bytes=100_000)
    return {"label": label, "size": size, "file": file, "comment": said, "team": team}


async def test_everything_is_in_it(here: World, full: Row) -> None:
    run, archive = await _export(here.sam)
    assert archive.testzip() is None
    manifest = orjson.loads(archive.read("manifest.json"))
    assert (manifest["format"], manifest["version"], manifest["missing"]) == ("taskflow", 1, [])
    assert manifest["counts"] == run["result"]
    for kind, count in manifest["counts"].items():
        assert len(_read(archive, kind)) == count, kind
    by_title = {row["title"]: row for row in _read(archive, "tasks")}
    second = by_title["Second"]
    assert {name: second[name] for name in ("description", "priority", "due_date", "estimate", "recurrence")} == {
        "description": "Ünï\n🚀", "priority": "high", "due_date": "2026-11-27", "estimate": "2.50",
        "recurrence": "FREQ=WEEKLY",
    }  # fmt: skip
    assert second["custom"] == {str(full["size"]["id"]): 3}
    assert second["labels"] == [str(full["label"]["id"])]
    assert second["assignees"] == [str(here.sam.id)]
    assert set(second["watchers"]) == {str(here.sam.id), str(here.members["mateo"].id)}
    assert (second["parent_id"], second["blocked_by"]) == (by_title["First"]["id"], [by_title["Third"]["id"]])
    assert second["created_by"] == str(here.members["mateo"].id)
    assert by_title["A mistake"]["deleted_at"]
    (comment,) = _read(archive, "comments")
    assert (comment["body"], comment["former_texts"][0]["body"]) == ("Look again", "Look @sam.okafor")
    assert comment["reactions"][0]["emoji"] == "👍"
    (attachment,) = _read(archive, "attachments")
    assert archive.read(attachment["path"]) == b"Notes " * 10_000
    assert "storage_key" not in attachment
    assert _read(archive, "teams")[0]["members"] == [str(here.members["mateo"].id)]
    assert {row["email"] for row in _read(archive, "members")} >= {"sam@meridian.example", "mateo@meridian.example"}
    assert _read(archive, "projects")[0]["teams"] == [str(full["team"]["id"])]
    assert len(_read(archive, "events")) == await fetch_value(
        "select count(*) from events where workspace_id is not null"
    )


async def test_the_views_that_others_keep_to_themselves_stay_theirs(here: World, full: Row) -> None:
    _, archive = await _export(here.sam)
    assert {row["name"] for row in _read(archive, "views")} == {"Bugs"}


async def test_no_table_that_holds_the_work_of_people_is_forgotten(here: World, full: Row) -> None:
    """Each column of the tables in it is in it, or is named here with its reason."""
    left_out = {
        "workspace_id",  # it is one workspace
        "version", "column_id_", "comment_count", "attachment_count", "task_count",  # counted anew
        "storage_key", "project_key", "user_id",  # of this instance
        "request_id", "xid",  # of the server's own logs and transactions
    }  # fmt: skip
    tables = {
        "projects": "projects", "project_columns": "columns", "labels": "labels", "custom_fields": "fields",
        "tasks": "tasks", "comments": "comments", "attachments": "attachments", "saved_views": "views",
        "events": "events", "teams": "teams", "members": "members",
    }  # fmt: skip
    _, archive = await _export(here.sam)
    rows = await fetch("select table_name, column_name from information_schema.columns where table_schema = 'public'")
    for row in rows:
        kind = tables.get(row["table_name"])
        if kind is not None and row["column_name"] not in left_out | {"deleted_at"}:
            assert row["column_name"] in _read(archive, kind)[0], row


async def test_only_administrators_export_the_whole_workspace(here: World) -> None:
    for name in ("mateo", "lena"):
        with pytest.raises(Forbidden):
            await _start(here.members[name])
    run = await finish(here.members["priya"], await _start(here.members["priya"]))
    assert run["status"] == "done"


async def test_who_is_no_administrator_any_more_gets_nothing(here: World) -> None:
    run = await _start(here.members["priya"])
    await execute("update members set role = 'member' where id = $1", here.members["priya"].id)
    ended = await finish(here.members["priya"], run)
    assert (ended["status"], ended["error"]) == ("failed", "You may not export this workspace any more")


async def test_nothing_of_another_workspace_is_in_it(here: World, full: Row) -> None:
    async with unit_of_work():
        new = workspaces.NewWorkspace(name="Other", slug="other")
        await workspaces.create_workspace(here.persons["mateo"], new)
        other = await workspaces.get_member(here.persons["mateo"], "other")
        await projects.create_project(other, projects.NewProject(key="SECRET", name="Quiet"))
        await tasks.create_task(other, "SECRET", NewTask(title="Whisper"))
    _, archive = await _export(here.sam)
    everything = b"".join(archive.read(name) for name in archive.namelist())
    assert b"Whisper" not in everything
    assert b"SECRET" not in everything


async def test_batches_leave_nothing_out(here: World, full: Row, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, _ = await _export(here.sam)
    monkeypatch.setattr(archives, "BATCH", 1)
    single, _ = await _export(here.sam)
    assert single["result"] == whole["result"]


async def test_a_file_that_is_gone_from_the_storage_is_named(here: World, full: Row) -> None:
    await attachments.find_storage().delete(await fetch_value("select storage_key from attachments"))
    _, archive = await _export(here.sam)
    assert orjson.loads(archive.read("manifest.json"))["missing"] == [str(full["file"]["id"])]


def test_a_zip_is_no_selection() -> None:
    for more in ({"project": "WEB"}, {"filter": "label:bug"}):
        with pytest.raises(Invalid, match="whole workspace"):
            parse(NewExport, {"format": "zip", **more})
