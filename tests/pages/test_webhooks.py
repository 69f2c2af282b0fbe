"""The pages of webhooks: made by a form, their secret shown once, their log read and sent again."""

from typing import Any

import pytest
from standardwebhooks.webhooks import Webhook

from taskflow import webhooks
from taskflow.pages import webhook_log
from taskflow.platform.database import execute, fetch_one, fetch_value
from taskflow.platform.ids import new_id
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.webhooks import NewHook
from taskflow.world import World
from tests.pages.conftest import SignIn
from tests.pages.test_every_page import check_markup
from tests.support.markup import Markup

LIST = "/meridian/settings/webhooks"
URL = "https://hooks.example.org/in"


@pytest.fixture
async def hook(web: World) -> dict[str, Any]:
    async with unit_of_work():
        made, _ = await webhooks.create_hook(web.sam, NewHook(name="Bot", url=URL))
    return made


async def test_a_webhook_is_made_by_a_form_and_its_secret_shown_once(sign_in: SignIn) -> None:
    sam = await sign_in("sam")
    form = (await sam.get(f"{LIST}/new")).form(f"{LIST}/new")
    filled = form.filled(name="Release bot", url=URL, actions=["task.*", "comment.posted"], project="WEB")
    response = await sam.post(form.action, filled)
    assert (response.status_code, response.headers["Cache-Control"]) == (200, "no-store")
    text = (await response.get_data()).decode()
    secret = text.partition('id="secret-text" value="')[2].partition('"')[0]
    assert secret.startswith("whsec_")
    Webhook(secret)
    row = await fetch_one("select * from webhooks")
    assert row is not None
    assert (row["name"], row["actions"]) == ("Release bot", ["task.*", "comment.posted"])
    page = await sam.get(f"{LIST}/{row['id']}")
    check_markup(page)
    assert secret not in page.text
    assert secret not in str(row)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://hooks.example.org/", "must begin with https://"),
        ("https://127.0.0.1/", "leads to an address that is not a public one"),
        ("https://me:secret@example.org/", "must not hold a user name or a password"),
        ("https://example.org:22/", "must have the port 443"),
    ],
)
async def test_a_url_that_is_not_called_is_refused_beside_its_field(url: str, said: str, sign_in: SignIn) -> None:
    sam = await sign_in("sam")
    form = (await sam.get(f"{LIST}/new")).form(f"{LIST}/new")
    answer = await sam.submit(form, status=422, name="Bot", url=url, actions=["*"])
    check_markup(answer.page)
    assert said in answer.page.text
    assert dict(answer.page.form(f"{LIST}/new").fields)["url"] == url
    assert await fetch_value("select count(*) from webhooks") == 0


async def test_a_webhook_that_hears_of_nothing_is_refused(sign_in: SignIn) -> None:
    sam = await sign_in("sam")
    form = (await sam.get(f"{LIST}/new")).form(f"{LIST}/new")
    sent = [pair for pair in form.filled(name="Bot", url=URL) if pair[0] != "actions" or not pair[1]]
    response = await sam.post(form.action, sent)
    assert response.status_code == 422
    assert "What it hears of needs at least one" in Markup((await response.get_data()).decode()).text


async def test_it_is_changed_disabled_and_enabled_by_forms(sign_in: SignIn, hook: dict[str, Any]) -> None:
    sam, path = await sign_in("sam"), f"{LIST}/{hook['id']}"
    form = (await sam.get(f"{path}/edit")).form(f"{path}/edit")
    await sam.submit(form, name="Better bot", actions=["task.moved"], project="")
    page = await sam.get(path)
    assert "Better bot" in page.text
    assert "Task moved" in page.text
    await sam.submit(page.form(f"{path}/edit"))
    page = await sam.get(path)
    assert "Disabled" in page.text
    assert "Somebody disabled it." in page.text
    await sam.submit(page.form(f"{path}/edit"))
    assert "Somebody disabled it." not in (await sam.get(path)).text


async def test_a_webhook_that_was_disabled_says_why(sign_in: SignIn, hook: dict[str, Any]) -> None:
    await execute("update webhooks set is_enabled = false, disabled_reason = 'failing', disabled_at = now()")
    page = await (await sign_in("sam")).get(f"{LIST}/{hook['id']}")
    check_markup(page)
    assert "nothing but failures" in page.text


