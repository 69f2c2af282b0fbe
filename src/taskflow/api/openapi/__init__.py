"""The OpenAPI 3.1 document, built from the operation table."""

from taskflow.api.openapi.document import build_document

__all__ = ["build_document"]
