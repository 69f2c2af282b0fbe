"""A full export fills an empty workspace without loss: compared field by field, and by a second export of it."""

import io
import zipfile
from collections.abc import Callable
from typing import Any
from uuid import UUID

import orjson
import pytest

from taskflow import attachments, comments, projects, search, tasks, transfer, views, workspaces
from taskflow.comments import CommentChanges, NewComment
from taskflow.platform import jobs
from taskflow.platform.database import execute, fetch, fetch_value
from taskflow.platform.errors import Forbidden, Invalid
from taskflow.platform.ids import new_id
from taskflow.platform.leases import Run
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.projects import ColumnChanges, NewField, NewProject, Option, ProjectChanges
from taskflow.tasks import NewTask
from taskflow.transfer import ImportChoices
from taskflow.transfer.unpacking import renew, zips
from taskflow.views import NewView
from taskflow.workspaces import Member, NewTeam, NewWorkspace
from taskflow.world import World
from tests.transfer.conftest import finish
from tests.transfer.test_archives import _chunks, _export, _read, full  # noqa: F401  the workspace with one of everything

Row = dict[str, Any]
Change = Callable[[dict[str, bytes]], None]
KINDS = ("teams", "projects", "columns", "labels", "fields", "tasks", "comments", "attachments", "views")
HERE = ("mateo", "lena", "priya")  # the others of the workspace are not in the one that is filled


@pytest.fixture
async def rich(here: World, full: Row) -> Row:  # noqa: F811
    """What `full` does not have: private, renamed and archived projects, moments, selects, threads."""
    sam, mateo, aiko = here.sam, here.members["mateo"], here.members["aiko"]
    async with unit_of_work():
        await projects.create_project(sam, NewProject(key="OLD", name="Archive", template="software"))
        secret = await projects.create_project(mateo, NewProject(key="TOP", name="Secret", visibility="private"))
        await projects.edit_project(mateo, "TOP", ProjectChanges(key="SEC"), version=secret["version"])
        await projects.grant_access(mateo, secret, aiko.id)
        column = (await projects.list_columns(secret))[1]
        changes = ColumnChanges(name="Now", wip_limit=3, wip_policy="refuse", position=3)
        await projects.edit_column(mateo, "SEC", column["id"], changes, version=column["version"])
        options = [Option(name="High", hue="rose"), Option(name="Low", hue="teal")]
        choice = await projects.create_field(mateo, "SEC", NewField(name="Risk", kind="select", options=options))
        owner = await projects.create_field(mateo, "SEC", NewField(name="Owner", kind="member"))
        deep = await tasks.create_task(mateo, "SEC", NewTask.model_validate({
            "title": "Deep", "due_at": "2026-12-01T09:30:00+01:00", "due_zone": "Europe/Berlin",
            "start_date": "2026-11-01", "column_id": str(column["id"]), "assignees": [str(aiko.id)],
            "fields": {str(choice["id"]): choice["options"][1]["id"], str(owner["id"]): str(aiko.id)},
        }))  # fmt: skip
        await tasks.create_task(mateo, "SEC", NewTask(title="Second"))
        await tasks.complete_task(mateo, deep["key"], version=deep["version"])
        said = await comments.post_comment(aiko, "WEB-2", NewComment(body="From @design and @mateo.ruiz"))
        await comments.add_reaction(aiko, "WEB-2", said["id"], "🎉")
        await comments.add_reaction(mateo, "WEB-2", said["id"], "🎉")
        for number in range(3):
            changed = CommentChanges(body=f"Text {number} for @mateo.ruiz")
            await comments.edit_comment(aiko, "WEB-2", said["id"], changed, version=number + 1)
        gone = await comments.post_comment(mateo, "WEB-2", NewComment(body="Never mind"))
        await comments.delete_comment(mateo, "WEB-2", gone["id"], version=1)
        await tasks.complete_task(sam, "WEB-2", force=True)
        moving = await tasks.create_task(sam, "WEB", NewTask(title="On the move"))
        await tasks.transfer_task(sam, moving["key"], tasks.Transfer(project="OLD"))
        old = await projects.get_project(sam, "OLD")
        await projects.edit_project(sam, "OLD", ProjectChanges(archived=True), version=old["version"])
        await views.create_view(mateo, NewView(name="Shared", filter="is:blocked", layout="board", is_shared=True))
        child = await tasks.create_task(aiko, "WEB", NewTask(title="Older than its parent"))
        above = await tasks.create_task(aiko, "WEB", NewTask(title="Above"))
        await tasks.edit_task(aiko, child["key"], tasks.TaskChanges(parent=above["key"]), version=child["version"])
    await attachments.add_attachment(aiko, "WEB-1", "ünï.bin", _chunks(bytes(range(256))), max_bytes=1000)
    return full


