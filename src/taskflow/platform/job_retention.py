"""How long jobs are kept that are over."""

from datetime import timedelta

from taskflow.platform.retention import Rows, retain

# What a member asked for shows its result for longer than what nobody waits for.
purge_jobs = retain(
    "jobs",
    "Background work that is done and that nobody waited for",
    kept=timedelta(days=7),
    since="it was done",
    job_name="platform.purge_jobs",
    rows=Rows("jobs", "done_at", "state = 'done' and done_at < $1 and requested_by is null"),
)
purge_requested_jobs = retain(
    "requested_jobs",
    "Background work that somebody asked for, with its result",
    kept=timedelta(days=30),
    since="it was done",
    job_name="platform.purge_requested_jobs",
    rows=Rows("jobs", "done_at", "state = 'done' and done_at < $1 and requested_by is not null"),
)
purge_cancelled_jobs = retain(
    "cancelled_jobs",
    "Background work that was cancelled",
    kept=timedelta(days=30),
    since="it was cancelled",
    job_name="platform.purge_cancelled_jobs",
    rows=Rows("jobs", "done_at", "state = 'cancelled' and done_at < $1"),
)
purge_dead_jobs = retain(
    "dead_jobs",
    "Background work that was given up",
    kept=timedelta(days=90),
    since="it was asked for",
    job_name="platform.purge_dead_jobs",
    rows=Rows("jobs", "created_at", "state = 'dead' and created_at < $1"),
)
