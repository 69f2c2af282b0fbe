"""The small forms of a task about its estimate, its repetition and who watches it."""

from typing import Annotated, Any

from pydantic import StringConstraints
from quart import Blueprint, Response

from taskflow import tasks
from taskflow.pages.addresses import task_address
from taskflow.pages.forms import answers_with, read_input, read_next, read_version
from taskflow.pages.merging import merge
from taskflow.pages.planning import CUSTOM
from taskflow.pages.rendering import see_other
from taskflow.pages.task import show
from taskflow.platform.errors import Invalid
from taskflow.platform.validation import Input, parse
from taskflow.tasks import Estimate, TaskChanges
from taskflow.web.authentication import require_member

routes = Blueprint("task_planning", __name__)
_BACK = "/{slug}/t/{key}"
_Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000)]


class EstimateChoice(Input):
    """How much work it is; nothing clears it."""

    estimate: Estimate | None = None


class RecurrenceChoice(Input):
    """A rule of the list, or `custom` and a rule of its own; nothing ends it."""

    recurrence: _Text | None = None
    rule: _Text | None = None

    def build_values(self) -> dict[str, Any]:
        """The recurrence of the task. Raises Invalid for a missing rule."""
        if self.recurrence != CUSTOM:
            return {"recurrence": self.recurrence}
        if self.rule is None:
            raise Invalid.field("rule", "missing", "is required, or choose another repetition")
        return {"recurrence": self.rule}


@routes.post("/<slug>/t/<key>/estimate")
@answers_with(show, back=_BACK)
async def estimate(slug: str, key: str) -> Response:
    """Say how much work it is."""
    return await _edit(slug, key, (await read_input(EstimateChoice)).model_dump())


@routes.post("/<slug>/t/<key>/recurrence")
@answers_with(show, back=_BACK)
async def repeat(slug: str, key: str) -> Response:
    """Have it come again, or not."""
    return await _edit(slug, key, (await read_input(RecurrenceChoice)).build_values())


@routes.post("/<slug>/t/<key>/watching")
async def watch(slug: str, key: str) -> Response:
    """Be told what happens to it."""
    member = await require_member(slug)
    await tasks.watch_task(member, key, member.id)
    return see_other(await read_next(task_address(slug, key)), f"You watch {key}")


@routes.post("/<slug>/t/<key>/unwatching")
async def unwatch(slug: str, key: str) -> Response:
    """Be told no more."""
    member = await require_member(slug)
    await tasks.unwatch_task(member, key, member.id)
    return see_other(await read_next(task_address(slug, key)), f"You do not watch {key} any more")


async def _edit(slug: str, key: str, values: dict[str, Any]) -> Response:
    member = await require_member(slug)
    changes = parse(TaskChanges, values)
    await merge(lambda version: tasks.edit_task(member, key, changes, version=version), await read_version(), *values)
    return see_other(
        await read_next(task_address(slug, key)),
        f"{key}: {'repetition' if 'recurrence' in values else 'estimate'} saved",
    )
