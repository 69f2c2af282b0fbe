"""The embedded Valkey (or Redis): configuring and starting it."""

import asyncio
from functools import partial
from pathlib import Path
from signal import SIGTERM

from roles.embedded.orphans import stop_orphan
from roles.embedded.ports import HOST
from roles.embedded.state import State
from roles.embedded.supervision import Child, Command, Installation, start_on_free_port

PID_FILE = "valkey.pid"
CONFIGURATION = """\
bind {host}
port {port}
requirepass {password}
maxmemory 256mb
maxmemory-policy noeviction
save ""
appendonly {appendonly}
daemonize no
set-proc-title no
"""


async def start_valkey(installation: Installation, state: State, children: list[Child]) -> str:
    """Start it and give its URL, password included. Raises EmbeddedError.

    What was started is in `children` even then.
    """
    program, data = installation.program, installation.data
    if await stop_earlier_valkey(data):
        installation.report(f"{program}: stopped the server of an earlier run")
    data.mkdir(mode=0o700, exist_ok=True)
    if installation.identity:
        installation.identity.give(data)
    password = state.passwords["valkey"]
    port = await start_on_free_port(
        partial(_build_command, installation, password),
        partial(_ask, password),
        (OSError, TimeoutError),
        preferred=state.ports.get("valkey"),
        children=children,
    )
    state.ports["valkey"] = port
    installation.report(f"{program}: ready on {HOST}:{port}")
    return build_url(password, port)


async def stop_earlier_valkey(data: Path) -> bool:
    """Stop what an earlier run left running on this data; whether there was something."""
    return await stop_orphan(data / PID_FILE, data, SIGTERM)


def build_url(password: str, port: int) -> str:
    """The password is made of characters that need no quoting in a URL."""
    return f"redis://:{password}@{HOST}:{port}/0"


def _build_command(installation: Installation, password: str, port: int) -> Command:
    appendonly = "yes" if installation.durable else "no"
    given = CONFIGURATION.format(host=HOST, port=port, password=password, appendonly=appendonly)
    # The folder is named on the command line, so that a later run recognizes the process as its own.
    program, data = installation.program, installation.data
    words = [str(program.path), "-", "--dir", str(data), "--pidfile", str(data / PID_FILE)]
    return Command(
        str(installation.program),
        words,
        installation.logs / "valkey.log",
        installation.identity,
        stop_signal=SIGTERM,
        given=given,
    )


async def _ask(password: str, port: int) -> None:
    reader, writer = await asyncio.open_connection(HOST, port)
    try:
        async with asyncio.timeout(2):
            writer.write(f"AUTH {password}\r\nPING\r\n".encode())
            answers = [await reader.readline() for _ in range(2)]
    finally:
        writer.close()
    if answers != [b"+OK\r\n", b"+PONG\r\n"]:
        raise ConnectionError(f"it answers {answers}")
