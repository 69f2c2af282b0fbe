"""The audit log of a workspace: who did what when, from which value to which, and whether the record is whole."""

from datetime import date, datetime, time, timedelta
from typing import Annotated, Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError
from quart import Blueprint, Response, request

from taskflow import activity, workspaces
from taskflow.activity import ACTION_NAMES, ACTIONS, EventFilter
from taskflow.pages.addresses import with_query
from taskflow.pages.differences import list_differences
from taskflow.pages.feed import build_entry, group_by_day
from taskflow.pages.feed_cursor import EVENTS_PER_PAGE, read_before
from taskflow.pages.feed_names import Names
from taskflow.pages.formatting import build_moment, humanise
from taskflow.pages.naming import load_names
from taskflow.pages.rendering import render_page
from taskflow.platform import clock
from taskflow.platform.validation import Input, parse
from taskflow.web.authentication import require_member
from taskflow.workspaces import Member, Permission

routes = Blueprint("audit", __name__)
Row = dict[str, Any]
NEWEST_SEALS = 5


def _known(value: str) -> str:
    if value not in ACTION_NAMES:
        raise PydanticCustomError("action", "must be an action such as task.moved, or its first word")
    return value


class AuditQuery(Input):
    """Which events, and whether to compute the newest seals again."""

    person: UUID | None = None
    action: Annotated[str, AfterValidator(_known)] | None = None
    day: Annotated[date, Field(ge=date(1970, 1, 1), le=date(2999, 12, 31))] | None = None
    after: str | None = None
    verify: Literal["yes"] | None = None

    def build_filter(self, zone: str) -> EventFilter:
        """The events of the day as it is in the IANA `zone`."""
        since = datetime.combine(self.day, time(), ZoneInfo(zone)) if self.day else None
        until = datetime.combine(self.day + timedelta(days=1), time(), ZoneInfo(zone)) if self.day else None
        return EventFilter(actor_id=self.person, action=self.action, since=since, until=until)

    @property
    def filters(self) -> Row:
        """What narrows the list, as the address says it."""
        return {"person": self.person, "action": self.action, "day": self.day}


@routes.get("/<slug>/audit")
async def show(slug: str) -> Response:
    """The newest events first; `?after=…` goes on to older ones."""
    member = await require_member(slug)
    member.require(Permission.SEE_AUDIT)
    query = parse(AuditQuery, {name: text for name, text in request.args.items() if text.strip()})
    return await render_page(
        "pages/audit/log.html",
        member=member,
        current="audit",
        query=query,
        is_narrowed=any(query.filters.values()),
        people=await workspaces.list_members(member),
        actions=ACTION_GROUPS,
        **await _load_events(member, query),
        **await _load_chain(member, query),
    )


async def _load_events(member: Member, query: AuditQuery) -> Row:
    events = await activity.list_events_of_workspace(
        member.workspace_id,
        query.build_filter(member.time_zone),
        before_seq=read_before(),
        limit=EVENTS_PER_PAGE + 1,
    )
    shown = events[:EVENTS_PER_PAGE]
    names = await load_names(member, shown)
    path = f"/{member.workspace_slug}/audit"
    more = with_query(path, **query.filters, after=shown[-1]["seq"]) if len(events) > EVENTS_PER_PAGE else None
    return {"days": _group(shown, names, member), "more_url": more}


def _group(events: list[Row], names: Names, member: Member) -> list[Row]:
    def build(event: Row, names: Names, zone: str, now: datetime) -> Row:
        local = event["at"].astimezone(ZoneInfo(zone))
        return build_entry(event, names, zone, now) | {
            "clock": f"{local:%H:%M:%S}",
            "differences": list_differences(event, names, zone),
            "project": names.parts.get(event["project_id"]) if event["subject_type"] != "project" else None,
            "action": event["action"],
            "request_id": event["request_id"],
        }

    return group_by_day(events, names, member.time_zone, clock.now(), build=build)


async def _load_chain(member: Member, query: AuditQuery) -> Row:
    state = await activity.find_chain_state(member.workspace_id)
    found = await activity.verify_chain(member.workspace_id, newest=NEWEST_SEALS) if query.verify else None
    sealed_at = state.sealed_at and build_moment(state.sealed_at, member.time_zone, clock.now())
    return {"chain": state, "sealed_at": sealed_at, "found": found, "newest": min(NEWEST_SEALS, state.seals)}


def _group_actions() -> dict[str, list[tuple[str, str]]]:
    """Every action below the word for what it is done to, as a choice: its name and what to read."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for action in ACTIONS:
        subject, _, verb = action.partition(".")
        if subject not in {"user", "token"}:  # they belong to no workspace
            groups.setdefault(humanise(subject), [(subject, f"{humanise(subject)}: all")]).append(
                (action, f"{humanise(subject)} {humanise(verb).lower()}")
            )
    return groups


ACTION_GROUPS = _group_actions()
