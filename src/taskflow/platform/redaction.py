"""What is secret is taken out of everything that leaves the process as text: by its name, or by its look."""

import re
from collections.abc import Mapping, MutableMapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

REDACTED = "[redacted]"
MAX_TEXT = 4000
_DEEPEST = 6
_SMALLEST, _LARGEST = -(2**63), 2**64 - 1  # what the JSON library writes
_SECRET_WORDS = re.compile(
    r"password|passwd|passphrase|secret|authorization|cookie|csrf|api_?key|private_?key|credential"
    # A token is secret; its id, name or number is what an operator looks for.
    r"|(?:^|_)tokens?(?:_(?!id$|ids$|name$|count$|hint$)|$)|(?:^|_)(?:t?otp|pass|pwd)(?:_|$)"
)
_SECRET_TEXT = re.compile(
    r"tf[pc]_[0-9A-Za-z_]+"
    r"|(?<=://)[^/\s:@]*:[^/\s@]+(?=@)"
    r"|(?i:(?<=bearer )|(?<=basic ))[^\s,;\"']+"
    r"|(?i:(?<=password=)|(?<=passwd=)|(?<=secret=)|(?<=token=)|(?<=api_key=)|(?<=apikey=))[^\s&;,\"')]+"
)
_PLAIN = frozenset({bool, float, UUID, datetime, date, type(None)})


def redact(_: Any, __: str, event: MutableMapping[str, Any]) -> dict[str, Any]:
    """A structlog processor: the event without secrets, its values nothing but what JSON has."""
    return {key: _clean(key, value, 0) for key, value in event.items()}


def mask(text: str) -> str:
    """The text without what looks like a token or a password, at most MAX_TEXT characters of it, always valid UTF-8."""
    masked = _SECRET_TEXT.sub(REDACTED, text)
    if not masked.isascii():
        masked = masked.encode(errors="backslashreplace").decode()
    return masked if len(masked) <= MAX_TEXT else f"{masked[:MAX_TEXT]}…"


@lru_cache(maxsize=1024)
def is_secret(key: str) -> bool:
    """True when a field, header or parameter of this name holds a secret."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", key).lower().replace("-", "_")
    return _SECRET_WORDS.search(words) is not None


def _clean(key: str, value: Any, depth: int) -> Any:
    if is_secret(key) and value not in (None, ""):
        return REDACTED
    if depth < _DEEPEST and isinstance(value, Mapping):
        return {mask(str(inner)): _clean(str(inner), item, depth + 1) for inner, item in value.items()}
    if depth < _DEEPEST and isinstance(value, list | tuple | set | frozenset):
        return [_clean("", item, depth + 1) for item in value]
    return _flatten(value)


def _flatten(value: Any) -> Any:
    """What is neither a number nor a moment appears as its text, which is masked like any other."""
    if type(value) in _PLAIN or (type(value) is int and _SMALLEST <= value <= _LARGEST):
        return value
    if isinstance(value, bytes | bytearray):
        return mask(value.decode(errors="backslashreplace"))
    return mask(str(value))
