"""The columns of a project's board."""

from uuid import UUID

from taskflow import projects
from taskflow.api.operations import PageQuery, operation
from taskflow.api.rows import Row, page_of, window
from taskflow.api.schemas import Column
from taskflow.platform.pagination import Page
from taskflow.projects import ColumnChanges, NewColumn
from taskflow.workspaces import Member

_COLUMNS = "/workspaces/{slug}/projects/{project_key}/columns"
_COLUMN = _COLUMNS + "/{column_id}"


@operation("GET", _COLUMNS, items=Column)
async def list_columns(member: Member, project_key: str, query: PageQuery) -> Page:
    """List a project's columns from left to right"""
    project = await projects.get_project(member, project_key)
    return page_of(await projects.list_columns(project, **window(query)), query, "position")


@operation(
    "POST", _COLUMNS, body=NewColumn, answer=Column,
    location="/workspaces/{slug}/projects/{project_key}/columns/{id}", codes=("forbidden", "too_many_columns"),
    undo=True,
)  # fmt: skip
async def create_column(member: Member, project_key: str, body: NewColumn) -> Row:
    """Add a column at the end of the board"""
    return await projects.create_column(member, project_key, body)


@operation("GET", _COLUMN, answer=Column)
async def get_column(member: Member, project_key: str, column_id: UUID) -> Row:
    """Read a column"""
    return await projects.get_listed_column(await projects.get_project(member, project_key), column_id)


@operation("PATCH", _COLUMN, body=ColumnChanges, answer=Column, if_match="required", codes=("forbidden",), undo=True)
async def edit_column(member: Member, project_key: str, column_id: UUID, body: ColumnChanges, version: int) -> Row:
    """Change a column or move it"""
    return await projects.edit_column(member, project_key, column_id, body, version=version)


@operation(
    "DELETE", _COLUMN, current=Column, if_match="required", codes=("forbidden", "column_not_empty", "last_column"),
    undo=True,
)  # fmt: skip
async def delete_column(member: Member, project_key: str, column_id: UUID, version: int) -> None:
    """Delete an empty column"""
    await projects.delete_column(member, project_key, column_id, version=version)
