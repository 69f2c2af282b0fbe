"""Whatever somebody sends, the answer is a 4xx that names what is wrong: every operation, every field."""

import base64
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskflow.api.bodies import Nothing
from taskflow.api.operations import OPERATIONS, PREFIX, NoQuery, Operation
from taskflow.api.parameters import PATH_PARAMETERS, find_names
from taskflow.platform.pagination import encode_cursor
from taskflow.world import World
from tests.api.stage import Stage, build_request, build_stage
from tests.support.client import ApiClient, problem

Row = dict[str, Any]
WITH_BODY = [operation for operation in OPERATIONS.values() if operation.body is not Nothing]
WITHOUT_BODY = [op for op in OPERATIONS.values() if op.body is Nothing and not op.is_safe]
LISTS = [operation for operation in OPERATIONS.values() if operation.is_list]
GARBAGE = [
    "%00", "a%00b", "%ED%A0%80", "%FF", "%F0%9F%92%A5", "x" * 300, "'", "%22", "0", "-1", "WEB-0", "WEB-99999999999",
    "web-1", "WEB-1%0A", "null", "00000000-0000-0000-0000-00000000000g", "%7B00000000-0000-0000-0000-000000000000%7D",
    "0193623a-7c00-7000-8000-000000000001", "..%2F..", "a%20b", "%2e%2e", "ZZZZZZ-1", "ZZZZZZ",
]  # fmt: skip


def _ids(operation: Operation) -> str:
    return operation.name


@pytest.fixture
async def stage(web: World) -> Stage:
    """One of each thing."""
    return await build_stage(web)


@pytest.fixture
async def browser(web: World, visit: Callable[[], ApiClient]) -> ApiClient:
    """The owner's browser, which may do everything."""
    return await visit().sign_in(web.persons["sam"])


def _wrong_bodies(operation: Operation, good: Row) -> Iterator[tuple[Row, str]]:
    """Bodies that are wrong in one place, and that place."""
    schema = operation.body.model_json_schema()
    yield good | {"surprise": 1}, "/surprise"
    yield good | {"a/b~c": 1}, "/a~1b~0c"
    for name in schema.get("required", ()):
        yield {key: value for key, value in good.items() if key != name}, f"/{name}"
    for name, described in schema["properties"].items():
        yield from _wrong_values(good, name, described)


def _wrong_values(good: Row, name: str, described: Row) -> Iterator[tuple[Row, str]]:
    choices = described.get("anyOf", [described])
    kinds = {choice.get("type", "object") for choice in choices}
    wrong: dict[str, Any] = {"string": "text", "integer": 7, "number": 1.5, "boolean": True, "array": ["x"], "object": {}}
    for kind, value in wrong.items():
        if kind not in kinds and not (kind == "number" and "integer" in kinds):
            yield good | {name: value}, f"/{name}"
    if "null" not in kinds:
        yield good | {name: None}, f"/{name}"
    for choice in choices:
        if choice.get("type") == "string":
            yield good | {name: "x" * (choice.get("maxLength", 60) + 1)}, f"/{name}"
            yield good | {name: "a\x00b"}, f"/{name}"
            yield good | {name: "a\ud800b"}, f"/{name}"
        if choice.get("type") == "integer":
            yield good | {name: choice["minimum"] - 1}, f"/{name}"
            yield good | {name: choice["maximum"] + 1}, f"/{name}"
            yield good | {name: 10**30}, f"/{name}"
        if choice.get("type") == "array":
            yield good | {name: [None]}, f"/{name}/0"
            yield good | {name: ["a\x00b"]}, f"/{name}/0"


@pytest.mark.parametrize("operation", WITH_BODY, ids=_ids)
async def test_a_wrong_body_is_refused_naming_the_field(operation: Operation, stage: Stage, browser: ApiClient) -> None:
    address, body, headers = build_request(operation.name, operation.path, stage.values("sam"))
    assert body is not None
    for wrong, pointer in _wrong_bodies(operation, body):
        response = await browser.send(operation.method, address, json.dumps(wrong).encode(), **headers)
        code, pointers = problem(response)
        assert (response.status_code, code) == (422, "invalid"), f"{pointer}: {wrong} {response.text[:300]}"
        assert any(p == pointer or p.startswith(pointer + "/") for p in pointers), f"{pointer}: {response.text[:300]}"


