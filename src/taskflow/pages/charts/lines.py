"""Lines through days: a burnup, and the small ones beside a figure. Pure."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from taskflow.pages.charts.areas import HEIGHT, WIDTH, draw
from taskflow.pages.charts.scales import build_axis, label_days

SPARK_WIDTH, SPARK_HEIGHT = 100, 30


def build_lines(days: Sequence[date], lines: dict[str, Sequence[float]]) -> dict[str, Any]:
    """A path for each of the lines by name, in a box of WIDTH by HEIGHT, and the area below it."""
    axis = build_axis(max((max(line, default=0) for line in lines.values()), default=0))
    paths = {}
    for name, line in lines.items():
        points = [
            (
                round(WIDTH * place / max(1, len(line) - 1), 1),
                round(HEIGHT - HEIGHT * min(value, axis.top) / axis.top, 1),
            )
            for place, value in enumerate(line)
        ]
        paths[name] = {"line": draw(points), "area": f"{draw(points)}L{WIDTH},{HEIGHT} 0,{HEIGHT}Z"}
    return {"ticks": axis.ticks, "grid": axis.grid, "labels": label_days(days), "paths": paths}


def build_spark(values: Sequence[float | None]) -> dict[str, str] | None:
    """A line and the area below it in a box of SPARK_WIDTH by SPARK_HEIGHT; None with fewer than two values.

    Where there is no value, the line goes straight on to the next one.
    """
    known = [(place, value) for place, value in enumerate(values) if value is not None]
    if len(known) < 2:
        return None
    low, high = min(value for _, value in known), max(value for _, value in known)
    reach = (high - low) or 1
    points = [
        (
            round(SPARK_WIDTH * place / max(1, len(values) - 1), 1),
            round(SPARK_HEIGHT - 2 - (SPARK_HEIGHT - 4) * (value - low) / reach, 1),
        )
        for place, value in known
    ]
    return {
        "line": draw(points),
        "area": f"{draw(points)}L{points[-1][0]:g},{SPARK_HEIGHT} {points[0][0]:g},{SPARK_HEIGHT}Z",
    }
