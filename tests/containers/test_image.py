"""The image: nothing in it but a Python process and what it needs."""

import gzip
import json
import subprocess

import pytest

from tests.containers.stack import Stack

pytestmark = pytest.mark.containers
IMAGE = "taskflow:dev"
LOOK = """
import json, os, stat
found = {"setuid": [], "writable": [], "shells": [], "uid": os.getuid()}
for folder, folders, files in os.walk("/"):
    if folder.startswith(("/proc", "/sys", "/dev")): folders[:] = []; continue
    for name in files:
        path = os.path.join(folder, name)
        try: info = os.lstat(path)
        except OSError: continue
        if stat.S_ISREG(info.st_mode):
            if info.st_mode & (stat.S_ISUID | stat.S_ISGID): found["setuid"].append(path)
            if info.st_mode & 0o022: found["writable"].append(path)
        if name in ("sh", "bash", "dash", "busybox", "apt", "apt-get", "dpkg", "pip", "curl", "wget", "perl"): found["shells"].append(path)
found["caps"] = [line.split()[1] for line in open("/proc/self/status") if line.startswith("CapEff")][0]
try: open("/app/x", "w"); found["root"] = "writable"
except OSError as error: found["root"] = error.strerror
print(json.dumps(found))
"""


def _docker(*words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(["docker", *words], capture_output=True, text=True, timeout=120, check=False)


def test_there_is_no_shell_to_run(stack: Stack) -> None:
    done = _docker("run", "--rm", "--entrypoint", "sh", IMAGE)
    assert done.returncode == 127
    assert "not found" in done.stderr


def test_an_unknown_role_and_missing_settings_say_what_is_wrong(stack: Stack) -> None:
    unknown, unset = _docker("run", "--rm", IMAGE, "database"), _docker("run", "--rm", IMAGE, "api")
    assert (unknown.returncode, unset.returncode) == (64, 78)
    assert "usage: python -m roles ROLE" in unknown.stderr
    assert "TASKFLOW_SECRET_KEY: is not set" in unset.stderr
    assert "Traceback" not in unset.stderr + unknown.stderr


def test_the_process_owns_nothing_and_can_change_nothing(stack: Stack) -> None:
    container = stack.compose("ps", "-q", "api").split()[0]
    found = json.loads(_docker("exec", container, "/usr/bin/python3.13", "-c", LOOK).stdout)
    assert found == {
        "setuid": [], "writable": [], "shells": [], "uid": 65532, "caps": "0" * 16, "root": "Read-only file system",
    }  # fmt: skip


def test_the_image_is_small_and_knows_its_health(stack: Stack) -> None:
    config = json.loads(_docker("image", "inspect", IMAGE).stdout)[0]["Config"]
    assert config["User"] == "65532:65532"
    assert config["Healthcheck"]["Test"][-2:] == ["roles", "health"]
    with subprocess.Popen(["docker", "save", IMAGE], stdout=subprocess.PIPE) as save:
        assert save.stdout is not None
        size = sum(len(gzip.compress(chunk, 6)) for chunk in iter(lambda: save.stdout.read(1 << 22), b""))  # type: ignore[union-attr]
    print(f"image: {size / 1e6:.1f} MB compressed")
    assert size < 40_000_000
