"""`python -m loadtests.bench startup`: runs one of the measurements."""

import asyncio
import sys

from loadtests.bench import startup

BENCHES = {"startup": startup.run}


def main(words: list[str]) -> int:
    """Run the bench that the first word names."""
    if not words or words[0] not in BENCHES:
        print(f"usage: bin/bench {'|'.join(BENCHES)}", file=sys.stderr)
        return 64
    asyncio.run(BENCHES[words[0]]())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
