"""Safe retries below the API: twins at the same time, work that commits by itself, and forgetting what is old."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
from quart import Response
from structlog.testing import capture_logs

from loadtests.common.wire import Wire
from taskflow import world
from taskflow.identity import Claim, KeptAnswer, TwinInFlight, find_answer, keep_answer, kept_answers
from taskflow.identity.jobs import purge_old_answers
from taskflow.platform import clock
from taskflow.platform.database import execute, fetch_value
from taskflow.platform.errors import NotFound
from taskflow.platform.retention import Rows
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.settings import Settings
from taskflow.web.application import Application, build_application, with_own_units
from taskflow.web.authentication import install_authentication, require_person
from taskflow.web.errors import problem_response, to_taskflow_error
from taskflow.web.idempotency import answer_once
from taskflow.web.serving import listening
from taskflow.world import World
from tests.support.client import ApiClient
from tests.support.databases import opened
from tests.support.people import PASSWORD

HASH = b"digest of a request"
DONE = KeptAnswer(201, {"Location": "/x"}, b"{}")


class Contractless:
    """Holds nothing against a document: these routes are in none."""

    def check(self, response: httpx.Response) -> None:
        """Pass."""


class Workshop:
    """An application whose one handler renames the person, in one unit of work or in two of its own."""

    def __init__(self, settings: Settings) -> None:
        self.runs = 0
        self.before: Callable[[], Awaitable[None]] | None = None
        self.app: Application = build_application("workshop", settings)
        install_authentication(self.app)
        self.app.register_error_handler(Exception, self._answer_error)
        self.app.add_url_rule("/one", "one", self._build_handler(has_own_units=False), methods=["POST"])
        self.app.add_url_rule("/own", "own", with_own_units(self._build_handler(has_own_units=True)), methods=["POST"])

    async def _answer_error(self, error: Exception) -> Response:
        return problem_response(to_taskflow_error(error))

    def _build_handler(self, *, has_own_units: bool) -> Callable[[], Awaitable[Response]]:
        async def handle() -> Response:
            return await answer_once(self._work, require_person(), has_own_units=has_own_units, is_secret=False)

        return handle

    async def _work(self) -> Response:
        self.runs += 1
        run = self.runs
        if self.before is not None:
            await self.before()
        async with unit_of_work():
            await execute("update users set name = name || $2 where id = $1", require_person().id, str(run))
        return Response(f"run {run}".encode(), status=201, headers={"Location": f"/runs/{run}"})

    async def client(self, built: World) -> httpx.AsyncClient:
        """Sam's program."""
        return (await ApiClient(self.app, Contractless()).use_token(built.persons["sam"])).http  # type: ignore[arg-type]


@pytest.fixture
def shop(settings: Settings) -> Workshop:
    """One on the shared database."""
    return Workshop(settings)


async def name_of_sam() -> str:
    return str(await fetch_value("select name from users where email = 'sam@meridian.example'"))


def with_key(key: str = "k") -> dict[str, Any]:
    return {"headers": {"Idempotency-Key": key}, "content": b"{}"}


@pytest.mark.parametrize("path", ["/one", "/own"])
async def test_work_is_done_once_and_answered_again(shop: Workshop, people: World, path: str) -> None:
    client = await shop.client(people)
    first, again = await client.post(path, **with_key()), await client.post(path, **with_key())
    assert (first.status_code, first.content, first.headers["Location"]) == (201, b"run 1", "/runs/1")
    assert (again.status_code, again.content, again.headers["Location"]) == (201, b"run 1", "/runs/1")
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    assert await name_of_sam() == "Sam Okafor1"


@pytest.mark.parametrize("path", ["/one", "/own"])
async def test_the_address_and_the_body_belong_to_the_request(shop: Workshop, people: World, path: str) -> None:
    client = await shop.client(people)
    await client.post(f"{path}?a=1", **with_key())
    for address, body in ((f"{path}?a=2", b"{}"), (path, b"{}"), (f"{path}?a=1", b"{} ")):
        refused = await client.post(address, **with_key() | {"content": body})
        assert (refused.status_code, refused.json()["code"]) == (422, "idempotency_key_reused")
    assert shop.runs == 1


@pytest.mark.parametrize("path", ["/one", "/own"])
async def test_work_that_failed_leaves_the_key_free(shop: Workshop, people: World, path: str) -> None:
    async def refuse() -> None:
        raise NotFound

    client, shop.before = await shop.client(people), refuse
    assert (await client.post(path, **with_key())).status_code == 404
    assert await fetch_value("select count(*) from idempotency_keys") == 0
    shop.before = None
    assert (await client.post(path, **with_key())).content == b"run 2"


@pytest.mark.parametrize("path", ["/one", "/own"])
async def test_of_twins_at_the_same_time_one_works_and_the_others_are_told_to_wait(
    own_database: Settings, path: str
) -> None:
    shop, has_begun, may_end = Workshop(own_database), asyncio.Event(), asyncio.Event()

    async def wait() -> None:
        has_begun.set()
        await may_end.wait()

    shop.before = wait
    async with opened(own_database):
        async with unit_of_work():
            built = await world.build_people(PASSWORD)
        client = await shop.client(built)
        first = asyncio.create_task(client.post(path, **with_key()))
        await has_begun.wait()
        for _ in range(2):
            twin = await client.post(path, **with_key())
            assert (twin.status_code, twin.json()["code"]) == (409, "request_in_flight")
            assert twin.headers["Retry-After"] == "1"
        may_end.set()
        assert (await first).status_code == 201
        assert (await client.post(path, **with_key())).content == b"run 1"
        assert shop.runs == 1
        assert await name_of_sam() == "Sam Okafor1"


