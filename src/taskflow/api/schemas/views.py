"""A saved view, and what a search finds."""

from typing import Annotated, Literal

from pydantic import Field

from taskflow.api.schemas.output import Id, Moment, Named, Output, Version
from taskflow.api.schemas.tasks import Card


class View(Output):
    """A saved view."""

    id: Id
    name: Annotated[str, Field(examples=["Bugs of the week"])]
    project: Annotated[str | None, Field(examples=["WEB"], description="Its project's key; null: the workspace")]
    owner: Named
    is_shared: bool
    layout: Literal["board", "list", "calendar", "timeline"]
    filter: Annotated[str, Field(examples=["label:bug due<7d"], description="In the filter language, as it spells it")]
    sort: Annotated[str, Field(examples=["-priority,due"])]
    created_at: Moment
    updated_at: Moment
    version: Version


class Matches(Output):
    """What was found in a task, as HTML that has no other markup than `<mark>`."""

    title: Annotated[str, Field(examples=["Fix the <mark>login</mark> page"])]
    snippet: Annotated[
        str, Field(examples=["the <mark>login</mark> form &amp; more"], description="Empty when only the title has it")
    ]
    place: Annotated[
        Literal["title", "description", "comment"],
        Field(alias="in", examples=["title"], description="The best of them"),
    ]


class Found(Card):
    """A task that was found."""

    score: Annotated[float, Field(ge=0, examples=[0.6], description="Compares the items of one answer only")]
    matches: Matches
