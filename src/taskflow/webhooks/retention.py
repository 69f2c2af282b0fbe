"""The log is kept for KEPT, and what belongs to deleted webhooks goes at once."""

from datetime import timedelta

from taskflow.platform import clock
from taskflow.platform.database import execute
from taskflow.platform.metrics import counter
from taskflow.platform.retention import Rows, count_purged

KEPT = timedelta(days=30)
BATCH = 2000
ROWS = Rows("webhook_deliveries", "created_at", "created_at < $1 and state <> 'waiting'")
FORGOTTEN = counter(
    "taskflow_webhook_deliveries_forgotten_total", "Deliveries that were taken from the log of webhooks, by reason"
)


async def forget_old() -> bool:
    """Delete a batch of each kind; True when there may be more."""
    old = await execute(
        "delete from webhook_deliveries where id in (select id from webhook_deliveries"
        f" where created_at < $1 and state <> 'waiting' order by created_at limit {BATCH})",
        clock.now() - KEPT,
    )
    orphaned = await execute(
        "delete from webhook_deliveries where id in (select d.id from webhooks h"
        f" join webhook_deliveries d on d.hook_id = h.id where h.deleted_at is not null limit {BATCH})"
    )
    count_purged("webhook_deliveries", old + orphaned)
    FORGOTTEN.inc({"reason": "old"}, old)
    FORGOTTEN.inc({"reason": "webhook_deleted"}, orphaned)
    if orphaned < BATCH:
        await execute(
            "delete from webhooks h where h.deleted_at is not null"
            " and not exists (select from webhook_deliveries d where d.hook_id = h.id)"
        )
    return BATCH in {old, orphaned}
