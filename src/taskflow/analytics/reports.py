"""A report: everything that the charts of a project, or of all projects that a member sees, are drawn from."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from taskflow.analytics.definitions import COMFORTABLE_LOAD, LEAST_FINISHED, SPENT, STARTED
from taskflow.analytics.flow import build_states, list_completed, slice_up, sum_up
from taskflow.analytics.forecasts import build_forecast
from taskflow.analytics.insight import Facts, build_insight
from taskflow.analytics.kept_reports import KeptReports
from taskflow.analytics.periods import Period, build_period
from taskflow.analytics.queries import MOST_UNCOUNTED, load_by_project, load_counted, load_open, load_state
from taskflow.platform import clock
from taskflow.platform.ids import new_id
from taskflow.platform.unit_of_work import has_unit_of_work
from taskflow.workspaces import Member

Row = dict[str, Any]
_DAY = 86_400
_kept = KeptReports(most=64)  # a year of dots and days is about 400 KB
_NOTHING: list[Any] = [False, None, None, 0, 0, 0, 0, 0]


async def build_project_report(member: Member, project: Row, *, period: str, items: int | None = None) -> Row:
    """The report of a project that the member sees; `items` are how many tasks the forecast is for, else all open.

    It is not the caller's own: nothing in it is changed. With the same `id` all but `as_of` is the same.
    """
    return await _get_report(member, project["id"], period, items)


async def build_workspace_report(member: Member, *, period: str, items: int | None = None) -> Row:
    """The report of all projects that the member sees and that are not archived, with a row for each in `projects`.

    It is not the caller's own: nothing in it is changed.
    """
    return await _get_report(member, None, period, items)


async def _get_report(member: Member, project_id: UUID | None, name: str, items: int | None) -> Row:
    """A minute is one moment: how long tasks have stood, and what is overdue, is that of its beginning."""
    workspace_id, zone = member.workspace_id, member.workspace_time_zone
    moment, period = clock.now().replace(second=0, microsecond=0), build_period(name, clock.today(zone))
    state = await load_state(member)
    as_of, met, scope = state.pop("as_of"), state.pop("met"), tuple(state.pop("scope"))
    ids = scope if project_id is None else (project_id,)

    async def build() -> Row:
        report = await _build_report(workspace_id, ids, period, moment, items) | {"period": _describe(period, zone)}
        by_project = await load_by_project(workspace_id, ids, period, moment) if project_id is None else []
        return report | {"projects": by_project, "id": new_id()}

    # Inside a unit of work one sees what may never be committed.
    if met > MOST_UNCOUNTED or has_unit_of_work():
        report = await build()
    else:
        key = (workspace_id, project_id, ids, period, items, zone, moment, *state.values())
        report = await _kept.get(key, build)
    return report | {"as_of": as_of}


async def _build_report(
    workspace_id: UUID, ids: Sequence[UUID], period: Period, moment: datetime, items: int | None
) -> Row:
    finished = await load_counted(workspace_id, ids, period)
    flow = finished["flow"]
    present = await load_open(workspace_id, ids, period, moment)
    totals = sum_up(flow, period.first, period.last)
    report = {
        "is_enough": totals["completed"] >= LEAST_FINISHED,
        "totals": totals,
        "totals_before": sum_up(flow, period.before, period.first - timedelta(days=1)),
        "flow": build_states(flow, period),
        "throughput": _add_medians(slice_up(flow, period), finished["medians"]),
        **_build_times(finished),
        "time_in_states": _build_states_time(finished["percentiles"]),
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
        _, cycle, lead, counted, with_cycle, *_ = by_time.get(is_now, _NOTHING)
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


def _build_states_time(percentiles: Sequence[Sequence[Any]]) -> list[Row]:
    """The mean of a finished task, from ready to done: what is spent in the states adds up to the whole."""
    counts = {row[0]: row[3] for row in percentiles}
    seconds = {(row[0], category): total for row in percentiles for category, total in zip(SPENT, row[5:], strict=True)}

    def mean(category: str, *, is_now: bool) -> float | None:
        return _days(seconds[is_now, category] / counts[is_now]) if counts.get(is_now) else None

    return [
        {"state": state, "days": mean(state, is_now=True), "days_before": mean(state, is_now=False)} for state in SPENT
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
