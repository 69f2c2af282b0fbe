"""Files over HTTP: as bytes, bounded, and never run in a browser."""

import pytest

from taskflow.web.application import Application
from tests.attachments.test_media_types import PNG
from tests.support.client import ApiClient, problem
from tests.support.queries import recorded

FILES = "/workspaces/meridian/tasks/WEB-1/attachments"
ACTIVE = b"<html><script>alert(1)</script></html>"


@pytest.fixture
async def task(mateo: ApiClient) -> None:
    """WEB-1."""
    await mateo.post("/workspaces/meridian/projects/WEB/tasks", {"title": "With files"})


async def _add(client: ApiClient, name: str, data: bytes, kind: str = "application/octet-stream") -> dict[str, str]:
    response = await client.post(f"{FILES}?name={name}", data, Content_Type=kind)
    told: dict[str, str] = response.json()
    return told


async def test_a_file_comes_back_as_it_went(task: None, mateo: ApiClient, lena: ApiClient) -> None:
    attachment = await _add(mateo, "logo.png", PNG)
    assert (attachment["media_type"], attachment["size_bytes"]) == ("image/png", len(PNG))
    response = await lena.get(f"{FILES}/{attachment['id']}/content")
    assert response.content == PNG
    assert response.headers["Content-Type"] == "image/png"
    assert response.headers["Content-Disposition"].startswith("inline")
    await lena.get(f"{FILES}/{attachment['id']}/content", status=304, If_None_Match=response.headers["ETag"])


async def test_nothing_that_could_run_is_shown_as_what_it_says(task: None, mateo: ApiClient) -> None:
    attachment = await _add(mateo, "page.html", ACTIVE, "text/html")
    response = await mateo.get(f"{FILES}/{attachment['id']}/content")
    assert response.headers["Content-Type"].split(";")[0] in {"text/plain", "application/octet-stream"}
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response.headers["Content-Security-Policy"]


async def test_a_file_may_be_larger_than_other_bodies_and_has_its_own_limit(
    task: None, mateo: ApiClient, app: Application
) -> None:
    limit = app.settings.attachment_max_bytes
    assert (await _add(mateo, "big.bin", b"\x01" * (2 * 2**20)))["size_bytes"] == 2 * 2**20
    for surplus, code in ((1, "attachment_too_large"), (2 * 2**20, "body_too_large")):
        response = await mateo.post(f"{FILES}?name=huge.bin", b"\x01" * (limit + surplus), status=413)
        assert problem(response)[0] == code


async def test_a_file_needs_a_name(task: None, mateo: ApiClient) -> None:
    assert problem(await mateo.post(FILES, b"x", status=422))[1] == {"/query/name"}
    assert problem(await mateo.post(f"{FILES}?name=..", b"x", status=422))[1] == {"/name"}


async def test_a_repeated_upload_with_the_same_key_is_one_file(task: None, mateo: ApiClient) -> None:
    first = await mateo.post(f"{FILES}?name=a.txt", b"once", Idempotency_Key="upload-1")
    again = await mateo.post(f"{FILES}?name=a.txt", b"once", Idempotency_Key="upload-1")
    assert again.json() == first.json()
    assert again.headers["Idempotency-Replayed"] == "true"
    assert len((await mateo.get(FILES)).json()["items"]) == 1


async def test_another_file_of_the_same_length_is_no_repeat(task: None, mateo: ApiClient) -> None:
    await mateo.post(f"{FILES}?name=a.txt", b"once", Idempotency_Key="upload-1")
    again = await mateo.post(f"{FILES}?name=a.txt", b"ONCE", Idempotency_Key="upload-1", status=422)
    assert problem(again)[0] == "idempotency_key_reused"
    assert len((await mateo.get(FILES)).json()["items"]) == 1


async def test_an_upload_reads_its_task_before_the_bytes_come_and_once_more_locked(
    task: None, mateo: ApiClient
) -> None:
    async with recorded() as seen:
        await _add(mateo, "a.txt", b"x")
    reads = [statement for statement in seen if " from tasks " in statement]
    assert ["for no key update" in statement for statement in reads] == [False, True]


async def test_a_file_of_another_task_is_not_found(task: None, mateo: ApiClient) -> None:
    attachment = await _add(mateo, "a.txt", b"x")
    await mateo.post("/workspaces/meridian/projects/WEB/tasks", {"title": "Another"})
    await mateo.get(FILES.replace("WEB-1", "WEB-2") + f"/{attachment['id']}/content", status=404)
