"""Whatever an address or a header says, the answer is a 4xx that names what is wrong: every operation, every name."""

import base64
import itertools
import json
from collections.abc import Iterator
from typing import Any

from taskflow.api.operations import OPERATIONS, PREFIX, Operation
from taskflow.api.parameters import PATH_PARAMETERS, find_names
from taskflow.platform.pagination import encode_cursor
from taskflow.world import World
from tests.api.stage import Stage, build_request, undone
from tests.support.client import ApiClient, problem

Row = dict[str, Any]
LISTS = [operation for operation in OPERATIONS.values() if operation.is_list]
SORTS = ("number", "-number", "updated", "due", "-priority", "title,-estimate", "-completed")
NOBODY = "0193623a-7c00-7000-8000-000000000001"
GARBAGE = [
    "%00", "a%00b", "%ED%A0%80", "%FF", "%F0%9F%92%A5", "x" * 300, "%27%22", "-1", "WEB-0", "WEB-99999999999",
    "web-1", "WEB-1%0A", "00000000-0000-0000-0000-00000000000g", "%7B00000000-0000-0000-0000-000000000000%7D",
    NOBODY, "..%2F..", "a%20b", "ZZZZZZ-1", "ZZZZZZ",
]  # fmt: skip

TAKEN_AS_VALUES = {
    "assign_task": 422, "label_task": 422, "unassign_task": 200, "unlabel_task": 200, "watch_task": 422,
    "unwatch_task": 200,
}  # fmt: skip


def _arguments(body: Row | None) -> tuple[Row, ...]:
    return () if body is None else (body,)


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
            code, pointers = problem(response)
            assert code == "invalid"
            assert pointer in pointers  # and those of values that are needed


def _wrong_queries(operation: Operation) -> Iterator[tuple[str, str]]:
    for name, info in operation.query.model_fields.items():
        yield f"{name}=a%00b", name
        yield f"{name}=1&{name}=1", name
        if name in {"limit", "per_column"}:
            yield from ((f"{name}={value}", name) for value in ("0", "201", "-1", "x", "", "1.5", "9" * 40))
        elif name not in {"q", "after", "label", "project", "filter", "text", "name"}:
            yield from ((f"{name}={value}", name) for value in ("nonsense", "", "%ED%A0%80", "null"))
        assert info is not None
    for name, length in (("q", 201), ("label", 41), ("project", 7), ("after", 1001), ("text", 501)):
        if name in operation.query.model_fields:
            yield f"{name}={'x' * length}", name


async def test_a_wrong_query_is_refused_naming_the_parameter(stage: Stage, browser: ApiClient) -> None:
    for operation in OPERATIONS.values():
        address, body, headers = build_request(operation, stage.values("sam"))
        for query, name in _wrong_queries(operation):
            path, _, good = address.partition("?")
            needed = [part for part in good.split("&") if _is_needed(operation, part.partition("=")[0], besides=name)]
            path = f"{path}?{'&'.join([query, *needed])}"
            response = await browser.send(operation.method, path, *_arguments(body), **headers, status=422)
            assert problem(response) == ("invalid", {f"/query/{name}"}), query


def _is_needed(operation: Operation, name: str, *, besides: str) -> bool:
    info = operation.query.model_fields.get(name)
    return info is not None and info.is_required() and name != besides


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
        sorts = SORTS if "sort" in operation.query.model_fields else ("",)
        for sort, cursor in itertools.product(sorts, _cursors()):
            response = await browser.send("GET", f"{plain}?after={cursor}" + (f"&sort={sort}" if sort else ""))
            assert response.status_code in {200, 422}, f"{plain} {sort} {cursor}: {response.text[:200]}"
            if response.status_code == 422:
                assert problem(response) == ("invalid", {"/query/after"})
        assert problem(await browser.get(f"{plain}?after=x", status=422)) == ("invalid", {"/query/after"})


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
