"""A stand for the gallery: a loopback server that sends its pages under the product's security headers."""

import functools
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import parse_qsl

from taskflow.web.security_headers import HEADERS

Answer = tuple[int, dict[str, str], bytes]


class Stand(http.server.SimpleHTTPRequestHandler):
    """Files on GET; on POST the answer that a test put up, and a note of what was sent."""

    answer: ClassVar[Answer] = (204, {}, b"")
    sent: ClassVar[list[tuple[str, dict[str, str]]]] = []
    extensions_map: ClassVar[dict[str, str]] = http.server.SimpleHTTPRequestHandler.extensions_map | {
        ".js": "text/javascript",
        ".svg": "image/svg+xml",
        ".woff2": "font/woff2",
    }

    def end_headers(self) -> None:
        for name, value in HEADERS.items():
            self.send_header(name, value)
        super().end_headers()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.sent.append((self.path, dict(parse_qsl(body, keep_blank_values=True))))
        status, headers, content = self.answer
        self.send_response(status)
        for name, value in (headers | {"Content-Length": str(len(content))}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def run_stand(folder: Path) -> Iterator[str]:
    """Serve `folder`; gives the origin."""
    Stand.sent.clear()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Stand, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
