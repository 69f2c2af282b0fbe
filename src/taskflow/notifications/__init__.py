"""Telling members what concerns them: exactly one notification for an event and a person."""

from taskflow.notifications.inbox import list_notifications, mark_all_read, mark_read, mark_unread
from taskflow.notifications.recipients import REASONS
from taskflow.notifications.waiting import MOST as MOST_WAITING
from taskflow.notifications.waiting import count_waiting

__all__ = [
    "MOST_WAITING", "REASONS", "count_waiting", "list_notifications", "mark_all_read", "mark_read", "mark_unread",
]  # fmt: skip
