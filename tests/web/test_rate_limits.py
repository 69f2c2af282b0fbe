"""Who is limited by what at both doors, and how they are told."""

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from redis.asyncio import Redis

from roles.embedded.ports import HOST, pick_port
from taskflow import identity
from taskflow.api import build_api
from taskflow.api.openapi import build_document
from taskflow.identity import NewToken, Person
from taskflow.pages import build_pages
from taskflow.platform.health import HealthChecks
from taskflow.platform.limiter import Bucket, Limiter, Verdict
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.settings import Settings
from taskflow.web.application import Application
from taskflow.web.authentication import cookie_name
from taskflow.web.rate_limits import build_policies, build_state
from taskflow.world import World
from tests.api.stage import build_stage
from tests.support.contract import Contract
from tests.support.people import PASSWORD
from tests.support.processes import ROOT, role, to_environment

API = "/api/v1"
SAM = {"email": "sam@meridian.example", "password": PASSWORD}
FORM = {"Sec-Fetch-Site": "same-origin"}
_ITEM = re.compile(r'"([a-z-]+)"((?:;[a-z]+=[0-9]+)+)')
Fields = dict[str, dict[str, int]]


class Doors:
    """Both doors with limits, at a time that the test sets, counting in one Valkey."""

    def __init__(self, settings: Settings, redis: Redis, assets: Path) -> None:
        self.seconds = 1_790_000_000.0
        self.settings, self._redis, self._assets = settings, redis, assets

    def limit(self, **limits: int) -> "Doors":
        """Set limits; those that are not named are off."""
        names = ("person", "token", "address", "sign_in")
        update = {f"{name}_rate_limit": limits.get(name, 0) for name in names}
        self.settings = self.settings.model_copy(update=update)
        return self

    def client(self, *, door: str = "api", address: str = "203.0.113.9") -> httpx.AsyncClient:
        """Somebody at an address."""
        transport = httpx.ASGITransport(self._build(door), raise_app_exceptions=False, client=(address, 40_000))
        return httpx.AsyncClient(transport=transport, base_url="http://localhost")

    async def program(self, person: Person, **where: str) -> httpx.AsyncClient:
        """A program with a token of its own."""
        client = self.client(**where)
        async with unit_of_work():
            _, text = await identity.create_token(person, NewToken(name="tests", scopes=["write"]))
        client.headers["Authorization"] = f"Bearer {text}"
        return client

    async def browser(self, person: Person, **where: str) -> httpx.AsyncClient:
        """A browser that is signed in."""
        client = self.client(**where)
        async with unit_of_work():
            _, token = await identity.open_session(person.id)
        client.cookies.set(cookie_name(self.settings), token)
        client.headers.update(FORM)
        return client

    def _build(self, door: str) -> Application:
        limiter = Limiter(self._redis, now=lambda: self.seconds)
        if door == "api":
            health = HealthChecks(role="api", version="1")
            return build_api(self.settings, health=health, limiter=limiter)
        paths = {"templates_folder": ROOT / "web_assets/templates", "assets_folder": self._assets}
        return build_pages(self.settings.model_copy(update=paths), limiter=limiter)


