"""Bringing tasks in: choosing a file, seeing what it means here, and importing it."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

from quart import Blueprint, Response, request

from taskflow import projects, tasks, transfer, workspaces
from taskflow.pages.forms import EMPTY, FormState, answers_with, read_form
from taskflow.pages.import_choices import build_choices, list_fields, list_people
from taskflow.pages.job_runs import build_run
from taskflow.pages.rendering import render_page, see_other
from taskflow.platform.errors import Conflict, Invalid
from taskflow.platform.ids import parse_id
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.platform.validation import parse
from taskflow.transfer import ImportChoices
from taskflow.web.application import current_settings, with_streamed_body
from taskflow.web.authentication import require_member
from taskflow.workspaces import Member, Permission

routes = Blueprint("imports", __name__)
Row = dict[str, Any]
FORMATS = {
    "csv": "CSV: a spreadsheet, or any program that writes one",
    "trello": "Trello: the JSON of a board",
    "github": "GitHub: issues as JSON",
    "vikunja": "Vikunja: its export, packed or not",
    "taskflow": "TaskFlow: the full export of a workspace, into an empty one",
}
_CHUNK_BYTES = 256 * 1024


@routes.get("/<slug>/import")
async def show_form(slug: str, form: FormState = EMPTY) -> Response:
    """Which file, and where its tasks go."""
    member = await require_member(slug)
    member.require(Permission.CREATE_TASK)
    rows = await projects.list_projects(member)
    return await render_page(
        "pages/transfer/import.html",
        member=member,
        current="jobs",
        form=form,
        projects=[(row["key"], row["name"]) for row in rows],
        project=request.args.get("project", ""),
        chosen=request.args.get("format", "csv"),
        formats=[row for row in FORMATS.items() if row[0] != "taskflow" or member.can(Permission.IMPORT_WORKSPACE)],
    )


@routes.post("/<slug>/imports")
@answers_with(show_form)
@with_streamed_body
async def take(slug: str) -> Response:
    """Keep the file, have it looked through, and show what it means here."""
    member = await require_member(slug)
    form, files = await read_form(), await request.files
    file, kind = files.get("file"), form.get("format", "")
    if file is None or not file.filename:
        raise Invalid.field("file", "missing", "is missing: choose one")
    if kind not in FORMATS:
        raise Invalid.field("format", "format", f"must be one of {', '.join(FORMATS)}")
    found = await _take(member, form.get("project", ""), file, kind)
    async with unit_of_work():
        await _start(member, found["id"], ImportChoices())
    return see_other(f"/{slug}/imports/{found['id']}")


@routes.get("/<slug>/imports/<import_id>")
async def show(slug: str, import_id: str, form: FormState = EMPTY) -> Response:
    """What the newest look at the file, or its import, has found; and the choices for the next."""
    member = await require_member(slug)
    found = await transfer.get_import(member, parse_id(import_id))
    return await render_page(
        "pages/transfer/import_report.html" if found["project"] else "pages/transfer/import_whole.html",
        member=member,
        current="jobs",
        form=form,
        found=found,
        format=FORMATS[found["format"]],
        **await _load_report(member, found),
    )


@routes.post("/<slug>/imports/<import_id>/runs")
@answers_with(show)
async def start(slug: str, import_id: str) -> Response:
    """Look at it again with these choices, or import it."""
    member = await require_member(slug)
    form = await read_form()
    run = await transfer.get_run(member, parse_id(form.get("job", "")))
    choices = parse(ImportChoices, build_choices(form, run["result"]))
    started = await _start(member, parse_id(import_id), choices)
    return see_other(f"/{slug}/imports/{import_id}" if choices.dry_run else f"/{slug}/jobs/{started['id']}")


async def _load_report(member: Member, found: Row) -> Row:
    """The project, the newest job of the import, what it tells once it is done, and what can be chosen."""
    project = await projects.get_project(member, found["project"]) if found["project"] else None
    jobs = await transfer.list_import_jobs(member, found["id"])
    run = build_run(await transfer.get_run(member, jobs[0]), member) if jobs else None
    told = run["result"] if run and run["status"] == "done" else {}
    people = await tasks.list_assignable(member, project) if project else await workspaces.list_members(member)
    return {
        "project": project,
        "run": run,
        "told": told,
        "fields": list_fields(told),
        "strangers": list_people(told),
        "people": [("", "Nobody"), *((row["id"], row["name"]) for row in people)],
    }


async def _take(member: Member, project: str, file: Any, kind: str) -> Row:
    limit = current_settings().import_max_bytes
    try:
        return await transfer.take_import(
            member,
            None if kind == "taskflow" else project or None,
            str(file.filename),
            _read(file.stream),
            format=kind,  # type: ignore[arg-type]
            max_bytes=limit,
        )
    except Conflict as conflict:
        raise Invalid(conflict.detail) from None


async def _start(member: Member, import_id: UUID, choices: ImportChoices) -> Row:
    try:
        return await transfer.start_import(member, import_id, choices)
    except Conflict as conflict:
        raise Invalid(conflict.detail) from None


async def _read(stream: Any) -> AsyncIterator[bytes]:
    """What was posted, from where the form's reader has put it."""
    while chunk := stream.read(_CHUNK_BYTES):
        yield chunk
