"""The links of the OpenAPI document: from an answer to what can be done next with the thing in it."""

from collections.abc import Iterable

from taskflow.api.openapi.components import Schema
from taskflow.api.operations import OPERATIONS, Operation
from taskflow.api.parameters import find_names


def build_operation_id(operation: Operation) -> str:
    """What the document calls it: `create_task` is `createTask`."""
    first, *rest = operation.name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def build_links(operation: Operation) -> dict[str, Schema]:
    """By name: from what was made to everything below its address, from what was read or changed to its changes."""
    if operation.location:
        return dict(_link(operation, operation.location, OPERATIONS.values()))
    if operation.is_versioned and not operation.gives_bytes:
        changes = [other for other in OPERATIONS.values() if other.if_match and other.path == operation.path]
        return dict(_link(operation, operation.path, changes))
    return {}


def _link(operation: Operation, address: str, others: Iterable[Operation]) -> Iterable[tuple[str, Schema]]:
    steps, names = address.split("/"), find_names(operation.path)
    for other in others:
        target = other.path.split("/")
        if len(find_names("/".join(target[len(steps) :]))) or not _begins_with(target, steps):
            continue
        values = {
            theirs[1:-1]: _say(operation, ours[1:-1], names)
            for ours, theirs in zip(steps, target, strict=False)
            if theirs.startswith("{")
        }
        if other.if_match and operation.is_versioned and len(target) == len(steps):
            values["header.If-Match"] = "$response.header.ETag"
        if len(values) == len(find_names(other.path)) + ("header.If-Match" in values):
            yield other.name, {"operationId": build_operation_id(other), "parameters": values}


def _begins_with(target: list[str], steps: list[str]) -> bool:
    """True when the address `steps` is a way to the beginning of `target`."""
    return len(target) >= len(steps) and all(
        theirs == ours or (theirs.startswith("{") and ours.startswith("{"))
        for ours, theirs in zip(steps, target, strict=False)
    )


def _say(operation: Operation, name: str, names: list[str]) -> str:
    """Where the value of the name in an address is found: what the answer says goes before what was asked."""
    answer = operation.answer
    if operation.location and answer is not None and name in answer.model_fields:
        return f"$response.body#/{name}"
    return f"$request.path.{name}" if name in names else f"$response.body#/{name}"
