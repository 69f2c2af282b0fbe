"""What somebody has asked for and waits for: all of it, one with its progress, and the file that comes of it."""

from typing import Any

from quart import Blueprint, Response, request

from taskflow import attachments, transfer
from taskflow.pages.addresses import with_query
from taskflow.pages.formatting import build_moment, count_of, format_size, humanise
from taskflow.pages.rendering import render_page, render_part, see_other
from taskflow.platform import clock
from taskflow.platform.errors import Conflict
from taskflow.platform.ids import parse_id
from taskflow.web.authentication import require_member
from taskflow.web.downloads import build_download, find_fresh
from taskflow.web.forgery import build_form_token
from taskflow.workspaces import Member

routes = Blueprint("job_runs", __name__)
Row = dict[str, Any]
# What a kind of job is called, and what it counts.
KINDS: dict[str, tuple[str, str]] = {
    "transfer.export_tasks": ("Export of tasks", "task"),
    "transfer.export_workspace": ("Export of the workspace", "thing"),
    "transfer.import_tasks": ("Import of tasks", "task"),
    "transfer.import_workspace": ("Import of a workspace", "thing"),
}
TONES = {"done": "", "failed": "pill-danger", "waiting": "pill-flat", "cancelled": "pill-flat"}


@routes.get("/<slug>/jobs")
async def show_all(slug: str) -> Response:
    """The newest first; `?after=…` goes on."""
    member = await require_member(slug)
    page = await transfer.list_runs(member, after=request.args.get("after"))
    return await render_page(
        "pages/transfer/jobs.html",
        member=member,
        current="jobs",
        runs=[build_run(run, member) for run in page.items],
        more_url=page.next_cursor and with_query(f"/{slug}/jobs", after=page.next_cursor),
    )


@routes.get("/<slug>/jobs/<job_id>")
async def show(slug: str, job_id: str) -> Response:
    """How far it is; what came of it."""
    member = await require_member(slug)
    run = build_run(await transfer.get_run(member, parse_id(job_id)), member)
    return await render_page("pages/transfer/job.html", member=member, current="jobs", run=run)


@routes.get("/<slug>/jobs/<job_id>/progress")
async def show_progress(slug: str, job_id: str) -> Response:
    """The part of the page that changes, for the page that shows it."""
    member = await require_member(slug)
    run = build_run(await transfer.get_run(member, parse_id(job_id)), member)
    return render_part("pages/transfer/progress.html", run=run, base=f"/{slug}", csrf=build_form_token())


@routes.post("/<slug>/jobs/<job_id>/cancellation")
async def cancel(slug: str, job_id: str) -> Response:
    """Have it end; nothing when it just has."""
    member = await require_member(slug)
    try:
        await transfer.cancel_run(member, parse_id(job_id))
    except Conflict as conflict:
        return see_other(f"/{slug}/jobs/{job_id}", conflict.detail)
    return see_other(f"/{slug}/jobs/{job_id}")


@routes.get("/<slug>/jobs/<job_id>/file")
async def save(slug: str, job_id: str) -> Response:
    """The file itself."""
    file = await transfer.get_run_file(await require_member(slug), parse_id(job_id))
    if (fresh := find_fresh(file)) is not None:
        return fresh
    return build_download(file, await attachments.find_storage().read(file["storage_key"]))


def build_run(run: Row, member: Member) -> Row:
    """The job as pages show it."""
    zone, now = member.time_zone, clock.now()
    title, word = KINDS.get(run["kind"], (humanise(run["kind"].replace(".", " ")), "step"))
    file = run["file"]
    return run | {
        "title": title,
        "url": f"/{member.workspace_slug}/jobs/{run['id']}",
        "import_url": run["import_id"] and f"/{member.workspace_slug}/imports/{run['import_id']}",
        "state": humanise(run["status"]),
        "tone": TONES.get(run["status"], "pill-warn"),
        "counted": _count(run, word),
        "created": build_moment(run["created_at"], zone, now),
        "ended": build_moment(run["ended_at"], zone, now) if run["ended_at"] else None,
        "size": format_size(file["size_bytes"]) if file else "",
        "kept_until": build_moment(file["expires_at"], zone, now)["title"] if file else "",
        "has_expired": run["status"] == "done" and file is None and run["kind"].startswith("transfer.export"),
    }


def _count(run: Row, word: str) -> str:
    if run["done"] is None:
        return ""
    return count_of(run["done"], word) if run["total"] in {None, run["done"]} else f"{run['done']} of {run['total']}"
