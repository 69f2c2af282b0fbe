"""What stands in custom fields, as people read it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from taskflow.platform.database import fetch
from taskflow.projects import build_visibility
from taskflow.workspaces import Member

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Fields:
    """The custom fields of some projects by id, and the names of the members in them by id."""

    by_id: dict[str, Row]
    people: dict[str, str]

    @property
    def names(self) -> list[str]:
        """Each name once, in the order of the fields; fields of the same name in several projects are one."""
        return list(dict.fromkeys(field["name"] for field in self.by_id.values()))

    def read(self, custom: Row) -> dict[str, Any]:
        """The values of a task by the field's name; options and members by theirs."""
        known = ((self.by_id[field_id], value) for field_id, value in custom.items() if field_id in self.by_id)
        return {field["name"]: self._tell(field, value) for field, value in known}

    def _tell(self, field: Row, value: Any) -> Any:
        if field["kind"] == "select":
            return next((option["name"] for option in field["options"] if option["id"] == value), value)
        return self.people.get(value, value) if field["kind"] == "member" else value


async def load_fields(member: Member, project_ids: Iterable[UUID] | None) -> Fields:
    """The fields of those projects that the member may see; of all with None."""
    rows = await fetch(
        "select f.id::text, f.name, f.kind, f.options from custom_fields f join projects p on p.id = f.project_id"
        f" where f.workspace_id = $1 and {build_visibility(member, '$2')}"
        " and ($3::uuid[] is null or p.id = any($3)) order by p.key, f.position, f.id",
        member.workspace_id,
        member.id,
        None if project_ids is None else list(project_ids),
    )
    return Fields({row["id"]: row for row in rows}, await _name_people(member, rows))


async def _name_people(member: Member, fields: Sequence[Row]) -> dict[str, str]:
    if not any(field["kind"] == "member" for field in fields):
        return {}
    rows = await fetch(
        "select m.id::text, u.name from members m join users u on u.id = m.user_id where m.workspace_id = $1",
        member.workspace_id,
    )
    return {row["id"]: row["name"] for row in rows}
