"""Which limits hold for a request, and how the answer tells of them.

The fields are those of the IETF draft "RateLimit header fields for HTTP": structured lists with an item for each limit.
"""

import hashlib
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from ipaddress import IPv6Address, ip_address, ip_network

import orjson
from quart import Response, g, request

from taskflow.platform.errors import TooManyRequests
from taskflow.platform.limiter import WINDOW_SECONDS, Bucket, Limiter, Verdict
from taskflow.platform.metrics import counter
from taskflow.settings import Settings
from taskflow.web.application import SAFE_METHODS, Application
from taskflow.web.authentication import client_address, is_public

REFUSED = counter("taskflow_requests_limited_total", "Requests that were refused because a limit was used up")
_IPV6_PREFIX = 64  # what one customer of a provider has: its single addresses cost nothing
Count = Callable[[], Awaitable[None]]


def install_rate_limits(application: Application, limiter: Limiter | None, *, door: str) -> Count:
    """Have every answer tell of its limits; gives what counts the present request, for the authentication.

    What it gives raises TooManyRequests. Without `limiter` nothing is limited.
    """

    async def count() -> None:
        if limiter is None:
            return
        verdicts = g.verdicts = await limiter.take(await choose_buckets(application))
        refused = [verdict for verdict in verdicts if verdict.retry_seconds]
        if refused:
            worst = max(refused, key=lambda verdict: verdict.retry_seconds)
            REFUSED.inc({"door": door, "limit": worst.bucket.name})
            raise _build_error(worst)

    async def tell(response: Response) -> Response:
        if verdicts := getattr(g, "verdicts", None):
            response.headers["RateLimit-Policy"] = build_policies(verdicts)
            response.headers["RateLimit"] = build_state(verdicts)
        return response

    application.after_request(tell)
    return count


async def choose_buckets(application: Application) -> list[Bucket]:
    """What the present request counts for: the person and the token, or the address of a stranger.

    What anybody may change is signing in, signing up and the like: a guess at somebody's account, whoever is signed in.
    """
    settings, person = application.settings, g.person
    chosen = [("person", str(person.id), settings.person_rate_limit)] if person is not None else []
    if person is None:
        chosen.append(("address", _find_network(), settings.address_rate_limit))
    elif person.token_id is not None:
        chosen.append(("token", str(person.token_id), settings.token_rate_limit))
    handler = application.view_functions.get(request.endpoint or "")
    if request.method not in SAFE_METHODS and is_public(handler):
        chosen += await _choose_for_attempt(settings)
    return [Bucket(*one) for one in chosen if one[2]]


def build_policies(verdicts: Sequence[Verdict]) -> str:
    """RateLimit-Policy: how much each limit allows in how many seconds. Pure."""
    return ", ".join(f'"{one.bucket.name}";q={one.bucket.limit};w={WINDOW_SECONDS}' for one in verdicts)


def build_state(verdicts: Sequence[Verdict]) -> str:
    """RateLimit: how much is left of each limit, and in how many seconds all of it is there again. Pure."""
    return ", ".join(f'"{one.bucket.name}";r={one.remaining};t={one.reset_seconds}' for one in verdicts)


async def _choose_for_attempt(settings: Settings) -> list[tuple[str, str, int]]:
    limit = settings.sign_in_rate_limit
    account = await _read_account() if limit else ""
    found = [("sign-in", _find_network(), limit)]
    # Hashed, so that no address stands in Redis and none is too long for a key.
    return [*found, ("account", hashlib.blake2s(account.encode()).hexdigest(), limit)] if account else found


async def _read_account() -> str:
    """The e-mail address that is tried, as it is looked up; empty when the body names none."""
    given: object = None
    if request.mimetype == "application/json":
        with suppress(orjson.JSONDecodeError):
            body = orjson.loads(await request.get_data())
            given = body.get("email") if isinstance(body, dict) else None
    else:
        given = (await request.form).get("email")
    return given.strip().lower() if isinstance(given, str) else ""


def _find_network() -> str:
    """The client's address, or the network that an IPv6 address is one of very many in."""
    text = client_address()
    with suppress(ValueError):
        address = ip_address(text)
        if isinstance(address, IPv6Address):
            return str(ip_network((int(address), _IPV6_PREFIX), strict=False))
    return text


def _build_error(verdict: Verdict) -> TooManyRequests:
    bucket, seconds = verdict.bucket, verdict.retry_seconds
    detail = f"More than {bucket.limit} requests a minute, the limit {bucket.name}: try again in {seconds} s"
    return TooManyRequests(detail, headers={"Retry-After": str(seconds)})
