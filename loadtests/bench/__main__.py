"""`python -m loadtests.bench startup|api`: runs one of the measurements."""

import asyncio
import sys

from loadtests.bench import api, startup

BENCHES = {"api": api.run, "startup": startup.run}


def main(words: list[str]) -> int:
    """Run the bench that the first word names."""
    if not words or words[0] not in BENCHES:
        print(f"usage: bin/bench {'|'.join(BENCHES)}", file=sys.stderr)
        return 64
    asyncio.run(BENCHES[words[0]](words[1:]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
