"""A full export into an empty workspace: a dry run that tells everything, and the run, which makes nothing twice."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO
from uuid import UUID

from taskflow import attachments, comments, projects, tasks, views, workspaces
from taskflow.platform.database import fetch, fetch_value
from taskflow.platform.errors import NotFound
from taskflow.platform.leases import Run
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.transfer.inputs import ImportChoices
from taskflow.transfer.reading import Unreadable
from taskflow.transfer.refusals import Refused
from taskflow.transfer.unpacking import Archive, Builder, Ledger, load_renewal
from taskflow.transfer.uploads import get_import, opened_file
from taskflow.workspaces import Member, Permission

Row = dict[str, Any]
SOURCE = "TaskFlow"
BROUGHT = ("teams", "projects", "columns", "labels", "fields", "tasks", "comments", "attachments", "views")


async def fill_workspace(run: Run, workspace_id: UUID, member_id: UUID, import_id: UUID, *, choices: str) -> None:
    """Look through the zip, and unless that is all, fill the workspace batch by batch; what is there is passed over."""
    member = await workspaces.load_member(workspace_id, member_id)
    if member is None or not member.can(Permission.IMPORT_WORKSPACE):
        raise Refused("You may not fill this workspace any more")
    chosen = ImportChoices.model_validate_json(choices)
    try:
        found = await get_import(member, import_id)
        async with opened_file(found["storage_key"]) as file:
            told = await _work(run, member, file, chosen)
    except Unreadable as error:
        raise Refused(str(error)) from None
    except NotFound:
        raise Refused("The file is gone") from None
    async with run.finishing(told):
        if not chosen.dry_run:
            source = {name: told["source"][name] for name in ("workspace", "as_of")}
            await workspaces.record_import(member, source | {"counts": told["counts"], "sha256": found["sha256"]})


@dataclass(slots=True)
class _Filling:
    """A zip that was looked through, and how far it has come in."""

    run: Run
    member: Member
    archive: Archive
    builder: Builder
    done: int = 0

    @property
    def total(self) -> int:
        """How many lines are read until everything is here: those of tasks twice."""
        return sum(self.archive.counts[kind] for kind in (*BROUGHT, "tasks"))

    async def count(self, lines: int) -> None:
        """Say how far it is."""
        self.done += lines
        await self.run.report(self.done, self.total)


async def _work(run: Run, member: Member, file: BinaryIO, choices: ImportChoices) -> Row:
    archive = Archive(file)
    builder = await _look_through(run, member, archive, choices)
    await _require_empty(member, builder)
    there = await fetch_value("select count(*) from tasks where workspace_id = $1", member.workspace_id)
    told = _tell(archive, builder) | {
        "dry_run": choices.dry_run,
        "already": there,
        "people": {name: member_id and str(member_id) for name, member_id in choices.people.items()},
    }
    if choices.dry_run:
        return told
    await _fill(_Filling(run, member, archive, builder))
    return told | {"made": archive.counts["tasks"] - there}


async def _look_through(run: Run, member: Member, archive: Archive, choices: ImportChoices) -> Builder:
    """Check every line and every file, and count what has no place here. Raises Unreadable with the place."""
    ledger, done = Ledger(missing=archive.missing), 0
    renewal = await load_renewal(member, choices.people)
    builder = Builder(ledger, renewal)
    for kind in ("members", *BROUGHT):
        for batch in archive.read(kind):
            for place, line in batch:
                ledger.note(place, line)
                if kind == "members":
                    renewal.people[line.id] = line
                if kind == "projects":
                    renewal.note_project(line, ledger.teams)
                if kind in BROUGHT:
                    _BUILDERS[kind](builder, line)
                if kind == "attachments" and str(line.id) not in archive.missing:
                    for _ in archive.read_file(line):
                        run.require_wanted()
            done += len(batch)
            await run.report(done)
    ledger.close()
    return builder


async def _require_empty(member: Member, builder: Builder) -> None:
    """Nothing may be there but what this very zip has brought before it was cut off."""
    renewal, ledger = builder.renewal, builder.ledger
    own = {renewal.renew(old) for old in (*ledger.projects, *ledger.teams)}
    rows = await fetch(
        "select id from projects where workspace_id = $1 union all select id from teams where workspace_id = $1",
        member.workspace_id,
    )
    is_over = await fetch_value(
        "select exists (select from events where workspace_id = $1 and subject_id = $1"
        " and action = 'workspace.imported')",
        member.workspace_id,
    )
    if is_over:
        raise Refused("This workspace was filled from an export already: it is done once")
    if any(row["id"] not in own for row in rows):
        raise Refused("This workspace has projects or teams: a full export goes into an empty one")


def _tell(archive: Archive, builder: Builder) -> Row:
    manifest, renewal = archive.manifest, builder.renewal
    source = {"workspace": manifest["workspace"]["name"], "as_of": manifest["as_of"], "version": manifest["version"]}
    return {
        "source": source,
        "counts": {kind: archive.counts[kind] for kind in BROUGHT},
        "tasks": archive.counts["tasks"],
        "comments": archive.counts["comments"],
        "unknown_people": dict(renewal.unknown.most_common(200)),
        "names": {line.email.lower(): line.name for line in list(renewal.people.values())[:1000]},
        "not_brought": list(_list_not_brought(archive, builder)),
    }


def _list_not_brought(archive: Archive, builder: Builder) -> Iterator[str]:
    """What stays in the zip, in sentences."""
    yield (
        f"The history: its {archive.counts['events']:,} events stay in the zip. That it was imported, from which zip"
        " and by whom, is recorded instead; what edited comments said before does come."
    )
    yield "The name, the address and the time zone of the workspace, and people's roles: they are as they are here."
    if unknown := len(builder.renewal.unknown):
        who = _count(unknown, "person who is not here", "people who are not here")
        yield f"{who}: what they wrote names them, they are put on nothing, and what they made counts as yours."
    if hidden := builder.renewal.hidden["people"]:
        times = _count(hidden, "place of somebody on a task that they", "places of people on tasks that they")
        yield f"{times} cannot see here."
    if archive.missing:
        yield f"{_count(len(archive.missing), 'file', 'files')} whose bytes the export did not have."
    if orphans := builder.ledger.orphans:
        yield f"{_count(orphans, 'value', 'values')} of fields that were deleted: nobody has seen them since."
    if builder.cut:
        ends = _count(builder.cut, "comment that is", "comments that are")
        yield f"The end of {ends} too long with the name of who wrote it."


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


async def _fill(filling: _Filling) -> None:
    for kind in BROUGHT:
        for batch in filling.archive.read(kind):
            if kind == "attachments":
                await _write_files(filling, [line for _, line in batch])
            else:
                async with unit_of_work():
                    build = _BUILDERS[kind]
                    await _WRITERS[kind](filling.member, [build(filling.builder, line) for _, line in batch])
            await filling.count(len(batch))
        if kind == "tasks":
            await _link(filling)


async def _link(filling: _Filling) -> None:
    builder = filling.builder
    for batch in filling.archive.read("tasks"):
        parents = [pair for _, line in batch for pair in builder.list_parents(line)]
        blockers = [pair for _, line in batch for pair in builder.list_blockers(line)]
        async with unit_of_work():
            await tasks.link_archived_tasks(filling.member, parents, blockers)
        await filling.count(len(batch))


async def _write_files(filling: _Filling, lines: list[Any]) -> None:
    for line in lines:
        if str(line.id) not in filling.archive.missing:
            row, chunks = filling.builder.build_attachment(line), _stream(filling.archive.read_file(line))
            await attachments.import_archived_attachment(filling.member, row, chunks)
            filling.run.require_wanted()


async def _stream(chunks: Iterator[bytes]) -> AsyncIterator[bytes]:
    for chunk in chunks:
        yield chunk


async def _write_projects(member: Member, rows: list[Row]) -> None:
    await projects.import_archived_projects(member, rows, source=SOURCE)


async def _write_tasks(member: Member, rows: list[Row]) -> None:
    await tasks.import_archived_tasks(member, rows, source=SOURCE)


_BUILDERS: dict[str, Callable[[Builder, Any], Row]] = {
    "teams": Builder.build_team,
    "projects": Builder.build_project,
    "columns": Builder.build_part,
    "labels": Builder.build_part,
    "fields": Builder.build_field,
    "tasks": Builder.build_task,
    "comments": Builder.build_comment,
    "attachments": Builder.build_attachment,
    "views": Builder.build_view,
}
_WRITERS: dict[str, Callable[[Member, list[Row]], Awaitable[None]]] = {
    "teams": workspaces.import_archived_teams,
    "projects": _write_projects,
    "columns": projects.import_archived_columns,
    "labels": projects.import_archived_labels,
    "fields": projects.import_archived_fields,
    "tasks": _write_tasks,
    "comments": comments.import_archived_comments,
    "views": views.import_archived_views,
}
