"""Who is let in and how: sessions, tokens, other people's pages, and what the headers say."""

import itertools
from collections.abc import Callable

import httpx

from taskflow.api import build_api
from taskflow.api.operations import OPERATIONS
from taskflow.platform.database import execute
from taskflow.platform.health import HealthChecks
from taskflow.settings import Settings
from taskflow.world import World
from tests.api.stage import build_request, build_stage
from tests.support.client import ApiClient, problem
from tests.support.contract import Contract
from tests.support.people import PASSWORD

W = "/workspaces/meridian"
SAM = {"email": "sam@meridian.example", "password": PASSWORD}


async def test_a_session_begins_with_the_password_and_ends_with_signing_out(web: World, anonymous: ApiClient) -> None:
    made = await anonymous.post("/sessions", SAM)
    cookie = made.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/" in cookie
    assert made.headers["Cache-Control"] == "no-store"
    assert made.json()["is_current"] is True
    assert (await anonymous.get("/me")).json()["email"] == SAM["email"]
    assert (await anonymous.get(made.headers["Location"])).json()["id"] == made.json()["id"]
    await anonymous.delete("/sessions/current", Sec_Fetch_Site="same-origin")
    assert not anonymous.http.cookies
    await anonymous.get("/me", status=401)


async def test_signing_in_again_ends_the_session_that_the_browser_had(web: World, anonymous: ApiClient) -> None:
    first = (await anonymous.post("/sessions", SAM)).json()
    await anonymous.post("/sessions", SAM, Sec_Fetch_Site="same-origin")
    sessions = (await anonymous.get("/me/sessions")).json()["items"]
    assert len(sessions) == 1
    assert sessions[0]["id"] != first["id"]


async def test_a_wrong_password_and_a_wrong_address_are_answered_alike(web: World, anonymous: ApiClient) -> None:
    for wrong in ({"password": "another sentence"}, {"email": "nobody@example.org"}):
        response = await anonymous.post("/sessions", SAM | wrong, status=401)
        assert problem(response)[0] == "wrong_credentials"
        assert response.json()["detail"] == "The e-mail address or the password is not right"
        assert "Set-Cookie" not in response.headers


async def test_the_cookie_of_a_secure_site_is_bound_to_its_host(
    web: World, settings: Settings, contract: Contract
) -> None:
    secure = settings.model_copy(update={"public_url": "https://tasks.example.org"})
    client = ApiClient(build_api(secure), contract)
    response = await client.post("/sessions", SAM)
    assert response.headers["Set-Cookie"].startswith("__Host-taskflow=")
    assert "Secure" in response.headers["Set-Cookie"]
    assert "max-age=" in response.headers["Strict-Transport-Security"]


FOREIGN: list[dict[str, str]] = [
    {},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "none"},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
]


async def test_a_cookie_from_a_foreign_page_changes_nothing(web: World, visit: Callable[[], ApiClient]) -> None:
    stage, browser = await build_stage(web), await visit().sign_in(web.persons["sam"])
    del browser.http.headers["Sec-Fetch-Site"]
    for headers, operation in itertools.product(FOREIGN, OPERATIONS.values()):
        address, body, good = build_request(operation, stage.values("sam"))
        sent = {name.replace("-", "_"): value for name, value in headers.items()} | good
        response = await browser.send(operation.method, address, *(() if body is None else (body,)), **sent)
        if operation.is_safe:
            assert response.status_code == 200, operation.name
        else:
            assert (response.status_code, problem(response)[0]) == (403, "cross_origin"), (operation.name, headers)


async def test_a_cookie_from_our_own_page_works(web: World, visit: Callable[[], ApiClient]) -> None:
    browser = await visit().sign_in(web.persons["sam"])
    del browser.http.headers["Sec-Fetch-Site"]
    await browser.post(f"{W}/projects/WEB/tasks", {"title": "From a new browser"}, Sec_Fetch_Site="same-origin")
    await browser.post(f"{W}/projects/WEB/tasks", {"title": "From an old one"}, Origin="http://localhost")


BAD_TOKENS = [
    b"Bearer x",
    b"Bearer ",
    b"Basic c2FtOng=",
    b"Bearer tfp_" + b"a" * 30,
    b"tfp_x",
    b"Bearer \xc3\xa9",
    b"\xff",
]


async def test_a_bad_token_is_nobody_even_where_anybody_may_ask(web: World, anonymous: ApiClient) -> None:
    for given in BAD_TOKENS:
        anonymous.http.headers = httpx.Headers([(b"Authorization", given)])
        response = await anonymous.get("/me", status=401)
        assert problem(response)[0] == "bad_token", given
        assert "invalid_token" in response.headers["WWW-Authenticate"]
        await anonymous.post("/sessions", SAM, status=401)


