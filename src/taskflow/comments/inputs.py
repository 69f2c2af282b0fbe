"""What people say."""

from pydantic import Field

from taskflow.platform.validation import CommentBody, Input


class NewComment(Input):
    """A comment to post, in Markdown."""

    body: CommentBody = Field(examples=["p95 is **38 ms** now"])


class CommentChanges(Input):
    """The comment's new text."""

    body: CommentBody = Field(examples=["p95 is **35 ms** now"])
