"""An event: what happened to a task or in a project."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from taskflow.activity import ACTIONS
from taskflow.api.schemas.output import Id, Moment, Output

Row = Mapping[str, Any]
Hash = Annotated[str, Field(examples=["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"])]


class Actor(Output):
    """Who did it. TaskFlow itself (`system`) has neither id nor name."""

    kind: Literal["member", "user", "system"]
    id: Id | None
    name: Annotated[str | None, Field(examples=["Priya Nair"])]


class Subject(Output):
    """What it was done to."""

    type: Annotated[str, Field(examples=["task"])]
    id: Id


class Event(Output):
    """A recorded fact. Events are never changed; new actions and new fields of `changes` may appear at any time."""

    id: Id
    seq: Annotated[int, Field(ge=1, examples=[4711], description="Grows with every event of this TaskFlow")]
    action: Annotated[str, Field(examples=["task.edited"], json_schema_extra={"x-known-values": sorted(ACTIONS)})]
    actor: Actor
    subject: Subject
    project_id: Id | None
    changes: Annotated[
        dict[str, Annotated[list[Any], Field(min_length=2, max_length=2)]],
        Field(examples=[{"priority": ["none", "high"], "version": [6, 7]}], description="Old and new value by field"),
    ]
    at: Moment

    @classmethod
    def present(cls, row: Row) -> dict[str, Any]:
        """The event with who did it; `names` in the row are members by id."""
        names: Mapping[UUID, Row] = row["names"]
        actor = {"kind": row["actor_kind"], "id": row["actor_id"], "name": names.get(row["actor_id"], {}).get("name")}
        subject = {"type": row["subject_type"], "id": row["subject_id"]}
        return super().present({**row, "actor": actor, "subject": subject})


class AuditEvent(Event):
    """A recorded fact, as the audit log has it."""

    request_id: Annotated[
        str | None, Field(examples=["9f2c1b7e4a5d4f6f"], description="Of the request that did it, as in the logs")
    ]


class Verification(Output):
    """What was found when the newest seals were computed again."""

    intact: Annotated[bool, Field(description="True when nothing in them was altered")]
    problem: Annotated[str | None, Field(examples=[None], description="What is wrong first")]
    verified_seals: Annotated[int, Field(ge=0, examples=[5], description="How many were computed again, the newest")]
    seals: Annotated[int, Field(ge=0, examples=[812])]
    sealed_events: Annotated[int, Field(ge=0, examples=[4711])]
    unsealed_events: Annotated[int, Field(ge=0, examples=[3], description="They wait for the next seal")]
    head: Annotated[Hash | None, Field(description="The last hash: kept elsewhere, it proves what came before it")]

    @classmethod
    def present(cls, row: Row) -> dict[str, Any]:
        """What was found."""
        found = row["found"]
        return {
            "intact": not found.broken,
            "problem": found.broken or None,
            "verified_seals": row["newest"],
            "seals": found.seals,
            "sealed_events": found.sealed,
            "unsealed_events": found.unsealed,
            "head": found.head.hex() if found.head else None,
        }
