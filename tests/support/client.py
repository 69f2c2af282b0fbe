"""Somebody who uses the API: sends requests through the application and holds every answer against its document."""

from collections.abc import Mapping
from typing import Any

import httpx

from taskflow import identity
from taskflow.api.operations import PREFIX
from taskflow.identity import NewToken, Person
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.web.application import Application
from taskflow.web.authentication import cookie_name
from tests.support.contract import Contract

ORIGIN = "http://localhost"
_NO_BODY: Any = object()


class ApiClient:
    """One program, or one browser."""

    def __init__(self, application: Application, contract: Contract, headers: Mapping[str, str] | None = None) -> None:
        self.contract = contract
        transport = httpx.ASGITransport(application, raise_app_exceptions=False)
        self.http = httpx.AsyncClient(transport=transport, base_url=ORIGIN, headers=headers)
        self._cookie = cookie_name(application.settings)

    async def send(
        self, method: str, path: str, body: Any = _NO_BODY, *, status: int | None = None, **headers: str
    ) -> httpx.Response:
        """The answer to a request below `/api/v1`; a body is sent as JSON, or as it is when it is bytes."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        options: dict[str, Any] = {"headers": sent}
        if isinstance(body, bytes):
            options["content"] = body
            sent.setdefault("Content-Type", "application/json")
        elif body is not _NO_BODY:
            options["json"] = body
        response = await self.http.request(method, path if path.startswith("/api/") else PREFIX + path, **options)
        if status is not None:
            assert response.status_code == status, f"{method} {path}: {response.status_code} {response.text[:800]}"
        self.contract.check(response)
        return response

    async def get(self, path: str, *, status: int = 200, **headers: str) -> httpx.Response:
        """Read."""
        return await self.send("GET", path, status=status, **headers)

    async def post(self, path: str, body: Any = _NO_BODY, *, status: int = 201, **headers: str) -> httpx.Response:
        """Make."""
        return await self.send("POST", path, body, status=status, **headers)

    async def patch(self, path: str, body: Any, *, status: int = 200, **headers: str) -> httpx.Response:
        """Change."""
        return await self.send("PATCH", path, body, status=status, **headers)

    async def put(self, path: str, body: Any = _NO_BODY, *, status: int = 200, **headers: str) -> httpx.Response:
        """Set."""
        return await self.send("PUT", path, body, status=status, **headers)

    async def delete(self, path: str, *, status: int = 204, **headers: str) -> httpx.Response:
        """Take away."""
        return await self.send("DELETE", path, status=status, **headers)

    async def sign_in(self, person: Person) -> "ApiClient":
        """Become that person's browser on one of our own pages, without the password."""
        async with unit_of_work():
            _, token = await identity.open_session(person.id, user_agent="tests")
        self.http.cookies.set(self._cookie, token)
        self.http.headers["Sec-Fetch-Site"] = "same-origin"
        return self

    async def use_token(self, person: Person, *scopes: str) -> "ApiClient":
        """Become a program that acts for that person."""
        async with unit_of_work():
            new = NewToken.model_validate({"name": "tests", "scopes": list(scopes) or ["read", "write"]})
            _, text = await identity.create_token(person, new)
        self.http.headers["Authorization"] = f"Bearer {text}"
        return self


def problem(response: httpx.Response) -> tuple[str, set[str]]:
    """The code of a problem and the pointers of its errors."""
    told = response.json()
    return told["code"], {error["pointer"] for error in told.get("errors", ())}
