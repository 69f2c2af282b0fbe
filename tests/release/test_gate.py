"""The gate: what a new replica counts about itself, against what the old ones count."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from release.gate import FEW, Limits, Sample, judge, read_sample

EDGES = (0.005, 0.05, 0.25, 1.0, 10.0, math.inf)
LIMITS = Limits()


def _sample(good: int, bad: int, seconds: float = 0.01) -> Sample:
    total = good + bad
    return Sample({"2xx": good, "5xx": bad}, {edge: total if edge >= seconds else 0 for edge in EDGES})


def test_the_metrics_page_of_a_replica_is_read() -> None:
    sample = read_sample(
        'taskflow_requests_total{door="api",method="GET",route="/a",status="2xx"} 3\n'
        'taskflow_requests_total{door="api",method="GET",route="/b",status="2xx"} 4\n'
        'taskflow_requests_total{door="api",method="GET",route="/health",status="2xx"} 99\n'
        'taskflow_requests_total{door="api",method="POST",route="/b",status="5xx"} 1\n'
        'taskflow_request_duration_seconds_bucket{door="api",le="0.5",method="GET",route="/a"} 2\n'
        'taskflow_request_duration_seconds_bucket{door="api",le="+Inf",method="GET",route="/a"} 3\n'
        "taskflow_process_ready{} 1\n"
    )
    assert sample == Sample({"2xx": 7, "5xx": 1}, {0.5: 2, math.inf: 3})
    assert sample.error_ratio == pytest.approx(1 / 8)


def test_the_counters_of_the_product_are_the_ones_that_are_read() -> None:
    from taskflow.platform import metrics
    from taskflow.web import access

    labels = {"door": "api", "method": "GET", "route": '/odd"route'}
    before = read_sample(metrics.render()[0].decode())
    access.REQUESTS.inc(labels | {"status": "5xx"})
    access.DURATION.observe(0.2, labels)
    after = read_sample(metrics.render()[0].decode()).since(before)
    assert (after.outcomes["5xx"], after.buckets[0.1], after.buckets[0.25]) == (1, 0, 1)


def test_one_that_is_as_good_passes() -> None:
    assert judge(_sample(1000, 1), _sample(3000, 3), LIMITS) is None


def test_errors_close_the_gate() -> None:
    assert "5.0% of its 200 requests were server errors, against 0.0%" in str(
        judge(_sample(190, 10), _sample(400, 0), LIMITS)
    )


def test_two_errors_are_no_judgement() -> None:
    assert judge(_sample(10, 2), _sample(400, 0), LIMITS) is None


def test_errors_that_the_old_ones_have_too_are_not_the_releases() -> None:
    assert judge(_sample(90, 10), _sample(900, 100), LIMITS) is None


def test_a_slow_one_closes_the_gate() -> None:
    assert "95 % of its requests took up to 1000 ms, against 50 ms" in str(
        judge(_sample(100, 0, 0.6), _sample(100, 0, 0.02), LIMITS)
    )


def test_one_that_is_slow_where_the_old_ones_are_slow_passes() -> None:
    assert judge(_sample(100, 0, 0.6), _sample(100, 0, 0.6), LIMITS) is None


def test_a_few_slow_requests_are_no_judgement() -> None:
    assert judge(_sample(FEW - 1, 0, 5.0), _sample(100, 0, 0.02), LIMITS) is None


counts = st.integers(0, 5000)


@given(counts, counts, counts)
def test_a_replica_without_errors_and_slowness_always_passes(good: int, old: int, bad_old: int) -> None:
    assert judge(_sample(good, 0), _sample(old, bad_old), LIMITS) is None


@given(st.dictionaries(st.sampled_from(["2xx", "5xx"]), counts), st.dictionaries(st.sampled_from(EDGES), counts))
def test_what_came_since_is_the_difference_and_adding_gives_it_back(
    outcomes: dict[str, int], buckets: dict[float, int]
) -> None:
    sample = Sample(dict(outcomes), dict(buckets))
    assert sample.plus(sample).since(sample) == sample
