"""What cannot run everywhere is at least well-formed, and the stack's file is one for Compose and Swarm."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.containers.stack import ROOT, Stack

pytestmark = pytest.mark.containers
IGNORED_BY_SWARM = {"security_opt", "build", "restart", "depends_on", "profiles", "network_mode", "privileged", "links"}


def test_the_same_file_is_understood_by_swarm(stack: Stack) -> None:
    stack.run("docker", "stack", "config", "-c", "compose.yaml")
    config = json.loads(stack.run("docker", "compose", "-f", "compose.yaml", "config", "--format", "json"))
    for name, service in config["services"].items():
        assert not IGNORED_BY_SWARM & set(service), name


def test_nginx_and_prometheus_find_their_configuration_right(stack: Stack) -> None:
    nginx = stack.containers("nginx")[0]
    stack.run("docker", "exec", nginx, "nginx", "-t")
    prometheus = stack.containers("prometheus")[0]
    stack.run("docker", "exec", prometheus, "promtool", "check", "config", "/etc/prometheus/prometheus.yml")


@pytest.mark.parametrize(
    "path", sorted((ROOT / "observability/grafana/dashboards").glob("*.json")), ids=lambda p: p.name
)
def test_a_dashboard_shows_metrics_that_exist(stack: Stack, path: Path) -> None:
    import re

    found = subprocess.run(
        ["curl", "-fsS", f"http://localhost:{stack.environment['TASKFLOW_PROMETHEUS_PORT']}/api/v1/label/__name__/values"],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    known = set(json.loads(found)["data"])
    expressions = re.findall(r'"expr": "(.*?)(?<!\\\\)"', path.read_text())
    used = {
        name for text in expressions for name in re.findall(r"\b(?:taskflow|process|pg|redis|nginx)_[a-z0-9_]+", text)
    }
    assert used
    assert not used - known
