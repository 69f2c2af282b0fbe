"""`bin/dev`: from nothing to a product that one can sign in to, and nothing left behind."""

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import psutil

from roles.embedded.ports import pick_port
from tests.support.processes import ROOT

WANTED = ("mail", "ready", "email", "password", "token")


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


async def _see_mail(client: httpx.AsyncClient, address: str, words: str) -> None:
    """A mail with those words in its subject is caught, and its HTML is shown where nothing in it can run."""
    for _ in range(200):
        if words in (page := (await client.get(address)).text):
            break
        await asyncio.sleep(0.1)
    assert words in page
    (name,) = re.findall(r"/operator/mail/(\d{20})", page)
    assert "/join#" in (await client.get(f"{address}/{name}")).text
    html = await client.get(f"{address}/{name}/html")
    assert "Accept the invitation" in html.text
    assert "sandbox" in html.headers["Content-Security-Policy"]
    assert "allow-scripts" not in html.headers["Content-Security-Policy"]


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
            invitation = {"email": "noor@example.org"}
            await client.post("/api/v1/workspaces/meridian/invitations", json=invitation, headers=bearer)
            await _see_mail(client, said["mail"], "invites you to Meridian Studio")
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
