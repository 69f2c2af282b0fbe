"""A calendar feed shows what is due as calendars understand it, to whoever has its secret, until it is revoked."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from icalendar import Calendar

from taskflow import projects, tasks, transfer, workspaces
from taskflow.platform.database import execute, fetch_value
from taskflow.platform.errors import Conflict, NotFound
from taskflow.platform.redaction import mask
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.projects import NewLabel, NewProject, ProjectChanges
from taskflow.tasks import NewTask
from taskflow.transfer import NewCalendar
from taskflow.transfer.ical import repeats_as_it_says
from taskflow.workspaces import Member
from taskflow.world import World

Row = dict[str, Any]
URL = "https://tasks.example.org"


@pytest.fixture
async def _unit(database: None) -> AsyncIterator[None]:
    """Everything of a test is one unit of work."""
    async with unit_of_work():
        yield


pytestmark = pytest.mark.usefixtures("_unit")


async def _read(secret: str) -> Calendar:
    return Calendar.from_ical(await transfer.read_calendar(secret, public_url=URL))


async def _events(member: Member, project: str | None = None) -> dict[str, Any]:
    _, secret = await transfer.create_calendar(member, NewCalendar(name="Phone", project=project))
    return {str(event["summary"]): event for event in (await _read(secret)).walk("VEVENT")}


async def _create(member: Member, title: str, *, mine: bool = True, **given: Any) -> Row:
    people = [str(member.id)] if mine else []
    return await tasks.create_task(
        member, "WEB", NewTask.model_validate({"title": title, "assignees": people, **given})
    )


async def test_a_day_is_an_all_day_event_and_a_moment_stands_in_its_zone(sam: Member) -> None:
    label = await projects.create_label(sam, "WEB", NewLabel(name="Bug", hue="rose"))
    task = await _create(
        sam, "Ship, at last; really", due_date="2026-11-27", priority="high", labels=[str(label["id"])],
        description="Line one\nLine two",
    )  # fmt: skip
    await _create(sam, "Call", due_at="2026-07-27T09:00:00+02:00", due_zone="Europe/Berlin")
    await _create(sam, "Paint", start_date="2026-12-01")
    events = await _events(sam)
    ship = events["Ship, at last; really"]
    assert (ship.decoded("dtstart"), ship.decoded("dtend")) == (date(2026, 11, 27), date(2026, 11, 28))
    assert ship.to_ical().count(b"DTSTART;VALUE=DATE:20261127") == 1
    assert (str(ship["uid"]), ship.decoded("sequence")) == (f"{task['id']}@taskflow", task["version"])
    assert str(ship["url"]) == f"{URL}/meridian/t/{task['key']}"
    assert str(ship["description"]) == f"Line one\nLine two\n\n{URL}/meridian/t/{task['key']}"
    assert ship["categories"].to_ical() == b"Website relaunch,Bug"
    assert (int(ship["priority"]), str(ship["transp"])) == (3, "TRANSPARENT")
    call = events["Call"]
    assert b"DTSTART;TZID=Europe/Berlin:20260727T090000" in call.to_ical()
    assert call.decoded("dtstart").astimezone(UTC) == datetime(2026, 7, 27, 7, tzinfo=UTC)
    assert events["Start: Paint"].decoded("dtstart") == date(2026, 12, 1)


async def test_a_zone_that_is_used_is_described(sam: Member) -> None:
    await _create(sam, "Call", due_at="2026-07-27T09:00:00+02:00", due_zone="Europe/Berlin")
    _, secret = await transfer.create_calendar(sam, NewCalendar(name="Phone"))
    calendar = await _read(secret)
    assert [str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/Berlin"]
    assert str(calendar["x-wr-calname"]) == f"{sam.workspace_name} · Phone"


async def test_a_feed_of_a_person_has_their_open_tasks_with_a_date_only(sam: Member, mateo: Member) -> None:
    await _create(sam, "Mine", due_date="2026-11-27")
    await _create(sam, "Nobody's", mine=False, due_date="2026-11-27")
    await _create(sam, "Some day")
    done = await _create(sam, "Done", due_date="2026-11-27")
    await tasks.complete_task(sam, done["key"])
    gone = await _create(sam, "Gone", due_date="2026-11-27")
    await tasks.delete_task(sam, gone["key"], version=gone["version"])
    assert set(await _events(sam)) == {"Mine"}
    assert set(await _events(sam, "WEB")) == {"Mine", "Nobody's"}
    assert set(await _events(mateo)) == set()


async def test_a_feed_shows_what_its_member_may_see_now(web: World, sam: Member, mateo: Member) -> None:
    await _create(sam, "Due", mine=False, due_date="2026-11-27")
    _, secret = await transfer.create_calendar(mateo, NewCalendar(name="Phone", project="WEB"))
    assert len((await _read(secret)).walk("VEVENT")) == 1
    project = await projects.get_project(sam, "WEB")
    await projects.edit_project(sam, "WEB", ProjectChanges(visibility="private"), version=project["version"])
    assert len((await _read(secret)).walk("VEVENT")) == 0
    await workspaces.remove_member(sam, mateo.id, version=1)
    with pytest.raises(NotFound):
        await _read(secret)


async def test_a_feed_that_is_revoked_is_read_no_more(sam: Member, mateo: Member) -> None:
    calendar, secret = await transfer.create_calendar(sam, NewCalendar(name="Phone"))
    other, kept = await transfer.create_calendar(sam, NewCalendar(name="Desk"))
    assert secret != kept
    with pytest.raises(NotFound):
        await transfer.revoke_calendar(mateo, calendar["id"])
    await transfer.revoke_calendar(sam, calendar["id"])
    with pytest.raises(NotFound):
        await _read(secret)
    await _read(kept)
    assert [row["id"] for row in (await transfer.list_calendars(sam)).items] == [other["id"]]


async def test_a_feed_is_made_of_a_project_that_one_sees_and_there_are_twenty(sam: Member, lena: Member) -> None:
    await projects.create_project(sam, NewProject(key="QUIET", name="Quiet", visibility="private"))
    with pytest.raises(NotFound):
        await transfer.create_calendar(lena, NewCalendar(name="Phone", project="QUIET"))
    for n in range(20):
        await transfer.create_calendar(sam, NewCalendar(name=f"{n}"))
    with pytest.raises(Conflict):
        await transfer.create_calendar(sam, NewCalendar(name="One more"))


async def test_the_secret_is_kept_nowhere_and_no_log_shows_it(sam: Member) -> None:
    _, secret = await transfer.create_calendar(sam, NewCalendar(name="Phone"))
    rows = await fetch_value("select json_agg(c)::text || (select json_agg(e)::text from events e) from calendars c")
    assert secret not in rows
    assert secret.encode().hex() not in rows
    assert mask(f"/api/v1/calendars/{secret}.ics") == "/api/v1/calendars/[redacted].ics"


async def test_what_changes_has_the_same_uid_and_a_higher_sequence(sam: Member) -> None:
    task = await _create(sam, "Ship", due_date="2026-11-27")
    _, secret = await transfer.create_calendar(sam, NewCalendar(name="Phone"))
    (before,) = (await _read(secret)).walk("VEVENT")
    same = await transfer.read_calendar(secret, public_url=URL)
    assert same == await transfer.read_calendar(secret, public_url=URL)
    changes = tasks.TaskPatch.model_validate({"due_date": "2026-11-28"})
    await tasks.edit_task(sam, task["key"], changes, version=task["version"])
    (after,) = (await _read(secret)).walk("VEVENT")
    assert str(before["uid"]) == str(after["uid"])
    assert after.decoded("sequence") == before.decoded("sequence") + 1


async def test_an_archived_project_is_in_no_feed(sam: Member) -> None:
    await _create(sam, "Due", due_date="2026-11-27")
    await execute("update projects set archived_at = now() where key = 'WEB'")
    assert await _events(sam) == {}


async def test_a_recurring_task_repeats_when_calendars_agree_about_it(sam: Member) -> None:
    await _create(sam, "Weekly", due_date="2026-11-27", recurrence="FREQ=WEEKLY;BYDAY=FR")
    await _create(sam, "Odd", due_date="2026-11-26", recurrence="FREQ=WEEKLY;BYDAY=FR")
    events = await _events(sam)
    assert events["Weekly"]["rrule"].to_ical() == b"FREQ=WEEKLY;BYDAY=FR"
    assert "rrule" not in events["Odd"]


@pytest.mark.parametrize(
    ("rule", "day", "repeats"),
    [
        (None, 27, False), ("FREQ=DAILY", 27, True), ("FREQ=DAILY;COUNT=3", 27, False),
        ("FREQ=DAILY;UNTIL=20270101", 27, False), ("FREQ=MONTHLY;BYMONTHDAY=27", 27, True),
        ("FREQ=MONTHLY;BYMONTHDAY=27", 26, False),
    ],
)  # fmt: skip
def test_a_rule_is_shown_only_when_the_event_is_one_of_its_days(rule: str | None, day: int, repeats: bool) -> None:
    assert repeats_as_it_says(rule, date(2026, 11, day)) is repeats
