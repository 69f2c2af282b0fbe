"""A report in words, for its mail. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from taskflow.analytics.definitions import LEAST_FINISHED
from taskflow.analytics.forecasts import OBSTACLES
from taskflow.analytics.insight import say_days
from taskflow.analytics.key_figures import build_key_figures
from taskflow.analytics.periods import LABELS

Row = Mapping[str, Any]
MOST_SLICES = 6


def build_words(report: Row, finished: Sequence[Row], overdue: Sequence[Row]) -> dict[str, Any]:
    """What the templates of the mail take of a report, and of the tasks that it names."""
    insight, forecast = report["insight"], report["forecast"]
    return {
        "period": LABELS[report["period"]["name"]].lower(),
        "insight": insight
        or {"headline": _say_too_little(report["totals"]["completed"]), "detail": "", "link": "", "anchor": ""},
        "figures": [_build_figure(figure) for figure in build_key_figures(dict(report))],
        "throughput": [_build_slice(row) for row in report["throughput"][-MOST_SLICES:]],
        "finished": _build_list(finished, "finished on"),
        "overdue": _build_list(overdue, "was due on"),
        "ageing": _build_ageing(report["ageing"], report["ageing_total"]),
        "open": report["open"],
        "chances": [f"{row['percent']} % chance by {say_day(row['day'])}" for row in forecast["days"]],
        "assumption": _say_assumption(forecast),
        "zone": report["period"]["time_zone"],
    }


def say_day(day: date) -> str:
    """`Fri 4 December 2026`."""
    return f"{day:%a} {day.day} {day:%B %Y}"


def _say_too_little(completed: int) -> str:
    tasks = "task was" if completed == 1 else "tasks were"
    return f"{completed or 'No'} {tasks} completed: findings begin with {LEAST_FINISHED}."


def _build_figure(figure: Row) -> dict[str, str]:
    value = f"{figure['figure']} {figure['unit']}".strip()
    way = "" if figure["is_same"] else "up " if figure["is_up"] else "down "
    change = "" if figure["is_same"] else figure["change"]
    return {"name": figure["name"], "value": value, "change": f"{way}{change} {figure['rest']}".strip()}


def _build_slice(row: Row) -> dict[str, Any]:
    first, last = row["first"], row["last"]
    text = say_day(first) if first == last else f"{first.day} {first:%b} to {last.day} {last:%b}"
    return {"text": text, "created": row["created"], "completed": row["completed"]}


def _build_list(rows: Sequence[Row], verb: str) -> dict[str, Any]:
    total = rows[0]["total"] if rows else 0
    tasks = [{"key": row["key"], "title": row["title"], "detail": f"{verb} {say_day(row['day'])}"} for row in rows]
    return {"tasks": tasks, "total": total, "more": total - len(tasks)}


def _build_ageing(rows: Sequence[Row], total: int) -> dict[str, Any]:
    tasks = [
        {
            "key": row["key"],
            "title": row["title"],
            "detail": f"in {row['column']} for {say_days(row['days'])}, usually {say_days(row['usual_days'])} at most",
        }
        for row in rows
    ]
    return {"tasks": tasks, "total": total, "more": total - len(tasks)}


def _say_assumption(forecast: Row) -> str:
    if forecast["obstacle"]:
        return OBSTACLES[forecast["obstacle"]]
    return (
        f"{forecast['trials']:,} trials with the {forecast['finished']} tasks that were finished in the last"
        f" {forecast['history_days']} days. It supposes that it goes on like that, and that nothing is added."
    )
