"""An example of every problem, with what its code says beside the usual."""

from typing import Any

from taskflow.api.openapi.components import Schema, refer
from taskflow.api.openapi.examples import build_example
from taskflow.api.operations import Operation
from taskflow.api.problems import PROBLEMS
from taskflow.api.schemas import StaleProblem
from taskflow.web.problems import TYPE_BASE

# Members of a problem that only some codes have.
MEMBERS: dict[str, tuple[str, ...]] = {
    "forbidden": ("permission",),
    "invalid": ("errors",),
    "wip_limit_reached": ("column", "limit", "count"),
    "merge_conflict": ("conflicts",),
    "undo_conflict": ("obstacles",),
    "task_blocked": ("blockers", "hidden_blockers"),
    "dependency_cycle": ("path",),
    "subtask_cycle": ("path",),
    "last_owner": ("workspaces",),
    "too_many_tasks": ("limit", "count"),
    "stale_versions": ("stale",),
    "bulk_refused": ("refused",),
}
_FILTER_FAULT = ("errors", "position", "found", "expected", "suggestion")
_LANGUAGES = frozenset({"filter", "sort", "q"})


def build_problem_examples(schemas: dict[str, Schema]) -> dict[str, Schema]:
    """An example of every problem by its code, and of a fault in a filter and of missing tasks among many.

    A stale version has one for each operation.
    """
    found = {code: _build(code, MEMBERS.get(code, ()), schemas) for code in PROBLEMS if code != "stale_version"}
    found["invalid_filter"] = _build("invalid", _FILTER_FAULT, schemas)
    return found | {"missing_tasks": _build("not_found", ("missing",), schemas)}


def refer_examples(operation: Operation, codes: list[str], schemas: dict[str, Schema]) -> dict[str, Schema]:
    """The examples of the codes that the operation answers with."""
    names = [*codes, *(["invalid_filter"] if "invalid" in codes and _reads_language(operation) else [])]
    names += ["missing_tasks"] if "not_found" in codes and "bulk_refused" in operation.codes else []
    return {
        name: _build_stale(operation, schemas) if name == "stale_version" else {"$ref": f"#/components/examples/{name}"}
        for name in names
    }


def _reads_language(operation: Operation) -> bool:
    return bool(_LANGUAGES & {*operation.query.model_fields, *operation.body.model_fields})


def _build_stale(operation: Operation, schemas: dict[str, Schema]) -> Schema:
    """With the thing that the operation is about."""
    example = _build("stale_version", ("changed",), schemas, of=StaleProblem.__name__)
    assert operation.current is not None  # noqa: S101  what needs a version has one to show
    example["value"]["current"] = build_example(refer(operation.current), schemas)
    return example


def _build(code: str, members: tuple[str, ...], schemas: dict[str, Schema], *, of: str = "Problem") -> Schema:
    status, meaning = PROBLEMS[code]
    value: dict[str, Any] = {
        "type": TYPE_BASE + code,
        "title": meaning.partition(":")[0],
        "status": status,
        "detail": meaning,
        "code": code,
        "request_id": "9f2c1b7e4a5d4f6f",
    }
    properties = schemas[of]["properties"]
    return {"value": value | {name: _say(properties[name], schemas) for name in members}}


def _say(described: Schema, schemas: dict[str, Schema]) -> Any:
    """An example of a member, whatever it is when a problem leaves it out."""
    return build_example({key: value for key, value in described.items() if key != "default"}, schemas)
