"""One bar in pieces: what a whole is made of. Pure."""

from collections.abc import Mapping
from typing import Any

GAP = 0.6


def build_stripes(parts: Mapping[str, float], *, whole: float | None = None) -> list[dict[str, Any]]:
    """The pieces from left to right, `x` and `width` in percent of `whole` (their sum, if it is not given)."""
    total = max(whole or 0, sum(parts.values()))
    pieces, start = [], 0.0
    for name, value in parts.items():
        if value <= 0 or total <= 0:
            continue
        width = 100 * value / total
        pieces.append({"name": name, "value": value, "x": round(start, 2), "width": round(max(width - GAP, 0.2), 2)})
        start += width
    return pieces
