"""Images of releases that are bad in one way each: the good image and one file that Python reads at its start."""

import tempfile
from pathlib import Path

from loadtests.drill.stack import Stack

# The file is read by every Python that starts in the image; only the doors misbehave, the health check does not.
PATCH = """
import sys
ROLES = {"api", "frontend"} & set(sys.orig_argv)
if ROLES:
    import asyncio, itertools, os
    from taskflow.web import access, inner
    count, ask = itertools.count(1), access.AccessLog.__call__
    async def bad(self, scope, receive, send):
        number = next(count) if scope["type"] == "http" else 0
        if number:
            {fault}
        await ask(self, scope, receive, send)
    access.AccessLog.__call__ = bad
"""
ANSWER_500 = """if number % 20 == 0:
                log = self
                async def broken(scope, receive, send):
                    raise RuntimeError("one of twenty")
                app, self.app = self.app, broken
                try:
                    return await ask(self, scope, receive, send)
                finally:
                    self.app = app"""
FAULTS = {
    "does not start": 'import sys\nif {"api", "frontend", "worker"} & set(sys.orig_argv): raise SystemExit("no")\n',
    "is never ready": (
        'import sys\nif {"api", "frontend"} & set(sys.orig_argv):\n'
        "    from taskflow.web import inner\n"
        "    async def never(self): raise inner.NotReady('never', code='starting')\n"
        "    inner.Inner._require_ready = never\n"
    ),
    "is slow": PATCH.replace("{fault}", "await asyncio.sleep(0.7)"),
    "fails one of twenty": PATCH.replace("{fault}", ANSWER_500),
    "crashes on the tenth request": PATCH.replace("{fault}", "if number == 10: os._exit(7)"),
}


def build_bad(stack: Stack, base: str, fault: str) -> str:
    """Build the image of a release with that fault; gives its name."""
    name = f"taskflow-drill-bad:{fault.replace(' ', '-')}"
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "sitecustomize.py").write_text(FAULTS[fault])
        Path(folder, "Dockerfile").write_text(f"FROM {base}\nCOPY sitecustomize.py /app/sitecustomize.py\n")
        stack.run("docker", "build", "--quiet", "--tag", name, folder)
    return name


def build_next(stack: Stack, base: str, version: str) -> str:
    """Build a good image that differs from `base` by its version only; gives its name."""
    name = f"taskflow-drill-good:{version}"
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "Dockerfile").write_text(
            f'FROM {base}\nENV TASKFLOW_VERSION={version}\nLABEL org.opencontainers.image.version="{version}"\n'
        )
        stack.run("docker", "build", "--quiet", "--tag", name, folder)
    return name
