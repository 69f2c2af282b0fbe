"""Analytics: how work flows through projects, how long it takes, and when the rest will be done."""

from taskflow.analytics.following import start_rebuild

__all__ = ["start_rebuild"]
