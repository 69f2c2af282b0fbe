"""Taking a change back."""

from typing import Annotated, Any

from pydantic import Field, StringConstraints

from taskflow.api.operations import operation
from taskflow.api.schemas import Undone
from taskflow.platform.validation import Input
from taskflow.web.undo import undo
from taskflow.web.undo_tokens import MAX_CHARACTERS
from taskflow.workspaces import Member

_Token = Annotated[str, StringConstraints(min_length=1, max_length=MAX_CHARACTERS, pattern=r"^[A-Za-z0-9_-]+$")]


class UndoRequest(Input):
    """The token that the change answered with, in the header `Undo`."""

    token: _Token = Field(examples=["AZNiOnwAcACAAAAAAAAAAQ"])


@operation(
    "POST", "/workspaces/{slug}/undo", body=UndoRequest, answer=Undone,
    codes=("forbidden", "undo_conflict", "undo_expired"), undo=True,
)  # fmt: skip
async def undo_change(member: Member, body: UndoRequest) -> dict[str, Any]:
    """Take a change back

    Within 10 minutes, by whoever made it, wholly or not at all. It is taken back by new events, and only what nobody
    has changed since: else the answer is 409 with every obstacle. The answer's own `Undo` does it again.
    """
    return {"undone": [_present(row) for row in await undo(member, body.token)]}


def _present(row: dict[str, Any]) -> dict[str, Any]:
    subject = {"type": row["subject_type"], "id": row["subject_id"]}
    return {"action": row["action"], "subject": subject, "sentence": row["sentence"]}
