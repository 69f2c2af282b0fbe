"""The audit log of a workspace: everything that happened in it, and whether the record was altered."""

import re
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from taskflow import activity
from taskflow.activity import ACTION_NAMES, EventFilter
from taskflow.api.events import build_events_page
from taskflow.api.operations import PageQuery, operation
from taskflow.api.rows import Row
from taskflow.api.schemas import AuditEvent, Verification
from taskflow.platform.pagination import Page, read_cursor, read_number
from taskflow.workspaces import Member, Permission

_NEWEST_SEALS = 5
# The database's and our own calendars begin and end elsewhere.
_FIRST, _LAST = datetime(1970, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)


def _only_text(value: Any) -> Any:
    if not (isinstance(value, str) and re.match(r"\d{4}-\d{2}-\d{2}[Tt ]", value)):
        raise PydanticCustomError("moment", "must be a moment with a time zone such as 2026-11-25T09:30:00Z")
    return value


def _known(value: str) -> str:
    if value not in ACTION_NAMES:
        raise PydanticCustomError("action", "must be an action such as task.moved, or its first word")
    return value


Action = Annotated[str, AfterValidator(_known), Field(json_schema_extra={"enum": sorted(ACTION_NAMES)})]
Moment = Annotated[
    AwareDatetime,
    Field(
        ge=_FIRST,
        lt=_LAST,
        examples=["2026-11-25T09:30:00Z"],
        json_schema_extra={"pattern": "^(19[7-9][0-9]|[2-8][0-9]{3})-"},
    ),
    BeforeValidator(_only_text),
]


class AuditQuery(PageQuery):
    """Which events."""

    actor: UUID | None = None
    action: Annotated[Action, Field(description="Such as `task.moved`, or `task` for all of them")] | None = None
    since: Annotated[Moment, Field(description="From this moment on")] | None = None
    until: Annotated[Moment, Field(description="Before this moment")] | None = None

    def build_filter(self) -> EventFilter:
        """The filter that this asks for."""
        return EventFilter(actor_id=self.actor, action=self.action, since=self.since, until=self.until)


@operation("GET", "/workspaces/{slug}/audit", query=AuditQuery, items=AuditEvent, codes=("forbidden",))
async def list_audit(member: Member, query: AuditQuery) -> Page:
    """List everything that happened in a workspace, the newest first"""
    member.require(Permission.SEE_AUDIT)
    (before,) = read_cursor(query.after, read_number)
    rows = await activity.list_events_of_workspace(
        member.workspace_id, query.build_filter(), before_seq=before, limit=query.limit + 1
    )
    return await build_events_page(member, rows, query)


@operation("GET", "/workspaces/{slug}/audit/verification", answer=Verification, codes=("forbidden",))
async def verify_audit(member: Member) -> Row:
    """Verify the newest part of the audit log

    Events are sealed into a hash chain within minutes. This computes the newest seals again; the operator's command
    `verify` computes all of them.
    """
    member.require(Permission.SEE_AUDIT)
    found = await activity.verify_chain(member.workspace_id, newest=_NEWEST_SEALS)
    return {"found": found, "newest": min(_NEWEST_SEALS, found.seals)}
