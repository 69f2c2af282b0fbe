"""What happened arrives: signed, at least once, in the order of each subject, however the receiver behaves."""

import asyncio
import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from standardwebhooks.webhooks import Webhook

from taskflow import comments, projects, tasks, webhooks
from taskflow.comments import NewComment
from taskflow.platform import jobs
from taskflow.platform.database import execute, fetch, fetch_one, fetch_value
from taskflow.platform.http_client import HttpClient
from taskflow.platform.unit_of_work import has_unit_of_work, unit_of_work
from taskflow.projects import NewProject
from taskflow.tasks import NewTask
from taskflow.webhooks import LANES, HookChanges, NewHook
from taskflow.webhooks.attempts import attempt
from taskflow.webhooks.backoff import CIRCUIT_AFTER
from taskflow.webhooks.health import keep_outcome
from tests.support.receiver import Receiver, Write, endless, make_certificate, receiving, says, waits_for, writes
from tests.webhooks.conftest import IMPATIENT, PATIENT, Stand, pass_time, wait_for_answers, work


def read(receiver: Receiver) -> list[dict[str, Any]]:
    return [json.loads(request.body) for request in receiver.got]


def titles(receiver: Receiver) -> list[str]:
    return [message["data"]["event"]["changes"]["title"][1] for message in read(receiver)]


async def find_pump() -> UUID:
    """The one job that delivers, after all others have run."""
    others = "select id from jobs where state = 'new' and name <> 'webhooks.deliver'"
    while rows := await fetch(others):
        for row in rows:
            await jobs.run(row["id"])
    (pump,) = await fetch("select id from jobs where state = 'new' and name = 'webhooks.deliver'")
    found: UUID = pump["id"]
    return found


async def edit_title(stand: Stand, key: str, title: str) -> None:
    async with unit_of_work():
        version = (await tasks.get_task(stand.world.sam, key))["version"]
        await tasks.edit_task(stand.world.sam, key, tasks.TaskChanges(title=title), version=version)


async def test_an_event_arrives_signed_with_who_did_what_to_which_thing(stand: Stand) -> None:
    (key,) = await stand.create_tasks("Fix the login page")
    await work()
    (request,) = stand.receiver.got
    message = Webhook(stand.secret).verify(request.body, request.headers)
    event = await fetch_one("select * from events where action = 'task.created'")
    assert event is not None
    assert request.headers["content-type"] == "application/json"
    assert message["type"] == "task.created"
    assert message["timestamp"] == event["at"].isoformat().replace("+00:00", "Z")
    data = message["data"]
    assert data["version"] == 1
    assert data["event"]["id"] == str(event["id"])
    assert data["event"]["changes"]["title"] == [None, "Fix the login page"]
    assert data["actor"] == {"kind": "member", "id": str(stand.world.sam.id), "name": stand.world.persons["sam"].name}
    assert data["subject"]["key"] == key
    assert data["subject"]["url"] == f"http://localhost/meridian/t/{key}"
    assert data["project"]["key"] == "WEB"
    assert await stand.states() == ["succeeded"]
    assert (await stand.hook())["last_success_at"] is not None


async def test_the_id_of_a_message_is_that_of_its_delivery(stand: Stand) -> None:
    await stand.create_tasks("One")
    await work()
    assert stand.receiver.got[0].headers["webhook-id"] == str((await stand.deliveries())[0]["id"])


async def test_a_subject_is_told_in_order_even_when_its_events_are_dispatched_the_wrong_way_round(stand: Stand) -> None:
    (key,) = await stand.create_tasks("0")
    for number in range(1, 8):
        await edit_title(stand, key, str(number))
    await work(newest_first=True)
    assert titles(stand.receiver) == [str(number) for number in range(8)]


async def test_an_event_is_delivered_once_however_often_its_jobs_run(stand: Stand) -> None:
    await stand.create_tasks("One")
    await work()
    await execute("update jobs set state = 'new' where name in ('activity.fan_out', 'webhooks.dispatch')")
    await work()
    assert len(stand.receiver.got) == 1


FAILURES: dict[str, tuple[Write, str]] = {
    "500": (says(500), "answered 500"),
    "301": (says(301, Location="http://127.0.0.1/"), "redirects are not followed"),
    "404": (says(404), "answered 404"),
    "hangs": (writes(b"", then_waits=60), "no whole answer"),
    "slow headers": (writes(b"HTTP/1.1 200 Fine\r\nX-Slow: ", then_waits=60), "no whole answer"),
    "resets": (writes(b"HTTP/1.1 200 Fine\r\nContent-Length: 9\r\n\r\nsome", resets=True), "broke off"),
    "says nothing": (writes(b""), "broke off"),
}


