"""Writes dashboards/overview.json: python observability/grafana/overview.py"""

import json
from pathlib import Path
from typing import Any

TARGET = Path(__file__).parent / "dashboards/overview.json"
PROMETHEUS = {"type": "prometheus", "uid": "prometheus"}

# Title, what it tells, unit, and its queries with their legends; two panels a row.
PANELS: tuple[tuple[str, str, str, dict[str, str]], ...] = (
    (
        "Requests",
        "Answers a second by door and status class",
        "reqps",
        {"{{door}} {{status}}": "sum by (door, status) (rate(taskflow_requests_total[$__rate_interval]))"},
    ),
    (
        "Failures",
        "Share of answers that were ours to blame: 5xx",
        "percentunit",
        {
            "{{door}}": 'sum by (door) (rate(taskflow_requests_total{status="5xx"}[$__rate_interval]))'
            " / sum by (door) (rate(taskflow_requests_total[$__rate_interval]))"
        },
    ),
    (
        "Time to answer, 95th percentile",
        "By door; the budget of a page is 50 ms of server time",
        "s",
        {
            "{{door}}": "histogram_quantile(0.95, sum by (door, le)"
            " (rate(taskflow_request_duration_seconds_bucket[$__rate_interval])))"
        },
    ),
    (
        "Requests in flight",
        "By replica; a process refuses more than 200",
        "short",
        {"{{job}} {{instance}}": "sum by (job, instance) (taskflow_requests_in_flight)"},
    ),
    (
        "Jobs waiting",
        "Rows of the outbox by lane and state; dead ones wait for a person",
        "short",
        {"{{lane}} {{state}}": "max by (lane, state) (taskflow_jobs_count)"},
    ),
    (
        "Oldest due job",
        "For how long the oldest job has waited that is due, and what is leased has run, by lane",
        "s",
        {
            "{{lane}} waits": "max by (lane) (taskflow_jobs_oldest_seconds)",
            "{{lane}} runs": "max by (lane) (taskflow_jobs_longest_run_seconds)",
        },
    ),
    (
        "Event loop",
        "The latest that an event loop woke up since the last look",
        "s",
        {"{{job}} {{instance}}": "max by (job, instance) (taskflow_event_loop_lag_max_seconds)"},
    ),
    (
        "Memory",
        "Resident memory of each process",
        "bytes",
        {"{{job}} {{instance}}": 'process_resident_memory_bytes{job=~"api|frontend|worker"}'},
    ),
    (
        "Database",
        "Transactions a second, and connections",
        "short",
        {
            "commits": 'sum(rate(pg_stat_database_xact_commit{datname="taskflow"}[$__rate_interval]))',
            "connections": 'sum(pg_stat_database_numbackends{datname="taskflow"})',
        },
    ),
    (
        "Redis and the edge",
        "Memory of Redis, and connections at nginx",
        "short",
        {"redis MB": "redis_memory_used_bytes / 1e6", "nginx connections": "nginx_connections_active"},
    ),
)


def build() -> dict[str, Any]:
    """The dashboard as Grafana reads it."""
    return {
        "uid": "taskflow-overview",
        "title": "TaskFlow",
        "description": "Is it up, is it fast, is it keeping up",
        "tags": ["taskflow"],
        "editable": False,
        "schemaVersion": 41,
        "refresh": "30s",
        "time": {"from": "now-1h", "to": "now"},
        "panels": [_build_panel(number, *panel) for number, panel in enumerate(PANELS)],
    }


def _build_panel(number: int, title: str, description: str, unit: str, queries: dict[str, str]) -> dict[str, Any]:
    return {
        "id": number + 1,
        "type": "timeseries",
        "title": title,
        "description": description,
        "datasource": PROMETHEUS,
        "gridPos": {"x": 12 * (number % 2), "y": 8 * (number // 2), "w": 12, "h": 8},
        "fieldConfig": {"defaults": {"unit": unit, "min": 0}, "overrides": []},
        "targets": [
            {"refId": chr(65 + place), "datasource": PROMETHEUS, "expr": expression, "legendFormat": legend}
            for place, (legend, expression) in enumerate(queries.items())
        ],
    }


if __name__ == "__main__":
    TARGET.write_text(json.dumps(build(), indent=2) + "\n")
