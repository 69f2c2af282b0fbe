"""The health checks of a role."""

from redis.asyncio import Redis
from redis.exceptions import RedisError

from taskflow.platform import schema
from taskflow.platform.database_watch import database_watch
from taskflow.platform.health import HealthChecks, WarningSign, build_disk_check, build_memory_check
from taskflow.settings import Settings


def add_checks(health: HealthChecks, redis: Redis, settings: Settings, *, role: str) -> None:
    """Everything that the role depends on. Only a worker is of no use without Redis."""
    health.add("database", _check_database, critical=True)
    health.add("migrations", _check_migrations, critical=True)

    async def check_redis() -> str:
        try:
            await redis.ping()
        except (RedisError, OSError) as error:
            if role == "worker":
                raise
            raise WarningSign(f"away, background work starts later ({type(error).__name__})") from None
        return "answers"

    health.add("redis", check_redis, critical=role == "worker")
    health.add("disk", build_disk_check(settings.data_folder), critical=False)
    health.add("memory", build_memory_check(), critical=False)


async def _check_database() -> str:
    if not database_watch.is_up:
        raise ConnectionError(database_watch.reason)
    return f"answered in {database_watch.answer_ms:g} ms"


async def _check_migrations() -> str:
    if not database_watch.is_up:  # a query would only wait, and hold a connection meanwhile
        return "not asked: the database is away"
    await schema.require_current()
    return schema.list_migrations()[-1]
