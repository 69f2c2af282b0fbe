"""A report: everything that the charts of a project, or of all projects that a member sees, are drawn from."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import Any
from uuid import UUID

from taskflow.analytics.definitions import COMFORTABLE_LOAD, LEAST_FINISHED, STARTED
from taskflow.analytics.flow import build_states, list_completed, slice_up, sum_up
from taskflow.analytics.forecasts import build_forecast
from taskflow.analytics.insight import Facts, build_insight
from taskflow.analytics.periods import Period, build_period
from taskflow.analytics.queries import load_by_project, load_finished, load_flow, load_open
from taskflow.platform import clock
from taskflow.workspaces import Member

Row = dict[str, Any]
_DAY = 86_400
_NOTHING: list[Any] = [False, None, None, 0, 0]


async def build_project_report(member: Member, project: Row, *, period: str, items: int | None = None) -> Row:
    """The report of a project that the member sees; `items` are how many tasks the forecast is for, else all open."""
    return await _build_report(member, [project["id"]], period, items)


async def build_workspace_report(member: Member, *, period: str, items: int | None = None) -> Row:
    """The report of all projects that the member sees and that are not archived, with a row for each in `projects`."""
    stretch = build_period(period, clock.today(member.workspace_time_zone))
    seen = await load_by_project(member, stretch, clock.now())
    return await _build_report(member, [project["id"] for project in seen], period, items) | {"projects": seen}


async def _build_report(member: Member, ids: Sequence[UUID], name: str, items: int | None) -> Row:
    period = build_period(name, clock.today(member.workspace_time_zone))
    flow = await load_flow(member.workspace_id, ids, period)
    finished = await load_finished(member.workspace_id, ids, period)
    present = await load_open(member.workspace_id, ids, period, clock.now())
    totals = sum_up(flow, period.first, period.last)
    report = {
        "period": _describe(period, member.workspace_time_zone),
        "as_of": flow[0]["as_of"] if flow else None,
        "is_enough": totals["completed"] >= LEAST_FINISHED,
        "totals": totals,
        "totals_before": sum_up(flow, period.before, period.first - timedelta(days=1)),
        "flow": build_states(flow, period),
        "throughput": _add_medians(slice_up(flow, period), finished["medians"]),
        **_build_times(finished),
        "time_in_states": _build_states_time(finished["spent"], finished["percentiles"]),
        "columns": [_build_column(column) for column in present["columns"]],
        "ageing": [_build_old(task) for task in present["ageing"]],
        "ageing_total": present["ageing"][0]["total"] if present["ageing"] else 0,
        "workload": [_build_load(row) for row in present["workload"]],
        "unassigned": present["unassigned"],
        "open": present["open"],
    }
    wanted = present["open"] if items is None else items
    report["forecast"] = _build_forecast(list_completed(flow, period), wanted, period)
    insight = build_insight(_collect(report))
    return report | {"insight": asdict(insight) if insight else None}


def _describe(period: Period, zone: str) -> Row:
    return {
        "name": period.name,
        "first": period.first,
        "last": period.last,
        "slice_days": period.slice_days,
        "time_zone": zone,
    }


def _days(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds / _DAY, 2)


def _build_times(finished: Row) -> Row:
    by_time = {row[0]: row for row in finished["percentiles"]}
    found: Row = {}
    for suffix, is_now in (("", True), ("_before", False)):
        _, cycle, lead, counted, with_cycle = by_time.get(is_now, _NOTHING)
        found[f"cycle_time{suffix}"] = _build_percentiles(cycle, with_cycle)
        found[f"lead_time{suffix}"] = _build_percentiles(lead, counted)
    dots = [
        {"key": key, "completed_on": day, "cycle_days": _days(cycle), "lead_days": _days(lead)}
        for key, day, cycle, lead in finished["dots"]
    ]
    return found | {"finished": dots}


def _build_percentiles(seconds: Sequence[float | None] | None, count: int) -> Row:
    p50, p85, p95 = seconds or (None, None, None)
    return {"count": count, "p50": _days(p50), "p85": _days(p85), "p95": _days(p95)}


def _add_medians(slices: list[Row], medians: Sequence[Sequence[Any]]) -> list[Row]:
    found: dict[int, float] = {int(place): seconds for place, seconds in medians}
    return [row | {"cycle_days": _days(found.get(place))} for place, row in enumerate(slices)]


def _build_states_time(spent: Sequence[Sequence[Any]], percentiles: Sequence[Sequence[Any]]) -> list[Row]:
    """The mean of a finished task, from ready to done: what is spent in the states adds up to the whole."""
    counts = {row[0]: row[3] for row in percentiles}
    seconds = {(is_now, category): float(total) for is_now, category, total in spent}

    def mean(category: str, *, is_now: bool) -> float | None:
        return _days(seconds.get((is_now, category), 0.0) / counts[is_now]) if counts.get(is_now) else None

    return [
        {"state": state, "days": mean(state, is_now=True), "days_before": mean(state, is_now=False)}
        for state in ("todo", "doing", "review")
    ]


def _build_column(column: Row) -> Row:
    times = _build_percentiles(column.pop("seconds"), column.pop("counted"))
    return column | {"time": times}


def _build_old(task: Row) -> Row:
    kept = {name: task[name] for name in ("key", "title", "column", "category", "assignees")}
    return kept | {"days": _days(task["age"]), "usual_days": _days(task["usual"])}


def _build_load(row: Row) -> Row:
    member = {name: row[name] for name in ("id", "name", "hue")}
    counts = {name: row[name] for name in ("todo", "doing", "review", "overdue")}
    estimate = None if row["estimate"] is None else float(row["estimate"])
    return {"member": member, **counts, "open": row["todo"] + row["doing"] + row["review"], "estimate": estimate}


def _build_forecast(history: Sequence[int], items: int, period: Period) -> Row:
    forecast = build_forecast(history, items, period.last)
    days = [{"percent": percent, "day": day} for percent, day in forecast.days]
    return asdict(forecast) | {"days": days}


def _collect(report: Mapping[str, Any]) -> Facts:
    totals, columns = report["totals"], report["columns"]
    full = [column["column"] for column in columns if column["limit"] and column["now"] > column["limit"]]
    slow = [column for column in columns if column["category"] in STARTED and column["time"]["p85"]]
    slowest = max(slow, key=lambda column: float(column["time"]["p85"]))["column"] if slow else ""
    busiest = max(report["workload"], key=lambda row: int(row["open"]), default=None)
    is_busy = busiest is not None and busiest["open"] >= 2 * COMFORTABLE_LOAD
    return Facts(
        completed=totals["completed"],
        completed_before=report["totals_before"]["completed"],
        created=totals["created"],
        cycle=report["cycle_time"]["p50"],
        cycle_before=report["cycle_time_before"]["p50"],
        ageing=report["ageing_total"],
        overdue=sum(row["overdue"] for row in report["workload"]),
        with_due=totals["with_due"],
        on_time=totals["on_time"],
        reopened=totals["reopened"],
        over_limit=full[0] if full else "",
        slowest=slowest,
        busiest=busiest["member"]["name"] if is_busy and busiest else "",
        busiest_load=busiest["open"] if busiest else 0,
    )
