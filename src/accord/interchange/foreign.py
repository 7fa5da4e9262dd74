"""What a format of another program is, and how all of them are found.

A format is one class in a module of this folder, or in another package under the entry point
group `accord.formats`; nothing else names it.
"""

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, TypeGuard

from accord.discovery import Discovered, discovered
from accord.interchange.conversion import Conversion
from accord.interchange.sides import Side, Written
from accord.model import Agenda

GROUP = "accord.formats"
"""The entry point group under which other packages offer formats, by name."""


class Foreign:
    """The files of another program; a format is a subclass that says all of this.

    Attributes:
        name: How `--from` and `--to` name it; empty for a class that is no format.
        program: What the program is called.
        suffixes: What the names of its files end in.
        takes: Whether a file is to be read, by its first characters: None for a file of another
            program, False for one of this program that `read` does not need, such as one that
            holds the issues alone where each party's file has them too.
        read: Reads the files of one domain; the parties have the names of theirs, in the order
            given. `InvalidProcess` has every mistake in every file.
        write: Writes a domain with these issues and parties: the files, and what cannot be
            carried over. None for a format that is only read.
    """

    name: ClassVar[str] = ""
    program: ClassVar[str]
    suffixes: ClassVar[tuple[str, ...]]
    takes: "staticmethod[[str], bool | None]"
    read: "staticmethod[[Sequence[Path | str]], Conversion]"
    write: "staticmethod[[Agenda, Sequence[Side]], Written] | None" = None


def beginning_with(party: str, issues: str) -> Callable[[str], bool | None]:
    """Return what `Foreign.takes` may be where two marks tell files apart.

    Args:
        party: What a party's file has before the other mark.
        issues: What the file has that holds the issues alone.
    """

    def takes(beginning: str) -> bool | None:
        at, other = beginning.find(party), beginning.find(issues)
        if at >= 0 and not 0 <= other < at:
            return True
        return False if other >= 0 else None

    return takes


def _is_format(kind: Any) -> TypeGuard[type[Foreign]]:
    if not (isinstance(kind, type) and issubclass(kind, Foreign) and kind.name):
        return False
    given: Any = kind
    return isinstance(given.suffixes, tuple) and callable(given.takes) and callable(given.read)


@cache
def foreign_formats() -> Discovered[type[Foreign]]:
    """Return all formats by their names: Accord's own, then those of other packages."""
    needs = "program", "suffixes", "takes", "read"
    return discovered("accord.interchange", GROUP, "format", _is_format, needs)


def written_formats() -> dict[str, Callable[[Agenda, Sequence[Side]], Written]]:
    """Return what writes each format that can be written, by its name."""
    return {name: one.write for name, one in foreign_formats().items() if one.write is not None}
