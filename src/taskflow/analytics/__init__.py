"""Analytics: how work flows through projects, how long it takes, and when the rest will be done."""

from taskflow.analytics.definitions import COMFORTABLE_LOAD, DEFINITIONS, LEAST_FINISHED, Definition
from taskflow.analytics.following import start_rebuild
from taskflow.analytics.insight import say_days
from taskflow.analytics.periods import LABELS, USUAL, PeriodName
from taskflow.analytics.rebuilding import tell_everything
from taskflow.analytics.reports import build_project_report, build_workspace_report
from taskflow.analytics.spreadsheets import build_csv
from taskflow.analytics.tables import STATES, TABLE_NAMES, TableName, build_table, count_scope, find_share

__all__ = [
    "COMFORTABLE_LOAD",
    "DEFINITIONS",
    "LABELS",
    "LEAST_FINISHED",
    "STATES",
    "TABLE_NAMES",
    "USUAL",
    "Definition",
    "PeriodName",
    "TableName",
    "build_csv",
    "build_project_report",
    "build_table",
    "build_workspace_report",
    "count_scope",
    "find_share",
    "say_days",
    "start_rebuild",
    "tell_everything",
]
