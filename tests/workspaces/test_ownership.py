"""Handing a workspace over."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from taskflow import workspaces, world
from taskflow.platform.database import fetch
from taskflow.platform.errors import Conflict, Forbidden, Invalid, StaleVersion, TaskFlowError
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.settings import Settings
from taskflow.workspaces import Member, MemberChanges, NewOwner, NewWorkspace
from taskflow.world import World
from tests.support.databases import opened
from tests.support.people import PASSWORD


@pytest.fixture
async def committed(own_database: Settings) -> AsyncIterator[World]:
    """The people in a database where commits are real."""
    async with opened(own_database, pool_size=8):
        async with unit_of_work():
            people = await world.build_people(PASSWORD)
        yield people


async def _roles() -> dict[str, str]:
    rows = await fetch(
        "select u.name, m.role::text from members m join users u on u.id = m.user_id where m.removed_at is null"
    )
    return {row["name"].split()[0].lower(): row["role"] for row in rows}


async def test_one_becomes_owner_and_the_other_administrator(people: World) -> None:
    mateo = people.members["mateo"]
    async with unit_of_work():
        workspace = await workspaces.transfer_ownership(people.sam, NewOwner(member_id=mateo.id), version=1)
        with pytest.raises(Forbidden):
            await workspaces.transfer_ownership(people.sam, NewOwner(member_id=people.sam.id), version=2)
    roles = await _roles()
    assert (roles["mateo"], roles["sam"], workspace["version"]) == ("owner", "admin", 2)


async def test_only_an_owner_hands_over_and_to_somebody_who_works_here(people: World) -> None:
    aiko, lena = people.members["aiko"].id, people.members["lena"].id
    async with unit_of_work():
        with pytest.raises(Forbidden):
            await workspaces.transfer_ownership(people.members["priya"], NewOwner(member_id=aiko), version=1)
        with pytest.raises(Conflict) as own:
            await workspaces.transfer_ownership(people.sam, NewOwner(member_id=people.sam.id), version=1)
        with pytest.raises(StaleVersion):
            await workspaces.transfer_ownership(people.sam, NewOwner(member_id=aiko), version=2)
        elsewhere = await workspaces.create_workspace(people.persons["mateo"], NewWorkspace(name="Else", slug="else"))
        await workspaces.deactivate_member(people.sam, aiko)
        codes = []
        for member_id in (elsewhere.id, aiko, lena):
            with pytest.raises(Invalid) as caught:
                await workspaces.transfer_ownership(people.sam, NewOwner(member_id=member_id), version=1)
            codes.append(caught.value.errors[0].code)
    assert own.value.code == "own_membership"
    assert codes == ["unknown_member", "not_eligible", "not_eligible"]


async def test_of_two_transfers_at_once_one_is_stale(committed: World) -> None:
    async def hand_over(name: str) -> str:
        try:
            async with unit_of_work():
                heir = NewOwner(member_id=committed.members[name].id)
                await workspaces.transfer_ownership(committed.sam, heir, version=1)
        except TaskFlowError as error:
            return error.code
        return name

    outcomes = await asyncio.gather(*(hand_over(name) for name in ("mateo", "aiko", "priya", "jonas")))
    owners = [name for name, role in (await _roles()).items() if role == "owner"]
    assert len(owners) == 1
    assert sorted(outcomes) == sorted([*owners, "forbidden", "forbidden", "forbidden"])


async def test_two_owners_cannot_both_leave_at_once(committed: World) -> None:
    sam, priya = committed.sam, committed.members["priya"]
    async with unit_of_work():
        await workspaces.change_role(sam, priya.id, MemberChanges(role="owner"), version=1)

    async def leave(member: Member) -> str:
        try:
            async with unit_of_work():
                await workspaces.remove_member(member, member.id)
        except Conflict as error:
            return error.code
        return "left"

    assert sorted(await asyncio.gather(leave(sam), leave(priya))) == ["last_owner", "left"]


async def test_two_owners_cannot_deactivate_each_other_at_once(committed: World) -> None:
    sam, priya = committed.sam, committed.members["priya"]
    async with unit_of_work():
        await workspaces.change_role(sam, priya.id, MemberChanges(role="owner"), version=1)

    async def deactivate(member: Member, other: Member) -> str:
        try:
            async with unit_of_work():
                await workspaces.deactivate_member(member, other.id)
        except TaskFlowError as error:
            return error.code
        return "done"

    assert sorted(await asyncio.gather(deactivate(sam, priya), deactivate(priya, sam))) == ["done", "not_found"]
