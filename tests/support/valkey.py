"""A Valkey of a test's own, to kill, to start anew and to hold up."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import ConstantBackoff

from roles.embedded import leash
from roles.embedded.binaries import find_valkey
from roles.embedded.ports import HOST, pick_port


class OwnValkey:
    """A server without a disk: what it held is gone when it ends."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._port = folder, pick_port(None)
        self._process: subprocess.Popen[bytes] | None = None
        self.url = f"redis://{HOST}:{self._port}/0"

    async def start(self) -> None:
        """Start it, and wait until it answers."""
        program, folder = str(find_valkey().path), str(self._folder)
        death = int(signal.SIGKILL) if sys.platform == "linux" else 0  # it ends with the test run, however that ends
        tie = [sys.executable, "-I", "-S", str(Path(leash.__file__)), str(os.getpid()), str(death), "-1", "-1"]
        words = [*tie, program, "--port", str(self._port), "--bind", HOST, "--save", "", "--dir", folder]
        self._process = subprocess.Popen(words, stdout=subprocess.DEVNULL)
        async with Redis.from_url(self.url, retry=Retry(ConstantBackoff(0.02), 200)) as client:
            await client.ping()

    def hold(self) -> None:
        """Let it take connections and answer nothing."""
        self._signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """Let it answer again."""
        self._signal(signal.SIGCONT)

    def kill(self) -> None:
        """End it at once; again changes nothing."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def _signal(self, number: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(number)