async def _build_target(here: World, *, without: tuple[str, ...] = ()) -> Member:
    """Another workspace of Sam's, empty but for the people of the first one with the same roles."""
    async with unit_of_work():
        await workspaces.create_workspace(here.persons["sam"], NewWorkspace(name="Copy", slug="copy"))
        target = await workspaces.get_member(here.persons["sam"], "copy")
    gone = [here.members[name].user_id for name in without]
    await execute(
        "insert into members (id, workspace_id, user_id, role) select gen_random_uuid(), $1, user_id, role from members"
        " where workspace_id = $2 and user_id <> $3 and user_id <> all($4::uuid[])",
        target.workspace_id,
        here.sam.workspace_id,
        target.user_id,
        gone,
    )
    return target


async def _bytes(archive: zipfile.ZipFile) -> bytes:
    file = archive.fp
    assert file is not None
    file.seek(0)
    return file.read()


async def _take(member: Member, data: bytes) -> Row:
    return await transfer.take_import(
        member, None, "all.zip", _chunks(data), format="taskflow", max_bytes=100_000_000
    )  # fmt: skip


async def _start(member: Member, found: Row, *, dry: bool = False, **choices: Any) -> Row:
    async with unit_of_work():
        given = ImportChoices.model_validate({"dry_run": dry, **choices})
        return await transfer.start_import(member, found["id"], given)


async def _import(member: Member, data: bytes, **more: Any) -> Row:
    return await finish(member, await _start(member, await _take(member, data), **more))


def _map_ids(old: zipfile.ZipFile, new: zipfile.ZipFile) -> dict[str, str]:
    """New ids by old ones: people by address; the others by their order, which has to be the same."""
    there = {row["email"]: row["id"] for row in _read(new, "members")}
    ids = {row["id"]: there[row["email"]] for row in _read(old, "members") if row["email"] in there}
    for kind in KINDS:
        pairs = zip(_read(old, kind), _read(new, kind), strict=True)
        ids |= {one["id"]: two["id"] for one, two in pairs}
    return ids


def _translate(value: Any, ids: dict[str, str]) -> Any:
    """The same with the new ids; lists of ids, and of what is told apart by ids only, have no order."""
    if isinstance(value, dict):
        return {ids.get(name, name): _translate(one, ids) for name, one in value.items()}
    if isinstance(value, list):
        has_order = any(isinstance(one, dict) and {"body", "hue"} & set(one) for one in value)
        translated = [_translate(one, ids) for one in value]
        return translated if has_order else sorted(translated, key=str)
    if isinstance(value, str) and value.startswith("files/"):
        return f"files/{ids.get(value.removeprefix('files/'), value.removeprefix('files/'))}"
    return ids.get(value, value) if isinstance(value, str) else value


async def test_a_workspace_comes_back_as_it_went(here: World, rich: Row) -> None:
    _, old = await _export(here.sam)
    target = await _build_target(here)
    run = await _import(target, await _bytes(old))
    assert run["status"] == "done", run
    assert (run["done"], run["result"]["unknown_people"]) == (run["total"], {})
    _, new = await _export(target)
    ids = _map_ids(old, new)
    assert len(set(ids.values())) == len(ids)
    assert not set(ids) & set(ids.values())
    for kind in KINDS:
        before, after = _read(old, kind), _read(new, kind)
        assert before, f"there is no {kind} to compare"
        for one, two in zip(before, after, strict=True):
            assert _translate(two, {}) == _translate(one, ids), kind
    for row in _read(old, "attachments"):
        assert new.read(f"files/{ids[row['id']]}") == old.read(row["path"])
    told, again = (orjson.loads(archive.read("manifest.json"))["counts"] for archive in (old, new))
    assert {kind: told[kind] for kind in KINDS} == {kind: again[kind] for kind in KINDS}


