"""One stack for all container tests: from a clean start to a clean end."""

from collections.abc import Iterator

import httpx
import pytest

from tests.containers.stack import WATCHERS, Stack

PASSWORD = "a stack under test has a long password"
NAMES = ("sam", "mateo")


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    """The stack as `bin/up` starts it, with the watchers that run everywhere."""
    stack = Stack()
    stack.compose("down", "--volumes", "--remove-orphans", "--timeout", "5")
    print(stack.run("bin/up", timeout=900))
    stack.compose("up", "--detach", "--no-deps", *WATCHERS)
    yield stack
    stack.compose("down", "--volumes", "--remove-orphans", timeout=120)


@pytest.fixture(scope="session")
def token(stack: Stack) -> str:
    """A token of the stack's first person, who owns the workspace `meridian` with the project WEB."""
    headers = {"Sec-Fetch-Site": "same-origin"}
    with stack.client(headers=headers) as client:
        person = {"email": "sam@meridian.example", "name": "Sam Okafor", "password": PASSWORD}
        _ok(client.post("/api/v1/users", json=person))
        _ok(client.post("/api/v1/sessions", json={"email": person["email"], "password": PASSWORD}))
        _ok(client.post("/api/v1/workspaces", json={"name": "Meridian Studio", "slug": "meridian"}))
        _ok(client.post("/api/v1/workspaces/meridian/projects", json={"key": "WEB", "name": "Website relaunch"}))
        made = _ok(client.post("/api/v1/me/tokens", json={"name": "tests", "scopes": ["read", "write"]}))
    return str(made.json()["text"])


@pytest.fixture
def api(stack: Stack, token: str) -> Iterator[httpx.Client]:
    """A client of the API, through nginx, with Sam's token."""
    with stack.client(headers={"Authorization": f"Bearer {token}"}) as client:
        yield client


def _ok(response: httpx.Response) -> httpx.Response:
    assert response.is_success, f"{response.status_code} {response.text}"
    return response
