"""Invitations, from making one to being in the workspace and its projects."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from taskflow import identity, projects, workspaces, world
from taskflow.identity import NewUser, Person
from taskflow.platform import clock
from taskflow.platform.database import fetch, fetch_value
from taskflow.platform.errors import Conflict, Forbidden, Invalid, NotFound, StaleVersion, TaskFlowError
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.projects import NewProject
from taskflow.settings import Settings
from taskflow.workspaces import InvitedUser, MemberChanges, NewInvitation
from taskflow.world import World
from tests.support.databases import opened
from tests.support.people import PASSWORD

NOOR = "noor@elsewhere.example"


@pytest.fixture
async def noor(web: World) -> Person:
    """Somebody with an account who is in no workspace."""
    async with unit_of_work():
        return await identity.register(NewUser(email=NOOR, name="Noor Haddad", password=PASSWORD))


@pytest.fixture
async def committed(own_database: Settings) -> AsyncIterator[World]:
    """The people in a database where commits are real."""
    async with opened(own_database, pool_size=8):
        async with unit_of_work():
            people = await world.build_people(PASSWORD)
        yield people


def _for_noor(**values: Any) -> NewInvitation:
    return NewInvitation.model_validate({"kind": "email", "email": NOOR.upper(), **values})


def _link(**values: Any) -> NewInvitation:
    return NewInvitation.model_validate({"kind": "link", **values})


async def _refuse(person: Person, code: str) -> str:
    with pytest.raises(TaskFlowError) as caught:
        await projects.accept_invitation(person, code)
    return caught.value.code


async def test_a_guest_is_let_into_the_projects_of_the_invitation(web: World, noor: Person) -> None:
    async with unit_of_work():
        await projects.create_project(web.sam, NewProject(key="APP", name="App", visibility="private"))
        row, code = await projects.invite(web.members["priya"], _for_noor(role="guest", projects=["APP"]))
        member = await projects.accept_invitation(noor, code)
    assert (row["projects"], row["state"], row["max_uses"], row["inviter_name"]) == (
        ["APP"], "pending", 1, "Priya Nair",
    )  # fmt: skip
    assert (member.role, [p["key"] for p in await projects.list_projects(member)]) == ("guest", ["APP"])
    assert (await projects.get_invitation(web.sam, row["id"]))["state"] == "used_up"


async def test_the_code_is_kept_nowhere(web: World, noor: Person) -> None:
    async with unit_of_work():
        row, code = await projects.invite(web.sam, _for_noor())
        await projects.accept_invitation(noor, code)
        await workspaces.revoke_invitation(web.sam, row["id"], version=2)
    for table in ("invitations", "events", "jobs"):
        kept = await fetch_value(f"select string_agg(t::text, ' ') from {table} t")
        assert code not in kept
    events = await fetch("select action from events where subject_type = 'invitation' order by seq")
    assert [event["action"] for event in events] == ["invitation.created", "invitation.revoked"]
    assert len(code) >= 43


async def test_an_invitation_by_e_mail_is_for_that_address_and_once(web: World, noor: Person) -> None:
    async with unit_of_work():
        eve = await identity.register(NewUser(email="eve@elsewhere.example", name="Eve", password=PASSWORD))
        _, code = await projects.invite(web.sam, _for_noor())
        assert await _refuse(eve, code) == "invitation_for_another"
        await projects.accept_invitation(noor, code)
        assert await _refuse(noor, code) == "invitation_used_up"


async def test_a_link_is_for_as_many_as_it_says(web: World, noor: Person) -> None:
    async with unit_of_work():
        eve = await identity.register(NewUser(email="eve@elsewhere.example", name="Eve", password=PASSWORD))
        _, once = await projects.invite(web.sam, _link(max_uses=1))
        _, always = await projects.invite(web.sam, _link())
        await projects.accept_invitation(noor, once)
        assert await _refuse(eve, once) == "invitation_used_up"
        assert await _refuse(noor, always) == "already_member"
        await projects.accept_invitation(eve, always)


async def test_an_invitation_that_is_over_says_why(web: World, noor: Person) -> None:
    async with unit_of_work():
        revoked, code = await projects.invite(web.sam, _for_noor())
        await projects.revoke_invitation(web.sam, revoked["id"], version=1)
        assert await _refuse(noor, code) == "invitation_revoked"
        late, code = await projects.invite(web.sam, _for_noor(expires_in_days=3))
        offer = await workspaces.find_offer(code, noor)
        assert offer is not None
        assert (offer["workspace_name"], offer["inviter_name"], offer["problem"]) == (
            "Meridian Studio", "Sam Okafor", "",
        )  # fmt: skip
        with clock.pinned(clock.now() + timedelta(days=3)):
            assert await _refuse(noor, code) == "invitation_expired"
            assert (await projects.get_invitation(web.sam, late["id"]))["state"] == "expired"
            assert await projects.list_invitations(web.sam, pending=True) == []
        assert await _refuse(noor, "no-code-of-ours") == "not_found"
        assert await workspaces.find_offer("no-code-of-ours") is None


async def test_revoking_is_done_against_the_version_and_twice_changes_nothing(web: World) -> None:
    async with unit_of_work():
        row, _ = await projects.invite(web.sam, _for_noor(projects=["WEB"]))
        with pytest.raises(StaleVersion) as stale:
            await projects.revoke_invitation(web.sam, row["id"], version=7)
        assert stale.value.extra["current"]["projects"] == ["WEB"]
        await projects.revoke_invitation(web.sam, row["id"], version=1)
        await projects.revoke_invitation(web.sam, row["id"], version=2)
        assert (await projects.get_invitation(web.sam, row["id"]))["version"] == 2
        with pytest.raises(NotFound):
            await projects.revoke_invitation(web.sam, web.sam.id, version=1)


@pytest.mark.parametrize(
    ("values", "field", "code"),
    [
        ({"kind": "email"}, "email", "missing"),
        ({"kind": "link", "email": NOOR}, "email", "not_for_links"),
        ({"kind": "email", "email": NOOR, "max_uses": 2}, "max_uses", "not_for_email"),
        ({"kind": "link", "role": "guest"}, "projects", "missing"),
        ({"kind": "link", "projects": ["NONE"]}, "projects", "unknown_project"),
        ({"kind": "email", "email": "aiko@meridian.example"}, "email", "is_member"),
    ],
)
async def test_what_does_not_fit_together_is_refused(web: World, values: Any, field: str, code: str) -> None:
    async with unit_of_work():
        with pytest.raises(Invalid) as caught:
            await projects.invite(web.sam, NewInvitation.model_validate(values))
    assert (caught.value.errors[0].pointer, caught.value.errors[0].code) == (f"/{field}", code)


@pytest.mark.parametrize(
    "values", [{"role": "owner"}, {"expires_in_days": 91}, {"expires_in_days": 0}, {"max_uses": 0}]
)
def test_nobody_is_invited_as_owner_or_for_ever(values: Any) -> None:
    with pytest.raises(ValidationError):
        NewInvitation.model_validate({"kind": "link", **values})
    assert NewInvitation(kind="link").lifetime == timedelta(days=7)


async def test_only_who_manages_members_invites_and_sees_invitations(web: World) -> None:
    for name in ("mateo", "lena"):
        async with unit_of_work():
            with pytest.raises(Forbidden):
                await projects.invite(web.members[name], _link())
            with pytest.raises(Forbidden):
                await projects.list_invitations(web.members[name])


async def test_who_was_put_out_does_not_come_back_by_a_link_of_their_own(web: World) -> None:
    priya, person = web.members["priya"], web.persons["priya"]
    async with unit_of_work():
        _, code = await projects.invite(priya, _link())
        await workspaces.remove_member(web.sam, priya.id)
        assert await _refuse(person, code) == "invitation_revoked"
        _, code = await projects.invite(web.sam, _link())
        assert (await projects.accept_invitation(person, code)).id == priya.id


async def test_who_may_not_invite_any_more_has_no_invitations_out(web: World, noor: Person) -> None:
    priya = web.members["priya"]
    async with unit_of_work():
        _, first = await projects.invite(priya, _link())
        await workspaces.change_role(web.sam, priya.id, MemberChanges(role="member"), version=1)
        assert await _refuse(noor, first) == "invitation_revoked"
        await workspaces.change_role(web.sam, priya.id, MemberChanges(role="admin"), version=2)
        _, second = await projects.invite(priya, _link())
        await workspaces.deactivate_member(web.sam, priya.id)
        assert await _refuse(noor, second) == "invitation_revoked"


async def test_who_is_deactivated_does_not_come_in_by_an_invitation(web: World) -> None:
    async with unit_of_work():
        _, code = await projects.invite(web.sam, _link())
        await workspaces.deactivate_member(web.sam, web.members["aiko"].id)
        assert await _refuse(web.persons["aiko"], code) == "member_deactivated"
        with pytest.raises(Invalid, match="deactivated"):
            await projects.invite(web.sam, NewInvitation(email="aiko@meridian.example"))


async def test_where_taskflow_is_by_invitation_one_signs_up_with_a_good_one(web: World) -> None:
    async def sign_up(email: str, code: str | None) -> Person:
        new = InvitedUser(email=email, name="Somebody", password=PASSWORD, invitation=code)
        return await workspaces.register_invited(new, is_open=False)

    async with unit_of_work():
        row, code = await projects.invite(web.sam, _for_noor())
        for email, given in ((NOOR, None), (NOOR, "made-up"), ("eve@elsewhere.example", code)):
            with pytest.raises(Forbidden) as caught:
                await sign_up(email, given)
            assert caught.value.code == "invitation_needed"
        person = await sign_up(NOOR, code)
        assert await workspaces.list_workspaces(person) == []
        assert (await projects.accept_invitation(person, code)).role == "member"
        with pytest.raises(Forbidden):
            await sign_up("eve@elsewhere.example", code)
    assert (await projects.get_invitation(web.sam, row["id"]))["uses"] == 1


async def test_pending_invitations_are_bounded(web: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("taskflow.workspaces.invitations.MAX_OPEN", 2)
    async with unit_of_work():
        first, _ = await projects.invite(web.sam, _link())
        await projects.invite(web.sam, _link())
        with pytest.raises(Conflict) as caught:
            await projects.invite(web.sam, _link())
        assert caught.value.code == "too_many_invitations"
        await projects.revoke_invitation(web.sam, first["id"], version=1)
        await projects.invite(web.sam, _link())


async def test_of_many_who_accept_the_last_use_at_once_one_is_in(committed: World) -> None:
    async with unit_of_work():
        names = [f"person{number}@elsewhere.example" for number in range(6)]
        persons = [await identity.register(NewUser(email=name, name=name, password=PASSWORD)) for name in names]
        row, code = await projects.invite(committed.sam, _link(max_uses=1))

    async def accept(person: Person) -> str:
        try:
            async with unit_of_work():
                await projects.accept_invitation(person, code)
        except Conflict as error:
            return error.code
        return "in"

    outcomes = await asyncio.gather(*(accept(person) for person in persons))
    assert sorted(outcomes) == ["in", *["invitation_used_up"] * 5]
    assert (await projects.get_invitation(committed.sam, row["id"]))["uses"] == 1
    assert len(await workspaces.list_members(committed.sam)) == len(committed.members) + 1


async def test_one_person_who_accepts_twice_at_once_is_in_once(committed: World) -> None:
    async with unit_of_work():
        noor = await identity.register(NewUser(email=NOOR, name="Noor", password=PASSWORD))
        row, code = await projects.invite(committed.sam, _link())

    async def accept() -> str:
        try:
            async with unit_of_work():
                await projects.accept_invitation(noor, code)
        except Conflict as error:
            return error.code
        return "in"

    assert sorted(await asyncio.gather(accept(), accept(), accept())) == ["already_member", "already_member", "in"]
    assert (await projects.get_invitation(committed.sam, row["id"]))["uses"] == 1
