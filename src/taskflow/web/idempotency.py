"""Safe retries: the same POST with the same Idempotency-Key has one effect, and the repeat is answered like the first.

Only what went well is kept. What was refused has changed nothing, so the repeat is a request like any other, which may
succeed by then: an answer such as "archived" or "too many requests" would else stay for a day.
"""

import asyncio
import hashlib
import hmac
import re
from collections.abc import Awaitable, Callable

import orjson
import structlog
from quart import Response, request

from taskflow.identity import (
    Claim,
    KeptAnswer,
    Person,
    TwinInFlight,
    begin_answer,
    find_answer,
    finish_answer,
    give_up_answer,
    keep_answer,
)
from taskflow.platform.errors import BadRequest, Conflict, Invalid
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.web.application import current_settings

HEADER, REPLAYED = "Idempotency-Key", "Idempotency-Replayed"
MAX_CHARACTERS = 255
REPEAT_SECONDS = 300.0  # for a file to come again, as for the first time
KEPT_HEADERS = ("Content-Type", "Location", "ETag", "Undo", "Link")
_KEY = re.compile(rf"[\x21-\x7e]{{1,{MAX_CHARACTERS}}}")
log = structlog.get_logger("taskflow.web")
Work = Callable[[], Awaitable[Response]]


async def answer_once(
    work: Work, person: Person | None, *, has_own_units: bool, is_secret: bool, takes_bytes: bool = False
) -> Response:
    """What `work` answers, or what it answered before to this person's request with this key.

    Without `person` a key is read and not used: nobody could be told from somebody else with the same key. Raises
    BadRequest for a malformed key, Invalid for one that another request had, Conflict for one that is in use.
    """
    key = read_key()
    if key is None or person is None:
        return await work()
    claim = Claim(person.id, key, await _build_digest(takes_bytes=takes_bytes))
    if has_own_units:
        return await _answer_around(work, claim, is_secret=is_secret, takes_bytes=takes_bytes)
    known = await _find(claim, is_secret=is_secret)
    if known is not None:
        return known
    response = await work()
    await keep_answer(claim, await _pack(response, is_secret=is_secret))
    return response


def read_key() -> str | None:
    """The key of the present request, or None without one. Raises BadRequest."""
    given = ", ".join(request.headers.getlist(HEADER)) if HEADER in request.headers else None
    if given is not None and not _KEY.fullmatch(given):
        detail = f"{HEADER} must be 1 to {MAX_CHARACTERS} visible ASCII characters, without spaces"
        raise BadRequest(detail, code="bad_idempotency_key")
    return given


async def _answer_around(work: Work, claim: Claim, *, is_secret: bool, takes_bytes: bool) -> Response:
    """The same for work that commits by itself: it is written down as under way before it starts."""
    async with unit_of_work():
        known = await _find(claim, is_secret=is_secret)
        if known is None:
            await begin_answer(claim)
    if known is not None:
        if takes_bytes:
            await _require_same_bytes(known)
        return known
    try:
        response = await work()
    except Exception:
        async with unit_of_work():
            await give_up_answer(claim)
        raise
    try:
        async with unit_of_work():
            await finish_answer(claim, await _pack(response, is_secret=is_secret))
    except Exception:  # it was done all the same, and who asks should hear so
        log.exception("answer_not_kept")
    return response


async def _find(claim: Claim, *, is_secret: bool) -> Response | None:
    """The kept answer as a response, or None when the key is free."""
    found = await find_answer(claim)
    if found == "free":
        return None
    if found == "busy":
        raise TwinInFlight
    if found == "other_request":
        raise _build_reuse()
    if found == "lost":
        detail = "An earlier request with this key was cut off: look whether it had its effect, then use a new key"
        raise Conflict(detail, code="outcome_unknown")
    if is_secret:
        raise _build_refusal(found)
    return Response(found.body, status=found.status, headers=found.headers | {REPLAYED: "true"})


async def _require_same_bytes(known: Response) -> None:
    """Pass, or raise Invalid for another file than the one that the kept answer is about."""
    digest = hashlib.sha256()
    async with asyncio.timeout(REPEAT_SECONDS):
        async for chunk in request.body:
            digest.update(chunk)
    if orjson.loads(await known.get_data(as_text=False))["sha256"] != digest.hexdigest():
        raise _build_reuse()


def _build_reuse() -> Invalid:
    detail = f"This {HEADER} was sent with another request: use a new one for each request"
    return Invalid(detail, code="idempotency_key_reused")


def _build_refusal(found: KeptAnswer) -> Conflict:
    detail = "This was done, but its answer held a secret, which is not kept: use a new key to make another one"
    headers = {name: value for name, value in found.headers.items() if name == "Location"}
    return Conflict(detail, code="secret_not_replayed", headers=headers)


async def _pack(response: Response, *, is_secret: bool) -> KeptAnswer:
    """What of an answer is kept; nothing that is secret."""
    headers = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
    body = b"" if is_secret else await response.get_data(as_text=False)
    return KeptAnswer(response.status_code, headers, body)


async def _build_digest(*, takes_bytes: bool) -> bytes:
    """Tells requests apart. Keyed, because a body may hold what a plain digest would let somebody guess.

    A file is not read for this, its length stands for it: when the key is known, the file is held against the digest in
    the kept answer.
    """
    address = request.path.encode(errors="surrogatepass") + b"?" + request.query_string
    length = str(request.content_length).encode()
    parts = [b"idempotency", request.method.encode(), address]
    parts.append(length if takes_bytes else await request.get_data(cache=True, as_text=False, parse_form_data=False))
    secret = current_settings().secret_key.get_secret_value().encode()
    return hmac.digest(secret, b"\0".join(parts), hashlib.sha256)
