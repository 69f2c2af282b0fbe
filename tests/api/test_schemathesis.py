"""Schemathesis finds no mistake of ours in a running api: no 5xx, nothing undocumented, nothing wrong accepted.

The ordinary run is bounded. The long one, with every phase and that many requests an operation:
`bin/test --fast tests/api/test_schemathesis.py --schemathesis 100`.
"""

import sys
from pathlib import Path

import pytest

from taskflow.api.operations import OPERATIONS
from taskflow.settings import Settings
from tests.api.fuzzing import run_schemathesis, running_target

# By person: the phases of the ordinary run and how many requests of each kind an operation gets at most in it.
SHORT = {"sam": ("examples,fuzzing,stateful", 2), "lena": ("examples", 1)}
ALL_PHASES = "examples,coverage,fuzzing,stateful"


@pytest.mark.parametrize("name", SHORT)
async def test_schemathesis_finds_nothing(
    name: str, own_database: Settings, own_valkey: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    phases, examples = SHORT[name]
    if wanted := request.config.getoption("--schemathesis"):
        phases, examples = ALL_PHASES, wanted
    async with running_target(own_database, own_valkey) as target:
        report = await run_schemathesis(target, name, tmp_path, examples=examples, phases=phases)
        assert await target.still_knows(name), "the run lost its token on the way, and found nothing for that reason"
    assert report["code"] == 0, report["output"]
    told = report["operations"]
    assert (told["total"], told["selected"], told["errored"]) == (len(OPERATIONS), len(OPERATIONS), 0)
    assert told["tested"] > 0.9 * len(OPERATIONS)  # the phase `examples` leaves out what has none
    assert report["test_cases"]["generated"] > 2 * len(OPERATIONS)
    if wanted:
        sys.stderr.write(
            f"{name}: {report['test_cases']}, {told['tested']} operations, {report['running_time']:.0f} s\n"
        )
