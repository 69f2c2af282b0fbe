"""A saved view."""

from tortoise import fields
from tortoise.models import Model


class SavedView(Model):
    """A filter in the filter language, an order and a layout; of one project, or of the workspace without one."""

    id = fields.UUIDField(primary_key=True)
    workspace_id = fields.UUIDField()
    project_id = fields.UUIDField(null=True)
    owner_id = fields.UUIDField()
    name = fields.TextField()
    is_shared = fields.BooleanField(default=False)
    layout = fields.TextField()
    filter_text = fields.TextField(source_field="filter", default="")  # `filter` is a method of every model
    sort = fields.TextField(default="number")
    version = fields.IntField(default=1)
    created_at = fields.DatetimeField()
    updated_at = fields.DatetimeField()

    class Meta:
        table = "saved_views"
