"""What was imported before, by what the other program calls it."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from taskflow.platform import clock
from taskflow.platform.database import fetch
from taskflow.platform.ids import new_id
from taskflow.transfer.models import ImportedThing
from taskflow.workspaces import Member

LONGEST_ID = 500


async def find_known(member: Member, source: str, external_ids: Sequence[str]) -> dict[str, UUID]:
    """Our ids of those that are here already, by theirs."""
    rows = await fetch(
        "select external_id, thing_id from imported_things"
        " where workspace_id = $1 and source = $2 and external_id = any($3::text[])",
        member.workspace_id,
        source,
        [name[:LONGEST_ID] for name in external_ids],
    )
    return {row["external_id"]: row["thing_id"] for row in rows}


async def note_things(member: Member, source: str, made: Mapping[str, UUID]) -> None:
    """These were made, in the unit that made them. Raises IntegrityError when another run has made one meanwhile."""
    await ImportedThing.bulk_create(
        ImportedThing(
            id=new_id(),
            workspace_id=member.workspace_id,
            source=source,
            external_id=name[:LONGEST_ID],
            thing_id=thing_id,
            created_at=clock.now(),
        )
        for name, thing_id in made.items()
    )
