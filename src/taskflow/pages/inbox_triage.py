"""What the forms of the inbox do: read, be done with, put off, stop watching."""

from datetime import date, datetime, time
from typing import Literal

from quart import Blueprint, Response

from taskflow import notifications, tasks
from taskflow.pages.formatting import count_of
from taskflow.pages.forms import EMPTY, FormState, answers_with, read_input, read_next
from taskflow.pages.inbox import show
from taskflow.pages.rendering import see_other
from taskflow.pages.snoozing import MORNING, build_moment_at, list_choices
from taskflow.platform import clock
from taskflow.platform.errors import Invalid, NotFound
from taskflow.platform.ids import parse_id
from taskflow.platform.validation import Input
from taskflow.web.authentication import require_member

routes = Blueprint("inbox_triage", __name__)


class SnoozeForm(Input):
    """One of the choices, or a day with a time, which is in the morning if it is not given."""

    choice: Literal["later", "tomorrow", "week"] | None = None
    day: date | None = None
    at: time | None = None

    def find_moment(self, zone: str, now: datetime) -> datetime:
        """The moment that is meant, for somebody in the IANA `zone`. Raises Invalid when there is none."""
        chosen = {each.name: each.moment for each in list_choices(zone, now)}
        if self.choice in chosen:
            return chosen[self.choice]
        if self.day is None:
            raise Invalid.field("day", "missing", "is required")
        return build_moment_at(self.day, (self.at or MORNING).replace(tzinfo=None), zone)


@routes.post("/<slug>/inbox/reading")
async def mark_all_read(slug: str) -> Response:
    """Everything is read."""
    number = await notifications.mark_all_read(await require_member(slug))
    return see_other(f"/{slug}/inbox", f"{count_of(number, 'notification')} marked as read" if number else "")


@routes.post("/<slug>/inbox/ending")
async def mark_all_done(slug: str) -> Response:
    """Everything that is read leaves the inbox."""
    number = await notifications.mark_all_done(await require_member(slug))
    return see_other(f"/{slug}/inbox?show=all", f"{count_of(number, 'notification')} done" if number else "")


@routes.post("/<slug>/inbox/<notification_id>/reading")
async def mark_read(slug: str, notification_id: str) -> Response:
    """It is read, with what the same change told."""
    member = await require_member(slug)
    await notifications.mark_read(member, parse_id(notification_id), with_group=True)
    return see_other(await read_next(f"/{slug}/inbox"))


@routes.post("/<slug>/inbox/<notification_id>/reminder")
async def mark_unread(slug: str, notification_id: str) -> Response:
    """It is unread again."""
    member = await require_member(slug)
    await notifications.mark_unread(member, parse_id(notification_id), with_group=True)
    return see_other(await read_next(f"/{slug}/inbox"))


@routes.post("/<slug>/inbox/<notification_id>/ending")
async def mark_done(slug: str, notification_id: str) -> Response:
    """It leaves the inbox; the flash has the way back."""
    member = await require_member(slug)
    await notifications.mark_done(member, parse_id(notification_id), with_group=True)
    done = f"/{slug}/inbox?show=done&open={notification_id}"
    return see_other(await read_next(f"/{slug}/inbox"), "Done", url=done)


@routes.post("/<slug>/inbox/<notification_id>/resumption")
async def mark_undone(slug: str, notification_id: str) -> Response:
    """It is in the inbox again."""
    member = await require_member(slug)
    await notifications.mark_undone(member, parse_id(notification_id), with_group=True)
    return see_other(await read_next(f"/{slug}/inbox"), "Back in the inbox")


async def show_again(slug: str, notification_id: str, form: FormState = EMPTY) -> Response:
    """The inbox with what was to be put off still open."""
    return await show(slug, form, opened=notification_id)


@routes.post("/<slug>/inbox/<notification_id>/snooze")
@answers_with(show_again, back="/{slug}/inbox")
async def snooze(slug: str, notification_id: str) -> Response:
    """It comes back later."""
    member = await require_member(slug)
    until = (await read_input(SnoozeForm)).find_moment(member.time_zone, clock.now())
    await notifications.snooze(member, parse_id(notification_id), until=until, with_group=True)
    snoozed = f"/{slug}/inbox?show=snoozed&open={notification_id}"
    return see_other(await read_next(f"/{slug}/inbox"), "It comes back when you said", url=snoozed)


@routes.post("/<slug>/inbox/<notification_id>/return")
async def unsnooze(slug: str, notification_id: str) -> Response:
    """It is back now."""
    member = await require_member(slug)
    await notifications.unsnooze(member, parse_id(notification_id), with_group=True)
    return see_other(await read_next(f"/{slug}/inbox"), "Back in the inbox")


@routes.post("/<slug>/inbox/<notification_id>/unwatching")
async def unwatch(slug: str, notification_id: str) -> Response:
    """The task that it is about is watched no more."""
    member = await require_member(slug)
    row = await notifications.get_notification(member, parse_id(notification_id))
    if row["task_key"] is None:
        raise NotFound
    await tasks.unwatch_task(member, row["task_key"], member.id)
    return see_other(await read_next(f"/{slug}/inbox"), f"You watch {row['task_key']} no more")
