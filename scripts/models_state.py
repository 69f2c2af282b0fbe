"""Puts the state of the models into the newest migration, where aerich looks for it.

    .venv/bin/python scripts/models_state.py

A migration is written by hand; aerich only compares the models with the state that the newest file holds.
"""

import asyncio
import re
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "src")]

from aerich.utils import get_formatted_compressed_data, get_models_describe  # noqa: E402
from tortoise.context import TortoiseContext  # noqa: E402

from taskflow.platform.database import MIGRATION_CONFIG  # noqa: E402
from taskflow.platform.schema import LOCATION  # noqa: E402


async def main() -> None:
    """Write it, and take the former one from the file before."""
    async with TortoiseContext() as context:
        await context.init(config=MIGRATION_CONFIG)
        state = get_formatted_compressed_data(get_models_describe("models")).strip()
    *_, before, last = sorted((LOCATION / "models").glob("[0-9]*.py"))
    for path in (before, last):
        code = re.sub(r"\n*MODELS_STATE = \(.*?\n\)\n?", "\n", path.read_text(), flags=re.DOTALL)
        path.write_text(code if path is before else f"{code.rstrip()}\n\n\nMODELS_STATE = (\n{state}\n)\n")


if __name__ == "__main__":
    asyncio.run(main())