@pytest.mark.parametrize("name", sorted(FAILURES))
async def test_what_fails_is_sent_again_with_the_same_id(name: str, stand: Stand) -> None:
    answer, reason = FAILURES[name]
    stand.receiver.answers = [answer]
    await stand.create_tasks("One")
    if reason == "no whole answer":
        wait_for_answers(IMPATIENT)
    await work()
    wait_for_answers(PATIENT)
    (waiting,) = await stand.deliveries()
    assert (waiting["state"], waiting["tries"]) == ("waiting", 1)
    assert reason in waiting["reason"]
    await work()
    assert len(stand.receiver.got) == 1, "it rests first"
    await pass_time(7)
    await work()
    assert await stand.states() == ["succeeded"]
    first, second = stand.receiver.got
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.body == second.body
    Webhook(stand.secret).verify(second.body, second.headers)


async def test_an_endless_answer_is_a_success_of_which_little_is_kept(stand: Stand) -> None:
    stand.receiver.answers = [endless()]
    await stand.create_tasks("One")
    await work()
    assert await stand.states() == ["succeeded"]
    assert len(await fetch_value("select answer_body from webhook_attempts")) == 1024


async def test_a_receiver_that_cannot_be_trusted_or_is_not_there_is_tried_again(stand: Stand, tmp_path: Path) -> None:
    shown, _ = make_certificate(tmp_path, "other.example")
    async with receiving(shown) as untrusted:
        for url in (untrusted.url.replace("http:", "https:"), "http://127.0.0.1:1024/nobody"):
            async with unit_of_work():
                version = (await stand.hook())["version"]
                await webhooks.edit_hook(stand.world.sam, stand.hook_id, HookChanges(url=url), version=version)
            await stand.create_tasks("One")
            await work()
        assert untrusted.got == []
    assert await stand.states() == ["waiting", "waiting"]
    reasons = [row["error"] for row in await fetch("select error from webhook_attempts order by id")]
    assert "could not be trusted" in reasons[0]
    assert "the connection failed" in reasons[-1]


async def test_an_answer_that_comes_too_late_means_the_same_message_twice(stand: Stand) -> None:
    late = asyncio.Event()
    stand.receiver.answers = [waits_for(late)]
    await stand.create_tasks("One")
    wait_for_answers(IMPATIENT)
    while not stand.receiver.got:  # it arrives, and only its answer is late
        await work()
        await pass_time(7)
    late.set()
    wait_for_answers(PATIENT)
    await pass_time(7)
    await work()
    assert await stand.states() == ["succeeded"]
    assert len({request.headers["webhook-id"] for request in stand.receiver.got}) == 1
    assert len(stand.receiver.got) >= 2


async def test_a_subject_whose_delivery_fails_waits_and_holds_nobody_up(stand: Stand) -> None:
    stand.receiver.answers = [says(500)]
    (key,) = await stand.create_tasks("Held")
    await work()
    await edit_title(stand, key, "Held again")
    await stand.create_tasks("Free")
    await work()
    assert titles(stand.receiver) == ["Held", "Free"]
    await pass_time(7)
    await work()
    assert titles(stand.receiver) == ["Held", "Free", "Held", "Held again"]


async def test_one_that_is_given_up_after_a_day_lets_its_subject_go_on(stand: Stand) -> None:
    async def poisoned(request: Any, writer: asyncio.StreamWriter) -> None:
        is_bad = b"task.created" in request.body and b"Poison" in request.body
        await says(500 if is_bad else 200)(request, writer)

    stand.receiver.answer = poisoned
    (key,) = await stand.create_tasks("Poison")
    await edit_title(stand, key, "Cured")
    for _ in range(40):
        await work()
        await stand.create_tasks("Other")
        await work()
        await pass_time(3600)
    created, edited, *others = await stand.deliveries()
    assert (created["state"], edited["state"]) == ("failed", "succeeded")
    assert {row["state"] for row in others} == {"succeeded"}
    assert (await stand.hook())["is_enabled"] is True


