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
PEOPLE = {"task_assignees": "assignee", "task_watchers": "watcher"}


@dataclass(slots=True)
class Belongings:
    """How labels and custom values are carried over, who stays on, and by task what is dropped: (kind, name, value)."""

    fields: dict[str, Row] = field(default_factory=dict)
    targets: dict[str, Row] = field(default_factory=dict)
    members: frozenset[str] = frozenset()
    labels: list[Row] = field(default_factory=list)
    known_labels: dict[str, UUID] = field(default_factory=dict)
    new_labels: dict[str, NewLabel] = field(default_factory=dict)
    blind: dict[str, list[UUID]] = field(default_factory=dict)
    dropped: dict[UUID, list[tuple[str, str, Any]]] = field(default_factory=lambda: defaultdict(list))

    def carry(self, task_id: UUID, custom: dict[str, Any]) -> dict[str, Any]:
        """The custom values under the ids of the target's fields of the same name and kind; notes what is lost."""
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


async def plan_belongings(member: Member, source: Row, target: Row, ids: Sequence[UUID]) -> Belongings:
    """What becomes of everything on these tasks when they go from `source` to `target`; writes nothing."""
    found = Belongings()
    await _plan_labels(member, target, ids, found)
    await _plan_people(member, target, ids, found)
    theirs = {(row["name"].casefold(), row["kind"]): row for row in await list_fields(target)}
    for row in await list_fields(source):
        found.fields[str(row["id"])] = row
        if match := theirs.get((row["name"].casefold(), row["kind"])):
            found.targets[str(row["id"])] = match
    if any(row["kind"] == "member" for row in found.targets.values()):
        found.members = frozenset(str(row["id"]) for row in await _list_seeing(member, target))
    return found


async def carry_belongings(member: Member, target: Row, found: Belongings) -> None:
    """Put the labels and people of the locked tasks in order for the locked `target`, as planned."""
    for name, new in found.new_labels.items():
        found.known_labels[name] = (await create_label(member, target["key"], new))["id"]
    carried, taken = dict[UUID, UUID](), set[tuple[UUID, UUID]]()
    for row in found.labels:
        label_id = found.known_labels.get(row["name"].casefold())
        if label_id is not None and (row["task_id"], label_id) not in taken:
            carried[row["id"]] = label_id
            taken.add((row["task_id"], label_id))
    lost = [row["id"] for row in found.labels if row["id"] not in carried]
    await execute("delete from task_labels where id = any($1::uuid[])", lost)
    await execute(
        "update task_labels tl set label_id = k.label_id from unnest($1::uuid[], $2::uuid[]) as k(id, label_id)"
        " where tl.id = k.id",
        list(carried),
        list(carried.values()),
    )
    for table, ids in found.blind.items():
        await execute(f"delete from {table} where id = any($1::uuid[])", ids)


async def _plan_labels(member: Member, target: Row, ids: Sequence[UUID], found: Belongings) -> None:
    """Labels become those of the same name; one that is missing is made by who may make labels, else dropped."""
    found.labels = await fetch(
        "select tl.id, tl.task_id, tl.label_id, l.name, l.hue from task_labels tl join labels l on l.id = tl.label_id"
        " where tl.workspace_id = $1 and tl.task_id = any($2::uuid[]) order by lower(l.name)",
        member.workspace_id,
        list(ids),
    )
    found.known_labels = {row["name"].casefold(): row["id"] for row in await list_labels(target)}
    for row in found.labels:
        name = row["name"].casefold()
        if name in found.known_labels:
            continue
        if member.can(Permission.MANAGE_LABELS):
            found.new_labels.setdefault(name, NewLabel(name=row["name"], hue=row["hue"]))
        else:
            found.dropped[row["task_id"]].append(("label", row["name"], row["label_id"]))


async def _plan_people(member: Member, target: Row, ids: Sequence[UUID], found: Belongings) -> None:
    """Whoever cannot see the target is on none of its tasks."""
    for table, kind in PEOPLE.items():
        rows = await fetch(
            f"select x.id, x.task_id, x.member_id, u.name from {table} x join members m on m.id = x.member_id"
            " join users u on u.id = m.user_id join projects p on p.id = $3 where x.workspace_id = $1"
            f" and x.task_id = any($2::uuid[]) and not ({SEES_PROJECT}) order by lower(u.name), m.id",
            member.workspace_id,
            list(ids),
            target["id"],
        )
        found.blind[table] = [row["id"] for row in rows]
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
