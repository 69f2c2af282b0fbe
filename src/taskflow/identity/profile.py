"""What a person changes about themself."""

from dataclasses import asdict

from taskflow.activity import Actor, Subject, record
from taskflow.identity.inputs import ProfileChanges
from taskflow.identity.people import PERSON_COLUMNS, Person, build_person
from taskflow.platform.database import execute, fetch_one
from taskflow.platform.errors import NotFound, StaleVersion


async def edit_profile(person: Person, changes: ProfileChanges, *, version: int | None) -> Person:
    """Change the fields named in `changes`. Raises StaleVersion when `version` is given and no longer current."""
    current = await _get_locked(person)
    if version is not None and version != current.version:
        raise StaleVersion(extra={"current": asdict(current)})
    different = {name: value for name, value in changes.named.items() if getattr(current, name) != value}
    if not different:
        return current
    sets = "".join(f", {name} = ${place}" for place, name in enumerate(different, start=2))
    await execute(
        f"update users set version = version + 1, updated_at = now(){sets} where id = $1",
        person.id,
        *different.values(),
    )
    old = {name: (getattr(current, name), value) for name, value in different.items()}
    await record("user.edited", actor=Actor("user", person.id), subject=Subject("user", person.id), changes=old)
    return await _get_locked(person)


async def _get_locked(person: Person) -> Person:
    """The person as they are now, locked against other writers, come in the way they came."""
    row = await fetch_one(f"select {PERSON_COLUMNS} from users u where u.id = $1 for no key update", person.id)
    if row is None:
        raise NotFound
    return build_person(row, session_id=person.session_id, token_id=person.token_id, scopes=person.scopes)
