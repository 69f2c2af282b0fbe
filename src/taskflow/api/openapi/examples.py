"""Examples of bodies and answers, put together from the examples of their fields. Pure."""

from typing import Any

from taskflow.api.openapi.components import REFERENCE, Schema

_BY_KIND: dict[str, Any] = {
    "integer": 1,
    "boolean": False,
    "null": None,
    "uuid": "0193623a-7c00-7000-8000-000000000001",
    "date": "2026-11-25",
    "date-time": "2026-11-25T09:30:00Z",
    "uri-reference": "/api/v1/",
    "time-zone": "Europe/Berlin",
}


def build_example(schema: Schema, schemas: dict[str, Schema], *, is_body: bool = False) -> Any:
    """A value of the schema. Of a body only what is required or has an example of its own."""
    given = _resolve(schema, schemas)
    for chosen in (given.get("examples", ())[:1], [given[key] for key in ("const", "default") if key in given]):
        if chosen:
            return chosen[0]
    if "enum" in given:
        return given["enum"][-1]
    if given.get("type") == "object":
        return _build_object(given, schemas, is_body=is_body)
    if given.get("type") == "array":
        return [build_example(given["items"], schemas, is_body=is_body)]
    return _BY_KIND.get(given.get("format") or given.get("type", ""), "text")


def _build_object(given: Schema, schemas: dict[str, Schema], *, is_body: bool) -> dict[str, Any]:
    properties, required = given.get("properties", {}), given.get("required", ())
    wanted = [name for name, inner in properties.items() if not is_body or name in required or "examples" in inner]
    return {name: build_example(properties[name], schemas, is_body=is_body) for name in wanted}


def _resolve(schema: Schema, schemas: dict[str, Schema]) -> Schema:
    """What a reference or a choice stands for, with what is said beside it."""
    beside = {key: value for key, value in schema.items() if key not in {"$ref", "anyOf"}}
    if "$ref" in schema:
        return _resolve(schemas[schema["$ref"].removeprefix(REFERENCE)], schemas) | beside
    if "anyOf" in schema:
        return _resolve(schema["anyOf"][0], schemas) | beside
    return schema
