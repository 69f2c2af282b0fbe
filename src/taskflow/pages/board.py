"""The board of a project."""

from typing import Any
from uuid import UUID

from quart import Blueprint, Response, request

from taskflow import projects, tasks
from taskflow.pages.addresses import project_address
from taskflow.pages.cards import CARDS_PER_COLUMN, build_column
from taskflow.pages.rendering import render_page
from taskflow.platform import clock
from taskflow.platform.ids import parse_id
from taskflow.platform.pagination import bad_cursor, decode_cursor
from taskflow.web.authentication import require_member
from taskflow.workspaces import Member

routes = Blueprint("board", __name__)
Row = dict[str, Any]


@routes.get("/<slug>/p/<key>")
async def show(slug: str, key: str) -> Response:
    """The columns with their first cards; `?column=…&after=…` shows one column further down."""
    member = await require_member(slug)
    project = await projects.get_project(member, key)
    rows = await projects.list_columns(project)
    return await render_page(
        "pages/board/board.html",
        member=member,
        current=key,
        project=project,
        columns=await _load_columns(member, project, rows),
        moved_down=request.args.get("column"),
        board_url=project_address(slug, key),
    )


async def _load_columns(member: Member, project: Row, columns: list[Row]) -> list[Row]:
    board = await tasks.list_board(member, project, per_column=CARDS_PER_COLUMN)
    further, after = request.args.get("column"), request.args.get("after")
    now, built = clock.now(), []
    for column in columns:
        found = board.get(column["id"], [])
        count = column["task_count"]
        more = count > len(found)
        if further and after and column["id"] == parse_id(further):
            found = await tasks.list_column(
                member, project, column["id"], after=_read_cursor(after), limit=CARDS_PER_COLUMN
            )
            more, found = len(found) > CARDS_PER_COLUMN, found[:CARDS_PER_COLUMN]
        built.append(build_column(column, found, member, project["key"], now, count=count, more=more))
    return built


def _read_cursor(text: str) -> tuple[str, UUID]:
    """The rank and the id in the cursor of a column. Raises Invalid for a made-up one."""
    rank, last_id = decode_cursor(text, size=2)
    try:
        if not (rank.isascii() and rank.isalnum()):
            raise ValueError(rank)
        return rank, UUID(last_id)
    except (ValueError, AttributeError, TypeError):
        raise bad_cursor() from None
