"""The labels of a project."""

from uuid import UUID

from taskflow import projects, tasks
from taskflow.api.operations import PageQuery, operation
from taskflow.api.rows import Row, page_of, window
from taskflow.api.schemas import Label
from taskflow.platform.pagination import Page
from taskflow.projects import LabelChanges, NewLabel
from taskflow.workspaces import Member

_LABELS = "/workspaces/{slug}/projects/{project_key}/labels"
_LABEL = _LABELS + "/{label_id}"


@operation("GET", _LABELS, items=Label)
async def list_labels(member: Member, project_key: str, query: PageQuery) -> Page:
    """List a project's labels, by name"""
    project = await projects.get_project(member, project_key)
    return page_of(await projects.list_labels(project, **window(query)), query, "sort_name", "id")


@operation(
    "POST", _LABELS, body=NewLabel, answer=Label,
    location="/workspaces/{slug}/projects/{project_key}/labels/{id}", codes=("forbidden",),
    undo=True,
)  # fmt: skip
async def create_label(member: Member, project_key: str, body: NewLabel) -> Row:
    """Add a label"""
    return await projects.create_label(member, project_key, body)


@operation("GET", _LABEL, answer=Label)
async def get_label(member: Member, project_key: str, label_id: UUID) -> Row:
    """Read a label"""
    return await projects.get_label(await projects.get_project(member, project_key), label_id)


@operation("PATCH", _LABEL, body=LabelChanges, answer=Label, if_match="required", codes=("forbidden",), undo=True)
async def edit_label(member: Member, project_key: str, label_id: UUID, body: LabelChanges, version: int) -> Row:
    """Change a label"""
    return await projects.edit_label(member, project_key, label_id, body, version=version)


@operation("DELETE", _LABEL, current=Label, if_match="required", codes=("forbidden",), undo=True)
async def delete_label(member: Member, project_key: str, label_id: UUID, version: int) -> None:
    """Delete a label and take it off every task

    Undone, it is on them again. One that is on more than 1,000 tasks is deleted without a token.
    """
    await tasks.delete_label(member, project_key, label_id, version=version)
