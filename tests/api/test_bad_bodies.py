"""Whatever a body holds, the answer is a 4xx that names what is wrong: every operation, every field."""

import json
from collections.abc import Iterator
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from taskflow.api.bodies import Nothing, require_readable
from taskflow.api.operations import OPERATIONS, Operation
from taskflow.platform.errors import BadRequest, Invalid
from tests.api.stage import Stage, build_request
from tests.support.client import ApiClient, problem

Row = dict[str, Any]
WITH_BODY = [operation for operation in OPERATIONS.values() if operation.takes_json]
WITHOUT_BODY = [op for op in OPERATIONS.values() if op.body is Nothing and not op.is_safe]
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
    numbers = {"integer", "number"}
    for kind, value in wrong.items():
        if kind not in kinds and not (kind in numbers and numbers & kinds):
            yield good | {name: value}, f"/{name}"
    if "null" not in kinds:
        yield good | {name: None}, f"/{name}"
    for choice in choices:
        if choice.get("type") == "string":
            yield good | {name: "x" * (choice.get("maxLength", 60) + 1)}, f"/{name}"
            yield good | {name: "a\x00b"}, f"/{name}"
            yield good | {name: "a\ud800b"}, f"/{name}"
        if choice.get("type") in numbers:
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
