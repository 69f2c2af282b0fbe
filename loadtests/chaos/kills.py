"""Workers are killed at random while they work: nothing may be lost, and nothing done twice."""

import random
import threading
import time

from loadtests.chaos.ground import JOBS_PER_EVENT, Ground
from loadtests.chaos.result import Result

PAUSE, AWAY = (0.5, 2.0), (0.1, 1.0)  # seconds between kills, and until the killed one is started again


class Killer(threading.Thread):
    """Kills one worker after the other until it is told to stop, and starts each again."""

    def __init__(self, ground: Ground) -> None:
        super().__init__(daemon=True)
        self.ground, self.kills, self.stop = ground, 0, threading.Event()
        self.workers = ground.stack.compose("ps", "-q", "worker").split()
        self.dice = random.Random(20)

    def run(self) -> None:
        """Until `stop`."""
        while not self.stop.wait(self.dice.uniform(*PAUSE)):
            worker = self.dice.choice(self.workers)
            self.ground.stack.run("docker", "kill", "-s", "KILL", worker, check=False)
            self.kills += 1
            time.sleep(self.dice.uniform(*AWAY))
            self.ground.stack.run("docker", "start", worker)


def run(ground: Ground, *, jobs: int) -> Result:
    """That many jobs over two workers, which are killed until the last job is done."""
    since, started = ground.mark, time.monotonic()
    killer = Killer(ground)
    killer.start()
    try:
        ground.assign(jobs // JOBS_PER_EVENT)
        burst = time.monotonic()
        while ground.unfinished and time.monotonic() - burst < 60:
            time.sleep(1)
    finally:
        killer.stop.set()
        killer.join(30)
    ground.settle()
    what = f"{jobs:,} jobs over {len(killer.workers)} workers, {killer.kills} kills meanwhile"
    return ground.judge("kills", since=since, started=started, what=what)
