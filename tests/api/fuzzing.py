"""Schemathesis against a really running api: a workspace with one of each thing, and what a run may expect."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from roles.embedded.ports import HOST, pick_port
from taskflow import identity, projects
from taskflow.api.operations import PREFIX
from taskflow.api.parameters import PATH_PARAMETERS
from taskflow.identity import NewToken
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.projects import NewProject
from taskflow.settings import Settings
from taskflow.world import build_people
from tests.api.stage import build_stage
from tests.support.databases import opened
from tests.support.people import PASSWORD
from tests.support.processes import ROOT, role, to_environment

SEED = 20261125
# The statuses of the checks that differ from what schemathesis takes for granted: 412 is a version of before, 400
# and 422 are looked at by `refusal_is_justified`, 428 is a missing If-Match. 401, 429 and 5xx are never expected.
_CHECKS = """
[generation]
with-security-parameters = false
[phases.stateful.inference]
algorithms = []
[checks.positive_data_acceptance]
expected-statuses = ["2xx", "3xx", "400", "403", "404", "409", "412", "422"]
[checks.negative_data_rejection]
expected-statuses = ["400", "403", "404", "405", "409", "412", "413", "415", "422", "428"]
[checks.missing_required_header]
expected-statuses = ["403", "404", "428"]
"""
# What needs the password instead of a token; and `…/tasks/bulk`, whose OPTIONS tells the methods of a task, too.
_EXCEPTIONS = """
[[operations]]
include-operation-id = "editTasks"
checks.allow_header_conformance.enabled = false
[[operations]]
include-operation-id-regex = "^(signIn|createToken|transferOwnership)$"
[operations.checks.positive_data_acceptance]
expected-statuses = ["2xx", "401", "403", "404", "409", "412", "422"]
[operations.checks.negative_data_rejection]
expected-statuses = ["400", "401", "403", "404", "409", "412", "415", "422", "428"]
[operations.checks.missing_required_header]
expected-statuses = ["401", "403", "404", "428"]
"""


@dataclass
class Target:
    """A running api, what is in its workspace by the names in paths, and everybody's token."""

    origin: str
    things: dict[str, str]
    tokens: dict[str, str]
    token_ids: dict[str, str]

    async def still_knows(self, name: str) -> bool:
        """True while the token of that person is taken: without it a run tests nothing but 401."""
        async with httpx.AsyncClient(headers={"Authorization": f"Bearer {self.tokens[name]}"}) as client:
            return (await client.get(f"{self.origin}{PREFIX}/me")).status_code == 200

    def build_config(self, name: str) -> str:
        """The configuration of a run as that person: addresses name what is there, most of the time."""
        lines = [f'hooks = "{Path(__file__).with_name("fuzzing_hooks.py")}"']
        lines += ["[auth.openapi]", f"token = {{ bearer = {json.dumps(self.tokens[name])} }}"]
        dictionaries = {key: [value] for key, value in self.things.items()} | {"etag": [f'"v{n}"' for n in (1, 2, 3)]}
        for key, values in dictionaries.items():
            lines += [f"[dictionaries.{key}]", f"values = {json.dumps(values, ensure_ascii=False)}"]
        lines += ["[parameters]", '"header.If-Match" = { dictionary = "etag", probability = 0.8 }']
        lines += [f'"path.{key}" = {{ dictionary = "{key}", probability = 0.9 }}' for key in self.things]
        return "\n".join(lines) + _CHECKS + _EXCEPTIONS


@asynccontextmanager
async def running_target(settings: Settings, redis_url: str) -> AsyncIterator[Target]:
    """The api as a process on a database of its own, in which commits are real."""
    port = pick_port(None)
    async with opened(settings):
        async with unit_of_work():
            world = await build_people(PASSWORD)
            project = await projects.create_project(world.sam, NewProject(key="WEB", name="Website relaunch"))
            await projects.grant_access(world.sam, project, world.members["lena"].id)
        stage = await build_stage(world)
        tokens, token_ids = {}, {}
        async with unit_of_work():
            for name in ("sam", "lena"):
                new = NewToken.model_validate({"name": "fuzzing", "scopes": ["read", "write"]})
                made, tokens[name] = await identity.create_token(world.persons[name], new)
                token_ids[name] = str(made["id"])
    things = {name: str(value) for name, value in stage.values("sam").items() if name in PATH_PARAMETERS}
    # What it logs is not read before it ends: of every request a line would fill the pipe and stop it.
    quiet = to_environment(settings, api_bind=f"{HOST}:{port}", redis_url=redis_url, log_level="ERROR")
    async with role("api", environment=quiet) as process:
        await process.wait_until_ready()
        yield Target(f"http://{HOST}:{port}", things, tokens, token_ids)


async def run_schemathesis(target: Target, name: str, folder: Path, *, examples: int, phases: str) -> dict[str, Any]:
    """The report of a run as that person; `output` in it is what was printed, `code` the exit code."""
    config, report = folder / "schemathesis.toml", folder / "report.json"
    config.write_text(target.build_config(name), encoding="utf-8")
    words = ["--config-file", str(config), "--no-color", "run", f"{target.origin}{PREFIX}/openapi.json"]
    words += ["--url", target.origin + PREFIX, "--phases", phases, "--max-examples", str(examples)]
    words += ["--seed", str(SEED), "--generation-database", "none", "--continue-on-failure"]
    words += ["--report", "json", "--report-json-path", str(report)]
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "schemathesis.cli", *words, cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT), "FUZZING_TOKEN_ID": target.token_ids[name]},
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    output, _ = await process.communicate()
    told: dict[str, Any] = json.loads(report.read_text()) if report.exists() else {}
    return told | {"code": process.returncode, "output": output.decode()}
