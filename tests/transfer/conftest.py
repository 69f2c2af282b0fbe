"""The named world with real commits, and how a job of it is run."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest

from roles.worker import load_jobs
from taskflow import attachments, projects, transfer, world
from taskflow.platform import jobs
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.projects import NewProject
from taskflow.settings import Settings
from taskflow.workspaces import Member
from taskflow.world import World
from tests.support.databases import opened
from tests.support.people import PASSWORD

Row = dict[str, Any]


@pytest.fixture
async def here(own_database: Settings) -> AsyncIterator[World]:
    """The people with WEB, into which the guest Lena was let, in a database of the test's own."""
    load_jobs()
    async with opened(own_database):
        async with unit_of_work():
            people = await world.build_people(PASSWORD)
            project = await projects.create_project(people.sam, NewProject(key="WEB", name="Website relaunch"))
            await projects.grant_access(people.sam, project, people.members["lena"].id)
        yield people


async def finish(member: Member, run: Row) -> Row:
    """Run the job, and give it as its member sees it then."""
    await jobs.run(run["id"])
    return await transfer.get_run(member, run["id"])


async def read_file(member: Member, job_id: UUID) -> bytes:
    """The bytes of the job's file."""
    file = await transfer.get_run_file(member, job_id)
    return b"".join([chunk async for chunk in await attachments.find_storage().read(file["storage_key"])])
