"""HTTP/1.1 over one connection, as the load tests speak it."""

from loadtests.common.wire import Answer, Lost, Wire, fetch

__all__ = ["Answer", "Lost", "Wire", "fetch"]
