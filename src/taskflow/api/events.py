"""What happened, the newest first."""

from uuid import UUID

from taskflow import activity, projects, tasks, workspaces
from taskflow.api.operations import PageQuery, operation
from taskflow.api.rows import Row, page_of
from taskflow.api.schemas import Event
from taskflow.platform.pagination import Page, read_cursor, read_number
from taskflow.workspaces import Member


@operation("GET", "/workspaces/{slug}/tasks/{task_key}/events", items=Event)
async def list_task_events(member: Member, task_key: str, query: PageQuery) -> Page:
    """List what happened to a task, the newest first"""
    task = await tasks.get_task(member, task_key)
    (before,) = read_cursor(query.after, read_number)
    rows = await activity.list_events_of_subject(
        member.workspace_id, task["id"], before_seq=before, limit=query.limit + 1
    )
    return await build_events_page(member, rows, query)


@operation("GET", "/workspaces/{slug}/projects/{project_key}/events", items=Event)
async def list_project_events(member: Member, project_key: str, query: PageQuery) -> Page:
    """List what happened in a project, the newest first"""
    project = await projects.get_project(member, project_key)
    (before,) = read_cursor(query.after, read_number)
    rows = await activity.list_events_of_project(
        member.workspace_id, project["id"], before_seq=before, limit=query.limit + 1
    )
    return await build_events_page(member, rows, query)


@operation("GET", "/workspaces/{slug}/members/{member_id}/events", items=Event)
async def list_member_events(member: Member, member_id: UUID, query: PageQuery) -> Page:
    """List what a member did in the projects that you may see, the newest first"""
    listed = await workspaces.get_listed_member(member, member_id)
    (before,) = read_cursor(query.after, read_number)
    visible = await projects.list_visible_ids(member)
    rows = await activity.list_events_of_actor(
        member.workspace_id, listed["id"], visible, before_seq=before, limit=query.limit + 1
    )
    return await build_events_page(member, rows, query)


async def build_events_page(member: Member, rows: list[Row], query: PageQuery) -> Page:
    """The page of events, each with the names of the members in it."""
    actors = {row["actor_id"] for row in rows if row["actor_kind"] == "member"}
    names = await workspaces.name_members(member, actors)
    return page_of([row | {"names": names} for row in rows], query, "seq")
