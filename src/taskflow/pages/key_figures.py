"""The four figures at the top of a report, each with a small line. Pure."""

from typing import Any

from taskflow import analytics
from taskflow.pages.charts import build_spark

Row = dict[str, Any]


def build_key_figures(report: Row) -> list[Row]:
    """Completed, median cycle time, done on time, reopened."""
    return [figure | {"spark": build_spark(figure["values"])} for figure in analytics.build_key_figures(report)]
