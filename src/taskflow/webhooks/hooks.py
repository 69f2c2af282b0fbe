"""Making, changing and deleting webhooks, and giving them new secrets."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from taskflow import projects
from taskflow.activity import Subject, record
from taskflow.platform import clock
from taskflow.platform.database import execute, fetch_one, fetch_value
from taskflow.platform.errors import Conflict, Invalid, NotFound
from taskflow.platform.ids import new_id
from taskflow.platform.outbox import enqueue
from taskflow.platform.outside import RefusedAddress, read_url
from taskflow.webhooks import signing
from taskflow.webhooks.equipment import find_equipment
from taskflow.webhooks.inputs import HookChanges, NewHook
from taskflow.webhooks.models import Webhook
from taskflow.webhooks.pumps import hasten
from taskflow.webhooks.queries import Row, get_hook
from taskflow.workspaces import Member, Permission, require_version

MAX_HOOKS = 30
OVERLAP = timedelta(days=1)
CLEAN_SLATE = {"failure_count": 0, "failing_since": None, "paused_until": None}


async def create_hook(member: Member, new: NewHook) -> tuple[Row, str]:
    """Make it; gives its row, and its secret, which is shown this once.

    Raises Forbidden, Invalid for its URL or its project, or Conflict when there are MAX_HOOKS.
    """
    member.require(Permission.MANAGE_WEBHOOKS)
    project_id = await _find_project_id(member, new.project)
    _require_url(new.url)
    await _require_room(member)
    hook_id, salt, now = new_id(), signing.make_salt(), clock.now()
    secret = signing.derive_secret(find_equipment().key, hook_id, salt)
    await Webhook.create(
        id=hook_id,
        workspace_id=member.workspace_id,
        project_id=project_id,
        created_by=member.id,
        **new.model_dump(include={"name", "url", "actions"}),
        secret_salt=salt,
        secret_mark=signing.build_mark(secret),
        listens_since=now,
        created_at=now,
        updated_at=now,
    )
    hook = await get_hook(member, hook_id)
    await record_hook("webhook.created", member, hook, name=(None, new.name), origin=(None, find_origin(new.url)))
    return hook, signing.format_secret(secret)


async def edit_hook(member: Member, hook_id: UUID, changes: HookChanges, *, version: int) -> Row:
    """Change the fields named. Raises Forbidden, NotFound, StaleVersion, or Invalid like `create_hook`.

    What a webhook hears of from now on has nothing to do with what it heard of before; a new URL has a clean slate.
    """
    hook = await get_hook(member, hook_id, lock=True)
    await require_version(hook, version, workspace_id=member.workspace_id)
    named = changes.named
    if named.get("url"):
        _require_url(named["url"])
    different = {name: value for name, value in named.items() if hook[name] != value}
    if not different:
        return hook
    await _write(member, hook, different)
    changed: dict[str, Any] = {name: (hook[name], value) for name, value in different.items() if name != "url"}
    if "url" in different:
        changed["origin"] = (find_origin(hook["url"]), find_origin(different["url"]))
    await record_hook("webhook.edited", member, hook | different, **changed, version=(version, version + 1))
    return await get_hook(member, hook_id)


async def delete_hook(member: Member, hook_id: UUID, *, version: int) -> None:
    """Delete it, at once for everybody; its log goes in the background. Raises Forbidden, NotFound or StaleVersion."""
    hook = await get_hook(member, hook_id, lock=True)
    await require_version(hook, version, workspace_id=member.workspace_id)
    await execute("update webhooks set deleted_at = $2 where id = $1", hook_id, clock.now())
    await enqueue("webhooks.forget")
    await record_hook("webhook.deleted", member, hook, name=(hook["name"], None))


async def rotate_secret(member: Member, hook_id: UUID) -> tuple[Row, str]:
    """Give it a new secret; gives its row, and the secret, which is shown this once.

    For OVERLAP, what is sent is signed with those before it as well, so that asking twice breaks nothing. Raises
    Forbidden or NotFound.
    """
    hook, now = await get_hook(member, hook_id, lock=True), clock.now()
    salt = signing.make_salt()
    secret = signing.derive_secret(find_equipment().key, hook_id, salt)
    await execute(
        "update webhooks set former_secrets = $4, secret_salt = $2, secret_mark = $3, version = version + 1,"
        " updated_at = $5 where id = $1",
        hook_id,
        salt,
        signing.build_mark(secret),
        await _list_former(hook_id, now),
        now,
    )
    version = (hook["version"], hook["version"] + 1)
    await record_hook("webhook.secret_rotated", member, hook, name=(hook["name"], hook["name"]), version=version)
    return await get_hook(member, hook_id), signing.format_secret(secret)


async def _list_former(hook_id: UUID, now: datetime) -> list[dict[str, str]]:
    """The replaced secrets as the row has them, when the present one is replaced now."""
    row = await fetch_one("select secret_salt, former_secrets from webhooks where id = $1", hook_id)
    assert row is not None  # noqa: S101  the caller has locked it
    latest = {"salt": bytes(row["secret_salt"]).hex(), "until": (now + OVERLAP).isoformat()}
    return [latest, *signing.list_valid(row["former_secrets"], now)][: signing.MOST_FORMER]


async def record_hook(action: str, member: Member, hook: Row, **changes: Any) -> None:
    """Record what a member did to a webhook."""
    await record(
        action,
        actor=member.actor,
        subject=Subject("webhook", hook["id"]),
        workspace_id=member.workspace_id,
        changes=changes,
    )


def find_origin(url: str) -> str:
    """The URL as events have it, which are kept for ever and told to other webhooks: many hold a secret in the path."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _require_url(url: str) -> None:
    try:
        read_url(url, find_equipment().client.networks)
    except RefusedAddress as refused:
        raise Invalid.field("url", "url", str(refused)) from None


