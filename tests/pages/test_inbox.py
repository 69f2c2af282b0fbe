"""The inbox and how one is told, as a browser without scripts has them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roles.worker import load_jobs
from taskflow import comments, notifications, tasks
from taskflow.notifications import REASONS, Wanted
from taskflow.pages.snoozing import list_choices
from taskflow.platform import clock
from taskflow.platform.database import execute
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.platform.unsubscribing import UnsubscribeLinks, Unsubscription
from taskflow.settings import Settings
from taskflow.tasks import BulkChanges
from taskflow.world import World
from tests.notifications.conftest import run_all
from tests.pages.conftest import SignIn
from tests.pages.test_every_page import check_markup
from tests.support.browsing import Browser
from tests.support.markup import Markup

load_jobs()


@pytest.fixture
async def mateo(sign_in: SignIn, web: World, task: str) -> Browser:
    """Mateo's browser; he is named in a comment on WEB-1."""
    await run_all()
    await execute("delete from notifications")
    async with unit_of_work():
        await comments.post_comment(web.sam, task, comments.NewComment(body="@mateo, can you *look*?"))
    await run_all()
    return await sign_in("mateo")


async def _open(browser: Browser, show: str = "unread") -> Markup:
    page = await browser.get(f"/meridian/inbox?show={show}")
    opened = await browser.get(next(link for link in page.links if "open=" in link))
    check_markup(opened)
    return opened


async def test_a_mention_is_opened_beside_the_list_and_read(mateo: Browser) -> None:
    page = await _open(mateo)
    assert "Sam Okafor mentioned you on WEB-1" in page.text
    assert "can you look" in page.text
    assert "because you are named in the comment" in page.text
    assert {"/meridian/t/WEB-1", "/me/notifications"} <= set(page.links)
    form = next(form for form in page.forms if form.action.endswith("/reading") and "next" in form.names)
    answer = await mateo.submit(form)
    assert answer.location.startswith("/meridian/inbox?show=unread&open=")
    check_markup(await mateo.get(answer.location))
    assert "All caught up" in (await mateo.get("/meridian/inbox")).text
    assert "mentioned you" in (await mateo.get("/meridian/inbox?show=mentions")).text


async def test_opening_changes_nothing(mateo: Browser) -> None:
    await _open(mateo)
    assert "mentioned you" in (await mateo.get("/meridian/inbox")).text


async def test_what_is_done_is_found_there_and_comes_back(mateo: Browser) -> None:
    page = await _open(mateo)
    form = next(form for form in page.forms if form.action.endswith("/ending") and "/inbox/" in form.action)
    await mateo.submit(form)
    assert "Nothing here" in (await mateo.get("/meridian/inbox?show=all")).text
    page = await _open(mateo, "done")
    back = next(form for form in page.forms if form.action.endswith("/resumption"))
    await mateo.submit(back)
    assert "mentioned you" in (await mateo.get("/meridian/inbox?show=all")).text


async def test_it_is_put_off_by_a_choice_or_until_a_day(mateo: Browser, web: World) -> None:
    page = await _open(mateo)
    by_choice, until_day = (form for form in page.forms if form.action.endswith("/snooze"))
    await mateo.submit(by_choice, choice="week")
    here = datetime.now(ZoneInfo("Europe/Berlin"))
    (row,) = (await notifications.list_notifications(web.members["mateo"], Wanted("snoozed"))).items
    back = row["snoozed_until"].astimezone(ZoneInfo("Europe/Berlin"))
    assert (back.isoweekday(), back.hour, back > here) == (1, 9, True)
    assert "All caught up" in (await mateo.get("/meridian/inbox")).text
    page = await _open(mateo, "snoozed")
    await mateo.submit(next(form for form in page.forms if form.action.endswith("/return")))
    day = (here + timedelta(days=3)).date()
    await mateo.submit(until_day, day=day.isoformat(), at="07:15")
    (row,) = (await notifications.list_notifications(web.members["mateo"], Wanted("snoozed"))).items
    assert row["snoozed_until"].astimezone(ZoneInfo("Europe/Berlin")).isoformat()[:16] == f"{day}T07:15"


async def test_a_day_that_is_over_is_refused_with_the_form(mateo: Browser) -> None:
    page = await _open(mateo)
    _, until_day = (form for form in page.forms if form.action.endswith("/snooze"))
    answer = await mateo.submit(until_day, status=422, day="2020-01-01")
    assert "must be in the future" in answer.page.text


async def test_who_stops_watching_hears_no_more(mateo: Browser, web: World) -> None:
    page = await _open(mateo)
    form = next(form for form in page.forms if form.action.endswith("/unwatching"))
    await mateo.submit(form)
    assert not (await tasks.get_task(web.members["mateo"], "WEB-1"))["watching"]