async def test_a_token_is_shown_once_and_ends_when_it_is_revoked(web: World, visit: Callable[[], ApiClient]) -> None:
    browser, program = await visit().sign_in(web.persons["mateo"]), visit()
    made = await browser.post("/me/tokens", {"name": "Nightly", "scopes": ["read", "read"]})
    assert made.headers["Cache-Control"] == "no-store"
    text = made.json()["text"]
    assert made.json()["scopes"] == ["read"]
    assert text not in (await browser.get("/me/tokens")).text
    assert "text" not in (await browser.get(made.headers["Location"])).json()
    program.http.headers["Authorization"] = f"Bearer {text}"
    assert (await program.get("/me")).json()["name"] == "Mateo Ruiz"
    refused = await program.post(f"{W}/projects/WEB/tasks", {"title": "x"}, status=403)
    assert problem(refused)[0] == "scope_missing"
    await browser.delete(made.headers["Location"])
    await program.get("/me", status=401)
    await browser.get(made.headers["Location"], status=404)


async def test_a_token_cannot_make_another_one(sam: ApiClient) -> None:
    refused = await sam.post("/me/tokens", {"name": "For ever"}, status=403)
    assert problem(refused)[0] == "session_required"
    await sam.delete("/sessions/current", status=404)


async def test_somebody_elses_sessions_and_tokens_are_not_found(web: World, visit: Callable[[], ApiClient]) -> None:
    stage, mateo = await build_stage(web), await visit().sign_in(web.persons["mateo"])
    theirs = stage.values("priya")
    for path in (f"/me/sessions/{theirs['session_id']}", f"/me/tokens/{theirs['token_id']}"):
        await mateo.get(path, status=404)
        await mateo.delete(path, status=404)
    await mateo.put(f"{W}/notifications/{theirs['notification_id']}/reading", status=404)


async def test_by_invitation_only_the_very_first_person_signs_up(
    database: None, settings: Settings, contract: Contract
) -> None:
    closed = settings.model_copy(update={"registration": "invite"})
    client = ApiClient(build_api(closed), contract)
    new = {"email": "sam@example.org", "name": "Sam", "password": PASSWORD}
    assert (await client.post("/users", new)).json()["is_operator"] is True
    refused = await client.post("/users", new | {"email": "eve@example.org"}, status=403)
    assert problem(refused)[0] == "invitation_needed"


async def test_an_address_has_one_account(web: World, anonymous: ApiClient) -> None:
    new = {"email": "SAM@meridian.example", "name": "Sam", "password": PASSWORD}
    assert problem(await anonymous.post("/users", new, status=422)) == ("invalid", {"/email"})


async def test_a_deactivated_person_is_nobody(web: World, sam: ApiClient, anonymous: ApiClient) -> None:
    await execute("update users set deactivated_at = now() where email = $1", SAM["email"])
    await sam.get("/me", status=401)
    await anonymous.post("/sessions", SAM, status=401)


async def test_reading_marks_only_ones_own(web: World, visit: Callable[[], ApiClient]) -> None:
    stage, mateo = await build_stage(web), await visit().sign_in(web.persons["mateo"])
    own = stage.values("mateo")["notification_id"]
    listed = (await mateo.get(f"{W}/notifications?unread=true")).json()["items"]
    assert [(item["id"], item["reason"], item["task_key"]) for item in listed] == [(str(own), "assigned", "WEB-1")]
    await mateo.put(f"{W}/notifications/{own}/reading", status=204)
    assert (await mateo.get(f"{W}/notifications?unread=true")).json()["items"] == []
    await mateo.delete(f"{W}/notifications/{own}/reading")
    assert (await mateo.put(f"{W}/notifications/reading")).json() == {"marked": 1}
    assert (await mateo.put(f"{W}/notifications/reading")).json() == {"marked": 0}


async def test_head_is_get_without_a_body(sam: ApiClient) -> None:
    for path in ("/me", W, f"{W}/projects", f"{W}/projects/WEB/board"):
        whole, head = await sam.get(path), await sam.send("HEAD", path, status=200)
        assert head.headers.get("ETag") == whole.headers.get("ETag")
        assert head.headers["Content-Length"] == whole.headers["Content-Length"]


async def test_every_answer_is_private_and_may_run_nothing(sam: ApiClient, anonymous: ApiClient) -> None:
    for response in (
        await sam.get("/me"),
        await sam.get("/nothing", status=404),
        await anonymous.get("/me", status=401),
    ):
        assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Referrer-Policy"]
        assert response.headers["Cache-Control"] in {"private, no-cache", "no-store"}
        assert "Access-Control-Allow-Origin" not in response.headers


async def test_health_is_public_and_fails_with_what_is_critical(
    database: None, settings: Settings, contract: Contract
) -> None:
    checks = HealthChecks(role="api", version="1", keep_seconds=0)
    broken = False

    async def database_answers() -> str:
        if broken:
            raise ConnectionError("no answer")
        return "fine"

    checks.add("database", database_answers, critical=True)
    client = ApiClient(build_api(settings, health=checks), contract)
    response = await client.http.get("/health")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/health+json"
    assert (response.json()["status"], response.json()["serviceId"]) == ("pass", "api")
    broken = True
    response = await client.http.get("/health")
    assert response.status_code == 503
    assert response.json()["checks"]["database"]["output"] == "ConnectionError: no answer"
