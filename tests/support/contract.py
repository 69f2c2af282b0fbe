"""Holds every response of the API against the OpenAPI document: what is not described may not leave."""

import copy
import json
import re
from functools import cache
from typing import Any

import httpx
from jsonschema import Draft202012Validator, FormatChecker

from taskflow.api.operations import PREFIX

PROBLEM, JSON = "application/problem+json", "application/json"
Schema = dict[str, Any]
_MOMENT = re.compile(r'"[0-9]{4}-[0-9]{2}-[0-9]{2}T[^"]*"')
# What is refused before it is clear which operation is meant.
_BEFORE_OPERATIONS = {401, 404, 405}


class Contract:
    """The document, ready to check responses."""

    def __init__(self, document: Schema) -> None:
        self.document = document
        self._components = copy.deepcopy(document["components"])
        for schema in self._components["schemas"].values():
            if "properties" in schema:
                schema["additionalProperties"] = False
        self._routes = [
            (method.upper(), re.compile(PREFIX + re.sub(r"\{[a-z_]+\}", "[^/]+", path)), operation)
            for path, methods in document["paths"].items()
            for method, operation in methods.items()
        ]
        self._validator = cache(self._build_validator)

    def find(self, method: str, path: str) -> Schema | None:
        """The operation that a request is for."""
        wanted = "GET" if method == "HEAD" else method
        found = [op for verb, route, op in self._routes if verb == wanted and route.fullmatch(path)]
        return min(found, key=lambda operation: len(operation["parameters"])) if found else None

    def check(self, response: httpx.Response) -> None:
        """Pass, or fail the test saying what is not as described."""
        request = response.request
        operation = self.find(request.method, request.url.path)
        where = f"{request.method} {request.url.path} -> {response.status_code}"
        if operation is None:
            assert response.status_code in _BEFORE_OPERATIONS, where
            self._check_body(response, {"$ref": "#/components/schemas/Problem"}, PROBLEM, where)
            return
        described = operation["responses"].get(str(response.status_code))
        assert described is not None, f"{where} is not described: {response.text[:500]}"
        _check_headers(response, described, where)
        kind, content = next(iter(described.get("content", {}).items()), (None, {}))
        if kind == "*/*":
            return
        if kind is None:
            assert not response.content, f"{where} has a body"
        elif request.method != "HEAD":
            self._check_body(response, content["schema"], kind, where)

    def _check_body(self, response: httpx.Response, schema: Schema, kind: str, where: str) -> None:
        assert response.headers["Content-Type"] == kind, f"{where}: {response.headers['Content-Type']}"
        validator = self._validator(json.dumps(schema))
        faults = [f"{error.json_path}: {error.message}" for error in validator.iter_errors(response.json())]
        assert not faults, f"{where}: {faults}\n{response.text[:500]}"
        naive = [text for text in _MOMENT.findall(response.text) if not text.endswith('Z"') and '"/' not in text]
        assert not naive, f"{where}: moments that are not UTC: {naive}"

    def _build_validator(self, schema: str) -> Draft202012Validator:
        whole = json.loads(schema) | {"components": self._components}
        return Draft202012Validator(whole, format_checker=FormatChecker())


def _check_headers(response: httpx.Response, described: Schema, where: str) -> None:
    for name in ("ETag", "Location", "WWW-Authenticate", "Retry-After"):
        if name in described.get("headers", {}) and response.status_code != 409:  # there each is of one code only
            assert name in response.headers, f"{where} lacks {name}"
    if response.status_code < 400:
        for name in ("ETag", "Location", "Link", "Set-Cookie", "Idempotency-Replayed"):
            assert name not in response.headers or name in described.get("headers", {}), (
                f"{where}: {name} is not described"
            )
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'"), where
    assert response.headers["Cache-Control"] in {"no-store", "private, no-cache"}, where
