"""One replica at a time: start a new one, wait until it is ready, watch it, let one old one finish; the next."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from release.docker import CommandFailed, Container, Stack
from release.gate import Limits, Sample, judge, read_sample

# Workers last: a job that a new door asks for is put back by an old worker, never the other way round.
SERVICES = ("api", "frontend", "worker")
DOORS = {"api": (8000, "/api/v1/openapi.json"), "frontend": (3000, "/login")}
GRACE = {"api": 20, "frontend": 20, "worker": 35}
PROBES = 40
ASK = (
    "import sys,urllib.request as r,urllib.error as e\n"
    "for _ in range(int(sys.argv[2])):\n"
    "    try: r.urlopen('http://127.0.0.1:'+sys.argv[1],timeout=10).read()\n"
    "    except e.HTTPError: pass\n"
)


class GateClosed(Exception):
    """A new replica is not fit to serve; the message says why, `container` is the replica."""

    def __init__(self, container: Container | None, reason: str) -> None:
        super().__init__(f"{container.service}: {container.name} {reason}" if container else reason)
        self.container = container


@dataclass(frozen=True, slots=True)
class Plan:
    """How to roll: the id of the image to reach, how many replicas each service has, and how long to wait and watch."""

    image: str
    replicas: dict[str, int]
    ready_seconds: float = 90.0
    canary_seconds: float = 20.0
    watch_seconds: float = 3.0
    limits: Limits = field(default_factory=Limits)
    is_judged: bool = True


Say = Callable[[str], None]


def roll(stack: Stack, plan: Plan, say: Say) -> None:
    """Bring every service to the plan's image. Doing it again goes on where it was cut off.

    Raises GateClosed, with the replicas of the old image that are left still serving.
    """
    for service in SERVICES:
        is_first = True
        while True:
            new, old = _split(stack, service, plan.image)
            if not old and len(new) >= plan.replicas[service]:
                break
            if len(new) + len(old) <= plan.replicas[service]:
                new.append(_start(stack, service, plan, len(new) + len(old) + 1, say))
            _require_fit(stack, new[-1], old, plan, plan.canary_seconds if is_first else plan.watch_seconds, say)
            is_first = False
            if old:
                drain(stack, old[0], say)
        say(f"{service}: {len(new)} of {plan.replicas[service]} on the release")


def _split(stack: Stack, service: str, image: str) -> tuple[list[Container], list[Container]]:
    """The replicas on the image and the others; what has died of the others is removed."""
    new, old = [], []
    for container in stack.list_containers(service):
        if container.image == image:
            new.append(container)
        elif container.is_running:
            old.append(container)
        else:
            stack.stop(container, seconds=1)
    return new, old


def _start(stack: Stack, service: str, plan: Plan, total: int, say: Say) -> Container:
    before = {container.id for container in stack.list_containers(service)}
    stack.start_one(service, total=total)
    started = [each for each in stack.list_containers(service) if each.id not in before]
    if not started:
        raise GateClosed(None, f"{service}: docker compose started nothing")
    say(f"{service}: started {started[0].name}")
    return started[0]


def _require_fit(  # noqa: PLR0917  what it is about comes first
    stack: Stack, container: Container, old: list[Container], plan: Plan, seconds: float, say: Say
) -> None:
    """Pass when it is ready, stays so and is as good as the old ones over `seconds`. Raises GateClosed."""
    ready_after = _wait_ready(stack, container, plan.ready_seconds)
    if container.service not in DOORS or not plan.is_judged:
        say(f"{container.service}: {container.name} was ready after {ready_after:.0f} s")
        return
    first = _sample(stack, container)
    olds = _sample_each(stack, old)
    _ask(stack, container)
    ends = time.monotonic() + seconds
    while True:
        _require_alive(stack, container)
        gained = _sample(stack, container).since(first)
        present = _sample_each(stack, old)
        base = _sum([present[each].since(olds[each]) for each in present.keys() & olds.keys()])
        reason = judge(gained, base, plan.limits)
        if reason:
            raise GateClosed(container, f"is not good enough: {reason}")
        if time.monotonic() >= ends:
            break
        time.sleep(1)
    say(
        f"{container.service}: {container.name} was ready after {ready_after:.0f} s; watched {seconds:.0f} s:"
        f" {gained.requests:.0f} requests, {gained.error_ratio:.1%} errors, p95 up to {gained.p95 * 1000:.0f} ms"
        f" (the old ones: {base.requests:.0f}, {base.error_ratio:.1%}, {base.p95 * 1000:.0f} ms)"
    )


def _wait_ready(stack: Stack, container: Container, seconds: float) -> float:
    started = time.monotonic()
    while True:
        present = _require_alive(stack, container)
        if present.is_ready:
            return time.monotonic() - started
        if time.monotonic() - started > seconds:
            raise GateClosed(container, f"was not ready within {seconds:.0f} s")
        time.sleep(0.5)


def _require_alive(stack: Stack, container: Container) -> Container:
    present = stack.inspect(container)
    if present is None or present.status in ("exited", "dead", "removing"):
        raise GateClosed(container, f"ended by itself{_code(present)}")
    if present.restarts or present.status == "restarting":
        raise GateClosed(container, "ended by itself and was started again")
    return present


def _code(container: Container | None) -> str:
    return f" with exit code {container.exit_code}" if container else ""


def _sample(stack: Stack, container: Container) -> Sample:
    try:
        return read_sample(stack.read_inner(container, "/metrics"))
    except CommandFailed as error:
        raise GateClosed(container, f"gives no metrics: {error}") from error


def _sample_each(stack: Stack, containers: list[Container]) -> dict[str, Sample]:
    """What the old ones count, by id; one of them that is broken must not stand against its replacement."""
    samples = {}
    for container in containers:
        try:
            samples[container.id] = read_sample(stack.read_inner(container, "/metrics"))
        except CommandFailed:
            continue
    return samples


def _ask(stack: Stack, container: Container) -> None:
    """A few requests of our own, so that a quiet hour judges something, too; the replica counts them itself."""
    port, path = DOORS[container.service]
    stack.execute(container, "python3", "-c", ASK, f"{port}{path}", str(PROBES))


def _sum(samples: list[Sample]) -> Sample:
    total = Sample()
    for sample in samples:
        total = total.plus(sample)
    return total


def drain(stack: Stack, container: Container, say: Say) -> None:
    """Have a replica finish what it has accepted and remove it."""
    code = stack.stop(container, seconds=GRACE[container.service])
    say(f"{container.service}: {container.name} drained and ended with {code}")
