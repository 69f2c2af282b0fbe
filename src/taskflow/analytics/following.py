"""Following the events: the tasks to which something happened are told anew, each event once.

Numbers of events are given out before their transactions end. Events are therefore read by transaction, and only those
below the oldest that still runs: what is committed late is behind the place that was reached, never before it.
"""

from collections import defaultdict
from typing import Any
from uuid import UUID

from taskflow.analytics.rollups import lock_rollups, tell_tasks
from taskflow.platform import clock
from taskflow.platform.database import execute, fetch, fetch_one
from taskflow.platform.lanes import BULK
from taskflow.platform.outbox import enqueue

Row = dict[str, Any]
BATCH = 1000
# Changes that tell the whole past of a workspace anew: what a column counts as, and where days end.
_TELLS_ALL = {"column.edited": "category", "workspace.edited": "time_zone"}


async def follow_events(*, at_most: int = BATCH) -> int:
    """Count the oldest events that are settled and not counted; gives how many were read, 0 while another worker does.

    Belongs into a unit of work.
    """
    place = await fetch_one(
        "select id, horizon::text, seq, pg_snapshot_xmin(pg_current_snapshot())::text as settled,"
        " horizon > pg_snapshot_xmin(pg_current_snapshot()) as is_ahead from analytics_progress"
        " for update skip locked"
    )
    if place is None:
        return 0
    if place["is_ahead"]:  # restored from a dump, transactions count from a lower number again
        await _move(place["id"], place["settled"], 0)
        await start_rebuild()
        return 0
    events = await _list_events(place, at_most)
    if not events:
        await _move(place["id"], place["horizon"], place["seq"])
        return 0
    touched: dict[UUID, set[UUID]] = defaultdict(set)
    for event in events:
        if event["subject_type"] == "task":
            touched[event["workspace_id"]].add(event["subject_id"])
    for workspace_id, ids in sorted(touched.items()):
        await lock_rollups(workspace_id)
        await tell_tasks(workspace_id, sorted(ids))
    for workspace_id in {event["workspace_id"] for event in events if event["tells_all"]}:
        await enqueue("analytics.rebuild", workspace_id=workspace_id, priority=BULK)
    await _move(place["id"], events[-1]["xid"], events[-1]["seq"])
    return len(events)


async def start_rebuild() -> int:
    """Leave a job for every workspace, in the present unit of work; gives how many. Starting it twice does no harm."""
    rows = await fetch("select id from workspaces order by id")
    for row in rows:
        await enqueue("analytics.rebuild", workspace_id=row["id"], priority=BULK)
    return len(rows)


async def _list_events(place: Row, at_most: int) -> list[Row]:
    return await fetch(
        "select e.seq, e.xid::text, e.workspace_id, e.subject_type, e.subject_id,"
        " coalesce(e.changes ? ($4::jsonb->>e.action), false) as tells_all from events e"
        " where (e.xid, e.seq) > ($1::text::xid8, $2::bigint) and e.xid < $3::text::xid8"
        " and e.workspace_id is not null and (e.action like 'task.%' or e.action = any($5::text[]))"
        " order by e.xid, e.seq limit $6",
        place["horizon"],
        place["seq"],
        place["settled"],
        _TELLS_ALL,
        list(_TELLS_ALL),
        at_most,
    )


async def _move(place_id: UUID, horizon: str, seq: int) -> None:
    await execute(
        "update analytics_progress set horizon = $2::text::xid8, seq = $3, moved_at = $4 where id = $1",
        place_id,
        horizon,
        seq,
        clock.now(),
    )
