"""Every line is JSON, knows its request, and holds no secret."""

import asyncio
import io
import logging
import os
import subprocess
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from taskflow.platform import metrics
from taskflow.platform.logging import (
    MAX_LINE_BYTES,
    bind,
    configure_logging,
    get_logger,
    install_loop_logging,
    request_id,
    unbind,
)
from taskflow.platform.redaction import MAX_TEXT, REDACTED, is_secret, mask, redact

ROOT = Path(__file__).parents[2]
CANARY = "tfp_0123456789abcdefghijABCDEFGHIJ"
Read = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def restored() -> Iterator[None]:
    """The process' logging as it was, after the test."""
    root = logging.getLogger()
    handlers, level, hook, thread_hook = root.handlers[:], root.level, sys.excepthook, threading.excepthook
    structlog.contextvars.clear_contextvars()
    yield
    structlog.contextvars.clear_contextvars()
    structlog.reset_defaults()
    logging.captureWarnings(capture=False)
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.getLogger("tortoise").setLevel(logging.NOTSET)
    sys.excepthook, threading.excepthook = hook, thread_hook


@pytest.fixture
def read(restored: None) -> Read:
    """Logging into memory; gives the lines so far."""
    stream = io.BytesIO()
    configure_logging(role="api", level="INFO", version="1.2.3", stream=stream)

    def lines() -> list[dict[str, Any]]:
        return [orjson.loads(line) for line in stream.getvalue().splitlines()]

    return lines


def test_a_line_says_when_what_where_and_in_which_release(read: Read) -> None:
    get_logger("taskflow.tests").info("task_completed", task="WEB-1")
    (line,) = read()
    assert list(line)[:4] == ["ts", "level", "event", "logger"]
    assert line["ts"].endswith("Z")
    assert abs((datetime.now(UTC) - datetime.fromisoformat(line["ts"])).total_seconds()) < 60
    assert (line["level"], line["event"], line["logger"]) == ("info", "task_completed", "taskflow.tests")
    assert (line["role"], line["version"], line["task"]) == ("api", "1.2.3", "WEB-1")
    assert line["host"]


def test_what_is_bound_is_on_every_line_until_it_is_unbound(read: Read) -> None:
    assert request_id() == ""
    bind(request_id="abcdefgh", workspace="meridian")
    assert request_id() == "abcdefgh"
    get_logger().info("one")
    logging.getLogger("hypercorn.error").warning("two")
    unbind("workspace", "never_bound")
    get_logger().info("three")
    one, two, three = read()
    assert (one["request_id"], one["workspace"]) == ("abcdefgh", "meridian")
    assert (two["request_id"], two["logger"], two["level"]) == ("abcdefgh", "hypercorn.error", "warning")
    assert "workspace" not in three


def test_lines_below_the_level_are_not_written(read: Read) -> None:
    get_logger().debug("quiet")
    logging.getLogger("taskiq").debug("quiet")
    assert read() == []


@pytest.mark.parametrize("name", ["hypercorn.error", "asyncio", "tortoise", "taskiq", "aerich", "any.other"])
def test_libraries_log_in_the_same_form(read: Read, name: str) -> None:
    logging.getLogger(name).warning("%s of %d", "two", 3)
    (line,) = read()
    assert (line["event"], line["logger"], line["level"], line["role"]) == ("two of 3", name, "warning", "api")


def test_the_statements_of_the_orm_are_never_logged(restored: None) -> None:
    stream = io.BytesIO()
    configure_logging(role="api", level="DEBUG", version="1", stream=stream)
    logging.getLogger("tortoise.db_client").debug("insert into users values ('sam@example.org')")
    logging.getLogger("taskiq").debug("seen")
    assert [orjson.loads(line)["event"] for line in stream.getvalue().splitlines()] == ["seen"]


def test_warnings_of_python_are_lines_too(read: Read) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(capture=True)
        warnings.warn("old", DeprecationWarning, stacklevel=1)
    (line,) = read()
    assert line["logger"] == "py.warnings"
    assert "old" in line["event"]


@given(st.text())
def test_nobody_can_forge_a_line(text: str) -> None:
    stream = io.BytesIO()
    configure_logging(role="api", level="INFO", version="1", stream=stream)
    try:
        get_logger().info("request", path=text, **{f"k{text}": text})
        (line,) = stream.getvalue().splitlines()
        assert orjson.loads(line)["event"] == "request"
    finally:
        structlog.reset_defaults()


# The one above configures for each example, so the process is put back once, after it.
test_nobody_can_forge_a_line = pytest.mark.usefixtures("restored")(test_nobody_can_forge_a_line)


@pytest.mark.parametrize(
    "value", ["\udcff", 2**80, -(2**70), float("nan"), b"\xff", {1: {2: 3}}, {"a"}, object(), [[[[[[[[["deep"]]]]]]]]]]
)
def test_no_value_is_too_odd_for_a_line(read: Read, value: Any) -> None:
    get_logger().info("odd", value=value)
    assert read()[0]["event"] == "odd"


