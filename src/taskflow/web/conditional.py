"""Conditional requests: ETag from a version, If-None-Match for reading, If-Match for writing."""

import re
from typing import Any

from quart import request

from taskflow.platform.errors import BadRequest, VersionRequired

# A proxy that compresses makes the tag weak; the version in it means the same.
_TAG = re.compile(r'(?:W/)?"v([1-9][0-9]{0,8})(?:-[0-9a-f]{1,64})?"')


def build_etag(version: int, digest: str = "") -> str:
    """The strong entity tag of a version; `digest` (hex) tells apart what the same version looks like."""
    return f'"v{version}-{digest}"' if digest else f'"v{version}"'


def is_fresh(etag: str) -> bool:
    """True when the client says that it has this representation already."""
    given = request.headers.get("If-None-Match", "")
    return given.strip() == "*" or etag in {part.strip().removeprefix("W/") for part in given.split(",")}


def require_if_match() -> int:
    """The version that the client changes. Raises VersionRequired without If-Match, BadRequest for a foreign tag."""
    version = find_if_match()
    if version is None:
        raise VersionRequired("Send If-Match with the ETag of what you read")
    return version


def read_if_match() -> int | None:
    """The version that the client changes, or None for `*`: any, as long as what the body is made from still holds.

    Raises VersionRequired without If-Match, BadRequest for a foreign tag.
    """
    return None if request.headers.get("If-Match", "").strip() == "*" else require_if_match()


def find_if_match() -> int | None:
    """The version in If-Match, or None without the header. Raises BadRequest for a tag that we never made."""
    given: Any = request.headers.get("If-Match")
    if given is None:
        return None
    match = _TAG.fullmatch(given.strip())
    if match is None:
        raise BadRequest('If-Match must be an ETag of this resource, such as "v3"', code="bad_if_match")
    return int(match[1])
