"""Metrics in Prometheus' format; the library behind them is known to this module only."""

import asyncio
import gc
import os
import re
import resource
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import structlog
from aioprometheus.collectors import Counter as _Counter
from aioprometheus.collectors import Gauge as _Gauge
from aioprometheus.collectors import Histogram as _Histogram
from aioprometheus.collectors import Registry
from aioprometheus.renderer import render as _render

Labels = Mapping[str, str]
Reading = float | Iterable[tuple[Labels, float]]
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
MAX_LABEL = 120
_NAMES = {
    _Counter: re.compile(r"(taskflow|process|python)_[a-z0-9_]+_total"),
    _Gauge: re.compile(r"(taskflow|process)_[a-z0-9]+_[a-z0-9_]+(?<!_total)"),
    _Histogram: re.compile(r"taskflow_[a-z0-9_]+_(seconds|bytes|rows)"),
}
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\ud800-\udfff]")
_ESCAPES = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n"})
_registry = Registry()
_at_scrape: dict[str, tuple[Any, Callable[[], Reading]]] = {}
log = structlog.get_logger("taskflow.metrics")


def safe_label(value: object) -> str:
    """`value` as a label that cannot break the exposition, whatever a visitor put into it; the library escapes none."""
    return _CONTROL.sub("_", str(value)[:MAX_LABEL]).translate(_ESCAPES)


def _clean(labels: Labels | None) -> dict[str, str]:
    return {name: safe_label(value) for name, value in (labels or {}).items()}


class Counter:
    """Only goes up."""

    def __init__(self, collector: Any) -> None:
        self._collector = collector

    def inc(self, labels: Labels | None = None, amount: float = 1) -> None:
        """Add `amount` (not negative)."""
        self._collector.add(_clean(labels), amount)


class Gauge:
    """Goes up and down."""

    def __init__(self, collector: Any) -> None:
        self._collector = collector

    def set(self, value: float, labels: Labels | None = None) -> None:
        """Make it `value`."""
        self._collector.set(_clean(labels), value)

    def add(self, amount: float, labels: Labels | None = None) -> None:
        """Add `amount`, which may be negative."""
        self._collector.add(_clean(labels), amount)


class Histogram:
    """Counts observations by size."""

    def __init__(self, collector: Any) -> None:
        self._collector = collector

    def observe(self, value: float, labels: Labels | None = None) -> None:
        """Count one observation, in the unit that the metric's name says."""
        self._collector.add(_clean(labels), float(value))


def counter(name: str, text: str) -> Counter:
    """The counter of that name, made once; `name` is taskflow_<noun>_total."""
    return Counter(_register(_Counter, name, text))


def gauge(name: str, text: str) -> Gauge:
    """The gauge of that name, made once; `name` is taskflow_<noun>_<unit>."""
    return Gauge(_register(_Gauge, name, text))


def histogram(name: str, text: str, buckets: Sequence[float] = SECONDS) -> Histogram:
    """The histogram of that name, made once, with upper bounds in the unit that the name says."""
    return Histogram(_register(_Histogram, name, text, buckets=[*buckets, float("inf")]))


def observe_at_scrape(observed: Gauge, read: Callable[[], Reading]) -> None:
    """Have `read` give the value, or pairs of labels and value, at each rendering; it replaces an earlier one.

    What it raises is logged and counted, and the gauge has no value then: an alert on absence sees it.
    """
    collector = observed._collector
    _at_scrape[collector.name] = (collector, read)


def render() -> tuple[bytes, str]:
    """All metrics as text, and the content type."""
    for name, (collector, read) in _at_scrape.items():
        collector.values.clear()
        try:
            reading = read()
            pairs = [({}, reading)] if isinstance(reading, int | float) else list(reading)
            for labels, value in pairs:
                collector.set(_clean(labels), value)
        except Exception:
            _UNREADABLE.inc({"metric": name})
            log.exception("metric_unreadable", metric=name)
    body, headers = _render(_registry, ["text/plain"])
    return body, headers["Content-Type"]


