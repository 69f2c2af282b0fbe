"""The bytes of a mail: headers that nobody can add to, text before HTML, and lines that every server takes."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.header import Header
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime, parseaddr

MAX_NAME, MAX_SUBJECT, MAX_HEADER = 100, 200, 900
_SET_HERE = frozenset(
    {"from", "to", "subject", "date", "message-id", "mime-version", "content-type", "content-transfer-encoding", "bcc"}
)
_HEADER = re.compile(r"[A-Za-z][A-Za-z-]*")
_PRINTED = re.compile(r"[\x20-\x7e]*")
_ADDRESS = re.compile(r"[^\s<>,;:\"()\[\]\\@]+@[^\s<>,;:\"()\[\]\\@]+")
_CONTROL = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Email:
    """A mail to one person. `message_id` is with its angle brackets; `headers` are such as List-Unsubscribe.

    Names and subjects are cleaned of line ends; everywhere else one is refused with ValueError when it is sent.
    """

    to_address: str
    to_name: str = ""
    subject: str
    text: str
    html: str = ""
    message_id: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


def build_message(email: Email, *, sender: str, moment: datetime) -> bytes:
    """The mail as it travels, from `sender` such as `TaskFlow <tasks@example.org>`. Pure. Raises ValueError."""
    name, address = parseaddr(sender)
    lines = [
        _build_address("From", name, address),
        _build_address("To", email.to_name, email.to_address),
        f"Subject: {_encode(clean(email.subject, MAX_SUBJECT), 'Subject')}",
        f"Date: {format_datetime(moment)}",
    ]
    for key, value in {"Message-ID": email.message_id, "Auto-Submitted": "auto-generated", **email.headers}.items():
        _require_header(key, value, given=key in email.headers)
        if value:
            lines.append(f"{key}: {value}")
    head = "".join(f"{line}\r\n" for line in lines)
    return head.encode() + _build_body(email)


def _build_body(email: Email) -> bytes:
    message = EmailMessage(policy=EmailPolicy(linesep="\r\n", cte_type="7bit"))
    message.set_content(_clean_text(email.text))
    if email.html:
        message.add_alternative(_clean_text(email.html), subtype="html")
    return message.as_bytes()


def encode_domain(address: str) -> str:
    """The address with its domain in letters that every server knows. Raises ValueError for what is no address."""
    if not _ADDRESS.fullmatch(address) or clean(address, len(address)) != address:
        raise ValueError(f"not an address for a mail: {len(address)} characters")
    local, _, domain = address.rpartition("@")
    return f"{local}@{domain if domain.isascii() else domain.encode('idna').decode('ascii')}"


def needs_utf8(address: str) -> bool:
    """True when the part before the @ takes a server that knows SMTPUTF8."""
    return not address.rpartition("@")[0].isascii()


def clean(text: str, most: int) -> str:
    """`text` on one line without control characters, shortened to `most` characters. Pure."""
    printed = "".join(" " if unicodedata.category(character) in _CONTROL else character for character in text)
    line = " ".join(printed.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def _build_address(header: str, name: str, address: str) -> str:
    """A line with one address; the name in front of it is quoted, or in encoded words."""
    shown = clean(name, MAX_NAME)
    if shown and _is_plain(shown):
        shown = '"' + shown.replace("\\", r"\\").replace('"', r"\"") + '"'
    elif shown:
        shown = _encode(shown, header)
    return f"{header}: {shown} <{encode_domain(address)}>" if shown else f"{header}: {encode_domain(address)}"


def _encode(text: str, header: str) -> str:
    """`text` as RFC 2047 has it, on lines of at most 76 characters where it has spaces; as it is when it may be."""
    charset = "us-ascii" if _is_plain(text) else "utf-8"
    return Header(text, charset, maxlinelen=76, header_name=header).encode(linesep="\r\n")


def _is_plain(text: str) -> bool:
    return text.isascii() and "=?" not in text  # which would be read as an encoded word


def _require_header(name: str, value: str, *, given: bool) -> None:
    if not _HEADER.fullmatch(name) or (given and name.lower() in _SET_HERE):
        raise ValueError(f"not a header to be given: {name[:40]!r}")
    if not _PRINTED.fullmatch(value) or len(value) > MAX_HEADER:
        raise ValueError(f"{name}: one line of at most {MAX_HEADER} printed ASCII characters")


def _clean_text(text: str) -> str:
    whole = text.encode(errors="replace").decode().replace("\r\n", "\n").replace("\r", "\n")
    return "".join(character for character in whole if character in "\n\t" or unicodedata.category(character) != "Cc")
