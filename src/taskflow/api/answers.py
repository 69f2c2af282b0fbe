"""From what a handler gives to the response: presented, as JSON, with the headers that belong to it."""

import hashlib
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import orjson
from quart import Response, request

from taskflow.api.bodies import JSON
from taskflow.api.operations import PREFIX, Operation
from taskflow.platform.pagination import Page
from taskflow.web.conditional import build_etag, is_fresh


def build_answer(operation: Operation, path: dict[str, Any], result: Any) -> Response:
    """The response to an operation that went well; `path` are the values of its path's names."""
    if operation.answer is None:
        return Response(b"", status=operation.status)
    if operation.is_list:
        return _build_list(operation, result)
    shown = operation.answer.present(result)
    response = _build_one(shown, operation.status)
    if operation.location:
        response.headers["Location"] = PREFIX + operation.location.format_map(path | shown)
    if operation.is_secret:
        response.headers["Cache-Control"] = "no-store"
    return response


def encode(value: Any) -> bytes:
    """`value` as JSON: moments in UTC with Z, ids as text."""
    return orjson.dumps(value, default=_encode_other, option=orjson.OPT_UTC_Z)


def build_tag(shown: dict[str, Any], body: bytes) -> str:
    """The ETag of a versioned thing: what If-Match compares is the version.

    The digest is for If-None-Match: names that a thing shows of others change without a new version of it.
    """
    return build_etag(shown["version"], hashlib.blake2s(body, digest_size=6).hexdigest())


def build_link(**query: Any) -> str:
    """This address with these values after its question mark instead of those of the same names."""
    values = {**request.args.to_dict(), **query}
    return f"{request.path}?{urlencode(values)}"


def _build_one(shown: dict[str, Any], status: int) -> Response:
    body = encode(shown)
    if "version" not in shown:
        return Response(body, status=status, content_type=JSON)
    tag = build_tag(shown, body)
    if request.method in {"GET", "HEAD"} and is_fresh(tag):
        return Response(b"", status=304, headers={"ETag": tag})
    return Response(body, status=status, content_type=JSON, headers={"ETag": tag})


def _build_list(operation: Operation, page: Page) -> Response:
    assert operation.answer is not None  # noqa: S101  the table never makes such a list
    following = build_link(after=page.next_cursor) if page.next_cursor else None
    items = [operation.answer.present(row) for row in page.items]
    response = Response(encode({"items": items, "next": following}), content_type=JSON)
    if following:
        response.headers["Link"] = f'<{following}>; rel="next"'
    return response


def _encode_other(value: Any) -> str | float:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else float(value)
    raise TypeError(f"{type(value).__name__} has no form in JSON")
