"""Where a scenario happens: a workspace of its own with people and tasks, made through the API.

The effect that is counted is one of the product: whoever is given a task is told, once for each event. An assignment is
an event, and two jobs: one that fans it out, and one that tells.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import Any

import httpx

from loadtests.chaos.result import Result
from tests.containers.stack import ROOT, Stack, wait_until

PEOPLE, AT_ONCE = 10, 5  # assignees of each task; of one bulk edit
JOBS_PER_EVENT = 2
PASSWORD = "a stack under chaos has a long password"  # noqa: S105  of nobody
SETTLED_SECONDS = 300.0
_OURS = "name in ('activity.fan_out', 'notifications.notify')"


@dataclass(slots=True)
class Ground:
    """The stack, the API as the workspace's owner uses it, and whom tasks are given to."""

    stack: Stack
    api: httpx.Client
    slug: str
    people: list[str]

    @classmethod
    @contextmanager
    def prepare(cls, stack: Stack) -> Iterator["Ground"]:
        """A new workspace with its people, whatever is on the stack already."""
        slug = f"chaos-{token_hex(4)}"
        with stack.client(headers={"Sec-Fetch-Site": "same-origin"}, follow_redirects=False) as api:
            emails = [f"{slug}-{number}@chaos.example" for number in range(PEOPLE + 1)]
            for email in emails:
                _ok(api.post("/api/v1/users", json={"email": email, "name": "Chaos", "password": PASSWORD}))
            _ok(api.post("/api/v1/sessions", json={"email": emails[0], "password": PASSWORD}))
            _ok(api.post("/api/v1/workspaces", json={"name": "Chaos", "slug": slug}))
            ground = cls(stack, api, slug, [])
            for email in emails[1:]:
                made = ground.post("members", {"email": email, "role": "member"})
                ground.people.append(made["id"])
            ground.post("projects", {"key": "WEB", "name": "Website"})
            yield ground

    def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """What the API answers below the workspace."""
        return dict(_ok(self.api.post(f"/api/v1/workspaces/{self.slug}/{path}", json=body)).json())

    def patch(self, path: str, body: dict[str, Any]) -> None:
        """Change something, whatever its version."""
        version = self.get(path)["version"]
        headers = {"If-Match": f'"v{version}"'}
        _ok(self.api.patch(f"/api/v1/workspaces/{self.slug}/{path}", json=body, headers=headers))

    def get(self, path: str) -> dict[str, Any]:
        """What the API shows below the workspace."""
        return dict(_ok(self.api.get(f"/api/v1/workspaces/{self.slug}/{path}")).json())

    def read(self, path: str) -> str:
        """A file below the workspace."""
        return _ok(self.api.get(f"/api/v1/workspaces/{self.slug}/{path}")).text

    def assign(self, events: int) -> None:
        """Give tasks to people, `events` times in all, by bulk edits of new tasks."""
        keys = [self.post("projects/WEB/tasks", {"title": "Chaos"})["key"] for _ in range(-(-events // PEOPLE))]
        left = events
        for first in range(0, PEOPLE, AT_ONCE):
            for place in range(0, len(keys), 100):
                some = keys[place : place + 100]
                if left >= len(some) * AT_ONCE:
                    self.post("tasks/bulk", {"tasks": some, "changes": {"add_assignees": self._some(first)}})
                    left -= len(some) * AT_ONCE
        if left:
            raise ValueError(f"{events} is no multiple of {PEOPLE}")

    def _some(self, first: int) -> list[str]:
        return self.people[first : first + AT_ONCE]

    def sql(self, query: str) -> str:
        """The first column of the first row."""
        words = ("psql", "-U", "postgres", "-d", "taskflow", "-Atc", query)
        return self.stack.compose("exec", "-T", "db", *words).strip()

    def column(self, query: str) -> list[str]:
        """The first column of all rows."""
        return self.sql(query).splitlines()

    def count(self, query: str) -> int:
        """A number from the database."""
        return int(self.sql(query) or 0)

    @property
    def unfinished(self) -> int:
        """Jobs of ours that wait or run."""
        return self.count(f"select count(*) from jobs where {_OURS} and state in ('new', 'sent')")

    def settle(self) -> None:
        """Wait until no job of ours is left. Fails after five minutes."""
        wait_until(lambda: self.unfinished == 0, seconds=SETTLED_SECONDS, what="an end of the jobs")

    def redis(self, *words: str) -> str:
        """What `redis-cli` prints as the stack's own user."""
        password = (Path(ROOT) / "config/secrets/redis_password").read_text().strip()
        self.stack.environment["REDISCLI_AUTH"] = password
        command = ("redis-cli", "--no-auth-warning", "--user", "taskflow", *words)
        return self.stack.compose("exec", "-T", "-e", "REDISCLI_AUTH", "redis", *command)

    @property
    def mark(self) -> int:
        """The number of the newest event: what comes later is what a scenario asks for."""
        return self.count("select coalesce(max(seq), 0) from events")

    def judge(self, scenario: str, *, since: int, started: float, what: str) -> Result:
        """Count what is there of what was asked for since the mark: one notice for each assignment."""
        ours = f"(select id from workspaces where slug = '{self.slug}')"
        events = f"select id from events where workspace_id = {ours} and action = 'task.assigned' and seq > {since}"
        notices = f"select event_id, count(*) as times from notifications where event_id in ({events}) group by 1"
        dead = self.count(f"select count(*) from jobs where {_OURS} and state = 'dead'")
        again = self.count(
            f"select count(*) from jobs where {_OURS} and dedupe_key in (select id::text from ({events}) e)"
            " group by name, dedupe_key having count(*) > 1 limit 1"
        )
        asked = self.count(f"select count(*) from ({events}) e")
        done = self.count(f"select count(*) from ({notices}) n")
        twice = self.count(f"select count(*) from ({notices}) n where times > 1")
        more = f", {dead} jobs given up" if dead else ""
        seconds = time.monotonic() - started
        return Result(scenario, asked, done, asked - done, twice + again, seconds, what + more)


def _ok(response: httpx.Response) -> httpx.Response:
    if not response.is_success:
        raise AssertionError(f"{response.request.url}: {response.status_code} {response.text}")
    return response
