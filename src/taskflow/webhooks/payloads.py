"""What a webhook is sent: an event as it was, with the names of what it is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson

from taskflow.activity import to_plain
from taskflow.platform.database import fetch
from taskflow.webhooks.subscriptions import PING

Row = dict[str, Any]
VERSION = 1


@dataclass(frozen=True, slots=True)
class Message:
    """The body, and the key of the task that it is about, if it is about one."""

    body: str
    subject_key: str | None


async def build_messages(workspace_id: UUID, event_ids: Sequence[UUID], *, public_url: str) -> dict[UUID, Message]:
    """The messages about these events of a workspace, by the event's id."""
    rows = await fetch(
        "select e.id, e.seq, e.action, e.at, e.actor_kind, e.actor_id, e.subject_type, e.subject_id, e.changes,"
        " u.name as actor_name, w.slug, p.id as project_id, p.key as project_key, p.name as project_name,"
        " t.title as task_title, tp.key || '-' || t.number as task_key"
        " from events e join workspaces w on w.id = e.workspace_id"
        " left join members m on e.actor_kind = 'member' and m.id = e.actor_id left join users u on u.id = m.user_id"
        " left join projects p on p.id = e.project_id and p.workspace_id = e.workspace_id"
        " left join tasks t on e.subject_type = 'task' and t.id = e.subject_id and t.workspace_id = e.workspace_id"
        " left join projects tp on tp.id = t.project_id"
        " where e.workspace_id = $1 and e.id = any($2::uuid[])",
        workspace_id,
        list(event_ids),
    )
    return {row["id"]: Message(build_body(row, public_url=public_url), row["task_key"]) for row in rows}


def build_body(row: Row, *, public_url: str) -> str:
    """The JSON of an event. Pure."""
    subject = {"type": row["subject_type"], "id": row["subject_id"]}
    if row["task_key"]:
        address = f"{public_url}/{row['slug']}/t/{row['task_key']}"
        subject |= {"key": row["task_key"], "title": row["task_title"], "url": address}
    project = {"id": row["project_id"], "key": row["project_key"], "name": row["project_name"]}
    return encode(
        row["action"],
        row["at"],
        {
            "version": VERSION,
            "workspace": {"slug": row["slug"]},
            "event": {"id": row["id"], "seq": row["seq"], "action": row["action"], "changes": row["changes"]},
            "actor": {"kind": row["actor_kind"], "id": row["actor_id"], "name": row["actor_name"]},
            "subject": subject,
            "project": project if row["project_id"] else None,
        },
    )


def build_ping(hook: Row, *, slug: str, at: Any) -> str:
    """The JSON of a ping. Pure."""
    about = {"id": hook["id"], "name": hook["name"]}
    return encode(PING, at, {"version": VERSION, "workspace": {"slug": slug}, "webhook": about})


def encode(kind: str, at: Any, data: Row) -> str:
    """A message as Standard Webhooks proposes it: type, timestamp, data. Pure."""
    return orjson.dumps({"type": kind, "timestamp": to_plain(at), "data": data}, default=str).decode()
