"""Calling others: the address that was looked at is the one that is called, and no answer can hold or flood us."""

import asyncio
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from ipaddress import ip_network
from pathlib import Path

import pytest

from taskflow.platform.http_client import CallFailed, HttpClient, RefusedAddress
from taskflow.platform.http_exchange import KEPT_BYTES
from tests.support.receiver import Receiver, Write, endless, make_certificate, receiving, says, writes

NEAR = (ip_network("127.0.0.1/32"),)
HEADERS = {"Content-Type": "application/json"}


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as listening:
        yield listening


def build_client(**more: float) -> HttpClient:
    return HttpClient(NEAR, **more)  # type: ignore[arg-type]


async def test_a_post_arrives_with_its_body_and_little_else(receiver: Receiver) -> None:
    receiver.answer = says(202, b"thanks", X_Trace="7")
    answer = await build_client().post(receiver.url, b'{"a":1}', HEADERS)
    assert (answer.status, answer.body, answer.headers["x-trace"]) == (202, b"thanks", "7")
    request = receiver.got[0]
    assert (request.method, request.target, request.body) == ("POST", "/hook", b'{"a":1}')
    assert request.headers["host"] == f"127.0.0.1:{receiver.port}"
    assert "cookie" not in request.headers


async def test_a_private_address_is_refused_before_anything_is_sent(receiver: Receiver) -> None:
    for networks in ((), (ip_network("10.0.0.0/8"),)):
        with pytest.raises(RefusedAddress):
            await HttpClient(networks).post(receiver.url.replace("http:", "https:"), b"", HEADERS)
    assert receiver.got == []


async def test_a_name_that_leads_elsewhere_the_second_time_is_called_where_it_led_first(receiver: Receiver) -> None:
    asked = []

    async def rebind(host: str, port: int) -> list[str]:
        asked.append((host, port))
        return ["127.0.0.1"] if len(asked) == 1 else ["127.0.0.2"]

    client = HttpClient(NEAR, resolve=rebind)
    answer = await client.post(f"http://rebind.example:{receiver.port}/hook", b"", HEADERS)
    assert answer.status == 200
    assert asked == [("rebind.example", receiver.port)]
    assert receiver.got[0].headers["host"] == f"rebind.example:{receiver.port}"
    with pytest.raises(RefusedAddress):  # the second call looks at the name anew
        await client.post(f"http://rebind.example:{receiver.port}/hook", b"", HEADERS)


async def test_a_name_that_leads_to_a_private_address_is_refused(receiver: Receiver) -> None:
    async def resolve(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    with pytest.raises(RefusedAddress):
        await HttpClient(resolve=resolve).post(f"https://evil.example:{receiver.port}/", b"", HEADERS)
    assert receiver.got == []


async def test_a_name_that_cannot_be_resolved_says_so() -> None:
    async def fail(host: str, port: int) -> list[str]:
        raise socket.gaierror(-2, "Name or service not known")

    async def hang(host: str, port: int) -> list[str]:
        await asyncio.Event().wait()
        return []

    with pytest.raises(CallFailed, match="cannot be resolved"):
        await HttpClient(resolve=fail).post("https://none.example/", b"", HEADERS)
    with pytest.raises(CallFailed, match="resolved in time"):
        await HttpClient(resolve=hang, connect_seconds=0.05).post("https://none.example/", b"", HEADERS)


async def test_a_redirect_is_an_answer_and_is_not_followed(receiver: Receiver) -> None:
    receiver.answer = says(301, Location=f"http://127.0.0.1:{receiver.port}/other")
    assert (await build_client().post(receiver.url, b"", HEADERS)).status == 301
    assert len(receiver.got) == 1


async def test_no_cookie_is_kept_and_no_proxy_of_the_environment_is_asked(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    receiver.answer = says(200, Set_Cookie="a=b; Path=/")
    client = build_client()
    for _ in range(2):
        assert (await client.post(receiver.url, b"", HEADERS)).status == 200
    assert "cookie" not in receiver.got[1].headers


async def test_of_an_endless_answer_only_the_beginning_is_read(receiver: Receiver) -> None:
    receiver.answer = endless()
    answer = await build_client().post(receiver.url, b"", HEADERS)
    assert (answer.status, answer.body) == (200, b"x" * KEPT_BYTES)


async def test_a_compressed_answer_is_not_unpacked(receiver: Receiver) -> None:
    receiver.answer = says(200, b"not gzip at all", Content_Encoding="gzip")
    assert (await build_client().post(receiver.url, b"", HEADERS)).body == b"not gzip at all"


HEAD = b"HTTP/1.1 200 Fine\r\nContent-Length: 100\r\n\r\n"
BAD = {
    "hangs": (writes(b"", then_waits=60), "no whole answer"),
    "slow headers": (writes(b"HTTP/1.1 200 Fine\r\nX-Slow: ", then_waits=60), "no whole answer"),
    "stops in the body": (writes(HEAD + b"some", then_waits=60), "no whole answer"),
    "resets in the body": (writes(HEAD + b"some", resets=True), "broke off"),
    "ends in the body": (writes(HEAD + b"some"), "broke off"),
    "says nothing": (writes(b""), "broke off"),
    "resets at once": (writes(b"", resets=True), "broke off"),
    "is not HTTP": (writes(b"SSH-2.0-OpenSSH_9.6\r\n\r\n"), "not HTTP"),
    "has a huge header": (writes(b"HTTP/1.1 200 Fine\r\nX-Big: " + b"a" * 100_000 + b"\r\n\r\n"), "not HTTP"),
}


@pytest.mark.parametrize("name", sorted(BAD))
async def test_a_receiver_that_fails_is_no_answer(name: str, receiver: Receiver) -> None:
    answer, said = BAD[name]
    receiver.answer = answer
    with pytest.raises(CallFailed, match=said):
        await build_client(total_seconds=0.5 if said == "no whole answer" else 30).post(receiver.url, b"", HEADERS)


async def test_a_port_on_which_nobody_listens_is_no_answer(receiver: Receiver) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        with pytest.raises(CallFailed, match="the connection failed"):
            await build_client().post(f"http://127.0.0.1:{free.getsockname()[1]}/", b"", HEADERS)


def test_whoever_calls_nobody_does_without_the_library() -> None:
    asked = "import sys, taskflow.api, taskflow.pages; print('aiohttp' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


async def test_tls_is_verified_against_the_name_that_was_asked_for(tmp_path: Path) -> None:
    shown, trust = make_certificate(tmp_path, "hooks.example")
    names: list[str | None] = []
    shown.sni_callback = lambda _, name, __: names.append(name)

    async def resolve(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    answer: Write = says(200)
    async with receiving(shown) as receiver:
        receiver.answer = answer
        client = HttpClient(NEAR, resolve=resolve, trust=trust)
        assert (await client.post(f"https://hooks.example:{receiver.port}/", b"", HEADERS)).status == 200
        assert names == ["hooks.example"]
        with pytest.raises(CallFailed, match="could not be trusted"):
            await client.post(f"https://other.example:{receiver.port}/", b"", HEADERS)
        with pytest.raises(CallFailed, match="could not be trusted"):
            await HttpClient(NEAR, resolve=resolve).post(f"https://hooks.example:{receiver.port}/", b"", HEADERS)
        assert len(receiver.got) == 1