@pytest.fixture(scope="session")
def assets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file for every asset that a template names."""
    folder = tmp_path_factory.mktemp("limited_assets")
    templates = " ".join(path.read_text() for path in (ROOT / "web_assets/templates").rglob("*.html"))
    names = {"icons.svg", *re.findall(r"(?:asset|integrity)\('([^']+)'\)", templates)}
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("nothing")
    manifest = {name: {"file": name, "integrity": "sha384-AAAA"} for name in names}
    (folder / "manifest.json").write_text(json.dumps(manifest))
    return folder


@pytest.fixture
async def doors(settings: Settings, own_valkey: str, assets: Path) -> AsyncIterator[Doors]:
    """Both doors, without any limit yet."""
    async with Redis.from_url(own_valkey) as redis:
        yield Doors(settings, redis, assets).limit()


def read(response: httpx.Response, name: str) -> Fields:
    """A structured list of strings with numbers as parameters."""
    items = response.headers[name].split(", ")
    matches = [_ITEM.fullmatch(item) for item in items]
    assert all(matches), response.headers[name]
    return {m[1]: {k: int(v) for k, v in re.findall(r";([a-z]+)=([0-9]+)", m[2])} for m in matches if m}


def assert_refused(response: httpx.Response, limit: str) -> None:
    """It is 429 for that limit, and says when to come back."""
    assert response.status_code == 429, response.text[:300]
    assert read(response, "RateLimit")[limit]["r"] == 0
    assert limit in read(response, "RateLimit-Policy")
    assert int(response.headers["Retry-After"]) >= 1


async def test_a_program_is_told_what_its_person_and_its_token_have_left(doors: Doors, people: World) -> None:
    program = await doors.limit(person=600, token=300).program(people.persons["sam"])
    for used in (1, 2):
        answer = await program.get(f"{API}/me")
        assert read(answer, "RateLimit-Policy") == {"person": {"q": 600, "w": 60}, "token": {"q": 300, "w": 60}}
        assert read(answer, "RateLimit") == {"person": {"r": 600 - used, "t": 1}, "token": {"r": 300 - used, "t": 1}}
    doors.seconds += 1
    assert read(await program.get(f"{API}/me"), "RateLimit")["token"] == {"r": 299, "t": 1}


async def test_a_used_up_limit_is_a_problem_that_says_when_to_come_back(doors: Doors, people: World) -> None:
    program = await doors.limit(token=2).program(people.persons["sam"])
    contract = Contract(build_document(public_url="http://localhost", cookie="taskflow"))
    for _ in range(2):
        assert (await program.get(f"{API}/me")).status_code == 200
    for _ in range(2):
        refused = await program.get(f"{API}/me")
        contract.check(refused)
        assert_refused(refused, "token")
        assert refused.headers["Retry-After"] == "30"
        assert refused.json()["code"] == "too_many_requests"
        assert refused.json()["detail"] == "More than 2 requests a minute, the limit token: try again in 30 s"
    doors.seconds += 30
    assert (await program.get(f"{API}/me")).status_code == 200


async def test_a_refused_request_changes_nothing(doors: Doors, web: World) -> None:
    program = await doors.limit(person=1).program(web.persons["sam"])
    tasks = f"{API}/workspaces/meridian/projects/WEB/tasks"
    assert (await program.post(tasks, json={"title": "One"})).status_code == 201
    assert_refused(await program.post(tasks, json={"title": "Two"}), "person")
    doors.seconds += 60
    assert [task["title"] for task in (await program.get(tasks)).json()["items"]] == ["One"]


async def test_a_person_has_one_limit_over_both_doors_and_all_tokens(doors: Doors, people: World) -> None:
    sam = people.persons["sam"]
    doors.limit(person=4, token=3)
    one, other = await doors.program(sam), await doors.program(sam)
    browser, pages = await doors.browser(sam), await doors.browser(sam, door="pages")
    left = [read(await one.get(f"{API}/me"), "RateLimit") for _ in range(2)]
    assert [fields["person"]["r"] for fields in left] == [3, 2]
    assert read(await other.get(f"{API}/me"), "RateLimit")["token"]["r"] == 2
    assert read(await browser.get(f"{API}/me"), "RateLimit") == {"person": {"r": 0, "t": 60}}
    page = await pages.get("/me")
    assert_refused(page, "person")
    assert "That were many requests" in page.text
    assert (await (await doors.program(people.persons["mateo"])).get(f"{API}/me")).status_code == 200


async def test_strangers_are_counted_by_address(doors: Doors, people: World) -> None:
    doors.limit(address=2)
    here, there, pages = doors.client(), doors.client(address="203.0.113.10"), doors.client(door="pages")
    assert (await here.get(f"{API}/me")).status_code == 401
    assert read(await pages.get("/login"), "RateLimit") == {"address": {"r": 0, "t": 60}}
    for path in (f"{API}/me", f"{API}/nothing"):
        assert_refused(await here.get(path), "address")
    assert (await there.get(f"{API}/me")).status_code == 401


async def test_a_bad_token_and_a_stale_cookie_are_strangers(doors: Doors, people: World) -> None:
    client = doors.limit(address=2, person=100, token=100).client()
    assert (await client.get(f"{API}/me", headers={"Authorization": "Bearer tfp_guess"})).status_code == 401
    client.cookies.set(cookie_name(doors.settings), "a guess")
    assert (await client.get(f"{API}/me")).status_code == 401
    assert_refused(await client.get(f"{API}/me"), "address")
    assert_refused(await client.get(f"{API}/me", headers={"Authorization": "Bearer tfp_another"}), "address")


async def test_whoever_is_signed_in_is_not_limited_by_the_address(doors: Doors, people: World) -> None:
    doors.limit(address=1, person=10)
    assert (await doors.client().get(f"{API}/me")).status_code == 401
    for name in ("sam", "mateo"):
        answer = await (await doors.browser(people.persons[name])).get(f"{API}/me")
        assert set(read(answer, "RateLimit")) == {"person"}


@pytest.mark.parametrize("address", ["2001:db8:1:2::1", "2001:db8:1:2:ffff::7"])
async def test_a_version_6_network_is_one_stranger(doors: Doors, people: World, address: str) -> None:
    doors.limit(address=1)
    await doors.client(address="2001:db8:1:2:3:4:5:6").get(f"{API}/me")
    assert_refused(await doors.client(address=address).get(f"{API}/me"), "address")
    assert (await doors.client(address="2001:db8:1:3::1").get(f"{API}/me")).status_code == 401


async def test_guessing_a_password_is_throttled_whatever_the_address(doors: Doors, people: World) -> None:
    doors.limit(sign_in=3)
    wrong, spelt = SAM | {"password": "a guess of somebody"}, SAM | {"email": "  SAM@Meridian.example "}
    for number in range(3):
        guess = await doors.client(address=f"203.0.113.{number}").post(f"{API}/sessions", json=wrong)
        assert guess.status_code == 401
    for body in (wrong, SAM, spelt):
        assert_refused(await doors.client(address="203.0.113.77").post(f"{API}/sessions", json=body), "account")
    pages = doors.client(door="pages", address="203.0.113.78")
    assert_refused(await pages.post("/login", data=SAM, headers=FORM), "account")
    other = SAM | {"email": "mateo@meridian.example"}
    assert (await doors.client(address="203.0.113.79").post(f"{API}/sessions", json=other)).status_code == 201


async def test_guessing_at_many_accounts_is_throttled_by_the_address(doors: Doors, people: World) -> None:
    client, pages = doors.limit(sign_in=3).client(), doors.client(door="pages")
    for number in range(2):
        guess = {"email": f"nobody{number}@meridian.example", "password": "a guess of somebody"}
        assert (await client.post(f"{API}/sessions", json=guess)).status_code == 401
    new = {"email": "ida@meridian.example", "name": "Ida", "password": PASSWORD, "time_zone": "UTC"}
    assert (await client.post(f"{API}/users", json=new)).status_code == 201
    for path in ("/login", "/register"):
        assert_refused(await pages.post(path, data=new, headers=FORM), "sign-in")
    assert (await pages.get("/login")).status_code == 200, "the form may be seen"


async def test_whoever_is_signed_in_may_not_guess_at_others_either(doors: Doors, people: World) -> None:
    browser = await doors.limit(sign_in=1, person=100).browser(people.persons["mateo"])
    wrong = SAM | {"password": "a guess of somebody"}
    assert (await browser.post(f"{API}/sessions", json=wrong)).status_code == 401
    assert_refused(await browser.post(f"{API}/sessions", json=wrong), "account")


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"email": 1}', b'{"email": "\\ud800"}', b"\xff", b"[" * 5000])
async def test_an_attempt_that_names_no_account_counts_for_the_address(
    doors: Doors, people: World, body: bytes
) -> None:
    client, kind = doors.limit(sign_in=1).client(), {"Content-Type": "application/json"}
    assert (await client.post(f"{API}/sessions", content=body, headers=kind)).status_code in {400, 422}
    assert_refused(await client.post(f"{API}/sessions", json=SAM), "sign-in")


async def test_no_account_can_be_read_in_redis(doors: Doors, people: World, own_valkey: str) -> None:
    await doors.limit(sign_in=5).client().post(f"{API}/sessions", json=SAM)
    async with Redis.from_url(own_valkey) as redis:
        keys = await redis.keys("*")
    assert len(keys) == 2
    assert all(key.startswith(b"taskflow:limits:") and b"meridian" not in key for key in keys)


async def test_assets_health_and_documentation_are_not_limited(doors: Doors, people: World) -> None:
    api, pages = doors.limit(address=1).client(), doors.client(door="pages")
    await api.get(f"{API}/me")
    for _ in range(2):
        for client, path in (
            (api, "/health"),
            (api, f"{API}/openapi.json"),
            (api, f"{API}/docs"),
            (pages, "/assets/icons.svg"),
        ):
            answer = await client.get(path)
            assert answer.status_code == 200, path
            assert "RateLimit" not in answer.headers
    assert_refused(await api.get(f"{API}/me"), "address")


async def test_a_limit_of_nothing_is_off(doors: Doors, people: World, own_valkey: str) -> None:
    for client in (doors.limit().client(), await doors.program(people.persons["sam"])):
        answer = await client.get(f"{API}/me")
        assert not {"ratelimit", "ratelimit-policy"} & set(answer.headers)
    async with Redis.from_url(own_valkey) as redis:
        assert await redis.dbsize() == 0


async def test_without_redis_limits_hold_in_this_process(settings: Settings, people: World) -> None:
    limited = settings.model_copy(update={"address_rate_limit": 1})
    limiter = Limiter(Redis.from_url("redis://127.0.0.1:1/0"), now=lambda: 1_790_000_000.0)
    transport = httpx.ASGITransport(build_api(limited, limiter=limiter))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        assert (await client.get(f"{API}/me")).status_code == 401
        assert_refused(await client.get(f"{API}/me"), "address")


async def test_errors_tell_of_the_limits_too(doors: Doors, web: World) -> None:
    program = await doors.limit(person=9).program(web.persons["sam"])
    stage = await build_stage(web)
    for path, status in ((f"{API}/nothing", 404), (f"{API}/me/sessions/{stage.values('priya')['session_id']}", 404)):
        answer = await program.get(path)
        assert answer.status_code == status
        assert set(read(answer, "RateLimit")) == {"person"}


@pytest.mark.parametrize(("door", "path"), [("api", f"{API}/me"), ("frontend", "/login")])
async def test_the_roles_count_in_redis_by_their_settings(
    own_database: Settings, own_valkey: str, assets: Path, door: str, path: str
) -> None:
    bind = f"{HOST}:{pick_port(None)}"
    environment = to_environment(
        own_database,
        redis_url=own_valkey,
        address_rate_limit="2",
        api_bind=bind,
        frontend_bind=bind,
        assets_folder=str(assets),
        templates_folder=str(ROOT / "web_assets/templates"),
        log_level="WARNING",
    )
    async with role(door, environment=environment) as process, httpx.AsyncClient(base_url=f"http://{bind}") as client:
        await process.wait_until_ready()
        answers = [await client.get(path) for _ in range(3)]
        assert [answer.status_code == 429 for answer in answers] == [False, False, True]
    async with Redis.from_url(own_valkey) as redis:
        assert await redis.keys("taskflow:limits:*") == [b"taskflow:limits:address:127.0.0.1"]


def test_the_fields_are_structured_lists() -> None:
    person, token = Bucket("person", "sam", 600), Bucket("token", "nightly", 300)
    verdicts = [Verdict(person, 597, 1, 0), Verdict(token, 0, 60, 1)]
    assert build_policies(verdicts) == '"person";q=600;w=60, "token";q=300;w=60'
    assert build_state(verdicts) == '"person";r=597;t=1, "token";r=0;t=60'


def test_what_a_person_may_do_is_sensible_as_it_comes(settings: Settings) -> None:
    fields: dict[str, Any] = type(settings).model_fields
    found = {name: fields[name].default for name in fields if name.endswith("_rate_limit")}
    assert found == {
        "person_rate_limit": 600,
        "token_rate_limit": 300,
        "address_rate_limit": 300,
        "sign_in_rate_limit": 10,
    }