@pytest.mark.parametrize("operation", WITH_BODY + WITHOUT_BODY, ids=_ids)
async def test_what_is_not_a_json_object_is_refused(operation: Operation, stage: Stage, browser: ApiClient) -> None:
    address, _, headers = build_request(operation.name, operation.path, stage.values("sam"))
    expected: list[tuple[bytes, int, str]] = [
        (b"[]", 422, "invalid"),
        (b'"text"', 422, "invalid"),
        (b"null", 422, "invalid"),
        (b'"\\ud800"', 422, "invalid"),
        (b'{"\\ud800": 1}', 422, "invalid"),
        (b'{"\\u0000": 1}', 422, "invalid"),
        (b'{"surprise": 1}', 422, "invalid"),
        (b"{", 400, "malformed_json"),
        (b"{'a': 1}", 400, "malformed_json"),
        (b'{"a": NaN}', 400, "malformed_json"),
        (b'{"a": 1} x', 400, "malformed_json"),
        (b'{"a": "\xff"}', 400, "malformed_json"),
        (b'{"a": "\x00"}', 400, "malformed_json"),
        (b'{"a":' + b"[" * 64 + b"]" * 64 + b"}", 400, "too_complex"),
        (b"[" * 900 + b"]" * 900, 400, "too_complex"),
        (b"[" * 100_000, 400, "too_complex"),
        (b'{"a": [' + b'"\\u0041",' * 10_001 + b"1]}", 400, "too_complex"),
    ]
    for body, status, code in expected:
        response = await browser.send(operation.method, address, body, **headers)
        assert (response.status_code, problem(response)[0]) == (status, code), f"{body[:40]!r}: {response.text[:300]}"


@pytest.mark.parametrize("operation", WITH_BODY + WITHOUT_BODY, ids=_ids)
async def test_a_body_that_is_not_called_json_is_refused(
    operation: Operation, stage: Stage, browser: ApiClient
) -> None:
    address, _, headers = build_request(operation.name, operation.path, stage.values("sam"))
    kinds = ["text/plain", "application/x-www-form-urlencoded", "application/jsonx", "multipart/form-data; boundary=x"]
    kinds += [] if operation.method == "PATCH" else ["application/merge-patch+json"]
    for kind in kinds:
        response = await browser.send(operation.method, address, b"{}", **headers, Content_Type=kind)
        assert (response.status_code, problem(response)[0]) == (415, "unsupported_media_type"), kind


@pytest.mark.parametrize("operation", WITH_BODY, ids=_ids)
async def test_a_body_is_needed_where_there_is_one(operation: Operation, stage: Stage, browser: ApiClient) -> None:
    address, _, headers = build_request(operation.name, operation.path, stage.values("sam"))
    assert problem(await browser.send(operation.method, address, b"", status=400, **headers))[0] == "malformed_json"


async def test_a_body_over_a_mebibyte_is_refused(sam: ApiClient) -> None:
    response = await sam.post("/workspaces", b'{"name": "' + b"x" * 2**20 + b'"}', status=413)
    assert problem(response)[0] == "body_too_large"


@pytest.mark.parametrize("operation", [op for op in OPERATIONS.values() if find_names(op.path)], ids=_ids)
async def test_a_path_that_names_nothing_is_not_found(operation: Operation, stage: Stage, browser: ApiClient) -> None:
    values = stage.values("sam")
    for name in find_names(operation.path):
        for text in GARBAGE:
            address, body, headers = build_request(operation.name, operation.path, values | {name: text})
            arguments = () if body is None else (body,)
            response = await browser.send(operation.method, address, *arguments, **headers)
            # A well-formed id of nobody may be a wrong value rather than a wrong address.
            allowed = {404, 422} if operation.name in {"assign_task", "label_task"} else {404}
            if operation.name in {"unassign_task", "unlabel_task"} and text.startswith("0193"):
                allowed = {200}
            assert response.status_code in allowed, f"{address}: {response.status_code} {response.text[:200]}"


def test_every_name_of_a_path_is_described() -> None:
    assert {name for op in OPERATIONS.values() for name in find_names(op.path)} == set(PATH_PARAMETERS)


@pytest.mark.parametrize("operation", list(OPERATIONS.values()), ids=_ids)
async def test_an_unknown_query_parameter_is_refused(operation: Operation, stage: Stage, browser: ApiClient) -> None:
    address, body, headers = build_request(operation.name, operation.path, stage.values("sam"))
    arguments = () if body is None else (body,)
    plain = address.partition("?")[0]
    for query, pointer in (("surprise=1", "/query/surprise"), ("%00=1", "/query/\x00"), ("a=1&a=2", "/query/a")):
        response = await browser.send(operation.method, f"{plain}?{query}", *arguments, **headers, status=422)
        assert problem(response) == ("invalid", {pointer})


def _wrong_queries(operation: Operation) -> Iterator[tuple[str, str]]:
    for name, info in operation.query.model_fields.items():
        yield f"{name}=a%00b", name
        yield f"{name}=1&{name}=1", name
        if name in {"limit", "per_column"}:
            yield from ((f"{name}={value}", name) for value in ("0", "201", "-1", "x", "", "1.5", "9" * 40))
        elif name not in {"q", "after", "label", "project"}:
            yield from ((f"{name}={value}", name) for value in ("nonsense", "", "%ED%A0%80", "null"))
        assert info is not None
    for name, length in (("q", 201), ("label", 41), ("project", 7), ("after", 1001)):
        if name in operation.query.model_fields:
            yield f"{name}={'x' * length}", name