async def _fail(*_: Any) -> None:
    raise ConnectionError("the database is away just now")


async def test_work_of_its_own_units_whose_end_was_not_written_down_is_never_done_again(
    shop: Workshop, people: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, started = await shop.client(people), clock.now()
    monkeypatch.setattr("taskflow.web.idempotency.finish_answer", _fail)
    assert (await client.post("/own", **with_key())).content == b"run 1", "it was done"
    assert (await client.post("/own", **with_key())).json()["code"] == "request_in_flight"
    with clock.pinned(started + kept_answers.LONGEST_WORK + timedelta(seconds=1)):
        refused = await client.post("/own", **with_key())
        assert (refused.status_code, refused.json()["code"]) == (409, "outcome_unknown")
    assert shop.runs == 1
    assert await name_of_sam() == "Sam Okafor1"


async def test_work_in_one_unit_whose_end_was_not_written_down_had_no_effect_and_is_done_again(
    shop: Workshop, people: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = await shop.client(people)
    with monkeypatch.context() as patch:
        patch.setattr("taskflow.web.idempotency.keep_answer", _fail)
        assert (await client.post("/one", **with_key())).status_code == 503
    assert await name_of_sam() == "Sam Okafor"
    assert (await client.post("/one", **with_key())).content == b"run 2"


async def test_a_key_costs_two_queries(shop: Workshop, people: World, monkeypatch: pytest.MonkeyPatch) -> None:
    client, statements = await shop.client(people), []
    real = kept_answers.fetch_one

    async def count(sql: str, *values: Any) -> Any:
        statements.append(sql)
        return await real(sql, *values)

    monkeypatch.setattr(kept_answers, "fetch_one", count)
    await client.post("/one", **with_key())
    assert len(statements) == 2
    await client.post("/one", **with_key())
    assert len(statements) == 3


def claim_of(built: World, key: str = "k", digest: bytes = HASH) -> Claim:
    return Claim(built.persons["sam"].id, key, digest)


async def test_a_key_is_free_then_answered_then_another_requests(people: World) -> None:
    async with unit_of_work():
        assert await find_answer(claim_of(people)) == "free"
        await keep_answer(claim_of(people), DONE)
    assert await find_answer(claim_of(people)) == DONE
    assert await find_answer(claim_of(people, digest=b"of another")) == "other_request"
    assert await find_answer(claim_of(people, "other")) == "free"
    with pytest.raises(TwinInFlight):
        await keep_answer(claim_of(people), DONE)


async def test_answers_are_purged_when_they_have_expired_and_purging_again_does_no_harm(people: World) -> None:
    started = clock.now()
    async with unit_of_work():
        await keep_answer(claim_of(people, "old"), DONE)
        with clock.pinned(started + timedelta(hours=1)):
            await keep_answer(claim_of(people, "young"), DONE)
    with clock.pinned(started + kept_answers.KEEP + timedelta(minutes=1)):
        for _ in range(2):
            async with unit_of_work():
                await purge_old_answers()
    assert await fetch_value("select string_agg(key, ',') from idempotency_keys") == "young"


async def test_a_large_backlog_is_purged_in_batches(people: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("taskflow.platform.retention.BATCH", 2)
    async with unit_of_work():
        for key in ("a", "b", "c"):
            await keep_answer(claim_of(people, key), DONE)
    with clock.pinned(clock.now() + kept_answers.KEEP + timedelta(minutes=1)):
        async with unit_of_work():
            await purge_old_answers()
        assert await fetch_value("select count(*) from idempotency_keys") == 1
        again = "select count(*) from jobs where name = 'identity.purge_answers'"
        assert await fetch_value(again) == 1
        async with unit_of_work():
            await purge_old_answers()
        assert await fetch_value(again) == 1
    assert await fetch_value("select count(*) from idempotency_keys") == 0


async def test_two_purges_at_once_do_not_wait_for_each_other(own_database: Settings) -> None:
    async with opened(own_database):
        async with unit_of_work():
            built = await world.build_people(PASSWORD)
            await keep_answer(claim_of(built), DONE)
        with clock.pinned(clock.now() + kept_answers.KEEP + timedelta(minutes=1)):
            found = await asyncio.gather(_purge(), _purge())
        assert sorted(found) == [0, 1]


async def _purge() -> int:
    async with unit_of_work():
        purged = await Rows("idempotency_keys", "expires_at").purge(timedelta(), 10)
        await asyncio.sleep(0.2)
        return purged


@pytest.mark.parametrize(("error", "lines"), [(NotFound(), 0), (ConnectionError("gone"), 1)])
async def test_a_refusal_that_nobody_waits_for_any_more_is_no_failure(
    settings: Settings, error: Exception, lines: int
) -> None:
    app, has_begun, may_end = build_application("workshop", settings), asyncio.Event(), asyncio.Event()

    async def fail() -> Response:
        has_begun.set()
        await may_end.wait()
        raise error

    app.add_url_rule("/own", "own", with_own_units(fail), methods=["POST"])
    async with listening(app, bind="127.0.0.1:0") as port:
        wire = await Wire.open(port)
        await wire.send("POST", "/own")
        await has_begun.wait()
        with capture_logs() as logged:
            await wire.close()
            await asyncio.sleep(0.1)  # the server notices
            may_end.set()
            await asyncio.sleep(0.1)
    assert [line["event"] for line in logged] == ["request_failed_after_hangup"] * lines
