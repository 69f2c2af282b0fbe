"""Rows that bring their own ids, written once however often they come."""

from collections.abc import Sequence
from typing import Any, TypeVar
from uuid import UUID

from tortoise.models import Model

Row = dict[str, Any]
ModelT = TypeVar("ModelT", bound=Model)


async def insert_missing(model: type[ModelT], workspace_id: UUID, rows: Sequence[Row]) -> list[Row]:
    """Write those whose `id` the workspace does not have yet, and give them.

    Raises IntegrityError for what another row stands against: nothing is passed over but the very same id.
    """
    wanted = [row["id"] for row in rows]
    known = set(await model.filter(workspace_id=workspace_id, id__in=wanted).values_list("id", flat=True))
    fresh = [row for row in rows if row["id"] not in known]
    await model.bulk_create(model(workspace_id=workspace_id, **row) for row in fresh)
    return fresh
