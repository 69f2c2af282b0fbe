"""Logs: one line of JSON for each event, with the request that it belongs to and without anything secret."""

import asyncio
import logging
import socket
import sys
import threading
import traceback
from collections.abc import Mapping, MutableMapping
from datetime import UTC, datetime
from types import TracebackType
from typing import IO, Any, BinaryIO, cast

import orjson
import structlog
from structlog.typing import Processor

from taskflow.platform.metrics import counter
from taskflow.platform.redaction import redact

# Docker cuts a line into pieces at 16 KiB, and a piece is not JSON.
MAX_LINE_BYTES = 15_000
_LIBRARIES = (
    "aerich",
    "asyncio",
    "hypercorn.access",
    "hypercorn.error",
    "quart.app",
    "quart.serving",
    "taskiq",
    "tortoise",
)
_FIRST, _FRAMES, _CAUSES = ("ts", "level", "event", "logger"), 25, 3

Event = MutableMapping[str, Any]
LOST = counter("taskflow_log_lines_lost_total", "Lines that the output did not take")


def configure_logging(
    *, role: str, level: str, version: str, pretty: bool = False, stream: IO[bytes] | None = None
) -> None:
    """Send every log, ours and the libraries', as JSON lines to `stream` (standard output); `pretty` is for people."""
    base = {"role": role, "host": socket.gethostname(), "version": version}
    output = _Output(stream)
    ending: list[Processor] = [_stamp, _describe_exception, redact, _build_renderer(base)]
    if pretty:
        console = structlog.dev.ConsoleRenderer(colors=output.is_terminal(), timestamp_key="ts")
        ending = [_stamp, structlog.processors.format_exc_info, redact, console, _encode]
    beginning: list[Processor] = [structlog.contextvars.merge_contextvars]
    structlog.configure(
        processors=[*beginning, structlog.processors.add_log_level, structlog.stdlib.add_logger_name, *ending],
        logger_factory=structlog.BytesLoggerFactory(cast("BinaryIO", output)),
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        # Not cached: a module's logger would keep this output and level for ever, for 1.5 microseconds a line.
        cache_logger_on_first_use=False,
    )
    _route_libraries(_Handler(output, [*beginning, *ending]), level)
    sys.excepthook = _log_uncaught
    threading.excepthook = lambda args: _log_uncaught(args.exc_type, args.exc_value, args.exc_traceback)


def get_logger(name: str = "taskflow") -> structlog.typing.FilteringBoundLogger:
    """The logger of that name, which every line carries as `logger`."""
    logger: structlog.typing.FilteringBoundLogger = structlog.get_logger(name)
    return logger


def bind(**fields: Any) -> None:
    """Put the fields on every later line of the present request or job."""
    structlog.contextvars.bind_contextvars(**fields)


def unbind(*names: str) -> None:
    """Take fields off again; one that was never bound is no error."""
    structlog.contextvars.unbind_contextvars(*names)


def request_id() -> str:
    """The id of the request or job that is being handled, or an empty text outside of one."""
    return str(structlog.contextvars.get_contextvars().get("request_id") or "")


def install_loop_logging(loop: asyncio.AbstractEventLoop) -> None:
    """Log what nobody awaited, instead of printing it."""

    def handle(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        get_logger("asyncio").error("unhandled_in_loop", detail=context.get("message"), exc_info=error)

    loop.set_exception_handler(handle)


class _Output:
    """Where the bytes go. A line that cannot be written is counted: there is nowhere left to say so."""

    def __init__(self, stream: IO[bytes] | None) -> None:
        self._stream = stream

    def write(self, line: bytes) -> int:
        rest = memoryview(line)
        try:
            stream = self._stream or sys.stdout.buffer
            while rest:  # an unbuffered stream, as with PYTHONUNBUFFERED, may take less than it is given
                rest = rest[stream.write(rest) or 0 :]
            stream.flush()
        except (OSError, ValueError):
            LOST.inc()
        return len(line)

    def flush(self) -> None:
        """Each line is flushed when it is written."""

    def is_terminal(self) -> bool:
        return self._stream is None and sys.stdout.isatty()


class _Handler(logging.Handler):
    """Brings the libraries' records into the same form."""

    def __init__(self, output: _Output, processors: list[Processor]) -> None:
        super().__init__()
        self._output, self._processors = output, processors

    def emit(self, record: logging.LogRecord) -> None:
        try:
            text = record.getMessage()
        except (TypeError, ValueError, KeyError):  # a library that formats wrongly is heard all the same
            text = f"{record.msg} {record.args}"
        level = record.levelname.lower()
        event: Any = {"event": text, "logger": record.name, "level": level, "exc_info": record.exc_info}
        for process in self._processors:
            event = process(None, level, event)
        self._output.write(event + b"\n")


def _route_libraries(handler: logging.Handler, level: str) -> None:
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in _LIBRARIES:
        library = logging.getLogger(name)
        library.handlers.clear()
        library.propagate = True
    # Statements hold what people wrote, so the ORM's debug lines never appear.
    logging.getLogger("tortoise").setLevel(max(logging.INFO, root.level))
    logging.captureWarnings(capture=True)


def _stamp(_: Any, __: str, event: Event) -> Event:
    event["ts"] = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return event


def _describe_exception(_: Any, __: str, event: Event) -> Event:
    given = event.pop("exc_info", None)
    if given is True:
        given = sys.exc_info()[1]
    error = given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        event["exception"] = _describe(error, 0)
    return event


def _describe(error: BaseException, depth: int) -> dict[str, Any]:
    """The exception as type, message and places; never local variables, which hold what people sent."""
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    told: dict[str, Any] = {
        "type": f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins."),
        "message": str(error),
        "frames": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    }
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if depth < _CAUSES and cause is not None:
        told["cause"] = _describe(cause, depth + 1)
    if depth < _CAUSES and isinstance(error, BaseExceptionGroup):
        told["exceptions"] = [_describe(inner, depth + 1) for inner in error.exceptions[:_CAUSES]]
    return told


def _build_renderer(base: Mapping[str, str]) -> Processor:
    def render(_: Any, __: str, event: Event) -> bytes:
        first = {name: event.pop(name, None) for name in _FIRST} | dict(base)
        line = orjson.dumps({**first, **event})
        if len(line) <= MAX_LINE_BYTES:
            return line
        start = line[: MAX_LINE_BYTES // 4].decode(errors="replace")
        return orjson.dumps({**first, "event": str(first["event"])[:1000], "request_id": request_id(), "cut": start})

    return render


def _encode(_: Any, __: str, text: Any) -> bytes:
    return str(text).encode(errors="backslashreplace")


def _log_uncaught(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt) or error is None:
        sys.__excepthook__(kind, error or kind(), trace)
        return
    get_logger().critical("uncaught_exception", exc_info=error)
