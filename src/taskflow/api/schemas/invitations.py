"""An invitation to a workspace, with its code only when it was just made."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field

from taskflow.api.schemas.output import Id, Moment, Named, Output, Version


class Invitation(Output):
    """An offer to become a member, without its code."""

    id: Id
    kind: Literal["email", "link"]
    email: Annotated[str | None, Field(examples=["noor@example.org"], description="Null for a link")]
    role: Literal["guest", "member", "admin"]
    projects: Annotated[list[str], Field(examples=[["WEB"]], description="Keys of the projects that it lets into")]
    state: Literal["pending", "used_up", "expired", "revoked"]
    uses: Annotated[int, Field(ge=0, examples=[0])]
    max_uses: Annotated[int | None, Field(ge=1, examples=[1], description="Null is any number")]
    inviter: Named
    version: Version
    created_at: Moment
    expires_at: Moment
    revoked_at: Moment | None
    mail_state: Annotated[
        Literal["waiting", "sent", "failed"] | None, Field(description="What became of the last mail; null without one")
    ]
    mail_problem: Annotated[
        str | None,
        Field(examples=["550 5.1.1 no such mailbox"], description="Why it failed, or waits to be tried again"),
    ]
    mail_count: Annotated[int, Field(ge=0, examples=[1], description="How often it was to be mailed; 5 times at most")]
    mailed_at: Annotated[Moment | None, Field(description="When the mail server took the last one")]

    @classmethod
    def present(cls, row: Mapping[str, Any]) -> dict[str, Any]:
        """The invitation with who made it."""
        inviter = {"id": row["invited_by"], "name": row["inviter_name"], "hue": row["inviter_hue"]}
        return super().present({**row, "inviter": inviter})


class NewInvitationLink(Invitation):
    """An invitation that was just made: its code and its address are shown this once."""

    code: Annotated[str, Field(examples=["0123456789abcdefghijklmnopqrstuvwxyzABCDEFG"])]
    url: Annotated[
        str,
        Field(
            examples=["https://taskflow.example/join#0123456789abcdefghijklmnopqrstuvwxyzABCDEFG"],
            description="To hand on. The code stands behind the #, which browsers send to no server",
        ),
    ]
