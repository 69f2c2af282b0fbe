"""Webhooks: telling other programs what happened, in order, at least once, and never a program that is nearby."""

from taskflow.webhooks import undoing  # noqa: F401  enters why they stay
from taskflow.webhooks.delivery import LANES
from taskflow.webhooks.dispatch import is_heard
from taskflow.webhooks.equipment import equip
from taskflow.webhooks.hooks import MAX_HOOKS, OVERLAP, create_hook, delete_hook, edit_hook, rotate_secret
from taskflow.webhooks.inputs import HookChanges, NewHook, ReplaySince
from taskflow.webhooks.queries import MOST_COUNTED, get_delivery, get_hook, list_deliveries, list_hooks
from taskflow.webhooks.replaying import MOST_REPLAYED, ping, replay_delivery, replay_failed
from taskflow.webhooks.retention import KEPT
from taskflow.webhooks.subscriptions import EVERYTHING, FAMILIES, HEARD, PING

__all__ = [
    "EVERYTHING", "FAMILIES", "HEARD", "KEPT", "LANES", "MAX_HOOKS", "MOST_COUNTED", "MOST_REPLAYED", "OVERLAP", "PING",
    "HookChanges", "NewHook", "ReplaySince", "create_hook", "delete_hook", "edit_hook", "equip", "get_delivery",
    "get_hook", "is_heard", "list_deliveries", "list_hooks", "ping", "replay_delivery", "replay_failed",
    "rotate_secret",
]  # fmt: skip
