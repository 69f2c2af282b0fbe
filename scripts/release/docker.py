"""The engine and the stack, by the commands that an operator would type."""

import json
import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

READ = (
    "import sys,urllib.request as r;"
    "sys.stdout.write(r.urlopen('http://127.0.0.1:'+sys.argv[1],timeout=5).read().decode())"
)


class CommandFailed(Exception):
    """A command of docker's ended with an error; the message holds what it said."""


@dataclass(frozen=True, slots=True)
class Container:
    """One container of a service. `image` is the id of its image; `exit_code` counts when it does not run."""

    id: str
    name: str
    service: str
    image: str
    status: str
    health: str
    restarts: int
    exit_code: int

    @property
    def is_running(self) -> bool:
        """True while its process runs."""
        return self.status == "running"

    @property
    def is_ready(self) -> bool:
        """True when it runs and its health check has passed."""
        return self.is_running and self.health == "healthy"


def docker(*words: str, environment: Mapping[str, str] | None = None, seconds: float = 120) -> str:
    """Run `docker …`; gives what it printed. Raises CommandFailed."""
    try:
        done = subprocess.run(  # noqa: S603  the words are ours, there is no shell
            ["docker", *words],  # noqa: S607  the operator's own docker
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
            env=os.environ | (environment or {}),
        )
    except FileNotFoundError:
        raise CommandFailed("there is no docker command on this host") from None
    except subprocess.TimeoutExpired:
        raise CommandFailed(f"docker {' '.join(words[:3])} did not end within {seconds:g} s") from None
    if done.returncode:
        raise CommandFailed(f"docker {' '.join(words[:6])}: {(done.stderr or done.stdout).strip()[-600:]}")
    return done.stdout


def find_image(name: str) -> str | None:
    """The id of an image that is on this host, or None."""
    try:
        return docker("image", "inspect", "--format", "{{.Id}}", name).strip()
    except CommandFailed:
        return None


def read_label(image: str, label: str) -> str:
    """A label of an image, empty when it has none."""
    return docker("image", "inspect", "--format", f'{{{{index .Config.Labels "{label}"}}}}', image).strip()


class Stack:
    """The compose project of this folder: the one that `docker compose` finds here."""

    def __init__(self) -> None:
        self.config: dict[str, Any] = json.loads(docker("compose", "config", "--format", "json"))
        self.project = str(self.config["name"])

    @property
    def image_name(self) -> str:
        """The name by which the stack's roles find their image; a release moves it."""
        return str(self.config["services"]["api"]["image"])

    def compose(self, *words: str, seconds: float = 180) -> str:
        """`docker compose …`. Raises CommandFailed."""
        return docker("compose", *words, seconds=seconds)

    def list_containers(self, service: str) -> list[Container]:
        """The containers of a service that exist, the oldest first."""
        filters = [f"label=com.docker.compose.project={self.project}", f"label=com.docker.compose.service={service}"]
        words = [part for each in filters for part in ("--filter", each)]
        ids = docker(
            "ps", "--all", "--quiet", "--no-trunc", *words, "--filter", "label=com.docker.compose.oneoff=False"
        )
        found = json.loads(docker("inspect", *ids.split())) if ids.split() else []
        found.sort(key=lambda each: each["Created"])
        return [_read(each, service) for each in found]

    def inspect(self, container: Container) -> Container | None:
        """The container as it is now; None when it is gone."""
        try:
            return _read(json.loads(docker("inspect", container.id))[0], container.service)
        except CommandFailed:
            return None

    def start_one(self, service: str, *, total: int) -> None:
        """Start replicas of the present image name until there are `total`; touches none that run."""
        self.compose(
            "up", "--detach", "--no-deps", "--no-recreate", "--no-build", "--scale", f"{service}={total}", service
        )

    def stop(self, container: Container, *, seconds: int) -> int:
        """Have it drain and end, then remove it; gives its exit code."""
        docker("stop", "--time", str(seconds), container.id, seconds=seconds + 30)
        after = self.inspect(container)
        docker("rm", "--force", container.id)
        return after.exit_code if after else 0

    def read_inner(self, container: Container, path: str, *, port: int = 9000) -> str:
        """What the container's own port answers; it is reached from inside, so that nothing need be published."""
        return self.execute(container, "python3", "-c", READ, f"{port}{path}", seconds=15)

    def execute(self, container: Container, *words: str, seconds: float = 60) -> str:
        """Run a command inside a container; gives what it printed."""
        return docker("exec", container.id, *words, seconds=seconds)

    def run_role(self, image: str, *words: str, seconds: float = 900) -> str:
        """Run a role of `image` to its end, with the settings and the networks of `migrate`; gives what it printed."""
        name = f"{self.project}-{words[0]}-once"
        override = {"TASKFLOW_IMAGE": image}
        command = ["compose", "run", "--rm", "--no-deps", "-T", "--name", name, "migrate", *words]
        return docker(*command, environment=override, seconds=seconds)


def _read(found: dict[str, Any], service: str) -> Container:
    state = found["State"]
    return Container(
        id=found["Id"],
        name=found["Name"].lstrip("/"),
        service=service,
        image=found["Image"],
        status=state["Status"],
        health=state.get("Health", {}).get("Status", "none"),
        restarts=found["RestartCount"],
        exit_code=state["ExitCode"],
    )
