"""What TaskFlow is for, through nginx over TLS, on the whole stack."""

import httpx
import pytest
from playwright.async_api import async_playwright

from tests.browser.test_main_job import do_the_main_job
from tests.containers.stack import URL, Stack, wait_until
from tests.support.chromium import LAUNCH

pytestmark = pytest.mark.containers
BASE = "/api/v1/workspaces/meridian"


def test_a_task_goes_its_way_through_the_api(api: httpx.Client) -> None:
    me = api.get(f"{BASE}/members").json()["items"][0]
    columns = {row["category"]: row["id"] for row in api.get(f"{BASE}/projects/WEB/columns").json()["items"]}
    made = api.post(f"{BASE}/projects/WEB/tasks", json={"title": "Fix the login page", "priority": "high"})
    assert made.status_code == 201
    task = f"{BASE}/tasks/{made.json()['key']}"
    assert api.put(f"{task}/assignees/{me['id']}").status_code in {200, 204}
    tag = api.get(task).headers["ETag"]
    assert api.patch(task, json={"due_date": "2026-12-01"}, headers={"If-Match": tag}).status_code == 200
    assert api.patch(task, json={"title": "Stale"}, headers={"If-Match": tag}).status_code == 412
    assert api.put(f"{task}/position", json={"column_id": columns["doing"]}).status_code == 200
    assert api.post(f"{task}/comments", json={"body": "On it"}).status_code == 201
    assert api.put(f"{task}/completion").status_code == 200
    done = api.get(task).json()
    assert (done["column"]["category"], done["comment_count"], done["due_date"]) == ("done", 1, "2026-12-01")


def test_the_worker_does_what_follows(stack: Stack, api: httpx.Client) -> None:
    api.post(f"{BASE}/projects/WEB/tasks", json={"title": "Something that happens"})
    wait_until(
        lambda: any(line.get("job") == "activity.fan_out" for line in stack.logs("worker")),
        seconds=15,
        what="the fan-out in the worker's log",
    )


def test_one_request_id_leads_from_the_edge_to_the_job(stack: Stack, api: httpx.Client) -> None:
    answer = api.post(f"{BASE}/projects/WEB/tasks", json={"title": "Follow me"})
    request_id = answer.headers["X-Request-ID"]

    def seen() -> bool:
        return all(
            any(line.get("request_id") == request_id for line in stack.logs(service))
            for service in ("nginx", "api", "worker")
        )

    wait_until(seen, seconds=15, what=f"the request id {request_id} in the logs of nginx, api and worker")


def test_the_edge_hides_what_only_operators_ask(stack: Stack) -> None:
    with stack.client() as client:
        for path in ("/metrics", "/readyz", "/livez", "/health", "/.env"):
            assert client.get(path).status_code == 404, path
    assert httpx.get("http://localhost:28000/health").json()["status"] in {"pass", "warn"}
    moved = httpx.get("http://localhost:20080/login", follow_redirects=False)
    assert (moved.status_code, moved.headers["Location"]) == (308, "https://localhost/login")


def test_pages_and_assets_come_with_their_headers(stack: Stack) -> None:
    with stack.client() as client:
        page = client.get("/login")
        assert page.status_code == 200
        assert "default-src 'none'" in page.headers["Content-Security-Policy"]
        assert page.headers["Strict-Transport-Security"].startswith("max-age=")
        style = next(part.split('"')[0] for part in page.text.split('href="') if part.startswith("/assets/app-"))
        asset = client.get(style)
        assert asset.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert asset.headers["Content-Encoding"] == "gzip"
        assert asset.headers["X-Content-Type-Options"] == "nosniff"


async def test_a_person_does_it_in_a_browser(stack: Stack) -> None:
    async with async_playwright() as play:
        browser = await play.chromium.launch(**LAUNCH)
        context = await browser.new_context(ignore_https_errors=True, base_url=URL)
        await do_the_main_job(await context.new_page(), "noor-stack")
        await browser.close()
