"""The OpenAPI document describes what is there, and its page can be read by people."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from taskflow.api.openapi.words import TAGS
from taskflow.api.operations import OPERATIONS
from taskflow.api.problems import PROBLEMS
from taskflow.platform.validation import parse
from taskflow.web.application import Application
from tests.architecture.source import parse as parse_source
from tests.architecture.source import product_files, relative
from tests.support.client import ORIGIN, ApiClient
from tests.support.contract import PROBLEM, Contract
from tests.support.markup import Markup

Schema = dict[str, Any]
# What only an answer gives: the cursor of a page, the ETag of a thing.
OPAQUE = {"after", "If-None-Match"}


@pytest.fixture
def document(contract: Contract) -> Schema:
    """The document."""
    return contract.document


def _operations(document: Schema) -> Iterator[Schema]:
    for methods in document["paths"].values():
        yield from methods.values()


async def test_the_document_is_public_and_not_sent_twice(anonymous: ApiClient) -> None:
    response = await anonymous.http.get("/api/v1/openapi.json")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/json"
    assert response.json()["openapi"] == "3.1.0"
    assert response.json()["servers"] == [{"url": f"{ORIGIN}/api/v1"}]
    again = await anonymous.http.get("/api/v1/openapi.json", headers={"If-None-Match": response.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_document_is_valid(document: Schema) -> None:
    validate(document)


def test_every_operation_is_described(document: Schema) -> None:
    described = {operation["operationId"] for operation in _operations(document)}
    assert len(described) == len(OPERATIONS)
    assert {name for name, _ in TAGS.values()} == {operation["tags"][0] for operation in _operations(document)}
    for operation in _operations(document):
        assert operation["summary"]
        assert not operation["summary"].endswith("."), operation["summary"]


def test_every_route_is_in_the_document(app: Application, document: Schema) -> None:
    described = {(m.upper(), "/api/v1" + path) for path, methods in document["paths"].items() for m in methods}
    routes = {
        (method, re.sub(r"<([a-z_]+)>", r"{\1}", rule.rule))
        for rule in app.url_map.iter_rules()
        for method in rule.methods or ()
        if method not in {"HEAD", "OPTIONS"}
    }
    assert routes - described == {("GET", "/api/v1/openapi.json"), ("GET", "/api/v1/docs")}
    assert described <= routes


def test_every_example_fits_its_schema(document: Schema) -> None:
    checked = 0
    for schema, example in _examples(document):
        whole = schema | {"components": document["components"]}
        faults = [error.message for error in Draft202012Validator(whole).iter_errors(example)]
        assert not faults, f"{example}: {faults}"
        checked += 1
    assert checked > 500


def _examples(document: Schema) -> Iterator[tuple[Schema, Any]]:
    for operation in _operations(document):
        contents = [operation["requestBody"]] if "requestBody" in operation else []
        contents += operation["responses"].values()
        for content in (kind for part in contents for kind in part.get("content", {}).values()):
            if "example" in content:
                yield content["schema"], content["example"]
            for name in content.get("examples", ()):
                yield content["schema"], _find_example(document, content["examples"][name])


def _find_example(document: Schema, example: Schema) -> Schema:
    """The value of an example that stands there or is referred to."""
    if "$ref" in example:
        example = document["components"]["examples"][example["$ref"].rpartition("/")[2]]
    value: Schema = example["value"]
    return value


def test_every_answer_and_every_code_of_a_problem_has_an_example(document: Schema) -> None:
    told = set()
    for operation in _operations(document):
        for status, response in operation["responses"].items():
            for kind, content in response.get("content", {}).items():
                if kind != PROBLEM:
                    assert "example" in content, (operation["operationId"], status)
                    continue
                codes = set(content["schema"]["allOf"][1]["properties"]["code"]["enum"])
                values = [_find_example(document, example) for example in content["examples"].values()]
                assert {value["code"] for value in values} == codes, (operation["operationId"], status)
                assert {value["status"] for value in values} == {int(status)}, (operation["operationId"], status)
                told |= {name for value in values for name in value}
    members = {
        name for model in ("Problem", "StaleProblem") for name in document["components"]["schemas"][model]["properties"]
    }
    assert members - told == set()


def test_every_input_has_an_example(document: Schema) -> None:
    for operation in _operations(document):
        for parameter in operation["parameters"]:
            schema = parameter["schema"]
            is_plain = schema.get("type") in {"integer", "boolean"} or {"enum", "const", "default"} & set(schema)
            has_example = "example" in parameter or "examples" in schema
            assert is_plain or has_example or parameter["name"] in OPAQUE, (operation["operationId"], parameter)
        for content in operation.get("requestBody", {}).get("content", {}).values():
            assert "example" in content, operation["operationId"]


def test_every_example_of_a_body_would_be_taken(document: Schema) -> None:
    models = {operation.body.__name__: operation.body for operation in OPERATIONS.values()}
    for operation in _operations(document):
        for content in operation.get("requestBody", {}).get("content", {}).values():
            assert content["example"]
            if "$ref" not in content["schema"]:
                continue  # a file
            parse(models[content["schema"]["$ref"].rpartition("/")[2]], content["example"])


def test_every_field_that_leaves_is_described_as_there(document: Schema) -> None:
    for operation in OPERATIONS.values():
        if operation.answer is not None:
            schema = document["components"]["schemas"][operation.answer.__name__]
            assert set(schema["required"]) == set(schema["properties"]), operation.answer.__name__


def test_every_error_code_of_the_code_is_in_the_table() -> None:
    found = set()
    for path in product_files():
        if relative(path).startswith(("src/taskflow/pages/", "src/taskflow/web/inner")):
            continue
        found |= set(_codes(path))
    assert found - set(PROBLEMS) - {"not_ready", "bad_form_token"} == set()


def _codes(path: Path) -> Iterator[str]:
    """The codes that errors are raised with, and those of their classes."""
    for node in ast.walk(parse_source(path)):
        if isinstance(node, ast.keyword) and node.arg == "code" and isinstance(node.value, ast.Constant):
            yield node.value.value
        if isinstance(node, ast.ClassDef):
            for inner in node.body:
                if isinstance(inner, ast.Assign | ast.AnnAssign) and isinstance(inner.value, ast.Constant):
                    target = inner.targets[0] if isinstance(inner, ast.Assign) else inner.target
                    if getattr(target, "id", "") == "code":
                        yield inner.value.value


async def test_the_page_reads_every_operation_under_a_strict_policy(anonymous: ApiClient, document: Schema) -> None:
    response = await anonymous.http.get("/api/v1/docs")
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none';")
    page = Markup(response.text)
    assert page.unclosed == []
    ids = {attributes["id"] for _, attributes in page.elements if "id" in attributes}
    assert {operation["operationId"] for operation in _operations(document)} <= ids
    assert {link.removeprefix("#") for link in page.links if link.startswith("#")} <= ids
    tags = {tag for tag, _ in page.elements}
    assert not tags & {"script", "style", "link", "img", "iframe", "form"}
    assert not any(name.startswith("on") or name == "style" for _, attributes in page.elements for name in attributes)
    assert "Put a member on a task" in page.text
