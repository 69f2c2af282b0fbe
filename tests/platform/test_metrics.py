"""Whatever is counted, Prometheus can read it."""

import asyncio
import os
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from prometheus_client import Metric
from prometheus_client.parser import text_string_to_metric_families
from structlog.testing import capture_logs

from taskflow.platform import metrics
from taskflow.platform.metrics import MAX_LABEL, Labels

HOSTILE = [
    'x"y',
    "a\nb",
    "a\\",
    '"} 1\n# HELP',
    "\udcff",
    "\x00\x1b[31m",
    "é 漢字 🙂",
    "\u2028",
    "",
    "{}=,:",
    "\\n",
    "\r\n",
]


def scrape() -> dict[str, Metric]:
    return {family.name: family for family in text_string_to_metric_families(metrics.render()[0].decode())}


def value(name: str, **labels: str) -> float | None:
    for family in scrape().values():
        for sample in family.samples:
            if sample.name == name and sample.labels == labels:
                return sample.value
    return None


def test_a_counter_only_goes_up() -> None:
    counter = metrics.counter("taskflow_tests_up_total", "Of the tests")
    counter.inc()
    counter.inc(amount=2)
    counter.inc({"kind": "a"})
    assert value("taskflow_tests_up_total") == 3
    assert value("taskflow_tests_up_total", kind="a") == 1
    with pytest.raises(ValueError, match="decrease"):
        counter.inc(amount=-1)


def test_a_gauge_goes_up_and_down() -> None:
    gauge = metrics.gauge("taskflow_tests_level_ratio", "Of the tests")
    gauge.set(5)
    gauge.add(-2.5)
    assert value("taskflow_tests_level_ratio") == 2.5


def test_a_histogram_counts_by_size_up_to_infinity() -> None:
    histogram = metrics.histogram("taskflow_tests_size_bytes", "Of the tests", buckets=(1, 10))
    for size in (0.5, 5, 500):
        histogram.observe(size, {"kind": "a"})
    bounds = {bound: value("taskflow_tests_size_bytes_bucket", kind="a", le=bound) for bound in ("1.0", "10.0", "+Inf")}
    assert bounds == {"1.0": 1, "10.0": 2, "+Inf": 3}
    assert value("taskflow_tests_size_bytes_sum", kind="a") == 505.5


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_label_breaks_no_scrape(text: str) -> None:
    metrics.counter("taskflow_tests_hostile_total", "Of the tests").inc({"path": text})
    metrics.histogram("taskflow_tests_hostile_seconds", "Of the tests").observe(1, {"path": text})
    family = scrape()["taskflow_tests_hostile"]
    assert all(set(sample.labels) == {"path"} for sample in family.samples)


@settings(deadline=None, max_examples=50)
@given(st.text())
def test_a_label_comes_back_as_it_was_but_for_what_cannot_be_shown(text: str) -> None:
    metrics.counter("taskflow_tests_labels_total", "Of the tests").inc({"path": text})
    shown = {sample.labels["path"] for sample in scrape()["taskflow_tests_labels"].samples}
    expected = "".join("_" if (c < " " and c != "\n") or c == "\x7f" else c for c in text[:MAX_LABEL])
    assert expected in shown


def test_a_label_is_cut() -> None:
    assert len(metrics.safe_label("x" * 5000)) == MAX_LABEL


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (metrics.counter, "odd_total"),
        (metrics.counter, "taskflow_odd"),
        (metrics.counter, "taskflow_Odd_total"),
        (metrics.gauge, "taskflow_odd_total"),
        (metrics.gauge, "taskflow_odd"),
        (metrics.histogram, "taskflow_odd_duration"),
        (metrics.histogram, "taskflow_odd_duration_ms"),
    ],
)
def test_a_name_says_what_is_counted_and_in_which_unit(make: Any, name: str) -> None:
    with pytest.raises(ValueError, match="taskflow_<noun>_<unit>"):
        make(name, "Of the tests")
    assert name not in metrics.names()