async def test_many_tasks_of_one_change_are_one_entry(sign_in: SignIn, web: World, task: str) -> None:
    aiko = web.members["aiko"]
    await run_all()
    await execute("delete from notifications")
    async with unit_of_work():
        for title in ("Fonts", "Colours"):
            await tasks.create_task(web.sam, "WEB", tasks.NewTask(title=title))
    async with unit_of_work():
        changes = BulkChanges.model_validate({"add_assignees": [str(aiko.id)]})
        await tasks.edit_tasks(web.sam, tasks.BulkEdit(tasks=["WEB-1", "WEB-2", "WEB-3"], changes=changes))
    await run_all()
    page = await _open(await sign_in("aiko"))
    assert "Sam Okafor assigned you 3 tasks" in page.text
    assert {"/meridian/t/WEB-1", "/meridian/t/WEB-2", "/meridian/t/WEB-3"} <= set(page.links)


async def test_how_one_is_told_is_chosen_by_reason_and_channel(sign_in: SignIn) -> None:
    browser = await sign_in("aiko")
    page = await browser.get("/me/notifications")
    for reason in REASONS.values():
        assert reason.label in page.text
        assert reason.sentence in page.text
    form = page.form("/me/notifications")
    answer = await browser.submit(
        form, inbox=["moved", "assigned"], email=["assigned"], quiet_from="22:00", quiet_until="07:00"
    )
    assert answer.location == "/me/notifications"
    fields = (await browser.get("/me/notifications")).form("/me/notifications").fields
    assert [value for name, value in fields if name == "inbox"] == ["assigned", "moved"]
    assert ("quiet_from", "22:00") in fields
    stale = await browser.submit(form, status=409)
    assert stale.page.text


async def test_half_a_night_is_refused_beside_its_field(sign_in: SignIn) -> None:
    browser = await sign_in("aiko")
    form = (await browser.get("/me/notifications")).form("/me/notifications")
    answer = await browser.submit(form, status=422, quiet_from="22:00")
    assert "quiet hours have a beginning and an end" in answer.page.text
    assert ("quiet_from", "22:00") in answer.page.form("/me/notifications").fields


@given(
    st.sampled_from(["Europe/Berlin", "America/New_York", "Pacific/Kiritimati", "UTC"]),
    st.integers(0, 400 * 86400).map(lambda seconds: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)),
)
def test_the_choices_are_in_the_future_and_at_hours_when_people_are_awake(zone: str, now: datetime) -> None:
    choices = {choice.name: choice.moment.astimezone(ZoneInfo(zone)) for choice in list_choices(zone, now)}
    here = now.astimezone(ZoneInfo(zone))
    assert all(moment > here for moment in choices.values())
    assert choices["tomorrow"].date() == here.date() + timedelta(days=1)
    assert (choices["week"].isoweekday(), choices["tomorrow"].hour, choices["week"].hour) == (1, 9, 9)
    if later := choices.get("later"):
        assert later.date() == here.date()
        assert later.hour <= 21


async def test_a_choice_that_is_over_asks_for_a_day(mateo: Browser) -> None:
    page = await _open(mateo)
    by_choice, _ = (form for form in page.forms if form.action.endswith("/snooze"))
    with clock.pinned(datetime.now(ZoneInfo("Europe/Berlin")).replace(hour=23, minute=0)):
        answer = await mateo.submit(by_choice, status=422, choice="later")
    assert "Day is required" in answer.page.text


def _link(settings: Settings, web: World) -> str:
    wanted = Unsubscription(web.persons["mateo"].id, "mentioned")
    return UnsubscribeLinks(settings).build(wanted).removeprefix("http://localhost")


async def test_a_link_in_a_mail_asks_first_and_ends_mails_then(
    anonymous: Browser, settings: Settings, web: World
) -> None:
    path, user_id = _link(settings, web), web.persons["mateo"].id
    page = await anonymous.get(path)
    check_markup(page)
    assert "Mentions" in page.text
    assert "email" in (await notifications.get_preferences(user_id)).show()["channels"]["mentioned"]
    answer = await anonymous.submit(page.form(path), status=200)
    assert "That was the last one" in answer.page.text
    assert (await notifications.get_preferences(user_id)).show()["channels"]["mentioned"] == ["inbox"]


async def test_a_mail_program_ends_mails_with_one_request(anonymous: Browser, settings: Settings, web: World) -> None:
    sent = {"data": "List-Unsubscribe=One-Click", "headers": {"Content-Type": "application/x-www-form-urlencoded"}}
    path = _link(settings, web)
    for _ in range(2):
        assert (await anonymous.client.post(path, **sent)).status_code == 200
    shown = (await notifications.get_preferences(web.persons["mateo"].id)).show()
    assert shown["channels"]["mentioned"] == ["inbox"]
    assert (await anonymous.client.post(path[:-3], **sent)).status_code == 404
    await anonymous.get("/unsubscribe", status=404)
