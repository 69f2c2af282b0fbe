"""How a person wants to be told, wherever they are a member: the same in all of their workspaces."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from taskflow.identity import Person
from taskflow.notifications.digest_times import Rhythm, find_next_digest
from taskflow.notifications.inputs import SettingsChanges
from taskflow.notifications.occasions import Wishes
from taskflow.notifications.quiet_hours import QuietHours
from taskflow.notifications.reasons import CHANNELS, REASONS, choose_channels
from taskflow.platform import clock
from taskflow.platform.database import execute, fetch_one
from taskflow.platform.errors import Invalid, NotFound, StaleVersion
from taskflow.platform.unsubscribing import Unsubscription

# Of `notification_settings s` beside `users u`; a person without a row has what the columns begin with.
COLUMNS = (
    "u.id as user_id, u.time_zone, coalesce(s.channels, '{}') as channels, s.quiet_from, s.quiet_until,"
    " coalesce(s.digest, 'daily') as digest, coalesce(s.digest_time, '08:00') as digest_time,"
    " coalesce(s.digest_weekday, 1) as digest_weekday, coalesce(s.remind_time, '09:00') as remind_time,"
    " coalesce(s.lead_minutes, 60) as lead_minutes, coalesce(s.version, 1) as version, s.next_digest_at"
)
JOIN = "left join notification_settings s on s.user_id = u.id"


@dataclass(frozen=True, slots=True)
class Preferences:
    """How a person wants to be told; `channels` holds what they chose otherwise than the reasons do."""

    user_id: UUID
    time_zone: str
    channels: Mapping[str, list[str]]
    quiet_from: time | None
    quiet_until: time | None
    digest: Rhythm
    digest_time: time
    digest_weekday: int
    remind_time: time
    lead_minutes: int
    version: int
    next_digest_at: datetime | None

    @property
    def wishes(self) -> Wishes:
        """When they want to be reminded."""
        return Wishes(self.time_zone, self.remind_time, timedelta(minutes=self.lead_minutes))

    def find_quiet_end(self, now: datetime) -> datetime | None:
        """When the quiet hours end that it is in now; None when it is in none."""
        if self.quiet_from is None or self.quiet_until is None:
            return None
        return QuietHours(self.quiet_from, self.quiet_until, self.time_zone).find_end(now)

    def find_next_digest(self, after: datetime) -> datetime | None:
        """When the first digest behind `after` is due; None when they want none."""
        return find_next_digest(self.digest, self.digest_time, self.digest_weekday, self.time_zone, after)

    def show(self) -> dict[str, Any]:
        """All of it, with the channels of every reason in their order, and times of the day as `08:30`."""
        times = {name: f"{value:%H:%M}" for name, value in asdict(self).items() if isinstance(value, time)}
        chosen = {
            reason: [channel for channel in CHANNELS if channel in choose_channels(reason, self.channels)]
            for reason in REASONS
        }
        return asdict(self) | times | {"channels": chosen}


def build_preferences(row: Mapping[str, Any]) -> Preferences:
    """From a row that has COLUMNS. Pure."""
    return Preferences(**{name: row[name] for name in Preferences.__dataclass_fields__})


async def get_preferences(user_id: UUID) -> Preferences:
    """How that person wants to be told."""
    row = await fetch_one(f"select {COLUMNS} from users u {JOIN} where u.id = $1", user_id)
    assert row is not None  # noqa: S101  a person is never deleted
    return build_preferences(row)


async def edit_preferences(person: Person, changes: SettingsChanges, *, version: int | None) -> Preferences:
    """Change what is named in `changes`. Raises StaleVersion when `version` is given and not the present one.

    Raises Invalid for quiet hours of which only one end is known, or which never end.
    """
    return await _edit(person.id, changes, version=version)


async def _edit(user_id: UUID, changes: SettingsChanges, *, version: int | None) -> Preferences:
    await execute("insert into notification_settings (user_id) values ($1) on conflict do nothing", user_id)
    await execute("select 1 from notification_settings where user_id = $1 for update", user_id)
    current = await get_preferences(user_id)
    if version is not None and version != current.version:
        raise StaleVersion(extra={"current": current.show()})
    values = changes.named
    if "channels" in values:
        values["channels"] = _merge(current.channels, values["channels"])
    _require_whole(values.get("quiet_from", current.quiet_from), values.get("quiet_until", current.quiet_until))
    different = {name: value for name, value in values.items() if getattr(current, name) != value}
    if different:
        await _write(user_id, different)
        await plan_digest_anew(user_id)
    return await get_preferences(user_id)


async def stop_email(unwanted: Unsubscription) -> None:
    """No more mail of that kind to that person; the inbox stays as it is. Doing it twice changes nothing.

    Raises NotFound for a kind that is none of a notification.
    """
    user_id, subject = unwanted.id, unwanted.subject
    if subject == "digest":
        await _edit(user_id, SettingsChanges(digest="off"), version=None)
        return
    if subject not in REASONS:
        raise NotFound
    chosen = choose_channels(subject, (await get_preferences(user_id)).channels) - {"email"}
    await _edit(user_id, SettingsChanges.model_validate({"channels": {subject: sorted(chosen)}}), version=None)


async def plan_digest_anew(user_id: UUID) -> None:
    """Put the digest that the person waits for, if they do, at its right time; of none, nothing waits."""
    preferences = await get_preferences(user_id)
    if preferences.next_digest_at is not None:
        await _write_next_digest(user_id, preferences.find_next_digest(clock.now()))


async def await_digest(preferences: Preferences) -> None:
    """Have a digest sent at its next time, if they want any: something waits for it."""
    at = preferences.find_next_digest(clock.now())
    if preferences.next_digest_at is None and at is not None:
        await execute(
            "insert into notification_settings as s (user_id, next_digest_at) values ($1, $2)"
            " on conflict (user_id) do update set next_digest_at = coalesce(s.next_digest_at, excluded.next_digest_at)",
            preferences.user_id,
            at,
        )


async def _write_next_digest(user_id: UUID, at: datetime | None) -> None:
    await execute("update notification_settings set next_digest_at = $2 where user_id = $1", user_id, at)


async def _write(user_id: UUID, values: Mapping[str, Any]) -> None:
    """A name in the values is a column of our own."""
    sets = "".join(f", {name} = ${place}" for place, name in enumerate(values, start=3))
    await execute(
        f"update notification_settings set version = version + 1, updated_at = $2{sets} where user_id = $1",
        user_id,
        clock.now(),
        *values.values(),
    )


def _merge(present: Mapping[str, list[str]], changes: Mapping[Any, list[str] | None]) -> dict[str, list[str]]:
    """The choices with those named in the changes; None takes a choice back, and what is the default is none. Pure."""
    merged = {**present, **{reason: chosen for reason, chosen in changes.items() if chosen is not None}}
    kept = {reason for reason in REASONS if frozenset(merged.get(reason, ())) != REASONS[reason].channels}
    gone = {reason for reason, chosen in changes.items() if chosen is None}
    return {reason: sorted(set(chosen)) for reason, chosen in merged.items() if reason in kept - gone}


def _require_whole(begin: time | None, until: time | None) -> None:
    if (begin is None) != (until is None):
        name = "quiet_from" if begin is None else "quiet_until"
        raise Invalid.field(name, "missing", "is required: quiet hours have a beginning and an end")
    if begin is not None and begin == until:
        raise Invalid.field("quiet_until", "not_in_range", "must be another time than the one they begin at")