def test_a_metric_is_made_once_and_keeps_its_kind() -> None:
    metrics.counter("taskflow_tests_once_total", "Of the tests").inc()
    metrics.counter("taskflow_tests_once_total", "Of the tests").inc()
    assert value("taskflow_tests_once_total") == 2
    metrics.gauge("taskflow_tests_kind_seconds", "Of the tests")
    with pytest.raises(ValueError, match="is a gauge already"):
        metrics.histogram("taskflow_tests_kind_seconds", "Of the tests")


def test_a_metric_without_a_value_is_shown_by_its_name() -> None:
    metrics.counter("taskflow_tests_empty_total", "Nothing happened yet")
    family = scrape()["taskflow_tests_empty"]
    assert (family.type, family.documentation, family.samples) == ("counter", "Nothing happened yet", [])
    assert "taskflow_tests_empty_total" in metrics.names()


def test_a_gauge_can_be_read_when_somebody_looks() -> None:
    numbers = iter((1, 2))
    gauge = metrics.gauge("taskflow_tests_read_count", "Of the tests")
    metrics.observe_at_scrape(gauge, lambda: next(numbers))
    assert value("taskflow_tests_read_count") == 1
    assert value("taskflow_tests_read_count") == 2
    metrics.observe_at_scrape(gauge, lambda: 7)
    assert value("taskflow_tests_read_count") == 7


def test_series_that_are_gone_are_shown_no_longer() -> None:
    pools: dict[str, float] = {"used": 3, "idle": 1}

    def read() -> Iterable[tuple[Labels, float]]:
        return [({"state": name}, number) for name, number in pools.items()]

    metrics.observe_at_scrape(metrics.gauge("taskflow_tests_pool_count", "Of the tests"), read)
    assert value("taskflow_tests_pool_count", state="idle") == 1
    del pools["idle"]
    assert value("taskflow_tests_pool_count", state="idle") is None
    assert value("taskflow_tests_pool_count", state="used") == 3


def test_a_gauge_that_cannot_be_read_is_absent_said_and_fails_no_other() -> None:
    gauge = metrics.gauge("taskflow_tests_broken_count", "Of the tests")
    metrics.observe_at_scrape(gauge, lambda: 1)
    assert value("taskflow_tests_broken_count") == 1
    metrics.observe_at_scrape(gauge, lambda: int("x"))
    with capture_logs() as lines:
        families = scrape()
    assert families["taskflow_tests_broken_count"].samples == []
    assert families["taskflow_unreadable_metrics"].samples
    assert [(line["event"], line["metric"]) for line in lines] == [("metric_unreadable", "taskflow_tests_broken_count")]
    metrics.observe_at_scrape(gauge, lambda: 2)
    assert value("taskflow_tests_broken_count") == 2


def test_a_process_tells_what_prometheus_expects_of_it() -> None:
    metrics.install_process_metrics(version='1.2"3', role="tests")
    families = scrape()
    assert value("taskflow_build_info", version='1.2"3', role="tests") == 1
    assert 0 < (value("process_cpu_seconds_total") or 0) <= time.process_time()
    assert 2**20 < (value("process_resident_memory_bytes") or 0) < 2**34
    assert (value("process_max_fds") or 0) >= (value("process_open_fds") or 0) > 2
    assert {sample.labels["generation"] for sample in families["python_gc_collections"].samples} == {"0", "1", "2"}
    started = value("process_start_time_seconds") or 0
    age = time.time() - started
    assert 0 < age < time.clock_gettime(time.CLOCK_BOOTTIME)


def test_the_start_is_the_start_of_the_process_not_of_the_module() -> None:
    ticks = int(Path("/proc/self/stat").read_text().rpartition(")")[2].split()[19])
    booted = float(Path("/proc/uptime").read_text().split()[0])
    expected = time.time() - (booted - ticks / os.sysconf("SC_CLK_TCK"))
    assert abs(metrics.read_start_time() - expected) < 1


async def test_the_lag_of_the_event_loop_is_seen_once() -> None:
    watcher = asyncio.create_task(metrics.watch_event_loop(interval=0.01))
    await asyncio.sleep(0.02)
    scrape()
    time.sleep(0.2)
    await asyncio.sleep(0.05)
    assert (value("taskflow_event_loop_lag_max_seconds") or 0) > 0.1
    assert (value("taskflow_event_loop_lag_max_seconds") or 0) < 0.1
    watcher.cancel()
