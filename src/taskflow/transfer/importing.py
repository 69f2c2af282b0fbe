"""Imports into a project: a dry run that tells everything, and the run, which makes nothing twice."""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, BinaryIO, cast
from uuid import UUID

from taskflow import comments, projects, tasks, workspaces
from taskflow.comments import ImportedComment
from taskflow.platform.errors import Conflict, Forbidden, Invalid, NotFound
from taskflow.platform.lanes import BULK
from taskflow.platform.leases import Run
from taskflow.platform.outbox import enqueue
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.projects import NewColumn, NewLabel
from taskflow.transfer.inputs import ImportChoices
from taskflow.transfer.known_things import find_known, note_things
from taskflow.transfer.reading import (
    Draft,
    Unreadable,
    guess_mapping,
    read_csv,
    read_github,
    read_names,
    read_trello,
    read_vikunja,
)
from taskflow.transfer.refusals import Refused
from taskflow.transfer.resolving import Fitting, Resolver, load_known
from taskflow.transfer.runs import Row, get_run, require_room
from taskflow.transfer.surveys import Survey
from taskflow.transfer.uploads import get_import, opened_file
from taskflow.workspaces import Member, Permission

BATCH = 100
MOST_TASKS = 50_000
NAMES = {"csv": "CSV", "trello": "Trello", "github": "GitHub", "vikunja": "Vikunja"}
# What a list is called, and what kind of column that makes.
_CATEGORIES = (
    ("done", r"done|closed|complete|finished|shipped|erledigt|fertig"),
    ("review", r"review|test|qa|verify"),
    ("doing", r"doing|progress|started|active|current"),
    ("backlog", r"backlog|idea|later|someday|icebox|wish"),
)


async def start_import(member: Member, import_id: UUID, choices: ImportChoices) -> Row:
    """Have the file looked through, or imported; gives the job as `get_run` does.

    Raises NotFound, Forbidden, or Conflict for one job too many.
    """
    found = await get_import(member, import_id)
    is_whole = found["format"] == "taskflow"
    member.require(Permission.IMPORT_WORKSPACE if is_whole else Permission.CREATE_TASK)
    await require_room(member)
    job_id = await enqueue(
        "transfer.import_workspace" if is_whole else "transfer.import_tasks",
        workspace_id=member.workspace_id,
        priority=BULK,
        requested_by=member.id,
        member_id=member.id,
        import_id=found["id"],
        choices=choices.model_dump_json(),
    )
    assert job_id is not None  # noqa: S101  it has no dedupe_key
    return await get_run(member, job_id)


async def import_tasks(run: Run, workspace_id: UUID, member_id: UUID, import_id: UUID, *, choices: str) -> None:
    """Look through the file, and unless that is all, import it batch by batch; what is there already is passed over."""
    member = await workspaces.load_member(workspace_id, member_id)
    if member is None:
        raise Refused("You are no longer in this workspace")
    chosen = ImportChoices.model_validate_json(choices)
    try:
        found = await get_import(member, import_id)
        project = await projects.get_project(member, found["project"])
        async with opened_file(found["storage_key"]) as file:
            result = await _work(_Plan(run, member, project, file, found["format"], found["sha256"], chosen))
    except Unreadable as error:
        raise Refused(str(error)) from None
    except Forbidden as error:
        raise Refused(error.detail) from None
    except (NotFound, Conflict):
        raise Refused("The file or its project is gone, or the project is archived") from None
    async with run.finishing(result):
        pass


@dataclass(frozen=True, slots=True)
class _Plan:
    """A file of a format, the project that it goes to, and what the member chose."""

    run: Run
    member: Member
    project: Row
    file: BinaryIO
    kind: str
    digest: str
    choices: ImportChoices

    def read(self) -> Iterator[list[Draft]]:
        """The tasks of the file in batches. Raises Unreadable."""
        drafts = read_csv(self.file, self.mapping) if self.kind == "csv" else _READERS[self.kind](self.file)[1]
        while batch := list(islice(drafts, BATCH)):
            yield batch

    @property
    def mapping(self) -> dict[str, str]:
        """What the columns of a CSV hold; nothing for other formats. Raises Unreadable."""
        return (self.choices.fields or guess_mapping(read_names(self.file))) if self.kind == "csv" else {}

    @property
    def source(self) -> str:
        """What the things of this file are known by, in this project.

        Numbers of rows mean something in one file only, and so do the ids of an instance that does not say its name.
        """
        says_its_name = self.kind in {"trello", "github"}
        origin = _READERS[self.kind](self.file)[0] if says_its_name else self.digest
        return f"{self.kind}:{self.project['id']}:{origin}"[:300]

    async def build_resolver(self, survey: Survey) -> Resolver:
        """With the names that the project has now."""
        return Resolver(self.member, await load_known(self.member, self.project), self.choices, survey)


