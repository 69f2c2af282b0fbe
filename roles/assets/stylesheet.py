"""The stylesheet as browsers get it: without comments and indentation, which are a tenth of what would be sent."""

import re

_PIECES = re.compile(rb'("(?:[^"\\]|\\.)*")|/\*.*?\*/', re.DOTALL)


def pack(css: bytes) -> bytes:
    """The same rules in fewer bytes; what stands in double quotes is left alone."""
    bare = _PIECES.sub(lambda match: match[1] or b"", css)
    return b"\n".join(line for line in map(bytes.strip, bare.splitlines()) if line) + b"\n"
