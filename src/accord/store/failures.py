"""What databases complain of, said in sentences a user can act on."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError

from accord.errors import AccordError, FormatError, Unwritable
from accord.record.hidden_signs import clean

UNSURE = "nothing was confirmed: read the log before you try again"
BUSY = "somebody else keeps on writing; nothing was written: try again"
OTHER_VERSION = "another Accord made this store (version {}): use that one"

SQLITE = {
    "SQLITE_FULL": "the disk is full; nothing was written: make room and try again",
    "SQLITE_IOERR": f"the disk failed to read or write, or is full; {UNSURE}",
    "SQLITE_READONLY": "the file or its folder is read-only; nothing was written",
    "SQLITE_CANTOPEN": "the file cannot be opened: see whether its folder is there and yours",
    "SQLITE_PERM": "the file cannot be opened: see whether it is yours",
    "SQLITE_NOTADB": "the file is not a store, nor any SQLite database",
    "SQLITE_CORRUPT": "the file is damaged: go back to a copy of it",
    "SQLITE_BUSY": BUSY,
    "SQLITE_TOOBIG": "an event is too large; nothing was written",
}
"""By the start of SQLite's name for what went wrong."""

POSTGRESQL = {
    "53100": "the server's disk is full; nothing was written: make room and try again",
    "25006": "the server takes no writing now, or you may only read; nothing was written",
    "42501": "the server does not allow you this: ask for the right to use the table",
    "55P03": BUSY,
    "40": "somebody else wrote at the same time; nothing was written: try again",
}
"""By the start of PostgreSQL's code for what went wrong."""

NOT_A_STORE = ("SQLITE_NOTADB", "SQLITE_CORRUPT")
NO_ROOM = ("SQLITE_FULL", "SQLITE_READONLY", "53100", "25006")


@contextmanager
def in_sentences(store: str) -> Iterator[None]:
    """Raise what a database complains of as AccordError.

    Args:
        store: The store, as the user would name it, without a password.

    Raises:
        AccordError: In place of any error of the database.
        FormatError: In place of one that says that the file is no database, or a damaged one.
        Unwritable: In place of one that says that there is no room, or no right to write.
        IntegrityError: As it is: the caller knows whose place is taken.
    """
    try:
        yield
    except IntegrityError:
        raise
    except (DBAPIError, sqlite3.Error) as error:
        code = _code(error)
        kind = AccordError
        if code.startswith(NOT_A_STORE):
            kind = FormatError
        elif code.startswith(NO_ROOM):
            kind = Unwritable
        raise kind(f"{store}: {_sentence(code, error)}") from None
    except UnicodeDecodeError:
        # What SQLite says of a damaged file may quote it.
        raise FormatError(f"{store}: {SQLITE['SQLITE_CORRUPT']}") from None
    except SQLAlchemyError as error:
        raise AccordError(f"{store}: {_first_line(error)}") from None


def _code(error: DBAPIError | sqlite3.Error) -> str:
    if str(getattr(error, "orig", error)).startswith("Could not decode to UTF-8"):
        return "SQLITE_CORRUPT"  # said by Python, which gives no code with it
    for name in ("sqlite_errorname", "sqlstate"):
        if code := getattr(getattr(error, "orig", error), name, None):
            return str(code)
    return ""


def _sentence(code: str, error: DBAPIError | sqlite3.Error) -> str:
    for start, sentence in (SQLITE | POSTGRESQL).items():
        if code.startswith(start):
            return sentence
    if getattr(error, "connection_invalidated", False):
        return f"the connection was lost; {UNSURE}"
    return _first_line(getattr(error, "orig", error))


def _first_line(error: object) -> str:
    return clean(next(iter(str(error).strip().splitlines()), "the database failed"))
