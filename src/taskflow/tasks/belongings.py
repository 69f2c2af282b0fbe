"""What a task takes along to another project, and what that project has no place for."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from taskflow.platform.database import execute, fetch
from taskflow.projects import SEES_PROJECT, NewLabel, create_label, list_fields, list_labels
from taskflow.tasks.queries import Row
from taskflow.workspaces import Member, Permission

# The tables that put members on tasks, and what is said of them.
_PEOPLE = {"task_assignees": "assignee", "task_watchers": "watcher"}


@dataclass(slots=True)
class Belongings:
    """How custom values are carried over, and by task what was dropped: (kind, name, id or value)."""

    fields: dict[str, Row] = field(default_factory=dict)
    targets: dict[str, Row] = field(default_factory=dict)
    members: frozenset[str] = frozenset()
    dropped: dict[UUID, list[tuple[str, str, Any]]] = field(default_factory=lambda: defaultdict(list))

    def carry(self, task_id: UUID, custom: dict[str, Any]) -> dict[str, Any]:
        """The task's custom values under the ids of the target's fields of the same name and kind."""
        carried: dict[str, Any] = {}
        for field_id, value in custom.items():
            known = self.fields.get(field_id)
            if known is None:  # a value of a field that is gone says nothing to anybody
                continue
            target = self.targets.get(field_id)
            new = _translate(known, target, value, self.members) if target else None
            if target is None or new is None:
                self.dropped[task_id].append(("field", known["name"], value))
            else:
                carried[str(target["id"])] = new
        return carried

    def list_dropped(self, task_id: UUID, key: str) -> list[Row]:
        """What the task that was called `key` lost, for people; that an assignee watched it too goes without saying."""
        lost = self.dropped[task_id]
        told = [
            (kind, name) for kind, name, known in lost if kind != "watcher" or ("assignee", name, known) not in lost
        ]
        return [{"task": key, "kind": kind, "name": name} for kind, name in told]

    def build_changes(self, task_id: UUID) -> dict[str, tuple[list[Any], list[Any]]]:
        """The same for its event: what was there by kind, and nothing."""
        lost: dict[str, list[Any]] = {}
        for kind, name, value in self.dropped[task_id]:
            entry = {"name": name, "value": value} if kind == "field" else {"id": str(value), "name": name}
            lost.setdefault(f"dropped_{kind}s", []).append(entry)
        return {name: (entries, []) for name, entries in lost.items()}


async def load_belongings(member: Member, source: Row, target: Row, ids: Sequence[UUID]) -> Belongings:
    """Put the labels and people of the locked tasks in order for `target`, and learn how their fields are carried."""
    found = Belongings()
    await _carry_labels(member, target, ids, found)
    await _drop_blind(member, target, ids, found)
    theirs = {(row["name"].casefold(), row["kind"]): row for row in await list_fields(target)}
    for row in await list_fields(source):
        found.fields[str(row["id"])] = row
        if match := theirs.get((row["name"].casefold(), row["kind"])):
            found.targets[str(row["id"])] = match
    if any(row["kind"] == "member" for row in found.targets.values()):
        found.members = frozenset(str(row["id"]) for row in await _list_seeing(member, target))
    return found


async def _carry_labels(member: Member, target: Row, ids: Sequence[UUID], found: Belongings) -> None:
    """Labels become those of the same name; one that is missing is made by who may make labels, else dropped."""
    rows = await fetch(
        "select tl.id, tl.task_id, tl.label_id, l.name, l.hue from task_labels tl join labels l on l.id = tl.label_id"
        " where tl.workspace_id = $1 and tl.task_id = any($2::uuid[]) order by lower(l.name)",
        member.workspace_id,
        list(ids),
    )
    theirs = {row["name"].casefold(): row["id"] for row in await list_labels(target)}
    for row in rows:
        name = row["name"].casefold()
        if name not in theirs and member.can(Permission.MANAGE_LABELS):
            theirs[name] = (await create_label(member, target["key"], NewLabel(name=row["name"], hue=row["hue"])))["id"]
        if name not in theirs:
            found.dropped[row["task_id"]].append(("label", row["name"], row["label_id"]))
    kept = [row for row in rows if row["name"].casefold() in theirs]
    await execute("delete from task_labels where id = any($1::uuid[])", [row["id"] for row in rows if row not in kept])
    await execute(
        "update task_labels tl set label_id = k.label_id from unnest($1::uuid[], $2::uuid[]) as k(id, label_id)"
        " where tl.id = k.id",
        [row["id"] for row in kept],
        [theirs[row["name"].casefold()] for row in kept],
    )


async def _drop_blind(member: Member, target: Row, ids: Sequence[UUID], found: Belongings) -> None:
    """Whoever cannot see the target is on none of its tasks."""
    for table, kind in _PEOPLE.items():
        rows = await fetch(
            f"delete from {table} x using members m, users u, projects p where x.workspace_id = $1"
            " and x.task_id = any($2::uuid[]) and m.id = x.member_id and u.id = m.user_id and p.id = $3"
            f" and not ({SEES_PROJECT}) returning x.task_id, x.member_id, u.name",
            member.workspace_id,
            list(ids),
            target["id"],
        )
        for row in rows:
            found.dropped[row["task_id"]].append((kind, row["name"], row["member_id"]))


async def _list_seeing(member: Member, project: Row) -> list[Row]:
    return await fetch(
        f"select m.id from members m join projects p on p.id = $2 where m.workspace_id = $1 and {SEES_PROJECT}",
        member.workspace_id,
        project["id"],
    )


def _translate(known: Row, target: Row, value: Any, members: Collection[str]) -> Any:
    """The value as the target's field holds it, or None when it has no such option or member."""
    if known["kind"] == "member":
        return value if str(value) in members else None
    if known["kind"] != "select":
        return value
    name = next((option["name"].casefold() for option in known["options"] if option["id"] == value), None)
    return next((option["id"] for option in target["options"] if option["name"].casefold() == name), None)