_READERS = {"trello": read_trello, "github": read_github, "vikunja": read_vikunja}


async def _work(plan: _Plan) -> Row:
    mapping, source = plan.mapping, plan.source
    if plan.kind == "csv" and "title" not in mapping.values():
        raise Unreadable(f"No column is the title. The columns are: {', '.join(mapping)[:500]}")
    survey, parents = await _look_through(plan, source)
    chosen = {name: member_id and str(member_id) for name, member_id in plan.choices.people.items()}
    told = survey.tell() | {"dry_run": plan.choices.dry_run, "fields": mapping, "people": chosen}
    if plan.choices.dry_run:
        return told
    await _make_names(plan, survey)
    resolver = await plan.build_resolver(Survey())
    made = done = 0
    for drafts in plan.read():
        fitting = [one for one in map(resolver.resolve, drafts) if one is not None]
        async with unit_of_work():
            made += await _make(plan, fitting, source)
        done += len(drafts)
        await plan.run.report(done, survey.tasks + survey.skipped)
    await _hang(plan.member, source, parents)
    return told | {"made": made, "already": survey.tasks - made, "project": plan.project["key"]}


async def _look_through(plan: _Plan, source: str) -> tuple[Survey, dict[str, str]]:
    """What the file holds, and which task hangs below which by their names in it."""
    survey, parents, ids = Survey(), dict[str, str](), Counter[str]()
    resolver = await plan.build_resolver(survey)
    for drafts in plan.read():
        for draft in drafts:
            resolver.resolve(draft)
            ids[draft.external_id] += 1
            if draft.parent:
                parents[draft.external_id] = draft.parent
        if ids.total() > MOST_TASKS:
            raise Unreadable(f"The file has more than {MOST_TASKS:,} tasks: import it in parts")
        survey.already += len(await find_known(plan.member, source, [draft.external_id for draft in drafts]))
        await plan.run.report(ids.total())
    for name in (name for name, count in ids.items() if count > 1):
        survey.blame(f"«{name[:60]}»", "id", "is there more than once: only the first of them is imported")
    return survey, parents


async def _make(plan: _Plan, fitting: list[Fitting], source: str) -> int:
    """Make those of the tasks that are not there yet, with what was said about them."""
    member, program = plan.member, NAMES[plan.kind]
    known = await find_known(member, source, [one.draft.external_id for one in fitting])
    fresh = _list_fresh(fitting, known)
    if not fresh:
        return 0
    ids = await tasks.import_tasks(member, plan.project["id"], [one.task for one in fresh], source=program)
    await comments.import_comments(
        member,
        [
            ImportedComment(task_id, author, body, moment)
            for task_id, one in zip(ids, fresh, strict=True)
            for author, body, moment in one.said
        ],
    )
    await note_things(member, source, {one.draft.external_id: task_id for task_id, one in zip(ids, fresh, strict=True)})
    return len(fresh)


def _list_fresh(fitting: list[Fitting], known: Collection[str]) -> list[Fitting]:
    """The first of each that is not known yet."""
    first = dict[str, Fitting]()
    for one in fitting:
        if one.draft.external_id not in known:
            first.setdefault(one.draft.external_id, one)
    return list(first.values())


async def _make_names(plan: _Plan, survey: Survey) -> None:
    """Add the columns and labels that the project does not have, as far as there is room for them."""
    member, project, key, choices = plan.member, plan.project, plan.project["key"], plan.choices
    async with unit_of_work():
        room = projects.MAX_COLUMNS - len(await projects.list_columns(project))
        for name in list(survey.new_columns)[: max(room, 0)] if choices.make_columns else ():
            await projects.create_column(member, key, NewColumn(name=name, category=cast("Any", guess_category(name))))
    for name in survey.new_labels if choices.make_labels else ():
        async with unit_of_work():
            try:
                await projects.create_label(member, key, NewLabel(name=name))
            except Invalid:  # an earlier run has made it, or two are the same but for their capitals
                continue


async def _hang(member: Member, source: str, parents: dict[str, str]) -> None:
    pairs = list(parents.items())
    for start in range(0, len(pairs), BATCH):
        some = pairs[start : start + BATCH]
        known = await find_known(member, source, [name for pair in some for name in pair])
        async with unit_of_work():
            fitting = [(known[child], known[parent]) for child, parent in some if child in known and parent in known]
            await tasks.hang_imported(member, fitting)


def guess_category(name: str) -> str:
    """The category of a column of that name. Pure."""
    return next((category for category, words in _CATEGORIES if re.search(words, name, re.I)), "todo")
