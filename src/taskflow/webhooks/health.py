"""What an attempt means for its delivery and for its webhook: again, later, or not at all any more."""

from datetime import datetime
from typing import Any
from uuid import UUID

from taskflow.activity import Actor, Subject, record
from taskflow.platform.database import execute, fetch_one
from taskflow.platform.ids import new_id
from taskflow.platform.metrics import counter
from taskflow.platform.outbox import enqueue
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.webhooks.attempts import Outcome
from taskflow.webhooks.backoff import CIRCUIT_AFTER, GIVE_UP_AFTER, build_pause, plan_retry

Row = dict[str, Any]
GIVEN_UP = 2000
DISABLED = counter("taskflow_webhooks_disabled_total", "Webhooks that TaskFlow disabled, by reason")
_REASONS = {"gone": "gone", "no_secret": "secret"}


async def keep_outcome(hook_id: UUID, delivery: Row, outcome: Outcome) -> None:
    """Write down what came of the attempt, and what follows from it; nothing when somebody else did meanwhile."""
    async with unit_of_work():
        hook = await fetch_one(
            "select id, workspace_id, name, is_enabled, failure_count, failing_since from webhooks where id = $1"
            " for no key update",
            hook_id,
        )
        retry_at = _plan(delivery, outcome)
        if hook is None or not await _move_on(delivery, outcome, retry_at):
            return
        await _log(delivery, outcome)
        if delivery["event_id"] is None:
            return  # a ping says nothing of how deliveries fare
        await (_note_success if outcome.result == "succeeded" else _note_failure)(hook, outcome)


async def give_up_waiting(workspace_id: UUID, hook_id: UUID, *, now: datetime) -> None:
    """Give up what waits for a webhook that is disabled, many at a time; it can be replayed."""
    touched = await execute(
        "update webhook_deliveries set state = 'failed', reason = 'disabled', ended_at = $3 where id in"
        " (select d.id from webhook_deliveries d join webhooks h on h.id = d.hook_id and not h.is_enabled"
        f"  where d.hook_id = $2 and d.workspace_id = $1 and d.state = 'waiting'"
        f" and d.event_id is not null limit {GIVEN_UP})",
        workspace_id,
        hook_id,
        now,
    )
    if touched == GIVEN_UP:
        await enqueue("webhooks.give_up", workspace_id=workspace_id, hook_id=hook_id)


def _plan(delivery: Row, outcome: Outcome) -> datetime | None:
    if outcome.result != "failed" or delivery["event_id"] is None:
        return None
    first = delivery["first_tried_at"] or outcome.at
    return plan_retry(delivery["tries"] + 1, first_tried_at=first, now=outcome.at, wish=outcome.retry_after)


async def _move_on(delivery: Row, outcome: Outcome, retry_at: datetime | None) -> bool:
    """Have the delivery succeed, wait or fail. False when it is no longer as it was when the attempt began."""
    state = "succeeded" if outcome.result == "succeeded" else "waiting" if retry_at else "failed"
    touched = await execute(
        "update webhook_deliveries set state = $3, tries = tries + 1, first_tried_at = coalesce(first_tried_at, $4),"
        " next_at = coalesce($5, next_at), reason = $6, status = $7, duration_ms = $8, ended_at = $9"
        " where id = $1 and tries = $2 and state = 'waiting'",
        delivery["id"],
        delivery["tries"],
        state,
        outcome.at,
        retry_at,
        outcome.error,
        outcome.answer.status if outcome.answer else None,
        outcome.duration_ms,
        None if state == "waiting" else outcome.at,
    )
    return bool(touched)


async def _log(delivery: Row, outcome: Outcome) -> None:
    answer = outcome.answer
    await execute(
        "insert into webhook_attempts (id, workspace_id, delivery_id, at, duration_ms, status, error, request_headers,"
        " answer_headers, answer_body) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        new_id(),
        delivery["workspace_id"],
        delivery["id"],
        outcome.at,
        outcome.duration_ms,
        answer.status if answer else None,
        outcome.error,
        outcome.request_headers,
        answer.headers if answer else None,
        answer.body.decode(errors="replace").replace("\0", "\ufffd") if answer else None,
    )


async def _note_success(hook: Row, outcome: Outcome) -> None:
    await execute(
        "update webhooks set failure_count = 0, failing_since = null, paused_until = null, last_success_at = $2"
        " where id = $1",
        hook["id"],
        outcome.at,
    )
    if hook["failure_count"] >= CIRCUIT_AFTER:  # it is back: what rested because of that goes on in its order
        await execute(
            "update webhook_deliveries set next_at = $2 where hook_id = $1 and state = 'waiting' and next_at > $2",
            hook["id"],
            outcome.at,
        )


async def _note_failure(hook: Row, outcome: Outcome) -> None:
    failures, since = hook["failure_count"] + 1, hook["failing_since"] or outcome.at
    rests = [rest for rest in (build_pause(failures), outcome.retry_after) if rest]
    await execute(
        "update webhooks set failure_count = $2, failing_since = $3, last_failure_at = $4,"
        " paused_until = greatest(paused_until, $5)"
        " where id = $1",
        hook["id"],
        failures,
        since,
        outcome.at,
        outcome.at + max(rests) if rests else None,
    )
    reason = _REASONS.get(outcome.result) or ("failing" if outcome.at - since >= GIVE_UP_AFTER else None)
    if reason and hook["is_enabled"]:
        await _disable(hook, reason, outcome.at)


async def _disable(hook: Row, reason: str, at: datetime) -> None:
    """Disable it and record so: who manages webhooks hears of it by the event."""
    await execute(
        "update webhooks set is_enabled = false, disabled_reason = $2, disabled_at = $3, version = version + 1,"
        " updated_at = $3 where id = $1",
        hook["id"],
        reason,
        at,
    )
    await enqueue("webhooks.give_up", workspace_id=hook["workspace_id"], hook_id=hook["id"])
    await record(
        "webhook.disabled",
        actor=Actor("system"),
        subject=Subject("webhook", hook["id"]),
        workspace_id=hook["workspace_id"],
        changes={"name": (hook["name"], hook["name"]), "is_enabled": (True, False), "reason": (None, reason)},
    )
    DISABLED.inc({"reason": reason})
