"""A person, where they are signed in, and the programs that act for them."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field

from taskflow.api.schemas.output import HueName, Id, Moment, Output, PersonName, Version
from taskflow.identity import build_initials


class Profile(Output):
    """A person, as they see themself."""

    id: Id
    email: Annotated[str, Field(examples=["priya@example.org"])]
    name: PersonName
    initials: Annotated[str, Field(examples=["PN"])]
    hue: HueName
    time_zone: Annotated[str, Field(examples=["Europe/Berlin"])]
    theme: Literal["system", "light", "dark"]
    density: Literal["comfortable", "compact"]
    is_operator: Annotated[bool, Field(description="True for whoever runs this TaskFlow")]
    version: Version

    @classmethod
    def present(cls, row: Mapping[str, Any]) -> dict[str, Any]:
        """The person with their initials."""
        return super().present({**row, "initials": build_initials(row["name"])})


class Account(Output):
    """A person's account, as the operator sees it."""

    id: Id
    email: Annotated[str, Field(examples=["priya@example.org"])]
    name: PersonName
    hue: HueName
    is_operator: bool
    version: Version
    created_at: Moment
    deactivated_at: Annotated[Moment | None, Field(description="Since when they are kept out; null for most")]


class OfferedReset(Output):
    """A way to a new password that was just made: its code and its address are shown this once."""

    email: Annotated[str, Field(examples=["priya@example.org"], description="Whose password it is")]
    code: Annotated[str, Field(examples=["0123456789abcdefghijklmnopqrstuvwxyzABCDEFG"])]
    url: Annotated[
        str,
        Field(
            examples=["https://taskflow.example/reset#0123456789abcdefghijklmnopqrstuvwxyzABCDEFG"],
            description="To hand on; good once, for an hour",
        ),
    ]


class Session(Output):
    """A browser that is signed in."""

    id: Id
    user_agent: Annotated[str, Field(examples=["Mozilla/5.0"])]
    address: Annotated[str, Field(examples=["192.0.2.7"], description="Where it signed in from")]
    created_at: Moment
    last_seen_at: Moment
    expires_at: Moment
    is_current: Annotated[bool, Field(description="True for the session of this very request")]


class Token(Output):
    """A program's key, without its text."""

    id: Id
    name: Annotated[str, Field(examples=["Nightly report"])]
    hint: Annotated[str, Field(examples=["x7Qd"], description="The last four characters of its text")]
    scopes: list[Literal["read", "write"]]
    created_at: Moment
    expires_at: Moment
    last_used_at: Moment | None


class NewTokenText(Token):
    """A token that was just made: its text is shown this once."""

    text: Annotated[
        str, Field(examples=["tfp_0123456789abcdefghijABCD00x7Qd"], description="Send it as a bearer token")
    ]
