"""The application of the API and the people who use it."""

from collections.abc import Callable

import pytest

from taskflow.api import build_api
from taskflow.api.openapi import build_document
from taskflow.settings import Settings
from taskflow.web.application import Application
from taskflow.world import World
from tests.api.stage import Stage, build_stage
from tests.support.client import ApiClient
from tests.support.contract import Contract


@pytest.fixture(scope="session")
def app(settings: Settings) -> Application:
    """The API on the shared database."""
    return build_api(settings)


@pytest.fixture(autouse=True)
def _mail(mail_on: None) -> None:
    """Where nothing is said about it, this TaskFlow sends mail."""


@pytest.fixture(scope="session")
def contract() -> Contract:
    """The document that every response is held against."""
    return Contract(build_document(public_url="http://localhost", cookie="taskflow"))


@pytest.fixture
def visit(app: Application, contract: Contract) -> Callable[[], ApiClient]:
    """A new client that nobody has signed in."""
    return lambda: ApiClient(app, contract)


@pytest.fixture
def anonymous(visit: Callable[[], ApiClient], database: None) -> ApiClient:
    """Nobody."""
    return visit()


@pytest.fixture
async def sam(visit: Callable[[], ApiClient], web: World) -> ApiClient:
    """The owner's program."""
    return await visit().use_token(web.persons["sam"])


@pytest.fixture
async def mateo(visit: Callable[[], ApiClient], web: World) -> ApiClient:
    """A member's program."""
    return await visit().use_token(web.persons["mateo"])


@pytest.fixture
async def lena(visit: Callable[[], ApiClient], web: World) -> ApiClient:
    """The program of the guest, who was let into WEB."""
    return await visit().use_token(web.persons["lena"])


@pytest.fixture
async def stage(web: World) -> Stage:
    """One of each thing."""
    return await build_stage(web)


@pytest.fixture
async def browser(web: World, visit: Callable[[], ApiClient]) -> ApiClient:
    """The owner's browser, which may do everything."""
    return await visit().sign_in(web.persons["sam"])
