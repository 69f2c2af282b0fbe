"""A webhook, what was sent to it, and what came of it."""

from typing import Annotated, Any, Literal

import orjson
from pydantic import Field

from taskflow.api.schemas.output import Id, Moment, Named, Output, Version

State = Literal["waiting", "succeeded", "failed"]
Status = Annotated[int | None, Field(examples=[200], description="Of the answer; null: there was none")]
Milliseconds = Annotated[int, Field(ge=0, examples=[84])]


class Webhook(Output):
    """A URL that is told what happens. It is of the workspace, whoever made it."""

    id: Id
    name: Annotated[str, Field(examples=["Release bot"])]
    url: Annotated[str, Field(examples=["https://hooks.example.org/taskflow"])]
    actions: Annotated[list[str], Field(examples=[["task.*", "comment.posted"]])]
    project: Annotated[str | None, Field(examples=["WEB"], description="Only of this project; null: of all of them")]
    is_enabled: bool
    disabled_reason: Annotated[
        Literal["person", "failing", "gone", "secret"] | None,
        Field(
            examples=["failing"],
            description="`person`: somebody did; `failing`: a day of nothing but failures; `gone`: it answered 410;"
            " `secret`: it was lost with this TaskFlow's key, make a new one",
        ),
    ]
    disabled_at: Moment | None
    failure_count: Annotated[int, Field(ge=0, examples=[0], description="Failures since the last success")]
    failing_since: Moment | None
    last_success_at: Moment | None
    last_failure_at: Moment | None
    paused_until: Annotated[Moment | None, Field(description="It rests after failures until then")]
    waiting_count: Annotated[int, Field(ge=0, le=1000, examples=[0], description="Deliveries that wait, up to 1,000")]
    former_secret_until: Annotated[Moment | None, Field(description="Until then the former secret signs as well")]
    created_by: Named
    created_at: Moment
    updated_at: Moment
    version: Version


class WebhookSecret(Webhook):
    """A webhook with its new secret, which is shown this once."""

    secret: Annotated[str, Field(examples=["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo="])]


class Delivery(Output):
    """An event that was or is to be sent to a webhook."""

    id: Annotated[Id, Field(description="The header `webhook-id`, the same for every attempt")]
    event_id: Annotated[Id | None, Field(description="Null: a ping")]
    action: Annotated[str, Field(examples=["task.completed"])]
    subject_key: Annotated[str | None, Field(examples=["WEB-12"], description="Of the task that it is about")]
    state: State
    tries: Annotated[int, Field(ge=0, examples=[1], description="Since it was made or replayed")]
    reason: Annotated[str | None, Field(examples=["answered 500"], description="Why it has not succeeded")]
    status: Status
    duration_ms: Annotated[int | None, Field(ge=0, examples=[84], description="Of the last attempt")]
    next_at: Annotated[Moment | None, Field(description="When it is tried, if it waits")]
    created_at: Moment
    ended_at: Moment | None


class Attempt(Output):
    """One request, and what came of it."""

    id: Id
    at: Moment
    duration_ms: Milliseconds
    status: Status
    error: Annotated[str | None, Field(examples=["answered 500"], description="Null: it succeeded")]
    request_headers: Annotated[dict[str, str], Field(examples=[{"webhook-id": "0193623a-7c00-7000-8000-000000000001"}])]
    answer_headers: Annotated[dict[str, str] | None, Field(examples=[{"content-type": "text/plain"}])]
    answer_body: Annotated[str | None, Field(examples=["ok"], description="Its first 1,024 bytes")]


class DeliveryDetail(Delivery):
    """A delivery with what is sent, and its newest attempts."""

    payload: Annotated[
        dict[str, Any],
        Field(
            examples=[{"type": "task.completed", "timestamp": "2026-11-25T09:30:00Z", "data": {"version": 1}}],
            description="What is sent; its bytes are those of compact JSON in this order",
        ),
    ]
    attempts: list[Attempt]

    @classmethod
    def present(cls, row: Any) -> dict[str, Any]:
        """The delivery with its attempts."""
        payload = orjson.loads(row["body"])
        return super().present(
            {**row, "payload": payload, "attempts": [Attempt.present(attempt) for attempt in row["attempts"]]}
        )
