"""The truth of every table, as a log of events that is only ever appended to.

A store keeps the logs of many tables in one SQLite file or PostgreSQL database, and says of
each event who appended it and when; a log file holds one of them as text. In both, each event
carries a hash over everything before it, so that what was changed afterwards is found.
"""

from accord.store.chain import START, Envelope, Event, Link, links, log_lines
from accord.store.database import PATIENCE, Batch, Store
from accord.store.files import is_database, read_lines, write_log
from accord.store.hearing_log import HeardEvent, heard_by
from accord.store.listening import Listener
from accord.store.verification import Break, Examined, examine, verify
from accord.store.writer import Answer

__all__ = [
    "PATIENCE",
    "START",
    "Answer",
    "Batch",
    "Break",
    "Envelope",
    "Event",
    "Examined",
    "HeardEvent",
    "Link",
    "Listener",
    "Store",
    "examine",
    "heard_by",
    "is_database",
    "links",
    "log_lines",
    "read_lines",
    "verify",
    "write_log",
]
