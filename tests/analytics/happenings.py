"""A history of real operations drawn from a seed: what people do to tasks, through the domain's functions."""

import random
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from taskflow import activity, projects, tasks, workspaces
from taskflow.platform import clock
from taskflow.platform.database import fetch
from taskflow.platform.errors import TaskFlowError
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.projects import NewColumn, NewProject
from taskflow.tasks import BulkEdit, Duplicate, NewTask, Position, TaskChanges, Transfer
from taskflow.workspaces import Member

Row = dict[str, Any]
START = datetime(2026, 8, 3, 7, tzinfo=UTC)


class Happenings:
    """Two projects, and what happens in them; every operation is a unit of its own, at a later moment."""

    def __init__(self, sam: Member, seed: int) -> None:
        self.sam, self.dice, self.now = sam, random.Random(seed), START
        self.units: list[Any] = []
        self.refused = self.undone = self.done = 0

    async def begin(self) -> None:
        for key in ("WEB", "APP"):
            await self._happen(lambda key=key: projects.create_project(self.sam, NewProject(key=key, name=key)))

    async def go_on(self, count: int) -> None:
        acts = [
            *[self._create] * 9, *[self._move] * 8, *[self._complete] * 5, self._reopen, self._reopen, self._delete,
            *[self._restore] * 3, self._purge, self._edit, self._edit, self._bulk, self._bulk,
            self._transfer, self._duplicate,
            *[self._undo] * 3, self._add_column, self._delete_column,
        ]  # fmt: skip
        for _ in range(count):
            await self._happen(self.dice.choice(acts))

    async def _happen(self, act: Callable[[], Awaitable[object]]) -> None:
        self.now += timedelta(seconds=self.dice.randint(20, 20_000))
        try:
            with clock.pinned(self.now):
                async with unit_of_work():
                    await act()
                    made = activity.recorded()
            self.done += 1
            self.units += [made] if made is not None else []
        except TaskFlowError:
            self.refused += 1

    async def _pick(self, condition: str = "t.deleted_at is null") -> Row:
        rows = await fetch(
            f"select t.id, p.key || '-' || t.number as key, t.version, t.project_id, p.key as project from tasks t"
            f" join projects p on p.id = t.project_id where {condition} order by t.created_at, t.number"
        )
        return self.dice.choice(rows) if rows else {"key": "WEB-9999", "version": 1, "project": "WEB"}

    async def _columns(self, key: str) -> list[Row]:
        return await projects.list_columns(await projects.get_project(self.sam, key))

    async def _create(self) -> None:
        key = self.dice.choice(("WEB", "WEB", "APP"))
        given: Row = {"title": "x", "due_date": (self.now + timedelta(days=self.dice.randint(-2, 9))).date()}
        if self.dice.random() < 0.3:
            given["column_id"] = self.dice.choice(await self._columns(key))["id"]
        if self.dice.random() < 0.15:
            given["recurrence"] = "FREQ=WEEKLY"
        await tasks.create_task(self.sam, key, NewTask(**given))

    async def _move(self) -> None:
        task = await self._pick()
        column = self.dice.choice(await self._columns(task["project"]))
        await tasks.move_task(self.sam, task["key"], Position(column_id=column["id"]))

    async def _complete(self) -> None:
        await tasks.complete_task(self.sam, (await self._pick())["key"])

    async def _reopen(self) -> None:
        await tasks.reopen_task(
            self.sam, (await self._pick("t.deleted_at is null and t.completed_at is not null"))["key"]
        )

    async def _delete(self) -> None:
        task = await self._pick()
        await tasks.delete_task(self.sam, task["key"], version=task["version"])

    async def _restore(self) -> None:
        await tasks.restore_task(self.sam, (await self._pick("t.deleted_at is not null"))["key"])

    async def _purge(self) -> None:
        task = await self._pick("t.deleted_at is not null")
        await tasks.purge_task(self.sam, task["key"], version=task["version"])

    async def _edit(self) -> None:
        task = await self._pick()
        due = (self.now + timedelta(days=self.dice.randint(-9, 9))).date()
        await tasks.edit_task(self.sam, task["key"], TaskChanges(due_date=due), version=task["version"])

    async def _bulk(self) -> None:
        keys = sorted({(await self._pick())["key"] for _ in range(4)})
        changes = self.dice.choice(
            (
                {"completed": True},
                {"completed": True},
                {"category": "review"},
                {"completed": False},
                {"category": "doing"},
                {"deleted": True},
                {"priority": "low"},
            )
        )
        await tasks.edit_tasks(self.sam, BulkEdit.model_validate({"tasks": keys, "changes": changes}))

    async def _transfer(self) -> None:
        task = await self._pick()
        other = "APP" if task["project"] == "WEB" else "WEB"
        await tasks.transfer_task(self.sam, task["key"], Transfer(project=other), version=task["version"])

    async def _duplicate(self) -> None:
        await tasks.duplicate_task(self.sam, (await self._pick())["key"], Duplicate())

    async def _undo(self) -> None:
        if self.units:
            unit = self.units.pop(self.dice.randrange(max(0, len(self.units) - 4), len(self.units)))
            await workspaces.undo_unit(self.sam, unit.unit_id, unit.first_seq, unit.last_seq)
            self.undone += 1

    async def _add_column(self) -> None:
        category = self.dice.choice(("todo", "doing", "review", "done"))
        await projects.create_column(self.sam, "WEB", NewColumn(name=f"Column {self.now:%j%H%M}", category=category))

    async def _delete_column(self) -> None:
        column = self.dice.choice(await self._columns("WEB"))
        await projects.delete_column(self.sam, "WEB", column["id"], version=column["version"])
