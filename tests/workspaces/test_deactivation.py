"""Keeping a member out without losing what they did."""

import pytest

from taskflow import projects, tasks, workspaces
from taskflow.platform.database import fetch_value
from taskflow.platform.errors import Conflict, Forbidden, Invalid, NotFound, StaleVersion
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.tasks import NewTask
from taskflow.workspaces import MemberChanges, NewMember
from taskflow.world import World


async def test_who_is_deactivated_cannot_enter_and_is_marked(people: World) -> None:
    aiko = people.members["aiko"]
    async with unit_of_work():
        row = await workspaces.deactivate_member(people.sam, aiko.id, version=1)
        assert await workspaces.deactivate_member(people.sam, aiko.id) == row
    assert (row["version"], row["role"]) == (2, "member")
    with pytest.raises(NotFound):
        await workspaces.get_member(people.persons["aiko"], "meridian")
    assert await workspaces.list_workspaces(people.persons["aiko"]) == []
    listed = {r["name"]: r["deactivated_at"] for r in await workspaces.list_members(people.sam)}
    assert [name for name, since in listed.items() if since] == ["Aiko Tanaka"]
    [space] = await workspaces.list_workspaces(people.persons["sam"])
    assert space["member_count"] == len(listed) - 1


async def test_who_is_reactivated_enters_as_before(people: World) -> None:
    aiko = people.members["aiko"]
    async with unit_of_work():
        await workspaces.deactivate_member(people.sam, aiko.id)
        with pytest.raises(StaleVersion):
            await workspaces.reactivate_member(people.sam, aiko.id, version=1)
        row = await workspaces.reactivate_member(people.members["priya"], aiko.id, version=2)
        assert await workspaces.reactivate_member(people.sam, aiko.id) == row
    assert row["deactivated_at"] is None
    assert await workspaces.get_member(people.persons["aiko"], "meridian") == aiko


async def test_assignments_and_name_stay_but_no_new_ones_come(web: World) -> None:
    aiko = web.members["aiko"]
    async with unit_of_work():
        key = (await tasks.create_task(web.sam, "WEB", NewTask(title="Fix it", assignees=[aiko.id])))["key"]
        other = (await tasks.create_task(aiko, "WEB", NewTask(title="Another")))["key"]
        await workspaces.deactivate_member(web.sam, aiko.id)
        assert [row["name"] for row in (await tasks.get_task(web.sam, key))["assignees"]] == ["Aiko Tanaka"]
        assert (await workspaces.name_members(web.sam, [aiko.id]))[aiko.id]["name"] == "Aiko Tanaka"
        with pytest.raises(Invalid):
            await tasks.assign_task(web.sam, other, aiko.id)
        project = await projects.get_project(web.sam, "WEB")
        assert aiko.id not in {row["id"] for row in await tasks.list_assignable(web.sam, project)}
    assert await fetch_value("select count(*) from events where actor_id = $1", aiko.id) > 0


async def test_who_may_not_deactivate(people: World) -> None:
    priya, mateo = people.members["priya"], people.members["mateo"]
    async with unit_of_work():
        with pytest.raises(Forbidden):
            await workspaces.deactivate_member(mateo, people.members["aiko"].id)
        with pytest.raises(Forbidden, match="owner"):
            await workspaces.deactivate_member(priya, people.sam.id)
        with pytest.raises(Conflict, match="yourself") as caught:
            await workspaces.deactivate_member(priya, priya.id)
        assert caught.value.code == "own_membership"


async def test_a_deactivated_owner_is_no_owner_to_stay_behind(people: World) -> None:
    priya = people.members["priya"]
    async with unit_of_work():
        await workspaces.change_role(people.sam, priya.id, MemberChanges(role="owner"), version=1)
        await workspaces.deactivate_member(people.sam, priya.id)
        with pytest.raises(Conflict) as caught:
            await workspaces.remove_member(people.sam, people.sam.id)
    assert caught.value.code == "last_owner"


async def test_what_somebody_may_is_decided_when_it_is_their_turn(people: World) -> None:
    priya, aiko = people.members["priya"], people.members["aiko"]
    async with unit_of_work():
        await workspaces.change_role(people.sam, priya.id, MemberChanges(role="member"), version=1)
        with pytest.raises(Forbidden):
            await workspaces.deactivate_member(priya, aiko.id)
        await workspaces.deactivate_member(people.sam, priya.id)
        with pytest.raises(NotFound):
            await workspaces.add_member(priya, NewMember(email="sam@meridian.example"))


async def test_a_deactivated_member_is_not_added_again_but_may_be_removed(people: World) -> None:
    aiko = people.members["aiko"]
    async with unit_of_work():
        await workspaces.deactivate_member(people.sam, aiko.id)
        with pytest.raises(Invalid) as caught:
            await workspaces.add_member(people.sam, NewMember(email="aiko@meridian.example"))
        await workspaces.remove_member(people.sam, aiko.id)
        back = await workspaces.add_member(people.sam, NewMember(email="aiko@meridian.example"))
    assert caught.value.errors[0].code == "is_member"
    assert (back["id"], back["deactivated_at"]) == (aiko.id, None)
