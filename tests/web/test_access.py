"""One line, one count and one id for each request, whatever the client sends."""

import asyncio
from ipaddress import ip_address, ip_network
from typing import Any

import orjson
import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client.parser import text_string_to_metric_families
from structlog.testing import capture_logs

from taskflow.platform import metrics
from taskflow.web.access import REQUEST_ID, AccessLog, find_client

PROXIES = (ip_network("172.16.0.0/12"), ip_network("10.0.0.1/32"))
FROM_PROXY = ("172.18.0.5", 40000)


def build_scope(path: str = "/", method: str = "GET", *, client: Any = FROM_PROXY, **headers: str) -> dict[str, Any]:
    pairs = [(name.replace("_", "-").encode(), value.encode("latin-1")) for name, value in headers.items()]
    return {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "path": path,
        "query_string": b"secret=1",
        "headers": pairs,
        "client": client,
    }


class Door:
    """Answers with a status and two parts of a body, and names its route."""

    def __init__(self, status: int = 200, route: str | None = None, kind: bytes = b"text/plain") -> None:
        self.status, self.route, self.kind = status, route, kind
        self.context: dict[str, Any] = {}

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.context = structlog.contextvars.get_contextvars()
        if self.route is not None:
            scope["taskflow.route"] = self.route
        headers = [(b"content-type", self.kind), (b"X-Request-Id", b"of-the-application")]
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send({"type": "http.response.body", "body": b"abc", "more_body": True})
        await send({"type": "http.response.body", "body": b"de", "more_body": False})


async def run(app: Any, scope: dict[str, Any], kept: list[Any] | None = None) -> tuple[list[Any], dict[str, Any]]:
    """Messages that the server is sent, and the access line; every other line goes to `kept`."""
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    with capture_logs() as lines:
        await AccessLog(app, door="tests", trusted=PROXIES)(scope, receive, send)
    (line,) = [line for line in lines if line["event"] == "request"]
    if kept is not None:
        kept.extend(other for other in lines if other is not line)
    return sent, line


def count(name: str, **labels: str) -> float:
    """The present value of a series, 0 when there is none."""
    for family in text_string_to_metric_families(metrics.render()[0].decode()):
        for sample in family.samples:
            if sample.name == name and labels.items() <= sample.labels.items():
                return sample.value
    return 0


async def test_a_request_leaves_one_line_with_what_happened() -> None:
    scope = build_scope("/api/v1/tasks/WEB-1", user_agent="curl/8", x_forwarded_for="203.0.113.9")
    sent, line = await run(Door(route="/api/v1/tasks/<key>"), scope)
    assert line["log_level"] == "info"
    assert line["method"] == "GET"
    assert line["path"] == "/api/v1/tasks/WEB-1"
    assert line["route"] == "/api/v1/tasks/<key>"
    assert (line["status"], line["bytes"], line["client"], line["user_agent"]) == (200, 5, "203.0.113.9", "curl/8")
    assert line["duration_ms"] >= 0
    assert "secret" not in str(line)
    assert [message["type"] for message in sent] == ["http.response.start", *["http.response.body"] * 2]


async def test_every_answer_carries_the_one_id_that_the_log_has_too() -> None:
    door, scope = Door(), build_scope()
    sent, _ = await run(door, scope)
    ids = [value for name, value in sent[0]["headers"] if name.lower() == b"x-request-id"]
    assert ids == [scope["taskflow.request_id"].encode()]
    assert door.context == {"request_id": scope["taskflow.request_id"]}
    assert REQUEST_ID.fullmatch(scope["taskflow.request_id"])


async def test_what_was_bound_for_the_last_request_is_gone() -> None:
    structlog.contextvars.bind_contextvars(user_id="of another request")
    door = Door()
    await run(door, build_scope())
    assert "user_id" not in door.context


@pytest.mark.parametrize("given_id", ["abcdefgh", "A-b_0123456789", "x" * 64])
async def test_a_proxys_request_id_is_kept(given_id: str) -> None:
    scope = build_scope(x_request_id=given_id)
    await run(Door(), scope)
    assert scope["taskflow.request_id"] == given_id


