"""Talk and its record through the API: HTML on request, mentions, reactions, former texts, and the audit log."""

from collections.abc import AsyncIterator

import pytest

from taskflow import projects, tasks
from taskflow.activity.sealing import seal_events
from taskflow.api import build_api
from taskflow.comments import EMOJI
from taskflow.platform.database import execute
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.projects import NewProject
from taskflow.settings import Settings
from taskflow.tasks import NewTask
from taskflow.world import World, build_people
from tests.api.stage import Stage
from tests.support.client import ApiClient, problem
from tests.support.contract import Contract
from tests.support.databases import opened
from tests.support.people import PASSWORD

W = "/workspaces/meridian"


def _path(stage: Stage) -> str:
    return f"{W}/tasks/{stage.things['task_key']}/comments"


async def test_a_comment_is_html_only_where_that_is_asked_for(stage: Stage, sam: ApiClient) -> None:
    made = (await sam.post(_path(stage), {"body": "**Hi** @mateo, @nobody <script>x</script>"})).json()
    assert (made["body_html"], made["unknown_mentions"]) == (None, ["nobody"])
    assert [mention["handle"] for mention in made["mentions"]] == ["mateo"]
    shown = (await sam.get(f"{_path(stage)}/{made['id']}?render=html")).json()
    assert shown["body_html"].startswith(
        '<p><strong>Hi</strong> <span class="mention">@Mateo Ruiz</span>, @nobody &lt;'
    )
    listed = (await sam.get(f"{_path(stage)}?render=html")).json()["items"]
    assert {comment["id"]: comment["body_html"] for comment in listed}[made["id"]] == shown["body_html"]
    await sam.get(f"{_path(stage)}?render=pdf", status=422)


async def test_each_of_the_emoji_is_a_reaction_and_nothing_else_is(stage: Stage, lena: ApiClient) -> None:
    path = f"{_path(stage)}/{stage.things['comment_id']}/reactions"
    for emoji in EMOJI:
        shown = (await lena.put(f"{path}/{emoji}")).json()
    assert [row["emoji"] for row in shown["reactions"]] == list(EMOJI)
    assert (await lena.put(f"{path}/❤")).json()["reactions"] == shown["reactions"]  # without its selector
    assert len((await lena.delete(f"{path}/❤️", status=200)).json()["reactions"]) == len(EMOJI) - 1
    for other in ("💥", "👍👍", "x", "%F0%9F"):
        await lena.put(f"{path}/{other}", status=404)


async def test_the_former_texts_of_a_comment_are_listed(stage: Stage, sam: ApiClient) -> None:
    path = f"{_path(stage)}/{stage.things['comment_id']}"
    await sam.patch(path, {"body": "On it!"}, If_Match='"v1"')
    items = (await sam.get(f"{path}/versions")).json()["items"]
    assert [(item["number"], item["body"]) for item in items] == [(2, "On it!"), (1, "On it")]


async def test_who_can_be_mentioned_is_found(stage: Stage, lena: ApiClient) -> None:
    found = (await lena.get(f"{W}/tasks/{stage.things['task_key']}/mentionable?q=MAT")).json()["items"]
    assert [(item["kind"], item["handle"]) for item in found] == [("member", "mateo")]


@pytest.fixture
async def settled(own_database: Settings) -> AsyncIterator[World]:
    """A workspace whose events are committed: a public task of Sam's, and a private one of Mateo's."""
    async with opened(own_database):
        async with unit_of_work():
            world = await build_people(PASSWORD)
            await projects.create_project(world.sam, NewProject(key="WEB", name="Web"))
            await tasks.create_task(world.members["mateo"], "WEB", NewTask(title="Open"))
        async with unit_of_work():
            mateo = world.members["mateo"]
            await projects.create_project(mateo, NewProject(key="QUIET", name="Quiet", visibility="private"))
            await tasks.create_task(mateo, "QUIET", NewTask(title="Hidden"))
        yield world


async def _client(settings: Settings, world: World, contract: Contract, name: str) -> ApiClient:
    return await ApiClient(build_api(settings), contract).use_token(world.persons[name])


async def test_what_a_member_did_is_told_as_far_as_one_may_see_it(
    settled: World, own_database: Settings, contract: Contract
) -> None:
    path = f"{W}/members/{settled.members['mateo'].id}/events"
    seen = {}
    for name in ("aiko", "sam", "lena"):
        client = await _client(own_database, settled, contract, name)
        seen[name] = [event["action"] for event in (await client.get(path)).json()["items"]]
    assert (seen["aiko"], seen["lena"]) == (["task.created"], [])
    assert seen["sam"] == ["task.created", "project.access_granted", "project.created", "task.created"]


async def test_the_audit_log_is_filtered_and_verified(
    settled: World, own_database: Settings, contract: Contract
) -> None:
    sam = await _client(own_database, settled, contract, "sam")
    log = (await sam.get(f"{W}/audit?action=task")).json()["items"]
    assert {event["action"] for event in log} == {"task.created"}
    mateo = settled.members["mateo"].id
    assert len((await sam.get(f"{W}/audit?action=task.created&actor={mateo}")).json()["items"]) == 2
    assert (await sam.get(f"{W}/audit?until=2020-01-01T00:00:00Z")).json()["items"] == []
    wrong = await sam.get(f"{W}/audit?action=task.exploded&since=0001-01-01T00:00:00%2B14:00&until=5", status=422)
    assert problem(wrong)[1] == {"/query/action", "/query/since", "/query/until"}
    found = (await sam.get(f"{W}/audit/verification")).json()
    assert (found["intact"], found["seals"], found["head"]) == (True, 0, None)
    async with unit_of_work():
        await seal_events()
    found = (await sam.get(f"{W}/audit/verification")).json()
    assert (found["intact"], found["seals"], found["verified_seals"]) == (True, 1, 1)
    assert found["sealed_events"] > 4
    await execute(
        "insert into event_seals select gen_random_uuid(), workspace_id, number + 1, v, seqs, first_seq,"
        " last_seq, event_count, horizon, hash, hash from event_seals where workspace_id is not null"
    )
    found = (await sam.get(f"{W}/audit/verification")).json()
    assert not found["intact"]
    assert found["problem"].startswith("seal 2 ")
