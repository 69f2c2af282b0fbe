"""A tiny ASGI application in a process of its own, stopped by our drain or by Hypercorn's own way.

bare_server.py drain|stock [LAME_DUCK QUIET DEADLINE]
"""

import asyncio
import signal
import socket
import sys
from typing import Any

from hypercorn.asyncio import serve as serve_stock
from hypercorn.config import Config

from taskflow.platform.logging import configure_logging
from taskflow.web.draining import Drain
from taskflow.web.serving import serve


def build_app(closing: asyncio.Event) -> Any:
    """POST /work answers after 20 ms, /slow after two seconds; /events ends when told to, /stubborn never does."""

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        while (await receive()).get("more_body"):
            pass
        if scope["path"] in {"/events", "/stubborn"}:
            await stream(scope["path"], send)
            return
        await asyncio.sleep(2 if scope["path"] == "/slow" else 0.02)
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
        await send({"type": "http.response.body", "body": b"ok"})

    async def stream(path: str, send: Any) -> None:
        kind = [(b"content-type", b"text/event-stream")]
        await send({"type": "http.response.start", "status": 200, "headers": kind})
        while path == "/stubborn" or not closing.is_set():
            await send({"type": "http.response.body", "body": b"data: tick\n\n", "more_body": True})
            await asyncio.sleep(0.02)
        await send({"type": "http.response.body", "body": b"event: bye\n\n", "more_body": False})

    return app


def say(port: int) -> None:
    """Tell the test where to go."""
    sys.stdout.write(f"port {port}\n")
    sys.stdout.flush()


async def run_drain(lame_duck: float, quiet: float, deadline: float) -> None:
    """Serve as a role does."""
    configure_logging(role="bare", level="INFO", version="0")
    drain = Drain(lame_duck=lame_duck, quiet=quiet, deadline=deadline)
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, drain.start)
    await serve(build_app(drain.closing), bind="127.0.0.1:0", drain=drain, bound=say)


async def run_stock() -> None:
    """Serve with Hypercorn as it comes."""
    config = Config()
    config.keep_alive_timeout, config.graceful_timeout = 75, 1
    listening = socket.create_server(("127.0.0.1", 0), backlog=1024)
    say(listening.getsockname()[1])
    config.bind = [f"fd://{listening.detach()}"]
    await serve_stock(build_app(asyncio.Event()), config)


if __name__ == "__main__":
    if sys.argv[1] == "stock":
        asyncio.run(run_stock())
    else:
        asyncio.run(run_drain(*map(float, sys.argv[2:5])))
