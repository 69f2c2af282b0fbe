"""How a text of somebody is wanted: as it was written, or as HTML too."""

from typing import Annotated, Literal

from pydantic import Field

from taskflow.api.operations import PageQuery
from taskflow.platform.validation import Input

Rendering = Annotated[Literal["html"], Field(description="Give the text as safe HTML as well")]


class RenderQuery(Input):
    """How the text is wanted."""

    render: Rendering | None = None


class RenderedPageQuery(PageQuery):
    """Which part of a list, and how its texts are wanted."""

    render: Rendering | None = None
