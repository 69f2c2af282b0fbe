"""A project's board."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from taskflow import projects, tasks
from taskflow.api.operations import PREFIX, PageQuery, operation
from taskflow.api.rows import Row, page_of
from taskflow.api.schemas import Board, Card
from taskflow.platform.pagination import Page, encode_cursor, read_cursor, read_id, read_text
from taskflow.platform.validation import Input
from taskflow.workspaces import Member

_PROJECT = "/workspaces/{slug}/projects/{project_key}"
_COLUMN_TASKS = _PROJECT + "/columns/{column_id}/tasks"


class BoardQuery(Input):
    """How much of a board."""

    per_column: Annotated[int, Field(ge=1, le=100, description="How many cards of each column at most")] = 30


@operation("GET", _PROJECT + "/board", query=BoardQuery, answer=Board)
async def get_board(member: Member, project_key: str, query: BoardQuery) -> Row:
    """Read a board: the columns, each with its first cards"""
    project = await projects.get_project(member, project_key)
    cards = await tasks.list_board(member, project, per_column=query.per_column)
    columns = [
        _build_column(member, project, column, cards.get(column["id"], []))
        for column in await projects.list_columns(project)
    ]
    return {"project": project, "columns": columns}


@operation("GET", _COLUMN_TASKS, items=Card)
async def list_column_tasks(member: Member, project_key: str, column_id: UUID, query: PageQuery) -> Page:
    """List the tasks of a column in the order of the board"""
    project = await projects.get_project(member, project_key)
    column = await projects.get_listed_column(project, column_id)
    rank, last_id = read_cursor(query.after, read_text, read_id)
    after = (rank, last_id) if query.after is not None else None
    rows = await tasks.list_column(member, project, column["id"], after=after, limit=query.limit)
    return page_of(rows, query, "rank", "id")


def _build_column(member: Member, project: Row, column: Row, cards: list[Row]) -> Row:
    count, following = column["task_count"], None
    if count > len(cards):
        names = {"slug": member.workspace_slug, "project_key": project["key"], "column_id": column["id"]}
        cursor = encode_cursor(cards[-1]["rank"], cards[-1]["id"])
        following = f"{PREFIX}{_COLUMN_TASKS.format_map(names)}?after={cursor}"
    return column | {"tasks": cards, "next": following}
