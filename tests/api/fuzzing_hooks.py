"""What schemathesis cannot know by itself: our formats, and the refusals that no schema can foretell."""

import json
import os
from typing import Any
from uuid import uuid4

import schemathesis
from hypothesis import strategies
from schemathesis import Case, CheckContext, HookContext, Response

# The only codes with which what fits its schema may be refused with 400 or 422, and why the schema cannot say it.
JUSTIFIED = {
    "cursor": "a cursor is opaque: only the list that gave it out knows its own",
    "email_taken": "what others have",
    "slug_taken": "what others have",
    "slug_reserved": "a list of words, told in the answer",
    "key_taken": "what others have",
    "key_reserved": "what others had",
    "name_taken": "what others have",
    "no_account": "who has an account is not in the schema",
    "unknown_member": "who is in the workspace is not in the schema",
    "unknown_label": "what is in the project is not in the schema",
    "unknown_column": "what is in the project is not in the schema",
    "unknown_project": "what is in the workspace is not in the schema",
    "unknown_field": "what is in the project is not in the schema",
    "is_member": "who is in the workspace is not in the schema",
    "unknown_parent": "what is in the project is not in the schema",
    "other_project": "what is in the project is not in the schema",
    "unknown_neighbour": "what is in the column is not in the schema",
    "recurrence_without_due": "a recurrence goes with a due date only",
    "unknown_token": "undo tokens are signed",
    "weak_password": "how easy a password is to guess",
    "title_missing": "a line is read by the grammar of quick add",
    "recurrence_rule": "RFC 5545 has a grammar of its own",
    "filter": "a language with a grammar of its own: the answer points into it",
    "sort": "a little language: the answer points into it",
    "due": "which of due_date, due_at and due_zone go together",
    "nothing": "a change of many tasks names something to change",
    "deleted": "deleting many tasks goes with no other change of them",
    "place": "only one of column_id, category and completed says where tasks go",
    "choice": "tasks are named or found by a filter, and project goes with a filter only",
    "unknown_task": "what is in the workspace is not in the schema",
    "not_merging": "base goes with If-Match: * only",
    "options": "options go with the kind select only",
    "field_value": "what a field takes is up to its kind",
    **dict.fromkeys(
        [f"not_a_{kind}" for kind in ("text", "number", "date", "select", "member")],
        "what a field takes is up to its kind",
    ),
    "missing": "a project goes with every import but a full one",
    "not_in_range": "what lies in the future depends on the moment",
    "whole_workspace": "a zip is the whole workspace, so it goes with no selection",
    "bad_if_match": "where If-Match may be left out, schemathesis also tries `0`, which its pattern does not allow",
    "idempotency_key_reused": "the same key was sent with another request",
}

schemathesis.openapi.format("time-zone", strategies.sampled_from(["UTC", "Europe/Berlin", "America/New_York"]))


@schemathesis.hook
def before_call(ctx: HookContext, case: Case, kwargs: dict[str, Any]) -> None:
    """The run may revoke every token but its own."""
    given = case.path_parameters or {}
    if given.get("token_id") == os.environ["FUZZING_TOKEN_ID"]:
        case.path_parameters["token_id"] = str(uuid4())


@schemathesis.check
def refusal_is_justified(ctx: CheckContext, response: Response, case: Case) -> None:
    """What fits the schema is refused for a reason of JUSTIFIED only."""
    if response.status_code not in {400, 422} or case.meta is None or not case.meta.generation.mode.is_positive:
        return
    told = response.json()
    codes = {error["code"] for error in told.get("errors", ())} or {told["code"]}
    assert codes <= set(JUSTIFIED), f"fits the schema and was refused: {json.dumps(told.get('errors', told))}"
