"""The demo world of a development session, and how to get into it."""

import json
import os
import secrets
from pathlib import Path

from taskflow import identity, world
from taskflow.identity import NewToken
from taskflow.platform.database import close_database, open_database
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.settings import Settings
from taskflow.world import PEOPLE

_WORDS = "amber basil cedar delta ember fjord grove harbor iris juniper kite lagoon maple nectar opal".split()  # noqa: SIM905


async def seed(settings: Settings, folder: Path) -> dict[str, str]:
    """Make the demo world if it is not there; gives e-mail, password and token of its owner."""
    file = folder / "credentials.json"
    await open_database(settings, role="seed", pool_size=2)
    try:
        async with unit_of_work():
            made = None if await world.has_world() else await _build()
        if made is not None:
            _write(file, made)
    finally:
        await close_database()
    if not file.exists():
        return {
            "email": PEOPLE["sam"].email,
            "password": "(was deleted; bin/dev --fresh makes a new world)",
            "token": "-",
        }
    return dict(json.loads(file.read_text()))


async def _build() -> dict[str, str]:
    password = "-".join(secrets.choice(_WORDS) for _ in range(4))
    built = await world.build_world(password, days=200)
    await world.tell_past(built)
    new = NewToken(name="bin/dev", scopes=["read", "write"], expires_in_days=366)
    _, token = await identity.create_token(built.persons["sam"], new)
    return {"email": PEOPLE["sam"].email, "password": password, "token": token}


def _write(file: Path, credentials: dict[str, str]) -> None:
    file.unlink(missing_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as output:
        json.dump(credentials, output)
