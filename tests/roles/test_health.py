"""The image's health check: one line, an exit code, and next to nothing imported."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from taskflow.platform.health import HealthChecks
from taskflow.web.inner import Inner, open_inner

ROOT = Path(__file__).parents[2]


@pytest.fixture
def inner() -> Inner:
    return Inner(HealthChecks(role="api", version="1"))


@pytest.fixture
async def port(inner: Inner) -> AsyncIterator[int]:
    async with open_inner(inner, bind="127.0.0.1:0") as port:
        yield port


async def run(*command: str, bind: str | None) -> tuple[int | None, str, str]:
    """The exit code, what it said, and what it complained about."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("TASKFLOW_")}
    environment |= {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    if bind is not None:
        environment["TASKFLOW_INNER_BIND"] = bind
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *command,
        env=environment,
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    said, complained = await asyncio.wait_for(process.communicate(), 20)
    return process.returncode, said.decode(), complained.decode()


async def check(bind: str | None) -> tuple[int | None, str]:
    code, said, complained = await run("-m", "roles", "health", bind=bind)
    assert complained == ""
    assert said.count("\n") == 1
    return code, said


async def test_a_ready_role_is_healthy(port: int, inner: Inner) -> None:
    inner.waits_for = None
    assert await check(f"127.0.0.1:{port}") == (0, "ready\n")


@pytest.mark.parametrize("host", ["0.0.0.0", "127.0.0.1"])  # noqa: S104
async def test_it_asks_its_own_container_wherever_the_role_listens(port: int, inner: Inner, host: str) -> None:
    inner.waits_for = None
    assert (await check(f"{host}:{port}"))[0] == 0


async def test_a_role_that_waits_is_not_healthy_and_says_why(port: int, inner: Inner) -> None:
    inner.waits_for = "database"
    code, said = await check(f"127.0.0.1:{port}")
    assert code == 1
    assert "This process waits for database" in said


async def test_a_role_that_stops_is_not_healthy(port: int, inner: Inner) -> None:
    inner.waits_for, inner.is_draining = None, True
    code, said = await check(f"127.0.0.1:{port}")
    assert (code, "draining" in said) == (1, True)


async def test_a_role_that_is_gone_is_not_healthy(inner: Inner) -> None:
    async with open_inner(inner, bind="127.0.0.1:0") as port:
        pass
    code, said = await check(f"127.0.0.1:{port}")
    assert code == 1
    assert said.startswith(f"no answer from 127.0.0.1:{port}: ")


async def test_an_address_without_a_port_is_not_healthy() -> None:
    assert (await check("nonsense"))[0] == 1


async def test_something_else_on_the_port_is_not_healthy() -> None:
    async def talk(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 mail.example.org\r\n")
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    async with server:
        code, _, complained = await run("-m", "roles", "health", bind=f"127.0.0.1:{server.sockets[0].getsockname()[1]}")
    assert (code, complained) == (1, "")


async def test_it_imports_next_to_nothing() -> None:
    heavy = "{'asyncio', 'urllib.request', 'http.client', 'json', 'pydantic', 'taskflow', 'taskflow.settings'}"
    code = f"import sys, roles.health; roles.health.main(); print(sorted({heavy} & set(sys.modules)))"
    _, said, complained = await run("-c", code, bind="127.0.0.1:1")
    assert (said.splitlines()[-1], complained) == ("[]", "")
