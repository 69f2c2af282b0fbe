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
from taskflow.platform.redaction import mask

Status = Literal["pass", "warn", "fail"]
Check = Callable[[], Awaitable[str]]
_WORST: dict[Status, int] = {"pass": 0, "warn": 1, "fail": 2}
_MAX_DETAIL = 200
_NO_LIMIT = 2**60  # version 1 writes a number near 2**63, version 2 the word max


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
        """The report in the words of the IETF's health check draft; `status` is pass, warn or fail everywhere.

        {"status", "version", "serviceId", "time", "checks": {name: {"status", "output", "observedValue" and
        "observedUnit": how long the check took, "critical"}}}. Only a critical check that fails fails the whole.
        """
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


@dataclass(slots=True)
class _Entry:
    name: str
    check: Check
    is_critical: bool
    timeout: float
    attempt: asyncio.Task[str] | None = None


class HealthChecks:
    """The checks of one process."""

    def __init__(self, *, role: str, version: str, keep_seconds: float = 1.0) -> None:
        self._role, self._version, self._keep = role, version, keep_seconds
        self._entries: list[_Entry] = []
        self._running: asyncio.Task[HealthReport] | None = None
        self._last: tuple[float, HealthReport] | None = None

    def add(self, name: str, check: Check, *, critical: bool, timeout_seconds: float = 1.0) -> None:
        """Add a check: it gives a detail, raises WarningSign, or raises what went wrong."""
        self._entries.append(_Entry(name, check, critical, timeout_seconds))
        self._last = None

    async def report(self) -> HealthReport:
        """What the checks find now, or found within the last second; many askers share one answer.

        It takes no longer than the longest time-out, whatever the checks do.
        """
        if self._last is not None and time.monotonic() - self._last[0] < self._keep:
            return self._last[1]
        if self._running is None or self._running.done():
            self._running = asyncio.create_task(self._run())
        return await asyncio.shield(self._running)

    async def _run(self) -> HealthReport:
        results = await asyncio.gather(*(_ask(entry) for entry in self._entries))
        counted: list[Status] = [
            result.status if result.is_critical or result.status != "fail" else "warn" for result in results
        ]
        status: Status = max(counted, key=lambda found: _WORST[found], default="pass")
        report = HealthReport(
            status, tuple(results), self._version, self._role, clock.now().isoformat(timespec="seconds")
        )
        self._last = (time.monotonic(), report)
        return report


async def _ask(entry: _Entry) -> CheckResult:
    started = time.perf_counter()
    status, detail = await _attempt(entry)
    took = round((time.perf_counter() - started) * 1000, 1)
    return CheckResult(entry.name, status, mask(detail)[:_MAX_DETAIL], took, entry.is_critical)


async def _attempt(entry: _Entry) -> tuple[Status, str]:
    if entry.attempt is not None and not entry.attempt.done():
        return "fail", "the last attempt has not ended yet"
    entry.attempt = attempt = asyncio.ensure_future(_call(entry.check))
    done, _ = await asyncio.wait({attempt}, timeout=entry.timeout)
    if not done:
        # It is not waited for: what cleans up after a cancelled query may hang as long as the query did.
        attempt.cancel()
        attempt.add_done_callback(_take_note)
        return "fail", f"no answer within {entry.timeout:g} s"
    error = None if attempt.cancelled() else attempt.exception()
    if isinstance(error, WarningSign):
        return "warn", str(error)
    if error is not None or attempt.cancelled():
        return "fail", f"{type(error).__name__}: {error}" if error else "cancelled"
    return "pass", attempt.result()


async def _call(check: Check) -> str:
    return await check()


def _take_note(attempt: asyncio.Task[str]) -> None:
    # What a check raises after its time is up has been reported as a time-out.
    if not attempt.cancelled():
        attempt.exception()


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


def build_memory_check(*, warn_percent: float = 90, cgroup: Path = Path("/sys/fs/cgroup")) -> Check:
    """A check of this process' memory against the limit of its container, where there is one."""

    async def check() -> str:
        used, limit = read_resident_bytes(), read_memory_limit(cgroup)
        if limit is None:
            return f"{used / 2**20:.0f} MiB in use, no limit"
        detail = f"{used / 2**20:.0f} of {limit / 2**20:.0f} MiB in use"
        if 100 * used / limit > warn_percent:
            raise WarningSign(detail)
        return detail

    return check


def read_memory_limit(cgroup: Path) -> int | None:
    """The container's limit in bytes by version 2 or 1 of control groups, or None where nothing limits."""
    for name in ("memory.max", "memory/memory.limit_in_bytes"):
        file = cgroup / name
        text = file.read_text().strip() if file.exists() else ""
        if text.isdigit() and int(text) < _NO_LIMIT:
            return int(text)
    return None
