"""Free ports on the loopback address."""

import random
import socket

HOST = "127.0.0.1"
# Below the range from which systems take the local ports of outgoing connections, so that none gets in the way.
RANGE = range(20_001, 32_768)


def pick_port(preferred: int | None) -> int:
    """The preferred port if it is free, else some other free one."""
    candidates = [*([preferred] if preferred else []), *random.sample(RANGE, 50)]
    return next((port for port in candidates if is_free(port)), None) or _any_port()


def is_free(port: int) -> bool:
    """Whether nobody listens there now."""
    with socket.socket() as probe:
        # As the servers do: connections of an earlier run that are still closing are no obstacle.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True


def _any_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port
