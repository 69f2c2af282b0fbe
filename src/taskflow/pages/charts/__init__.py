"""Charts as geometry: pure functions from figures to what templates draw as SVG."""

from taskflow.pages.charts.areas import build_areas
from taskflow.pages.charts.bars import build_bars
from taskflow.pages.charts.dots import build_dots
from taskflow.pages.charts.lines import build_lines, build_spark
from taskflow.pages.charts.stripes import build_stripes

__all__ = ["build_areas", "build_bars", "build_dots", "build_lines", "build_spark", "build_stripes"]
