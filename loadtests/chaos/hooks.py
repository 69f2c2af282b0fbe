"""The receiver of a webhook is down while things happen: when it is back it gets all of them, each task's in order."""

import json
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

from loadtests.chaos.ground import Ground
from loadtests.chaos.receiver import PORT
from loadtests.chaos.result import Result
from tests.containers.stack import wait_until

IMAGE = "python:3.13-slim-trixie"  # what the stack's own image is made from, so it is there
EDITS = 4
DOWN_SECONDS = 8  # after the last event; by then the webhook has failed often enough to rest
BACK_SECONDS = 300


def run(ground: Ground, *, tasks: int) -> Result:
    """Each task is made and edited while nobody listens."""
    project = ground.stack.environment["COMPOSE_PROJECT_NAME"]
    name = f"{project}-receiver"
    ground.stack.run("docker", "rm", "--force", name, check=False)
    ground.post("webhooks", {"name": "Chaos", "url": f"http://{name}:{PORT}/", "actions": ["task.*"]})
    since, started = ground.mark, time.monotonic()
    for _ in range(tasks):
        key = ground.post("projects/WEB/tasks", {"title": "Told"})["key"]
        for edit in range(EDITS):
            ground.patch(f"tasks/{key}", {"title": f"Told {edit}"})
    time.sleep(DOWN_SECONDS)
    failures = ground.count(f"select coalesce(max(failure_count), 0) from webhooks where url like 'http://{name}:%'")
    try:
        _start(ground, name, project)
        back = time.monotonic()
        events = ground.column(
            f"select e.id from events e join workspaces w on w.id = e.workspace_id where w.slug = '{ground.slug}'"
            f" and e.action like 'task.%' and e.seq > {since}"
        )
        wait_until(lambda: _has_all(ground, name, events), seconds=BACK_SECONDS, what="everything at the receiver")
        what = f"{failures} failures while it was down, all sent {time.monotonic() - back:.1f} s after it was back"
        return _judge(_read(ground, name), events, time.monotonic() - started, what)
    finally:
        ground.stack.run("docker", "rm", "--force", name, check=False)


def _start(ground: Ground, name: str, project: str) -> None:
    script = (Path(__file__).parent / "receiver.py").read_text()
    network = ("--network", f"{project}_egress", "--network-alias", name)
    ground.stack.run("docker", "run", "--detach", "--name", name, *network, IMAGE, "python", "-u", "-c", script)


def _read(ground: Ground, name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in ground.stack.run("docker", "logs", name).splitlines()]


def _has_all(ground: Ground, name: str, events: list[str]) -> bool:
    return {line["event"] for line in _read(ground, name)} >= set(events)


def _judge(came: list[dict[str, Any]], events: list[str], seconds: float, what: str) -> Result:
    by_subject: dict[str, list[int]] = {}
    for line in came:
        by_subject.setdefault(line["subject"], []).append(line["seq"])
    mixed = sum(any(one > next_one for one, next_one in pairwise(seqs)) for seqs in by_subject.values())
    there = {line["event"] for line in came} & set(events)
    fault = f"{mixed} tasks out of order" if mixed else ""
    doubled = len(came) - len({line["event"] for line in came})
    return Result("webhook", len(events), len(there), len(events) - len(there), doubled, seconds, what, fault)
