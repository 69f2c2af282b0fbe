"""Metrics in Prometheus' format; the library behind them is known to this module only."""

import asyncio
import gc
import re
import resource
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from aioprometheus.collectors import Counter as _Counter
from aioprometheus.collectors import Gauge as _Gauge
from aioprometheus.collectors import Histogram as _Histogram
from aioprometheus.collectors import Registry
from aioprometheus.renderer import render as _render

Labels = Mapping[str, str]
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_NAME = re.compile(r"(taskflow|process|python)_[a-z0-9_]+")
_UNSAFE = re.compile(r'["\\\n\r\x00-\x1f]')
_registry = Registry()
_at_scrape: list[Callable[[], None]] = []
_started_at = time.time()


def safe_label(value: object) -> str:
    """`value` as a label that cannot break the exposition, whatever a visitor put into it."""
    return _UNSAFE.sub("_", str(value))[:120]


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


def observe_at_scrape(read: Callable[[], None]) -> None:
    """Have `read` set gauges just before each rendering. What it raises fails the scrape, which is seen."""
    _at_scrape.append(read)


def render() -> tuple[bytes, str]:
    """All metrics as text, and the content type."""
    for read in _at_scrape:
        read()
    body, headers = _render(_registry, ["text/plain"])
    return body, headers["Content-Type"]


def names() -> set[str]:
    """The names of all metrics that this process has."""
    return {collector.name for collector in _registry.get_all()}


def install_process_metrics(*, version: str, role: str) -> None:
    """What Prometheus expects of every process, and which build this is."""
    gauge("taskflow_build_info", "1, with version and role as labels").set(1, {"version": version, "role": role})
    gauge("process_start_time_seconds", "Start, in seconds since 1970").set(_started_at)
    cpu = _reading("process_cpu_seconds_total", "CPU time used")
    memory = gauge("process_resident_memory_bytes", "Memory in use")
    files = gauge("process_open_fds", "Open file descriptors")
    limit = gauge("process_max_fds", "Most file descriptors that may be open")
    collections = _reading("python_gc_collections_total", "Garbage collections by generation")

    def read() -> None:
        usage = resource.getrusage(resource.RUSAGE_SELF)
        cpu.set(usage.ru_utime + usage.ru_stime)
        memory.set(read_resident_bytes())
        limit.set(resource.getrlimit(resource.RLIMIT_NOFILE)[0])
        descriptors = Path("/proc/self/fd")
        if descriptors.exists():
            files.set(sum(1 for _ in descriptors.iterdir()))
        for generation, stats in enumerate(gc.get_stats()):
            collections.set(stats["collections"], {"generation": str(generation)})

    observe_at_scrape(read)


async def watch_event_loop(interval: float = 0.5) -> None:
    """Measure for ever how late the event loop wakes up, in seconds: what a request waits before anything happens."""
    lag = gauge("taskflow_event_loop_lag_seconds", "How late the event loop woke up last")
    worst = gauge("taskflow_event_loop_lag_max_seconds", "The latest that it woke up since the last scrape")
    peak = 0.0

    def read() -> None:
        nonlocal peak
        worst.set(peak)
        peak = 0.0

    observe_at_scrape(read)
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


def _reading(name: str, text: str) -> Gauge:
    """A counter that somebody else counts, so that its value is set."""
    return Gauge(_register(_Counter, name, text))


def _register(kind: type[Any], name: str, text: str, **more: Any) -> Any:
    if not _NAME.fullmatch(name):
        raise ValueError(f"a metric is called taskflow_<noun>_<unit>, not {name}")
    if name in names():
        return _registry.get(name)
    return kind(name, text, registry=_registry, **more)
