"""How webhooks and what was sent to them read. Pure."""

from datetime import datetime
from typing import Any

import orjson

from taskflow.pages.addresses import task_address
from taskflow.pages.formatting import build_expiry, build_list, build_moment, count_of, humanise
from taskflow.webhooks import EVERYTHING, MOST_COUNTED

Row = dict[str, Any]
_PAST = ("disabled_at", "failing_since", "last_success_at", "last_failure_at", "created_at")
_FUTURE = ("paused_until", "former_secret_until")
_REASONS = {
    "person": "Somebody disabled it.",
    "failing": "For a day there was nothing but failures, so it is not tried any more.",
    "gone": "Its receiver answered 410 Gone, which means: send nothing any more.",
    "secret": "The key of this TaskFlow was changed, so its secret is lost. Make a new secret, then enable it.",
}
_GIVEN_UP = {"disabled": "given up, as the webhook was disabled"}
_STATES = {"waiting": ("Waiting", "flat"), "succeeded": ("Delivered", "ok"), "failed": ("Failed", "danger")}


def hook_address(slug: str, hook_id: Any, *rest: str) -> str:
    """The page of a webhook, or an address below it."""
    return "/".join((f"/{slug}/settings/webhooks/{hook_id}", *rest))


def say_action(name: str) -> str:
    """`task.moved` is `Task moved`, `task.*` is `Task: all`, `*` is `Everything`."""
    if name == EVERYTHING:
        return "Everything"
    subject, _, verb = name.partition(".")
    return f"{humanise(subject)}: all" if verb == "*" else f"{humanise(subject)} {humanise(verb).lower()}"


def build_hook(row: Row, zone: str, now: datetime) -> Row:
    """A webhook with its moments, its state as `pill`, and what it hears of as `hears`."""
    names = [say_action(name) for name in row["actions"][:4]]
    more = len(row["actions"]) - len(names)
    waiting = row["waiting_count"]
    return (
        row
        | {name: build_moment(row[name], zone, now) if row[name] else None for name in _PAST}
        | {name: build_expiry(row[name], zone, now) if row[name] else None for name in _FUTURE}
        | {
            "pill": _find_pill(row),
            "hears": build_list([*names, *([f"{more} more"] if more else [])]),
            "why_disabled": _REASONS.get(row["disabled_reason"] or ""),
            "waiting": count_of(waiting, "delivery", "deliveries") + (" or more" if waiting == MOST_COUNTED else ""),
        }
    )


def _find_pill(row: Row) -> tuple[str, str]:
    if not row["is_enabled"]:
        return ("Disabled", "flat" if row["disabled_reason"] == "person" else "danger")
    return ("Failing", "warn") if row["failure_count"] else ("Enabled", "ok")


def build_delivery(row: Row, slug: str, zone: str, now: datetime) -> Row:
    """A delivery as a line: what, of which task, its state as `pill`, and how it went in `told`."""
    told: list[str] = [count_of(row["tries"], "try", "tries")] if row["tries"] > 1 else []
    told += [f"answered {row['status']}"] if row["status"] and not row["reason"] else []
    told += [_GIVEN_UP.get(row["reason"]) or str(row["reason"])] if row["reason"] else []
    told += [f"{row['duration_ms']} ms"] if row["duration_ms"] is not None else []
    if row["next_at"] and row["tries"]:
        told.append(f"tried again {build_expiry(row['next_at'], zone, now)['text']}")
    return row | {
        "what": say_action(row["action"]),
        "task_url": task_address(slug, row["subject_key"]) if row["subject_key"] else None,
        "pill": _STATES[row["state"]],
        "told": told,
        "when": build_moment(row["created_at"], zone, now),
    }


def build_attempt(row: Row, zone: str, now: datetime) -> Row:
    """An attempt with its headers as lines of text."""
    return row | {
        "when": build_moment(row["at"], zone, now),
        "told": row["error"] or f"answered {row['status']}",
        "request_lines": _format_headers(row["request_headers"]),
        "answer_lines": _format_headers(row["answer_headers"] or {}),
    }


def format_payload(body: str) -> str:
    """The JSON that is sent, as people read it."""
    return orjson.dumps(orjson.loads(body), option=orjson.OPT_INDENT_2).decode()


def _format_headers(headers: Row) -> str:
    return "\n".join(f"{name}: {value}" for name, value in headers.items())
