"""Finding tasks of a workspace by words and by the filter language."""

from datetime import datetime
from typing import Annotated, Any

from markupsafe import Markup
from pydantic import Field
from quart import Blueprint, Response, request

from taskflow import search, tasks
from taskflow.pages.addresses import with_query
from taskflow.pages.cards import build_card
from taskflow.pages.filter_words import HINTS, find_fault
from taskflow.pages.rendering import render_page, render_part
from taskflow.platform import clock
from taskflow.platform.errors import Invalid
from taskflow.platform.validation import Input, parse
from taskflow.web.authentication import require_member
from taskflow.workspaces import Member

routes = Blueprint("search", __name__)
Row = dict[str, Any]


class SearchQuery(Input):
    """What the address of a search may say."""

    q: Annotated[str, Field(max_length=200)] = ""
    after: str | None = None


@routes.get("/<slug>/search")
async def show(slug: str) -> Response:
    """The tasks that are meant, the best first; `?after=…` goes on."""
    member = await require_member(slug)
    found = await _find(member, parse(SearchQuery, request.args.to_dict()))
    status = 422 if found["fault"] else 200
    return await render_page("pages/search/results.html", member=member, current="search", status=status, **found)


@routes.get("/<slug>/search/found")
async def show_found(slug: str) -> Response:
    """What `?q=…` finds as a piece for below the field, for whoever is still typing; the page's address follows."""
    member = await require_member(slug)
    found = await _find(member, parse(SearchQuery, request.args.to_dict()))
    response = render_part("pages/search/found.html", base=f"/{slug}", **found)
    response.headers["HX-Replace-Url"] = with_query(f"/{slug}/search", q=found["q"])
    return response


async def _find(member: Member, query: SearchQuery) -> Row:
    """The `items` that were found, or None when there is nothing to look for; `more_url`; the `fault` of a filter."""
    shown: Row = {"q": query.q, "hints": HINTS, "is_further": query.after is not None}
    shown |= {"items": None, "more_url": None, "fault": None}
    if not query.q.strip():
        return shown
    try:
        wanted = tasks.read_filter(query.q, pointer="/query/q")
    except Invalid as error:
        return shown | {"fault": find_fault(query.q, error, field="q")}
    page = await search.search_tasks(member, wanted, after=query.after)
    path = f"/{member.workspace_slug}/search"
    return shown | {
        "items": [build_found(task, member, clock.now()) for task in page.items],
        "more_url": page.next_cursor and with_query(path, q=query.q, after=page.next_cursor),
    }


def build_found(task: Row, member: Member, now: datetime) -> Row:
    """A task that was found: its card, its title and a snippet as HTML with marks, and where the best of them is."""
    matches = task["matches"]
    return build_card(task, member, now) | {
        "marked_title": Markup(matches["title"]),  # noqa: S704  search escaped it, but for its marks
        "snippet": Markup(matches["snippet"]),  # noqa: S704  the same
        "place": matches["in"],
    }
