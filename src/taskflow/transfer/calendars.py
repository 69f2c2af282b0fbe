"""Calendar feeds: made and revoked by a member, read by whoever has the secret."""

import hashlib
import secrets
import string
from typing import Any
from uuid import UUID

from taskflow import projects, tasks, workspaces
from taskflow.activity import Subject, record
from taskflow.platform import clock
from taskflow.platform.database import execute, fetch, fetch_one, fetch_value
from taskflow.platform.errors import Conflict, NotFound
from taskflow.platform.ids import new_id
from taskflow.platform.pagination import Page, build_page, read_cursor, read_id
from taskflow.projects import build_visibility
from taskflow.transfer.ical import build_calendar
from taskflow.transfer.inputs import NewCalendar
from taskflow.transfer.models import Calendar
from taskflow.workspaces import Member

Row = dict[str, Any]
# The prefix is what logs know it by, so that they leave it out.
PREFIX, SECRET_CHARACTERS = "tfc_", 40
MOST_CALENDARS, MOST_TASKS = 20, 2000
_ALPHABET = string.ascii_letters + string.digits
_CALENDAR = (
    "c.id, c.workspace_id, c.member_id, c.project_id, c.name, c.created_at, p.key as project, p.name as project_name"
    " from calendars c left join projects p on p.id = c.project_id"
)
_TASKS = f"""
    select t.id, p.key || '-' || t.number as key, t.title, t.description, t.priority::text, t.start_date, t.due_date,
        t.due_at, t.due_zone, t.recurrence, t.version, t.created_at, t.updated_at, p.name as project,
        array(select l.name from task_labels tl join labels l on l.id = tl.label_id
            where tl.workspace_id = t.workspace_id and tl.task_id = t.id order by lower(l.name)) as labels
    {tasks.FROM}
    where t.workspace_id = $1 and t.deleted_at is null and t.completed_at is null and p.archived_at is null
        and (t.due_date is not null or t.due_at is not null or t.start_date is not null)
        and ($3::uuid is null or t.project_id = $3)
        and ($3 is not null or exists (select from task_assignees a
            where a.workspace_id = t.workspace_id and a.task_id = t.id and a.member_id = $2)) and {{visible}}
    order by coalesce(t.due_date, (t.due_at at time zone t.due_zone)::date, t.start_date) desc, t.id limit $4
"""


async def create_calendar(member: Member, new: NewCalendar) -> tuple[Row, str]:
    """Make a feed; gives its row and its secret, which is shown once and not kept.

    Raises NotFound for the project, or Conflict for one feed too many.
    """
    project = await projects.get_project(member, new.project) if new.project else None
    count = await fetch_value(
        "select count(*) from calendars where workspace_id = $1 and member_id = $2", member.workspace_id, member.id
    )
    if count >= MOST_CALENDARS:
        raise Conflict(f"Somebody has at most {MOST_CALENDARS} calendar feeds", code="too_many_calendars")
    secret = PREFIX + "".join(secrets.choice(_ALPHABET) for _ in range(SECRET_CHARACTERS))
    calendar_id = new_id()
    await Calendar.create(
        id=calendar_id,
        workspace_id=member.workspace_id,
        member_id=member.id,
        project_id=project["id"] if project else None,
        name=new.name,
        secret_hash=_hash(secret),
        created_at=clock.now(),
    )
    await _record(member, "calendar.created", calendar_id, project["id"] if project else None)
    return await get_calendar(member, calendar_id), secret


async def list_calendars(member: Member, *, after: str | None = None, limit: int = 50) -> Page:
    """A page of the member's feeds, the newest first. Raises Invalid for a made-up cursor."""
    (last_id,) = read_cursor(after, read_id)
    rows = await fetch(
        f"select {_CALENDAR} where c.workspace_id = $1 and c.member_id = $2 and ($3::uuid is null or c.id < $3)"
        " order by c.id desc limit $4",
        member.workspace_id,
        member.id,
        last_id,
        limit + 1,
    )
    return build_page(rows, limit, "id")


async def get_calendar(member: Member, calendar_id: UUID) -> Row:
    """One of the member's feeds. Raises NotFound."""
    row = await fetch_one(
        f"select {_CALENDAR} where c.workspace_id = $1 and c.member_id = $2 and c.id = $3",
        member.workspace_id,
        member.id,
        calendar_id,
    )
    if row is None:
        raise NotFound
    return row


async def revoke_calendar(member: Member, calendar_id: UUID) -> None:
    """End a feed: whoever has its secret reads nothing any more. Raises NotFound."""
    calendar = await get_calendar(member, calendar_id)
    await execute("delete from calendars where id = $1", calendar_id)
    await _record(member, "calendar.revoked", calendar_id, calendar["project_id"])


async def read_calendar(secret: str, *, public_url: str) -> bytes:
    """The feed with that secret as iCalendar: what is open and has a day, as far as its member may see it now.

    Raises NotFound for a secret that is none, or whose member has left.
    """
    row = await fetch_one(f"select {_CALENDAR} where c.secret_hash = $1", _hash(secret))
    member = await workspaces.load_member(row["workspace_id"], row["member_id"]) if row else None
    if row is None or member is None:
        raise NotFound
    found = await fetch(
        _TASKS.format(visible=build_visibility(member, "$2")),
        member.workspace_id,
        member.id,
        row["project_id"],
        MOST_TASKS,
    )
    name = f"{row['project_name'] or member.workspace_name} · {row['name']}"
    return build_calendar(name, found, address=f"{public_url}/{member.workspace_slug}")


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()


async def _record(member: Member, action: str, calendar_id: UUID, project_id: UUID | None) -> None:
    await record(
        action,
        actor=member.actor,
        subject=Subject("calendar", calendar_id),
        workspace_id=member.workspace_id,
        project_id=project_id,
    )
