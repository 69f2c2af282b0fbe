"""What a person changes about themself."""

from typing import Any

from taskflow.activity import Actor, Subject, record
from taskflow.identity.inputs import ProfileChanges
from taskflow.identity.people import PERSON_COLUMNS, Person, build_person
from taskflow.platform.database import fetch_one
from taskflow.platform.errors import StaleVersion


async def edit_profile(person: Person, changes: ProfileChanges, *, version: int | None) -> Person:
    """Change the fields named in `changes`. Raises StaleVersion when `version` is given and no longer current."""
    named: dict[str, Any] = {
        name: value for name, value in changes.model_dump(exclude_unset=True).items() if value is not None
    }
    sets = "".join(f", {name} = ${place}" for place, name in enumerate(named, start=3))
    row = await fetch_one(
        f"update users u set version = version + 1, updated_at = now(){sets}"
        f" where u.id = $1 and ($2::int is null or u.version = $2) returning {PERSON_COLUMNS}",
        person.id,
        version,
        *named.values(),
    )
    if row is None:
        raise StaleVersion(extra={"current_version": person.version})
    old = {name: (getattr(person, name), value) for name, value in named.items()}
    await record("user.edited", actor=Actor("user", person.id), subject=Subject("user", person.id), changes=old)
    return build_person(row, session_id=person.session_id, token_id=person.token_id, scopes=person.scopes)
