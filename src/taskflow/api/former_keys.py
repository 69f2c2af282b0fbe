"""The keys that a project had before."""

from taskflow import projects
from taskflow.api.operations import PageQuery, operation
from taskflow.api.rows import page_of, window
from taskflow.api.schemas import FormerKey
from taskflow.platform.pagination import Page
from taskflow.workspaces import Member

_KEYS = "/workspaces/{slug}/projects/{project_key}/former-keys"


@operation("GET", _KEYS, items=FormerKey)
async def list_former_keys(member: Member, project_key: str, query: PageQuery) -> Page:
    """List the keys that a project had before

    Addresses with such a key are answered 308 with the present one; no other project can take it.
    """
    project = await projects.get_project(member, project_key)
    return page_of(await projects.list_former_keys(project, **window(query)), query, "key")


@operation("DELETE", _KEYS + "/{former_key}", codes=("forbidden",), undo="Somebody else may use the key by now")
async def free_former_key(member: Member, project_key: str, former_key: str) -> None:
    """Free a key that a project had before

    It leads nowhere then, and another project may take it.
    """
    await projects.free_former_key(member, project_key, former_key)
