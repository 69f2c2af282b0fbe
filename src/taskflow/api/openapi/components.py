"""The schemas of the OpenAPI document, from the models that read and write."""

from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, models_json_schema

from taskflow.api.operations import Operation
from taskflow.api.schemas import Problem, StaleProblem

Schema = dict[str, Any]
REFERENCE = "#/components/schemas/"


class _Plain(GenerateJsonSchema):
    """Schemas without a title for each field that only repeats its name."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        """Never: the name says it."""
        return False


def build_schemas(operations: list[Operation]) -> dict[str, Schema]:
    """The schema of every body and answer by its model's name."""
    models: dict[type[BaseModel], JsonSchemaMode] = {}
    for operation in operations:
        models[operation.body] = "validation"
        for answer in (operation.answer, operation.current):
            if answer is not None:
                models[answer] = "serialization"
    for problem in (Problem, StaleProblem):
        models[problem] = "validation"  # a problem leaves out what it has not
    _, made = models_json_schema(
        list(models.items()),
        ref_template=REFERENCE + "{model}",
        schema_generator=_Plain,
    )
    return {name: _without_title(schema) for name, schema in sorted(made["$defs"].items())}


def build_query_parameters(model: type[BaseModel]) -> list[Schema]:
    """The parameters that a query model reads."""
    schema = model.model_json_schema(schema_generator=_Plain)
    return [_build_parameter(name, given, schema) for name, given in schema.get("properties", {}).items()]


def refer(model: type[BaseModel]) -> Schema:
    """A reference to a model's schema."""
    return {"$ref": REFERENCE + model.__name__}


def _build_parameter(name: str, given: Schema, schema: Schema) -> Schema:
    """A parameter has no null: it is there or not. No text holds NUL."""
    choices = [choice for choice in given.get("anyOf", ()) if choice != {"type": "null"}]
    rest = {key: value for key, value in given.items() if key != "anyOf" and (key, value) != ("default", None)}
    described = (choices[0] if choices else {}) | rest
    if described.get("type") == "string" and not {"pattern", "enum", "format", "anyOf"} & set(described):
        described["pattern"] = r"^[^\x00]*$"
    description = described.pop("description", None)
    parameter = {"name": name, "in": "query", "required": name in schema.get("required", ()), "schema": described}
    return parameter | ({"description": description} if description else {})


def _without_title(schema: Schema) -> Schema:
    return {key: value for key, value in schema.items() if key != "title"}
