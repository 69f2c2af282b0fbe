"""How a person is told: for which reasons, by which channels, and when."""

from typing import Any

from quart import Blueprint, Response

from taskflow import notifications
from taskflow.notifications import CHANNELS, REASONS, ReasonName, SettingsChanges
from taskflow.pages.forms import EMPTY, FormState, answers_with, read_input, read_version
from taskflow.pages.last_workspace import find_last_member
from taskflow.pages.rendering import render_page, see_other
from taskflow.web.application import current_settings
from taskflow.web.authentication import require_person

routes = Blueprint("notification_settings", __name__)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
LEADS = {15: "15 minutes", 30: "30 minutes", 60: "An hour", 120: "2 hours", 1440: "A day"}


class SettingsForm(SettingsChanges):
    """The settings as the form has them: under each channel the reasons that are ticked."""

    CLEARABLE = SettingsChanges.CLEARABLE

    inbox: list[ReasonName] = []
    email: list[ReasonName] = []
    digest_of: list[ReasonName] = []

    def build_changes(self) -> SettingsChanges:
        """What is to be changed: every reason is on the form."""
        ticked = {"inbox": self.inbox, "email": self.email, "digest": self.digest_of}
        chosen = {reason: [channel for channel in CHANNELS if reason in ticked[channel]] for reason in REASONS}
        values = {name: value for name, value in self.named.items() if name in SettingsChanges.model_fields}
        return SettingsChanges.model_validate({**values, "channels": chosen})


@routes.get("/me/notifications")
async def show_notifications(form: FormState = EMPTY) -> Response:
    """The form of it all."""
    person = require_person()
    shown = (await notifications.get_preferences(person.id)).show()
    return await render_page(
        "pages/me/notifications.html",
        member=await find_last_member(person),
        form=form,
        reasons=REASONS,
        settings=shown,
        sends_mail=bool(current_settings().smtp_host),
        ticked={
            channel: [reason for reason in REASONS if channel in shown["channels"][reason]] for channel in CHANNELS
        },
        weekdays=list(enumerate(WEEKDAYS, start=1)),
        leads=list_leads(shown["lead_minutes"]),
    )


@routes.post("/me/notifications")
@answers_with(show_notifications, back="/me/notifications")
async def edit_notifications() -> Response:
    """Change what the form says."""
    changes = (await read_input(SettingsForm)).build_changes()
    await notifications.edit_preferences(require_person(), changes, version=await read_version())
    return see_other("/me/notifications", "Saved")


def list_leads(present: int) -> list[tuple[int, str]]:
    """Some lead times to choose from, with the present one in minutes among them. Pure."""
    known: dict[int, Any] = LEADS | ({} if present in LEADS else {present: f"{present} minutes"})
    return sorted(known.items())
