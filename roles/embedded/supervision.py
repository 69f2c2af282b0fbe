"""Child processes that end when this process ends, however it ends."""

import asyncio
import os
import subprocess
import sys
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from signal import Signals

from roles.embedded.binaries import Program
from roles.embedded.errors import AddressTaken, EmbeddedError
from roles.embedded.identity import Identity
from roles.embedded.ports import pick_port

LEASH = Path(__file__).with_name("leash.py")
HAS_DEATH_SIGNAL = sys.platform == "linux"
START_SECONDS = 30.0
STOP_SECONDS = 15.0
STEP_SECONDS = 0.02
# What the servers and the interpreter need; nothing else of our environment is theirs to know.
KEPT_ENVIRONMENT = ("PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
LOCALE = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"


@dataclass(frozen=True)
class Installation:
    """Where one server keeps its data and logs, and as whom it runs."""

    program: Program
    data: Path
    logs: Path
    identity: Identity | None
    durable: bool
    report: Callable[[str], None]


@dataclass(frozen=True)
class Command:
    """What to run, as whom, and how to stop it."""

    title: str
    words: list[str]
    log: Path
    identity: Identity | None
    stop_signal: Signals
    given: str = ""  # what it reads from its standard input: secrets never show in a process list


class Child:
    """A running command. Not to be started from a thread that ends before it: that would end it, too."""

    def __init__(self, command: Command) -> None:
        self.command = command
        self._process = _launch(command)

    async def wait(self, seconds: float) -> int:
        """The exit status. Raises TimeoutError."""
        async with asyncio.timeout(seconds):
            while True:
                if (status := self._process.poll()) is not None:
                    return status
                await asyncio.sleep(STEP_SECONDS)

    async def wait_until_ready(
        self, probe: Callable[[], Awaitable[None]], refusals: tuple[type[Exception], ...]
    ) -> None:
        """Ask until `probe` raises none of `refusals`. Raises EmbeddedError with the end of the log."""
        clock = asyncio.get_running_loop().time
        deadline = clock() + START_SECONDS
        while True:
            try:
                return await probe()
            except refusals as refusal:
                if self._process.poll() is not None:
                    raise self.describe(f"ended at once with status {self._process.returncode}") from refusal
                if clock() > deadline:
                    raise self.describe(f"is not ready after {START_SECONDS:.0f} s ({refusal})") from refusal
            await asyncio.sleep(STEP_SECONDS)

    def ask_to_stop(self) -> None:
        """Send the stop signal and do not wait."""
        if self._process.poll() is None:
            self._process.send_signal(self.command.stop_signal)

    async def wait_until_stopped(self) -> None:
        """Wait for the end that was asked for, and enforce it after STOP_SECONDS."""
        try:
            await self.wait(STOP_SECONDS)
        except TimeoutError:
            self._process.kill()
            await self.wait(STOP_SECONDS)

    def describe(self, what: str) -> EmbeddedError:
        """What went wrong, with the end of the log."""
        tail = "\n".join(self.command.log.read_text(errors="replace").splitlines()[-15:])
        kind = AddressTaken if "Address already in use" in tail else EmbeddedError
        return kind(f"{self.command.title} {what}; the end of {self.command.log}:\n{tail}")


def _launch(command: Command) -> subprocess.Popen[bytes]:
    death_signal = command.stop_signal if HAS_DEATH_SIGNAL else 0
    uid, gid = (command.identity.uid, command.identity.gid) if command.identity else (-1, -1)
    leash = [sys.executable, "-I", "-S", str(LEASH), *(str(int(n)) for n in (os.getpid(), death_signal, uid, gid))]
    environment = {name: os.environ[name] for name in KEPT_ENVIRONMENT if name in os.environ}
    if command.log.exists():
        command.log.replace(command.log.with_suffix(".previous.log"))
    with tempfile.TemporaryFile() as given, command.log.open("wb") as log:
        given.write(command.given.encode())
        given.seek(0)
        if command.identity:
            os.fchown(given.fileno(), uid, gid)
        return subprocess.Popen(  # noqa: S603 - our own words
            [*leash, *command.words],
            stdin=given,
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd="/",
            env=environment | {"LC_ALL": LOCALE, "TZ": "UTC"},
            # Ctrl-C at the terminal goes to us alone: the servers stop last, when nobody needs them any more.
            start_new_session=True,
        )


async def start_on_free_port(
    build: Callable[[int], Command],
    probe: Callable[[int], Awaitable[None]],
    refusals: tuple[type[Exception], ...],
    *,
    preferred: int | None,
    children: list[Child],
) -> int:
    """Start on the preferred port or another one and wait until ready; the port. Raises EmbeddedError."""
    for is_last in (False, False, True):
        port = pick_port(preferred)
        child = Child(build(port))
        children.append(child)
        try:
            await child.wait_until_ready(partial(probe, port), refusals)
        except AddressTaken:  # between the choice and the start
            if is_last:
                raise
            preferred = None
        else:
            break
    return port


async def run_to_end(command: Command, *, seconds: float) -> None:
    """Run a command that ends by itself. Raises EmbeddedError with the end of its log."""
    child = Child(command)
    try:
        status = await child.wait(seconds)
    except BaseException:
        child.ask_to_stop()
        await child.wait_until_stopped()
        raise
    if status:
        raise child.describe(f"failed with status {status}")
