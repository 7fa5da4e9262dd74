"""The truth of every table, as a log of events that is only ever appended to.

A store keeps the logs of many tables in one SQLite file or PostgreSQL database; a log file
holds one of them as text. In both, each event carries a hash over everything before it, so that
what was changed afterwards is found.
"""

from accord.store.chain import START, Event, Link, log_lines
from accord.store.database import PATIENCE, Store
from accord.store.files import is_database, read_lines, write_log
from accord.store.verification import Break, Examined, examine, verify

__all__ = [
    "PATIENCE",
    "START",
    "Break",
    "Event",
    "Examined",
    "Link",
    "Store",
    "examine",
    "is_database",
    "log_lines",
    "read_lines",
    "verify",
    "write_log",
]
