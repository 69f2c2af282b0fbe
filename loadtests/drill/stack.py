"""The stack of a drill: started as an operator starts it, under its own name and ports."""

import json
import os
import subprocess
import urllib.request
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PROJECT = "taskflow-drill"
API_PORT, FRONTEND_PORT = 38000, 33000
PASSWORD = "a stack in a drill has a long password"  # noqa: S105  of a person who lives as long as the drill
SETTINGS = {
    "COMPOSE_PROJECT_NAME": PROJECT,
    "TASKFLOW_IMAGE": "taskflow:drill",
    "TASKFLOW_EDGE_IMAGE": "taskflow-edge:drill",
    "TASKFLOW_HTTP_PORT": "30080",
    "TASKFLOW_HTTPS_PORT": "30443",
    "TASKFLOW_API_PORT": str(API_PORT),
    "TASKFLOW_FRONTEND_PORT": str(FRONTEND_PORT),
    "TASKFLOW_PUBLIC_URL": "https://localhost:30443",
    "TASKFLOW_UP_TIMEOUT": "240",
    **{f"TASKFLOW_{name}_RATE_LIMIT": "0" for name in ("PERSON", "TOKEN", "ADDRESS", "SIGN_IN")},
}


class Stack:
    """Runs commands in the project's folder with the settings of the stack."""

    def __init__(self, settings: dict[str, str] | None = None) -> None:
        self.environment = os.environ | (SETTINGS if settings is None else settings)

    @property
    def image(self) -> str:
        """The name by which the stack finds its image."""
        return self.environment.get("TASKFLOW_IMAGE", "taskflow:dev")

    def run(self, *words: str, seconds: float = 900) -> str:
        """Run a command; gives what it printed. Raises RuntimeError with what it said."""
        code, output, errors = self.try_run(*words, seconds=seconds)
        if code:
            raise RuntimeError(f"{' '.join(words)} ended with {code}\n{output[-2000:]}\n{errors[-3000:]}")
        return output

    def try_run(self, *words: str, seconds: float = 900) -> tuple[int, str, str]:
        """Run a command; gives its exit code, output and errors."""
        done = subprocess.run(  # noqa: S603  the words are ours
            words, cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=seconds, check=False
        )
        return done.returncode, done.stdout, done.stderr

    def compose(self, *words: str) -> str:
        """`docker compose …`."""
        return self.run("docker", "compose", *words)

    def start(self) -> None:
        """A clean start, two replicas of each door."""
        self.stop()
        self.run("bin/up")
        scale = ["--scale", "api=2", "--scale", "frontend=2"]
        self.compose("up", "--detach", "--wait", "--no-recreate", "--no-build", *scale, "api", "frontend")

    def stop(self) -> None:
        """Stop it and delete what it kept."""
        self.compose("down", "--volumes", "--remove-orphans", "--timeout", "10")

    def count_images(self, service: str) -> dict[str, int]:
        """How many running replicas of a service there are of which image."""
        counts: dict[str, int] = {}
        for line in self.compose("ps", "--format", "json", service).splitlines():
            image = self.run("docker", "inspect", "--format", "{{.Image}}", json.loads(line)["ID"]).strip()
            counts[image] = counts.get(image, 0) + 1
        return counts

    def find_image(self, name: str) -> str:
        """The id of an image."""
        return self.run("docker", "image", "inspect", "--format", "{{.Id}}", name).strip()

    def sign_up(self) -> str:
        """Make the first person with the workspace `drill` and the project WEB; gives a token."""
        person = {"email": "sam@meridian.example", "name": "Sam Okafor", "password": PASSWORD}
        _post("/users", person)
        cookie = _post("/sessions", {"email": person["email"], "password": PASSWORD})[1]
        _post("/workspaces", {"name": "Drill", "slug": "drill"}, cookie)
        _post("/workspaces/drill/projects", {"key": "WEB", "name": "Website relaunch"}, cookie)
        return str(_post("/me/tokens", {"name": "drill", "scopes": ["read", "write"]}, cookie)[0]["text"])


def _post(path: str, body: dict[str, Any], cookie: str = "") -> tuple[dict[str, Any], str]:
    request = urllib.request.Request(
        f"http://127.0.0.1:{API_PORT}/api/v1{path}",
        data=json.dumps(body).encode(),
        headers={"Content-Type": "application/json", "Sec-Fetch-Site": "same-origin", "Cookie": cookie},
    )
    with urllib.request.urlopen(request, timeout=20) as response:  # noqa: S310  as above
        text = response.read()
        given = (response.headers.get("Set-Cookie") or "").partition(";")[0]
    return (json.loads(text) if text else {}), given
