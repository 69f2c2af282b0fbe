"""Teams and who is in them."""

import pytest

from taskflow import workspaces
from taskflow.platform.errors import Forbidden, Invalid, NotFound, StaleVersion
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.workspaces import NewTeam, NewWorkspace, TeamChanges
from taskflow.world import World


async def test_a_name_is_taken_once_whatever_its_case(people: World) -> None:
    async with unit_of_work():
        await workspaces.create_team(people.sam, NewTeam(name="Design", hue="pink"))
        other = await workspaces.create_team(people.sam, NewTeam(name="Sales"))
        with pytest.raises(Invalid) as made:
            await workspaces.create_team(people.sam, NewTeam(name="DESIGN"))
        with pytest.raises(Invalid) as renamed:
            await workspaces.edit_team(people.sam, other["id"], TeamChanges(name="design"), version=1)
        same = await workspaces.edit_team(people.sam, other["id"], TeamChanges(name="SALES"), version=1)
    assert {caught.value.errors[0].code for caught in (made, renamed)} == {"name_taken"}
    assert (same["name"], same["version"]) == ("SALES", 2)


async def test_a_team_is_changed_and_deleted_against_its_version(people: World) -> None:
    async with unit_of_work():
        team = await workspaces.create_team(people.members["priya"], NewTeam(name="Design"))
        assert await workspaces.edit_team(people.sam, team["id"], TeamChanges(name="Design"), version=1) == team
        await workspaces.edit_team(people.sam, team["id"], TeamChanges(hue="rose"), version=1)
        with pytest.raises(StaleVersion):
            await workspaces.edit_team(people.sam, team["id"], TeamChanges(hue="teal"), version=1)
        with pytest.raises(StaleVersion):
            await workspaces.delete_team(people.sam, team["id"], version=1)
        await workspaces.delete_team(people.sam, team["id"], version=2)
        with pytest.raises(NotFound):
            await workspaces.get_team(people.sam, team["id"])
    assert await workspaces.list_teams(people.sam) == []


async def test_putting_somebody_in_twice_changes_nothing(people: World) -> None:
    aiko, lena = people.members["aiko"].id, people.members["lena"].id
    async with unit_of_work():
        team = await workspaces.create_team(people.sam, NewTeam(name="Design"))
        for member_id in (lena, aiko, aiko):
            await workspaces.add_to_team(people.sam, team["id"], member_id)
        assert [row["id"] for row in await workspaces.list_team_members(people.sam, team["id"])] == [aiko, lena]
        assert (await workspaces.get_team(people.sam, team["id"]))["member_count"] == 2
        for _ in range(2):
            await workspaces.remove_from_team(people.sam, team["id"], aiko)
        assert [row["id"] for row in await workspaces.list_team_members(people.sam, team["id"])] == [lena]


async def test_who_leaves_the_workspace_leaves_its_teams(people: World) -> None:
    aiko = people.members["aiko"]
    async with unit_of_work():
        team = await workspaces.create_team(people.sam, NewTeam(name="Design"))
        await workspaces.add_to_team(people.sam, team["id"], aiko.id)
        await workspaces.remove_member(aiko, aiko.id)
        with pytest.raises(NotFound):
            await workspaces.add_to_team(people.sam, team["id"], aiko.id)
        await workspaces.add_member(people.sam, workspaces.NewMember(email="aiko@meridian.example"))
        assert await workspaces.list_team_members(people.sam, team["id"]) == []


@pytest.mark.parametrize("name", ["mateo", "lena"])
async def test_teams_are_for_administrators_to_change_and_for_all_to_see(people: World, name: str) -> None:
    member = people.members[name]
    async with unit_of_work():
        team = await workspaces.create_team(people.sam, NewTeam(name="Design"))
        with pytest.raises(Forbidden):
            await workspaces.create_team(member, NewTeam(name="Mine"))
        with pytest.raises(Forbidden):
            await workspaces.add_to_team(member, team["id"], member.id)
        with pytest.raises(Forbidden):
            await workspaces.delete_team(member, team["id"], version=1)
        await workspaces.add_to_team(people.sam, team["id"], people.sam.id)
    assert [row["name"] for row in await workspaces.list_teams(member)] == ["Design"]
    [listed] = await workspaces.list_team_members(member, team["id"])
    assert listed["email"] == (None if name == "lena" else "sam@meridian.example")


async def test_a_team_of_another_workspace_is_not_there(people: World) -> None:
    async with unit_of_work():
        team = await workspaces.create_team(people.sam, NewTeam(name="Design"))
        owner = await workspaces.create_workspace(people.persons["mateo"], NewWorkspace(name="Else", slug="else"))
        with pytest.raises(NotFound):
            await workspaces.get_team(owner, team["id"])
        with pytest.raises(NotFound):
            await workspaces.add_to_team(owner, team["id"], owner.id)
        own = await workspaces.create_team(owner, NewTeam(name="Design"))
        with pytest.raises(NotFound):
            await workspaces.add_to_team(owner, own["id"], people.sam.id)
