"""What breaks comes back by itself, and says so meanwhile."""

import time

import httpx
import pytest

from tests.containers.stack import Stack, wait_until

pytestmark = pytest.mark.containers
TASKS = "/api/v1/workspaces/meridian/projects/WEB/tasks"


def test_a_paused_database_is_said_at_once_and_recovered_from(stack: Stack, api: httpx.Client) -> None:
    assert api.get(TASKS).status_code == 200
    stack.compose("pause", "db")
    try:
        started = time.monotonic()
        answer = api.get(TASKS)
        took = time.monotonic() - started
        assert answer.status_code == 503
        assert answer.headers["Content-Type"].startswith("application/problem+json")
        assert "Retry-After" in answer.headers
        assert took < 2.5, f"503 after {took:.1f} s"
        unhealthy = wait_until(lambda: stack.health_of("api") == ["unhealthy"], seconds=35, what="api unhealthy")
    finally:
        stack.compose("unpause", "db")
    back = wait_until(lambda: api.get(TASKS).status_code == 200, seconds=15, what="answers after unpause")
    wait_until(lambda: stack.health_of("api") == ["healthy"], seconds=30, what="api healthy")
    print(f"503 after {took:.2f} s, unhealthy after {unhealthy:.1f} s, back {back:.1f} s after unpause")


def test_without_redis_everything_goes_on_and_nothing_is_lost(stack: Stack, api: httpx.Client) -> None:
    stack.compose("stop", "redis")
    try:
        assert api.post(TASKS, json={"title": "Made without Redis"}).status_code == 201
        wait_until(_health_warns_of_redis, seconds=10, what="a warning in /health")
    finally:
        stack.compose("start", "redis")
    query = "select count(*) from jobs where state in ('new', 'sent')"
    wait_until(lambda: _sql(stack, query) == "0", seconds=60, what="the jobs that waited are done")


def test_a_killed_replica_comes_back(stack: Stack, api: httpx.Client) -> None:
    container = stack.containers("api")[0]
    stack.run(
        "docker",
        "exec",
        "--user",
        "65532",
        container,
        "/usr/bin/python3.13",
        "-c",
        "import os; os.kill(1, 9)",
        check=False,
    )
    stack.run("docker", "kill", container, check=False)
    stack.compose("up", "--detach", "--no-deps", "--no-recreate", "api")
    wait_until(lambda: api.get(TASKS).status_code == 200, seconds=30, what="answers after the kill")


def _health_warns_of_redis() -> bool:
    answer = httpx.get("http://localhost:28000/health")
    assert answer.status_code == 200
    report = answer.json()
    return report["status"] == "warn" and report["checks"]["redis"]["status"] == "warn"


def _sql(stack: Stack, query: str) -> str:
    return stack.compose("exec", "-T", "db", "psql", "-U", "postgres", "-d", "taskflow", "-Atc", query).strip()
