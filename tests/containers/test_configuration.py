"""What cannot run everywhere is at least well-formed, and the stack's file is one for Compose and Swarm."""

import json
import re
import time

import httpx
import pytest

from tests.containers.stack import PORTS, ROOT, Stack

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


def test_every_alert_fires_when_it_should_and_keeps_quiet_when_it_should(stack: Stack) -> None:
    prometheus = stack.containers("prometheus")[0]
    folder = ROOT / "observability/prometheus/tests"
    files = [f"/etc/prometheus/tests/{path.name}" for path in sorted(folder.glob("*.yml"))]
    assert files
    stack.run("docker", "exec", "--env", "TMPDIR=/prometheus", prometheus, "promtool", "test", "rules", *files)


def test_the_dashboard_shows_metrics_that_the_stack_exports(stack: Stack) -> None:
    prometheus = f"http://localhost:{PORTS['TASKFLOW_PROMETHEUS_PORT']}"
    board = json.loads((ROOT / "observability/grafana/dashboards/overview.json").read_text())
    text = " ".join(target["expr"] for panel in board["panels"] for target in panel["targets"])
    used = set(re.findall(r"\b(?:taskflow|process|pg|redis|nginx)_[a-z0-9_]+", text))

    def missing() -> set[str]:
        names = httpx.get(f"{prometheus}/api/v1/label/__name__/values").json()["data"]
        return used - set(names)

    assert len(used) >= 10
    with stack.client() as client:  # a door counts from its first request on
        assert client.get("/login").status_code == client.get("/api/v1/openapi.json").status_code == 200
    for _ in range(40):
        if not missing():
            break
        time.sleep(1)
    assert not missing()


def test_the_rules_are_loaded(stack: Stack) -> None:
    answer = httpx.get(f"http://localhost:{PORTS['TASKFLOW_PROMETHEUS_PORT']}/api/v1/rules").json()
    rules = {rule["name"]: rule["health"] for group in answer["data"]["groups"] for rule in group["rules"]}
    assert len(rules) >= 4
    assert set(rules.values()) <= {"ok", "unknown"}
