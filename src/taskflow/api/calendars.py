"""Feeds for calendar programs."""

import hashlib
from uuid import UUID

from quart import Response

from taskflow import transfer
from taskflow.api.operations import PageQuery, operation
from taskflow.api.rows import Row
from taskflow.api.schemas import Calendar, NewCalendarAddress
from taskflow.platform.pagination import Page
from taskflow.transfer import NewCalendar
from taskflow.web.application import current_settings
from taskflow.web.conditional import is_fresh
from taskflow.workspaces import Member

_CALENDARS = "/workspaces/{slug}/calendars"


@operation("GET", _CALENDARS, items=Calendar)
async def list_calendars(member: Member, query: PageQuery) -> Page:
    """List your calendar feeds, the newest first"""
    return await transfer.list_calendars(member, after=query.after, limit=query.limit)


@operation(
    "POST", _CALENDARS, body=NewCalendar, answer=NewCalendarAddress, secret=True,
    location="/workspaces/{slug}/calendars/{id}", codes=("not_found", "too_many_calendars"),
    undo="A feed is one's own: revoke it instead",
)  # fmt: skip
async def create_calendar(member: Member, body: NewCalendar) -> Row:
    """Make a calendar feed

    Whoever has its address reads what is due, so it is shown this once. Of your own tasks, or of a project; either way
    as far as you may see them on the day that it is read.
    """
    calendar, secret = await transfer.create_calendar(member, body)
    return calendar | {"url": f"{current_settings().public_url}/api/v1/calendars/{secret}.ics"}


@operation("GET", _CALENDARS + "/{calendar_id}", answer=Calendar)
async def get_calendar(member: Member, calendar_id: UUID) -> Row:
    """Read one of your calendar feeds, without its address"""
    return await transfer.get_calendar(member, calendar_id)


@operation("DELETE", _CALENDARS + "/{calendar_id}", undo="Make another one")
async def revoke_calendar(member: Member, calendar_id: UUID) -> None:
    """End a calendar feed"""
    await transfer.revoke_calendar(member, calendar_id)


@operation("GET", "/calendars/{calendar_file}", public=True, gives_bytes=True)
async def read_calendar(calendar_file: str) -> Response:
    """Read a calendar feed

    iCalendar (RFC 5545), for programs that subscribe to it: nobody signs in, the secret in the address is enough. It
    holds the open tasks that are due, or start, on a day or at a moment. Logs leave the secret out.
    """
    body = await transfer.read_calendar(calendar_file.removesuffix(".ics"), public_url=current_settings().public_url)
    tag = f'"{hashlib.blake2s(body, digest_size=16).hexdigest()}"'
    headers = {"ETag": tag}
    if is_fresh(tag):
        return Response(b"", status=304, headers=headers)
    return Response(body, headers=headers, content_type="text/calendar; charset=utf-8")
