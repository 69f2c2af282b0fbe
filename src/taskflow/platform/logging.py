"""Logs: one line of JSON for each event, with the request that it belongs to and without anything secret."""

import asyncio
import logging
import re
import socket
import sys
import traceback
from collections.abc import Mapping, MutableMapping
from datetime import UTC, datetime
from types import TracebackType
from typing import IO, Any

import orjson
import structlog

REDACTED = "[redacted]"
_SECRET_KEY = re.compile(
    r"pass(word|wd|phrase)?$|secret|token$|authorization|cookie|csrf|api_?key|credential|private_?key|otp",
    re.IGNORECASE,
)
_SECRET_VALUE = re.compile(r"tfp_[0-9A-Za-z]{8,}|(?<=://)[^/\s:@]*:[^/\s@]+(?=@)|(?i:bearer)\s+\S+")
_DEEPEST = 6

Event = MutableMapping[str, Any]


def configure_logging(
    *, role: str, level: str, version: str, pretty: bool = False, stream: IO[str] | None = None
) -> None:
    """Send every log, ours and the libraries', as JSON lines to `stream` (standard output); `pretty` is for people."""
    base = {"role": role, "host": socket.gethostname(), "version": version}
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        _stamp,
        _describe_exception,
        redact,
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.stdlib.PositionalArgumentsFormatter(),
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    last: structlog.typing.Processor = structlog.dev.ConsoleRenderer() if pretty else _build_renderer(base)
    processors = [structlog.stdlib.ProcessorFormatter.remove_processors_meta, last]
    handler = logging.StreamHandler(stream or sys.stdout)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=processors))
    _route_libraries(handler, level)
    sys.excepthook = _log_uncaught


def _route_libraries(handler: logging.Handler, level: str) -> None:
    """Everything that logs by the standard library ends in `handler`."""
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in ("hypercorn.error", "hypercorn.access", "quart.app", "quart.serving", "asyncio", "tortoise", "taskiq"):
        library = logging.getLogger(name)
        library.handlers.clear()
        library.propagate = True
    # Statements hold what people wrote, so the ORM's debug lines never appear.
    logging.getLogger("tortoise").setLevel(max(logging.INFO, root.level))
    logging.captureWarnings(capture=True)


def install_loop_logging(loop: asyncio.AbstractEventLoop) -> None:
    """Log what nobody awaited, instead of printing it."""

    def handle(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        structlog.get_logger("asyncio").error("unhandled_in_loop", detail=context.get("message"), exc_info=error)

    loop.set_exception_handler(handle)


def request_id() -> str | None:
    """The id of the request or job that is being handled."""
    value = structlog.contextvars.get_contextvars().get("request_id")
    return str(value) if value else None


def redact(_: Any, __: str, event: Event) -> Event:
    """Replace what is secret by its name or by its look, at any depth."""
    return {key: _redact_value(key, value, 0) for key, value in event.items()}


def _redact_value(key: str, value: Any, depth: int) -> Any:
    if _SECRET_KEY.search(key) and value not in (None, ""):
        return REDACTED
    if isinstance(value, str):
        return _SECRET_VALUE.sub(REDACTED, value)
    if depth < _DEEPEST and isinstance(value, Mapping):
        return {inner: _redact_value(str(inner), item, depth + 1) for inner, item in value.items()}
    if depth < _DEEPEST and isinstance(value, list | tuple):
        return [_redact_value("", item, depth + 1) for item in value]
    return value


def _stamp(_: Any, __: str, event: Event) -> Event:
    event["ts"] = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return event


def _describe_exception(_: Any, __: str, event: Event) -> Event:
    """The exception as type, message and places; never local variables, which hold what people sent."""
    given = event.pop("exc_info", None)
    if given is True:
        given = sys.exc_info()[1]
    error = given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        frames = traceback.extract_tb(error.__traceback__)[-25:]
        event["exception"] = {
            "type": f"{type(error).__module__}.{type(error).__qualname__}",
            "message": str(error)[:2000],
            "frames": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
        }
        if error.__cause__ is not None:
            event["exception"]["cause"] = f"{type(error.__cause__).__qualname__}: {str(error.__cause__)[:500]}"
    return event


def _build_renderer(base: Mapping[str, str]) -> structlog.typing.Processor:
    def render(_: Any, __: str, event: Event) -> str:
        ordered = {"ts": event.pop("ts", None), "level": event.pop("level", None), "event": event.pop("event", None)}
        return orjson.dumps({**ordered, **base, **event}, default=str).decode()

    return render


def _log_uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    structlog.get_logger("taskflow").critical("uncaught_exception", exc_info=error)