async def test_what_is_counted_is_right_and_the_next_number_goes_on(here: World, rich: Row) -> None:
    _, old = await _export(here.sam)
    target = await _build_target(here)
    await _import(target, await _bytes(old))
    counts = (
        "select p.key, t.number, t.comment_count, t.attachment_count, t.deleted_at from tasks t"
        " join projects p on p.id = t.project_id where t.workspace_id = $1 order by 1, 2"
    )
    columns = (
        "select p.key, c.position, c.task_count from project_columns c join projects p on p.id = c.project_id"
        " where c.workspace_id = $1 order by 1, 2"
    )
    for statement in (counts, columns):
        assert await fetch(statement, target.workspace_id) == await fetch(statement, here.sam.workspace_id)
    async with unit_of_work():
        ours = await tasks.create_task(here.sam, "WEB", NewTask(title="Next"))
        theirs = await tasks.create_task(target, "WEB", NewTask(title="Next"))
    assert ours["key"] == theirs["key"]
    page = await tasks.list_tasks(target, tasks.build_filter("bottom OR Ünï", status="all"), match=search.match_words)
    assert page is not None
    assert (await projects.get_project(target, "SEC"))["name"] == "Secret"
    assert await fetch_value("select count(*) from notifications where workspace_id = $1", target.workspace_id) == 0


async def test_history_says_what_happened_here_and_what_was_said_there(here: World, rich: Row) -> None:
    _, old = await _export(here.sam)
    target = await _build_target(here)
    data = await _bytes(old)
    found = await _take(target, data)
    run = await finish(target, await _start(target, found))
    rows = await fetch(
        "select action, actor_id, changes from events where workspace_id = $1 order by seq", target.workspace_id
    )
    made = [row["action"] for row in rows if row["action"] != "workspace.created"]
    assert set(made) == {"project.imported", "task.imported", "comment.imported", "workspace.imported"}
    assert made.count("task.imported") == run["result"]["counts"]["tasks"]
    assert {row["actor_id"] for row in rows if row["action"] in made} == {target.id}
    (filled,) = (row["changes"] for row in rows if row["action"] == "workspace.imported")
    assert filled["sha256"] == [None, found["sha256"]]
    assert filled["workspace"] == [None, here.sam.workspace_name]
    for member, key in ((here.sam, "WEB-2"), (target, "WEB-2")):
        task = await tasks.get_task(member, key)
        (edited, *_) = (row for row in (await comments.list_comments(member, task)).items if "Text 2" in row["body"])
        versions = (await comments.list_versions(edited)).items
        told = [(row["number"], row["body"], str(row["at"])[:19], row["by"]["name"]) for row in versions]
        if member is here.sam:
            before = told
    assert told == before
    assert [row[1] for row in told] == [
        *(f"Text {n} for @mateo.ruiz" for n in (2, 1, 0)),
        "From @design and @mateo.ruiz",
    ]


async def test_a_dry_run_tells_everything_and_makes_nothing(here: World, rich: Row) -> None:
    _, old = await _export(here.sam)
    target = await _build_target(here, without=("aiko",))
    run = await _import(target, await _bytes(old), dry=True)
    result = run["result"]
    assert result["source"]["version"] == 1
    assert result["counts"] == {kind: len(_read(old, kind)) for kind in KINDS}
    assert list(result["unknown_people"]) == ["aiko@meridian.example"]
    told = " ".join(result["not_brought"])
    assert f"its {len(_read(old, 'events')):,} events stay in the zip" in told
    assert "1 person who is not here" in told
    for table in ("projects", "teams", "tasks", "comments", "attachments", "saved_views"):
        assert await fetch_value(f"select count(*) from {table} where workspace_id = $1", target.workspace_id) == 0, (
            table
        )


async def test_who_is_not_here_is_named_where_they_wrote(here: World, rich: Row) -> None:
    _, old = await _export(here.sam)
    target = await _build_target(here, without=("aiko",))
    assert (await _import(target, await _bytes(old)))["status"] == "done"
    task = await tasks.get_task(target, "WEB-2")
    (said,) = [row for row in (await comments.list_comments(target, task)).items if "Text 2" in row["body"]]
    name, day = here.members["aiko"].name, said["created_at"].date()
    assert said["body"] == f"**{name}** wrote on {day}:\n\nText 2 for @mateo.ruiz"
    assert said["author"]["name"] == here.sam.name
    versions = (await comments.list_versions(said)).items
    assert versions[-1]["body"] == f"**{name}** wrote on {day}:\n\nFrom @design and @mateo.ruiz"
    deep = await tasks.get_task(target, "SEC-1")
    assert (deep["assignees"], len(deep["custom"])) == ([], 1)


