"""Half a year of finished work for the demo, told as it happened, so that charts have something to say."""

import random
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from taskflow import projects, tasks
from taskflow.platform import clock
from taskflow.world.building import World

WEEKS = 24
KEY = "WEB"
_THINGS = (
    "Product page", "Basket", "Category filter", "Order confirmation", "Returns form", "Size guide", "Store finder",
    "Gift cards", "Wish list", "Blog", "Help pages", "Footer", "Sign-in", "Address form", "Delivery estimate",
)  # fmt: skip
_WORK = (
    "copy for the relaunch", "on small phones", "loads in under a second", "events for analytics", "for screen readers",
    "in the new design", "empty and error states", "tests with five customers", "in German and Spanish",
)  # fmt: skip
_AUTHORS = ("sam", "priya", "mateo", "aiko", "jonas")
_LABELS = ("Design", "Content", "Performance", "Accessibility", "Growth", "Bug")
_OFTEN_REOPENED = 0.06
Happening = tuple[datetime, Callable[[], Awaitable[object]]]


@dataclass(frozen=True, slots=True)
class _Stage:
    """Who and what is there, and the dice that say what happened: the same for everybody."""

    world: World
    columns: dict[str, Any]
    labels: dict[str, Any]
    dice: random.Random


async def tell_past(world: World) -> int:
    """Tell it of the project WEB, through the functions that people use; gives how many tasks it is about."""
    project = await projects.get_project(world.sam, KEY)
    columns = {column["category"]: column["id"] for column in await projects.list_columns(project)}
    labels = {label["name"]: label["id"] for label in await projects.list_labels(project)}
    stage = _Stage(world, columns, labels, random.Random(KEY))
    titles = [f"{thing}: {work}" for work in _WORK for thing in _THINGS]
    stage.dice.shuffle(titles)
    plans = list(zip(titles, _draw_moments(stage.dice), strict=False))
    happenings = [happening for title, (made, pace) in plans for happening in _imagine(stage, title, made, pace=pace)]
    for moment, happen in sorted(happenings, key=lambda happening: happening[0]):
        with clock.pinned(moment):
            await happen()
    return len(plans)


def _draw_moments(dice: random.Random) -> Iterator[tuple[datetime, float]]:
    """When each task is made, on working days, a few more every week; and how fast it goes, faster as weeks go by."""
    now = clock.now()
    for week in range(WEEKS):
        progress = week / WEEKS
        for _ in range(round(3 + 5 * progress)):
            made = now - timedelta(days=7 * (WEEKS - week) + 9) + timedelta(days=dice.choice((0, 1, 2, 3, 4)))
            yield made.replace(hour=dice.randint(7, 15), minute=dice.randint(0, 59)), 1.5 - progress


def _imagine(stage: _Stage, title: str, made: datetime, *, pace: float) -> list[Happening]:
    """One task from its creation to its end, or as far as it is by now."""
    dice, task = stage.dice, dict[str, Any]()
    author = stage.world.members[dice.choice(_AUTHORS)]
    waits, works, reviews = (dice.lognormvariate(mean, 0.7) * pace for mean in (0.5, 0.6, 0.1))
    started = made + timedelta(days=waits)
    reviewed = started + timedelta(days=works)
    finished = reviewed + timedelta(days=reviews)
    due = (finished + timedelta(days=dice.choice((-2, 0, 1, 2, 3, 5)))).date() if dice.random() < 0.6 else None
    label = stage.labels[dice.choice(_LABELS)]

    async def create() -> None:
        new = {"title": title, "due_date": due, "assignees": [author.id], "labels": [label]}
        place = {"column_id": stage.columns["todo"]}
        task.update(await tasks.create_task(author, KEY, tasks.NewTask.model_validate(new | place)))

    async def move(category: str) -> None:
        await tasks.move_task(author, task["key"], tasks.Position(column_id=stage.columns[category]))

    async def complete() -> None:
        await tasks.complete_task(author, task["key"])

    async def reopen() -> None:
        await tasks.reopen_task(author, task["key"])

    told: list[Happening] = [
        (made, create), (started, partial(move, "doing")), (reviewed, partial(move, "review")), (finished, complete),
    ]  # fmt: skip
    if dice.random() < _OFTEN_REOPENED:
        told += [(finished + timedelta(days=1), reopen), (finished + timedelta(days=2), complete)]
    return [(moment, happen) for moment, happen in told if moment < clock.now()]
