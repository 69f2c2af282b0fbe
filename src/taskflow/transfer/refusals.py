"""Work that cannot be done however often it is tried: the job ends, and says why to whoever asked for it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from taskflow.platform.leases import Run


class Refused(Exception):
    """Trying again would not help; the message says to the member why."""


@asynccontextmanager
async def finished_anyway(run: Run) -> AsyncIterator[None]:
    """A Refused inside ends the job with its message as the `problem` of the result."""
    try:
        yield
    except Refused as refused:
        async with run.finishing({"problem": str(refused)}):
            pass
