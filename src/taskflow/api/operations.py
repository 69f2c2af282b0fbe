"""The operation table: what every operation takes, gives and may refuse, declared once beside its handler.

Routing, reading, answering, the OpenAPI document and the tests of every operation read this table.
"""

import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field

from taskflow.api.bodies import Bytes, Nothing
from taskflow.api.parameters import find_names
from taskflow.api.problems import ANYWHERE, PROBLEMS, WITH_BODY, WITH_IF_MATCH, WITH_KEPT_ANSWER
from taskflow.api.schemas import Output
from taskflow.platform.pagination import DEFAULT_LIMIT, MAX_LIMIT
from taskflow.platform.validation import Input

PREFIX = "/api/v1"
# Names in a path of what is in a project: it is only read while the project is archived.
BELOW_PROJECT = frozenset({"project_key", "task_key"})
Handler = Callable[..., Awaitable[Any]]
Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]


class NoQuery(Input):
    """Nothing after the question mark."""


class PageQuery(Input):
    """Which part of a list."""

    after: Annotated[str, Field(max_length=1000, description="The cursor of the page before, from `next`")] | None = (
        None
    )
    limit: Annotated[int, Field(ge=1, le=MAX_LIMIT, description="How many items at most")] = DEFAULT_LIMIT


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one address."""

    method: Method
    path: str  # below PREFIX, its names in braces
    handler: Handler
    body: type[Input]
    query: type[Input]
    answer: type[Output] | None  # None: 204, nothing
    current: type[Output] | None  # how a 412 shows the thing
    is_list: bool
    if_match: Literal["required", "optional"] | None
    is_public: bool
    needs_session: bool
    has_own_units: bool
    gives_bytes: bool  # the handler makes the response itself
    is_secret: bool  # the answer must not be stored anywhere
    location: str | None  # where the thing that was made is, its names from the path and the answer
    own_codes: frozenset[str]
    undo: bool | str  # True: the answer of a change carries the token `Undo`; else a sentence why not
    is_accepted: bool  # it is done later: the answer says so, and Location leads to the job
    merges: bool  # `If-Match: *` is the version None: the body has what it was made from

    @property
    def name(self) -> str:
        """What its handler is called; also its endpoint."""
        return self.handler.__name__

    @property
    def family(self) -> str:
        """The module that it stands in."""
        return self.handler.__module__.rpartition(".")[2]

    @property
    def is_safe(self) -> bool:
        """True when it only reads."""
        return self.method == "GET"

    @property
    def scope(self) -> Literal["read", "write"]:
        """What a token needs."""
        return "read" if self.is_safe else "write"

    @property
    def status(self) -> int:
        """Of the answer when all went well."""
        if self.answer is None:
            return 200 if self.gives_bytes else 204
        return 202 if self.is_accepted else 201 if self.location else 200

    @property
    def is_versioned(self) -> bool:
        """True when the answer is one thing that has a version, so an ETag."""
        return not self.is_list and self.answer is not None and "version" in self.answer.model_fields

    @property
    def takes_json(self) -> bool:
        """True when its handler gets a body."""
        return self.body not in {Nothing, Bytes}

    @property
    def takes_bytes(self) -> bool:
        """True when its body is a file."""
        return self.body is Bytes

    @property
    def codes(self) -> frozenset[str]:
        """Every error code that it may answer with; a fault of ours aside."""
        found = ANYWHERE | self.own_codes
        found |= {"unauthenticated"} if not self.is_public else set()
        found |= {"not_found"} if find_names(self.path) else set()
        found |= {"cross_origin"} if not self.is_safe else set()
        found |= {"scope_missing"} if not self.is_safe and not self.is_public else set()
        found |= {"session_required"} if self.needs_session else set()
        found |= WITH_BODY if not self.is_safe and not self.takes_bytes else set()
        found |= {"body_too_large", "request_timeout"} if self.takes_bytes else set()
        found |= WITH_IF_MATCH if self.if_match else set()
        found |= {"version_required"} if self.if_match == "required" else set()
        found |= {"project_archived"} if not self.is_safe and BELOW_PROJECT & set(find_names(self.path)) else set()
        found |= {"merge_conflict"} if self.merges else set()
        found |= {"bad_idempotency_key"} if self.method == "POST" else set()
        return found | (self._key_codes if self.keeps_answer else frozenset())

    @property
    def keeps_answer(self) -> bool:
        """True when the same request with the same Idempotency-Key has one effect; of nobody, no key is known again."""
        return self.method == "POST" and not self.is_public

    @property
    def _key_codes(self) -> frozenset[str]:
        found = WITH_KEPT_ANSWER | ({"outcome_unknown"} if self.has_own_units else set())
        return found | ({"secret_not_replayed"} if self.is_secret else set())

    @property
    def arguments(self) -> list[str]:
        """What its handler is called with."""
        names = find_names(self.path)
        given = ["member"] if "slug" in names else [] if self.is_public else ["person"]
        given += [name for name in names if name != "slug"]
        given += ["body"] if self.takes_json else []
        given += ["query"] if self.query is not NoQuery else []
        return given + (["version"] if self.if_match else [])


OPERATIONS: dict[str, Operation] = {}


def operation(
    method: Method,
    path: str,
    *,
    body: type[Input] = Nothing,
    query: type[Input] | None = None,
    answer: type[Output] | None = None,
    items: type[Output] | None = None,
    current: type[Output] | None = None,
    if_match: Literal["required", "optional"] | None = None,
    public: bool = False,
    needs_session: bool = False,
    own_units: bool = False,
    gives_bytes: bool = False,
    secret: bool = False,
    location: str | None = None,
    accepted: bool = False,
    codes: tuple[str, ...] = (),
    merges: bool = False,
    undo: bool | str = False,
) -> Callable[[Handler], Handler]:
    """Puts the handler into the table. `answer` is one thing, `items` a list, neither is 204; with
    `gives_bytes` the handler gives the response.

    The handler gets `member` where the path has a slug, else `person` unless it is `public`; the path's other names;
    `body` and `query` when there are models for them, and `version` from If-Match. It gives a row, a Page, or None.
    """

    def enter(handler: Handler) -> Handler:
        entry = Operation(
            method=method, path=path, handler=handler, body=body, answer=items or answer, current=current or answer,
            query=query or (PageQuery if items else NoQuery), is_list=items is not None, if_match=if_match,
            is_public=public, needs_session=needs_session, has_own_units=own_units, gives_bytes=gives_bytes,
            is_secret=secret, location=location, is_accepted=accepted, own_codes=frozenset(codes), merges=merges,
            undo=undo,
        )  # fmt: skip
        _check(entry)
        OPERATIONS[entry.name] = entry
        return handler

    return enter


def _check(entry: Operation) -> None:
    """Raises TypeError for a declaration that contradicts itself, when the module is imported."""
    taken = list(inspect.signature(entry.handler).parameters)
    if taken != entry.arguments:
        raise TypeError(f"{entry.name} takes {taken}, but its operation gives {entry.arguments}")
    if entry.name in OPERATIONS:
        raise TypeError(f"there are two operations {entry.name}")
    if entry.takes_bytes and (entry.answer is None or "sha256" not in entry.answer.model_fields):
        raise TypeError(f"{entry.name} takes a file, so its answer needs sha256: a repeat is known by it")
    if unknown := entry.own_codes - set(PROBLEMS):
        raise TypeError(f"{entry.name} names unknown error codes: {sorted(unknown)}")