async def test_somebody_else_can_be_chosen_for_who_is_not_here(here: World, rich: Row) -> None:
    _, old = await _export(here.sam)
    target = await _build_target(here, without=("aiko",))
    priya = await fetch_value(
        "select id from members where workspace_id = $1 and user_id = $2", target.workspace_id,
        here.members["priya"].user_id,
    )  # fmt: skip
    found = await _take(target, await _bytes(old))
    chosen = {"Aiko@meridian.example": str(priya)}
    assert (await finish(target, await _start(target, found, dry=True, people=chosen)))["result"][
        "unknown_people"
    ] == {}
    await finish(target, await _start(target, found, people=chosen))
    assert [row["id"] for row in (await tasks.get_task(target, "SEC-1"))["assignees"]] == [str(priya)]
    stranger = {"aiko@meridian.example": str(here.members["priya"].id)}
    again = await finish(target, await _start(target, found, people=stranger))
    assert "is no member of this workspace" in again["error"]


async def test_values_of_a_deleted_field_are_told_and_do_not_stand_against_the_rest(here: World, rich: Row) -> None:
    async with unit_of_work():
        await projects.delete_field(here.sam, "WEB", rich["size"]["id"], version=1)
    _, old = await _export(here.sam)
    orphan = {row["number"]: row["custom"] for row in _read(old, "tasks") if str(rich["size"]["id"]) in row["custom"]}
    assert orphan, "a deleted field leaves nothing behind any more"
    target = await _build_target(here)
    run = await _import(target, await _bytes(old))
    assert run["status"] == "done", run
    assert any("of fields that were deleted" in sentence for sentence in run["result"]["not_brought"])
    assert (await tasks.get_task(target, "WEB-2"))["custom"] == {}


async def test_nobody_is_put_on_a_task_that_they_cannot_see_here(here: World, rich: Row) -> None:
    _, old = await _export(here.sam)
    target = await _build_target(here)
    await execute(
        "update members set role = 'guest' where workspace_id = $1 and user_id = $2", target.workspace_id,
        here.members["mateo"].user_id,
    )  # fmt: skip
    await execute("delete from team_members")
    data = _change(
        await _bytes(old), lambda files: files.update({"teams.jsonl": _replace_people(files["teams.jsonl"])})
    )
    run = await _import(target, data)
    assert "cannot see here" in " ".join(run["result"]["not_brought"])
    blind = await fetch_value(
        "select count(*) from task_watchers w join tasks t on t.id = w.task_id join projects p on p.id = t.project_id"
        " join members m on m.id = w.member_id where w.workspace_id = $1 and m.role = 'guest' and p.key = 'WEB'"
        " and m.user_id = $2", target.workspace_id, here.members["mateo"].user_id,
    )  # fmt: skip
    assert blind == 0


async def test_a_run_that_was_cut_off_anywhere_goes_on_and_makes_nothing_twice(
    here: World, rich: Row, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zips, "BATCH", 2)
    _, old = await _export(here.sam)
    target = await _build_target(here)
    found = await _take(target, await _bytes(old))
    report, reported = Run.report, list[int]()
    broken = [12, 25]

    async def break_off(self: Run, done: int, total: int | None = None) -> None:
        if total is not None and broken and done >= broken[0]:
            broken.pop(0)
            raise OSError("the power went")
        reported.append(done)
        await report(self, done, total)

    monkeypatch.setattr(Run, "report", break_off)
    run = await _start(target, found)
    for _ in range(2):
        assert await jobs.run(run["id"]) == "retried"
        assert await fetch_value("select count(*) from projects where workspace_id = $1", target.workspace_id) > 0
    ended = await finish(target, run)
    assert ended["status"] == "done", ended
    assert not broken
    _, new = await _export(target)
    ids = _map_ids(old, new)
    for kind in KINDS:
        for one, two in zip(_read(old, kind), _read(new, kind), strict=True):
            assert _translate(two, {}) == _translate(one, ids), kind
    made = await fetch_value(
        "select count(*) from events where workspace_id = $1 and action = 'task.imported'", target.workspace_id
    )
    assert made == len(_read(old, "tasks"))
    again = await finish(target, await _start(target, found))
    assert again["error"] == "This workspace was filled from an export already: it is done once"


