"""Roles as processes of their own, and their inner ports."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import orjson
from pydantic import SecretStr

from roles.embedded.ports import HOST, pick_port
from taskflow.settings import PREFIX, Settings

ROOT = Path(__file__).parents[2]


def to_environment(settings: Settings, **more: str) -> dict[str, str]:
    """The variables that make these settings, with `more` by the settings' own names."""
    given = settings.model_fields_set - {"inner_bind"}  # each process has its own
    values = {name: getattr(settings, name) for name in given} | more
    plain = {name: item.get_secret_value() if isinstance(item, SecretStr) else item for name, item in values.items()}
    return {PREFIX + name.upper(): str(item) for name, item in plain.items() if item is not None}


class Process:
    """One Python process of ours; what it said is in `lines` when it has ended."""

    def __init__(self, process: asyncio.subprocess.Process, port: int) -> None:
        self._process, self.port = process, port
        self.out, self.complaint = "", ""
        self._early = b""

    @property
    def lines(self) -> list[dict[str, Any]]:
        """What it logged."""
        return [orjson.loads(line) for line in self.out.splitlines() if line.startswith("{")]

    def signal(self, number: signal.Signals) -> None:
        """Send it a signal."""
        self._process.send_signal(number)

    async def end(self, seconds: float = 20) -> int:
        """Wait until it has ended; gives the exit code."""
        out, complaint = await asyncio.wait_for(self._process.communicate(), seconds)
        self.out, self.complaint = (self._early + out).decode(), complaint.decode()
        assert self._process.returncode is not None
        return self._process.returncode

    async def said(self, event: str) -> bool:
        """Wait until it logs the event; False when it ends without."""
        assert self._process.stdout is not None
        while line := await asyncio.wait_for(self._process.stdout.readline(), 20):
            self._early += line
            if orjson.loads(line)["event"] == event:
                return True
        return False

    async def ask(self, path: str) -> httpx.Response:
        """What its inner port answers, as soon as it answers at all."""
        async with httpx.AsyncClient() as client:
            for _ in range(400):
                with contextlib.suppress(httpx.TransportError):
                    return await client.get(f"http://{HOST}:{self.port}{path}")
                assert self._process.returncode is None, await self._explain()
                await asyncio.sleep(0.05)
        raise AssertionError(f"{path} was not answered within twenty seconds")

    async def wait_until_ready(self) -> None:
        """Wait until it says that it is ready."""
        for _ in range(400):
            if (await self.ask("/readyz")).status_code == 200:
                return
            await asyncio.sleep(0.05)
        raise AssertionError("it was not ready within twenty seconds")

    async def _explain(self) -> str:
        await self.end()
        return f"it ended: {self.out}{self.complaint}"


@contextlib.asynccontextmanager
async def running(*words: str, environment: Mapping[str, str]) -> AsyncIterator[Process]:
    """`python` with these words; it is killed at the end if it still runs."""
    port = pick_port(None)
    own = {key: value for key, value in os.environ.items() if not key.startswith(PREFIX)}
    own |= {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}", PREFIX + "INNER_BIND": f"{HOST}:{port}"}
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        sys.executable, *words, env=own | dict(environment), cwd=ROOT, stdout=pipe, stderr=pipe
    )
    try:
        yield Process(process, port)
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


def role(name: str, *, environment: Mapping[str, str]) -> contextlib.AbstractAsyncContextManager[Process]:
    """A role as its container starts it."""
    return running("-m", "roles", name, environment=environment)
