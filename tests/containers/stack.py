"""The compose stack under test: its own project name, its own ports, everything else as it is run for real."""

import json
import os
import ssl
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).parents[2]
PROJECT = "taskflow-test"
PORTS = {
    "TASKFLOW_HTTP_PORT": "20080",
    "TASKFLOW_HTTPS_PORT": "20443",
    "TASKFLOW_API_PORT": "28000",
    "TASKFLOW_FRONTEND_PORT": "23000",
    "TASKFLOW_PROMETHEUS_PORT": "29090",
    "TASKFLOW_ALERTMANAGER_PORT": "29093",
    "TASKFLOW_GRAFANA_PORT": "23001",
    "TASKFLOW_LOKI_PORT": "23100",
}
# The tests are one person at one address, and ask as fast as they can.
NO_LIMITS = {f"TASKFLOW_{name}_RATE_LIMIT": "0" for name in ("PERSON", "TOKEN", "ADDRESS", "SIGN_IN")}
# A receiver of webhooks is a container beside the worker.
OWN_NETWORKS = {"TASKFLOW_WEBHOOK_ALLOWED_NETWORKS": "10.0.0.0/8,172.16.0.0/12,192.168.0.0/16"}
URL = f"https://localhost:{PORTS['TASKFLOW_HTTPS_PORT']}"
OURS = ("api", "frontend", "worker")
WATCHERS = ("prometheus", "alertmanager", "postgres-exporter", "redis-exporter", "nginx-exporter")


@dataclass(slots=True)
class Stack:
    """The running stack, by the commands that an operator uses."""

    files: Sequence[str] = ("compose.yaml", "compose.override.yaml", "compose.observability.yaml")
    environment: dict[str, str] = field(
        default_factory=lambda: (
            os.environ
            | PORTS
            | NO_LIMITS
            | OWN_NETWORKS
            | {"COMPOSE_PROJECT_NAME": PROJECT, "TASKFLOW_PUBLIC_URL": URL, "TASKFLOW_UP_TIMEOUT": "240"}
        )
    )

    def run(self, *words: str, check: bool = True, timeout: float = 300) -> str:
        """Run a command in the project's folder; gives what it printed. Fails with it when it fails."""
        done = subprocess.run(
            words, cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=timeout, check=False
        )
        if check and done.returncode:
            raise AssertionError(
                f"{' '.join(words)} -> {done.returncode}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
            )
        return done.stdout + ("" if check else done.stderr)

    def compose(self, *words: str, check: bool = True, timeout: float = 300) -> str:
        """`docker compose …` with the files of the stack."""
        files = [part for name in self.files for part in ("-f", name)]
        return self.run("docker", "compose", *files, *words, check=check, timeout=timeout)

    def containers(self, service: str) -> list[str]:
        """The ids of a service's containers, stopped ones included."""
        return self.compose("ps", "-aq", service).split()

    def inspect(self, container: str) -> dict[str, Any]:
        """Everything that the engine knows of a container."""
        return dict(json.loads(self.run("docker", "inspect", container))[0])

    def health_of(self, service: str) -> list[str]:
        """The health of each of a service's running containers."""
        return [self.inspect(name)["State"]["Health"]["Status"] for name in self.compose("ps", "-q", service).split()]

    def logs(self, service: str) -> list[dict[str, Any]]:
        """A service's log lines, as far as they are JSON."""
        lines = self.compose("logs", "--no-log-prefix", service).splitlines()
        return [json.loads(line) for line in lines if line.startswith("{")]

    def client(self, **more: Any) -> httpx.Client:
        """An HTTP client that trusts the stack's own certificate and nothing else."""
        context = ssl.create_default_context(cafile=str(ROOT / "config/secrets/tls_certificate"))
        return httpx.Client(base_url=URL, verify=context, timeout=20, **more)


def wait_until(condition: Callable[[], bool], *, seconds: float, what: str) -> float:
    """Ask until it holds; gives how long it took. Fails after `seconds`."""
    started = time.monotonic()
    while not condition():
        if time.monotonic() - started > seconds:
            raise AssertionError(f"{what} did not happen within {seconds:.0f} s")
        time.sleep(0.2)
    return time.monotonic() - started
