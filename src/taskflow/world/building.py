"""Building the named world through the same functions that people use."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from taskflow import comments, identity, projects, tasks, workspaces
from taskflow.platform import clock
from taskflow.platform.database import fetch, fetch_value
from taskflow.workspaces import Member
from taskflow.world.backlog import PLANS, Plan, Story
from taskflow.world.people import PEOPLE

SLUG = "meridian"
TIME_ZONE = "Europe/Berlin"


@dataclass(frozen=True, slots=True)
class World:
    """The named world: the people by their short name, as persons and as members of `meridian`."""

    persons: dict[str, identity.Person]
    members: dict[str, Member]

    @property
    def sam(self) -> Member:
        """The owner."""
        return self.members["sam"]


async def has_world() -> bool:
    """True when the workspace `meridian` is there already."""
    return bool(await fetch_value("select 1 from workspaces where slug = $1", SLUG))


async def build_people(password: str, *, born: datetime | None = None) -> World:
    """The people and their workspace, without any project; everybody signs in with `password`."""
    with clock.pinned(born or clock.now()):
        persons: dict[str, identity.Person] = {}
        for name, character in PEOPLE.items():
            new = identity.NewUser(email=character.email, name=character.name, password=password, time_zone=TIME_ZONE)
            person = await identity.register(new)
            persons[name] = await identity.edit_profile(
                person, identity.ProfileChanges(hue=character.hue), version=person.version
            )
        workspace = workspaces.NewWorkspace(name="Meridian Studio", slug=SLUG, time_zone=TIME_ZONE)
        owner = await workspaces.create_workspace(persons["sam"], workspace)
        for name, character in PEOPLE.items():
            if name != "sam":
                await workspaces.add_member(
                    owner, workspaces.NewMember.model_validate({"email": character.email, "role": character.role})
                )
    return World(persons, {name: await workspaces.get_member(person, SLUG) for name, person in persons.items()})


async def build_world(password: str, *, plans: tuple[Plan, ...] = PLANS, days: int = 62) -> World:
    """The people with their projects, tasks and comments, told as a history of the last two months.

    The projects themselves are `days` old.
    """
    start = clock.now() - timedelta(days=days)
    world = await build_people(password, born=start)
    for plan in plans:
        await _build_project(world, plan, start)
    return world


async def _build_project(world: World, plan: Plan, start: datetime) -> None:
    sam = world.sam
    with clock.pinned(start):
        project = await projects.create_project(
            sam,
            projects.NewProject.model_validate(
                {"key": plan.key, "name": plan.name, "hue": plan.hue, "description": plan.description}
            ),
        )
        await projects.grant_access(sam, project, world.members["lena"].id)
        labels = {
            name: await projects.create_label(sam, plan.key, projects.NewLabel(name=name, hue=hue))
            for name, hue in plan.labels.items()
        }
        columns = {column["name"]: column for column in await projects.list_columns(project)}
        if plan.doing_limit is not None:
            doing = columns["In progress"]
            limit = projects.ColumnChanges(wip_limit=plan.doing_limit)
            await projects.edit_column(sam, plan.key, doing["id"], limit, version=doing["version"])
    happenings = [happening for story in plan.stories for happening in _imagine(world, plan, story, columns, labels)]
    for moment, happen in sorted(happenings, key=lambda happening: happening[0]):
        with clock.pinned(moment):
            await happen()
    await _connect(world, plan)


async def _connect(world: World, plan: Plan) -> None:
    """Hang subtasks below others and let tasks wait, as was decided an hour ago."""
    titles = {title for pair in (*plan.below, *plan.waits) for title in pair}
    found = await fetch(
        "select p.key || '-' || t.number as key, t.title, t.version from tasks t join projects p"
        " on p.id = t.project_id where t.workspace_id = $1 and p.key = $2 and t.title = any($3::text[])",
        world.sam.workspace_id,
        plan.key,
        list(titles),
    )
    rows = {row["title"]: row for row in found}
    with clock.pinned(clock.now() - timedelta(hours=1)):
        for title, parent in plan.below:
            changes = tasks.TaskChanges(parent=rows[parent]["key"])
            await tasks.edit_task(world.sam, rows[title]["key"], changes, version=rows[title]["version"])
        for title, blocker in plan.waits:
            await tasks.block_task(world.sam, rows[title]["key"], rows[blocker]["key"])


def _imagine(
    world: World, plan: Plan, story: Story, columns: dict[str, Any], labels: dict[str, Any]
) -> list[tuple[datetime, Callable[[], Awaitable[object]]]]:
    """What happened to one task, and when: it was made, talked about, and moved to where it is."""
    now, today = clock.now(), clock.today(TIME_ZONE)
    made = now - timedelta(days=story.age, hours=3)
    author = world.members[story.people[0] if story.people and story.people[0] != "lena" else "sam"]
    first = "Backlog" if story.column == "Backlog" else "To do"
    task: dict[str, Any] = {}

    async def create() -> None:
        task.update(await tasks.create_task(author, plan.key, _build_task(world, story, today, columns[first], labels)))

    async def say(name: str, text: str) -> None:
        await comments.post_comment(world.members[name], task["key"], comments.NewComment(body=text))

    async def move() -> None:
        if story.column == "Done":
            await tasks.complete_task(author, task["key"])
        else:
            await tasks.move_task(author, task["key"], tasks.Position(column_id=columns[story.column]["id"]))

    happenings: list[tuple[datetime, Callable[[], Awaitable[object]]]] = [(made, create)]
    for number, (name, text) in enumerate(story.says, start=1):
        happenings.append((made + (now - made) * number / (len(story.says) + 1), partial(say, name, text)))
    if story.column != first:
        started = made + timedelta(days=max(1, story.age // 3))
        finished = now - timedelta(days=max(0, -(story.due or 0)), hours=2)
        happenings.append((max(made, finished if story.column == "Done" else started), move))
    return happenings


def _build_task(
    world: World, story: Story, today: date, column: dict[str, Any], labels: dict[str, Any]
) -> tasks.NewTask:
    due = today + timedelta(days=story.due) if story.due is not None else None
    return tasks.NewTask.model_validate(
        {
            "title": story.title,
            "description": story.description,
            "column_id": column["id"],
            "priority": story.priority,
            "due_date": due,
            "estimate": story.estimate,
            "recurrence": story.recurrence,
            "assignees": [world.members[name].id for name in story.people],
            "labels": [labels[name]["id"] for name in story.labels],
        }
    )
