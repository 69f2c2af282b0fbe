"""TaskFlow as it runs, with the named world in it, and a Chromium that complains about nothing unheard."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, Request, async_playwright

from roles.assets import build_assets
from roles.assets.build import SOURCE
from roles.assets.packages import fetch_packages
from roles.embedded import EmbeddedServers
from roles.embedded.ports import pick_port
from taskflow import world
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.settings import load_settings
from tests.support.chromium import LAUNCH
from tests.support.databases import opened
from tests.support.people import PASSWORD

ROOT = Path(__file__).parents[2]
_SECRET = "a secret of the browser tests, long enough for production"
_HEAR_VIOLATIONS = """
document.addEventListener('securitypolicyviolation', event =>
    window.reportViolation(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`));
"""


@dataclass
class Visit:
    """A browser's window, and what went wrong in it."""

    page: Page
    context: BrowserContext
    complaints: list[str] = field(default_factory=list)


Open = Callable[..., Awaitable[Visit]]


@pytest.fixture(scope="session")
async def site(servers: EmbeddedServers, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """The address of a TaskFlow with both doors and a worker, in processes of their own."""
    folder = tmp_path_factory.mktemp("site")
    await asyncio.to_thread(build_assets, SOURCE, folder / "assets", lambda _: None)
    environment = await _prepare(servers, folder)
    async with _running("origin", environment), _running("worker", environment):
        url = environment["TASKFLOW_PUBLIC_URL"]
        await _wait_until_ready(f"{url}/login")
        yield url


@pytest.fixture(scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """One Chromium for all tests."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(**LAUNCH)
        yield browser
        await browser.close()


@pytest.fixture
async def visit(chromium: Browser, site: str) -> AsyncIterator[Open]:
    """Opens a window of a browser of its own; at the end nothing may have gone wrong in any."""
    visits: list[Visit] = []

    async def open_window(*, width: int = 1440, dark: bool = False, scripts: bool = True, **more: Any) -> Visit:
        context = await chromium.new_context(
            base_url=site,
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
            has_touch=width < 500,
            is_mobile=width < 500,
            reduced_motion="reduce",
            **more,
        )
        context.set_default_timeout(10_000)
        visit = Visit(await context.new_page(), context)
        await _listen(visit, scripts=scripts)
        visits.append(visit)
        return visit

    yield open_window
    for opened_visit in visits:
        await opened_visit.context.close()
    assert [complaint for opened_visit in visits for complaint in opened_visit.complaints] == []


@pytest.fixture
async def sam(visit: Open) -> Visit:
    """A window in which the owner is signed in."""
    opened_visit = await visit()
    await sign_in(opened_visit.page, "sam")
    return opened_visit


@pytest.fixture(scope="session")
async def axe() -> str:
    """The source of axe-core, as the lock file beside this file pins it."""
    packages = await asyncio.to_thread(fetch_packages, Path(__file__).parent, ROOT / ".dev/npm-tests", lambda _: None)
    return (packages / "axe-core/axe.min.js").read_text()


async def sign_in(page: Page, name: str) -> None:
    """Sign in somebody of the named world with the form."""
    await page.goto("/login")
    await page.get_by_label("E-mail").fill(world.PEOPLE[name].email)
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Sign in").click()
    await page.wait_for_url("**/my")


async def _prepare(servers: EmbeddedServers, folder: Path) -> dict[str, str]:
    """A database with the named world, and the settings of the processes."""
    from tests.conftest import administer

    await administer(servers, "create database browser template taskflow owner taskflow_owner")
    port = pick_port(None)
    environment = {
        "TASKFLOW_MODE": "development",
        "TASKFLOW_PUBLIC_URL": f"http://localhost:{port}",
        "TASKFLOW_SECRET_KEY": _SECRET,
        "TASKFLOW_DATABASE_URL": servers.postgres.app_dsn("browser"),
        "TASKFLOW_REDIS_URL": servers.valkey_url.removesuffix("/0") + "/2",
        "TASKFLOW_FRONTEND_BIND": f"127.0.0.1:{port}",
        **{f"TASKFLOW_{name}_RATE_LIMIT": "0" for name in ("PERSON", "TOKEN", "ADDRESS", "SIGN_IN")},
        "TASKFLOW_INNER_BIND": "127.0.0.1:0",
        "TASKFLOW_ASSETS_FOLDER": str(folder / "assets"),
        "TASKFLOW_TEMPLATES_FOLDER": str(ROOT / "web_assets/templates"),
        "TASKFLOW_LAME_DUCK_SECONDS": "0",
        "TASKFLOW_QUIET_SECONDS": "0",
        "TASKFLOW_LOG_LEVEL": "WARNING",
    }
    async with opened(load_settings(environment)), unit_of_work():
        await world.build_world(PASSWORD)
    return environment


@asynccontextmanager
async def _running(role: str, environment: dict[str, str]) -> AsyncIterator[None]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "roles", role, cwd=ROOT, env=os.environ | environment
    )
    try:
        yield
        assert process.returncode is None, f"the role {role} ended by itself"
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
        await asyncio.wait_for(process.wait(), 15)


async def _wait_until_ready(url: str) -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        for _ in range(200):
            try:
                if (await client.get(url)).status_code == 200:
                    return
            except httpx.TransportError:
                pass
            await asyncio.sleep(0.1)
    raise AssertionError(f"{url} did not answer within twenty seconds")


async def _listen(visit: Visit, *, scripts: bool) -> None:
    def hear_console(message: ConsoleMessage) -> None:
        # Chromium logs every answer of 400 and more; pages that are refused are looked at by the tests themselves.
        if message.type in {"error", "warning"} and "the server responded with a status of" not in message.text:
            visit.complaints.append(f"{message.type}: {message.text}")

    def hear_failure(request: Request) -> None:
        # Leaving a page ends what it still loads; and without scripts Chromium refuses to preload them.
        if request.failure != "net::ERR_ABORTED" and (scripts or not request.url.endswith(".js")):
            visit.complaints.append(f"failed: {request.url} {request.failure}")

    visit.page.on("console", hear_console)
    visit.page.on("pageerror", lambda error: visit.complaints.append(f"uncaught: {error}"))
    visit.page.on("requestfailed", hear_failure)
    await visit.context.expose_function("reportViolation", lambda text: visit.complaints.append(f"refused: {text}"))
    await visit.context.add_init_script(_HEAR_VIOLATIONS)
