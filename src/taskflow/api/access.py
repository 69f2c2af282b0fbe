"""Who was let into a project: members into a private one, guests into any."""

from uuid import UUID

from taskflow import projects
from taskflow.api.operations import PageQuery, operation
from taskflow.api.rows import page_of, window
from taskflow.api.schemas import Access
from taskflow.platform.pagination import Page
from taskflow.workspaces import Member

_LIST = "/workspaces/{slug}/projects/{project_key}/access"
_ENTRY = _LIST + "/{member_id}"


@operation("GET", _LIST, items=Access)
async def list_access(member: Member, project_key: str, query: PageQuery) -> Page:
    """List who was let into a project, by name"""
    project = await projects.get_project(member, project_key)
    return page_of(await projects.list_access(project, **window(query)), query, "sort_name", "member_id")


@operation("PUT", _ENTRY, codes=("forbidden",), undo=True)
async def grant_access(member: Member, project_key: str, member_id: UUID) -> None:
    """Let a member into a project"""
    await projects.grant_access(member, await projects.get_project(member, project_key), member_id)


@operation("DELETE", _ENTRY, codes=("forbidden",), undo=True)
async def revoke_access(member: Member, project_key: str, member_id: UUID) -> None:
    """Take a member's access away"""
    await projects.revoke_access(member, await projects.get_project(member, project_key), member_id)
