"""Safe retries: the same POST with the same Idempotency-Key has one effect and one answer."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest

from taskflow.api import build_api
from taskflow.api.operations import OPERATIONS, Operation
from taskflow.platform import clock
from taskflow.platform.database import fetch_value
from taskflow.settings import Settings
from taskflow.world import World
from tests.api.stage import Stage, build_request
from tests.support.client import ApiClient, problem
from tests.support.contract import Contract
from tests.support.people import PASSWORD

W = "/workspaces/meridian"
TASKS = f"{W}/projects/WEB/tasks"
KEPT = [entry for entry in OPERATIONS.values() if entry.keeps_answer]
SHOWN = ("Content-Type", "Location", "ETag", "Undo", "Cache-Control")


async def count_tasks() -> int:
    return int(await fetch_value("select count(*) from tasks"))


async def count_keys() -> int:
    return int(await fetch_value("select count(*) from idempotency_keys"))


@pytest.mark.parametrize("operation", KEPT, ids=lambda entry: entry.name)
async def test_every_post_is_answered_again_and_done_once(
    operation: Operation, browser: ApiClient, stage: Stage, visit: Callable[[], ApiClient]
) -> None:
    address, body, headers = build_request(operation, stage.values("sam"))
    given: Any = () if body is None else (body,)
    headers |= {"Idempotency_Key": "retry-1"}
    first = await browser.send("POST", address, *given, **headers)
    if first.status_code == 409:  # it is for somebody who is not here yet, such as accepting an invitation
        browser = await visit().sign_in(stage.outsider)
        first = await browser.send("POST", address, *given, **headers)
    assert first.status_code == operation.status, first.text
    assert "Idempotency-Replayed" not in first.headers
    before = await _count_facts()
    again = await browser.send("POST", address, *given, **headers)
    assert await _count_facts() == before, "the repeat had an effect"
    if operation.is_secret:
        assert (again.status_code, problem(again)[0]) == (409, "secret_not_replayed")
        assert again.headers.get("Location") == first.headers.get("Location")
        return
    assert again.headers["Idempotency-Replayed"] == "true"
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert {name: again.headers.get(name) for name in SHOWN} == {name: first.headers.get(name) for name in SHOWN}


async def _count_facts() -> tuple[int, ...]:
    tables = ("events", "jobs", "tasks", "comments", "api_tokens", "idempotency_keys")
    return tuple([int(await fetch_value(f"select count(*) from {table}")) for table in tables])


async def test_without_a_key_every_request_is_done(sam: ApiClient) -> None:
    first = await sam.post(TASKS, {"title": "Twice"})
    again = await sam.post(TASKS, {"title": "Twice"})
    assert first.json()["key"] != again.json()["key"]
    assert await count_keys() == 0


async def test_other_methods_do_not_use_keys(sam: ApiClient) -> None:
    task = (await sam.post(TASKS, {"title": "Once"})).headers["Location"]
    for _ in range(2):
        await sam.put(f"{task}/completion", Idempotency_Key="one")
    assert await count_keys() == 0


async def test_the_answer_is_as_it_was_even_when_the_thing_has_changed(sam: ApiClient) -> None:
    first = await sam.post(TASKS, {"title": "Before"}, Idempotency_Key="k")
    await sam.patch(first.headers["Location"], {"title": "After"}, If_Match=first.headers["ETag"])
    again = await sam.post(TASKS, {"title": "Before"}, Idempotency_Key="k")
    assert again.content == first.content


async def test_a_key_that_another_request_had_is_refused(sam: ApiClient) -> None:
    await sam.post(f"{TASKS}", {"title": "One"}, Idempotency_Key="k")
    count = await count_tasks()
    others: list[tuple[str, Any]] = [(TASKS, {"title": "Two"}), (f"{W}/projects", {"key": "APP", "name": "App"})]
    for path, body in others:
        refused = await sam.post(path, body, status=422, Idempotency_Key="k")
        assert problem(refused)[0] == "idempotency_key_reused"
        assert "Idempotency-Replayed" not in refused.headers
    assert await count_tasks() == count


async def test_keys_belong_to_the_person(sam: ApiClient, mateo: ApiClient) -> None:
    first = await sam.post(TASKS, {"title": "Mine"}, Idempotency_Key="k")
    other = await mateo.post(TASKS, {"title": "Mine"}, Idempotency_Key="k")
    assert first.json()["key"] != other.json()["key"]


async def test_any_token_of_the_person_may_ask_again(
    web: World, sam: ApiClient, visit: Callable[[], ApiClient]
) -> None:
    first = await sam.post(TASKS, {"title": "Mine"}, Idempotency_Key="k")
    other = await visit().use_token(web.persons["sam"], "write")
    assert (await other.post(TASKS, {"title": "Mine"}, Idempotency_Key="k")).content == first.content
    reader = await visit().use_token(web.persons["sam"], "read")
    assert problem(await reader.post(TASKS, {"title": "Mine"}, status=403, Idempotency_Key="k"))[0] == "scope_missing"


async def test_who_lost_access_is_not_shown_the_old_answer(web: World, sam: ApiClient, mateo: ApiClient) -> None:
    await mateo.post(TASKS, {"title": "Mine"}, Idempotency_Key="k")
    member = web.members["mateo"].id
    tag = (await sam.get(f"{W}/members/{member}")).headers["ETag"]
    await sam.delete(f"{W}/members/{member}", If_Match=tag)
    await mateo.post(TASKS, {"title": "Mine"}, status=404, Idempotency_Key="k")


async def test_what_was_refused_is_tried_again(sam: ApiClient) -> None:
    new = {"title": "Soon", "column_id": "01936239-0000-7000-8000-000000000000"}
    refused = await sam.post(TASKS, new, status=422, Idempotency_Key="k")
    assert problem(refused)[0] == "invalid"
    assert await count_keys() == 0
    made = await sam.post(TASKS, {"title": "Soon"}, Idempotency_Key="k")
    assert "Idempotency-Replayed" not in made.headers


async def test_an_answer_is_kept_for_a_day(sam: ApiClient) -> None:
    started = clock.now()
    first = await sam.post(TASKS, {"title": "Daily"}, Idempotency_Key="k")
    with clock.pinned(started + timedelta(hours=23, minutes=59)):
        assert (await sam.post(TASKS, {"title": "Daily"}, Idempotency_Key="k")).content == first.content
    with clock.pinned(clock.now() + timedelta(hours=24, seconds=1)):
        anew = await sam.post(TASKS, {"title": "Another"}, Idempotency_Key="k")
        assert anew.json()["key"] != first.json()["key"]
        assert (await sam.post(TASKS, {"title": "Another"}, Idempotency_Key="k")).content == anew.content
    assert await count_keys() == 1


GOOD = ["k", "!", "~" * 255, '"8e03978e-40d5-43dd-bc93-6894a57f9324"', "a,b;c=d"]
BAD = ["", "k" * 256, "two words", " ", "k\tk", "schlüssel", "k,\x7f"]


@pytest.mark.parametrize("key", GOOD)
async def test_a_key_is_visible_ascii(sam: ApiClient, key: str) -> None:
    first = await sam.post(TASKS, {"title": "x"}, Idempotency_Key=key)
    assert (await sam.post(TASKS, {"title": "x"}, Idempotency_Key=key)).content == first.content


@pytest.mark.parametrize("key", BAD)
async def test_any_other_key_is_refused(sam: ApiClient, anonymous: ApiClient, key: str) -> None:
    count = await count_tasks()
    for client, path, body in (
        (sam, TASKS, {"title": "x"}),
        (anonymous, "/sessions", {"email": "sam@meridian.example", "password": PASSWORD}),
    ):
        client.http.headers = httpx.Headers([*client.http.headers.raw, (b"Idempotency-Key", key.encode())])
        refused = await client.post(path, body, status=400)
        assert problem(refused)[0] == "bad_idempotency_key"
        assert "Idempotency-Key" in refused.json()["detail"]
    assert await count_tasks() == count


async def test_two_keys_in_one_request_are_refused(sam: ApiClient) -> None:
    pairs = [*sam.http.headers.items(), ("Idempotency-Key", "a"), ("Idempotency-Key", "b")]
    refused = await sam.http.post(f"/api/v1{TASKS}", headers=pairs, json={"title": "x"})
    assert problem(refused)[0] == "bad_idempotency_key"


async def test_a_secret_is_neither_kept_nor_shown_again(browser: ApiClient) -> None:
    made = await browser.post("/me/tokens", {"name": "Nightly"}, Idempotency_Key="k")
    text = made.json()["text"]
    kept = await fetch_value("select headers::text || convert_from(body, 'UTF8') from idempotency_keys")
    assert text not in kept
    assert "Nightly" not in kept
    refused = await browser.post("/me/tokens", {"name": "Nightly"}, status=409, Idempotency_Key="k")
    assert text not in refused.text
    listed = (await browser.get("/me/tokens")).json()["items"]
    assert [token["name"] for token in listed] == ["Nightly"]


async def test_what_is_kept_of_the_request_cannot_be_guessed_without_the_servers_secret(
    web: World, sam: ApiClient, settings: Settings, contract: Contract
) -> None:
    await sam.post(TASKS, {"title": "Mine"}, Idempotency_Key="k")
    other = settings.model_copy(update={"secret_key": type(settings.secret_key)("another secret of the same length")})
    client = ApiClient(build_api(other), contract, sam.http.headers)
    refused = await client.post(TASKS, {"title": "Mine"}, status=422, Idempotency_Key="k")
    assert problem(refused)[0] == "idempotency_key_reused"


async def test_of_nobody_no_key_is_known_again(web: World, anonymous: ApiClient) -> None:
    credentials = {"email": "sam@meridian.example", "password": PASSWORD}
    first = await anonymous.post("/sessions", credentials, Idempotency_Key="k")
    again = await anonymous.post("/sessions", credentials, Idempotency_Key="k", Sec_Fetch_Site="same-origin")
    assert first.json()["id"] != again.json()["id"]
    new = {"email": "ida@meridian.example", "name": "Ida", "password": PASSWORD}
    await anonymous.post("/users", new, Idempotency_Key="k", Sec_Fetch_Site="same-origin")
    refused = await anonymous.post("/users", new, status=422, Idempotency_Key="k", Sec_Fetch_Site="same-origin")
    assert problem(refused) == ("invalid", {"/email"})
    assert await count_keys() == 0


async def test_a_twin_that_was_faster_undoes_what_the_slower_one_did(
    sam: ApiClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lock is free and the first one's answer not yet seen: only the unique key tells."""

    async def see_nothing(claim: Any) -> str:
        return "free"

    await sam.post(TASKS, {"title": "Once"}, Idempotency_Key="k")
    count = await count_tasks()
    monkeypatch.setattr("taskflow.web.idempotency.find_answer", see_nothing)
    refused = await sam.post(TASKS, {"title": "Once"}, status=409, Idempotency_Key="k")
    assert problem(refused)[0] == "request_in_flight"
    assert refused.headers["Retry-After"] == "1"
    assert await count_tasks() == count


async def test_deleting_a_person_deletes_what_was_kept_for_them(web: World, stage: Stage, sam: ApiClient) -> None:
    rule = await fetch_value(
        "select confdeltype from pg_constraint where conrelid = 'idempotency_keys'::regclass and contype = 'f'"
    )
    assert rule in {b"c", "c"}
