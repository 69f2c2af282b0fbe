"""The OpenAPI document and a page to read it: `/api/v1/openapi.json` and `/api/v1/docs`."""

import hashlib
from functools import cached_property

from quart import Response, request

from taskflow.api.answers import encode
from taskflow.api.bodies import JSON
from taskflow.api.openapi import build_document
from taskflow.api.operations import PREFIX
from taskflow.api.reading_page import build_page
from taskflow.settings import Settings
from taskflow.web.application import Application, without_database
from taskflow.web.authentication import cookie_name, public
from taskflow.web.conditional import is_fresh

_HTML = "text/html; charset=utf-8"


class _Documents:
    """The document in both forms, each made once, when somebody first asks."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @cached_property
    def _document(self) -> dict[str, object]:
        return build_document(public_url=self._settings.public_url, cookie=cookie_name(self._settings))

    @cached_property
    def json(self) -> bytes:
        """For programs."""
        return encode(self._document)

    @cached_property
    def html(self) -> bytes:
        """For people."""
        return build_page(self._document).encode()


def install_documentation(application: Application) -> None:
    """Answer both addresses, to anybody."""
    documents = _Documents(application.settings)

    @public
    @without_database
    async def show_openapi() -> Response:
        return _answer(documents.json, JSON)

    @public
    @without_database
    async def show_docs() -> Response:
        return _answer(documents.html, _HTML)

    application.add_url_rule(f"{PREFIX}/openapi.json", "show_openapi", show_openapi, methods=["GET"])
    application.add_url_rule(f"{PREFIX}/docs", "show_docs", show_docs, methods=["GET"])


def _answer(body: bytes, content_type: str) -> Response:
    tag = f'"{hashlib.blake2s(body, digest_size=8).hexdigest()}"'
    headers = {"ETag": tag, "Cache-Control": "public, no-cache"}
    if request.method in {"GET", "HEAD"} and is_fresh(tag):
        return Response(b"", status=304, headers=headers)
    return Response(body, content_type=content_type, headers=headers)
