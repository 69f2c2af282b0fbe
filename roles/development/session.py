"""A development session from the first line to Ctrl-C."""

import asyncio
import contextlib
import os
import secrets
import signal
import sys
from argparse import Namespace
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

from watchfiles import awatch

from roles.assets import AssetError, build_assets
from roles.development.arguments import choose_port, parse_arguments
from roles.development.children import Child, ChildFailedError
from roles.development.demo import seed
from roles.development.mail_catcher import catch_mail
from roles.embedded import EmbeddedError, EmbeddedServers, discard_data, embedded_servers
from taskflow.platform import schema
from taskflow.settings import load_settings

HERE = Path(__file__).parents[2]
STATIC, BUILD = HERE / "web_assets", HERE / "web_assets/build"
WATCHED = ("src", "roles", "web_assets/static", "web_assets/templates")


def main(words: Sequence[str]) -> int:
    """Run until Ctrl-C; gives the exit code."""
    try:
        asyncio.run(_run(parse_arguments(words)))
    except (EmbeddedError, ChildFailedError, AssetError, schema.MigrationError, OSError) as error:
        print(f"bin/dev: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


async def _run(arguments: Namespace) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    port, folder = choose_port(arguments.port), HERE / arguments.folder
    if arguments.fresh:
        await discard_data(folder)
    folder.mkdir(parents=True, exist_ok=True)
    async with (
        embedded_servers(folder, durable=True, report=report) as servers,
        catch_mail(folder / "mail") as mail_port,
    ):
        environment = _environment(servers, port, folder) | _mail_by(mail_port)
        report("Migrating the database")
        owner = environment | {"TASKFLOW_DATABASE_URL": servers.postgres.owner_dsn("taskflow")}
        await schema.migrate(load_settings(owner))
        credentials = await seed(load_settings(environment), folder)
        report("Building the assets")
        await asyncio.to_thread(build_assets, STATIC, BUILD, report)
        async with _children(environment) as children:
            places = {"mail": f"http://localhost:{port}/operator/mail", "ready": f"http://localhost:{port}"}
            for name, value in (places | credentials).items():
                print(f"{name}: {value}", flush=True)
            await _reload(children, stop)


def report(line: str) -> None:
    """A line of progress."""
    print(f"· {line}", flush=True)


def _environment(servers: EmbeddedServers, port: int, folder: Path) -> dict[str, str]:
    return {
        "TASKFLOW_MODE": "development",
        "TASKFLOW_PUBLIC_URL": f"http://localhost:{port}",
        "TASKFLOW_SECRET_KEY": _secret_key(folder),
        "TASKFLOW_DATABASE_URL": servers.postgres.app_dsn("taskflow"),
        "TASKFLOW_REDIS_URL": servers.valkey_url,
        "TASKFLOW_FRONTEND_BIND": f"127.0.0.1:{port}",
        "TASKFLOW_ASSETS_FOLDER": str(BUILD),
        "TASKFLOW_TEMPLATES_FOLDER": str(STATIC / "templates"),
        "TASKFLOW_DATA_FOLDER": str(folder),
        "TASKFLOW_LAME_DUCK_SECONDS": "0",
        "TASKFLOW_QUIET_SECONDS": "0",
    }


def _mail_by(port: int) -> dict[str, str]:
    """Settings by which mail goes to the catcher, whatever is set outside."""
    return {
        "TASKFLOW_SMTP_HOST": "localhost",
        "TASKFLOW_SMTP_PORT": str(port),
        "TASKFLOW_SMTP_SECURITY": "none",
        "TASKFLOW_SMTP_USERNAME": "",
        "TASKFLOW_SMTP_PASSWORD": "",
        "TASKFLOW_MAIL_FROM": "TaskFlow <taskflow@localhost>",
    }


def _secret_key(folder: Path) -> str:
    file = folder / "secret_key"
    if not file.exists():
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT, 0o600), "w") as output:
            output.write(secrets.token_urlsafe(48))
    return file.read_text()


@contextlib.asynccontextmanager
async def _children(environment: dict[str, str]) -> AsyncIterator[list[Child]]:
    # The worker has a history of two months to work through at first; its lines would push the address away.
    quiet = environment | {"TASKFLOW_LOG_LEVEL": "WARNING"}
    children = [Child("origin", environment), Child("worker", quiet)]
    try:
        for child in children:
            child.start()
        for child in children:
            await child.wait_until_ready()
        yield children
    finally:
        await asyncio.gather(*(child.stop() for child in children))


async def _reload(children: list[Child], stop: asyncio.Event) -> None:
    """Start the processes anew whenever a file changes, until `stop`."""
    watched = [HERE / name for name in WATCHED]
    async for changes in awatch(*watched, stop_event=stop, rust_timeout=1000, yield_on_timeout=True):
        ended = [child.role for child in children if child.has_ended()]
        if not changes:
            continue
        paths = [Path(path) for _, path in changes]
        why = f" ({', '.join(ended)} had ended)" if ended else ""
        report(f"{paths[0].relative_to(HERE)} changed: starting anew{why}")
        if any(path.is_relative_to(STATIC) for path in paths):
            await asyncio.to_thread(build_assets, STATIC, BUILD, report)
        await asyncio.gather(*(child.stop() for child in children))
        for child in children:
            child.start()
