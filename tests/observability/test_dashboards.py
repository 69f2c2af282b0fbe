"""The dashboard is the one that its source makes, and every metric of ours in it exists in the code."""

import json
import re
import runpy

from tests.architecture.source import ROOT, product_files

FOLDER = ROOT / "observability/grafana"


def test_the_dashboard_is_what_its_source_makes() -> None:
    made = runpy.run_path(str(FOLDER / "overview.py"))["build"]()
    assert json.loads((FOLDER / "dashboards/overview.json").read_text()) == made


def test_every_metric_of_ours_exists() -> None:
    source = "\n".join(path.read_text() for path in product_files())
    text = (FOLDER / "dashboards/overview.json").read_text()
    used = {re.sub(r"_bucket$", "", name) for name in re.findall(r"\btaskflow_[a-z_]+", text)}
    assert len(used) >= 6
    assert not {name for name in used if f'"{name}"' not in source}


def test_panels_say_what_they_show_and_do_not_overlap() -> None:
    panels = json.loads((FOLDER / "dashboards/overview.json").read_text())["panels"]
    assert all(panel["title"] and panel["description"] and panel["fieldConfig"]["defaults"]["unit"] for panel in panels)
    places = [(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in panels]
    assert len(set(places)) == len(panels)