async def test_only_an_empty_workspace_is_filled(here: World, rich: Row) -> None:
    _, old = await _export(here.sam)
    before = await fetch_value("select count(*) from tasks")
    for member in (here.sam, await _build_target(here)):
        async with unit_of_work():
            await workspaces.create_team(member, NewTeam(name="Already", hue="pink"))
        run = await _import(member, await _bytes(old), dry=member is here.sam)
        assert "goes into an empty one" in run["error"]
    assert await fetch_value("select count(*) from tasks") == before


async def test_only_administrators_fill_a_workspace(here: World, rich: Row) -> None:
    _, old = await _export(here.sam)
    data = await _bytes(old)
    for name in ("mateo", "lena"):
        with pytest.raises(Forbidden):
            await _take(here.members[name], data)
    with pytest.raises(Invalid, match="full export goes into"):
        await transfer.take_import(here.sam, "WEB", "a.zip", _chunks(data), format="taskflow", max_bytes=10**8)
    with pytest.raises(Invalid, match="full export goes into"):
        await transfer.take_import(here.sam, None, "a.csv", _chunks(b"Title"), format="csv", max_bytes=10**8)
    target = await _build_target(here)
    run = await _start(target, await _take(target, data))
    await execute("update members set role = 'member' where id = $1", target.id)
    assert (await finish(target, run))["error"] == "You may not fill this workspace any more"


