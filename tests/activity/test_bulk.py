"""Many facts in one statement are the same as many statements."""

import pytest

from taskflow import activity
from taskflow.activity import Actor, Fact, Subject
from taskflow.platform.database import fetch
from taskflow.platform.ids import new_id
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.workspaces import Member

EVENT = (
    "select e.workspace_id, e.action, e.v, e.actor_kind, e.actor_id, e.project_id, e.subject_type, e.changes,"
    " e.request_id, e.unit_id is not null as has_unit, j.name, j.args ->> 'event_id' = e.id::text as is_own,"
    " j.v as job_v, j.priority, j.state, j.max_attempts, j.workspace_id as job_workspace"
    " from events e join jobs j on j.dedupe_key = e.id::text where e.subject_id = any($1::uuid[]) order by e.seq"
)


async def test_many_facts_are_written_like_single_ones_and_in_their_order(sam: Member) -> None:
    singles, many, project = [new_id() for _ in range(20)], [new_id() for _ in range(20)], new_id()
    async with unit_of_work():
        for place, subject in enumerate(singles):
            await activity.record(
                "task.edited",
                actor=sam.actor,
                subject=Subject("task", subject),
                workspace_id=sam.workspace_id,
                project_id=project,
                changes={"title": (None, f"task {place}"), "version": (place, place + 1)},
            )
    async with unit_of_work():
        facts = [
            Fact(
                "task.edited",
                Subject("task", subject),
                project,
                {"title": (None, f"task {place}"), "version": (place, place + 1)},
            )
            for place, subject in enumerate(many)
        ]
        await activity.record_many(facts, actor=sam.actor, workspace_id=sam.workspace_id)
        noted = activity.recorded()
    assert await fetch(EVENT, many) == await fetch(EVENT, singles)
    written = await fetch("select seq, unit_id from events where subject_id = any($1::uuid[]) order by seq", many)
    assert noted is not None
    assert (noted.first_seq, noted.last_seq) == (written[0]["seq"], written[-1]["seq"])
    assert {row["unit_id"] for row in written} == {noted.unit_id}


async def test_nothing_is_written_for_no_facts_or_an_unknown_action(sam: Member) -> None:
    async with unit_of_work():
        await activity.record_many([], actor=sam.actor, workspace_id=sam.workspace_id)
        assert activity.recorded() is None
        fact = Fact("task.vanished", Subject("task", new_id()))
        with pytest.raises(KeyError):
            await activity.record_many([fact], actor=Actor("system"), workspace_id=sam.workspace_id)


async def test_facts_need_a_unit_of_work(sam: Member) -> None:
    with pytest.raises(RuntimeError):
        await activity.record_many(
            [Fact("task.edited", Subject("task", new_id()))], actor=sam.actor, workspace_id=sam.workspace_id
        )
