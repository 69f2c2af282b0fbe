"""Charts as they were drawn before: those of a report that was not built anew are the same."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from taskflow.pages.drawn_cards import digest, encode, keep

KEPT_CHARTS = 64  # about 100 KB each


@dataclass(frozen=True, slots=True)
class Charts:
    """What the panels are drawn from, built when it is needed; with the same `source` they look the same."""

    source: object  # as orjson takes it
    build: Callable[[], dict[str, Any]]


class DrawnCharts:
    """Draws the panels of a report, the same ones once."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment
        self._drawn: OrderedDict[bytes, str] = OrderedDict()

    def __call__(self, charts: Charts) -> Markup:
        """The panels; nothing in them differs from person to person but what `source` names."""
        template = self._environment.get_template("pages/analytics/panels.html")
        key = digest(encode(charts.source))
        drawn = keep(self._drawn, key, lambda: template.render(charts.build()), most=KEPT_CHARTS)
        return Markup(drawn)  # noqa: S704  escaped by the template
