"""`bin/dev`: from nothing to a product that one can sign in to, and nothing left behind."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import psutil

from roles.embedded.ports import pick_port
from tests.support.processes import ROOT

WANTED = ("ready", "email", "password", "token")


@asynccontextmanager
async def session(folder: Path, port: int) -> AsyncIterator[tuple[asyncio.subprocess.Process, dict[str, str]]]:
    """A running session, and what it printed of how to get in."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "roles", "dev", "--port", str(port), "--folder", str(folder)),
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if not name.startswith("TASKFLOW_")},
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    said: dict[str, str] = {}
    try:
        while set(said) != set(WANTED):
            line = (await asyncio.wait_for(process.stdout.readline(), 60)).decode()
            assert line, f"it ended with {await process.wait()}"
            name, _, value = line.strip().partition(": ")
            if name in WANTED:
                said[name] = value
        yield process, said
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


def _left_behind(folder: Path) -> list[str]:
    return [" ".join(p.cmdline()) for p in psutil.process_iter() if str(folder) in " ".join(_safely(p))]


def _safely(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


async def test_it_starts_signs_in_and_leaves_nothing(tmp_path: Path) -> None:
    folder, port = tmp_path / "data", pick_port(None)
    async with session(folder, port) as (process, said):
        assert said["ready"] == f"http://localhost:{port}"
        async with httpx.AsyncClient(base_url=said["ready"]) as client:
            bearer = {"Authorization": f"Bearer {said['token']}"}
            assert (await client.get("/api/v1/me", headers=bearer)).json()["email"] == said["email"]
            form = {"email": said["email"], "password": said["password"]}
            signed_in = await client.post("/login", data=form, headers={"Sec-Fetch-Site": "same-origin"})
            assert (signed_in.status_code, signed_in.headers["Location"]) == (303, "/")
            assert "Website relaunch" in (await client.get("/meridian/p/WEB")).text
        process.send_signal(signal.SIGINT)
        assert await asyncio.wait_for(process.wait(), 20) == 0
    assert not _left_behind(folder)


async def test_the_second_start_has_the_same_data_and_a_kill_leaves_nothing(tmp_path: Path) -> None:
    folder, port = tmp_path / "data", pick_port(None)
    async with session(folder, port) as (process, first):
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), 20) == 0
    async with session(folder, port) as (process, second):
        assert second == first
        process.kill()
        await process.wait()
    for _ in range(100):
        if not _left_behind(folder):
            break
        await asyncio.sleep(0.1)
    assert not _left_behind(folder)


async def test_a_taken_port_is_said_in_one_line(tmp_path: Path) -> None:
    server = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "roles", "dev", "--port", str(port), "--folder", str(tmp_path / "data")),
        cwd=ROOT,
        stderr=asyncio.subprocess.PIPE,
    )
    _, complaint = await process.communicate()
    assert process.returncode == 1
    assert complaint.decode().startswith(f"bin/dev: port {port} on 127.0.0.1 is taken")
    server.close()
