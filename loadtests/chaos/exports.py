"""A long export runs beside people's requests: it is asked for at once, and slows nobody down for long.

The tasks are written into the database directly: making as many by the API would take longer than all else.
"""

import time
from typing import Any

from loadtests.chaos.ground import Ground
from loadtests.chaos.result import Result

# What still counts as keeping up, on a machine that has everything on it: seconds, and times what is usual.
ASKED_SECONDS, SLOWEST_SECONDS, TIMES = 0.5, 0.25, 3.0
WARM_UP, USUAL = 20, 200
SQL = """
    set session_replication_role = replica;
    insert into tasks (id, workspace_id, project_id, number, title, column_id, rank, created_by)
    select uuidv7(), p.workspace_id, p.id, p.next_number + n, 'Exported ' || n, c.id,
        'z' || lpad(n::text, 9, '0') || 'V',
        (select id from members m where m.workspace_id = p.workspace_id order by id limit 1)
    from projects p join lateral (select id from project_columns where project_id = p.id order by position limit 1) c
        on true, generate_series(1, {tasks}) n
    where p.workspace_id = (select id from workspaces where slug = '{slug}') and p.key = 'WEB';
    update projects set next_number = next_number + {tasks} + 1
    where workspace_id = (select id from workspaces where slug = '{slug}') and key = 'WEB';
    set session_replication_role = origin;
    analyze tasks;
"""


def run(ground: Ground, *, tasks: int) -> Result:
    """Export that many tasks as CSV, and look at one list all the while."""
    ground.sql(SQL.format(tasks=tasks, slug=ground.slug))
    expected = ground.count(
        f"select count(*) from tasks t join workspaces w on w.id = t.workspace_id where w.slug = '{ground.slug}'"
    )
    for _ in range(WARM_UP):
        _look(ground)
    beside = [_look(ground) for _ in range(USUAL // 2)]
    started = time.monotonic()
    job = ground.post("exports", {"format": "csv", "project": "WEB"})
    asked = time.monotonic() - started
    meanwhile = list[float]()
    while job["status"] in {"waiting", "running"} and time.monotonic() - started < 300:
        meanwhile += [_look(ground) for _ in range(10)]
        job = ground.get(f"jobs/{job['id']}")
    seconds = time.monotonic() - started
    beside += [_look(ground) for _ in range(USUAL // 2)]
    rows = len(ground.read(f"jobs/{job['id']}/file").splitlines()) - 1 if job["status"] == "done" else 0
    return _judge(job, expected, rows, seconds, (asked, _p95(beside), _p95(meanwhile)))


def _judge(job: dict[str, Any], expected: int, rows: int, seconds: float, times: tuple[float, float, float]) -> Result:
    asked, usual, meanwhile = times
    fault = "" if job["status"] == "done" else f"the export is {job['status']}"
    if asked > ASKED_SECONDS:
        fault = "the request waited"
    if meanwhile > max(SLOWEST_SECONDS, TIMES * usual):
        fault = "others waited"
    beside = f"p95 of a list {usual * 1000:.0f} ms before and after, {meanwhile * 1000:.0f} ms meanwhile"
    what = f"answered in {asked * 1000:.0f} ms; {beside}"
    return Result("export", expected, rows, expected - rows, max(0, rows - expected), seconds, what, fault)


def _look(ground: Ground) -> float:
    started = time.monotonic()
    ground.get("projects/WEB/tasks?limit=50")
    return time.monotonic() - started


def _p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)] if times else 0.0
