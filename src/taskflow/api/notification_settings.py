"""How one wants to be told."""

from taskflow import notifications
from taskflow.api.operations import operation
from taskflow.api.rows import Row
from taskflow.api.schemas import NotificationSettings
from taskflow.identity import Person
from taskflow.notifications import SettingsChanges

_SETTINGS = "/me/notification-settings"


@operation("GET", _SETTINGS, answer=NotificationSettings)
async def get_notification_settings(person: Person) -> Row:
    """Read how you are told

    For each reason the channels that you are told by: the inbox, an e-mail at once, the digest. The same in all of your
    workspaces.
    """
    return (await notifications.get_preferences(person.id)).show()


@operation(
    "PATCH", _SETTINGS, body=SettingsChanges, answer=NotificationSettings, if_match="required",
)  # fmt: skip
async def edit_notification_settings(person: Person, body: SettingsChanges, version: int) -> Row:
    """Change how you are told

    Of `channels` only the reasons named are changed; null gives a reason its usual channels again.
    """
    return (await notifications.edit_preferences(person, body, version=version)).show()
