"""What people send about a saved view."""

from typing import Annotated, Literal

from pydantic import Field

from taskflow.platform.validation import Changes, Input, Name
from taskflow.projects import ProjectKey

Layout = Literal["board", "list", "calendar", "timeline"]
LAYOUTS: tuple[Layout, ...] = ("board", "list", "calendar", "timeline")
FilterText = Annotated[str, Field(max_length=1000, examples=["label:bug due<7d"], description="The filter language")]
SortText = Annotated[str, Field(min_length=1, max_length=100, examples=["-priority,due"])]


class NewView(Input):
    """A view to save."""

    name: Name = Field(examples=["Bugs of the week"])
    project: Annotated[ProjectKey, Field(examples=["WEB"], description="A project's key")] | None = None
    layout: Layout = "list"
    filter: FilterText = ""
    sort: SortText = "number"
    is_shared: Annotated[bool, Field(description="Everybody sees it who sees its project")] = False


class ViewChanges(Changes):
    """Only the fields named are changed."""

    name: Name | None = Field(default=None, examples=["Bugs of this week"])
    layout: Layout | None = None
    filter: FilterText | None = None
    sort: SortText | None = None
    is_shared: bool | None = None