async def test_410_disables_the_webhook_at_once_and_gives_up_what_waits(stand: Stand) -> None:
    stand.receiver.answer = says(410)
    (key,) = await stand.create_tasks("One")
    await edit_title(stand, key, "Two")
    await work()
    hook = await stand.hook()
    assert (hook["is_enabled"], hook["disabled_reason"]) == (False, "gone")
    assert len(stand.receiver.got) == 1
    assert await stand.states() == ["failed", "failed"]
    event = await fetch_one("select * from events where action = 'webhook.disabled'")
    assert event is not None
    assert (event["actor_kind"], event["changes"]["reason"]) == ("system", [None, "gone"])


@pytest.mark.parametrize("status", [429, 503])
async def test_a_receiver_that_asks_for_time_is_given_it(status: int, stand: Stand) -> None:
    stand.receiver.answers = [says(status, Retry_After="300")]
    await stand.create_tasks("One")
    await work()
    await stand.create_tasks("Two")
    await pass_time(290)
    await work()
    assert len(stand.receiver.got) == 1, "all of the webhook rests"
    await pass_time(15)
    await work()
    assert sorted(titles(stand.receiver)) == ["One", "One", "Two"]


async def test_a_dead_receiver_costs_a_few_attempts_and_gets_everything_in_order_when_it_is_back(stand: Stand) -> None:
    stand.receiver.answer = says(500)
    keys = await stand.create_tasks(*(f"{number}-0" for number in range(20)))
    for step in range(1, 5):
        for number, key in enumerate(keys):
            await edit_title(stand, key, f"{number}-{step}")
    for _ in range(60):
        await work()
        await pass_time(60)
    assert CIRCUIT_AFTER <= len(stand.receiver.got) <= 25, "an hour of nothing costs few attempts for a hundred events"
    waiting = await fetch_value("select count(*) from jobs where name = 'webhooks.deliver' and state <> 'done'")
    assert waiting == 1, "one job waits for all of them"
    stand.receiver.answer = says(200)
    stand.receiver.got.clear()
    await pass_time(12 * 60)
    await work()
    assert set(await stand.states()) == {"succeeded"}
    got = titles(stand.receiver)
    assert len(got) == 100
    for number in range(20):
        assert [title for title in got if title.startswith(f"{number}-")] == [f"{number}-{step}" for step in range(5)]


async def test_after_a_day_of_nothing_but_failures_the_webhook_is_disabled_and_can_be_replayed(stand: Stand) -> None:
    stand.receiver.answer = says(500)
    await stand.create_tasks("One", "Two")
    for _ in range(30):
        await work()
        await pass_time(3600)
    hook = await stand.hook()
    assert (hook["is_enabled"], hook["disabled_reason"]) == (False, "failing")
    assert await fetch_value("select count(*) from events where action = 'webhook.disabled'") == 1
    assert await stand.states() == ["failed", "failed"]
    await stand.create_tasks("Unheard")
    await work()
    stand.receiver.answer, stand.receiver.got = says(200), []
    async with unit_of_work():
        change = HookChanges(is_enabled=True)
        enabled = await webhooks.edit_hook(stand.world.sam, stand.hook_id, change, version=hook["version"])
        assert enabled["disabled_reason"] is None
        since = (await stand.deliveries())[0]["created_at"]
        assert await webhooks.replay_failed(stand.world.sam, stand.hook_id, since=since) == 2
    await work()
    assert sorted(titles(stand.receiver)) == ["One", "Two"]
    assert await stand.states() == ["succeeded", "succeeded"]


async def test_a_webhook_has_a_few_deliveries_at_once_and_takes_one_job(stand: Stand) -> None:
    hold = asyncio.Event()
    stand.receiver.answer = waits_for(hold)
    await stand.create_tasks(*(str(number) for number in range(LANES * 2)))
    pump = await find_pump()
    running = asyncio.create_task(jobs.run(pump))
    while stand.receiver.open < LANES:
        await asyncio.sleep(0.01)
    hold.set()
    assert await running == "done"
    assert stand.receiver.most_open == LANES
    assert set(await stand.states()) <= {"succeeded", "waiting"}


async def test_what_a_worker_was_sending_when_it_was_stopped_is_sent_again(stand: Stand) -> None:
    hold = asyncio.Event()
    stand.receiver.answers = [waits_for(hold)]
    await stand.create_tasks("One")
    pump = await find_pump()
    running = asyncio.create_task(jobs.run(pump))
    while not stand.receiver.got:
        await asyncio.sleep(0.01)
    running.cancel()
    await asyncio.wait([running])
    assert await stand.states() == ["waiting"]
    await work()
    assert await stand.states() == ["succeeded"]
    assert len({request.headers["webhook-id"] for request in stand.receiver.got}) == 1


