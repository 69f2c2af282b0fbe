"""The operator keeps people out of the whole instance."""

import pytest

from taskflow import identity
from taskflow.identity import Credentials, NewToken
from taskflow.platform.errors import Conflict, NotFound, StaleVersion, Unauthenticated
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.world import World
from tests.support.people import PASSWORD


async def test_a_deactivated_person_is_signed_out_everywhere_until_let_in_again(people: World) -> None:
    operator, mateo = people.persons["sam"], people.persons["mateo"]
    async with unit_of_work():
        _, session = await identity.open_session(mateo.id)
        _, token = await identity.create_token(mateo, NewToken(name="theirs"))
        row = await identity.deactivate_account(operator, mateo.id, version=mateo.version)
        assert row["deactivated_at"] is not None
        assert await identity.find_by_session(session) is None
        assert await identity.find_by_token(token) is None
        with pytest.raises(Unauthenticated):
            await identity.check_credentials(Credentials(email=mateo.email, password=PASSWORD))
        assert await identity.deactivate_account(operator, mateo.id, version=row["version"]) == row
        row = await identity.reactivate_account(operator, mateo.id, version=row["version"])
        assert await identity.reactivate_account(operator, mateo.id, version=row["version"]) == row
        assert await identity.find_by_session(session) is None
        assert await identity.find_by_token(token) is not None
        await identity.check_credentials(Credentials(email=mateo.email, password=PASSWORD))


async def test_only_the_operator_sees_everybody(people: World) -> None:
    names = [row["name"] for row in await identity.list_accounts(people.persons["sam"])]
    assert names == sorted(character.name for character in people.persons.values())
    for name in ("priya", "lena"):
        person = people.persons[name]
        for ask in (identity.list_accounts(person), identity.get_account(person, person.id)):
            with pytest.raises(NotFound):
                await ask
        async with unit_of_work():
            with pytest.raises(NotFound):
                await identity.deactivate_account(person, people.persons["sam"].id, version=1)


async def test_the_operator_stays_and_a_stale_version_is_told(people: World) -> None:
    operator, mateo = people.persons["sam"], people.persons["mateo"]
    async with unit_of_work():
        with pytest.raises(Conflict) as caught:
            await identity.deactivate_account(operator, operator.id, version=operator.version)
        with pytest.raises(StaleVersion):
            await identity.deactivate_account(operator, mateo.id, version=mateo.version + 1)
        with pytest.raises(NotFound):
            await identity.get_account(operator, people.sam.id)
    assert caught.value.code == "own_membership"