@pytest.mark.parametrize("operation", [o for o in OPERATIONS.values() if o.query is not NoQuery], ids=_ids)
async def test_a_wrong_query_is_refused_naming_the_parameter(
    operation: Operation, stage: Stage, browser: ApiClient
) -> None:
    plain = build_request(operation.name, operation.path, stage.values("sam"))[0].partition("?")[0]
    for query, name in _wrong_queries(operation):
        response = await browser.get(f"{plain}?{query}", status=422)
        assert problem(response) == ("invalid", {f"/query/{name}"}), query


def _cursors() -> list[str]:
    some_id, far = "0193623a-7c00-7000-8000-000000000001", "9999-12-31T23:59:59-23:59"
    shaped = [
        [], [1], ["x"], [None], [{}], [[]], [True], [10**18], ["\x00"], [some_id, some_id], [some_id, 1], ["\x00", some_id],
        [None, some_id], [5, some_id], ["9" * 30, some_id], [10**30, some_id], ["2026-W01-1", some_id], [far, some_id],
        ["2026-01-01T00:00:00", some_id], ["-1", some_id], [-1, some_id], [1.5, some_id], [True, some_id],
        ["infinity", "x"], ["none", "x"], [{"a": 1}, some_id], ["٥x", some_id],
    ]  # fmt: skip
    encoded = [encode_cursor(*values) if 10**30 not in values else _encode(values) for values in shaped]
    return ["", "x", "%00", "===", "é", "bnVsbA", "e30", _encode("text"), *encoded]


def _encode(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


@pytest.mark.parametrize("operation", LISTS, ids=_ids)
async def test_a_made_up_cursor_never_breaks_a_list(operation: Operation, stage: Stage, browser: ApiClient) -> None:
    plain = build_request(operation.name, operation.path, stage.values("sam"))[0].partition("?")[0]
    sorts = ["number", "-updated", "due", "-priority"] if "sort" in operation.query.model_fields else [None]
    refused = 0
    for sort in sorts:
        for cursor in _cursors():
            response = await browser.send("GET", f"{plain}?after={cursor}" + (f"&sort={sort}" if sort else ""))
            assert response.status_code in {200, 422}, f"{cursor}: {response.text[:200]}"
            if response.status_code == 422:
                refused += 1
                assert problem(response) == ("invalid", {"/query/after"})
    assert refused > 20 * len(sorts)


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)))
def test_any_json_is_parsed_or_refused(value: Any) -> None:
    from taskflow.api.bodies import _require_readable
    from taskflow.platform.errors import TaskFlowError

    text = json.dumps(value).encode()
    try:
        _require_readable(text)
    except TaskFlowError as error:
        assert error.status in {400, 422}
    else:
        assert isinstance(value, dict)


async def test_an_address_that_is_none_is_a_problem(anonymous: ApiClient, sam: ApiClient) -> None:
    for client in (anonymous, sam):
        for path in ("/nothing", "/workspaces//projects", "/workspaces/meridian/tasks/WEB-1/nothing", "/openapi.json/"):
            assert problem(await client.get(path, status=404))[0] == "not_found"
    assert problem(await sam.get("/api/v2/me", status=404))[0] == "not_found"


async def test_a_method_that_an_address_does_not_take_is_a_problem(sam: ApiClient) -> None:
    for method, path, allowed in (
        ("PUT", "/me", {"GET", "HEAD", "PATCH", "OPTIONS"}),
        ("POST", "/workspaces/meridian", {"GET", "HEAD", "PATCH", "OPTIONS"}),
        ("PATCH", "/workspaces/meridian/tasks/WEB-1/completion", {"PUT", "DELETE", "OPTIONS"}),
        ("BREW", "/me", {"GET", "HEAD", "PATCH", "OPTIONS"}),
    ):
        response = await sam.send(method, path, status=405)
        assert problem(response)[0] == "method_not_allowed"
        assert set(response.headers["Allow"].split(", ")) == allowed


async def test_options_names_the_methods(sam: ApiClient) -> None:
    response = await sam.http.options(f"{PREFIX}/workspaces/meridian")
    assert response.status_code == 200
    assert set(response.headers["Allow"].split(", ")) == {"GET", "HEAD", "PATCH", "OPTIONS"}


@pytest.mark.parametrize("tag", ["v1", '"1"', '"v0"', '"v01"', '"v-1"', "*", '"v1", "v2"', '"v99999999999"', '""', '"v1-x"'])
async def test_an_if_match_that_we_never_made_is_refused(web: World, sam: ApiClient, tag: str) -> None:
    response = await sam.patch("/workspaces/meridian", {"name": "x"}, status=400, If_Match=tag)
    assert problem(response)[0] == "bad_if_match"
