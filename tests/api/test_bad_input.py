"""Whatever somebody sends, the answer is a 4xx that names what is wrong: every operation, every field."""

import base64
import itertools
import json
from collections.abc import Callable, Iterator
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskflow.api.bodies import Nothing, require_readable
from taskflow.api.operations import OPERATIONS, PREFIX, Operation
from taskflow.api.parameters import PATH_PARAMETERS, find_names
from taskflow.platform.errors import BadRequest, Invalid
from taskflow.platform.pagination import encode_cursor
from taskflow.tasks import Sort
from taskflow.world import World
from tests.api.stage import Stage, build_request, build_stage, undone
from tests.support.client import ApiClient, problem

Row = dict[str, Any]
WITH_BODY = [operation for operation in OPERATIONS.values() if operation.body is not Nothing]
WITHOUT_BODY = [op for op in OPERATIONS.values() if op.body is Nothing and not op.is_safe]
LISTS = [operation for operation in OPERATIONS.values() if operation.is_list]
NOBODY = "0193623a-7c00-7000-8000-000000000001"
GARBAGE = [
    "%00", "a%00b", "%ED%A0%80", "%FF", "%F0%9F%92%A5", "x" * 300, "%27%22", "-1", "WEB-0", "WEB-99999999999",
    "web-1", "WEB-1%0A", "00000000-0000-0000-0000-00000000000g", "%7B00000000-0000-0000-0000-000000000000%7D",
    NOBODY, "..%2F..", "a%20b", "ZZZZZZ-1", "ZZZZZZ",
]  # fmt: skip

