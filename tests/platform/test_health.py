"""A report is quick whatever the checks do, asks each of them once, and fails only for what is critical."""

import asyncio
import json
import shutil
from collections import namedtuple
from pathlib import Path

import pytest

from taskflow.platform import health
from taskflow.platform.health import (
    HealthChecks,
    WarningSign,
    build_disk_check,
    build_memory_check,
    read_memory_limit,
)
from taskflow.platform.metrics import read_resident_bytes

Usage = namedtuple("Usage", "total used free")


def build_checks(keep_seconds: float = 0) -> HealthChecks:
    return HealthChecks(role="api", version="1.2.3", keep_seconds=keep_seconds)


async def works() -> str:
    return "answers"


async def warns() -> str:
    raise WarningSign("slowly")


async def fails() -> str:
    raise OSError("gone")


@pytest.mark.parametrize(
    ("critical", "optional", "status"),
    [
        (works, works, "pass"),
        (works, warns, "warn"),
        (warns, works, "warn"),
        (works, fails, "warn"),
        (fails, works, "fail"),
        (fails, warns, "fail"),
    ],
)
async def test_only_a_critical_check_fails_the_whole(
    critical: health.Check, optional: health.Check, status: str
) -> None:
    checks = build_checks()
    checks.add("critical", critical, critical=True)
    checks.add("optional", optional, critical=False)
    report = await checks.report()
    assert report.status == status
    assert report.is_ready == (status != "fail")


async def test_without_checks_all_is_well() -> None:
    assert (await build_checks().report()).status == "pass"


async def test_a_report_is_in_the_words_of_the_health_check_draft() -> None:
    checks = build_checks()
    checks.add("database", works, critical=True)
    checks.add("redis", fails, critical=False)
    document = json.loads(json.dumps((await checks.report()).to_dict()))
    assert set(document) == {"status", "version", "serviceId", "time", "checks"}
    assert (document["status"], document["version"], document["serviceId"]) == ("warn", "1.2.3", "api")
    assert set(document["checks"]) == {"database", "redis"}
    redis = document["checks"]["redis"]
    assert (redis["status"], redis["output"], redis["critical"]) == ("fail", "OSError: gone", False)
    assert redis["observedUnit"] == "ms"
    assert redis["observedValue"] >= 0


async def test_many_askers_share_one_answer() -> None:
    asked = 0

    async def slow() -> str:
        nonlocal asked
        asked += 1
        await asyncio.sleep(0.05)
        return ""

    checks = build_checks(keep_seconds=60)
    checks.add("slow", slow, critical=True)
    reports = await asyncio.gather(*(checks.report() for _ in range(20)))
    assert asked == 1
    assert all(report is reports[0] for report in reports)
    await checks.report()
    assert asked == 1, "the answer is kept"


async def test_an_answer_is_kept_for_a_while_only() -> None:
    asked = 0

    async def count() -> str:
        nonlocal asked
        asked += 1
        return ""

    checks = build_checks(keep_seconds=0.05)
    checks.add("counted", count, critical=True)
    await checks.report()
    await asyncio.sleep(0.06)
    await checks.report()
    assert asked == 2


async def test_checks_run_side_by_side() -> None:
    met = asyncio.Barrier(2)

    async def meet() -> str:
        await met.wait()
        return "met"

    checks = build_checks()
    for name in ("one", "two"):
        checks.add(name, meet, critical=True)
    assert (await checks.report()).status == "pass"


async def test_an_asker_that_leaves_does_not_spoil_the_answer_of_the_others() -> None:
    may_end = asyncio.Event()

    async def wait() -> str:
        await may_end.wait()
        return ""

    checks = build_checks()
    checks.add("waiting", wait, critical=True, timeout_seconds=10)
    leaving, staying = (asyncio.create_task(checks.report()) for _ in range(2))
    await asyncio.sleep(0)
    leaving.cancel()
    may_end.set()
    assert (await staying).status == "pass"
    assert leaving.cancelled()


async def test_a_check_without_an_answer_fails_in_time() -> None:
    checks = build_checks()
    checks.add("silent", asyncio.Event().wait, critical=True, timeout_seconds=0.02)  # type: ignore[arg-type]
    (result,) = (await checks.report()).checks
    assert (result.status, result.detail) == ("fail", "no answer within 0.02 s")


async def test_a_check_that_cannot_be_cancelled_holds_up_nothing_and_is_not_asked_twice() -> None:
    asked, may_end = 0, asyncio.Event()

    async def stubborn() -> str:
        nonlocal asked
        asked += 1
        while not may_end.is_set():
            try:
                await may_end.wait()
            except asyncio.CancelledError:
                continue  # as a pool that cleans up behind a query on a database that is paused
        raise OSError("too late to matter")

    checks = build_checks()
    checks.add("stubborn", stubborn, critical=True, timeout_seconds=0.02)
    async with asyncio.timeout(5):
        assert (await checks.report()).checks[0].detail == "no answer within 0.02 s"
        assert (await checks.report()).checks[0].detail == "the last attempt has not ended yet"
        assert asked == 1
        may_end.set()
        await asyncio.sleep(0.01)
        assert (await checks.report()).checks[0].detail == "OSError: too late to matter"
        assert asked == 2


async def test_a_detail_tells_no_secret() -> None:
    async def tell() -> str:
        raise OSError("cannot reach postgresql://app:hunter2@db/taskflow with tfp_abcdefgh " + "x" * 1000)

    checks = build_checks()
    checks.add("database", tell, critical=True)
    detail = (await checks.report()).checks[0].detail
    assert "hunter2" not in detail
    assert "tfp_" not in detail
    assert len(detail) <= 200


@pytest.mark.parametrize(("free", "found"), [(50, None), (9, WarningSign), (1, OSError)])
async def test_a_disk_warns_before_it_is_full(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, free: int, found: type[Exception] | None
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(100 * 2**30, (100 - free) * 2**30, free * 2**30))
    check = build_disk_check(tmp_path)
    if found is None:
        assert await check() == "50 % of 100.0 GiB free"
    else:
        with pytest.raises(found, match=f"only {free} % of"):
            await check()


async def test_a_real_disk_is_read(tmp_path: Path) -> None:
    assert (await build_disk_check(tmp_path, warn_percent=0, fail_percent=0)()).endswith(" GiB free")


async def test_a_folder_that_is_gone_fails(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        await build_disk_check(tmp_path / "gone")()


@pytest.mark.parametrize(
    ("file", "text", "limit"),
    [
        ("memory.max", "402653184\n", 402653184),
        ("memory.max", "max\n", None),
        ("memory/memory.limit_in_bytes", "402653184\n", 402653184),
        ("memory/memory.limit_in_bytes", "9223372036854771712\n", None),
    ],
)
def test_the_limit_of_the_container_is_known_in_both_versions(
    tmp_path: Path, file: str, text: str, limit: int | None
) -> None:
    (tmp_path / file).parent.mkdir(exist_ok=True)
    (tmp_path / file).write_text(text)
    assert read_memory_limit(tmp_path) == limit


async def test_memory_warns_before_its_limit(tmp_path: Path) -> None:
    used = read_resident_bytes()
    assert (await build_memory_check(cgroup=tmp_path)()).endswith("MiB in use, no limit")
    (tmp_path / "memory.max").write_text(str(used * 10))
    assert " of " in await build_memory_check(cgroup=tmp_path)()
    (tmp_path / "memory.max").write_text(str(used))
    with pytest.raises(WarningSign, match="MiB in use"):
        await build_memory_check(cgroup=tmp_path)()
