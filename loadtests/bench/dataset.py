"""The reference data set: one workspace, 20 members, 10 projects, and as many tasks as asked, each with three events.

Written with COPY, the same for the same number, through the schema as it is migrated.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import orjson
from uuid_utils.compat import uuid7

from taskflow.tasks.ranks import spread_ranks

SLUG, MEMBERS, PROJECTS = "reference", 20, 10
START = datetime(2026, 1, 5, 8, tzinfo=UTC)
SPAN_SECONDS = 300 * 86_400
COLUMNS = (
    ("Backlog", "backlog"),
    ("To do", "todo"),
    ("In progress", "doing"),
    ("In review", "review"),
    ("Done", "done"),
)
COLUMN_WEIGHTS = (40, 20, 8, 4, 28)
PRIORITIES, PRIORITY_WEIGHTS = ("none", "low", "medium", "high", "urgent"), (40, 20, 20, 15, 5)
LABELS = ("bug", "design", "backend", "frontend", "docs", "infra", "question", "customer")
_VERBS = ("Fix", "Add", "Remove", "Rename", "Improve", "Measure", "Document", "Test", "Review", "Ship", "Draft")
_THINGS = ("login", "invoice", "export", "search", "board", "calendar", "upload", "report", "webhook", "menu", "cache")
_WHERE = ("on phones", "for guests", "in the sidebar", "after sign-in", "at night", "in dark mode", "on slow networks")
_BATCH = 20_000
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Dataset:
    """What the measurements need to know of it."""

    workspace_id: UUID
    user_id: UUID
    member_id: UUID
    project_keys: tuple[str, ...]
    tasks_per_project: int
    column_ids: dict[str, UUID]  # of the first project, by category
    label_ids: tuple[UUID, ...]  # of the first project


@dataclass(slots=True)
class _Project:
    id: UUID
    key: str
    columns: list[UUID]
    labels: list[UUID]


async def write_dataset(connection: asyncpg.Connection, tasks: int) -> Dataset:
    """Fill an empty, migrated database with `tasks` tasks. `connection` is the owner's, with a codec for jsonb."""
    source = random.Random(tasks)
    workspace_id = uuid7()
    users, members = await _write_people(connection, workspace_id)
    projects = await _write_projects(connection, workspace_id, tasks // PROJECTS)
    writer = _Writer(source, workspace_id, members)
    for table in ("tasks", "comments"):  # what their triggers write is written below, at once
        await connection.execute(f"alter table {table} disable trigger user")
    for project in projects:
        await writer.write(connection, project, tasks // PROJECTS)
    for table in ("tasks", "comments"):
        await connection.execute(f"alter table {table} enable trigger user")
    await _write_documents(connection)
    await connection.execute(
        "update project_columns c set task_count = (select count(*) from tasks t where t.column_id = c.id)"
    )
    await connection.execute("vacuum analyze")
    first = projects[0]
    return Dataset(
        workspace_id,
        users[0],
        members[0],
        tuple(project.key for project in projects),
        tasks // PROJECTS,
        {category: column for (_, category), column in zip(COLUMNS, first.columns, strict=True)},
        tuple(first.labels),
    )


async def _write_documents(connection: asyncpg.Connection) -> None:
    """What the search finds, as the triggers would have written it."""
    last: UUID | None = UUID(int=0)
    while last is not None:
        ids = await connection.fetch("select id from tasks where id > $1 order by id limit 5000", last)
        await connection.execute(
            "insert into search_documents (id, workspace_id, title, words)"
            " select b.id, b.workspace_id, b.title, b.words from build_search_documents($1) b",
            [row["id"] for row in ids],
        )
        last = ids[-1]["id"] if ids else None


async def _write_people(connection: asyncpg.Connection, workspace_id: UUID) -> tuple[list[UUID], list[UUID]]:
    users, members = [uuid7() for _ in range(MEMBERS)], [uuid7() for _ in range(MEMBERS)]
    await _copy(
        connection,
        "users",
        "id email name password_hash hue",
        ((user, f"person{n}@reference.example", f"Person {n:02}", "none", "teal") for n, user in enumerate(users)),
    )
    await _copy(connection, "workspaces", "id slug name", [(workspace_id, SLUG, "Reference")])
    await _copy(
        connection,
        "members",
        "id workspace_id user_id role",
        ((member, workspace_id, users[n], "owner" if n == 0 else "member") for n, member in enumerate(members)),
    )
    return users, members


async def _write_projects(connection: asyncpg.Connection, workspace_id: UUID, tasks: int) -> list[_Project]:
    projects = [
        _Project(uuid7(), f"P{chr(65 + n)}", [uuid7() for _ in COLUMNS], [uuid7() for _ in LABELS])
        for n in range(PROJECTS)
    ]
    await _copy(
        connection,
        "projects",
        "id workspace_id key name hue next_number",
        ((p.id, workspace_id, p.key, f"Project {p.key}", "blue", tasks + 1) for p in projects),
    )
    await _copy(
        connection,
        "project_columns",
        "id workspace_id project_id name category position",
        (
            (column, workspace_id, p.id, name, category, place)
            for p in projects
            for place, (column, (name, category)) in enumerate(zip(p.columns, COLUMNS, strict=True))
        ),
    )
    await _copy(
        connection,
        "labels",
        "id workspace_id project_id name hue",
        (
            (label, workspace_id, p.id, name, "rose")
            for p in projects
            for label, name in zip(p.labels, LABELS, strict=True)
        ),
    )
    return projects


class _Writer:
    """Writes the tasks of one project after the other, in batches, with what belongs to them."""

    def __init__(self, source: random.Random, workspace_id: UUID, members: list[UUID]) -> None:
        self._source, self._workspace_id, self._members = source, workspace_id, members

    async def write(self, connection: asyncpg.Connection, project: _Project, count: int) -> None:
        """`count` tasks, numbered from 1."""
        places = self._source.choices(range(len(COLUMNS)), COLUMN_WEIGHTS, k=count)
        ranks = [iter(spread_ranks(places.count(place))) for place in range(len(COLUMNS))]
        for first in range(0, count, _BATCH):
            numbers = range(first + 1, min(first + _BATCH, count) + 1)
            made = [self._build_task(project, number, places[number - 1], ranks) for number in numbers]
            await _copy(connection, "tasks", _TASK_COLUMNS, (row for row, _ in made))
            await self._write_more(connection, project, [row for row, _ in made])
            await _copy(connection, "events", _EVENT_COLUMNS, (event for _, events in made for event in events))

    async def _write_more(self, connection: asyncpg.Connection, project: _Project, tasks: list[Row]) -> None:
        await self._link(connection, "task_assignees", "member_id", tasks, lambda: self._pick(self._members, 0.8))
        await self._link(connection, "task_labels", "label_id", tasks, lambda: self._pick(project.labels, 0.6))
        comments = (
            (uuid7(), self._workspace_id, task[0], self._source.choice(self._members), "Looks right to me")
            for task in tasks
            if task[11]
        )
        await _copy(connection, "comments", "id workspace_id task_id author_id body", comments)

    async def _link(
        self, connection: asyncpg.Connection, table: str, name: str, tasks: list[Row], pick: Callable[[], list[UUID]]
    ) -> None:
        rows = ((uuid7(), self._workspace_id, task[0], other) for task in tasks for other in pick())
        await _copy(connection, table, f"id workspace_id task_id {name}", rows)

    def _pick(self, choices: list[UUID], share: float) -> list[UUID]:
        return [self._source.choice(choices)] if self._source.random() < share else []

    def _build_task(
        self, project: _Project, number: int, place: int, ranks: list[Iterator[str]]
    ) -> tuple[Row, list[Row]]:
        source, task_id, author = self._source, uuid7(), self._source.choice(self._members)
        created = START + timedelta(seconds=source.randrange(SPAN_SECONDS))
        done = created + timedelta(hours=source.randrange(4, 400)) if COLUMNS[place][1] == "done" else None
        title = f"{source.choice(_VERBS)} the {source.choice(_THINGS)} {source.choice(_WHERE)} {number}"
        due = (created + timedelta(days=source.randrange(1, 60))).date() if source.random() < 0.5 else None
        comments = 1 if source.random() < 0.2 else 0
        row = (
            task_id, self._workspace_id, project.id, number, title, f"{title}. " * source.randrange(1, 6),
            project.columns[place], next(ranks[place]), source.choices(PRIORITIES, PRIORITY_WEIGHTS)[0], due, author,
            comments, 3, created, done or created, done,
        )  # fmt: skip
        return row, self._build_events(row, place)

    def _build_events(self, task: Row, place: int) -> list[Row]:
        task_id, project_id, title, author, created, done = task[0], task[2], task[4], task[10], task[13], task[15]
        column = COLUMNS[place][0]
        facts = (
            ("task.created", {"title": [None, title], "column": [None, "Backlog"], "version": [None, 1]}),
            ("task.edited", {"description": ["", title], "version": [1, 2]}),
            ("task.completed" if done else "task.moved", {"column": ["Backlog", column], "version": [2, 3]}),
        )
        moments = (created, created + timedelta(minutes=5), done or created + timedelta(minutes=9))
        return [
            (uuid7(), self._workspace_id, action, "member", author, project_id, "task", task_id, changes, at)
            for (action, changes), at in zip(facts, moments, strict=True)
        ]


_TASK_COLUMNS = (
    "id workspace_id project_id number title description column_id rank priority due_date created_by comment_count"
    " version created_at updated_at completed_at"
)
_EVENT_COLUMNS = "id workspace_id action actor_kind actor_id project_id subject_type subject_id changes at"


async def prepare_connection(connection: asyncpg.Connection) -> None:
    """Have it take and give JSON values, in the binary form that COPY asks for: a version byte and the text."""
    await connection.set_type_codec(
        "jsonb",
        schema="pg_catalog",
        format="binary",
        encoder=lambda value: b"\x01" + orjson.dumps(value),
        decoder=lambda data: orjson.loads(data[1:]),
    )


async def _copy(connection: asyncpg.Connection, table: str, columns: str, rows: Any) -> None:
    await connection.copy_records_to_table(table, records=rows, columns=columns.split())
