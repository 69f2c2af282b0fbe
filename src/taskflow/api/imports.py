"""Bringing tasks in."""

from typing import Annotated
from uuid import UUID

from pydantic import Field
from quart import request

from taskflow import transfer
from taskflow.api.bodies import Bytes
from taskflow.api.operations import operation
from taskflow.api.rows import Row
from taskflow.api.schemas import Import, JobRun
from taskflow.platform.validation import Input
from taskflow.transfer import ImportChoices, ImportFormat
from taskflow.web.application import current_settings
from taskflow.workspaces import Member

_IMPORTS = "/workspaces/{slug}/imports"
_IMPORT = _IMPORTS + "/{import_id}"


class ImportQuery(Input):
    """What the file is, and where its tasks go."""

    project: (
        Annotated[str, Field(max_length=6, examples=["WEB"], description="A project's key; none for `taskflow`")] | None
    ) = None
    format: ImportFormat = Field(
        description="`trello`: the JSON of a board; `github`: `gh issue list --json` or the list of the REST API;"
        " `vikunja`: its export, packed or not; `taskflow`: the full export of a workspace, for an empty one"
    )
    name: Annotated[str, Field(min_length=1, max_length=1000, examples=["tasks.csv"], description="Its name")]


@operation(
    "POST", _IMPORTS, body=Bytes, query=ImportQuery, answer=Import, own_units=True,
    location="/workspaces/{slug}/imports/{id}", undo="It only keeps the file",
    codes=("forbidden", "not_found", "project_archived", "import_too_large"),
)  # fmt: skip
async def take_import(member: Member, query: ImportQuery) -> Row:
    """Bring a file to import

    The body is the file as it is. Nothing is made yet: `POST …/runs` below it looks through it, or imports it. A full
    export of TaskFlow needs an administrator, and a workspace without projects and teams.
    """
    limit = current_settings().import_max_bytes
    return await transfer.take_import(
        member, query.project, query.name, aiter(request.body), format=query.format, max_bytes=limit
    )


@operation("GET", _IMPORT, answer=Import)
async def get_import(member: Member, import_id: UUID) -> Row:
    """Read what is known of a file to import"""
    return await transfer.get_import(member, import_id)


@operation(
    "POST", _IMPORT + "/runs", body=ImportChoices, answer=JobRun, accepted=True,
    location="/workspaces/{slug}/jobs/{id}", codes=("forbidden", "too_many_jobs"),
    undo="What was imported stays: delete the tasks that you do not want",
)  # fmt: skip
async def start_import(member: Member, import_id: UUID, body: ImportChoices) -> Row:
    """Look through a file, or import it

    The answer comes at once; the `result` of the job tells how many tasks there are, which columns and labels would be
    new, which people and fields nobody knows, and every value that does not fit, with its place. With `dry_run` false
    the tasks are made in batches. What was imported from the same source before is passed over, so that running it
    again makes nothing twice, and goes on where a run was cancelled. Of a full export the `result` tells what it would
    not bring (`not_brought`) and which addresses belong to nobody here (`unknown_people`): choose in `people` who they
    are, by address, or they are named where they wrote and left out elsewhere.
    """
    return await transfer.start_import(member, import_id, body)
