"""The charts as tables, for people who cannot or do not want to look at them, and for spreadsheets. Pure."""

from collections.abc import Callable
from typing import Any, Literal, get_args

from taskflow.analytics.definitions import CATEGORIES

Row = dict[str, Any]
TableName = Literal[
    "flow", "burnup", "throughput", "punctuality", "cycle-times", "time-in-states", "time-in-columns", "workload",
    "ageing", "forecast",
]  # fmt: skip
TABLE_NAMES: tuple[TableName, ...] = get_args(TableName)
STATES = {"backlog": "Backlog", "todo": "To do", "doing": "In progress", "review": "In review", "done": "Done"}
Cells = list[list[Any]]


def build_table(report: Row, name: TableName) -> Row:
    """The `columns` and the `rows` of one chart of a report."""
    columns, build = _TABLES[name]
    return {"name": name, "columns": list(columns), "rows": build(report)}


def _list_flow(report: Row) -> Cells:
    return [[row["day"], *(row[category] for category in CATEGORIES)] for row in report["flow"]]


def _list_burnup(report: Row) -> Cells:
    return [[row["day"], count_scope(row), row["done"], count_scope(row) - row["done"]] for row in report["flow"]]


def count_scope(row: Row) -> int:
    """All work of a day's states, done or not. Pure."""
    return sum(int(row[category]) for category in CATEGORIES)


def _list_throughput(report: Row) -> Cells:
    names = ("first", "last", "completed", "created", "reopened", "cycle_days")
    return [[row[name] for name in names] for row in report["throughput"]]


def _list_punctuality(report: Row) -> Cells:
    return [
        [row["first"], row["last"], row["with_due"], row["on_time"], find_share(row["on_time"], row["with_due"])]
        for row in report["throughput"]
    ]


def find_share(part: int, whole: int) -> int | None:
    """Per cent, rounded; None of nothing. Pure."""
    return round(100 * part / whole) if whole else None


def _list_finished(report: Row) -> Cells:
    return [[row["key"], row["completed_on"], row["cycle_days"], row["lead_days"]] for row in report["finished"]]


def _list_states(report: Row) -> Cells:
    return [[STATES[row["state"]], row["days"], row["days_before"]] for row in report["time_in_states"]]


def _list_columns(report: Row) -> Cells:
    return [
        [
            row["project"],
            row["column"],
            STATES[row["category"]],
            *(row["time"][name] for name in ("count", "p50", "p85", "p95")),
        ]
        for row in report["columns"]
        if row["category"] != "done"
    ]


def _list_workload(report: Row) -> Cells:
    names = ("open", "todo", "doing", "review", "overdue", "estimate")
    return [[row["member"]["name"], *(row[name] for name in names)] for row in report["workload"]]


def _list_ageing(report: Row) -> Cells:
    return [
        [
            row["key"],
            row["title"],
            row["column"],
            ", ".join(who["name"] for who in row["assignees"]),
            row["days"],
            row["usual_days"],
        ]
        for row in report["ageing"]
    ]


def _list_forecast(report: Row) -> Cells:
    return [[row["percent"], row["day"], report["forecast"]["items"]] for row in report["forecast"]["days"]]


_TABLES: dict[str, tuple[tuple[str, ...], Callable[[Row], Cells]]] = {
    "flow": (("Day", *STATES.values()), _list_flow),
    "burnup": (("Day", "Scope", "Done", "Remaining"), _list_burnup),
    "throughput": (("From", "To", "Completed", "Created", "Reopened", "Median cycle time (days)"), _list_throughput),
    "punctuality": (("From", "To", "Completed with a due date", "On time", "On time (%)"), _list_punctuality),
    "cycle-times": (("Task", "Completed on", "Cycle time (days)", "Lead time (days)"), _list_finished),
    "time-in-states": (("State", "Days of a finished task", "Days in the period before"), _list_states),
    "time-in-columns": (
        ("Project", "Column", "State", "Stays", "50 % within (days)", "85 % within (days)", "95 % within (days)"),
        _list_columns,
    ),
    "workload": (("Person", "Open", "To do", "In progress", "In review", "Overdue", "Estimate"), _list_workload),
    "ageing": (
        ("Task", "Title", "Column", "Assignees", "Days in the column", "85 % of stays within (days)"),
        _list_ageing,
    ),
    "forecast": (("Chance (%)", "Done by", "Tasks"), _list_forecast),
}
