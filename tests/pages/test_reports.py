"""Reports by e-mail, by the pages: subscribed to from the charts, changed, sent, ended, also by the link in a mail."""

import pytest

from taskflow import analytics
from taskflow.analytics import NewSubscription
from taskflow.platform.database import fetch_value
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.platform.unsubscribing import UnsubscribeLinks, Unsubscription
from taskflow.settings import Settings
from taskflow.workspaces import Member
from taskflow.world import World
from tests.pages.conftest import SignIn
from tests.pages.test_every_page import check_markup
from tests.support.browsing import Browser

LIST = "/meridian/reports"


@pytest.mark.parametrize(
    ("path", "name"),
    [("/meridian/p/WEB/analytics?period=6w", "Website relaunch"), ("/meridian/analytics", "All projects")],
)
async def test_the_charts_offer_to_send_themselves(
    path: str, name: str, sign_in: SignIn, task: str, mail_on: None
) -> None:
    mateo = await sign_in("mateo")
    page = await mateo.get(path)
    check_markup(page)
    assert "Send me this every week" in page.text
    assert "sends no e-mail" not in page.text
    answer = await mateo.submit(page.form(LIST), weekday="5", send_time="16:30")
    assert answer.location == LIST
    shown = await mateo.get(LIST)
    check_markup(shown)
    assert name in shown.text
    assert f"Every Friday at 16:30, figures of the last {'6' if 'p/WEB' in path else '12'} weeks." in shown.text


async def test_a_subscription_is_changed_sent_and_ended(sign_in: SignIn, task: str, mail_on: None) -> None:
    mateo = await sign_in("mateo")
    await mateo.submit((await mateo.get(LIST)).form(LIST), project="WEB")
    page = await mateo.get(LIST)
    (own,) = [link for link in page.links if link.startswith(f"{LIST}/")]
    form = (await mateo.get(own)).form(own)
    refused = await mateo.submit(form, status=422, send_time="25:00", month_day="40")
    check_markup(refused.page)
    assert "At must be a time of the day such as 08:30" in refused.page.text
    assert "month" in refused.page.text
    await mateo.submit(form, rhythm="monthly", month_day="31", send_time="07:15")
    page = await mateo.get(LIST)
    assert "Every month on day 31 at 07:15" in page.text
    await mateo.submit(form, status=409, rhythm="daily")  # from a stale page
    await mateo.submit(page.form(f"{own}/mails"))
    assert await fetch_value("select count(*) from jobs where name = 'analytics.send_report'") == 1
    await mateo.submit(page.form(f"{own}/deletion"))
    assert own not in (await mateo.get(LIST)).links
    await mateo.get(own, status=404)


async def test_where_mail_is_off_the_pages_say_so(sign_in: SignIn, mateo: Member, task: str) -> None:
    async with unit_of_work():
        row = await analytics.create_subscription(mateo, NewSubscription.model_validate({"send_time": "08:00"}))
    browser = await sign_in("mateo")
    for path in (LIST, f"{LIST}/{row['id']}", "/meridian/analytics", "/meridian/p/WEB/analytics"):
        page = await browser.get(path)
        check_markup(page)
        assert "sends no e-mail" in page.text
        assert not [form for form in page.forms if form.action.endswith("/mails")]


async def test_nobody_sees_the_reports_of_somebody_else(sign_in: SignIn, mateo: Member) -> None:
    async with unit_of_work():
        row = await analytics.create_subscription(mateo, NewSubscription.model_validate({"send_time": "08:00"}))
    sam = await sign_in("sam")
    await sam.get(f"{LIST}/{row['id']}", status=404)
    assert str(row["id"]) not in str((await sam.get(LIST)).links)


async def test_the_link_in_a_mail_asks_first_and_ends_the_report_then(
    anonymous: Browser, settings: Settings, web: World, mateo: Member
) -> None:
    async with unit_of_work():
        row = await analytics.create_subscription(mateo, NewSubscription.model_validate({"send_time": "08:00"}))
    links = UnsubscribeLinks(settings)
    path = links.build(Unsubscription(row["id"], analytics.SUBJECT)).removeprefix("http://localhost")
    page = await anonymous.get(path)
    check_markup(page)
    assert "This report" in page.text
    assert (await analytics.list_subscriptions(mateo)).items != []
    assert "That was the last one" in (await anonymous.submit(page.form(path), status=200)).page.text
    assert (await analytics.list_subscriptions(mateo)).items == []
    sent = {"data": "List-Unsubscribe=One-Click", "headers": {"Content-Type": "application/x-www-form-urlencoded"}}
    assert (await anonymous.client.post(path, **sent)).status_code == 200  # again, as a mail program does
    other = links.build(Unsubscription(row["id"], "nothing")).removeprefix("http://localhost")
    await anonymous.get(other, status=404)
    assert (await anonymous.client.post(other, **sent)).status_code == 404
