"""Redis loses everything while events wait: each is delivered once all the same."""

import time

from loadtests.chaos.ground import Ground
from loadtests.chaos.result import Result
from tests.containers.stack import wait_until


def empty(ground: Ground, *, events: int) -> Result:
    """Every key is deleted while workers have just been told of the events, and rows are marked as sent."""
    since, started = ground.mark, time.monotonic()
    workers = ground.stack.compose("ps", "-q", "worker").split()
    ground.stack.run("docker", "kill", "-s", "STOP", *workers)
    ground.assign(events)
    waiting = ground.redis("XLEN", "taskflow:jobs").strip()
    # What a sweep does, which those who stand still cannot: from here on nothing is due for five minutes.
    ground.sql(
        "update jobs set state = 'sent', sent_at = now(), available_at = now() + interval '5 minutes'"
        " where state = 'new' and name = 'activity.fan_out'"
    )
    _delete_every_key(ground)
    emptied = time.monotonic()
    ground.stack.run("docker", "kill", "-s", "CONT", *workers)
    ground.settle()
    what = f"every key deleted with {waiting} messages waiting, all done {time.monotonic() - emptied:.1f} s later"
    return ground.judge("emptied", since=since, started=started, what=what)


def replace(ground: Ground, *, events: int) -> Result:
    """The container of Redis is removed with its data, and events go on while there is none."""
    since, started = ground.mark, time.monotonic()
    ground.assign(events // 2)
    project = ground.stack.environment["COMPOSE_PROJECT_NAME"]
    ground.stack.compose("rm", "--stop", "--force", "redis")
    ground.stack.run("docker", "volume", "rm", f"{project}_queue")
    ground.assign(events // 2)
    ground.stack.compose("up", "--detach", "--no-deps", "redis")
    back = time.monotonic()
    ground.settle()
    what = f"container and data of redis replaced, all done {time.monotonic() - back:.1f} s after it was back"
    return ground.judge("replaced", since=since, started=started, what=what)


def _delete_every_key(ground: Ground) -> None:
    """As FLUSHALL does, which no user of the stack may."""

    def is_empty() -> bool:
        keys = ground.redis("--scan").split()
        if keys:
            ground.redis("UNLINK", *keys)
        return not keys

    wait_until(is_empty, seconds=10, what="an empty Redis")
