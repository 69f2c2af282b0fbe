"""Files on tasks: taking them in as they come, giving them out, and forgetting them."""

from taskflow.attachments import undoing  # noqa: F401  enters why it stays
from taskflow.attachments.archived import import_archived_attachment
from taskflow.attachments.media_types import is_shown
from taskflow.attachments.names import build_disposition
from taskflow.attachments.queries import get_attachment, list_attachments
from taskflow.attachments.storage import Storage, find_storage, keep_in
from taskflow.attachments.uploading import add_attachment, remove_attachment

__all__ = [
    "Storage",
    "add_attachment",
    "build_disposition",
    "find_storage",
    "get_attachment",
    "import_archived_attachment",
    "is_shown",
    "keep_in",
    "list_attachments",
    "remove_attachment",
]
