"""What `bin/dev` can be told."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from roles.embedded.ports import is_free, pick_port

USUAL_PORT = 8080


def parse_arguments(words: Sequence[str]) -> argparse.Namespace:
    """`port`, `fresh` and `folder`. Ends the process with a usage line for anything else."""
    parser = argparse.ArgumentParser(prog="bin/dev", description="TaskFlow on this machine, for trying it.")
    parser.add_argument("--port", type=_port, help=f"the port on 127.0.0.1 (default: {USUAL_PORT} or a free one)")
    parser.add_argument("--fresh", action="store_true", help="throw the data away and begin with the demo world")
    parser.add_argument(
        "--folder", type=Path, default=Path(".dev/data"), help="where the data lies (default: .dev/data)"
    )
    return parser.parse_args(words)


def choose_port(wanted: int | None) -> int:
    """The wanted port, or a free one. Raises OSError when the wanted one is taken."""
    if wanted is None:
        return pick_port(USUAL_PORT)
    if not is_free(wanted):
        raise OSError(f"port {wanted} on 127.0.0.1 is taken by another program: choose another one with --port")
    return wanted


def _port(text: str) -> int:
    port = int(text)
    if not 0 < port < 65536:
        raise ValueError
    return port
