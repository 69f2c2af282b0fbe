"""What people say about tasks: comments, whom they mention, and the reactions to them."""

from taskflow.comments import undoing  # noqa: F401  enters how it is taken back
from taskflow.comments.archived import import_archived_comments
from taskflow.comments.handles import Mentionable
from taskflow.comments.history import list_versions
from taskflow.comments.importing import ImportedComment, import_comments
from taskflow.comments.inputs import CommentChanges, NewComment, NewReaction
from taskflow.comments.mentions import list_mentionable
from taskflow.comments.posting import delete_comment, edit_comment, post_comment
from taskflow.comments.queries import get_comment, list_comments
from taskflow.comments.reactions import EMOJI, add_reaction, remove_reaction
from taskflow.comments.rendering import find_unknown, name_mentions, render_comment

__all__ = [
    "EMOJI", "CommentChanges", "ImportedComment", "Mentionable", "NewComment", "NewReaction", "add_reaction",
    "delete_comment", "edit_comment", "find_unknown", "get_comment", "import_archived_comments", "import_comments",
    "list_comments", "list_mentionable", "list_versions", "name_mentions", "post_comment", "remove_reaction",
    "render_comment",
]  # fmt: skip
