"""The fields that a project adds to its tasks, and what a task has in them."""

from uuid import UUID

from taskflow import projects, tasks
from taskflow.api.operations import PageQuery, operation
from taskflow.api.rows import Row, page_of, window
from taskflow.api.schemas import CustomField, Task
from taskflow.platform.pagination import Page
from taskflow.projects import FieldChanges, NewField
from taskflow.tasks import FieldValue
from taskflow.workspaces import Member

_FIELDS = "/workspaces/{slug}/projects/{project_key}/fields"
_FIELD = _FIELDS + "/{field_id}"
_VALUE = "/workspaces/{slug}/tasks/{task_key}/fields/{field_id}"


@operation("GET", _FIELDS, items=CustomField)
async def list_fields(member: Member, project_key: str, query: PageQuery) -> Page:
    """List a project's fields in their order"""
    project = await projects.get_project(member, project_key)
    return page_of(await projects.list_fields(project, **window(query)), query, "position")


@operation(
    "POST", _FIELDS, body=NewField, answer=CustomField,
    location="/workspaces/{slug}/projects/{project_key}/fields/{id}", codes=("forbidden", "too_many_fields"),
    undo="Tasks may have a value in the field by now: delete it instead",
)  # fmt: skip
async def create_field(member: Member, project_key: str, body: NewField) -> Row:
    """Add a field to the tasks of a project"""
    return await projects.create_field(member, project_key, body)


@operation("GET", _FIELD, answer=CustomField)
async def get_field(member: Member, project_key: str, field_id: UUID) -> Row:
    """Read a field"""
    return await projects.get_field(await projects.get_project(member, project_key), field_id)


@operation(
    "PATCH", _FIELD, body=FieldChanges, answer=CustomField, if_match="required", codes=("forbidden", "option_in_use"),
    undo="Tasks may have another of its options by now: change it again",
)  # fmt: skip
async def edit_field(member: Member, project_key: str, field_id: UUID, body: FieldChanges, version: int) -> Row:
    """Change a field or move it

    `options` are all that a select has then: those with an id stay, the others are new. One that a task has cannot go.
    """
    return await tasks.edit_field(member, project_key, field_id, body, version=version)


@operation(
    "DELETE", _FIELD, current=CustomField, if_match="required", codes=("forbidden",),
    undo="The values that tasks had in the field are not kept: make it again",
)  # fmt: skip
async def delete_field(member: Member, project_key: str, field_id: UUID, version: int) -> None:
    """Delete a field

    No task shows what it has in it any more.
    """
    await projects.delete_field(member, project_key, field_id, version=version)


@operation(
    "PUT", _VALUE, body=FieldValue, answer=Task, if_match="optional", codes=("forbidden",), undo=True,
)  # fmt: skip
async def set_field(member: Member, task_key: str, field_id: UUID, body: FieldValue, version: int | None) -> Row:
    """Fill in a field of a task

    A text of at most 1,000 characters, a number, a day such as 2026-11-25, the id of an option, or that of a member
    who can see the project, as the field's kind asks for.
    """
    return await tasks.set_field(member, task_key, field_id, body, version=version)


@operation(
    "DELETE", _VALUE, answer=Task, if_match="optional", codes=("forbidden",), undo=True,
)  # fmt: skip
async def clear_field(member: Member, task_key: str, field_id: UUID, version: int | None) -> Row:
    """Leave a field of a task empty"""
    return await tasks.clear_field(member, task_key, field_id, version=version)