async def _require_room(member: Member) -> None:
    # The workspace's row is locked, so that two who make the last one wait for each other.
    await fetch_one("select 1 from workspaces where id = $1 for no key update", member.workspace_id)
    count = await fetch_value(
        "select count(*) from webhooks where workspace_id = $1 and deleted_at is null", member.workspace_id
    )
    if count >= MAX_HOOKS:
        raise Conflict(f"A workspace has at most {MAX_HOOKS} webhooks", code="too_many_webhooks")


async def _write(member: Member, hook: Row, different: Row) -> None:
    now = clock.now()
    values: dict[str, Any] = {name: different[name] for name in ("name", "url", "actions") if name in different}
    if "project" in different:
        values["project_id"] = await _find_project_id(member, different["project"])
    if "is_enabled" in different:
        values |= _switch(on=different["is_enabled"])
    if different.keys() & {"actions", "project"} or different.get("is_enabled"):
        values["listens_since"] = now
    if "url" in different or different.get("is_enabled"):
        values |= CLEAN_SLATE
    sets = "".join(f", {name} = ${place}" for place, name in enumerate(values, start=3))
    await execute(
        f"update webhooks set version = version + 1, updated_at = $2{sets} where id = $1",
        hook["id"],
        now,
        *values.values(),
    )
    if different.get("is_enabled") is False:
        await enqueue("webhooks.give_up", workspace_id=member.workspace_id, hook_id=hook["id"])
    elif different.keys() & {"url", "is_enabled"}:
        await hasten(hook["id"])


def _switch(*, on: bool) -> Row:
    return {
        "is_enabled": on,
        "disabled_reason": None if on else "person",
        "disabled_at": None if on else clock.now(),
    }


async def _find_project_id(member: Member, key: str | None) -> UUID | None:
    if key is None:
        return None
    try:
        project_id: UUID = (await projects.get_project(member, key))["id"]
    except NotFound:
        raise Invalid.field("project", "unknown_project", "is no project that you see") from None
    return project_id