async def test_an_outcome_that_comes_when_somebody_else_has_moved_on_is_not_kept(stand: Stand) -> None:
    stand.receiver.answers = [says(500)]
    await stand.create_tasks("One")
    await work()
    (stale,) = await stand.deliveries()
    hook = await stand.hook()
    outcome = await attempt(hook, stale)
    await pass_time(7)
    await work()
    await keep_outcome(hook["id"], stale, outcome)
    assert await stand.states() == ["succeeded"]
    assert await fetch_value("select count(*) from webhook_attempts") == 2


async def test_a_pump_that_was_lost_is_replaced(stand: Stand) -> None:
    stand.receiver.answers = [says(500)]
    await stand.create_tasks("One")
    await work()
    await pass_time(60)
    await execute("update jobs set state = 'dead' where name = 'webhooks.deliver' and state = 'new'")
    await work()
    assert await stand.states() == ["waiting"]
    async with unit_of_work():
        await webhooks_jobs().replace_lost_pumps()
    await work()
    assert await stand.states() == ["succeeded"]


def webhooks_jobs() -> Any:
    import taskflow.webhooks.jobs

    return taskflow.webhooks.jobs


async def test_a_workspace_without_webhooks_has_no_dispatch(stand: Stand) -> None:
    async with unit_of_work():
        await webhooks.delete_hook(stand.world.sam, stand.hook_id, version=1)
    await work()
    before = await fetch_value("select count(*) from jobs where name = 'webhooks.dispatch'")
    await stand.create_tasks("One")
    await work()
    assert await fetch_value("select count(*) from jobs where name = 'webhooks.dispatch'") == before
    assert stand.receiver.got == []


async def test_a_webhook_hears_what_it_asked_for_also_of_private_projects(stand: Stand) -> None:
    sam = stand.world.sam
    async with unit_of_work():
        await projects.create_project(sam, NewProject(key="QUIET", name="Quiet", visibility="private"))
        one = NewHook(
            name="Quiet comments", url=f"{stand.receiver.url}/quiet", actions=["comment.posted"], project="QUIET"
        )
        await webhooks.create_hook(sam, one)
    async with unit_of_work():
        task = await tasks.create_task(sam, "QUIET", NewTask(title="Whisper"))
        await comments.post_comment(sam, task["key"], NewComment(body="Psst"))
        other = await tasks.create_task(sam, "WEB", NewTask(title="Loud"))
        await comments.post_comment(sam, other["key"], NewComment(body="Hello"))
    await work()
    heard = {target: [] for target in ("/hook", "/hook/quiet")}
    for request, message in zip(stand.receiver.got, read(stand.receiver), strict=True):
        heard[request.target].append((message["type"], message["data"]["project"]["key"]))
    assert heard["/hook/quiet"] == [("comment.posted", "QUIET")]
    assert sorted(heard["/hook"]) == sorted(
        (action, key) for key in ("QUIET", "WEB") for action in ("task.created", "comment.posted")
    )


async def test_a_new_secret_signs_beside_all_former_ones_for_a_day(stand: Stand) -> None:
    async with unit_of_work():
        await webhooks.rotate_secret(stand.world.sam, stand.hook_id)
        hook, new = await webhooks.rotate_secret(stand.world.sam, stand.hook_id)
    assert hook["former_secret_until"] is not None
    await stand.create_tasks("One")
    await work()
    await execute(
        "update webhooks set former_secrets = (select jsonb_agg(jsonb_set(f, '{until}', $1))"
        " from jsonb_array_elements(former_secrets) f)",
        '"2026-01-01T00:00:00+00:00"',
    )
    await stand.create_tasks("Two")
    await work()
    both, later = stand.receiver.got
    for secret in (stand.secret, new):
        Webhook(secret).verify(both.body, both.headers)
    Webhook(new).verify(later.body, later.headers)
    assert len(later.headers["webhook-signature"].split()) == 1


async def test_a_secret_that_is_lost_with_the_key_disables_the_webhook_until_it_has_another(stand: Stand) -> None:
    await execute("update webhooks set secret_mark = 'another'::bytea")
    await stand.create_tasks("One")
    await work()
    hook = await stand.hook()
    assert (hook["is_enabled"], hook["disabled_reason"], stand.receiver.got) == (False, "secret", [])
    async with unit_of_work():
        row, secret = await webhooks.rotate_secret(stand.world.sam, stand.hook_id)
        await webhooks.edit_hook(stand.world.sam, stand.hook_id, HookChanges(is_enabled=True), version=row["version"])
    await stand.create_tasks("Two")
    await work()
    Webhook(secret).verify(stand.receiver.got[0].body, stand.receiver.got[0].headers)


