"""Giving out files that people uploaded: named, never run, and shown in place only when nothing in them can run."""

from collections.abc import AsyncIterator
from typing import Any

from quart import Response

from taskflow.attachments import build_disposition, is_shown
from taskflow.web.conditional import is_fresh

DOWNLOAD_SECONDS = 600
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"


def find_fresh(attachment: dict[str, Any]) -> Response | None:
    """304 when the client has this file already, else None."""
    return Response(b"", status=304, headers=_build_headers(attachment)) if is_fresh(_build_etag(attachment)) else None


def build_download(attachment: dict[str, Any], chunks: AsyncIterator[bytes]) -> Response:
    """The response with the bytes of the file, as they come from the storage."""
    response = Response(chunks, headers=_build_headers(attachment))
    response.content_type = _build_content_type(attachment["media_type"])
    response.content_length = attachment["size_bytes"]
    response.timeout = DOWNLOAD_SECONDS
    return response


def _build_headers(attachment: dict[str, Any]) -> dict[str, str]:
    return {
        "Content-Disposition": build_disposition(attachment["name"], shown=is_shown(attachment["media_type"])),
        "Content-Security-Policy": _POLICY,
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-cache",
        "ETag": _build_etag(attachment),
    }


def _build_etag(attachment: dict[str, Any]) -> str:
    return f'"{attachment["sha256"]}"'


def _build_content_type(media_type: str) -> str:
    return "text/plain; charset=utf-8" if media_type == "text/plain" else media_type
