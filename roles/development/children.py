"""The processes of a development session: both doors on one origin, and a worker."""

import asyncio
import os
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from roles.embedded import leash
from roles.embedded.ports import HOST, pick_port

READY_SECONDS, STOP_SECONDS = 60.0, 12.0


class ChildFailedError(Exception):
    """A process ended or did not get ready; what it said stands above."""


@dataclass(slots=True)
class Child:
    """One process, tied to this one: it ends when this one ends, however that happens."""

    role: str
    environment: dict[str, str]
    inner_port: int = field(default_factory=lambda: pick_port(None))
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it."""
        death = int(signal.SIGTERM) if sys.platform == "linux" else 0
        tie = [sys.executable, "-I", "-S", str(Path(leash.__file__)), str(os.getpid()), str(death), "-1", "-1"]
        self.process = subprocess.Popen(  # noqa: S603  our own words
            [*tie, sys.executable, "-m", "roles", self.role],
            stdin=subprocess.DEVNULL,
            env=os.environ | self.environment | {"TASKFLOW_INNER_BIND": f"{HOST}:{self.inner_port}"},
            start_new_session=True,  # Ctrl-C reaches this process only, which stops the others in order
        )

    async def wait_until_ready(self) -> None:
        """Ask its inner port until it is ready. Raises ChildFailedError."""
        deadline = asyncio.get_running_loop().time() + READY_SECONDS
        while not await self._is_ready():
            if self.process is None or self.process.poll() is not None:
                status = self.process.returncode if self.process else "?"
                raise ChildFailedError(f"{self.role} ended with exit code {status}; what it said stands above")
            if asyncio.get_running_loop().time() > deadline:
                raise ChildFailedError(f"{self.role} was not ready within {READY_SECONDS:.0f} seconds")
            await asyncio.sleep(0.05)

    def has_ended(self) -> bool:
        """True when it was started and runs no longer."""
        return self.process is not None and self.process.poll() is not None

    async def stop(self) -> None:
        """Let it finish what it does, and kill it when that takes too long."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        for _ in range(int(STOP_SECONDS / 0.05)):
            if self.process.poll() is not None:
                return
            await asyncio.sleep(0.05)
        self.process.kill()
        self.process.wait()

    async def _is_ready(self) -> bool:
        try:
            reader, writer = await asyncio.open_connection(HOST, self.inner_port)
        except OSError:
            return False
        try:
            writer.write(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            status = await asyncio.wait_for(reader.readline(), 3)
        except (OSError, TimeoutError):
            return False
        finally:
            writer.close()
        return b" 200" in status
