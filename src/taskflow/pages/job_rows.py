"""How the operator reads a job: its state, when it was asked for and comes next, how far it is. Pure."""

from datetime import datetime
from typing import Any

from taskflow.pages.formatting import build_expiry, build_moment, count_of

Row = dict[str, Any]
TONES = {"waiting": "flat", "running": "ok", "dead": "danger", "done": "ok", "cancelled": "warn"}
_SPANS = (("day", 86400), ("h", 3600), ("min", 60), ("s", 1))


def build_job_row(job: Row, zone: str, now: datetime) -> Row:
    """The job with its moments for a viewer in the IANA `zone`, its tone, its attempts and its progress in words."""
    is_open = job["state"] in {"waiting", "running"}
    return job | {
        "tone": TONES[job["state"]],
        "created": build_moment(job["created_at"], zone, now),
        "started": build_moment(job["started_at"], zone, now) if job["state"] == "running" else None,
        "ended": build_moment(job["done_at"], zone, now) if job["done_at"] and not is_open else None,
        "next": build_expiry(job["available_at"], zone, now) if _waits_for_its_time(job, now) else None,
        "tried": f"{job['attempts']} of {count_of(job['max_attempts'], 'attempt')}" if job["attempts"] else "",
        "progress": _describe_progress(job),
        "is_ending": is_open and job["cancel_requested_at"] is not None,
        "can_replay": job["state"] in {"dead", "cancelled"},
        "can_cancel": is_open and job["cancel_requested_at"] is None,
        "first_line": (job["last_error"] or "").partition("\n")[0],
    }


def build_schedule_row(row: Row, zone: str, now: datetime) -> Row:
    """A job that comes back, with how often in words; `is_late` when nobody asked for its next time."""
    is_late = row["next_at"] < now and (now - row["next_at"]).total_seconds() > row["every_seconds"]
    return row | {
        "every": format_span(row["every_seconds"]),
        "last": build_moment(row["last_at"], zone, now),
        "next": build_expiry(row["next_at"], zone, now) | {"tone": ""},
        "is_late": is_late,
        "tone": TONES.get(row["last_state"], "flat"),
    }


def format_span(seconds: float) -> str:
    """`45 s`, `5 min`, `2 h 10 min`, `3 days`: at most two units, whole."""
    left, parts = int(seconds), list[str]()
    for unit, size in _SPANS:
        number, left = divmod(left, size)
        if number and len(parts) < 2:
            parts.append(count_of(number, unit) if unit == "day" else f"{number} {unit}")
        elif parts:
            break
    return " ".join(parts) or "0 s"


def _waits_for_its_time(job: Row, now: datetime) -> bool:
    return bool(job["state"] == "waiting" and job["available_at"] > now)


def _describe_progress(job: Row) -> str:
    if job["state"] != "running" or job["step_done"] is None:
        return ""
    of = f" of {job['step_total']:,}" if job["step_total"] else ""
    return f"{job['step_done']:,}{of}"
