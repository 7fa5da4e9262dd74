"""A server of PostgreSQL, for hosts of several processes."""

from tests.store.conftest import server

__all__ = ["server"]
