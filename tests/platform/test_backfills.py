"""Backfills write what an older release left out, in steps, and what is there already once only."""

import importlib.util
from types import ModuleType

import pytest
from tortoise import connections

import taskflow.analytics.jobs
from taskflow import tasks
from taskflow.platform import schema
from taskflow.platform.database import execute, fetch
from taskflow.platform.jobs import REGISTRY
from taskflow.platform.lanes import BULK
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.tasks import NewTask
from taskflow.world import World


def _load(name: str) -> ModuleType:
    path = schema.LOCATION / "models" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


async def _list_watchers() -> set[tuple[object, object]]:
    return {(row["task_id"], row["member_id"]) for row in await fetch("select task_id, member_id from task_watchers")}


async def test_whoever_made_a_task_or_works_on_it_watches_it_after_the_update(
    web: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    backfill = _load("0006_watchers")
    monkeypatch.setattr(backfill, "BATCH", 2)
    sam, mateo = web.sam, web.members["mateo"]
    async with unit_of_work():
        new = [NewTask(title=f"Task {number}", assignees=[mateo.id] if number % 2 else []) for number in range(5)]
        made = [await tasks.create_task(sam, "WEB", each) for each in new]
        await tasks.unwatch_task(mateo, made[1]["key"], mateo.id)
    as_written = await _list_watchers()
    await execute("delete from task_watchers where task_id <> $1", made[1]["id"])
    for _ in range(2):
        await backfill.upgrade(connections.get("default"))
    # A task with watchers was written by this release, in which somebody may have stopped watching.
    assert await _list_watchers() == as_written
    assert (made[3]["id"], mateo.id) in as_written
    assert (made[1]["id"], mateo.id) not in as_written


async def test_the_figures_of_charts_are_told_once_from_what_happened_before_the_update(web: World) -> None:
    backfill = _load("0013_analytics")
    for _ in range(2):
        await execute(backfill.REBUILD)
    jobs = await fetch("select workspace_id, name, args, v, priority, state from jobs where name = 'analytics.rebuild'")
    waiting = {"name": "analytics.rebuild", "args": {}, "v": 1, "priority": BULK, "state": "new"}
    assert jobs == [{"workspace_id": web.sam.workspace_id, **waiting}]
    assert taskflow.analytics.jobs.rebuild_workspace is REGISTRY["analytics.rebuild"].work
