"""Teams, deactivation, the table of permissions and handing a workspace over, as pages."""

import pytest

from taskflow import workspaces
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.workspaces import MATRIX, Permission
from taskflow.world import World
from tests.pages.conftest import SignIn
from tests.pages.test_every_page import check_markup


async def _make_team(world: World) -> str:
    async with unit_of_work():
        team = await workspaces.create_team(world.sam, workspaces.NewTeam(name="Design", hue="pink"))
        await workspaces.add_to_team(world.sam, team["id"], world.members["aiko"].id)
    return f"/meridian/teams/{team['id']}"


async def test_a_team_is_made_filled_changed_and_deleted(sign_in: SignIn, web: World) -> None:
    browser, aiko = await sign_in("priya"), str(web.members["aiko"].id)
    page = await browser.get("/meridian/teams")
    made = await browser.submit(page.form("/meridian/teams"), name="Design", hue="pink")
    answer = await browser.submit(page.form("/meridian/teams"), status=422, name="design")
    assert "Name is the name of another team" in answer.page.text
    page = await browser.get(made.location)
    assert "Nobody is in this team yet" in page.text
    await browser.submit(page.form(f"{made.location}/members"), member_id=aiko)
    await browser.submit(page.form(made.location), name="Design and research", hue="olive")
    await browser.submit(page.form(made.location), status=409, name="Too late")
    page = await browser.get(made.location)
    assert ("Design and research" in page.text, "Aiko Tanaka" in page.text) == (True, True)
    await browser.submit(page.form(f"{made.location}/members/{aiko}/removal"))
    await browser.submit((await browser.get(made.location)).form(f"{made.location}/deletion"))
    assert "Design" not in (await browser.get("/meridian/teams")).text


@pytest.mark.parametrize("name", ["sam", "mateo", "lena"])
async def test_a_team_is_there_to_read_for_everybody(name: str, sign_in: SignIn, web: World) -> None:
    path = await _make_team(web)
    page = await (await sign_in(name)).get(path)
    check_markup(page)
    assert "Aiko Tanaka" in page.text
    assert bool([form for form in page.forms if form.action.startswith(path)]) == (name == "sam")


async def test_a_team_is_let_into_a_project_and_out_again(sign_in: SignIn, web: World) -> None:
    path, settings = await _make_team(web), "/meridian/p/WEB/settings/access"
    browser = await sign_in("mateo")
    await browser.submit((await browser.get(settings)).form(f"{settings}/teams"))
    page = await browser.get(settings)
    check_markup(page)
    assert path in page.links
    await browser.submit(page.form(f"{settings}/teams/{path.rpartition('/')[2]}/deletion"))
    assert path not in (await browser.get(settings)).links


async def test_a_member_is_deactivated_and_let_in_again(sign_in: SignIn, web: World) -> None:
    browser, aiko = await sign_in("priya"), await sign_in("aiko")
    await aiko.get("/meridian/my")
    path = f"/meridian/members/{web.members['aiko'].id}"
    form = (await browser.get("/meridian/members")).form(f"{path}/deactivation")
    await browser.submit(form)
    page = await browser.get("/meridian/members")
    check_markup(page)
    assert "Aiko Tanaka is deactivated" in page.text
    await aiko.get("/meridian/my", status=404)
    await browser.submit(form, status=409)
    await browser.submit(page.form(f"{path}/reactivation"))
    await aiko.get("/meridian/my")


async def test_the_table_of_permissions_is_read_by_eye_and_by_ear(sign_in: SignIn) -> None:
    page = await (await sign_in("lena")).get("/meridian/permissions")
    assert "Your role is guest" in page.text
    assert page.text.count("Yes") == sum(len(allowed) for allowed in MATRIX.values())
    assert page.text.count("Yes") + page.text.count(" No") >= len(Permission) * len(MATRIX)
    scopes = [attributes["scope"] for tag, attributes in page.elements if tag == "th"]
    assert (scopes.count("row"), scopes.count("col")) == (len(Permission), len(MATRIX) + 1)


async def test_an_owner_hands_the_workspace_over(sign_in: SignIn, web: World) -> None:
    browser = await sign_in("sam")
    form = (await browser.get("/meridian/settings")).form("/meridian/ownership")
    await browser.submit(form, status=422, member_id=str(web.members["lena"].id))
    await browser.submit(form, member_id=str(web.members["mateo"].id))
    assert "you are an administrator now" in (await browser.get("/meridian/members")).text
    page = await browser.get("/meridian/settings")
    assert not [form for form in page.forms if form.action == "/meridian/ownership"]
    assert [form for form in (await (await sign_in("mateo")).get("/meridian/settings")).forms if "owner" in form.action]


async def test_the_operator_is_told_which_workspaces_would_be_left_without_an_owner(
    sign_in: SignIn, web: World
) -> None:
    aiko = web.persons["aiko"]
    async with unit_of_work():
        await workspaces.create_workspace(
            aiko, workspaces.NewWorkspace(slug="atlas", name="Atlas & sons", time_zone="UTC")
        )
        owner = await workspaces.get_member(aiko, "atlas")
        await workspaces.add_member(owner, workspaces.NewMember(email="mateo@meridian.example", role="member"))
    sam = await sign_in("sam")
    form = (await sam.get("/operator/people")).form(f"/operator/people/{aiko.id}/deactivation")
    answer = await sam.submit(form, status=409)
    check_markup(answer.page)
    assert "Aiko Tanaka is the only owner of Atlas & sons" in answer.page.text
    assert "/operator/people" in answer.page.links
    await (await sign_in("aiko")).get("/atlas/my")
