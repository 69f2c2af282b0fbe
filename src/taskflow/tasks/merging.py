"""Merging: a field is written when it still is what the writer last saw, whoever changed others meanwhile. Pure."""

from typing import Any

from taskflow.platform.errors import Conflict, FieldError, Invalid
from taskflow.tasks.inputs import TaskChanges

Row = dict[str, Any]
DUE = ("due_date", "due_at", "due_zone")


class MergeConflict(Conflict):
    """Somebody gave a field another value since: `conflicts` in `extra` has all of them."""

    code = "merge_conflict"
    title = "Somebody changed the same fields in the meantime"


def build_values(changes: TaskChanges) -> Row:
    """What to write: only what is named; a due of one kind clears the other kind."""
    named = changes.named
    if any(name in named for name in DUE):
        named |= {name: named.get(name) for name in DUE}
    return named


def require_base(task: Row, changes: TaskChanges, base: TaskChanges | None) -> None:
    """Pass when every field to change has its value of `base`, or the new one already.

    Raises Invalid when `base` does not name all of them, MergeConflict with the base, theirs and mine of each field
    that somebody else changed. Due is one field of three columns.
    """
    mine, old = build_values(changes), build_values(base) if base is not None else {}
    task = task | {"parent": task["parent"] and task["parent"]["key"]}
    if missing := [name for name in changes.named if name not in old]:
        detail = "is required with If-Match: *, as you last saw it"
        errors = tuple(FieldError(f"/base/{name}", "missing", detail) for name in missing)
        raise Invalid(f"base/{missing[0]}: {detail}", errors=errors)
    groups = {("due" if name in DUE else name): (DUE if name in DUE else (name,)) for name in mine}
    found = [
        (field, names)
        for field, names in groups.items()
        if any(task[name] != old[name] for name in names) and any(task[name] != mine[name] for name in names)
    ]
    if found:
        raise MergeConflict(
            f"Somebody changed {found[0][0]} since you read it",
            errors=tuple(_build_error(names, changes) for _, names in found),
            extra={"conflicts": [_build_conflict(field, names, old, task, mine) for field, names in found]},
        )


def _build_error(names: tuple[str, ...], changes: TaskChanges) -> FieldError:
    first = next(name for name in names if name in changes.named)
    return FieldError(f"/{first}", "changed_since", "was changed by somebody else since you read it")


def _build_conflict(field: str, names: tuple[str, ...], base: Row, theirs: Row, mine: Row) -> Row:
    sides = {"base": base, "theirs": theirs, "mine": mine}
    if field != "due":
        return {"field": field} | {side: values[field] for side, values in sides.items()}
    return {"field": field} | {side: {name: values[name] for name in names} for side, values in sides.items()}
