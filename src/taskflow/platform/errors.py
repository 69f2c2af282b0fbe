"""The errors that reach a person or a program; each carries its HTTP status and its RFC 9457 words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one value. `pointer` is an RFC 6901 JSON pointer into the body, such as `/title`."""

    pointer: str
    code: str
    detail: str


class TaskFlowError(Exception):
    """A request that cannot be answered as asked. Subclasses set status, code and title."""

    status: ClassVar[int] = 400
    code: str = "bad_request"
    title: ClassVar[str] = "The request cannot be handled"

    def __init__(
        self,
        detail: str = "",
        *,
        code: str | None = None,
        errors: tuple[FieldError, ...] = (),
        extra: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail or self.title)
        self.detail = detail or self.title
        self.code = code or type(self).code
        self.errors = errors
        self.extra = dict(extra or {})
        self.headers = dict(headers or {})


class BadRequest(TaskFlowError):
    """The request itself is malformed."""


class Unauthenticated(TaskFlowError):
    """Nobody is signed in, or the credentials are no longer good."""

    status = 401
    code = "unauthenticated"
    title = "Sign in first"


class Forbidden(TaskFlowError):
    """The person may see this but may not do that."""

    status = 403
    code = "forbidden"
    title = "You may not do this"


class NotFound(TaskFlowError):
    """There is no such thing, or not for this person: the answer does not tell which."""

    status = 404
    code = "not_found"
    title = "There is nothing here"


class Moved(NotFound):
    """It is under another key now. The doors send whoever asked for `old` in the address to `new`; else it is a 404.

    Raise it only to those who may see what is under the new key.
    """

    def __init__(self, old: str, new: str) -> None:
        super().__init__()
        self.old, self.new = old, new


class Conflict(TaskFlowError):
    """The present state stands against it."""

    status = 409
    code = "conflict"
    title = "That does not fit the present state"


class StaleVersion(TaskFlowError):
    """If-Match names a version that is no longer the current one."""

    status = 412
    code = "stale_version"
    title = "Somebody changed this in the meantime"


class PayloadTooLarge(TaskFlowError):
    """More bytes than are taken."""

    status = 413
    code = "body_too_large"
    title = "That is too large"


class Invalid(TaskFlowError):
    """Values are wrong; `errors` names each of them."""

    status = 422
    code = "invalid"
    title = "Some values are not valid"

    @classmethod
    def field(cls, name: str, code: str, detail: str) -> "Invalid":
        """The error of a single field of the body."""
        return cls(detail, errors=(FieldError(f"/{name}", code, detail),))


class VersionRequired(TaskFlowError):
    """A change of a versioned thing without If-Match."""

    status = 428
    code = "version_required"
    title = "Say which version you are changing, with If-Match"


class TooManyRequests(TaskFlowError):
    """A limit is used up; `Retry-After` says for how long."""

    status = 429
    code = "too_many_requests"
    title = "Too many requests"


class Unavailable(TaskFlowError):
    """Something this depends on does not answer just now; trying again later is right."""

    status = 503
    code = "unavailable"
    title = "TaskFlow is not available just now"
