"""Areas on top of each other, day by day: the cumulative flow. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from taskflow.pages.charts.scales import build_axis, label_days

WIDTH, HEIGHT = 1000, 300
MOST_POINTS = 100


def build_areas(rows: Sequence[Mapping[str, Any]], bands: Sequence[str], *, day: str = "day") -> dict[str, Any]:
    """The bands from the lowest to the highest, in a box of WIDTH by HEIGHT; each row has a day and a number a band."""
    shown = thin_out(rows)
    sums = [[sum(max(0, row[band]) for band in bands[:place]) for row in shown] for place in range(len(bands) + 1)]
    axis = build_axis(max(sums[-1], default=0))
    edges = [
        [(_x(place, len(shown)), round(HEIGHT - HEIGHT * value / axis.top, 1)) for place, value in enumerate(line)]
        for line in sums
    ]
    return {
        "ticks": axis.ticks,
        "grid": axis.grid,
        "labels": label_days([row[day] for row in shown]),
        "bands": [
            {
                "name": band,
                "area": f"{draw(edges[place + 1])}L{_points(edges[place][::-1])}Z",
                "edge": draw(edges[place + 1]),
            }
            for place, band in enumerate(bands)
        ],
    }


def thin_out(rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """At most MOST_POINTS of the rows, evenly, the last one always."""
    step = -(-len(rows) // MOST_POINTS) or 1
    return list(rows[::-1][::step][::-1])


def draw(points: Sequence[tuple[float, float]]) -> str:
    """The line through the points, as a path."""
    return f"M{_points(points)}"


def _points(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in points)


def _x(place: int, count: int) -> float:
    return round(WIDTH * place / max(1, count - 1), 1)
