"""The OpenAPI 3.1 document: every operation of the table, with its parameters, bodies, answers and problems."""

from typing import Any

from taskflow import __version__
from taskflow.api.bodies import JSON, MERGE_PATCH
from taskflow.api.openapi.components import Schema, build_query_parameters, build_schemas, refer
from taskflow.api.openapi.examples import build_example
from taskflow.api.openapi.links import build_operation_id
from taskflow.api.openapi.problem_examples import build_problem_examples
from taskflow.api.openapi.responses import HEADERS, build_responses
from taskflow.api.openapi.words import INTRODUCTION, TAGS
from taskflow.api.operations import OPERATIONS, PREFIX, Operation
from taskflow.api.parameters import PATH_PARAMETERS, find_names

_KEY: Schema = {
    "type": "string",
    "minLength": 1,
    "maxLength": 255,
    "pattern": "^[!-~]+$",
    "examples": ["0193623a-7c00-7000-8000-00000000000f"],
}
_IF_MATCH = {
    "required": "The ETag of what you are changing",
    "optional": "Refuse when it is no longer this ETag's version",
}
_TAG = r'(W/)?"v[1-9][0-9]{0,8}(-[0-9a-f]{1,64})?"'


def build_document(*, public_url: str, cookie: str) -> dict[str, Any]:
    """The document; `cookie` is the name of the one that holds a session."""
    families = list(TAGS)
    operations = sorted(OPERATIONS.values(), key=lambda operation: families.index(operation.family))
    schemas = build_schemas(operations)
    paths: dict[str, Schema] = {}
    for operation in operations:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _build_operation(operation, schemas)
    return {
        "openapi": "3.1.0",
        "info": {"title": "TaskFlow", "version": __version__, "description": INTRODUCTION, "license": _LICENSE},
        "servers": [{"url": public_url + PREFIX}],
        "tags": [{"name": name, "description": description} for name, description in TAGS.values()],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "headers": HEADERS,
            "examples": build_problem_examples(schemas),
            "securitySchemes": {
                "session": {"type": "apiKey", "in": "cookie", "name": cookie, "description": "From `POST /sessions`"},
                "token": {"type": "http", "scheme": "bearer", "description": "From `POST /me/tokens`"},
            },
        },
    }


_FILE = {"schema": {}, "example": "The bytes of the file"}
_LICENSE = {"name": "AGPL-3.0-or-later", "identifier": "AGPL-3.0-or-later"}


def _build_operation(operation: Operation, schemas: dict[str, Schema]) -> Schema:
    summary, _, more = (operation.handler.__doc__ or "").strip().partition("\n")
    described: Schema = {
        "operationId": build_operation_id(operation),
        "tags": [TAGS[operation.family][0]],
        "summary": summary,
        "security": _build_security(operation),
        "parameters": _build_parameters(operation),
        "responses": build_responses(operation, schemas),
    }
    text = " ".join([*more.split(), *_describe_undo(operation)])
    if text:
        described["description"] = text
    if operation.undo:
        described["x-undo"] = operation.undo
    if operation.takes_json:
        described["requestBody"] = _build_body(operation, schemas)
    if operation.takes_bytes:
        described["requestBody"] = {"required": True, "content": {"application/octet-stream": _FILE}}
    return described


def _describe_undo(operation: Operation) -> list[str]:
    """Whether the change can be taken back, in a sentence or none."""
    if isinstance(operation.undo, str):
        return [f"Cannot be undone. {operation.undo}."]
    return ["Can be undone: what changed something answers with the token in `Undo`."] if operation.undo else []


def _build_security(operation: Operation) -> list[Schema]:
    if operation.is_public:
        return []
    return [{"session": []}] if operation.needs_session else [{"session": []}, {"token": [operation.scope]}]


def _build_parameters(operation: Operation) -> list[Schema]:
    parameters = [_build_path_parameter(name) for name in find_names(operation.path)]
    parameters += [_add_example(parameter) for parameter in build_query_parameters(operation.query)]
    if operation.if_match:
        is_required, text = operation.if_match == "required", _IF_MATCH[operation.if_match]
        pattern = rf"^({_TAG}|\*)$" if operation.merges else f"^{_TAG}$"
        parameters.append(_build_header("If-Match", text, is_required=is_required, schema=_build_tag(pattern)))
    if operation.method == "POST":
        parameters.append(_build_header("Idempotency-Key", _describe_key(operation), schema=_KEY))
    if operation.is_versioned and operation.is_safe:
        parameters.append(_build_header("If-None-Match", "The ETag of what you have: 304 when it is fresh"))
    return parameters


def _add_example(parameter: Schema) -> Schema:
    """With an example where its kind tells one and nothing else does."""
    schema = parameter["schema"]
    is_told = {"examples", "enum", "default"} & set(schema)
    return parameter if is_told or "format" not in schema else parameter | {"example": build_example(schema, {})}


def _build_path_parameter(name: str) -> Schema:
    given = PATH_PARAMETERS[name]
    return {
        "name": name,
        "in": "path",
        "required": True,
        "description": given.description,
        "schema": given.schema,
        "example": given.example,
    }


def _build_tag(pattern: str) -> Schema:
    return {"type": "string", "pattern": pattern, "examples": ['"v7-9c1185a5c5e9"']}


def _build_header(name: str, description: str, *, is_required: bool = False, schema: Schema | None = None) -> Schema:
    given = schema or {"type": "string"}
    return {"name": name, "in": "header", "required": is_required, "description": description, "schema": given}


def _describe_key(operation: Operation) -> str:
    """What a key does for this operation."""
    if not operation.keeps_answer:
        return "Taken and not used: as long as nobody is signed in, nobody's keys can be told apart"
    if operation.is_secret:
        return "The same key again does not do it again, but what is secret in the answer is shown only once"
    if operation.takes_bytes:
        return "The same key with the same bytes again within 24 hours does not do it again; with others it is refused"
    return "The same key again within 24 hours does not do it again, and is answered like the first time"


def _build_body(operation: Operation, schemas: dict[str, Schema]) -> Schema:
    schema = refer(operation.body)
    content = {"schema": schema, "example": build_example(schema, schemas, is_body=True)}
    kinds = [MERGE_PATCH, JSON] if operation.method == "PATCH" else [JSON]
    return {"required": True, "content": dict.fromkeys(kinds, content)}
