"""Members, their roles, and who may change them."""

import itertools

import pytest

from taskflow import workspaces
from taskflow.platform.errors import Conflict, Forbidden, Invalid, NotFound, StaleVersion
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.workspaces import (
    MATRIX,
    Member,
    MemberChanges,
    NewMember,
    NewWorkspace,
    Permission,
    Role,
    WorkspaceChanges,
)
from taskflow.world import World


async def _listed(world: World, name: str) -> dict[str, object]:
    return await workspaces.get_listed_member(world.sam, world.members[name].id)


def test_a_higher_role_may_do_all_that_a_lower_one_may() -> None:
    order = list(Role)
    for lower, higher in itertools.pairwise(order):
        assert MATRIX[lower] <= MATRIX[higher]


def test_a_guest_reads_and_comments_only() -> None:
    assert MATRIX[Role.GUEST] == {Permission.SEE_MEMBERS, Permission.POST_COMMENT}


async def test_a_workspace_is_not_there_for_those_outside(people: World) -> None:
    async with unit_of_work():
        await workspaces.create_workspace(people.persons["mateo"], NewWorkspace(name="Private", slug="private"))
    with pytest.raises(NotFound):
        await workspaces.get_member(people.persons["sam"], "private")
    with pytest.raises(NotFound):
        await workspaces.get_member(people.persons["sam"], "no-such-thing")


async def test_a_slug_is_taken_once(people: World) -> None:
    async with unit_of_work():
        with pytest.raises(Invalid) as caught:
            await workspaces.create_workspace(people.persons["mateo"], NewWorkspace(name="x", slug="meridian"))
    assert caught.value.errors[0].code == "slug_taken"


@pytest.mark.parametrize("name", ["mateo", "lena"])
async def test_only_owners_and_admins_manage_members(people: World, name: str) -> None:
    member: Member = people.members[name]
    async with unit_of_work():
        with pytest.raises(Forbidden):
            await workspaces.add_member(member, NewMember(email="sam@meridian.example"))
        with pytest.raises(Forbidden):
            await workspaces.remove_member(member, people.members["aiko"].id)


async def test_an_admin_cannot_make_or_unmake_owners(people: World) -> None:
    priya = people.members["priya"]
    async with unit_of_work():
        with pytest.raises(Forbidden):
            await workspaces.change_role(priya, people.members["aiko"].id, MemberChanges(role="owner"), version=1)
        with pytest.raises(Forbidden):
            await workspaces.remove_member(priya, people.sam.id)


async def test_there_is_always_an_owner(people: World) -> None:
    async with unit_of_work():
        with pytest.raises(Conflict, match="owner"):
            await workspaces.change_role(people.sam, people.sam.id, MemberChanges(role="member"), version=1)
        with pytest.raises(Conflict, match="owner"):
            await workspaces.remove_member(people.sam, people.sam.id)
        await workspaces.change_role(people.sam, people.members["priya"].id, MemberChanges(role="owner"), version=1)
        await workspaces.remove_member(people.sam, people.sam.id)
    with pytest.raises(NotFound):
        await workspaces.get_member(people.persons["sam"], "meridian")


async def test_a_role_is_changed_against_its_version(people: World) -> None:
    aiko = people.members["aiko"].id
    async with unit_of_work():
        changed = await workspaces.change_role(people.sam, aiko, MemberChanges(role="admin"), version=1)
        assert (changed["role"], changed["version"]) == ("admin", 2)
        with pytest.raises(StaleVersion):
            await workspaces.change_role(people.sam, aiko, MemberChanges(role="guest"), version=1)


async def test_who_left_can_come_back_as_the_same_member(people: World) -> None:
    aiko = people.members["aiko"]
    async with unit_of_work():
        await workspaces.remove_member(people.sam, aiko.id)
        with pytest.raises(NotFound):
            await _listed(people, "aiko")
        back = await workspaces.add_member(people.sam, NewMember(email="AIKO@meridian.example", role="guest"))
    assert (back["id"], back["role"]) == (aiko.id, "guest")


async def test_adding_needs_an_account_that_is_not_in_already(people: World) -> None:
    async with unit_of_work():
        with pytest.raises(Invalid) as unknown:
            await workspaces.add_member(people.sam, NewMember(email="who@example.org"))
        with pytest.raises(Invalid) as twice:
            await workspaces.add_member(people.sam, NewMember(email="aiko@meridian.example"))
    assert (unknown.value.errors[0].code, twice.value.errors[0].code) == ("no_account", "is_member")


async def test_a_guest_sees_names_but_no_addresses(people: World) -> None:
    assert all(row["email"] is None for row in await workspaces.list_members(people.members["lena"]))
    assert all(row["email"] for row in await workspaces.list_members(people.members["mateo"]))


async def test_the_workspace_is_edited_by_admins_against_its_version(people: World) -> None:
    async with unit_of_work():
        edited = await workspaces.edit_workspace(people.members["priya"], WorkspaceChanges(name="New"), version=1)
        assert (edited["name"], edited["version"]) == ("New", 2)
        with pytest.raises(StaleVersion):
            await workspaces.edit_workspace(people.sam, WorkspaceChanges(name="Newer"), version=1)
        with pytest.raises(Forbidden):
            await workspaces.edit_workspace(people.members["mateo"], WorkspaceChanges(name="x"), version=2)
