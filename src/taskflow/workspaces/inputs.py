"""What people send about a workspace and its members."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from taskflow.platform.validation import Changes, Email, Input, Name, TimeZone

# Words that are the first part of a URL for something else. A test holds this list against the routes.
RESERVED_SLUGS = frozenset(
    {
        *("api", "assets", "new", "login", "logout", "join", "reset", "register", "me", "operator"),
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


Slug = Annotated[str, StringConstraints(min_length=2, max_length=40), AfterValidator(_slug)]
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