async def test_a_new_secret_is_shown_once_and_the_former_one_holds_for_a_day(
    sign_in: SignIn, hook: dict[str, Any]
) -> None:
    sam, path = await sign_in("sam"), f"{LIST}/{hook['id']}"
    answer = await sam.submit((await sam.get(path)).form(f"{path}/secrets"), status=200)
    assert "Copy the secret now" in answer.page.text
    assert "with the former one as well" in answer.page.text
    assert "The former secret signs as well" in (await sam.get(path)).text


async def test_a_ping_leads_to_its_answer(
    sign_in: SignIn, hook: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook_log, "WAIT_SECONDS", 0.5)
    sam, path = await sign_in("sam"), f"{LIST}/{hook['id']}"
    answer = await sam.submit((await sam.get(path)).form(f"{path}/pings"))
    waiting = await sam.get(answer.location)
    check_markup(waiting)
    assert "It is on its way" in waiting.text
    await execute("update webhook_deliveries set state = 'succeeded', tries = 1, status = 204, duration_ms = 12")
    page = await sam.get(answer.location)
    assert "answered 204" in page.text
    assert '"type": "webhook.ping"' in page.text
    assert "Delivered" in page.text


async def test_the_log_is_narrowed_and_what_failed_is_sent_again(sign_in: SignIn, hook: dict[str, Any]) -> None:
    await execute(
        "insert into webhook_deliveries (id, workspace_id, hook_id, event_id, event_seq, action, subject_type,"
        " subject_id, subject_key, body, next_at, created_at, state, reason, status, ended_at)"
        " select gen_random_uuid(), h.workspace_id, h.id, gen_random_uuid(), n, case n when 1 then 'task.moved' else"
        " 'comment.posted' end, 'task', gen_random_uuid(), 'WEB-' || n, '{}', now(), now(), case n when 1 then"
        " 'failed' else 'succeeded' end, case n when 1 then 'answered 500' end, 500, now()"
        " from webhooks h, generate_series(1, 3) n"
    )
    sam, path = await sign_in("sam"), f"{LIST}/{hook['id']}"
    everything = (await sam.get(path)).text
    assert everything.count("Comment posted") > 2
    narrowed = (await sam.get(f"{path}?state=failed&action=task.moved")).text
    assert ("WEB-1" in narrowed, "WEB-2" in narrowed, "answered 500" in narrowed) == (True, False, True)
    assert "Nothing matches." in (await sam.get(f"{path}?state=waiting")).text
    await sam.get(f"{path}?state=lost", status=422)
    await sam.submit((await sam.get(path)).form(f"{path}/replays"), hours="24")
    assert await fetch_value("select state from webhook_deliveries where action = 'task.moved'") == "waiting"


async def test_it_is_deleted_by_a_form(sign_in: SignIn, hook: dict[str, Any]) -> None:
    sam, path = await sign_in("sam"), f"{LIST}/{hook['id']}"
    await sam.submit((await sam.get(f"{path}/edit")).form(f"{path}/deletion"))
    await sam.get(path, status=404)
    assert "No webhooks yet" in (await sam.get(LIST)).text


@pytest.mark.parametrize("name", ["mateo", "lena"])
async def test_only_administrators_see_webhooks(name: str, sign_in: SignIn, hook: dict[str, Any]) -> None:
    browser = await sign_in(name)
    for path in (LIST, f"{LIST}/new", f"{LIST}/{hook['id']}", f"{LIST}/{hook['id']}/edit"):
        await browser.get(path, status=403)
    assert "Webhooks" not in (await browser.get("/meridian/my")).text


async def test_who_looks_after_webhooks_reads_in_the_inbox_that_one_was_disabled(
    sign_in: SignIn, web: World, hook: dict[str, Any]
) -> None:
    event_id = new_id()
    await execute(
        "insert into events (id, workspace_id, action, actor_kind, subject_type, subject_id, changes)"
        " values ($1, $2, 'webhook.disabled', 'system', 'webhook', $3, $4)",
        event_id,
        web.sam.workspace_id,
        hook["id"],
        {"name": ["Bot", "Bot"], "reason": [None, "failing"]},
    )
    await execute(
        "insert into notifications (id, workspace_id, member_id, event_id, reason) values ($1, $2, $3, $1,"
        " 'webhook_disabled')",
        event_id,
        web.sam.workspace_id,
        web.sam.id,
    )
    page = await (await sign_in("sam")).get("/meridian/inbox")
    check_markup(page)
    assert "TaskFlow switched off a webhook of" in page.text
    assert "Bot" in page.text
