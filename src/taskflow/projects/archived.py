"""Projects that come from a full export, with their own ids, keys and columns, as they were."""

from collections.abc import Sequence
from typing import Any

from taskflow.activity import Fact, Subject, record_many, stays
from taskflow.platform import clock
from taskflow.platform.ids import new_id
from taskflow.platform.missing_rows import insert_missing
from taskflow.projects.models import Access, Column, CustomField, FormerKey, Label, Project, TeamAccess
from taskflow.workspaces import Member, Permission

Row = dict[str, Any]
_BESIDE = ("members", "teams", "former_keys")
stays("What was imported stays: archive the project if you do not want it", "project.imported")


async def import_archived_projects(member: Member, rows: Sequence[Row], *, source: str) -> None:
    """Write those that are not there yet, with their former keys and who was let in; no template fills them.

    Raises Forbidden, or IntegrityError for a key that another project has.
    """
    member.require(Permission.IMPORT_WORKSPACE)
    beside = {row["id"]: {name: row[name] for name in _BESIDE} for row in rows}
    plain = [{name: value for name, value in row.items() if name not in _BESIDE} for row in rows]
    fresh = await insert_missing(Project, member.workspace_id, plain)
    for row in fresh:
        await _write_beside({"workspace_id": member.workspace_id, "project_id": row["id"]}, beside[row["id"]])
    facts = [
        Fact("project.imported", Subject("project", row["id"]), row["id"],
             {"key": (None, row["key"]), "name": (None, row["name"]), "source": (None, source)})
        for row in fresh
    ]  # fmt: skip
    await record_many(facts, actor=member.actor, workspace_id=member.workspace_id)


async def import_archived_columns(member: Member, rows: Sequence[Row]) -> None:
    """Write those that are not there yet. Raises Forbidden."""
    member.require(Permission.IMPORT_WORKSPACE)
    await insert_missing(Column, member.workspace_id, rows)


async def import_archived_labels(member: Member, rows: Sequence[Row]) -> None:
    """Write those that are not there yet. Raises Forbidden."""
    member.require(Permission.IMPORT_WORKSPACE)
    await insert_missing(Label, member.workspace_id, rows)


async def import_archived_fields(member: Member, rows: Sequence[Row]) -> None:
    """Write those that are not there yet; the options of a select keep their ids. Raises Forbidden."""
    member.require(Permission.IMPORT_WORKSPACE)
    await insert_missing(CustomField, member.workspace_id, rows)


async def _write_beside(own: Row, beside: Row) -> None:
    await FormerKey.bulk_create(
        FormerKey(id=new_id(), key=key, created_at=clock.now(), **own) for key in beside["former_keys"]
    )
    await Access.bulk_create(Access(id=new_id(), member_id=who, **own) for who in beside["members"])
    await TeamAccess.bulk_create(TeamAccess(id=new_id(), team_id=team, **own) for team in beside["teams"])
