"""`python -m roles health`: the image's HEALTHCHECK asks the inner port of its own container.

It runs every few seconds beside the role, so it imports next to nothing, and for the same reason it reads its one
variable itself instead of loading the settings.
"""

import os
import socket

TIMEOUT_SECONDS = 2.5


def main() -> int:
    """0 when the role is ready, else 1; one line says why."""
    host, _, port = os.environ.get("TASKFLOW_INNER_BIND", "0.0.0.0:9000").rpartition(":")
    host = host.strip("[]")
    address = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    try:
        with socket.create_connection((address, int(port)), TIMEOUT_SECONDS) as connection:
            connection.settimeout(TIMEOUT_SECONDS)
            connection.sendall(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            answer = b""
            while chunk := connection.recv(4096):
                answer += chunk
    except (OSError, ValueError) as error:
        print(f"no answer from {address}:{port}: {error}")
        return 1
    head, _, body = answer.partition(b"\r\n\r\n")
    print(body.decode(errors="replace").strip()[:300])
    return 0 if head.split(b" ")[1:2] == [b"200"] else 1
