"""Digests: what waits for a person in all of their workspaces, in one mail at the time that they chose."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from taskflow.notifications.mailing import Notices, build_email, build_lines, list_waiting, send
from taskflow.notifications.reasons import REASONS, choose_channels
from taskflow.platform import clock
from taskflow.platform.database import execute, fetch
from taskflow.platform.lanes import BULK
from taskflow.platform.leases import Run
from taskflow.platform.mail_messages import Email, clean
from taskflow.platform.outbox import enqueue

BATCH = 200  # people
OLDEST = timedelta(days=14)
MOST, EXCERPT = 40, 140  # entries of a mail, characters of each


async def plan_digests() -> int:
    """Ask for the digests whose time has come, each once for its time; gives for how many people."""
    rows = await fetch(
        "select user_id, next_digest_at from notification_settings where next_digest_at <= $1"
        " order by next_digest_at limit $2 for update skip locked",
        clock.now(),
        BATCH,
    )
    for row in rows:
        slot = f"{row['next_digest_at']:%Y-%m-%dT%H:%MZ}"
        key = f"{row['user_id']}:{slot}"
        await enqueue("notifications.send_digest", dedupe_key=key, priority=BULK, user_id=row["user_id"])
    ids = [row["user_id"] for row in rows]
    await execute("update notification_settings set next_digest_at = null where user_id = any($1::uuid[])", ids)
    return len(rows)


async def send_digest_to(run: Run, user_id: UUID) -> None:
    """Send what is unread and was not mailed; nothing when there is none, or when they want no digests by now.

    Raises MailDelayed, for the job to be tried again.
    """
    notices = await list_waiting("m.user_id = $2 and n.created_at > $3", user_id, clock.now() - OLDEST)
    if notices is None or notices.preferences.digest == "off":
        return
    wanted = [row for row in notices.rows if "digest" in choose_channels(row["reason"], notices.preferences.channels)]
    if wanted:
        kept = Notices(wanted, notices.preferences)
        await send(run, _compose(run, kept), kept.ids)


def _compose(run: Run, notices: Notices) -> Email:
    entries = build_entries(notices.rows)
    return build_email(
        run,
        "digest",
        notices,
        "digest",
        subject=f"{len(entries)} unread in TaskFlow" if len(entries) > 1 else "One unread in TaskFlow",
        sections=build_sections(entries[:MOST]),
        more=max(0, len(entries) - MOST),
        rhythm=notices.preferences.digest,
    )


def build_entries(rows: Any) -> list[dict[str, Any]]:
    """What one change told for one reason as one entry, the latest first. Pure."""
    entries: dict[Any, list[dict[str, Any]]] = {}
    for row in rows:
        entries.setdefault((row["entry"], row["reason"]), []).append(row)
    return [_build_entry(group) for group in entries.values()]


def build_sections(entries: list[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """The entries by workspace, in the order in which they come. Pure."""
    sections: dict[str, list[dict[str, Any]]] = {}
    for entry in entries:
        sections.setdefault(entry["workspace"], []).append(entry)
    return list(sections.items())


def _build_entry(group: list[dict[str, Any]]) -> dict[str, Any]:
    first, line = group[0], build_lines(group[:1])[0]
    says = " ".join(filter(None, [first["by_name"], REASONS[first["reason"]].says]))
    if len(group) > 1:
        line = {"text": f"{len(group)} tasks", "path": f"/{first['slug']}/inbox?show=all&open={first['id']}"}
    excerpt = clean(first["excerpt"] or "", EXCERPT) if len(group) == 1 else ""
    return {"workspace": first["workspace"], "says": says, "excerpt": excerpt, **line}
