"""Analytics: how work flows through projects, how long it takes, and when the rest will be done."""

from taskflow.analytics.definitions import COMFORTABLE_LOAD, DEFINITIONS, LEAST_FINISHED, Definition
from taskflow.analytics.following import start_rebuild
from taskflow.analytics.forecasts import OBSTACLES
from taskflow.analytics.inputs import NewSubscription, SubscriptionChanges
from taskflow.analytics.insight import say_days
from taskflow.analytics.key_figures import build_key_figures
from taskflow.analytics.periods import LABELS, USUAL, PeriodName
from taskflow.analytics.rebuilding import tell_everything
from taskflow.analytics.report_mails import SUBJECT
from taskflow.analytics.report_times import WEEKDAYS, Rhythm
from taskflow.analytics.reports import build_project_report, build_workspace_report
from taskflow.analytics.spreadsheets import build_csv
from taskflow.analytics.subscriptions import (
    build_times,
    create_subscription,
    delete_subscription,
    edit_subscription,
    end_subscription,
    get_subscription,
    list_subscriptions,
    send_now,
)
from taskflow.analytics.tables import STATES, TABLE_NAMES, TableName, build_table, count_scope, find_share

__all__ = [
    "COMFORTABLE_LOAD", "DEFINITIONS", "LABELS", "LEAST_FINISHED", "OBSTACLES", "STATES", "SUBJECT",
    "TABLE_NAMES", "USUAL", "WEEKDAYS", "Definition", "NewSubscription", "PeriodName", "Rhythm",
    "SubscriptionChanges", "TableName", "build_csv", "build_key_figures", "build_project_report", "build_table",
    "build_times", "build_workspace_report", "count_scope", "create_subscription", "delete_subscription",
    "edit_subscription", "end_subscription", "find_share", "get_subscription", "list_subscriptions", "say_days",
    "send_now", "start_rebuild", "tell_everything",
]  # fmt: skip
