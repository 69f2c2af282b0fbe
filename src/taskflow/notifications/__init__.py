"""Telling members what concerns them: exactly one notification for an event and a person."""

from taskflow.notifications.inbox import count_unread, list_notifications, mark_all_read, mark_read, mark_unread
from taskflow.notifications.recipients import REASONS

__all__ = ["REASONS", "count_unread", "list_notifications", "mark_all_read", "mark_read", "mark_unread"]
