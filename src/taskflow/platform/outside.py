"""Which addresses of the outside world TaskFlow calls when somebody names one: nothing that is near. Pure.

A person may name any URL, and a name may lead to any address: inside the operator's network there are services that
trust whoever reaches them. So an address is called only when it is a plain public one, or when the operator allowed it.
"""

import re
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from yarl import URL

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
MAX_URL = 2000
# What `ipaddress` calls global and is not for us, or only in some releases of Python.
_REFUSED_4 = tuple(
    IPv4Network(text)
    for text in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/4", "240.0.0.0/4",
        "168.63.129.16/32",  # a cloud's wire server, which answers its own machines only
    )
)  # fmt: skip
_UNICAST_6 = IPv6Network("2000::/3")
# Those that wrap another address (Teredo, 6to4), and those for protocols, benchmarks and books.
_REFUSED_6 = tuple(IPv6Network(text) for text in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"))
# Ports of 1024 and more on which something other than HTTP listens by custom.
_REFUSED_PORTS = frozenset(
    {
        *(1433, 1434, 1521, 1719, 1720, 1723, 2049, 2375, 2376, 2379, 2380, 3306, 3389, 3659, 4045, 4190, 5060, 5061),
        *(5432, 5672, 5900, 6000, 6379, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 9042, 9092, 9200, 9300),
        *(10080, 10250, 11211, 27017, 27018, 61616),
    }
)
_NEAR_NAMES = re.compile(r"(^|\.)(localhost|local|internal|intranet|lan|home\.arpa|localdomain)$")
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")


class RefusedAddress(Exception):
    """TaskFlow does not call this. The message says why, as the rest of a sentence about the URL."""


def is_public(address: Address) -> bool:
    """True for an address of one machine that everybody on the internet reaches by it, wrapped in no other form."""
    if isinstance(address, IPv4Address):
        return address.is_global and not any(address in network for network in _REFUSED_4)
    return address in _UNICAST_6 and address.is_global and not any(address in network for network in _REFUSED_6)


def is_allowed(address: Address, networks: Sequence[Network]) -> bool:
    """True when one of the operator's networks holds it."""
    return any(address.version == network.version and address in network for network in networks)


def read_url(text: str, networks: Sequence[Network]) -> URL:
    """The URL as it may be called, as far as can be told without asking for the name's addresses.

    Raises RefusedAddress. What a name leads to is decided by `choose_addresses` when it is called.
    """
    if len(text) > MAX_URL or not text.isascii() or not text.isprintable() or " " in text or "\\" in text:
        raise RefusedAddress(f"must be at most {MAX_URL} plain characters without spaces (write xn--… for others)")
    try:
        url = URL(text)
        host, port = (url.raw_host or "").lower(), url.port
    except ValueError:
        raise RefusedAddress("must be a URL such as https://example.org/hooks") from None
    if url.scheme not in ({"https", "http"} if networks else {"https"}):
        raise RefusedAddress("must begin with https://")
    if not host or port is None:
        raise RefusedAddress("must be a URL such as https://example.org/hooks")
    if (
        url.raw_user is not None
        or url.raw_password is not None
        or "@" in re.split(r"[/?#]", text.partition("://")[2])[0]
    ):
        raise RefusedAddress("must not hold a user name or a password")
    if url.raw_fragment or "#" in text:
        raise RefusedAddress("must not have a part behind #")
    _require_host(host, networks)
    _require_port(url, port)
    return url


def choose_addresses(url: URL, found: Sequence[str], networks: Sequence[Network]) -> list[str]:
    """Those of the addresses `found` for the URL's host that may be called. Raises RefusedAddress when none may be."""
    addresses = [_read_address(text) for text in found]
    near = [address for address in addresses if address is not None and is_allowed(address, networks)]
    public = [address for address in addresses if address is not None and is_public(address)]
    chosen = near if url.scheme == "http" else [address for address in addresses if address in {*near, *public}]
    if not chosen:
        raise RefusedAddress("leads to an address that is not a public one")
    return [str(address) for address in chosen]


def _read_address(text: str) -> Address | None:
    """The address, or None for one with a zone: those are of this machine's own links."""
    return None if "%" in text else ip_address(text)


def _require_host(host: str, networks: Sequence[Network]) -> None:
    literal = _find_literal(host)
    if literal is not None:
        if not is_public(literal) and not is_allowed(literal, networks):
            raise RefusedAddress("leads to an address that is not a public one")
        return
    name = host.removesuffix(".")
    labels = name.split(".")
    if len(name) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise RefusedAddress("must name a host such as example.org")
    if re.fullmatch(r"\d+|0x[0-9a-f]*", labels[-1]):
        raise RefusedAddress("must write an address as four numbers from 0 to 255")
    if not networks and (len(labels) == 1 or _NEAR_NAMES.search(name)):
        raise RefusedAddress("must name a host that is on the internet")


def _find_literal(host: str) -> Address | None:
    try:
        return ip_address(host.strip("[]"))
    except ValueError:
        return None


def _require_port(url: URL, port: int) -> None:
    if port in {443, 80 if url.scheme == "http" else 443} or (port >= 1024 and port not in _REFUSED_PORTS):
        return
    raise RefusedAddress("must have the port 443, or one from 1024 on that is not of another service")
