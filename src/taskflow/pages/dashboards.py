"""From a report to what its page shows: figures in words, charts as geometry, tables, and links. Pure."""

from collections.abc import Callable
from typing import Any

from taskflow import analytics
from taskflow.analytics import COMFORTABLE_LOAD, DEFINITIONS, LABELS, OBSTACLES, STATES, say_days
from taskflow.pages.addresses import task_address, with_query
from taskflow.pages.charts import build_areas, build_bars, build_dots, build_lines, build_stripes
from taskflow.pages.drawn_charts import Charts
from taskflow.pages.formatting import When, build_moment, count_of, format_whole_day
from taskflow.pages.key_figures import build_key_figures
from taskflow.platform import clock
from taskflow.workspaces import Member

Row = dict[str, Any]
_BANDS = ("done", "review", "doing", "todo", "backlog")
_SPENT = STATES | {"todo": "Waiting to start"}


def build_dashboard(report: Row, member: Member, path: str) -> Row:
    """Everything that the templates of a report need; `path` is the address of its page."""
    period = report["period"]["name"]
    as_of = build_moment(report["as_of"], member.time_zone, clock.now())
    return {
        "report": report,
        "periods": [
            {"text": text, "url": with_query(path, period=name), "is_current": name == period}
            for name, text in LABELS.items()
        ],
        "charts": Charts(
            [report["id"], path, as_of], lambda: _build_charts(report, path, member.workspace_slug, as_of)
        ),
    }


def _build_charts(report: Row, path: str, slug: str, as_of: When) -> Row:
    period = report["period"]["name"]

    def export(name: str) -> str:
        return with_query(f"{path}/{name}.csv", period=period)

    return {
        "report": report,
        "export": export,
        "files": analytics.TABLE_NAMES,
        "table": _build_tables(report),
        "states": STATES,
        "as_of": as_of,
        "key_figures": build_key_figures(report),
        "flow": _build_flow(report),
        "throughput": _build_throughput(report),
        "cycle": _build_cycle(report),
        "times": _build_times(report),
        "burnup": _build_burnup(report),
        "load": _build_load(report),
        "task_url": lambda key: task_address(slug, key),
        "forecast": _build_forecast(report),
        "definitions": DEFINITIONS,
        "comfortable": COMFORTABLE_LOAD,
        "say_days": say_days,
    }


def _build_tables(report: Row) -> Callable[[analytics.TableName], Row]:
    """Charts as tables, when the template asks; days of the flow one in a slice, for a table of all is long."""
    lasts = {row["last"] for row in report["throughput"]}
    brief = report | {"flow": [row for row in report["flow"] if row["day"] in lasts]}
    return lambda name: analytics.build_table(brief, name)


def _build_flow(report: Row) -> Row:
    last = report["flow"][-1]
    legend = [{"state": state, "name": STATES[state], "count": last[state]} for state in reversed(_BANDS)]
    said = ", ".join(f"{entry['count']} {entry['name'].lower()}" for entry in legend)
    first = report["flow"][0]
    text = f"Tasks in each state, day by day. Now {said}; at first {first['done']} were done."
    return build_areas(report["flow"], _BANDS) | {"legend": legend, "summary": text}


def _build_throughput(report: Row) -> Row:
    chart = build_bars(report["throughput"], "created", "completed")
    counts = [row["completed"] for row in report["throughput"]]
    word = {1: "day", 7: "week"}.get(report["period"]["slice_days"], "four weeks")
    text = (
        f"Completed per {word}: {min(counts)} to {max(counts)}, {chart['mean']:g} on average;"
        f" {report['totals']['created']} were created and {report['totals']['completed']} completed"
    )
    return chart | {"summary": text, "word": word}


def _build_cycle(report: Row) -> Row:
    times = report["cycle_time"]
    rows = report["finished"]
    levels = {"85 %": times["p85"], "50 %": times["p50"]}
    days = [row["day"] for row in report["flow"]]
    chart = build_dots(rows, days, levels=levels, hot_above=times["p85"])
    text = (
        f"{count_of(times['count'], 'finished task')}; half of them within {say_days(times['p50'])},"
        f" 85 % within {say_days(times['p85'])}"
        if rows
        else "No finished task was in progress before"
    )
    return chart | {"summary": text, "hot": sum(dot["is_hot"] for dot in chart["dots"])}


def _build_times(report: Row) -> Row:
    rows = report["time_in_states"]
    known = {row["state"]: row["days"] or 0 for row in rows}
    whole, worked = sum(known.values()), known["doing"] + known["review"]
    before = {row["state"]: row["days_before"] or 0 for row in rows}
    whole_before = sum(before.values())
    return {
        "stripes": build_stripes(known),
        "rows": [row | {"name": _SPENT[row["state"]]} for row in rows],
        "whole": whole,
        "efficiency": analytics.find_share(worked, whole),
        "efficiency_before": analytics.find_share(before["doing"] + before["review"], whole_before),
        "summary": ", ".join(f"{STATES[state].lower()} {say_days(days)}" for state, days in known.items()),
    }


def _build_burnup(report: Row) -> Row:
    rows = report["flow"]
    scope = [analytics.count_scope(row) for row in rows]
    done = [row["done"] for row in rows]
    chart = build_lines([row["day"] for row in rows], {"scope": scope, "done": done})
    grown = scope[-1] - scope[0]
    text = f"The work grew from {scope[0]} to {scope[-1]} tasks, of which {done[0]} and then {done[-1]} were done"
    return chart | {
        "scope": scope[-1],
        "done": done[-1],
        "remaining": scope[-1] - done[-1],
        "grown": grown,
        "summary": text,
    }


def _build_load(report: Row) -> Row:
    most = max([COMFORTABLE_LOAD * 1.25, *(row["open"] for row in report["workload"])])
    rows = [
        {**row, "stripes": build_stripes({name: row[name] for name in ("doing", "review", "todo")}, whole=most)}
        for row in report["workload"]
    ]
    return {"rows": rows, "mark": round(100 * COMFORTABLE_LOAD / most, 2)}


def _build_forecast(report: Row) -> Row:
    forecast: Row = report["forecast"]
    chances = [row | {"text": format_whole_day(row["day"])} for row in forecast["days"]]
    return forecast | {"chances": chances, "reason": OBSTACLES.get(forecast["obstacle"] or "", "")}