def _change(data: bytes, change: Change, *, pack: int = zipfile.ZIP_STORED) -> bytes:
    """The zip with other files in it."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    change(files)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", pack) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def _replace_people(lines: bytes) -> bytes:
    return b"".join(orjson.dumps(orjson.loads(line) | {"members": []}) + b"\n" for line in lines.splitlines())


def _set(kind: str, place: int, **values: Any) -> Change:
    """Other values in a line of a kind, counted from 1."""

    def change(files: dict[str, bytes]) -> None:
        lines = files[f"{kind}.jsonl"].splitlines()
        lines[place - 1] = orjson.dumps(orjson.loads(lines[place - 1]) | values)
        files[f"{kind}.jsonl"] = b"\n".join(lines) + b"\n"

    return change


def _manifest(**values: Any) -> Change:
    def change(files: dict[str, bytes]) -> None:
        files["manifest.json"] = orjson.dumps(orjson.loads(files["manifest.json"]) | values)

    return change


def _put(name: str, data: bytes) -> Change:
    return lambda files: files.update({name: data})


def _spoil(files: dict[str, bytes]) -> None:
    name = next(name for name in files if name.startswith("files/"))
    files[name] = bytes(len(files[name]))


def _drop_line(files: dict[str, bytes]) -> None:
    files["comments.jsonl"] = b"\n".join(files["comments.jsonl"].splitlines()[:-1]) + b"\n"


def _turn_parents(files: dict[str, bytes]) -> None:
    first, second, *rest = (orjson.loads(line) for line in files["tasks.jsonl"].splitlines())
    first["parent_id"], second["parent_id"] = second["id"], first["id"]
    files["tasks.jsonl"] = b"".join(orjson.dumps(row) + b"\n" for row in (first, second, *rest))


def _fill_field(files: dict[str, bytes]) -> None:
    fields = [orjson.loads(line) for line in files["fields.jsonl"].splitlines()]
    _set("tasks", 1, custom={next(row["id"] for row in fields if row["name"] == "Size"): "much"})(files)


NOWHERE = "0192f0c1-2b3c-7d4e-8f5a-000000000000"
BROKEN: list[tuple[str, Change, str]] = [
    ("version", _manifest(version=2), "manifest.json: version 2 of the format is not known here, only version 1"),
    ("format", _manifest(format="other"), "manifest.json says nothing of an export of TaskFlow"),
    ("counts", _manifest(counts={}), "manifest.json or the zip has no workspace"),
    ("no manifest", lambda files: files.pop("manifest.json") and None, "The zip has no manifest.json"),
    ("no tasks", lambda files: files.pop("tasks.jsonl") and None, "has no tasks: the export is not whole"),
    ("traversal", _put("../../etc/passwd", b"x"), "The zip holds «../../etc/passwd», which is no part of an export"),
    ("absolute", _put("/files/x", b"x"), "The zip holds «/files/x», which is no part of an export"),
    ("torn line", _put("labels.jsonl", b'{"id": \n'), "labels.jsonl, line 1 is no JSON"),
    ("no object", _put("labels.jsonl", b"[]\n"), "labels.jsonl, line 1 must be an object"),
    ("lost line", _drop_line, "comments.jsonl has 2 lines, and manifest.json says 3: something is lost"),
    ("unknown field", _set("tasks", 2, colour="red"), "tasks.jsonl, line 2: colour: is not a known field"),
    ("zone", _set("tasks", 1, due_at="2026-11-27T09:00:00Z", due_zone="Mars"), "tasks.jsonl, line 1: due_zone: must"),
    ("control", _set("tasks", 3, title="a\u0000b"), "tasks.jsonl, line 3: title: must be a single line"),
    ("number twice", _set("tasks", 2, number=1), "tasks.jsonl, line 2: number: 1 is there twice"),
    ("number too high", _set("tasks", 2, number=999), "tasks.jsonl, line 2: number: the project's next one is"),
    ("column", _set("tasks", 1, column_id=NOWHERE), "tasks.jsonl, line 1: column_id: the project has no column"),
    ("assignee", _set("tasks", 1, assignees=[NOWHERE]), f"tasks.jsonl, line 1: people: {NOWHERE} is not in the export"),
    ("value", _fill_field, "tasks.jsonl, line 1: custom: Size must be a number"),
    ("parent", _set("tasks", 1, parent_id=NOWHERE), f"names {NOWHERE}, which is not there"),
    ("circle", _turn_parents, "goes in a circle"),
    ("task", _set("comments", 2, task_id=NOWHERE), "comments.jsonl, line 2: task_id"),
    ("filter", _set("views", 1, filter="due<"), "views.jsonl, line 1: filter"),
    ("path", _set("attachments", 1, path="files/../secret"), "attachments.jsonl, line 1: "),
    ("digest", _spoil, "is not what was exported: its digest is another"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "said"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN])
async def test_what_is_no_whole_export_is_refused_with_its_place(
    here: World, rich: Row, change: Change, said: str
) -> None:
    _, old = await _export(here.sam)
    target = await _build_target(here)
    run = await _import(target, _change(await _bytes(old), change))
    assert run["status"] == "failed"
    assert said in run["error"], run["error"]
    assert await fetch_value("select count(*) from projects where workspace_id = $1", target.workspace_id) == 0


async def test_bombs_and_torn_zips_are_refused(here: World, rich: Row, monkeypatch: pytest.MonkeyPatch) -> None:
    _, old = await _export(here.sam)
    data = await _bytes(old)
    target = await _build_target(here)
    packed = _change(data, lambda _: None, pack=zipfile.ZIP_DEFLATED)
    assert "otherwise than TaskFlow packs it" in (await _import(target, packed))["error"]
    assert "cannot be unpacked" in (await _import(target, data[: len(data) // 2]))["error"]
    assert "cannot be unpacked" in (await _import(target, b"no zip at all"))["error"]
    monkeypatch.setattr(zips, "MOST_JSON_BYTES", 5000)
    assert "unpacks to more than" in (await _import(target, data))["error"]
    monkeypatch.setattr(zips, "MOST_JSON_BYTES", 10**9)
    monkeypatch.setattr(zips, "LONGEST_LINE", 200)
    assert "has a line of more than" in (await _import(target, data))["error"]


async def test_a_file_that_the_export_did_not_have_is_told_and_not_counted(here: World, rich: Row) -> None:
    key = await fetch_value("select storage_key from attachments order by id limit 1")
    await attachments.find_storage().delete(key)
    _, old = await _export(here.sam)
    target = await _build_target(here)
    run = await _import(target, await _bytes(old))
    assert "1 file whose bytes the export did not have." in run["result"]["not_brought"]
    assert (await tasks.get_task(target, "WEB-2"))["attachment_count"] == 0
    assert (await tasks.get_task(target, "WEB-1"))["attachment_count"] == 1


def test_new_ids_keep_their_order_and_are_others() -> None:
    one, two = new_id(), new_id()
    old = [new_id() for _ in range(2000)]
    for workspace_id in (one, two):
        renewed = [renew(workspace_id, each) for each in old]
        assert renewed == sorted(set(renewed))
        assert not set(renewed) & set(old)
        assert {each.version for each in renewed} == {7}
        assert all(isinstance(each, UUID) for each in renewed)
    assert not {renew(one, each) for each in old} & {renew(two, each) for each in old}
