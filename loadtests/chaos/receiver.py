"""Takes webhooks and prints one line of JSON for each: the event's id and number, and what it is about."""

import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PORT = 8080


class Receiver(BaseHTTPRequestHandler):
    """Says 204 to everything."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        """Write down what came."""
        data = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["data"]
        line = {"event": data["event"]["id"], "seq": data["event"]["seq"], "subject": data["subject"]["id"]}
        sys.stdout.write(json.dumps(line) + "\n")  # in one piece: several threads write
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing but what came is printed."""


if __name__ == "__main__":
    ThreadingHTTPServer(("", PORT), Receiver).serve_forever()
