"""What an operation says about undo is so: a token for every change that can be taken back, and none for the others."""

from collections.abc import Callable

import httpx
import pytest

from taskflow.api.operations import OPERATIONS, Operation
from taskflow.api.parameters import find_names
from taskflow.world import World
from tests.api.stage import Stage, build_request, build_stage, undone
from tests.support.client import ApiClient
from tests.support.contract import Contract

CHANGING = {
    name: operation
    for name, operation in OPERATIONS.items()
    if not operation.is_safe and "slug" in find_names(operation.path)
}
# What goes before, where the stage is already as the sample wants it.
BEFORE = {
    "reactivate_member": "deactivate_member",
    "reopen_task": "complete_task",
    "clear_field": "set_field",
    "label_task": "unlabel_task",
    "unblock_task": "block_task",
    "let_team_in": "take_team_out",
    "remove_from_team": "add_to_team",
}


def test_every_change_in_a_workspace_says_whether_it_can_be_undone() -> None:
    assert [name for name, operation in CHANGING.items() if not operation.undo] == []
    assert [name for name, operation in OPERATIONS.items() if operation.undo and name not in CHANGING] == []
    reasons = [operation.undo for operation in CHANGING.values() if isinstance(operation.undo, str)]
    assert [text for text in reasons if not text[0].isupper() or text.endswith(".") or " " not in text] == []


def test_the_document_says_which_changes_can_be_undone(contract: Contract) -> None:
    for operation in OPERATIONS.values():
        described = contract.document["paths"][operation.path][operation.method.lower()]
        headers = described["responses"][str(operation.status)].get("headers", {})
        assert described.get("x-undo", False) == operation.undo
        assert ("Undo" in headers) == (operation.undo is True)
        if isinstance(operation.undo, str):
            assert described["description"].endswith(f"Cannot be undone. {operation.undo}.")
        elif operation.undo:
            assert described["description"].endswith("answers with the token in `Undo`.")


@pytest.mark.parametrize("can", [True, False])
async def test_the_token_comes_where_the_document_says_so(
    web: World, visit: Callable[[], ApiClient], *, can: bool
) -> None:
    stage, sam = await build_stage(web), await visit().sign_in(web.persons["sam"])
    wrong = []
    for name, operation in CHANGING.items():
        if (operation.undo is True) != can:
            continue
        async with undone():
            response = await _do_all(sam, stage, name)
        assert response.is_success, f"{name}: {response.status_code} {response.text[:200]}"
        if bool(response.headers.get("Undo")) != can:
            wrong.append(name)
    assert wrong == []


async def _do_all(client: ApiClient, stage: Stage, name: str) -> httpx.Response:
    """The answer to the sample of the operation, and first to what goes before."""
    if name not in BEFORE:
        return await _do(client, stage, OPERATIONS[name])
    first = await _do(client, stage, OPERATIONS[BEFORE[name]])
    assert first.is_success, f"{BEFORE[name]}: {first.text[:200]}"
    tag = {"If_Match": first.headers["ETag"]} if "ETag" in first.headers else {}
    return await _do(client, stage, OPERATIONS[name], **tag)


async def _do(client: ApiClient, stage: Stage, operation: Operation, **instead: str) -> httpx.Response:
    address, body, headers = build_request(operation, stage.values("sam"))
    arguments = () if body is None else (body,)
    return await client.send(operation.method, address, *arguments, status=None, **headers | instead)