@pytest.mark.parametrize(
    "given_id", ["short", "x" * 65, "with space", 'quo"tes"quotes', "newline\nnewline", "ünicode12"]
)
async def test_a_malformed_request_id_is_replaced(given_id: str) -> None:
    scope = build_scope(x_request_id=given_id)
    await run(Door(), scope)
    assert scope["taskflow.request_id"] != given_id


@pytest.mark.parametrize("peer", ["203.0.113.9", "10.0.0.2", "::1"])
async def test_a_stranger_can_choose_neither_its_id_nor_its_address(peer: str) -> None:
    scope = build_scope(client=(peer, 1), x_request_id="chosen-by-client", x_forwarded_for="198.51.100.1")
    _, line = await run(Door(), scope)
    assert scope["taskflow.request_id"] != "chosen-by-client"
    assert scope["taskflow.client"] == line["client"] == peer


async def test_a_peer_in_the_mapped_form_of_version_6_is_the_same_peer() -> None:
    scope = build_scope(client=("::ffff:172.18.0.5", 1), x_forwarded_for="::ffff:198.51.100.1")
    await run(Door(), scope)
    assert scope["taskflow.client"] == "198.51.100.1"


async def test_without_a_peer_there_is_no_client() -> None:
    scope = build_scope(client=None, x_forwarded_for="198.51.100.1")
    await run(Door(), scope)
    assert scope["taskflow.client"] == ""


@pytest.mark.parametrize(
    ("forwarded", "client"),
    [
        ("", "172.18.0.5"),
        ("203.0.113.9", "203.0.113.9"),
        ("198.51.100.1, 203.0.113.9", "203.0.113.9"),
        ("198.51.100.1, 203.0.113.9, 172.20.0.1", "203.0.113.9"),
        ("172.20.0.1, 10.0.0.1", "172.20.0.1"),
        ("198.51.100.1, unknown, 172.20.0.1", "172.20.0.1"),
        ("2001:db8::1", "2001:db8::1"),
        ("; drop table", "172.18.0.5"),
    ],
)
def test_the_client_is_the_nearest_address_that_is_no_proxy_of_ours(forwarded: str, client: str) -> None:
    assert str(find_client(ip_address("172.18.0.5"), forwarded, PROXIES)) == client


@given(st.text(max_size=60))
def test_no_forwarded_header_is_too_odd(forwarded: str) -> None:
    assert find_client(ip_address("172.18.0.5"), forwarded, PROXIES)


async def test_forwarded_headers_on_two_lines_are_one_list() -> None:
    scope = build_scope()
    scope["headers"] = [(b"x-forwarded-for", b"198.51.100.1"), (b"x-forwarded-for", b"203.0.113.9")]
    await run(Door(), scope)
    assert scope["taskflow.client"] == "203.0.113.9"


async def test_requests_are_counted_by_route_template_and_status_class() -> None:
    labels = {"door": "tests", "method": "GET", "route": "/counted/<key>"}
    for status in (200, 204, 404, 503):
        await run(Door(status, route="/counted/<key>"), build_scope(f"/counted/{status}"))
    assert count("taskflow_requests_total", status="2xx", **labels) == 2
    assert count("taskflow_requests_total", status="4xx", **labels) == 1
    assert count("taskflow_requests_total", status="5xx", **labels) == 1
    assert count("taskflow_request_duration_seconds_count", **labels) == 4


async def test_paths_and_methods_that_visitors_make_up_never_become_labels() -> None:
    for odd in ('/x"y\n', "/\\", "/\udcff", "/é"):
        await run(Door(404), build_scope(odd, "BREW"))
    text = metrics.render()[0].decode()
    assert "BREW" not in text
    assert 'x"y' not in text
    assert count("taskflow_requests_total", door="tests", method="OTHER", route="unmatched", status="4xx") >= 4


