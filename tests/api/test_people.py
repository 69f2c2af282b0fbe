"""Inviting, accepting, teams, deactivation and handing over, through the API."""

from collections.abc import Callable

import pytest

from taskflow import identity, workspaces
from taskflow.api import build_api
from taskflow.identity import NewUser
from taskflow.platform import mail
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.settings import Settings
from taskflow.workspaces import MATRIX, Permission, Role
from taskflow.world import World
from tests.support.client import ApiClient, problem
from tests.support.contract import Contract
from tests.support.people import PASSWORD

W = "/workspaces/meridian"
NOOR = "noor@elsewhere.example"


@pytest.fixture
async def noor(web: World, visit: Callable[[], ApiClient]) -> ApiClient:
    """The program of somebody who is in no workspace."""
    async with unit_of_work():
        return await visit().use_token(
            await identity.register(NewUser(email=NOOR, name="Noor Haddad", password=PASSWORD))
        )


async def test_an_invitation_is_made_handed_on_and_accepted(sam: ApiClient, noor: ApiClient) -> None:
    made = await sam.post(f"{W}/invitations", {"email": NOOR, "role": "guest", "projects": ["WEB"]})
    assert made.headers["Cache-Control"] == "no-store"
    invitation = made.json()
    assert invitation["url"] == f"http://localhost/join#{invitation['code']}"
    assert "?" not in invitation["url"]
    read = (await sam.get(f"{W}/invitations/{invitation['id']}")).json()
    assert "code" not in read
    assert (read["state"], read["projects"], read["inviter"]["name"]) == ("pending", ["WEB"], "Sam Okafor")
    accepted = await noor.post("/invitations/acceptance", {"code": invitation["code"]})
    assert accepted.headers["Location"] == "/api/v1/workspaces/meridian"
    assert [row["key"] for row in (await noor.get(f"{W}/projects")).json()["items"]] == ["WEB"]
    again = await noor.post("/invitations/acceptance", {"code": invitation["code"]}, status=409)
    assert problem(again)[0] == "invitation_used_up"
    assert (await sam.get(f"{W}/invitations?pending=true")).json()["items"] == []


async def test_each_reason_against_an_invitation_has_its_code(
    web: World, sam: ApiClient, mateo: ApiClient, noor: ApiClient
) -> None:
    async def accept(client: ApiClient, code: str, status: int) -> str:
        return problem(await client.post("/invitations/acceptance", {"code": code}, status=status))[0]

    link = (await sam.post(f"{W}/invitations", {"kind": "link"})).json()
    assert await accept(mateo, link["code"], 409) == "already_member"
    theirs = (await sam.post(f"{W}/invitations", {"email": "eve@elsewhere.example"})).json()
    assert await accept(noor, theirs["code"], 403) == "invitation_for_another"
    assert await accept(noor, "no-code-of-ours", 404) == "not_found"
    await sam.delete(f"{W}/invitations/{link['id']}", If_Match='"v1"')
    assert await accept(noor, link["code"], 409) == "invitation_revoked"


async def test_a_stale_revocation_shows_the_invitation(sam: ApiClient, noor: ApiClient) -> None:
    link = (await sam.post(f"{W}/invitations", {"kind": "link"})).json()
    await noor.post("/invitations/acceptance", {"code": link["code"]})
    stale = await sam.delete(f"{W}/invitations/{link['id']}", status=412, If_Match='"v1"')
    assert stale.json()["current"]["uses"] == 1


async def test_an_invitation_opens_an_instance_that_is_by_invitation(
    settings: Settings, contract: Contract, sam: ApiClient
) -> None:
    visitor = ApiClient(build_api(settings.model_copy(update={"registration": "invite"})), contract)
    account = {"email": NOOR, "name": "Noor Haddad", "password": PASSWORD}
    assert problem(await visitor.post("/users", account, status=403))[0] == "invitation_needed"
    code = (await sam.post(f"{W}/invitations", {"email": NOOR})).json()["code"]
    other = account | {"email": "eve@elsewhere.example", "invitation": code}
    assert problem(await visitor.post("/users", other, status=403))[0] == "invitation_needed"
    assert (await visitor.post("/users", account | {"invitation": code})).json()["email"] == NOOR


async def test_a_deactivated_member_is_outside_and_marked(web: World, sam: ApiClient, mateo: ApiClient) -> None:
    path = f"{W}/members/{web.members['mateo'].id}"
    shown = (await sam.put(f"{path}/deactivation", If_Match='"v1"')).json()
    assert (shown["version"], shown["name"], shown["deactivated_at"] is None) == (2, "Mateo Ruiz", False)
    await mateo.get(W, status=404)
    assert (await mateo.get("/workspaces")).json()["items"] == []
    stale = await sam.delete(f"{path}/deactivation", status=412, If_Match='"v1"')
    assert stale.json()["current"]["version"] == 2
    await sam.delete(f"{path}/deactivation", status=200, If_Match='"v2"')
    await mateo.get(W)
    own = f"{W}/members/{web.sam.id}/deactivation"
    assert problem(await sam.put(own, status=409, If_Match='"v1"'))[0] == "own_membership"


