import signal, asyncio, random, time
from redis.asyncio import Redis
from tests.roles.test_roles import environment
from tests.support.processes import running
from tests.support.databases import opened
from taskflow.platform.database import fetch, fetch_value
from taskflow.platform.ids import new_id
from taskflow.platform.jobs import enqueue, wake_by
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.platform.broker import ReliableStreamBroker
from taskflow.platform.waking import Waker
W = """
import asyncio, sys, random
from uuid import UUID
from roles.__main__ import main
from taskflow.platform.database import execute
from taskflow.platform.ids import new_id
from taskflow.platform.jobs import job
@job("probe", max_attempts=8)
async def probe(*, subject_id: UUID) -> None:
    await execute("insert into events (id, action, actor_kind, subject_type, subject_id, changes)"
                  " values ($1, 'probed', 'system', 'probe', $2, '{}')", new_id(), subject_id)
    await asyncio.sleep(random.random() * 0.05)
    if random.random() < 0.02: raise LookupError
sys.exit(main(["worker"]))
"""
async def test_x(environment, own_database, own_valkey):
    N = 4000
    environment = environment | {"TASKFLOW_RESEND_SECONDS": "10"}
    async with opened(own_database):
        b = ReliableStreamBroker(own_valkey); w = Waker(b); wake_by(w.wake)
        for i in range(0, N, 50):
            async with unit_of_work():
                for _ in range(50): await enqueue("probe", subject_id=new_id())
        await w.close()
        async with Redis.from_url(own_valkey) as r:
            print("in stream", await r.xlen("taskflow:jobs"))
            t = time.time(); kills = 0
            async def worker(n):
                nonlocal kills
                while True:
                    async with running("-c", W, environment=environment) as p:
                        await p.wait_until_ready()
                        await asyncio.sleep(random.uniform(1, 4))
                        if await fetch_value("select count(*) from jobs where state <> 'done'") == 0:
                            p.signal(signal.SIGTERM); print("exit", await p.end()); return
                        if time.time() - t < 25:
                            p.signal(signal.SIGKILL); kills += 1; await p.end()
                        else:
                            while await fetch_value("select count(*) from jobs where state <> 'done'"): 
                                await asyncio.sleep(0.5)
                                if time.time() - t > 90:
                                    print(await fetch("select state, count(*), max(attempts), min(available_at-now()) a from jobs group by 1")); return
            async def flush():
                await asyncio.sleep(6); await r.flushdb(); print("flushed")
            await asyncio.gather(worker(1), worker(2), flush())
        print("took", time.time() - t, "kills", kills, await fetch("select state, count(*), max(attempts) from jobs group by 1"), await fetch("select count(*), count(distinct subject_id) from events"))
        wake_by(None); await b.shutdown()
