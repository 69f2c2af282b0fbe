"""More replicas: all of them serve, and all of them are watched."""

import httpx
import pytest

from tests.containers.stack import PORTS, Stack, wait_until

pytestmark = pytest.mark.containers
SCALE = {"api": 3, "frontend": 2, "worker": 2}
PROMETHEUS = f"http://localhost:{PORTS['TASKFLOW_PROMETHEUS_PORT']}"


@pytest.fixture(scope="module")
def scaled(stack: Stack) -> Stack:
    words = [part for name, count in SCALE.items() for part in ("--scale", f"{name}={count}")]
    stack.compose("up", "--detach", "--wait", "--no-recreate", *words, *SCALE)
    return stack


def test_every_replica_serves(scaled: Stack, api: httpx.Client) -> None:
    def upstreams(path: str) -> set[str]:
        return {line["upstream"] for line in scaled.logs("nginx") if line["path"].startswith(path)}

    def ask() -> bool:
        for _ in range(20):
            assert api.get("/api/v1/me").status_code == 200
            assert api.get("/login").status_code in {200, 303}
        return len(upstreams("/api/v1/me")) >= 3 and len(upstreams("/login")) >= 2

    wait_until(ask, seconds=20, what="requests at three api and two frontend replicas")


def test_prometheus_scrapes_every_replica(scaled: Stack) -> None:
    def counts() -> dict[str, int]:
        answer = httpx.get(f"{PROMETHEUS}/api/v1/query", params={"query": "count by (job) (up == 1)"}).json()
        return {row["metric"]["job"]: int(row["value"][1]) for row in answer["data"]["result"]}

    def all_up() -> bool:
        found = counts()
        watched = all(found.get(job) == 1 for job in ("postgres", "redis", "nginx", "prometheus", "alertmanager"))
        return watched and all(found.get(job) == count for job, count in SCALE.items())

    wait_until(all_up, seconds=60, what="all replicas and exporters up in Prometheus")
