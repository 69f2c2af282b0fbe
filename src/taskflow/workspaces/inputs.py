"""What people send about a workspace and its members."""

import re
from datetime import timedelta
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from taskflow.identity import NewUser
from taskflow.platform.validation import Changes, Email, Hue, Input, Name, ShortName, TimeZone, Whole

# Words that are the first part of a URL for something else. A test holds this list against the routes.
RESERVED_SLUGS = frozenset(
    {
        *("api", "assets", "new", "login", "logout", "join", "reset", "register", "me", "operator"),
        "unsubscribe",
        *("health", "livez", "readyz", "metrics", "static", "docs", "help", "about", "admin", "settings"),
    }
)
_SLUG = re.compile(r"[a-z0-9](-?[a-z0-9])*")


def _slug(value: str) -> str:
    if not _SLUG.fullmatch(value):
        raise PydanticCustomError("slug", "must be lower-case letters, digits and single hyphens between them")
    if value in RESERVED_SLUGS:
        raise PydanticCustomError("slug_reserved", "is a word that TaskFlow needs itself")
    return value


Slug = Annotated[
    str,
    StringConstraints(min_length=2, max_length=40),
    AfterValidator(_slug),
    Field(json_schema_extra={"pattern": f"^{_SLUG.pattern}$"}),
]
RoleName = Literal["guest", "member", "admin", "owner"]


class NewWorkspace(Input):
    """A workspace to make."""

    name: Name = Field(examples=["Meridian Studio"])
    slug: Slug = Field(examples=["meridian"])
    time_zone: TimeZone = "UTC"


class WorkspaceChanges(Changes):
    """Only the fields named are changed."""

    name: Name | None = Field(default=None, examples=["Meridian Studio & Sons"])
    time_zone: TimeZone | None = None


class NewMember(Input):
    """Somebody with an account, to be added to the workspace."""

    email: Email = Field(examples=["priya@example.org"])
    role: RoleName = "member"


class MemberChanges(Input):
    """A member's new role."""

    role: RoleName


class NewOwner(Input):
    """Whom the workspace is handed over to."""

    member_id: UUID


class NewTeam(Input):
    """A team to make."""

    name: ShortName = Field(examples=["Design"])
    hue: Hue = "slate"


class TeamChanges(Changes):
    """Only the fields named are changed."""

    name: ShortName | None = Field(default=None, examples=["Design and research"])
    hue: Hue | None = None


class NewInvitation(Input):
    """An offer to become a member: by e-mail for one person, or by a link for whoever has it."""

    model_config = ConfigDict(
        json_schema_extra={
            "allOf": [
                {
                    "anyOf": [
                        {"properties": {"email": {"type": "string"}}, "required": ["email"]},
                        {"properties": {"kind": {"const": "link"}}, "required": ["kind"]},
                    ]
                },
                {
                    "anyOf": [
                        {"properties": {"projects": {"minItems": 1}}, "required": ["projects"]},
                        {"properties": {"role": {"enum": ["member", "admin"]}}},
                    ]
                },
            ]
        }
    )

    kind: Literal["email", "link"] = "email"
    email: Email | None = Field(default=None, examples=["noor@example.org"], description="For the kind `email`")
    role: Literal["guest", "member", "admin"] = "member"
    max_uses: Annotated[int, Field(ge=1, le=1000), Whole] | None = Field(
        default=None, description="For the kind `link`: how many may accept; null is any number"
    )
    expires_in_days: Annotated[int, Field(ge=1, le=90), Whole] = 7
    projects: Annotated[list[Annotated[str, StringConstraints(pattern=r"^[A-Z]{2,6}$")]], Field(max_length=50)] = Field(
        default=[], description="Keys of projects that whoever accepts is let into; a guest needs one"
    )

    @property
    def lifetime(self) -> timedelta:
        """How long it is good."""
        return timedelta(days=self.expires_in_days)


Code = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[A-Za-z0-9_-]+$")]


class Acceptance(Input):
    """The code of the invitation to accept: what stands behind the # in its address."""

    code: Code = Field(examples=["0123456789abcdefghijklmnopqrstuvwxyzABCDEFG"])


class InvitedUser(NewUser):
    """A person who signs up, and the code of the invitation that lets them where TaskFlow is by invitation."""

    invitation: Code | None = Field(default=None, examples=["0123456789abcdefghijklmnopqrstuvwxyzABCDEFG"])
