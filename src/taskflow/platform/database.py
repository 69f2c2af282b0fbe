"""PostgreSQL: opening and closing it, raw reads and writes, and what its failures mean."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal
from urllib.parse import unquote, urlsplit

import asyncpg
import orjson
from tortoise import Tortoise, connections

from taskflow.settings import Settings

ENGINE = "taskflow.platform.engine"
PACKAGE = Path(__file__).parents[1]
# A part that owns tables has a `models` module: the parts are found, so that the platform names none of them.
MODEL_MODULES = tuple(sorted(f"taskflow.{path.parent.name}.models" for path in PACKAGE.glob("*/models.py")))
SERVER_SETTINGS = {
    "statement_timeout": "5s",
    "lock_timeout": "2s",
    "idle_in_transaction_session_timeout": "15s",
    "jit": "off",  # compiling takes longer than any statement of ours
    "timezone": "UTC",
}

# aerich reads the models from here, its own among them; it works without a database.
MIGRATION_CONFIG: dict[str, Any] = {
    "connections": {"default": {"engine": ENGINE, "credentials": {}}},
    "apps": {"models": {"models": [*MODEL_MODULES, "aerich.models"], "default_connection": "default"}},
    "use_tz": True,
    "timezone": "UTC",
}


def build_config(settings: Settings, *, role: str, pool_size: int | None = None) -> dict[str, Any]:
    """The Tortoise configuration for one process; `role` shows up in pg_stat_activity."""
    size = pool_size or settings.database_pool_size
    credentials = parse_credentials(settings) | {
        "minsize": min(2, size),
        "maxsize": size,
        "acquire_timeout": 2.0,
        "command_timeout": 6.0,
        "server_settings": SERVER_SETTINGS | {"application_name": f"taskflow-{role}"},
        "init": _prepare_connection,
        # Sessions are never changed (only SET LOCAL inside transactions), so there is nothing to reset at release.
        "reset": _keep_as_is,
        "ssl": False,
    }
    return MIGRATION_CONFIG | {
        "connections": {"default": {"engine": ENGINE, "credentials": credentials}},
        "apps": {"models": {"models": [*MODEL_MODULES], "default_connection": "default"}},
    }


def parse_credentials(settings: Settings) -> dict[str, Any]:
    """Host, port, user, password and database that the settings name."""
    parts = urlsplit(settings.database_url)
    given = settings.database_password
    return {
        "host": parts.hostname,
        "port": parts.port or 5432,
        "user": unquote(parts.username or "taskflow_app"),
        "password": given.get_secret_value() if given else unquote(parts.password or "") or None,
        "database": parts.path.strip("/"),
    }


async def open_database(settings: Settings, *, role: str, pool_size: int | None = None) -> None:
    """Connect and fill the pool. Raises what asyncpg raises when the database does not answer."""
    await Tortoise.init(config=build_config(settings, role=role, pool_size=pool_size), _enable_global_fallback=True)
    try:
        await fetch_value("select 1")
    except BaseException:
        await close_database()  # else the next attempt finds it open, and fails for that
        raise


async def close_database() -> None:
    """Close the pool, waiting for connections in use."""
    await Tortoise.close_connections()


async def _prepare_connection(connection: asyncpg.Connection) -> None:
    for kind in ("json", "jsonb"):
        await connection.set_type_codec(kind, schema="pg_catalog", encoder=_to_json, decoder=orjson.loads)


async def _keep_as_is(connection: asyncpg.Connection) -> None:
    """Replaces asyncpg's RESET round trip at every release."""


def _to_json(value: Any) -> str:
    # Tortoise hands over text that is JSON already.
    return value if isinstance(value, str) else orjson.dumps(value, default=str).decode()


async def fetch(sql: str, *values: Any) -> list[dict[str, Any]]:
    """All rows of a statement, in the present transaction if there is one."""
    rows: list[dict[str, Any]] = await connections.get("default").execute_query_dict(sql, list(values))
    return rows


async def fetch_one(sql: str, *values: Any) -> dict[str, Any] | None:
    """The first row, or None."""
    rows = await fetch(sql, *values)
    return rows[0] if rows else None


async def fetch_value(sql: str, *values: Any) -> Any:
    """The first column of the first row, or None."""
    row = await fetch_one(sql, *values)
    return next(iter(row.values())) if row else None


async def execute(sql: str, *values: Any) -> int:
    """Run a statement and give the number of rows that it touched. An INSERT always gives 0."""
    touched: int
    touched, _ = await connections.get("default").execute_query(sql, list(values))
    return touched


Failure = Literal["retry", "unavailable"]
_RETRY: Sequence[type[BaseException]] = (asyncpg.DeadlockDetectedError, asyncpg.SerializationError)
_UNAVAILABLE: Sequence[type[BaseException]] = (
    asyncpg.LockNotAvailableError,
    asyncpg.QueryCanceledError,
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.TooManyConnectionsError,
    asyncpg.IdleInTransactionSessionTimeoutError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    ConnectionError,
    TimeoutError,
)


def classify_failure(error: BaseException) -> Failure | None:
    """What a database error asks for: run the whole unit again, answer 503, or None when it is a fault of ours."""
    if isinstance(error, tuple(_RETRY)):
        return "retry"
    if isinstance(error, tuple(_UNAVAILABLE)):
        return "unavailable"
    if error.__cause__ is not None and type(error).__module__.startswith("tortoise"):
        return classify_failure(error.__cause__)
    return None
