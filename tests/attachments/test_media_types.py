"""What a file is, is told by its bytes."""

import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskflow.attachments.media_types import KNOWN, TEXT, UNKNOWN, is_shown, sniff


def _build_png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 4)) + chunk(b"IEND", b"")
    )


PNG = _build_png()


@pytest.mark.parametrize(
    ("head", "media_type"),
    [
        (PNG, "image/png"),
        (b"GIF89a\x01\x00\x01\x00\x00\x00\x00", "image/gif"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + b"\0" * 40, "image/jpeg"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "application/pdf"),
        ("Plain text, größer\n".encode(), TEXT),
        (b"\x00\x01\x02\x03", UNKNOWN),
        (b"", UNKNOWN),
        (b"MZ\x90\x00" + b"\0" * 60, UNKNOWN),
    ],
)
def test_the_first_bytes_tell(head: bytes, media_type: str) -> None:
    assert sniff(head) == media_type


@pytest.mark.parametrize(
    "active",
    [
        b"<html><script>alert(1)</script></html>",
        b"<!DOCTYPE html><body onload=alert(1)>",
        b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b"<svg onload=alert(1)>",
        b"GIF89a/*<script>alert(1)</script>*/",
    ],
)
def test_what_could_run_is_text_or_bytes_to_a_browser(active: bytes) -> None:
    media_type = sniff(active)
    assert media_type in {TEXT, UNKNOWN, "image/gif"}
    assert "html" not in media_type
    assert "svg" not in media_type


@given(st.binary(max_size=600))
def test_any_bytes_have_a_type_that_we_know(head: bytes) -> None:
    media_type = sniff(head)
    assert media_type in KNOWN | {UNKNOWN}
    assert not is_shown(media_type) or media_type == TEXT or media_type.startswith("image/")