TAKEN_AS_VALUES = {"assign_task": 422, "label_task": 422, "unassign_task": 200, "unlabel_task": 200}
# Bodies, and what they are refused with.
BROKEN: list[tuple[bytes, int, str]] = [
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


@pytest.fixture
async def stage(web: World) -> Stage:
    """One of each thing."""
    return await build_stage(web)


@pytest.fixture
async def browser(web: World, visit: Callable[[], ApiClient]) -> ApiClient:
    """The owner's browser, which may do everything."""
    return await visit().sign_in(web.persons["sam"])


def _arguments(body: Row | None) -> tuple[Row, ...]:
    return () if body is None else (body,)


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
    wrong: dict[str, Any] = {
        "string": "text",
        "integer": 7,
        "number": 1.5,
        "boolean": True,
        "array": ["x"],
        "object": {},
    }
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


async def _send(
    browser: ApiClient, operation: Operation, stage: Stage, body: bytes, **headers: str
) -> tuple[int, str, set[str], str]:
    """Status, code, pointers and text of the answer to the good request with another body."""
    address, _, good = build_request(operation, stage.values("sam"))
    response = await browser.send(operation.method, address, body, **good, **headers)
    assert response.status_code >= 400, f"{operation.name} took {body[:60]!r}"
    return response.status_code, *problem(response), response.text[:300]


async def test_a_wrong_body_is_refused_naming_the_field(stage: Stage, browser: ApiClient) -> None:
    wrong, tried = [], 0
    for operation in WITH_BODY:
        _, good, _ = build_request(operation, stage.values("sam"))
        for body, pointer in _wrong_bodies(operation, good or {}):
            status, code, pointers, text = await _send(browser, operation, stage, json.dumps(body).encode())
            tried += 1
            if (status, code) != (422, "invalid") or not any((p + "/").startswith(pointer + "/") for p in pointers):
                wrong.append(f"{operation.name} {pointer}: {body} -> {text}")
    assert not wrong, "\n".join(wrong)
    assert tried > 400


async def test_what_is_not_a_json_object_is_refused(stage: Stage, browser: ApiClient) -> None:
    wrong = []
    for operation in WITH_BODY + WITHOUT_BODY:
        for body, status, code in BROKEN:
            found = await _send(browser, operation, stage, body)
            if found[:2] != (status, code):
                wrong.append(f"{operation.name} {body[:40]!r}: {found}")
    assert not wrong, "\n".join(wrong)


async def test_a_body_that_is_not_called_json_is_refused(stage: Stage, browser: ApiClient) -> None:
    kinds = ["text/plain", "application/x-www-form-urlencoded", "application/jsonx", "multipart/form-data; boundary=x"]
    for operation in WITH_BODY + WITHOUT_BODY:
        for kind in kinds + ([] if operation.method == "PATCH" else ["application/merge-patch+json"]):
            found = await _send(browser, operation, stage, b"{}", Content_Type=kind)
            assert found[:2] == (415, "unsupported_media_type"), f"{operation.name} {kind}: {found}"


async def test_a_body_is_needed_where_there_is_one(stage: Stage, browser: ApiClient) -> None:
    for operation in WITH_BODY:
        assert (await _send(browser, operation, stage, b""))[:2] == (400, "malformed_json"), operation.name


async def test_a_body_over_a_mebibyte_is_refused(sam: ApiClient) -> None:
    response = await sam.post("/workspaces", b'{"name": "' + b"x" * 2**20 + b'"}', status=413)
    assert problem(response)[0] == "body_too_large"


async def test_a_path_that_names_nothing_is_not_found(stage: Stage, browser: ApiClient) -> None:
    wrong = []
    for operation in OPERATIONS.values():
        for name in find_names(operation.path):
            for text in GARBAGE:
                address, body, headers = build_request(operation, stage.values("sam"), {name: text})
                async with undone():
                    response = await browser.send(operation.method, address, *_arguments(body), **headers)
                # The last name of a sub-resource that is set is a value: nobody with this id is a wrong one.
                is_value = name in {"member_id", "label_id"} and text == NOBODY
                expected = TAKEN_AS_VALUES.get(operation.name, 404) if is_value else 404
                if response.status_code != expected:
                    wrong.append(f"{operation.method} {address}: {response.status_code} {response.text[:200]}")
    assert not wrong, "\n".join(wrong)


def test_every_name_of_a_path_is_described() -> None:
    assert {name for op in OPERATIONS.values() for name in find_names(op.path)} == set(PATH_PARAMETERS)


async def test_an_unknown_query_parameter_is_refused(stage: Stage, browser: ApiClient) -> None:
    queries = {"surprise=1": "/query/surprise", "%00=1": "/query/\x00", "a=1&a=2": "/query/a", "a~/b=": "/query/a~0~1b"}
    for operation in OPERATIONS.values():
        address, body, headers = build_request(operation, stage.values("sam"))
        for query, pointer in queries.items():
            path = f"{address.partition('?')[0]}?{query}"
            response = await browser.send(operation.method, path, *_arguments(body), **headers, status=422)
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


async def test_a_wrong_query_is_refused_naming_the_parameter(stage: Stage, browser: ApiClient) -> None:
    for operation in OPERATIONS.values():
        plain = build_request(operation, stage.values("sam"))[0].partition("?")[0]
        for query, name in _wrong_queries(operation):
            response = await browser.get(f"{plain}?{query}", status=422)
            assert problem(response) == ("invalid", {f"/query/{name}"}), query


def _cursors() -> list[str]:
    some_id, far = NOBODY, "9999-12-31T23:59:59-23:59"
    shaped = [
        [], [1], ["x"], [None], [{}], [[]], [True], [10**18], ["\x00"], [some_id, some_id], [some_id, 1],
        ["\x00", some_id],
        [None, some_id], [5, some_id], ["9" * 30, some_id], [10**30, some_id], ["2026-W01-1", some_id], [far, some_id],
        ["2026-01-01T00:00:00", some_id], ["-1", some_id], [-1, some_id], [1.5, some_id], [True, some_id],
        ["infinity", "x"], ["none", "x"], [{"a": 1}, some_id], ["٥x", some_id],
    ]  # fmt: skip
    encoded = [encode_cursor(*values) if 10**30 not in values else _encode(values) for values in shaped]
    return ["", "x", "%00", "===", "é", "bnVsbA", "e30", _encode("text"), *encoded]


def _encode(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


async def test_a_made_up_cursor_never_breaks_a_list(stage: Stage, browser: ApiClient) -> None:
    for operation in LISTS:
        plain = build_request(operation, stage.values("sam"))[0].partition("?")[0]
        sorts = get_args(Sort) if "sort" in operation.query.model_fields else ("",)
        for sort, cursor in itertools.product(sorts, _cursors()):
            response = await browser.send("GET", f"{plain}?after={cursor}" + (f"&sort={sort}" if sort else ""))
            assert response.status_code in {200, 422}, f"{plain} {sort} {cursor}: {response.text[:200]}"
            if response.status_code == 422:
                assert problem(response) == ("invalid", {"/query/after"})
        assert problem(await browser.get(f"{plain}?after=x", status=422)) == ("invalid", {"/query/after"})


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
    )
)
def test_any_json_is_readable_or_refused(value: Any) -> None:
    try:
        require_readable(json.dumps(value).encode())
    except (BadRequest, Invalid):
        assert not isinstance(value, dict) or _is_odd(value)
    else:
        assert isinstance(value, dict)


def _is_odd(value: Any) -> bool:
    """True when JSON has no form for it, or there is a text in it that we do not take."""
    text = json.dumps(value, ensure_ascii=False)
    return "NaN" in text or "Infinity" in text or "\\u0000" in text or any("\ud800" <= c <= "\udfff" for c in text)


async def test_an_address_that_is_none_is_a_problem(anonymous: ApiClient, sam: ApiClient) -> None:
    for client in (anonymous, sam):
        for path in (
            "/nothing",
            "/workspaces//projects",
            "/workspaces/meridian/tasks/WEB-1/nothing",
            "/workspaces/a/b/c/d",
        ):
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


FOREIGN_TAGS = ["v1", '"1"', '"v0"', '"v01"', '"v-1"', "*", '"v1", "v2"', '"v9999999999"', '""', '"v1-x"', 'w/"v1"']


async def test_an_if_match_that_we_never_made_is_refused(web: World, sam: ApiClient) -> None:
    for tag in FOREIGN_TAGS:
        response = await sam.patch("/workspaces/meridian", {"name": "x"}, status=400, If_Match=tag)
        assert problem(response)[0] == "bad_if_match", tag
