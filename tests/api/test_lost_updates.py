"""No accepted write is lost when many write the same task at once, over HTTP and with real commits."""

import asyncio
import random
from collections.abc import AsyncIterator, Coroutine
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import httpx
import pytest

from taskflow.api import build_api
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.settings import Settings
from taskflow.web.application import Application
from taskflow.world import World, build_people
from tests.support.client import ApiClient, problem
from tests.support.contract import Contract
from tests.support.databases import opened
from tests.support.people import PASSWORD

W = "/workspaces/meridian"
WRITERS, WRITES = 50, 3
FIELDS = ("title", "description", "due_date", "start_date")
NAMES = ("sam", "priya", "mateo", "aiko", "jonas")
Row = dict[str, Any]


@dataclass
class Crowd:
    """People with a program each, and the task that they all write."""

    world: World
    app: Application
    contract: Contract
    task: str = ""
    accepted: list[tuple[str, Any]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    async def join(self, name: str) -> ApiClient:
        """A program of that person's."""
        return await ApiClient(self.app, self.contract).use_token(self.world.persons[name])


@pytest.fixture
async def crowd(own_database: Settings, contract: Contract) -> AsyncIterator[Crowd]:
    """The people and a task, in a database where commits are real."""
    async with opened(own_database, pool_size=8):
        async with unit_of_work():
            world = await build_people(PASSWORD)
        crowd = Crowd(world, build_api(own_database), contract)
        sam = await crowd.join("sam")
        await sam.post(f"{W}/projects", {"key": "WEB", "name": "Website relaunch"})
        made = await sam.post(f"{W}/projects/WEB/tasks", {"title": "Contested"})
        crowd.task = made.headers["Location"]
        yield crowd


def _build_value(name: str, writer: int, turn: int) -> str:
    """What nobody else writes there, so that every accepted write is a change."""
    if name in {"title", "description"}:
        return f"{name} {writer}.{turn}"
    first = date(2030, 1, 1) if name == "due_date" else date(2026, 1, 1)
    return (first + timedelta(days=writer * WRITES + turn)).isoformat()


async def _write(crowd: Crowd, writer: int, *, merges: bool) -> None:
    """Make every write of this writer, again and again until it is accepted."""
    client = await crowd.join(NAMES[writer % len(NAMES)])
    seen = await client.get(crowd.task)
    for turn in range(WRITES):
        name = FIELDS[(writer + turn) % len(FIELDS)]
        value = _build_value(name, writer, turn)
        attempt = _attempt_merge if merges else _attempt_version
        while (response := await attempt(client, crowd, {name: value}, seen)).status_code != 200:
            crowd.refused.append(problem(response)[0])
            await asyncio.sleep(random.uniform(0, 0.3))
            seen = await client.get(crowd.task)
        crowd.accepted.append((name, value))
        seen = response


async def _attempt_version(client: ApiClient, crowd: Crowd, changes: Row, seen: httpx.Response) -> httpx.Response:
    response = await client.send("PATCH", crowd.task, changes, If_Match=seen.headers["ETag"])
    assert response.status_code in {200, 412}, response.text
    return response


async def _attempt_merge(client: ApiClient, crowd: Crowd, changes: Row, seen: httpx.Response) -> httpx.Response:
    base = {name: seen.json()[name] for name in changes}
    response = await client.send("PATCH", crowd.task, changes | {"base": base}, If_Match="*")
    assert response.status_code in {200, 409}, response.text
    return response


async def _list_edits(client: ApiClient, task: str) -> list[Row]:
    """The changes of every edit, the first one first."""
    path, edits = f"{task}/events?limit=200", list[Row]()
    while path:
        page = (await client.get(path)).json()
        edits += [event["changes"] for event in page["items"] if event["action"] == "task.edited"]
        path = page["next"]
    return edits[::-1]


async def test_of_fifty_writers_at_once_no_accepted_write_is_lost(crowd: Crowd) -> None:
    sam = await crowd.join("sam")
    first = (await sam.get(crowd.task)).json()
    async with asyncio.timeout(60):
        await asyncio.gather(*(_write(crowd, number, merges=number % 2 == 0) for number in range(WRITERS)))
    last, edits = (await sam.get(crowd.task)).json(), await _list_edits(sam, crowd.task)
    assert {"stale_version", "merge_conflict"} == set(crowd.refused)
    assert len(crowd.accepted) == WRITERS * WRITES == last["version"] - 1
    assert [changes["version"] for changes in edits] == [[n, n + 1] for n in range(1, last["version"])]
    for name in FIELDS:
        chain = [changes[name] for changes in edits if name in changes]
        assert sorted(new for _, new in chain) == sorted(value for field, value in crowd.accepted if field == name)
        assert [old for old, _ in chain] == [first[name], *(new for _, new in chain[:-1])]
        assert chain[-1][1] == last[name]


async def _race(
    undo: Coroutine[Any, Any, httpx.Response], edit: Coroutine[Any, Any, httpx.Response], lead: float
) -> Any:
    """The answers of both; `lead` are the seconds that the undo starts earlier."""
    undoing = asyncio.create_task(undo)
    await asyncio.sleep(lead)
    edited = await edit
    return await undoing, edited


async def test_an_undo_and_a_later_edit_of_the_same_field_lose_nothing(crowd: Crowd) -> None:
    sam, mateo = await crowd.join("sam"), await crowd.join("mateo")
    for number in range(20):
        before = await sam.get(crowd.task)
        edited = await sam.patch(crowd.task, {"title": f"Sam's {number}"}, If_Match=before.headers["ETag"])
        theirs = {"title": f"Mateo's {number}"}
        undo, edit = await _race(
            sam.send("POST", f"{W}/undo", {"token": edited.headers["Undo"]}),
            mateo.send("PATCH", crowd.task, theirs, If_Match=edited.headers["ETag"]),
            lead=number / 1000,
        )
        after = (await sam.get(crowd.task)).json()
        if undo.status_code == 200:
            assert problem(edit)[0] == "stale_version"
            assert after["title"] == before.json()["title"]
        else:
            assert problem(undo)[0] == "undo_conflict"
            assert [obstacle["by"] for obstacle in undo.json()["obstacles"]] == ["Mateo Ruiz"]
            assert after["title"] == edit.json()["title"] == theirs["title"]
        assert after["version"] == before.json()["version"] + 2


async def test_an_undo_and_a_merge_of_the_same_field_lose_nothing(crowd: Crowd) -> None:
    sam, mateo = await crowd.join("sam"), await crowd.join("mateo")
    tag = (await sam.get(crowd.task)).headers["ETag"]
    edited = await sam.patch(crowd.task, {"title": "Sam's"}, If_Match=tag)
    undo, merge = await asyncio.gather(
        sam.send("POST", f"{W}/undo", {"token": edited.headers["Undo"]}),
        mateo.send("PATCH", crowd.task, {"title": "Mateo's", "base": {"title": "Sam's"}}, If_Match="*"),
    )
    assert sorted((undo.status_code, merge.status_code)) == [200, 409]
    edits = [changes["title"] for changes in await _list_edits(sam, crowd.task)]
    second = ["Sam's", "Contested" if undo.status_code == 200 else "Mateo's"]
    assert edits == [["Contested", "Sam's"], second]
    assert (await sam.get(crowd.task)).json()["title"] == second[1]
