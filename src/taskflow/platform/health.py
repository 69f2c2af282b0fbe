"""Health: what this process depends on, asked at most once a second however often somebody looks."""

import asyncio
import shutil
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from taskflow.platform import clock
from taskflow.platform.metrics import read_resident_bytes

Status = Literal["pass", "warn", "fail"]
Check = Callable[[], Awaitable[str]]
_WORST: dict[Status, int] = {"pass": 0, "warn": 1, "fail": 2}
_CGROUP_LIMITS = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")


class WarningSign(Exception):
    """Raised by a check whose subject works but not well."""


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What one check found."""

    name: str
    status: Status
    detail: str
    duration_ms: float
    is_critical: bool


@dataclass(frozen=True, slots=True)
class HealthReport:
    """What all checks found; `fail` only when a critical one failed."""

    status: Status
    checks: tuple[CheckResult, ...]
    version: str
    role: str
    at: str

    @property
    def is_ready(self) -> bool:
        """True when nothing critical fails."""
        return self.status != "fail"

    def to_dict(self) -> dict[str, Any]:
        """The report in the words of the IETF's health check format."""
        return {
            "status": self.status,
            "version": self.version,
            "serviceId": self.role,
            "time": self.at,
            "checks": {
                check.name: {
                    "status": check.status,
                    "output": check.detail,
                    "observedValue": check.duration_ms,
                    "observedUnit": "ms",
                    "critical": check.is_critical,
                }
                for check in self.checks
            },
        }


class HealthChecks:
    """The checks of one process."""

    def __init__(self, *, role: str, version: str, keep_seconds: float = 1.0) -> None:
        self._role, self._version, self._keep = role, version, keep_seconds
        self._checks: list[tuple[str, Check, bool, float]] = []
        self._running: asyncio.Task[HealthReport] | None = None
        self._last: tuple[float, HealthReport] | None = None

    def add(self, name: str, check: Check, *, critical: bool, timeout_seconds: float = 1.0) -> None:
        """Add a check: it gives a detail, raises WarningSign, or raises what went wrong."""
        self._checks.append((name, check, critical, timeout_seconds))

    async def report(self) -> HealthReport:
        """What the checks find now, or found within the last second; many askers share one answer."""
        if self._last is not None and time.monotonic() - self._last[0] < self._keep:
            return self._last[1]
        if self._running is None or self._running.done():
            self._running = asyncio.create_task(self._run())
        return await asyncio.shield(self._running)

    async def _run(self) -> HealthReport:
        results = await asyncio.gather(*(self._ask(*entry) for entry in self._checks))
        counted: list[Status] = [
            result.status if result.is_critical or result.status != "fail" else "warn" for result in results
        ]
        status: Status = max(counted, key=lambda found: _WORST[found], default="pass")
        report = HealthReport(
            status, tuple(results), self._version, self._role, clock.now().isoformat(timespec="seconds")
        )
        self._last = (time.monotonic(), report)
        return report

    async def _ask(self, name: str, check: Check, critical: bool, timeout_seconds: float) -> CheckResult:  # noqa: FBT001
        started = time.perf_counter()
        status: Status = "pass"
        try:
            detail = await asyncio.wait_for(check(), timeout_seconds)
        except WarningSign as sign:
            status, detail = "warn", str(sign)
        except TimeoutError:
            status, detail = "fail", f"no answer within {timeout_seconds:g} s"
        except Exception as error:  # noqa: BLE001  whatever a check raises is its finding, and it is reported
            status, detail = "fail", f"{type(error).__name__}: {error}"[:200]
        return CheckResult(name, status, detail, round((time.perf_counter() - started) * 1000, 1), critical)


def build_disk_check(folder: Path, *, warn_percent: float = 10, fail_percent: float = 2) -> Check:
    """A check of the free space where `folder` is."""

    async def check() -> str:
        usage = shutil.disk_usage(folder)
        free = 100 * usage.free / usage.total
        detail = f"{free:.0f} % of {usage.total / 2**30:.1f} GiB free"
        if free < fail_percent:
            raise OSError(f"only {detail}")
        if free < warn_percent:
            raise WarningSign(f"only {detail}")
        return detail

    return check


def build_memory_check(*, warn_percent: float = 90) -> Check:
    """A check of this process' memory against the limit of its container, where there is one."""

    async def check() -> str:
        used, limit = read_resident_bytes(), _read_memory_limit()
        if limit is None:
            return f"{used / 2**20:.0f} MiB in use, no limit"
        detail = f"{used / 2**20:.0f} of {limit / 2**20:.0f} MiB in use"
        if 100 * used / limit > warn_percent:
            raise WarningSign(detail)
        return detail

    return check


def _read_memory_limit() -> int | None:
    for name in _CGROUP_LIMITS:
        try:
            text = Path(name).read_text().strip()
        except OSError:
            continue
        if text.isdigit() and int(text) < 2**60:
            return int(text)
    return None