def test_numbers_ids_and_moments_keep_their_form(read: Read) -> None:
    moment, number = datetime(2026, 11, 25, 8, tzinfo=UTC), UUID("01890a5d-ac96-774b-bcce-b302099a8057")
    get_logger().info("plain", at=moment, id=number, count=3, ratio=0.5, ok=True, nothing=None)
    (line,) = read()
    assert (line["count"], line["ratio"], line["ok"], line["nothing"]) == (3, 0.5, True, None)
    assert (line["at"], line["id"]) == ("2026-11-25T08:00:00+00:00", str(number))


def test_a_line_fits_into_what_docker_keeps_in_one_piece(read: Read) -> None:
    bind(request_id="abcdefgh")
    get_logger().info("large", many=["é" * 3000] * 20)
    (line,) = read()
    assert (line["event"], line["request_id"]) == ("large", "abcdefgh")
    assert line["cut"].startswith('{"ts"')
    assert len(orjson.dumps(line)) <= MAX_LINE_BYTES


def test_an_exception_is_type_message_and_places_without_what_the_variables_held(read: Read) -> None:
    hidden = "in a local variable"

    def fail() -> None:
        raise ValueError(f"wrong: {len(hidden)}")

    try:
        try:
            fail()
        except ValueError as error:
            raise LookupError("outer") from error
    except LookupError:
        get_logger().exception("failed")
    (line,) = read()
    told = line["exception"]
    assert (line["level"], told["type"], told["message"]) == ("error", "LookupError", "outer")
    assert (told["cause"]["type"], told["cause"]["message"]) == ("ValueError", "wrong: 19")
    assert [frame.rsplit(" ", 1)[1] for frame in told["cause"]["frames"]][-1] == "fail"
    assert all(":" in frame and ".py" in frame for frame in told["frames"])
    assert hidden not in str(line)


def test_every_exception_of_a_group_is_told(read: Read) -> None:
    get_logger().error("failed", exc_info=ExceptionGroup("two", [OSError("a"), TypeError("b")]))
    assert [inner["type"] for inner in read()[0]["exception"]["exceptions"]] == ["OSError", "TypeError"]


def test_an_exception_of_a_library_is_told_in_the_same_form(read: Read) -> None:
    try:
        raise OSError(f"cannot use {CANARY}")
    except OSError:
        logging.getLogger("hypercorn.error").exception("failed")
    assert read()[0]["exception"]["message"] == f"cannot use {REDACTED}"


@pytest.mark.parametrize(
    "key",
    [
        *("password", "Password", "database_password", "password_hash", "passwordConfirmation", "passphrase"),
        *("secret", "secret_key", "client-secret", "token", "tokens", "csrf_token", "csrfToken", "token_hash"),
        *("Authorization", "Proxy-Authorization", "cookie", "Set-Cookie", "api_key", "apiKey", "X-API-Key"),
        *("private_key", "credentials", "otp", "totp"),
    ],
)
def test_what_is_secret_by_its_name_is_redacted(key: str) -> None:
    assert redact(None, "info", {key: "hunter2"}) == {key: REDACTED}
    assert redact(None, "info", {"body": [{"x": {key: ["hunter2"]}}]}) == {"body": [{"x": {key: REDACTED}}]}


@pytest.mark.parametrize("key", ["token_id", "footprint", "title", "passed", "compass", "authors", "keys", "path"])
def test_what_only_sounds_like_a_secret_is_kept(key: str) -> None:
    assert not is_secret(key)
    assert redact(None, "info", {key: "value"}) == {key: "value"}


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (f"a {CANARY} b", f"a {REDACTED} b"),
        (f"{CANARY}{CANARY}", REDACTED),
        (f"{CANARY}_{CANARY}", REDACTED),
        ("Authorization: Bearer abc.def-ghi", f"Authorization: Bearer {REDACTED}"),
        ("basic dXNlcjpwdw==", f"basic {REDACTED}"),
        ("postgresql://app:hunter2@db:5432/x", f"postgresql://{REDACTED}@db:5432/x"),
        ("redis://:hunter2@redis/0", f"redis://{REDACTED}@redis/0"),
        ("/login?password=hunter2&next=/", f"/login?password={REDACTED}&next=/"),
        ("https://tasks.example.org/a:b@c", "https://tasks.example.org/a:b@c"),
        ("the bearer of news", f"the bearer {REDACTED} news"),
    ],
)
def test_what_is_secret_by_its_look_is_masked(text: str, left: str) -> None:
    assert mask(text) == left


def test_a_long_text_is_cut() -> None:
    assert len(mask("x" * (MAX_TEXT + 100))) == MAX_TEXT + 1


