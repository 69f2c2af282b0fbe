"""The two lanes of background work: what somebody waits for, and bulk, which may take long and never stands in its way.

A lane is a stream with places of its own in every worker. Who asks for a job often does not know its definition (the
doors import no jobs), so the lane is read from the priority in the row: below ORDINARY is bulk. A job that is declared
bulk and was asked for without that is moved by the first worker that sees it.
"""

from typing import Literal

# Of jobs that are due, those of a higher priority are sent first.
URGENT, ORDINARY, BULK = 1, 0, -1  # notices and fan-outs; everything else; exports, imports, rebuilds, deliveries

Lane = Literal["interactive", "bulk"]
LANES: tuple[Lane, ...] = ("interactive", "bulk")
STREAMS: dict[Lane, str] = {"interactive": "taskflow:jobs", "bulk": "taskflow:jobs:bulk"}


def find_lane(priority: int) -> Lane:
    """The lane of a job whose row has that priority. Pure."""
    return "bulk" if priority < ORDINARY else "interactive"
