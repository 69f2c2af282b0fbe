"""Signing up, signing in, tokens."""

from datetime import timedelta

import pytest

from taskflow import identity
from taskflow.identity import Credentials, NewToken, NewUser, ProfileChanges
from taskflow.identity.tokens import build_token_text, is_well_formed
from taskflow.platform import clock
from taskflow.platform.database import execute, fetch_one, fetch_value
from taskflow.platform.errors import Invalid, NotFound, StaleVersion, Unauthenticated
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.world import World
from tests.support.people import PASSWORD


def _new(email: str) -> NewUser:
    return NewUser(email=email, name="Ada Byron", password=PASSWORD)


async def test_the_first_person_is_the_operator_and_the_second_is_not(database: None) -> None:
    async with unit_of_work():
        first = await identity.register(_new("ada@example.org"))
        second = await identity.register(_new("bob@example.org"))
    assert first.is_operator
    assert not second.is_operator


async def test_an_address_has_one_account_whatever_its_case(people: World) -> None:
    async with unit_of_work():
        with pytest.raises(Invalid) as caught:
            await identity.register(_new("SAM@Meridian.Example"))
    assert caught.value.errors[0].pointer == "/email"


async def test_the_password_is_kept_as_argon2id_only(people: World) -> None:
    row = await fetch_one("select * from users where id = $1", people.persons["sam"].id)
    assert row is not None
    assert row["password_hash"].startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert PASSWORD not in str(row)


@pytest.mark.parametrize("email", ["sam@meridian.example", "nobody@meridian.example"])
async def test_a_wrong_password_and_an_unknown_address_are_one_error(people: World, email: str) -> None:
    with pytest.raises(Unauthenticated) as caught:
        await identity.check_credentials(Credentials(email=email, password="not this one"))
    assert caught.value.code == "wrong_credentials"


async def test_a_deactivated_person_cannot_sign_in_nor_go_on(people: World) -> None:
    sam = people.persons["sam"]
    async with unit_of_work():
        _, token = await identity.open_session(sam.id)
        _, text = await identity.create_token(sam, NewToken(name="x"))
    await execute("update users set deactivated_at = now() where id = $1", sam.id)
    assert await identity.find_by_session(token) is None
    assert await identity.find_by_token(text) is None
    with pytest.raises(Unauthenticated):
        await identity.check_credentials(Credentials(email=sam.email, password=PASSWORD))


async def test_a_session_finds_its_person_until_it_is_closed(people: World) -> None:
    sam = people.persons["sam"]
    async with unit_of_work():
        session_id, token = await identity.open_session(sam.id, user_agent="x" * 999, address="::1")
    found = await identity.find_by_session(token)
    assert found is not None
    assert (found.id, found.session_id) == (sam.id, session_id)
    assert await identity.find_by_session(token + "x") is None
    async with unit_of_work():
        await identity.close_session(found, session_id)
    assert await identity.find_by_session(token) is None


async def test_a_session_is_kept_as_a_hash(people: World) -> None:
    async with unit_of_work():
        _, token = await identity.open_session(people.persons["sam"].id)
    assert not await fetch_value("select 1 from sessions s where s::text like $1", f"%{token}%")


async def test_nobody_closes_somebody_elses_session(people: World) -> None:
    async with unit_of_work():
        session_id, _ = await identity.open_session(people.persons["sam"].id)
        with pytest.raises(NotFound):
            await identity.close_session(people.persons["mateo"], session_id)


async def test_a_session_ends_after_its_idle_and_its_absolute_time(people: World) -> None:
    async with unit_of_work():
        _, token = await identity.open_session(people.persons["sam"].id)
    with clock.pinned(clock.now() + timedelta(days=13)):
        assert await identity.find_by_session(token) is not None
    with clock.pinned(clock.now() + timedelta(days=26)):
        assert await identity.find_by_session(token) is not None  # the use on day 13 moved the end
    for day in range(39, 91, 13):
        with clock.pinned(clock.now() + timedelta(days=day)):
            await identity.find_by_session(token)
    with clock.pinned(clock.now() + timedelta(days=91)):
        assert await identity.find_by_session(token) is None


async def test_a_token_works_until_it_expires_or_is_revoked(people: World) -> None:
    sam = people.persons["sam"]
    async with unit_of_work():
        row, text = await identity.create_token(sam, NewToken(name="Report", scopes=["read"], expires_in_days=1))
    found = await identity.find_by_token(text)
    assert found is not None
    assert found.scopes == {"read"}
    assert row["hint"] == text[-4:]
    with clock.pinned(clock.now() + timedelta(days=2)):
        assert await identity.find_by_token(text) is None
    async with unit_of_work():
        await identity.revoke_token(sam, row["id"])
        with pytest.raises(NotFound):
            await identity.revoke_token(sam, row["id"])
    assert await identity.find_by_token(text) is None


def test_a_misspelt_token_is_refused_without_asking_the_database() -> None:
    text = build_token_text()
    assert is_well_formed(text)
    for place in range(len(text)):
        other = "a" if text[place] != "a" else "b"
        assert not is_well_formed(text[:place] + other + text[place + 1 :])
    assert not is_well_formed("")
    assert not is_well_formed("tfp_" + "é" * 30)


async def test_the_profile_changes_only_what_is_named_and_against_its_version(people: World) -> None:
    sam = people.persons["sam"]
    async with unit_of_work():
        edited = await identity.edit_profile(sam, ProfileChanges(time_zone="Asia/Tokyo"), version=sam.version)
    assert (edited.time_zone, edited.name) == ("Asia/Tokyo", sam.name)
    async with unit_of_work():
        with pytest.raises(StaleVersion):
            await identity.edit_profile(sam, ProfileChanges(name="Other"), version=sam.version)
