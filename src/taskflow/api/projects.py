"""Projects."""

from pydantic import Field

from taskflow import projects, tasks
from taskflow.api.operations import PageQuery, operation
from taskflow.api.rows import Row, page_of, window
from taskflow.api.schemas import Project
from taskflow.platform.pagination import Page
from taskflow.projects import NewProject, ProjectChanges
from taskflow.workspaces import Member

_PROJECTS = "/workspaces/{slug}/projects"
_PROJECT = _PROJECTS + "/{project_key}"


class ProjectQuery(PageQuery):
    """Which projects."""

    archived: bool = Field(default=False, description="The archived projects instead of the others")


@operation("GET", _PROJECTS, query=ProjectQuery, items=Project)
async def list_projects(member: Member, query: ProjectQuery) -> Page:
    """List the projects that you may see, by name"""
    rows = await projects.list_projects(member, archived=query.archived, **window(query))
    return page_of(rows, query, "sort_name", "id")


@operation(
    "POST", _PROJECTS, body=NewProject, answer=Project, location="/workspaces/{slug}/projects/{key}",
    codes=("forbidden",), undo="A project stays, with all that happened in it: archive it instead",
)  # fmt: skip
async def create_project(member: Member, body: NewProject) -> Row:
    """Make a project

    It starts with what its template holds, see `GET …/project-templates`. A private one lets in whoever made it.
    """
    return await tasks.start_project(member, body)


@operation("GET", _PROJECT, answer=Project)
async def get_project(member: Member, project_key: str) -> Row:
    """Read a project"""
    return await projects.get_project(member, project_key)


@operation("PATCH", _PROJECT, body=ProjectChanges, answer=Project, if_match="required", codes=("forbidden",), undo=True)
async def edit_project(member: Member, project_key: str, body: ProjectChanges, version: int) -> Row:
    """Change a project, archive it, or bring it back"""
    return await projects.edit_project(member, project_key, body, version=version)