@pytest.mark.parametrize("pretty", [False, True])
def test_a_canary_in_every_corner_of_an_event_never_comes_out(restored: None, pretty: bool) -> None:
    class Speaking:
        def __repr__(self) -> str:
            return CANARY

    stream = io.BytesIO()
    configure_logging(role="api", level="DEBUG", version="1", pretty=pretty, stream=stream)
    bind(note=CANARY)
    log = get_logger()
    log.info(
        " ".join(("event", CANARY)),
        a=CANARY,
        b=CANARY.encode(),
        c={CANARY: [CANARY]},
        d=(CANARY,),
        e={CANARY},
        f=Speaking(),
    )
    log.info("positional %s", CANARY)
    logging.getLogger("any").info("library %s", CANARY)
    try:
        try:
            raise OSError(CANARY)
        except OSError as error:
            raise ExceptionGroup(CANARY, [ValueError(CANARY)]) from error
    except ExceptionGroup:
        log.exception("failed")
        logging.getLogger("any").exception("failed")
    written = stream.getvalue().decode()
    assert "tfp_" not in written
    assert written.count("event") >= 1
    assert REDACTED in written


def test_for_people_it_is_not_json_but_the_same_events(restored: None) -> None:
    stream = io.BytesIO()
    configure_logging(role="api", level="INFO", version="1", pretty=True, stream=stream)
    get_logger("taskflow.tests").info("task_completed", task="WEB-1")
    logging.getLogger("asyncio").warning("slow")
    text = stream.getvalue().decode()
    assert "task_completed" in text
    assert "WEB-1" in text
    assert "slow" in text
    assert not text.startswith("{")


def test_a_library_that_formats_wrongly_is_heard_all_the_same(read: Read) -> None:
    root = logging.getLogger()
    root.handlers[:] = [handler for handler in root.handlers if type(handler).__module__.startswith("taskflow")]
    logging.getLogger("any").warning("%d", f"no number but {CANARY}")
    (line,) = read()
    assert line["event"] == f"%d ('no number but {REDACTED}',)"


def test_an_output_that_takes_a_part_at_a_time_gets_whole_lines(restored: None) -> None:
    taken = bytearray()

    class Narrow(io.BytesIO):
        def write(self, data: Any) -> int:
            taken.extend(bytes(data[:7]))
            return len(data[:7])

    configure_logging(role="api", level="INFO", version="1", stream=Narrow())
    get_logger().info("whole", text="x" * 100)
    assert orjson.loads(bytes(taken))["text"] == "x" * 100


def test_a_broken_output_breaks_nothing_and_is_counted(restored: None) -> None:
    class Broken(io.BytesIO):
        def write(self, data: Any) -> int:
            raise BrokenPipeError

    def lost() -> float:
        lines = metrics.render()[0].decode().splitlines()
        return sum(float(x.split()[-1]) for x in lines if x.startswith("taskflow_log_lines_lost_total"))

    before = lost()
    configure_logging(role="api", level="INFO", version="1", stream=Broken())
    get_logger().info("lost")
    logging.getLogger("any").warning("lost")
    assert lost() == before + 2


async def test_what_nobody_awaited_is_a_line(read: Read) -> None:
    loop = asyncio.get_running_loop()
    before = loop.get_exception_handler()
    install_loop_logging(loop)
    try:
        loop.call_soon(lambda: 1 / 0)
        await asyncio.sleep(0.01)
    finally:
        loop.set_exception_handler(before)
    (line,) = read()
    assert (line["event"], line["exception"]["type"]) == ("unhandled_in_loop", "ZeroDivisionError")


def run_python(code: str) -> subprocess.CompletedProcess[bytes]:
    start = "from taskflow.platform.logging import *\nconfigure_logging(role='api', level='INFO', version='1')\n"
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src"), "PYTHONUNBUFFERED": "1"}
    return subprocess.run([sys.executable, "-c", start + code], capture_output=True, env=environment, check=False)


def test_an_uncaught_exception_is_the_last_line_and_the_exit_code() -> None:
    done = run_python(f"raise LookupError('{CANARY}')")
    line = orjson.loads(done.stdout)
    assert (done.returncode, done.stderr) == (1, b"")
    assert (line["event"], line["level"]) == ("uncaught_exception", "critical")
    assert line["exception"]["message"] == REDACTED


def test_an_uncaught_exception_of_a_thread_is_a_line() -> None:
    done = run_python("import threading\nt = threading.Thread(target=lambda: 1 / 0)\nt.start()\nt.join()")
    assert orjson.loads(done.stdout)["exception"]["type"] == "ZeroDivisionError"


def test_ctrl_c_is_no_event() -> None:
    done = run_python("raise KeyboardInterrupt")
    assert done.stdout == b""
    assert b"KeyboardInterrupt" in done.stderr
