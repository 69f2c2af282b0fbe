"""The operation table cannot contradict itself, and handlers only pass on."""

import ast
import inspect
import textwrap

import pytest

from taskflow.api.operations import OPERATIONS, operation
from taskflow.workspaces import Member, NewWorkspace


async def get_nothing(member: Member) -> None:
    """Read nothing"""


def test_a_handler_takes_what_its_operation_gives() -> None:
    before = dict(OPERATIONS)
    for options in ({"body": NewWorkspace}, {"if_match": "required"}):
        with pytest.raises(TypeError, match="get_nothing takes"):
            operation("PUT", "/workspaces/{slug}/nothing", **options)(get_nothing)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="get_nothing takes"):
        operation("GET", "/nothing")(get_nothing)
    assert before == OPERATIONS


def test_an_error_code_has_to_be_in_the_table() -> None:
    with pytest.raises(TypeError, match="unknown error codes"):
        operation("GET", "/workspaces/{slug}/nothing", codes=("no_such_code",))(get_nothing)


def test_handlers_are_at_most_fifteen_lines() -> None:
    for entry in OPERATIONS.values():
        function = ast.parse(textwrap.dedent(inspect.getsource(entry.handler))).body[0]
        assert isinstance(function, ast.AsyncFunctionDef)
        body = function.body[1:]
        assert (body[-1].end_lineno or 0) - body[0].lineno + 1 <= 15, entry.name


def test_changing_a_thing_with_a_version_needs_the_version() -> None:
    versioned = {entry.path for entry in OPERATIONS.values() if entry.is_safe and entry.is_versioned}

    changing = [e for e in OPERATIONS.values() if e.path in versioned and e.method in {"PATCH", "DELETE"}]
    assert len(changing) >= 11
    assert {entry.if_match for entry in changing} == {"required"}
