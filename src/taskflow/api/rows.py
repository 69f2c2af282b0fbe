"""What the handlers pass on, and how rows become a page."""

from typing import Any

from taskflow.api.operations import PageQuery
from taskflow.platform.pagination import Page, build_page

Row = dict[str, Any]


def page_of(rows: list[Row], query: PageQuery, *cursor_fields: str) -> Page:
    """The page that `query` asks for, from rows that were asked for by `window`."""
    return build_page(rows, query.limit, *cursor_fields)


def window(query: PageQuery) -> dict[str, Any]:
    """The arguments of a domain list: behind the cursor, and one more than asked for to know whether there is more."""
    return {"after": query.after, "limit": query.limit + 1}