async def test_a_ping_is_sent_at_once_once_and_says_nothing_of_health(stand: Stand) -> None:
    stand.receiver.answers = [says(500, b"broken")]
    async with unit_of_work():
        await webhooks.edit_hook(stand.world.sam, stand.hook_id, HookChanges(is_enabled=False), version=1)
        waiting = await webhooks.ping(stand.world.sam, stand.hook_id)
        assert waiting["state"] == "waiting"
    await work()
    hook = await webhooks.get_hook(stand.world.sam, stand.hook_id)
    shown = await webhooks.get_delivery(stand.world.sam, hook, waiting["id"])
    assert (shown["state"], shown["status"], hook["failure_count"]) == ("failed", 500, 0)
    assert shown["attempts"][0]["answer_body"] == "broken"
    message = Webhook(stand.secret).verify(stand.receiver.got[0].body, stand.receiver.got[0].headers)
    assert message["type"] == "webhook.ping"
    async with unit_of_work():
        await webhooks.replay_delivery(stand.world.sam, stand.hook_id, waiting["id"])
    await work()
    assert await stand.states() == ["succeeded"]


async def test_a_delivery_is_replayed_with_its_id_and_its_attempts_are_kept(stand: Stand) -> None:
    await stand.create_tasks("One")
    await work()
    (delivery,) = await stand.deliveries()
    async with unit_of_work():
        assert (await webhooks.replay_delivery(stand.world.sam, stand.hook_id, delivery["id"]))["state"] == "waiting"
    await work()
    hook = await webhooks.get_hook(stand.world.sam, stand.hook_id)
    shown = await webhooks.get_delivery(stand.world.sam, hook, delivery["id"])
    assert [attempt["status"] for attempt in shown["attempts"]] == [200, 200]
    assert len({request.headers["webhook-id"] for request in stand.receiver.got}) == 1
    assert stand.secret.removeprefix("whsec_") not in json.dumps(shown, default=str)


async def test_a_disabled_webhook_gives_up_what_waits_and_hears_of_nothing(stand: Stand) -> None:
    stand.receiver.answer = says(500)
    await stand.create_tasks("One")
    await work()
    async with unit_of_work():
        row = await webhooks.edit_hook(stand.world.sam, stand.hook_id, HookChanges(is_enabled=False), version=1)
    assert (row["disabled_reason"], row["is_enabled"]) == ("person", False)
    await stand.create_tasks("Two")
    await work()
    (only,) = await stand.deliveries()
    assert (only["state"], only["reason"]) == ("failed", "disabled")


async def test_a_new_url_has_a_clean_slate_and_gets_at_once_what_waits(stand: Stand) -> None:
    stand.receiver.answer = says(500)
    await stand.create_tasks(*(str(number) for number in range(6)))
    await work()
    stand.receiver.answer, stand.receiver.got = says(200), []
    async with unit_of_work():
        change = HookChanges(url=f"{stand.receiver.url}/new")
        row = await webhooks.edit_hook(stand.world.sam, stand.hook_id, change, version=1)
    assert (row["failure_count"], row["paused_until"]) == (0, None)
    await work()
    assert {request.target for request in stand.receiver.got} == {"/hook/new"}
    assert set(await stand.states()) == {"succeeded"}


async def test_the_log_is_kept_for_thirty_days_and_that_of_deleted_webhooks_not_at_all(stand: Stand) -> None:
    await stand.create_tasks("Old", "New")
    await work()
    old, new = await stand.deliveries()
    await execute("update webhook_deliveries set created_at = now() - interval '31 days' where id = $1", old["id"])
    async with unit_of_work():
        await webhooks_jobs().forget()
    assert [row["id"] for row in await stand.deliveries()] == [new["id"]]
    assert await fetch_value("select count(*) from webhook_attempts") == 1
    async with unit_of_work():
        await webhooks.delete_hook(stand.world.sam, stand.hook_id, version=1)
    await work()
    assert await stand.deliveries() == []
    assert await fetch_value("select count(*) from webhooks") == 0


async def test_no_transaction_is_open_while_a_receiver_is_asked(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    seen, post = [], HttpClient.post

    async def look(self: HttpClient, *given: Any) -> Any:
        seen.append(has_unit_of_work())
        return await post(self, *given)

    monkeypatch.setattr(HttpClient, "post", look)
    await stand.create_tasks("One")
    await work()
    assert seen == [False]
