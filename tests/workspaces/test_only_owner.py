"""The operator keeps nobody out of an instance who is the only owner of a workspace that others work in."""

import pytest

from taskflow import identity, workspaces
from taskflow.platform.errors import Conflict, NotFound, StaleVersion
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.workspaces import MemberChanges, NewMember, NewWorkspace
from taskflow.world import World


@pytest.fixture
async def aikos(people: World) -> World:
    """Aiko owns two workspaces: `atlas`, in which Mateo works, and `alone`, in which nobody else is."""
    aiko = people.persons["aiko"]
    async with unit_of_work():
        for slug, name in (("atlas", "Atlas"), ("alone", "Aiko alone")):
            await workspaces.create_workspace(aiko, NewWorkspace(slug=slug, name=name, time_zone="UTC"))
        owner = await workspaces.get_member(aiko, "atlas")
        await workspaces.add_member(owner, NewMember(email="mateo@meridian.example", role="admin"))
    return people


async def deactivate(people: World, name: str = "aiko", *, version: int | None = None) -> None:
    person = people.persons[name]
    async with unit_of_work():
        now = (await identity.get_account(people.persons["sam"], person.id))["version"]
        await workspaces.deactivate_account(people.persons["sam"], person.id, version=version or now)


async def test_the_only_owner_stays_and_the_workspaces_are_named(aikos: World) -> None:
    with pytest.raises(Conflict) as refused:
        await deactivate(aikos)
    assert refused.value.code == "last_owner"
    assert refused.value.extra["workspaces"] == [{"slug": "atlas", "name": "Atlas"}]
    assert "Aiko Tanaka is the only owner of Atlas:" in refused.value.detail


async def test_whoever_has_handed_over_can_be_kept_out(aikos: World) -> None:
    owner = await workspaces.get_member(aikos.persons["aiko"], "atlas")
    mateo = await workspaces.get_member(aikos.persons["mateo"], "atlas")
    async with unit_of_work():
        await workspaces.change_role(owner, mateo.id, MemberChanges(role="owner"), version=1)
    await deactivate(aikos)
    assert (await identity.get_account(aikos.persons["sam"], owner.user_id))["deactivated_at"] is not None


@pytest.mark.parametrize("out", ["deactivated there", "gone", "kept out of everything"])
async def test_somebody_who_cannot_enter_is_no_reason_to_stay(out: str, aikos: World) -> None:
    owner = await workspaces.get_member(aikos.persons["aiko"], "atlas")
    mateo = await workspaces.get_member(aikos.persons["mateo"], "atlas")
    async with unit_of_work():
        if out == "deactivated there":
            await workspaces.deactivate_member(owner, mateo.id)
        elif out == "gone":
            await workspaces.remove_member(owner, mateo.id)
    if out == "kept out of everything":
        await deactivate(aikos, "mateo")
    await deactivate(aikos)


async def test_a_second_owner_who_is_out_does_not_count(aikos: World) -> None:
    owner = await workspaces.get_member(aikos.persons["aiko"], "atlas")
    async with unit_of_work():
        new = NewMember(email="jonas@meridian.example", role="owner")
        jonas = await workspaces.add_member(owner, new)
        await workspaces.deactivate_member(owner, jonas["id"])
    with pytest.raises(Conflict):
        await deactivate(aikos)


async def test_the_other_rules_hold(aikos: World) -> None:
    aiko = aikos.persons["aiko"]
    async with unit_of_work():
        with pytest.raises(NotFound):
            await workspaces.deactivate_account(aikos.persons["mateo"], aiko.id, version=1)
    with pytest.raises(Conflict) as refused:
        await deactivate(aikos, "sam")
    assert refused.value.code == "own_membership"
    with pytest.raises(StaleVersion):
        await deactivate(aikos, "jonas", version=9)
