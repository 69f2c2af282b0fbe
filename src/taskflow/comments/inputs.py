"""What people say."""

from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from taskflow.comments.reactions import EMOJI
from taskflow.platform.validation import CommentBody, Input


class NewComment(Input):
    """A comment to post, in Markdown."""

    body: CommentBody = Field(examples=["p95 is **38 ms** now"])


class CommentChanges(Input):
    """The comment's new text."""

    body: CommentBody = Field(examples=["p95 is **35 ms** now"])


def _known(value: str) -> str:
    if value not in EMOJI:
        raise PydanticCustomError("emoji", f"must be one of {' '.join(EMOJI)}")
    return value


class NewReaction(Input):
    """An emoji to put on a comment, or to take off it."""

    emoji: Annotated[str, AfterValidator(_known)] = Field(examples=["👍"])
