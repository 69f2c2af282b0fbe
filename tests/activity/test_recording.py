"""Facts: recorded with the change, never changed afterwards."""

import pytest
from tortoise.exceptions import OperationalError

from taskflow.activity import Actor, Subject, record
from taskflow.platform.database import execute, fetch_one
from taskflow.platform.ids import new_id
from taskflow.platform.unit_of_work import unit_of_work


async def test_an_event_and_its_fan_out_are_written_together(database: None) -> None:
    async with unit_of_work():
        event_id = await record("user.registered", actor=Actor("system"), subject=Subject("user", new_id()))
    job = await fetch_one("select name, state, args from jobs where dedupe_key = $1", str(event_id))
    assert job == {"name": "activity.fan_out", "state": "new", "args": {"event_id": str(event_id)}}


async def test_an_unknown_action_is_refused(database: None) -> None:
    async with unit_of_work():
        with pytest.raises(KeyError):
            await record("task.exploded", actor=Actor("system"), subject=Subject("task", new_id()))


@pytest.mark.parametrize("statement", ["update events set action = 'x'", "delete from events"])
async def test_the_application_cannot_change_what_was_recorded(database: None, statement: str) -> None:
    with pytest.raises(OperationalError, match="permission denied"):
        await execute(statement)
