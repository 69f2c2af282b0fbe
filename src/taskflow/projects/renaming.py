"""A project's key and those that it had before: they lead to it until somebody frees them."""

from tortoise.exceptions import IntegrityError

from taskflow.platform import clock
from taskflow.platform.database import execute, fetch, fetch_value
from taskflow.platform.errors import Invalid, NotFound
from taskflow.platform.ids import new_id
from taskflow.platform.pagination import read_cursor, read_text
from taskflow.projects.facts import record_fact
from taskflow.projects.models import FormerKey
from taskflow.projects.queries import Row, get_project
from taskflow.workspaces import Member, Permission


async def change_key(project: Row, key: str) -> None:
    """Give the locked project another key and keep the old one for it. Raises Invalid for a key that is taken."""
    await _require_unused(project, key)
    try:
        await execute("update projects set key = $2 where id = $1", project["id"], key)
    except IntegrityError:  # somebody took it just now
        raise key_taken() from None
    await require_not_former(project, key)
    await execute("delete from project_keys where project_id = $1 and key = $2", project["id"], key)
    await FormerKey.create(
        id=new_id(),
        workspace_id=project["workspace_id"],
        project_id=project["id"],
        key=project["key"],
        created_at=clock.now(),
    )


async def require_not_former(project: Row, key: str) -> None:
    """Pass, or raise Invalid when another project had the key.

    Asked after `key` is written: whoever gives that key up at the same moment has committed by then.
    """
    if await fetch_value(
        "select 1 from project_keys where workspace_id = $1 and key = $2 and project_id <> $3",
        project["workspace_id"],
        key,
        project["id"],
    ):
        raise Invalid.field("key", "key_taken", "was the key of another project and still leads to it")


def key_taken() -> Invalid:
    """The error of a key that another project has."""
    return Invalid.field("key", "key_taken", "is the key of another project")


async def list_former_keys(project: Row, *, after: str | None = None, limit: int | None = None) -> list[Row]:
    """The keys that lead to the project as well, `key` and `created_at`: all, or `limit` behind the cursor `after`."""
    return await fetch(
        "select key, created_at from project_keys where workspace_id = $1 and project_id = $2"
        " and ($3::text is null or key > $3) order by key limit $4",
        project["workspace_id"],
        project["id"],
        *read_cursor(after, read_text),
        limit,
    )


async def free_former_key(member: Member, key: str, former: str) -> None:
    """Let go of a key that the project had: it leads nowhere then. Raises NotFound, Forbidden or Conflict."""
    project = await get_project(member, key, lock=True)
    member.require(Permission.EDIT_PROJECT)
    if not await execute(
        "delete from project_keys where workspace_id = $1 and project_id = $2 and key = $3",
        member.workspace_id,
        project["id"],
        former,
    ):
        raise NotFound
    await record_fact(member, "project.key_freed", project, former_key=(former, None))


async def _require_unused(project: Row, key: str) -> None:
    if await fetch_value("select 1 from projects where workspace_id = $1 and key = $2", project["workspace_id"], key):
        raise key_taken()
