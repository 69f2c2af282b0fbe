"""Telling members what concerns them: exactly one notification for an event and a person."""

from taskflow.notifications.grouping import Group
from taskflow.notifications.inbox import Tray, Wanted, get_notification, list_groups, list_notifications
from taskflow.notifications.inputs import SettingsChanges, Snooze
from taskflow.notifications.preferences import edit_preferences, get_preferences, stop_email
from taskflow.notifications.reasons import CHANNELS, REASONS, Channel, ReasonName
from taskflow.notifications.triage import (
    mark_all_done,
    mark_all_read,
    mark_done,
    mark_read,
    mark_undone,
    mark_unread,
    snooze,
    unsnooze,
)
from taskflow.notifications.waiting import MOST as MOST_WAITING
from taskflow.notifications.waiting import Waiting, count_waiting

__all__ = [
    "CHANNELS", "MOST_WAITING", "REASONS", "Channel", "Group", "ReasonName", "SettingsChanges", "Snooze", "Tray",
    "Waiting", "Wanted", "count_waiting", "edit_preferences", "get_notification",
    "get_preferences", "list_groups", "list_notifications", "mark_all_done", "mark_all_read", "mark_done", "mark_read",
    "mark_undone", "mark_unread", "snooze", "stop_email", "unsnooze",
]  # fmt: skip
