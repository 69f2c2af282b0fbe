"""Is the new replica as good as the old ones? Its own counters answer, over the time that it was watched. Pure."""

import math
import re
from dataclasses import dataclass, field

_LINE = re.compile(r"^(taskflow_requests_total|taskflow_request_duration_seconds_bucket)\{(.*)\} ([0-9.e+-]+)$")
_LABEL = re.compile(r'(\w+)="((?:[^"\\]|\\.)*)"')
QUIET = frozenset({"/health"})
FEW, FEWEST_ERRORS = 20, 3


@dataclass(frozen=True, slots=True)
class Sample:
    """What a replica has counted since its start: requests by outcome, and how many took at most so many seconds."""

    outcomes: dict[str, float] = field(default_factory=dict)
    buckets: dict[float, float] = field(default_factory=dict)

    def since(self, before: "Sample") -> "Sample":
        """What came after `before` was taken."""
        return Sample(
            {key: value - before.outcomes.get(key, 0) for key, value in self.outcomes.items()},
            {key: value - before.buckets.get(key, 0) for key, value in self.buckets.items()},
        )

    def plus(self, other: "Sample") -> "Sample":
        """Both together."""
        keys, edges = self.outcomes.keys() | other.outcomes.keys(), self.buckets.keys() | other.buckets.keys()
        return Sample(
            {key: self.outcomes.get(key, 0) + other.outcomes.get(key, 0) for key in keys},
            {edge: self.buckets.get(edge, 0) + other.buckets.get(edge, 0) for edge in edges},
        )

    @property
    def requests(self) -> float:
        """How many were answered or failed."""
        return sum(self.outcomes.values())

    @property
    def error_ratio(self) -> float:
        """The share of server errors, 0 without requests."""
        return self.outcomes.get("5xx", 0) / self.requests if self.requests else 0.0

    @property
    def p95(self) -> float:
        """The upper edge of the bucket that holds the 95th percentile, in seconds; 0 without requests."""
        total = self.buckets.get(math.inf, 0)
        edges = sorted(edge for edge, count in self.buckets.items() if total and count >= 0.95 * total)
        return edges[0] if edges else 0.0


@dataclass(frozen=True, slots=True)
class Limits:
    """How much worse the new replica may be. Ratios of all requests, seconds."""

    most_errors: float = 0.01
    times_slower: float = 2.0
    slower_than: float = 0.25


def read_sample(text: str) -> Sample:
    """The counters of a replica from its metrics page."""
    outcomes: dict[str, float] = {}
    buckets: dict[float, float] = {}
    for line in text.splitlines():
        found = _LINE.match(line)
        if found is None:
            continue
        labels = dict(_LABEL.findall(found[2]))
        if labels.get("route") in QUIET:
            continue
        if found[1].endswith("_total"):
            outcomes[labels["status"]] = outcomes.get(labels["status"], 0) + float(found[3])
        else:
            edge = math.inf if labels["le"] == "+Inf" else float(labels["le"])
            buckets[edge] = buckets.get(edge, 0) + float(found[3])
    return Sample(outcomes, buckets)


def judge(new: Sample, old: Sample, limits: Limits) -> str | None:
    """Why the new replica is not good enough beside the old ones, or None.

    A few requests judge nothing, and one or two errors neither.
    """
    allowed = max(limits.most_errors, old.error_ratio * 2)
    if new.outcomes.get("5xx", 0) >= FEWEST_ERRORS and new.error_ratio > allowed:
        return (
            f"{new.error_ratio:.1%} of its {new.requests:.0f} requests were server errors,"
            f" against {old.error_ratio:.1%} before"
        )
    if new.requests >= FEW and new.p95 > max(limits.slower_than, old.p95 * limits.times_slower):
        return f"95 % of its requests took up to {_words(new.p95)}, against {_words(old.p95)} before"
    return None


def _words(seconds: float) -> str:
    return "more than the largest bucket" if math.isinf(seconds) else f"{seconds * 1000:.0f} ms"
