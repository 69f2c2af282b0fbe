"""A browser for tests: keeps cookies, follows redirects by hand, sends forms as they stand on the page."""

from collections.abc import Sequence
from urllib.parse import urlencode

from quart import Response
from quart.typing import TestClientProtocol

from taskflow import identity
from taskflow.identity import Person
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.web.application import Application
from taskflow.web.authentication import cookie_name
from tests.support.markup import Form, Markup

FROM_OUR_PAGE = {"Sec-Fetch-Site": "same-origin", "Content-Type": "application/x-www-form-urlencoded"}


class Browser:
    """One person's browser."""

    def __init__(self, application: Application) -> None:
        self.application = application
        self.client: TestClientProtocol = application.test_client()

    async def sign_in(self, person: Person) -> "Browser":
        """Give it a session without the form, which has tests of its own."""
        async with unit_of_work():
            _, token = await identity.open_session(person.id, user_agent="tests")
        self.client.set_cookie("localhost", cookie_name(self.application.settings), token)
        return self

    async def get(self, path: str, *, status: int = 200) -> Markup:
        """The page, taken apart."""
        response = await self.client.get(path)
        text = (await response.get_data()).decode()
        assert response.status_code == status, f"{path}: {response.status_code}\n{Markup(text).text[:600]}"
        return Markup(text)

    async def fetch(self, path: str) -> Response:
        """The response as it is."""
        return await self.client.get(path)

    async def post(self, path: str, data: Sequence[tuple[str, str]], **headers: str) -> Response:
        """Send a form's data from one of our own pages."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.client.post(path, data=urlencode(data), headers=FROM_OUR_PAGE | sent)

    async def submit(self, form: Form, *, status: int = 303, **values: str | list[str]) -> "Answer":
        """Fill in a form and send it where it goes."""
        response = await self.post(form.action, form.filled(**values))
        text = (await response.get_data()).decode()
        assert response.status_code == status, f"{form.action}: {response.status_code}\n{Markup(text).text[:600]}"
        return Answer(response.headers.get("Location", ""), Markup(text))


class Answer:
    """What came back from a form: where to go on, and the page if there is one."""

    def __init__(self, location: str, page: Markup) -> None:
        self.location = location
        self.page = page
