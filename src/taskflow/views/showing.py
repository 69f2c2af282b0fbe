"""The tasks of a saved view."""

from taskflow import tasks
from taskflow.platform.pagination import Page
from taskflow.tasks import TextMatch
from taskflow.views.queries import Row
from taskflow.workspaces import Member


async def list_view_tasks(
    member: Member, view: Row, *, match: TextMatch, after: str | None = None, limit: int = 50
) -> Page:
    """A page of the tasks that the view holds for this member, in its order; `match` finds words.

    Raises Invalid for a cursor of another list, or when a later release took something out of the language.
    """
    wanted = tasks.build_filter(view["filter"], project_key=view["project"], pointers="")
    order = tasks.read_sort(view["sort"], pointer="/sort")
    return await tasks.list_tasks(member, wanted, order=order, after=after, limit=limit, match=match)
