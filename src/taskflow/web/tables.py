"""A table as a CSV file to save."""

import hashlib
from typing import Any

from quart import Response

from taskflow.analytics import build_csv
from taskflow.web.conditional import is_fresh


def build_csv_download(table: dict[str, Any], *, name: str) -> Response:
    """The `columns` and `rows` of the table as a file called `name`.csv; 304 when the client has it already.

    `name` is made of the letters, digits and hyphens of keys and slugs.
    """
    data = build_csv(table["columns"], table["rows"])
    headers = {
        "Content-Disposition": f'attachment; filename="{name}.csv"',
        "Cache-Control": "private, no-cache",
        "ETag": f'"{hashlib.blake2s(data, digest_size=8).hexdigest()}"',
    }
    if is_fresh(headers["ETag"]):
        return Response(b"", status=304, headers=headers)
    return Response(data, headers=headers, content_type="text/csv; charset=utf-8")
