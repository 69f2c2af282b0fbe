"""Only plain public addresses are called, however a URL or a name is written."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from yarl import URL

from taskflow.platform.outside import RefusedAddress, choose_addresses, is_public, read_url

NEAR = (ip_network("127.0.0.0/8"), ip_network("10.1.0.0/16"))
EVERY_4 = st.integers(0, 2**32 - 1).map(IPv4Address)
EVERY_6 = st.integers(0, 2**128 - 1).map(IPv6Address)
NEAR_4 = st.sampled_from(
    [ip_network(text) for text in ("10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12")]
    + [ip_network(text) for text in ("192.168.0.0/16", "224.0.0.0/4", "240.0.0.0/4", "0.0.0.0/8", "198.18.0.0/15")]
).flatmap(lambda network: st.integers(int(network[0]), int(network[-1])).map(IPv4Address))


def find_kinds(address: IPv4Address | IPv6Address) -> set[str]:
    """What is special about the address."""
    kinds = ("private", "loopback", "link_local", "multicast", "reserved", "unspecified")
    return {kind for kind in kinds if getattr(address, f"is_{kind}")}


@given(EVERY_4)
@example(IPv4Address("255.255.255.255"))
@example(IPv4Address("192.88.99.1"))
def test_a_public_address_of_version_4_is_none_of_the_special_ones(address: IPv4Address) -> None:
    if is_public(address):
        assert address.is_global
        assert not find_kinds(address)


@given(NEAR_4)
def test_what_is_near_is_refused(address: IPv4Address) -> None:
    assert not is_public(address)


@given(EVERY_6 | st.integers(2**125, 2**126 - 1).map(IPv6Address))
def test_a_public_address_of_version_6_is_global_unicast_and_wraps_no_other(address: IPv6Address) -> None:
    if is_public(address):
        assert address.is_global
        assert address in ip_network("2000::/3")
        assert not find_kinds(address)
        assert address.ipv4_mapped is address.sixtofour is address.teredo is None


@given(EVERY_4)
def test_no_wrapping_of_an_address_of_version_4_is_called_even_of_a_public_one(address: IPv4Address) -> None:
    number = int(address)
    mapped, compatible = IPv6Address((0xFFFF << 32) | number), IPv6Address(number)
    six_to_four, nat64 = IPv6Address((0x2002 << 112) | (number << 80)), IPv6Address((0x64FF9B << 96) | number)
    local_nat64 = IPv6Address((0x64FF9B0001 << 80) | number)
    teredo = IPv6Address((0x20010000 << 96) | (number ^ 0xFFFFFFFF))
    assert not any(map(is_public, (mapped, compatible, six_to_four, nat64, local_nat64, teredo)))


@pytest.mark.parametrize("text", ["93.184.215.14", "1.1.1.1", "2606:4700:4700::1111", "2a00:1450:4001:80b::200e"])
def test_well_known_public_addresses_are_called(text: str) -> None:
    assert is_public(ip_address(text))


@pytest.mark.parametrize(
    "text",
    ["169.254.169.254", "100.100.100.200", "168.63.129.16", "192.0.0.192", "fd00:ec2::254", "fe80::a9fe:a9fe"],
)
def test_the_metadata_of_clouds_is_out_of_reach(text: str) -> None:
    assert not is_public(ip_address(text))


HOSTILE = {
    "http://example.org/": "https://",
    "ftp://example.org/": "https://",
    "file:///etc/passwd": "https://",
    "gopher://example.org/": "https://",
    "//example.org/": "https://",
    "example.org": "https://",
    "": "https://",
    "https://": "must be a URL",
    "https:///path": "must be a URL",
    "https://user@example.org/": "user name",
    "https://user:secret@example.org/": "user name",
    "https://@example.org/": "user name",
    "https://example.org@127.0.0.1/": "user name",
    "https://127.0.0.1/": "public",
    "https://127.1/": "four numbers",
    "https://2130706433/": "four numbers",
    "https://0x7f000001/": "four numbers",
    "https://0x7f.0.0.1/": "four numbers",
    "https://0177.0.0.1/": "four numbers",
    "https://127.0.0.1./": "four numbers",
    "https://10.0.0.1/": "public",
    "https://169.254.169.254/latest/meta-data/": "public",
    "https://[::1]/": "public",
    "https://[::]/": "public",
    "https://[::ffff:127.0.0.1]/": "public",
    "https://[::ffff:8.8.8.8]/": "public",
    "https://[64:ff9b::7f00:1]/": "public",
    "https://[2002:7f00:1::]/": "public",
    "https://[fe80::1%25eth0]/": "public",
    "https://[fd00::1]/": "public",
    "https://localhost/": "internet",
    "https://LOCALHOST./": "internet",
    "https://sub.localhost/": "internet",
    "https://db/": "internet",
    "https://printer.local/": "internet",
    "https://service.internal/": "internet",
    "https://a..b/": "host",
    "https://-a.example/": "host",
    "https://%6c%6fcalhost/": "host",
    "https://exa mple.org/": "plain characters",
    "https://example.org\\@127.0.0.1/": "plain characters",
    "https://example.org/\r\nHost: x": "plain characters",
    "https://example.org/\x00": "plain characters",
    "https://ⓔxample.org/": "plain characters",
    "https://example.org/#fragment": "#",
    "https://example.org#": "#",
    "https://example.org:22/": "port",
    "https://example.org:0/": "port",
    "https://example.org:25/": "port",
    "https://example.org:80/": "port",
    "https://example.org:6379/": "port",
    "https://example.org:99999/": "must be a URL",
    "https://example.org:http/": "must be a URL",
    "https://example.org/" + "a" * 2000: "plain characters",
}


@pytest.mark.parametrize("text", sorted(HOSTILE))
def test_a_hostile_url_is_refused_with_what_was_expected(text: str) -> None:
    with pytest.raises(RefusedAddress, match=HOSTILE[text].replace(".", r"\.")):
        read_url(text, ())


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org",
        "https://hooks.example.org:8443/a?b=c",
        "https://93.184.215.14/x",
        "https://xn--mnchen-3ya.de/",
    ],
)
def test_a_good_url_is_taken(text: str) -> None:
    assert read_url(text, ()).scheme == "https"


def test_http_and_names_nearby_are_taken_only_where_the_operator_allowed_networks() -> None:
    assert read_url("http://build-server:8080/hook", NEAR).port == 8080
    assert read_url("http://127.0.0.1/hook", NEAR).port == 80
    with pytest.raises(RefusedAddress, match="public"):
        read_url("https://192.168.0.1/", NEAR)


def test_of_what_a_name_leads_to_only_public_and_allowed_addresses_are_called() -> None:
    https, http = URL("https://example.org"), URL("http://example.org")
    found = ["93.184.215.14", "10.1.0.5", "192.168.0.1", "fe80::1%eth0", "::1"]
    assert choose_addresses(https, found, ()) == ["93.184.215.14"]
    assert choose_addresses(https, found, NEAR) == ["93.184.215.14", "10.1.0.5"]
    assert choose_addresses(http, found, NEAR) == ["10.1.0.5"]
    for nothing in ([], ["127.0.0.1"], ["::ffff:93.184.215.14"]):
        with pytest.raises(RefusedAddress):
            choose_addresses(https, nothing, ())
