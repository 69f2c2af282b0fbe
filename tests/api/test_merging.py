"""Merging: changes of different fields go together, those of the same field are told apart."""

from collections.abc import Callable
from typing import Any

import pytest

from taskflow.world import World
from tests.support.client import ApiClient, problem

W = "/workspaces/meridian"


@pytest.fixture
async def task(mateo: ApiClient) -> str:
    """The address of a task."""
    return (await mateo.post(f"{W}/projects/WEB/tasks", {"title": "Fix the login page"})).headers["Location"]


@pytest.mark.parametrize(
    ("mine", "base", "theirs"),
    [
        ({"title": "Mine"}, {"title": "Fix the login page"}, {"priority": "high"}),
        ({"description": "Mine"}, {"description": ""}, {"title": "Theirs"}),
        ({"priority": "low"}, {"priority": "none"}, {"due_date": "2026-12-01"}),
        ({"start_date": "2026-11-30"}, {"start_date": None}, {"due_date": "2026-12-01"}),
        ({"due_date": "2026-12-01"}, {"due_date": None}, {"start_date": "2026-11-30"}),
    ],
)
async def test_changes_of_different_fields_are_merged(
    mateo: ApiClient, sam: ApiClient, task: str, *, mine: dict[str, Any], base: dict[str, Any], theirs: dict[str, Any]
) -> None:
    await sam.patch(task, theirs, If_Match='"v1"')
    merged = (await mateo.patch(task, mine | {"base": base}, If_Match="*")).json()
    assert merged["version"] == 3
    assert {name: merged[name] for name in mine | theirs} == mine | theirs


async def test_changes_of_the_same_field_are_told_apart(mateo: ApiClient, sam: ApiClient, task: str) -> None:
    await sam.patch(task, {"title": "Theirs", "due_date": "2026-12-01"}, If_Match='"v1"')
    body = {"title": "Mine", "due_date": "2026-12-02", "priority": "high"}
    base = {"title": "Fix the login page", "due_date": None, "priority": "none"}
    refused = await mateo.patch(task, body | {"base": base}, status=409, If_Match="*")
    assert problem(refused) == ("merge_conflict", {"/title", "/due_date"})
    due = {"due_at": None, "due_zone": None}
    assert sorted(refused.json()["conflicts"], key=lambda conflict: str(conflict["field"])) == [
        {
            "field": "due",
            "base": due | {"due_date": None},
            "theirs": due | {"due_date": "2026-12-01"},
            "mine": due | {"due_date": "2026-12-02"},
        },
        {"field": "title", "base": "Fix the login page", "theirs": "Theirs", "mine": "Mine"},
    ]
    assert (await mateo.get(task)).json()["priority"] == "none"


async def test_what_is_as_wanted_already_stands_against_nothing(mateo: ApiClient, sam: ApiClient, task: str) -> None:
    await sam.patch(task, {"title": "Same"}, If_Match='"v1"')
    body = {"title": "Same", "base": {"title": "Fix the login page"}}
    assert (await mateo.patch(task, body, If_Match="*")).json()["version"] == 2


async def test_a_merge_names_what_every_field_was(mateo: ApiClient, task: str) -> None:
    refused = await mateo.patch(task, {"title": "Mine", "priority": "low"}, status=422, If_Match="*")
    assert problem(refused) == ("invalid", {"/base/title", "/base/priority"})
    half = {"title": "Mine", "priority": "low", "base": {"title": "Fix the login page"}}
    assert problem(await mateo.patch(task, half, status=422, If_Match="*")) == ("invalid", {"/base/priority"})


async def test_a_base_does_not_go_with_a_version(mateo: ApiClient, task: str) -> None:
    body = {"title": "Mine", "base": {"title": "Fix the login page"}}
    assert problem(await mateo.patch(task, body, status=422, If_Match='"v1"')) == ("invalid", {"/base"})


async def test_other_things_take_a_version_only(sam: ApiClient) -> None:
    refused = await sam.patch(f"{W}/projects/WEB", {"name": "New"}, status=400, If_Match="*")
    assert problem(refused)[0] == "bad_if_match"


async def test_a_guest_merges_nothing(web: World, visit: Callable[[], ApiClient], lena: ApiClient, task: str) -> None:
    body = {"title": "Mine", "base": {"title": "Fix the login page"}}
    await lena.patch(task, body, status=403, If_Match="*")
