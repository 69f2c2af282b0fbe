"""The one sentence that a report begins with: of a table of findings the first that is true. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from taskflow.analytics.definitions import LEAST_FINISHED

Anchor = Literal["ageing", "workload", "flow", "throughput", "cycle-times", "punctuality", "forecast"]


@dataclass(frozen=True, slots=True)
class Facts:
    """What the findings look at: of the period, and of the one before it. Cycle times in days."""

    completed: int
    completed_before: int
    created: int
    cycle: float | None
    cycle_before: float | None
    ageing: int
    overdue: int
    with_due: int
    on_time: int
    reopened: int
    over_limit: str = ""  # the column with more tasks than its limit, if there is one
    slowest: str = ""  # the column in progress where tasks stay longest
    busiest: str = ""  # who has more than a comfortable load
    busiest_load: int = 0


@dataclass(frozen=True, slots=True)
class Insight:
    """A headline, what it rests on, and where on the page to look next: the words of the link, and its anchor."""

    headline: str
    detail: str
    link: str
    anchor: Anchor


@dataclass(frozen=True, slots=True)
class _Rule:
    """A finding: when it is true, and how it is said."""

    holds: Callable[[Facts], bool]
    headline: str
    tell: Callable[[Facts], str]
    anchor: Anchor


def _ratio(new: float, old: float) -> float:
    return new / old if old else 1.0


def _has_cycles(facts: Facts) -> bool:
    return bool(facts.cycle and facts.cycle_before and facts.completed_before >= LEAST_FINISHED)


_RULES = (
    _Rule(
        lambda facts: facts.over_limit != "",
        "Too much is in progress.",
        lambda facts: f"{facts.over_limit} holds more tasks than its limit; finish one before another is started.",
        "flow",
    ),
    _Rule(
        lambda facts: facts.created > 1.5 * facts.completed and facts.created - facts.completed >= 10,
        "Work arrives faster than it is finished.",
        lambda facts: f"{facts.created} tasks were created, and {facts.completed} completed.",
        "throughput",
    ),
    _Rule(
        lambda facts: _has_cycles(facts) and _ratio(facts.cycle or 0, facts.cycle_before or 0) >= 1.25,
        "Delivery is slowing down.",
        lambda facts: (
            f"Half of all tasks finish within {say_days(facts.cycle)}, up from {say_days(facts.cycle_before)}."
        ),
        "cycle-times",
    ),
    _Rule(
        lambda facts: facts.with_due >= LEAST_FINISHED and facts.on_time / facts.with_due < 0.6,
        "Due dates are missed.",
        lambda facts: f"{facts.on_time} of {facts.with_due} tasks with a due date were completed by then.",
        "punctuality",
    ),
    _Rule(
        lambda facts: facts.completed >= 10 and facts.reopened / facts.completed > 0.2,
        "Much comes back.",
        lambda facts: f"{facts.reopened} tasks were reopened while {facts.completed} were completed.",
        "throughput",
    ),
    _Rule(
        lambda facts: facts.busiest != "",
        "The load is uneven.",
        lambda facts: f"{facts.busiest} has {facts.busiest_load} open tasks.",
        "workload",
    ),
    _Rule(
        lambda facts: _has_cycles(facts) and _ratio(facts.cycle or 0, facts.cycle_before or 0) <= 0.85,
        "Delivery is speeding up.",
        lambda facts: (
            f"Half of all tasks finish within {say_days(facts.cycle)}, down from {say_days(facts.cycle_before)}."
        ),
        "cycle-times",
    ),
    _Rule(
        lambda facts: (
            facts.completed_before >= LEAST_FINISHED and _ratio(facts.completed, facts.completed_before) >= 1.15
        ),
        "More is getting done.",
        lambda facts: f"{facts.completed} tasks were completed, after {facts.completed_before} in the period before.",
        "throughput",
    ),
    _Rule(
        lambda facts: (
            facts.completed_before >= LEAST_FINISHED and _ratio(facts.completed, facts.completed_before) <= 0.75
        ),
        "Less is getting done.",
        lambda facts: f"{facts.completed} tasks were completed, after {facts.completed_before} in the period before.",
        "throughput",
    ),
    _Rule(
        lambda facts: True,
        "Work flows steadily.",
        lambda facts: (
            f"{facts.completed} tasks were completed"
            + (f", half of them within {say_days(facts.cycle)}." if facts.cycle else ".")
        ),
        "forecast",
    ),
)
_LINKS: dict[str, str] = {
    "workload": "See who has how much",
    "flow": "See where it gathers",
    "throughput": "See it week by week",
    "cycle-times": "See every finished task",
    "punctuality": "See how many were on time",
    "forecast": "See when the rest may be done",
}


def build_insight(facts: Facts) -> Insight | None:
    """The most important finding; None while too little is finished to find anything."""
    if facts.completed < LEAST_FINISHED:
        return None
    rule = next(rule for rule in _RULES if rule.holds(facts))
    detail, link, anchor = rule.tell(facts), _LINKS[rule.anchor], rule.anchor
    if facts.ageing:
        where = f" {facts.slowest} is the next place to look:" if facts.slowest else ""
        detail = f"{detail}{where}"
        link = f"{facts.ageing} {'task is' if facts.ageing == 1 else 'tasks are'} older than usual"
        anchor = "ageing"
    return Insight(rule.headline, detail, link, anchor)


def say_days(days: float | None) -> str:
    """`2.4 days`, `1 day`, `5 hours`: what is short is said in hours. Pure."""
    if days is None:
        return "no time"
    if days < 1:
        hours = max(1, round(days * 24))
        return f"{hours} hour{'' if hours == 1 else 's'}"
    text = f"{days:.1f}".removesuffix(".0")
    return f"{text} day{'' if text == '1' else 's'}"
