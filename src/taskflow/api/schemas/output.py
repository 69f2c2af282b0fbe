"""What every answer has in common."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, Field

Id = Annotated[UUID, Field(examples=["0193623a-7c00-7000-8000-000000000001"])]
Moment = Annotated[datetime, Field(examples=["2026-11-25T09:30:00Z"])]
Day = Annotated[date, Field(examples=["2026-11-25"])]
Version = Annotated[int, Field(ge=1, examples=[7], description="Counts the changes; the ETag begins with it")]
PersonName = Annotated[str, Field(examples=["Priya Nair"])]
HueName = Annotated[str, Field(examples=["teal"], description="The name of a colour")]


class Output(BaseModel):
    """A thing as it leaves. The model describes it in the OpenAPI document; at run time its names select the values."""

    @classmethod
    def present(cls, row: Mapping[str, Any]) -> dict[str, Any]:
        """The values of `row` that leave, by name."""
        return {name: row[name] for name in cls.model_fields}


class Named(Output):
    """A member by name."""

    id: Id
    name: PersonName
    hue: HueName
