"""What a program does with notifications, and how it says how its person is told."""

from datetime import timedelta

import pytest

from taskflow.notifications import REASONS
from taskflow.platform import clock
from taskflow.world import World
from tests.api.stage import Stage
from tests.support.client import ApiClient, problem

N = "/workspaces/meridian/notifications"
SETTINGS = "/me/notification-settings"


@pytest.fixture
def own(stage: Stage) -> str:
    """A notification of Sam's."""
    return str(stage.values("sam")["notification_id"])


async def _list(sam: ApiClient, query: str = "") -> list[str]:
    return [item["id"] for item in (await sam.get(f"{N}?{query}")).json()["items"]]


async def test_a_notification_goes_from_tray_to_tray(sam: ApiClient, own: str) -> None:
    assert await _list(sam, "tray=inbox") == [own]
    await sam.put(f"{N}/{own}/ending", status=204)
    assert (await _list(sam), await _list(sam, "tray=done")) == ([], [own])
    ended = (await sam.get(f"{N}/{own}")).json()
    assert ended["read_at"] == ended["done_at"]
    await sam.delete(f"{N}/{own}/ending")
    until = (clock.now() + timedelta(days=1)).isoformat()
    await sam.put(f"{N}/{own}/snooze", {"until": until}, status=204)
    assert (await _list(sam), await _list(sam, "tray=snoozed")) == ([], [own])
    await sam.delete(f"{N}/{own}/snooze")
    assert await _list(sam, "unread=true&reason=assigned") == [own]
    assert await _list(sam, "reason=mentioned") == []


async def test_all_that_is_read_is_done_at_once(sam: ApiClient, own: str) -> None:
    assert (await sam.put(f"{N}/ending")).json() == {"marked": 0}
    await sam.put(f"{N}/{own}/reading", status=204)
    assert (await sam.put(f"{N}/ending")).json() == {"marked": 1}
    assert await _list(sam, "tray=done") == [own]


@pytest.mark.parametrize(
    "until", ["2020-01-01T00:00:00Z", "2999-01-01T00:00:00Z", "2027-01-01T00:00:00", "tomorrow", 1764316800, None]
)
async def test_one_snoozes_until_a_moment_of_the_next_year(until: object, sam: ApiClient, own: str) -> None:
    assert problem(await sam.put(f"{N}/{own}/snooze", {"until": until}, status=422)) == ("invalid", {"/until"})


@pytest.mark.parametrize("query", ["tray=trash", "reason=boredom", "unread=perhaps"])
async def test_a_filter_that_is_none_is_named(query: str, sam: ApiClient, own: str) -> None:
    name = query.partition("=")[0]
    assert problem(await sam.get(f"{N}?{query}", status=422)) == ("invalid", {f"/query/{name}"})


async def test_the_settings_begin_with_the_usual_channels(sam: ApiClient, web: World) -> None:
    answer = await sam.get(SETTINGS)
    found = answer.json()
    assert answer.headers["ETag"].startswith('"v1')
    assert {name: set(chosen) for name, chosen in found["channels"].items()} == {
        name: set(reason.channels) for name, reason in REASONS.items()
    }
    assert (found["quiet_from"], found["digest"], found["digest_time"], found["remind_time"]) == (
        None, "daily", "08:00", "09:00",
    )  # fmt: skip


async def test_only_the_reasons_named_are_changed_and_null_gives_the_usual_ones(sam: ApiClient, web: World) -> None:
    changed = (await sam.patch(SETTINGS, {"channels": {"moved": ["inbox", "digest"]}}, If_Match='"v1"')).json()
    assert changed["channels"]["moved"] == ["inbox", "digest"]
    assert changed["channels"]["assigned"] == ["inbox", "email"]
    body = {"channels": {"moved": None, "assigned": []}, "quiet_from": "22:00", "quiet_until": "06:30"}
    changed = (await sam.patch(SETTINGS, body, If_Match='"v2"')).json()
    assert (changed["channels"]["moved"], changed["channels"]["assigned"]) == ([], [])
    assert (changed["quiet_from"], changed["quiet_until"], changed["version"]) == ("22:00", "06:30", 3)
    changed = (await sam.patch(SETTINGS, {"quiet_from": None, "quiet_until": None}, If_Match='"v3"')).json()
    assert changed["quiet_from"] is None


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"channels": {"boredom": ["inbox"]}}, "/channels/boredom"),
        ({"channels": {"moved": ["pigeon"]}}, "/channels/moved/0"),
        ({"quiet_from": "22:00"}, "/quiet_until"),
        ({"quiet_from": "22:00", "quiet_until": "22:00"}, "/quiet_until"),
        ({"quiet_from": "25:00", "quiet_until": "07:00"}, "/quiet_from"),
        ({"digest_time": "8"}, "/digest_time"),
        ({"digest_time": 480}, "/digest_time"),
        ({"digest_weekday": 8}, "/digest_weekday"),
        ({"digest": "hourly"}, "/digest"),
        ({"digest": None}, "/digest"),
        ({"lead_minutes": 1}, "/lead_minutes"),
    ],
)
async def test_what_is_wrong_with_the_settings_is_named(
    body: dict[str, object], pointer: str, sam: ApiClient, web: World
) -> None:
    code, pointers = problem(await sam.patch(SETTINGS, body, If_Match='"v1"', status=422))
    assert code == "invalid"
    assert any(found.startswith(pointer) for found in pointers), pointers


async def test_settings_that_were_changed_meanwhile_are_shown(sam: ApiClient, web: World) -> None:
    await sam.patch(SETTINGS, {"digest": "off"}, If_Match='"v1"')
    stale = (await sam.patch(SETTINGS, {"digest": "weekly"}, If_Match='"v1"', status=412)).json()
    assert stale["current"]["digest"] == "off"
