"""What people say about tasks."""

from taskflow.comments.inputs import CommentChanges, NewComment
from taskflow.comments.posting import delete_comment, edit_comment, post_comment
from taskflow.comments.queries import get_comment, list_comments

__all__ = [
    "CommentChanges",
    "NewComment",
    "delete_comment",
    "edit_comment",
    "get_comment",
    "list_comments",
    "post_comment",
]
