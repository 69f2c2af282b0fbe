"""Pairs of bars, one pair for each slice of time. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from taskflow.pages.charts.scales import build_axis, format_short

GAP = 0.28  # of a slice stays empty


def build_bars(rows: Sequence[Mapping[str, Any]], left: str, right: str, *, day: str = "first") -> dict[str, Any]:
    """Everything in percent: `x` and `width` of the slice, and of its two bars `x1` and `x2`, `bar` and the heights."""
    axis = build_axis(max((max(row[left], row[right]) for row in rows), default=0))
    slot = 100 / max(1, len(rows))
    width = slot * (1 - GAP) / 2
    mean = sum(row[right] for row in rows) / max(1, len(rows))
    bars = [
        {
            "x": round(slot * place, 2),
            "x1": round(slot * place + slot * GAP / 2, 2),
            "x2": round(slot * place + slot * GAP / 2 + width, 2),
            "left": axis.height(row[left]),
            "right": axis.height(row[right]),
            "label": format_short(row[day]),
            "row": row,
        }
        for place, row in enumerate(rows)
    ]
    return {
        "ticks": axis.ticks,
        "grid": axis.grid,
        "slot": round(slot, 2),
        "bar": round(width * 0.94, 2),
        "bars": bars,
        "mean": round(mean, 1),
        "mean_y": axis.y(mean),
    }
