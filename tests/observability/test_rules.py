"""Every alert has a page that says what to do, a test by promtool, and metrics that exist in the code."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.architecture.source import ROOT, product_files

FOLDER = ROOT / "observability/prometheus"
RULES: list[tuple[Path, dict[str, Any]]] = [
    (path, rule)
    for path in sorted((FOLDER / "rules").glob("*.yml"))
    for group in yaml.safe_load(path.read_text())["groups"]
    for rule in group["rules"]
]
JOB_RULES = [rule for path, rule in RULES if path.name == "jobs.yml"]


def test_every_metric_of_ours_exists() -> None:
    source = "\n".join(path.read_text() for path in product_files())
    used = {name for _, rule in RULES for name in re.findall(r"\btaskflow_[a-z_]+", rule["expr"])}
    assert len(used) >= 6
    assert not {name for name in used if f'"{re.sub(r"_(bucket|count|sum)$", "", name)}' not in source}


def test_every_alert_is_named_once_and_says_what_is_wrong() -> None:
    names = [rule["alert"] for _, rule in RULES]
    assert len(set(names)) == len(names)
    for _, rule in RULES:
        assert re.fullmatch(r"TaskFlow([A-Z][a-z]+)+", rule["alert"])
        assert rule["annotations"]["summary"]
        assert rule["labels"]["severity"] in {"page", "ticket"}


@pytest.mark.parametrize("rule", JOB_RULES, ids=lambda rule: str(rule["alert"]))
def test_every_alert_about_jobs_has_its_page_and_fires_and_keeps_quiet_in_a_test(rule: dict[str, Any]) -> None:
    page = (ROOT / rule["annotations"]["runbook"]).read_text()
    assert page.startswith(f"# {rule['alert']}\n")
    assert "What people notice" in page
    tests = [
        case
        for test in yaml.safe_load((FOLDER / "tests/jobs.yml").read_text())["tests"]
        for case in test["alert_rule_test"]
        if case["alertname"] == rule["alert"]
    ]
    assert {bool(case["exp_alerts"]) for case in tests} == {True, False}
