"""Webhooks for programs: the secret once, clear refusals, and nothing of a receiver's address in the record."""

from typing import Any

import pytest

from taskflow.platform.database import execute, fetch, fetch_value
from taskflow.webhooks import MAX_HOOKS
from tests.support.client import ApiClient, problem

HOOKS = "/workspaces/meridian/webhooks"
NEW = {"name": "Bot", "url": "https://hooks.example.org/in?token=hush"}


async def make(client: ApiClient, **more: Any) -> dict[str, Any]:
    made: dict[str, Any] = (await client.post(HOOKS, NEW | more)).json()
    return made


async def test_the_secret_is_shown_once_and_never_again(sam: ApiClient) -> None:
    response = await sam.post(HOOKS, NEW, Idempotency_Key="once")
    assert response.headers["Cache-Control"] == "no-store"
    made = response.json()
    assert made["secret"].startswith("whsec_")
    assert made["actions"] == ["*"]
    for path in (HOOKS, f"{HOOKS}/{made['id']}"):
        assert made["secret"] not in (await sam.get(path)).text
    assert problem(await sam.post(HOOKS, NEW, status=409, Idempotency_Key="once"))[0] == "secret_not_replayed"
    stored = await fetch("select * from webhooks")
    assert made["secret"] not in str(stored)


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"url": "http://hooks.example.org/"}, "/url"),
        ({"url": "https://[::ffff:10.0.0.1]/"}, "/url"),
        ({"url": ""}, "/url"),
        ({"actions": []}, "/actions"),
        ({"actions": ["task.moved", "task.flown"]}, "/actions/1"),
        ({"actions": ["user.signed_in"]}, "/actions/0"),
        ({"project": "NONE"}, "/project"),
        ({"name": " "}, "/name"),
        ({"secret": "whsec_mine"}, "/secret"),
    ],
)
async def test_what_is_wrong_is_named(change: dict[str, Any], pointer: str, sam: ApiClient) -> None:
    assert problem(await sam.post(HOOKS, NEW | change, status=422)) == ("invalid", {pointer})


async def test_a_change_is_made_against_a_version_and_clears_the_project(sam: ApiClient) -> None:
    made = await make(sam, project="WEB")
    path = f"{HOOKS}/{made['id']}"
    await sam.patch(path, {"project": None}, status=428)
    changed = (await sam.patch(path, {"project": None, "actions": ["task.moved", "task.*"]}, If_Match='"v1"')).json()
    assert (changed["project"], changed["actions"], changed["version"]) == (None, ["task.*"], 2)
    stale = await sam.patch(path, {"name": "Other"}, status=412, If_Match='"v1"')
    assert set(stale.json()["changed"][0]["fields"]) == {"project", "actions"}
    assert problem(await sam.patch(path, {"name": None}, status=422, If_Match='"v2"')) == ("invalid", {"/name"})


async def test_the_record_holds_where_a_webhook_goes_but_not_its_whole_address(sam: ApiClient) -> None:
    made = await make(sam)
    change = {"url": "https://other.example.org/T0/B0/secret-in-the-path"}
    await sam.patch(f"{HOOKS}/{made['id']}", change, If_Match='"v1"')
    recorded = [
        row["changes"] for row in await fetch("select changes from events where action like 'webhook.%' order by seq")
    ]
    assert recorded[0]["origin"] == [None, "https://hooks.example.org"]
    assert recorded[1]["origin"] == ["https://hooks.example.org", "https://other.example.org"]
    assert "hush" not in str(recorded)
    assert "secret-in-the-path" not in str(recorded)


async def test_nothing_of_a_disabled_webhook_is_sent_again(sam: ApiClient) -> None:
    made = await make(sam)
    path = f"{HOOKS}/{made['id']}"
    disabled = (await sam.patch(path, {"is_enabled": False}, If_Match='"v1"')).json()
    assert disabled["disabled_reason"] == "person"
    since = {"since": "2026-11-25T09:30:00Z"}
    assert problem(await sam.post(f"{path}/replays", since, status=409))[0] == "webhook_disabled"
    ping = (await sam.post(f"{path}/pings")).json()
    assert (ping["state"], ping["payload"]["type"]) == ("waiting", "webhook.ping")


@pytest.mark.parametrize("since", ["yesterday", "2026-11-25", "2026-11-25T09:30:00", 1_700_000_000, None])
async def test_a_replay_needs_a_moment(since: Any, sam: ApiClient) -> None:
    made = await make(sam)
    response = await sam.post(f"{HOOKS}/{made['id']}/replays", {"since": since}, status=422)
    assert problem(response) == ("invalid", {"/since"})


async def test_a_workspace_has_only_so_many(sam: ApiClient) -> None:
    for _ in range(MAX_HOOKS):
        await make(sam)
    assert problem(await sam.post(HOOKS, NEW, status=409))[0] == "too_many_webhooks"
    one = (await sam.get(HOOKS)).json()["items"][0]
    await sam.delete(f"{HOOKS}/{one['id']}", If_Match='"v1"')
    await make(sam)


async def test_a_deleted_webhook_is_nowhere(sam: ApiClient) -> None:
    made = await make(sam)
    path = f"{HOOKS}/{made['id']}"
    await sam.delete(path, If_Match='"v1"')
    for gone in (path, f"{path}/deliveries"):
        await sam.get(gone, status=404)
    await sam.post(f"{path}/pings", status=404)
    assert (await sam.get(HOOKS)).json()["items"] == []


async def test_a_delivery_is_read_below_its_own_webhook_only(sam: ApiClient) -> None:
    made, other = await make(sam), await make(sam)
    ping = (await sam.post(f"{HOOKS}/{made['id']}/pings")).json()
    await sam.get(f"{HOOKS}/{made['id']}/deliveries/{ping['id']}")
    await sam.get(f"{HOOKS}/{other['id']}/deliveries/{ping['id']}", status=404)
    await sam.post(f"{HOOKS}/{other['id']}/deliveries/{ping['id']}/replays", status=404)


async def test_the_log_is_filtered_by_state_and_action(sam: ApiClient) -> None:
    made = await make(sam)
    path = f"{HOOKS}/{made['id']}"
    first, second = [(await sam.post(f"{path}/pings")).json()["id"] for _ in range(2)]
    await execute("update webhook_deliveries set state = 'failed', reason = 'answered 500' where id = $1", first)
    listed = (await sam.get(f"{path}/deliveries?state=failed")).json()["items"]
    assert [item["id"] for item in listed] == [first]
    assert len((await sam.get(f"{path}/deliveries?action=webhook")).json()["items"]) == 2
    assert (await sam.get(f"{path}/deliveries?action=task.moved")).json()["items"] == []
    page = (await sam.get(f"{path}/deliveries?limit=1")).json()
    assert [item["id"] for item in page["items"]] == [second]
    assert await fetch_value("select count(*) from webhook_deliveries") == 2