def names() -> set[str]:
    """The names of all metrics that this process has."""
    return set(_registry.collectors)


def install_process_metrics(*, version: str, role: str) -> None:
    """What Prometheus expects of every process, and which build this is."""
    gauge("taskflow_build_info", "1, with version and role as labels").set(1, {"version": version, "role": role})
    gauge("process_start_time_seconds", "Start, in seconds since 1970").set(read_start_time())
    gauge("process_max_fds", "Most file descriptors that may be open").set(
        resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    )
    observe_at_scrape(_counted("process_cpu_seconds_total", "CPU time used"), time.process_time)
    observe_at_scrape(gauge("process_resident_memory_bytes", "Memory in use"), read_resident_bytes)
    descriptors = Path("/proc/self/fd")
    if descriptors.exists():
        files = gauge("process_open_fds", "Open file descriptors")
        observe_at_scrape(files, lambda: len(os.listdir(descriptors)))  # noqa: PTH208  only their number is asked
    for name, key, text in (
        ("python_gc_collections_total", "collections", "Garbage collections by generation"),
        ("python_gc_objects_collected_total", "collected", "Objects found by the garbage collector, by generation"),
    ):
        observe_at_scrape(_counted(name, text), lambda key=key: _read_collector(key))  # type: ignore[misc]


async def watch_event_loop(interval: float = 0.5) -> None:
    """Measure for ever how late the event loop wakes up, in seconds: what a request waits before anything happens."""
    lag = gauge("taskflow_event_loop_lag_seconds", "How late the event loop woke up last")
    worst = gauge("taskflow_event_loop_lag_max_seconds", "The latest that it woke up since the last scrape")
    peak = 0.0

    def read() -> float:
        nonlocal peak
        given, peak = peak, 0.0
        return given

    observe_at_scrape(worst, read)
    while True:
        before = time.perf_counter()
        await asyncio.sleep(interval)
        late = max(0.0, time.perf_counter() - before - interval)
        peak = max(peak, late)
        lag.set(late)


def read_resident_bytes() -> int:
    """The memory that this process has in use."""
    statm = Path("/proc/self/statm")
    if statm.exists():
        return int(statm.read_text().split()[1]) * resource.getpagesize()
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def read_start_time() -> float:
    """When this process began, in seconds since 1970; where the kernel does not say, when this module was loaded."""
    stat = Path("/proc/self/stat")
    if not stat.exists():
        return _LOADED_AT
    # The second field is the program's name in brackets, and may hold anything; the start is the 22nd.
    ticks = int(stat.read_text().rpartition(")")[2].split()[19])
    return time.time() - (time.clock_gettime(time.CLOCK_BOOTTIME) - ticks / os.sysconf("SC_CLK_TCK"))


def _read_collector(key: str) -> list[tuple[Labels, float]]:
    return [({"generation": str(number)}, stats[key]) for number, stats in enumerate(gc.get_stats())]


def _counted(name: str, text: str) -> Gauge:
    """A counter that somebody else counts, so that its value is set."""
    return Gauge(_register(_Counter, name, text))


def _register(kind: type[Any], name: str, text: str, **more: Any) -> Any:
    if not _NAMES[kind].fullmatch(name) or "\n" in text:
        raise ValueError(
            f"a metric is called taskflow_<noun>_<unit>, a counter ..._total, not {name}; its text is one line"
        )
    if name not in names():
        return kind(name, text, registry=_registry, **more)
    made = _registry.get(name)
    if type(made) is not kind:
        raise ValueError(f"{name} is a {type(made).__name__.lower()} already")
    return made


_LOADED_AT = time.time()
_UNREADABLE = counter("taskflow_unreadable_metrics_total", "Times that a metric could not be read at a scrape")
