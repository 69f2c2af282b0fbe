"""The answers of an operation as the OpenAPI document tells them: the one that went well, and every problem."""

from itertools import groupby

from taskflow.api.bodies import JSON
from taskflow.api.openapi.components import Schema, refer
from taskflow.api.openapi.examples import build_example
from taskflow.api.openapi.links import build_links
from taskflow.api.openapi.problem_examples import refer_examples
from taskflow.api.operations import Operation
from taskflow.api.parameters import find_names
from taskflow.api.problems import PROBLEMS
from taskflow.api.schemas import Problem, StaleProblem
from taskflow.web.problems import PROBLEM_TYPE

_REASONS = {
    200: "Done",
    201: "Made",
    202: "It is done in the background; `Location` tells how far it is",
    204: "Done; there is nothing to say",
}
_TEXT: Schema = {"type": "string"}
HEADERS: dict[str, Schema] = {
    "ETag": {
        "description": "The version, for If-Match and If-None-Match",
        "schema": _TEXT,
        "example": '"v7-9c1185a5c5e9"',
    },
    "Content-Disposition": {"description": "The name of the file, and whether to show or to save it", "schema": _TEXT},
    "Location": {"description": "Where the thing is", "schema": {"type": "string", "format": "uri-reference"}},
    "Link": {"description": 'The next page, rel="next"; absent on the last', "schema": _TEXT},
    "Retry-After": {"description": "Seconds to wait", "schema": {"type": "integer"}, "example": 2},
    "Idempotency-Replayed": {
        "description": "`true` when this is the answer that the same Idempotency-Key was given before",
        "schema": {"const": "true"},
    },
    "RateLimit": {
        "description": "What is left by limit: `r` requests, all of them again in `t` seconds",
        "schema": _TEXT,
        "example": '"person";r=597;t=1, "token";r=297;t=1',
    },
    "RateLimit-Policy": {
        "description": "The limits that hold for this request: `q` requests in `w` seconds",
        "schema": _TEXT,
        "example": '"person";q=600;w=60, "token";q=300;w=60',
    },
    "Undo": {"description": "The token that takes the change back; absent when nothing can be", "schema": _TEXT},
    "WWW-Authenticate": {"description": "How to say who asks", "schema": _TEXT},
    "Set-Cookie": {"description": "The session", "schema": _TEXT},
}
# Names in an address that may change while the thing stays.
KEYS = {"project_key", "task_key"}
LIMITED = ("RateLimit", "RateLimit-Policy")
_HEADERS_OF_CODES = {"request_in_flight": "Retry-After", "secret_not_replayed": "Location"}
_PROBLEM_HEADERS: dict[int, tuple[str, ...]] = {
    401: ("WWW-Authenticate",),
    412: ("ETag",),
    429: ("Retry-After", *LIMITED),
    503: ("Retry-After",),
}


def build_responses(operation: Operation, schemas: dict[str, Schema]) -> dict[str, Schema]:
    """Every response by its status."""
    responses = {str(operation.status): _build_success(operation, schemas)}
    if operation.is_safe and (operation.is_versioned or operation.gives_bytes):
        responses["304"] = {"description": "What you have is fresh", "headers": _refer_headers("ETag")}
    if KEYS & set(find_names(operation.path)):
        responses["308"] = {"description": "The key was changed: ask there", "headers": _refer_headers("Location")}
    by_status = sorted(operation.codes, key=lambda code: (PROBLEMS[code][0], code))
    for status, codes in groupby(by_status, key=lambda code: PROBLEMS[code][0]):
        responses[str(status)] = _build_problem(operation, status, list(codes), schemas)
    return responses


def _build_success(operation: Operation, schemas: dict[str, Schema]) -> Schema:
    names = ["ETag"] if operation.is_versioned else []
    names += ["Location"] if operation.location else []
    names += ["Idempotency-Replayed"] if operation.keeps_answer else []
    names += ["Link"] if operation.is_list else []
    names += ["Undo"] if operation.undo is True else []
    names += ["Set-Cookie"] if operation.name in {"sign_in", "sign_out"} else []
    names += LIMITED
    response: Schema = {"description": _REASONS[operation.status], "headers": _refer_headers(*names)}
    if operation.gives_bytes:
        response["headers"] |= _refer_headers("ETag", "Content-Disposition")
        response["content"] = {"*/*": {"schema": {}, "example": "The bytes of the file"}}
    if operation.answer is not None:
        schema = refer(operation.answer)
        schema = build_list_schema(schema) if operation.is_list else schema
        response["content"] = {JSON: {"schema": schema, "example": build_example(schema, schemas)}}
    links = build_links(operation)
    return response | ({"links": links} if links else {})


def build_list_schema(item: Schema) -> Schema:
    """The schema of a page of such items."""
    following = {
        "description": "Where the next page is",
        "anyOf": [_TEXT | {"format": "uri-reference"}, {"type": "null"}],
    }
    return {
        "type": "object",
        "properties": {"items": {"type": "array", "items": item}, "next": following | {"examples": [None]}},
        "required": ["items", "next"],
    }


def _build_problem(operation: Operation, status: int, codes: list[str], schemas: dict[str, Schema]) -> Schema:
    model = StaleProblem if status == 412 and operation.if_match else Problem
    narrowed = {"allOf": [refer(model), {"properties": {"code": {"enum": codes}, "status": {"const": status}}}]}
    response: Schema = {
        "description": "; ".join(f"`{code}`: {PROBLEMS[code][1]}" for code in codes),
        "content": {PROBLEM_TYPE: {"schema": narrowed, "examples": refer_examples(operation, codes, schemas)}},
    }
    names = _PROBLEM_HEADERS.get(status, ()) if status != 412 or operation.if_match else ()
    names += tuple(header for code, header in _HEADERS_OF_CODES.items() if code in codes)
    if names:
        response["headers"] = _refer_headers(*names)
    return response


def _refer_headers(*names: str) -> Schema:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}
