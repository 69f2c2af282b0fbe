"""Finding tasks by words."""

from typing import Annotated

from pydantic import Field

from taskflow import search, tasks
from taskflow.api.operations import PageQuery, operation
from taskflow.api.schemas import Found
from taskflow.platform.pagination import Page
from taskflow.workspaces import Member


class SearchQuery(PageQuery):
    """What to look for."""

    q: Annotated[
        str,
        Field(
            max_length=200,
            examples=["login assignee:me"],
            description="Words, a task's key, and whatever the filter language knows; without words the newest first",
        ),
    ] = ""


@operation("GET", "/workspaces/{slug}/search", query=SearchQuery, items=Found)
async def search_tasks(member: Member, query: SearchQuery) -> Page:
    """Search tasks in titles, descriptions and comments, the best first

    Words rank, the rest filters; the last word may be unfinished. When hardly anything has the words, tasks follow
    whose titles are nearly like them. Open and done tasks are found: say `status:open` for the open ones.
    """
    wanted = tasks.read_filter(query.q, pointer="/query/q")
    return await search.search_tasks(member, wanted, after=query.after, limit=query.limit)