async def test_a_crash_is_answered_logged_and_counted() -> None:
    async def crash(scope: Any, receive: Any, send: Any) -> None:
        scope["taskflow.route"] = "/crash"
        raise ZeroDivisionError("tfp_abcdefgh")

    scope, kept = build_scope(), list[Any]()
    sent, line = await run(crash, scope, kept)
    (crashed,) = kept
    assert (crashed["event"], crashed["log_level"], crashed["exc_info"]) == ("request_crashed", "error", True)
    assert sent[0]["status"] == line["status"] == 500
    assert line["log_level"] == "warning"
    problem = orjson.loads(sent[1]["body"])
    assert problem["code"] == "internal_error"
    assert problem["request_id"] == scope["taskflow.request_id"]
    assert (b"x-request-id", scope["taskflow.request_id"].encode()) in sent[0]["headers"]
    assert "ZeroDivision" not in str(sent)
    assert count("taskflow_requests_total", route="/crash", status="5xx") == 1


async def test_a_crash_in_the_middle_of_an_answer_is_a_failure_and_leaves_it_unfinished() -> None:
    async def crash(scope: Any, receive: Any, send: Any) -> None:
        scope["taskflow.route"] = "/half"
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise ZeroDivisionError

    sent, line = await run(crash, build_scope())
    assert len(sent) == 1
    assert (line["status"], line["outcome"], line["log_level"]) == (200, "5xx", "warning")
    assert count("taskflow_requests_total", route="/half", status="5xx") == 1


async def test_a_client_that_left_is_told_apart_from_a_failure() -> None:
    async def give_up(scope: Any, receive: Any, send: Any) -> None:
        scope["taskflow.route"] = "/left"

    _, line = await run(give_up, build_scope())
    assert (line["status"], line["outcome"], line["log_level"]) == (499, "hung_up", "info")
    assert count("taskflow_requests_total", route="/left", status="hung_up") == 1


async def test_what_the_drain_cuts_is_counted_and_no_longer_in_flight() -> None:
    async def wait(scope: Any, receive: Any, send: Any) -> None:
        scope["taskflow.route"] = "/waiting"
        await asyncio.Event().wait()

    task = asyncio.create_task(run(wait, build_scope()))
    await asyncio.sleep(0)
    assert count("taskflow_requests_in_flight", door="tests") == 1
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert count("taskflow_requests_in_flight", door="tests") == 0
    assert count("taskflow_requests_total", route="/waiting", status="cut") == 1


async def test_the_duration_of_a_stream_ends_at_its_start() -> None:
    class Stream(Door):
        async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
            await super().__call__(scope, receive, send)
            await asyncio.sleep(0.1)

    await run(Stream(route="/stream", kind=b"text/event-stream"), build_scope())
    await run(Stream(route="/no-stream"), build_scope())
    assert count("taskflow_request_duration_seconds_sum", route="/stream") < 0.1
    assert count("taskflow_request_duration_seconds_sum", route="/no-stream") >= 0.1


async def test_the_body_of_an_answer_to_head_is_not_counted() -> None:
    _, line = await run(Door(), build_scope(method="HEAD"))
    assert line["bytes"] == 0


async def test_a_healthy_look_at_the_health_is_for_debugging_only() -> None:
    assert (await run(Door(route="/health"), build_scope()))[1]["log_level"] == "debug"
    assert (await run(Door(503, route="/health"), build_scope()))[1]["log_level"] == "warning"


async def test_long_paths_and_agents_are_cut() -> None:
    _, line = await run(Door(), build_scope("/" + "x" * 5000, user_agent="y" * 5000))
    assert (len(line["path"]), len(line["user_agent"])) == (500, 200)


async def test_what_is_no_request_passes_through() -> None:
    seen = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.append(scope)

    await AccessLog(app, door="tests", trusted=())({"type": "lifespan"}, None, None)  # type: ignore[arg-type]
    assert seen == [{"type": "lifespan"}]
