"""What is searched."""

from tortoise import fields
from tortoise.models import Model


class SearchDocument(Model):
    """The text of a task (which has the same id); triggers write it."""

    id = fields.UUIDField(primary_key=True)
    workspace_id = fields.UUIDField()
    title = fields.TextField()
    words = fields.TextField()

    class Meta:
        table = "search_documents"
