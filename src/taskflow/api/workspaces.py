"""Workspaces."""

from taskflow import workspaces
from taskflow.api.operations import PageQuery, operation
from taskflow.api.rows import Row, page_of, window
from taskflow.api.schemas import ListedWorkspace, Workspace
from taskflow.identity import Person
from taskflow.platform.pagination import Page
from taskflow.workspaces import Member, NewWorkspace, WorkspaceChanges


@operation("GET", "/workspaces", items=ListedWorkspace)
async def list_workspaces(person: Person, query: PageQuery) -> Page:
    """List the workspaces that you are in, by name"""
    return page_of(await workspaces.list_workspaces(person, **window(query)), query, "sort_name", "id")


@operation("POST", "/workspaces", body=NewWorkspace, answer=Workspace, location="/workspaces/{slug}")
async def create_workspace(person: Person, body: NewWorkspace) -> Row:
    """Make a workspace; you become its owner"""
    return await workspaces.get_workspace(await workspaces.create_workspace(person, body))


@operation("GET", "/workspaces/{slug}", answer=Workspace)
async def get_workspace(member: Member) -> Row:
    """Read a workspace"""
    return await workspaces.get_workspace(member)


@operation(
    "PATCH", "/workspaces/{slug}", body=WorkspaceChanges, answer=Workspace, if_match="required", codes=("forbidden",),
    undo=True,
)  # fmt: skip
async def edit_workspace(member: Member, body: WorkspaceChanges, version: int) -> Row:
    """Change a workspace"""
    return await workspaces.edit_workspace(member, body, version=version)
