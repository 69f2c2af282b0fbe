"""A real PostgreSQL and a real Valkey without Docker: for `python -m roles dev` and for the tests."""

from roles.embedded.errors import EmbeddedError
from roles.embedded.postgres import PostgresServer
from roles.embedded.servers import EmbeddedServers, discard_data, embedded_servers

__all__ = ["EmbeddedError", "EmbeddedServers", "PostgresServer", "discard_data", "embedded_servers"]
