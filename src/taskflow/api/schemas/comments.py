"""A comment, whom it mentions, the reactions to it, and what it said before."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field

from taskflow.api.schemas.output import HueName, Id, Moment, Named, Output, Version
from taskflow.comments import EMOJI, find_unknown

Handle = Annotated[str, Field(examples=["mateo"], description="What stands behind the @, folded to small letters")]


class Mention(Output):
    """What a handle in a comment means: a member, or a team and those of it who could see the task."""

    handle: Handle
    team: Named | None
    members: list[Named]


class Reaction(Output):
    """An emoji that members put on a comment."""

    emoji: Annotated[str, Field(examples=["👍"], json_schema_extra={"enum": list(EMOJI)})]
    count: Annotated[int, Field(ge=1, examples=[2])]
    members: Annotated[list[str], Field(examples=[["Priya Nair", "Mateo Ruiz"]], description="The first 20 by name")]
    mine: Annotated[bool, Field(description="True when you are one of them")]


class Comment(Output):
    """What somebody said about a task."""

    id: Id
    task_id: Id
    author: Named
    body: Annotated[str, Field(examples=["p95 is **38 ms** now, @mateo"], description="Markdown")]
    body_html: Annotated[
        str | None,
        Field(examples=["<p>p95 is <strong>38 ms</strong> now</p>"], description="Safe HTML, with `?render=html`"),
    ]
    mentions: list[Mention]
    unknown_mentions: Annotated[
        list[str], Field(examples=[["nobody"]], description="Handles in it that mean nobody who can see the task")
    ]
    reactions: list[Reaction]
    version: Version
    created_at: Moment
    edited_at: Annotated[Moment | None, Field(examples=[None], description="When its text was last changed")]

    @classmethod
    def present(cls, row: Mapping[str, Any]) -> dict[str, Any]:
        """The comment; as HTML only where the row has it."""
        return super().present({"body_html": None, **row, "unknown_mentions": find_unknown(dict(row))})


class CommentVersion(Output):
    """A text that a comment has or had."""

    number: Annotated[int, Field(ge=1, examples=[2], description="1 is what was posted")]
    body: Annotated[str, Field(examples=["p95 is **38 ms** now"], description="Markdown")]
    at: Moment
    by: Named | None


class MentionableName(Output):
    """A member or a team that a comment can mention."""

    kind: Literal["member", "team"]
    id: Id
    name: Annotated[str, Field(examples=["Mateo Ruiz"])]
    hue: HueName
    handle: Annotated[str, Field(examples=["mateo"], description="What to type behind the @")]


class Mentionable(Output):
    """The first ten that can be mentioned, by name."""

    items: list[MentionableName]

    @classmethod
    def present(cls, row: Mapping[str, Any]) -> dict[str, Any]:
        """Each by name."""
        names = MentionableName.model_fields
        return {"items": [{name: getattr(target, name) for name in names} for target in row["items"]]}
