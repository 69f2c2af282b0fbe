"""One attempt: sign, send, and say what came of it. Outside any transaction."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from time import perf_counter
from typing import Any, Literal

from taskflow.platform import clock
from taskflow.platform.http_client import Answer, CallFailed, RefusedAddress
from taskflow.platform.metrics import counter, histogram
from taskflow.webhooks import signing
from taskflow.webhooks.backoff import read_retry_after
from taskflow.webhooks.equipment import find_equipment

Row = dict[str, Any]
Result = Literal["succeeded", "failed", "gone", "no_secret"]
USER_AGENT = "TaskFlow-Webhooks/1"
_SAID_LATER = frozenset({429, 503})

ATTEMPTS = counter("taskflow_webhook_attempts_total", "Attempts to deliver to a webhook by what came of them")
DURATION = histogram("taskflow_webhook_attempt_duration_seconds", "Time that an attempt to deliver took")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an attempt. `error` says why there is no answer or why it is none of success."""

    result: Result
    at: datetime
    duration_ms: int
    request_headers: dict[str, str]
    answer: Answer | None = None
    error: str | None = None
    retry_after: timedelta | None = None


async def attempt(hook: Row, delivery: Row) -> Outcome:
    """Send the delivery once. Never raises for what the receiver does."""
    at, started = clock.now(), perf_counter()
    keys = find_keys(hook, at)
    if not keys:
        return Outcome("no_secret", at, 0, {}, error="the key of this TaskFlow has changed, so the secret is lost")
    body = delivery["body"].encode()
    headers = {
        "Content-Type": "application/json",
        "User-Agent": USER_AGENT,
        "Accept-Encoding": "identity",
        **signing.build_headers(delivery["id"], at, body, keys),
    }
    try:
        answer = await find_equipment().client.post(hook["url"], body, headers)
    except (CallFailed, RefusedAddress) as failure:
        error = f"the URL {failure}" if isinstance(failure, RefusedAddress) else str(failure)
        outcome = Outcome("failed", at, _count_ms(started), headers, error=error)
    else:
        outcome = _judge(answer, at, _count_ms(started), headers)
    ATTEMPTS.inc({"outcome": outcome.result})
    DURATION.observe(outcome.duration_ms / 1000)
    return outcome


def find_keys(hook: Row, now: datetime) -> list[bytes]:
    """What signs for the webhook: its secret, and those before it as long as they hold. None after a change of key."""
    key = find_equipment().key
    secret = signing.derive_secret(key, hook["id"], hook["secret_salt"])
    if signing.build_mark(secret) != hook["secret_mark"]:
        return []
    former = signing.list_valid(hook["former_secrets"], now)
    return [secret, *(signing.derive_secret(key, hook["id"], bytes.fromhex(entry["salt"])) for entry in former)]


def _judge(answer: Answer, at: datetime, duration_ms: int, headers: dict[str, str]) -> Outcome:
    result: Result = "succeeded" if 200 <= answer.status < 300 else "gone" if answer.status == 410 else "failed"
    error = None if result == "succeeded" else f"answered {answer.status}"
    if 300 <= answer.status < 400:
        error = f"answered {answer.status}: redirects are not followed"
    wish = read_retry_after(answer.headers.get("retry-after"), at) if answer.status in _SAID_LATER else None
    return Outcome(result, at, duration_ms, headers, answer, error, wish)


def _count_ms(started: float) -> int:
    return round((perf_counter() - started) * 1000)
