"""How long a delivery rests after a failure, and how long a webhook does whose receiver is away. Pure."""

import random
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

DELAYS = tuple(timedelta(seconds=seconds) for seconds in (5, 30, 120, 600, 1800, 3600, 7200))
GIVE_UP_AFTER = timedelta(days=1)
# From so many failures in a row on, the webhook is asked with one delivery at a time, and rests in between.
CIRCUIT_AFTER = 5
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(minutes=10)
LONGEST_RETRY_AFTER = timedelta(hours=1)
JITTER = 0.2


def build_delay(tries: int) -> timedelta:
    """The rest after the failure number `tries`, from 1, give or take a fifth."""
    return _jitter(DELAYS[min(tries, len(DELAYS)) - 1])


def build_pause(failures: int) -> timedelta | None:
    """The rest of the whole webhook after so many failures in a row, give or take a fifth; None: it has none yet."""
    if failures < CIRCUIT_AFTER:
        return None
    return _jitter(min(FIRST_PAUSE * 2 ** min(failures - CIRCUIT_AFTER, 10), LONGEST_PAUSE))


def plan_retry(tries: int, *, first_tried_at: datetime, now: datetime, wish: timedelta | None) -> datetime | None:
    """When to try again after the failure number `tries`; None when it is to be given up.

    `wish` is what the receiver asked for. The last attempt comes when GIVE_UP_AFTER is over.
    """
    end = first_tried_at + GIVE_UP_AFTER
    return None if now >= end else min(now + max(build_delay(tries), wish or timedelta()), end)


def read_retry_after(text: str | None, now: datetime) -> timedelta | None:
    """What the header Retry-After asks for, in seconds or as a date: at most LONGEST_RETRY_AFTER, None for nonsense."""
    if not text:
        return None
    if text.strip().isascii() and text.strip().isdigit():
        asked = timedelta(seconds=min(int(text.strip()[:9]), 10**6))
    else:
        try:
            moment = parsedate_to_datetime(text)
        except ValueError:
            return None
        asked = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now
    return max(timedelta(), min(asked, LONGEST_RETRY_AFTER))


def _jitter(rest: timedelta) -> timedelta:
    return rest * random.uniform(1 - JITTER, 1 + JITTER)
