"""The inner port: alive from the first moment, ready when everything is there, and never anything else."""

import asyncio
from collections.abc import AsyncIterator

import orjson
import pytest
from prometheus_client.parser import text_string_to_metric_families

from loadtests.common.wire import Answer, Wire, fetch
from taskflow.platform.health import HealthChecks, WarningSign
from taskflow.web.inner import Inner, open_inner


class Database:
    """A dependency that the test breaks and mends."""

    def __init__(self) -> None:
        self.error: Exception | None = None

    async def check(self) -> str:
        if self.error is not None:
            raise self.error
        return "answers"


@pytest.fixture
def database() -> Database:
    return Database()


@pytest.fixture
def inner(database: Database) -> Inner:
    checks = HealthChecks(role="api", version="1.2.3", keep_seconds=0)
    checks.add("database", database.check, critical=True)
    return Inner(checks)


@pytest.fixture
async def port(inner: Inner) -> AsyncIterator[int]:
    async with open_inner(inner, bind="127.0.0.1:0") as port:
        yield port


def problem(answer: Answer) -> tuple[int, str, str]:
    document = orjson.loads(answer.body)
    assert answer.headers["content-type"] == "application/problem+json"
    assert document["status"] == answer.status
    assert document["type"] == f"urn:taskflow:problem:{document['code']}"
    return answer.status, document["code"], document["detail"]


async def test_it_is_alive_before_anything_else_works(port: int, database: Database) -> None:
    database.error = OSError("gone")
    assert (await fetch(port, "GET", "/livez")).status == 200


async def test_it_is_not_ready_before_the_role_says_so_and_says_what_it_waits_for(port: int, inner: Inner) -> None:
    inner.waits_for = "database"
    assert problem(await fetch(port, "GET", "/readyz")) == (503, "starting", "This process waits for database")
    inner.waits_for = None
    assert (await fetch(port, "GET", "/readyz")).status == 200


async def test_it_is_not_ready_while_a_critical_check_fails(port: int, inner: Inner, database: Database) -> None:
    inner.waits_for = None
    database.error = OSError("gone")
    assert problem(await fetch(port, "GET", "/readyz")) == (503, "unavailable", "Failing: database")
    database.error = None
    assert (await fetch(port, "GET", "/readyz")).status == 200


async def test_it_is_ready_with_a_warning(port: int, inner: Inner, database: Database) -> None:
    inner.waits_for = None
    database.error = WarningSign("slow")
    assert (await fetch(port, "GET", "/readyz")).status == 200


async def test_it_is_not_ready_once_it_is_to_stop(port: int, inner: Inner) -> None:
    inner.waits_for, inner.is_draining = None, True
    assert problem(await fetch(port, "GET", "/readyz")) == (503, "draining", "This process is stopping")
    assert (await fetch(port, "GET", "/livez")).status == 200


async def test_health_tells_every_check(port: int, database: Database) -> None:
    answer = await fetch(port, "GET", "/health")
    report = orjson.loads(answer.body)
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/health+json"
    assert (report["status"], report["version"], report["serviceId"]) == ("pass", "1.2.3", "api")
    assert report["checks"]["database"]["status"] == "pass"
    database.error = OSError("gone")
    answer = await fetch(port, "GET", "/health")
    assert answer.status == 503
    assert orjson.loads(answer.body)["checks"]["database"]["output"] == "OSError: gone"


async def test_metrics_are_what_prometheus_reads(port: int, inner: Inner) -> None:
    inner.waits_for, inner.is_draining = None, True
    answer = await fetch(port, "GET", "/metrics")
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    families = {family.name: family for family in text_string_to_metric_families(answer.body.decode())}
    assert families["taskflow_process_ready"].samples[0].value == 1
    assert families["taskflow_process_draining"].samples[0].value == 1


@pytest.mark.parametrize("path", ["/", "/healthz", "/livez/", "/metrics2", "/..%2Fmetrics"])
async def test_there_is_nothing_else(port: int, path: str) -> None:
    assert problem(await fetch(port, "GET", path))[:2] == (404, "not_found")


async def test_answers_are_never_kept(port: int) -> None:
    for path in ("/livez", "/readyz", "/health", "/metrics", "/x"):
        assert (await fetch(port, "GET", path)).headers["cache-control"] == "no-store"


async def test_closing_it_does_not_wait_for_who_is_connected(inner: Inner) -> None:
    async with asyncio.timeout(10), open_inner(inner, bind="127.0.0.1:0") as port:
        wire = await Wire.open(port)
        assert (await wire.ask("GET", "/livez")).status == 200
    assert await wire.reader.read() == b""
    await wire.close()
