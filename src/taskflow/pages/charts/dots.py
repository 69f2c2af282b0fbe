"""A dot for each thing: when it was done, and how long it took. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from taskflow.pages.charts.scales import build_axis, label_days

MARGIN = 1.5  # percent at both sides, so that no dot is cut


def build_dots(
    rows: Sequence[Mapping[str, Any]],
    days: Sequence[date],
    *,
    levels: Mapping[str, float | None],
    hot_above: float | None,
) -> dict[str, Any]:
    """`x` and `y` in percent; `levels` are lines across by name. What lies above the axis stands on its upper edge.

    The axis reaches a little over the highest level, so that one slow thing does not flatten all others.
    """
    values = [row["cycle_days"] for row in rows]
    highest = max((level for level in levels.values() if level is not None), default=1)
    axis = build_axis(min(max(values, default=1), max(2.2 * highest, 1)), " d")
    first, span = days[0], max(1, len(days) - 1)
    dots = [
        {
            "x": round(MARGIN + (100 - 2 * MARGIN) * _place(row["completed_on"], first, span), 2),
            "y": axis.y(row["cycle_days"]),
            "is_hot": hot_above is not None and row["cycle_days"] > hot_above,
            "key": row["key"],
            "days": row["cycle_days"],
        }
        for row in rows
    ]
    return {
        "ticks": axis.ticks,
        "grid": axis.grid,
        "labels": label_days(days),
        "dots": dots,
        "levels": [
            {"name": name, "y": axis.y(level), "days": level} for name, level in levels.items() if level is not None
        ],
        "beyond": sum(value > axis.top for value in values),
    }


def _place(day: date | str, first: date, span: int) -> float:
    done = date.fromisoformat(day) if isinstance(day, str) else day
    return min(1.0, max(0.0, (done - first).days / span))
