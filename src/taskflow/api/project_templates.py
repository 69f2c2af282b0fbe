"""What a project can start with."""

from dataclasses import asdict, replace

from taskflow import projects
from taskflow.api.operations import operation
from taskflow.api.rows import Row
from taskflow.api.schemas import ProjectTemplates
from taskflow.projects import ProjectTemplate
from taskflow.workspaces import Member


@operation("GET", "/workspaces/{slug}/project-templates", answer=ProjectTemplates)
async def list_project_templates(member: Member) -> Row:
    """Read what a project can start with

    It is the same in every workspace. The key of a template goes into `template` when a project is made.
    """
    return {"templates": [_tell(template) for template in projects.TEMPLATES.values()]}


def _tell(template: ProjectTemplate) -> Row:
    parts = {name: [part.model_dump() for part in getattr(template, name)] for name in ("columns", "labels", "fields")}
    return asdict(replace(template, columns=(), labels=(), fields=())) | parts
