"""A workspace and its members."""

from typing import Annotated, Literal

from pydantic import Field

from taskflow.api.schemas.output import HueName, Id, Moment, Output, PersonName, Version

RoleName = Literal["guest", "member", "admin", "owner"]


class Workspace(Output):
    """Where a group of people keeps its projects."""

    id: Id
    slug: Annotated[str, Field(examples=["meridian"])]
    name: Annotated[str, Field(examples=["Meridian Studio"])]
    time_zone: Annotated[str, Field(examples=["Europe/Berlin"])]
    version: Version
    created_at: Moment
    updated_at: Moment


class ListedWorkspace(Workspace):
    """A workspace in the list of one's own."""

    role: Annotated[RoleName, Field(description="The role that you have in it")]
    member_count: Annotated[int, Field(ge=1, examples=[6])]


class Member(Output):
    """A person in a workspace."""

    id: Annotated[Id, Field(description="Of the membership: what assignees and access name")]
    user_id: Id
    name: PersonName
    initials: Annotated[str, Field(examples=["PN"])]
    hue: HueName
    email: Annotated[str | None, Field(examples=["priya@example.org"], description="Null for guests who look")]
    role: RoleName
    version: Version
    created_at: Moment
    deactivated_at: Annotated[Moment | None, Field(description="Since when they are kept out; null for most")]


class Team(Output):
    """Members under a name."""

    id: Id
    name: Annotated[str, Field(examples=["Design"])]
    hue: HueName
    member_count: Annotated[int, Field(ge=0, examples=[4])]
    version: Version
    created_at: Moment


class Role(Output):
    """A role, the higher ones last."""

    name: RoleName
    sentence: Annotated[str, Field(examples=["Sees the projects they are let into, and comments there"])]


class Permission(Output):
    """Something that roles allow."""

    name: Annotated[str, Field(examples=["task.create"])]
    sentence: Annotated[str, Field(examples=["Create tasks"])]
    allowed: Annotated[
        dict[RoleName, bool], Field(examples=[{"guest": False, "member": True, "admin": True, "owner": True}])
    ]


class Permissions(Output):
    """Which role may do what."""

    roles: list[Role]
    permissions: list[Permission]
