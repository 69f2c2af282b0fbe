"""The four figures at the top of a report: each with its change since the period before. Pure."""

from typing import Any

from taskflow.analytics.tables import find_share

Row = dict[str, Any]
# The figure that is all there is of a chart has its name, so that findings can lead to it.
_ANCHORS = {"Done on time": "punctuality"}


def build_key_figures(report: Row) -> list[Row]:
    """Completed, median cycle time, done on time, reopened; `values` are those of the slices, or None."""
    now, before, slices = report["totals"], report["totals_before"], report["throughput"]
    return [
        _build_completed(now["completed"], before["completed"], [row["completed"] for row in slices]),
        _build_cycle(
            report["cycle_time"]["p50"], report["cycle_time_before"]["p50"], [row["cycle_days"] for row in slices]
        ),
        _build_on_time(now, before, [find_share(row["on_time"], row["with_due"]) for row in slices]),
        _build_reopened(now["reopened"], before["reopened"], [row["reopened"] for row in slices]),
    ]


def _build(name: str, figure: str, unit: str, values: list[Any], change: Row) -> Row:
    anchor = _ANCHORS.get(name, name.lower().replace(" ", "-"))
    return {"id": anchor, "name": name, "figure": figure, "unit": unit, "values": values, **change}


def _change(new: float, old: float, text: str, rest: str, *, more_is_better: bool) -> Row:
    tone = "same" if new == old else "" if (new > old) == more_is_better else "worse"
    return {"is_up": new > old, "is_same": new == old, "tone": tone, "change": text, "rest": rest}


def _no_change(rest: str) -> Row:
    return {"is_up": False, "is_same": True, "tone": "same", "change": "", "rest": rest}


def _build_completed(new: int, old: int, values: list[Any]) -> Row:
    share = find_share(abs(new - old), old)
    change = (
        _no_change("nothing was completed in the period before")
        if share is None
        else _change(new, old, f"{share} %", f"from {old} in the period before", more_is_better=True)
    )
    return _build("Completed", str(new), "", values, change)


def _build_cycle(new: float | None, old: float | None, values: list[Any]) -> Row:
    if new is None:
        return _build("Median cycle time", "–", "", values, _no_change("no finished task was in progress before"))
    if old is None:
        change = _no_change("nothing to compare it with")
    else:
        rest = "as before" if new == old else "slower than before" if new > old else "faster than before"
        change = _change(new, old, f"{abs(new - old):.1f} d", rest, more_is_better=False)
    return _build("Median cycle time", f"{new:.1f}", "days", values, change)


def _build_on_time(now: Row, before: Row, values: list[Any]) -> Row:
    new, old = find_share(now["on_time"], now["with_due"]), find_share(before["on_time"], before["with_due"])
    rest = f"of {now['with_due']} with a due date"
    if new is None:
        return _build("Done on time", "–", "", values, _no_change("nothing with a due date was completed"))
    change = _no_change(rest) if old is None else _change(new, old, f"{abs(new - old)} pts", rest, more_is_better=True)
    return _build("Done on time", str(new), "%", values, change)


def _build_reopened(new: int, old: int, values: list[Any]) -> Row:
    rest = "as in the period before" if new == old else f"{'more' if new > old else 'fewer'} than in the period before"
    return _build("Reopened", str(new), "", values, _change(new, old, str(abs(new - old)), rest, more_is_better=False))