async def test_a_guest_sees_a_project_through_a_team(web: World, sam: ApiClient, lena: ApiClient) -> None:
    await sam.post(f"{W}/projects", {"key": "APP", "name": "App", "visibility": "private"})
    team = (await sam.post(f"{W}/teams", {"name": "Design"})).json()
    assert problem(await sam.post(f"{W}/teams", {"name": "DESIGN"}, status=422)) == ("invalid", {"/name"})
    await sam.put(f"{W}/teams/{team['id']}/members/{web.members['lena'].id}", status=204)
    await lena.get(f"{W}/projects/APP", status=404)
    for _ in range(2):
        await sam.put(f"{W}/projects/APP/teams/{team['id']}", status=204)
    [listed] = (await lena.get(f"{W}/projects/APP/teams")).json()["items"]
    assert listed == {"team_id": team["id"], "name": "Design", "hue": "slate", "member_count": 1}
    for _ in range(2):
        await sam.delete(f"{W}/projects/APP/teams/{team['id']}")
    await lena.get(f"{W}/projects/APP", status=404)


async def test_a_workspace_is_handed_over_in_person(web: World, sam: ApiClient, browser: ApiClient) -> None:
    heir = {"member_id": str(web.members["aiko"].id)}
    refused = await sam.put(f"{W}/ownership", heir, status=403, If_Match='"v1"')
    assert problem(refused)[0] == "session_required"
    await browser.put(f"{W}/ownership", heir, status=412, If_Match='"v9"')
    given = await browser.put(f"{W}/ownership", heir, If_Match='"v1"')
    assert given.headers["ETag"].startswith('"v2')
    roles = {row["name"]: row["role"] for row in (await browser.get(f"{W}/members")).json()["items"]}
    assert (roles["Aiko Tanaka"], roles["Sam Okafor"]) == ("owner", "admin")
    await browser.put(f"{W}/ownership", heir, status=403, If_Match='"v2"')


async def test_the_permissions_are_those_of_the_code(lena: ApiClient) -> None:
    told = (await lena.get(f"{W}/permissions")).json()
    assert [row["name"] for row in told["roles"]] == list(Role)
    assert {row["name"]: row["allowed"] for row in told["permissions"]} == {
        permission: {role: permission in MATRIX[role] for role in Role} for permission in Permission
    }
    assert all(row["sentence"] for row in told["roles"] + told["permissions"])
    assert told["permissions"] == workspaces.list_permissions()


async def test_an_account_that_owns_a_workspace_alone_is_not_deactivated(
    web: World, visit: Callable[[], ApiClient]
) -> None:
    sam, priya = await visit().sign_in(web.persons["sam"]), await visit().sign_in(web.persons["priya"])
    await priya.post("/workspaces", {"slug": "atlas", "name": "Atlas", "time_zone": "UTC"})
    await priya.post("/workspaces/atlas/members", {"email": "mateo@meridian.example", "role": "member"})
    account = f"/operator/people/{web.persons['priya'].id}"
    tag = (await sam.get(account)).headers["ETag"]
    refused = (await sam.put(f"{account}/deactivation", status=409, If_Match=tag)).json()
    assert (refused["code"], refused["workspaces"]) == ("last_owner", [{"slug": "atlas", "name": "Atlas"}])
    assert (await sam.get(account)).json()["deactivated_at"] is None


async def test_a_forgotten_password_without_mail_says_whom_to_ask(anonymous: ApiClient) -> None:
    mail.deliver_by(None)
    refused = await anonymous.post("/password-resets", {"email": "sam@meridian.example"}, status=409)
    assert problem(refused)[0] == "mail_is_off"


async def test_a_new_password_is_chosen_once_by_the_code_of_the_operator(
    sam: ApiClient, anonymous: ApiClient, web: World
) -> None:
    made = (await sam.post(f"/operator/people/{web.persons['mateo'].id}/password-resets", status=200)).json()
    assert made["url"] == f"http://localhost/reset#{made['code']}"
    body = {"code": made["code"], "password": "quite another sentence"}
    await anonymous.post("/password-resets/completion", body, status=204)
    again = await anonymous.post("/password-resets/completion", body, status=409)
    assert problem(again)[0] == "password_reset_over"
    await anonymous.post("/sessions", {"email": made["email"], "password": "quite another sentence"}, status=201)
