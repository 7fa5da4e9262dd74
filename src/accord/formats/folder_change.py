"""One step that changes a process folder, of which every writing is noted before it is done.

So that whoever began the step can undo it if it is cut short, and a folder that is held in
memory can be added to without reading its files.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from attrs import define, field, frozen

from accord.model import Reader
from accord.record import Case


@frozen
class Insertion:
    """Bytes that are put into a file.

    Attributes:
        at: The offset before which they stand.
        data: The bytes.
    """

    at: int
    data: bytes


@define(eq=False)
class FolderChange:
    """One step that changes a folder.

    Attributes:
        folder: The folder, as its real path.
        note: Is told of a file, what is in it and what it is to be, before it is replaced.
        grow: Adds to the folder as it is held in memory: gets what is new, whether entries say
            for whom they are, and who adds; returns where that stands then, or None where the
            files must be read.
        case: Returns what somebody may read of the folder as it is held in memory, or None
            where the files must be read.
        added: Ids of the entries that were added.
    """

    folder: Path
    note: Callable[[Path, bytes | None, bytes], None]
    grow: Callable[[Sequence[Any], bool, Reader | None], Any]
    case: Callable[[Reader | None], Case | None]
    added: list[str] = field(factory=list)

    @contextmanager
    def at_hand(self) -> Iterator[None]:
        """Let functions that change the folder be a part of this step."""
        token = _AT_HAND.set(self)
        try:
            yield
        finally:
            _AT_HAND.reset(token)

    @contextmanager
    def noted(self) -> Iterator[None]:
        """Write what is noted already."""
        token = _AT_HAND.set(None)
        try:
            yield
        finally:
            _AT_HAND.reset(token)


_AT_HAND: ContextVar[FolderChange | None] = ContextVar("folder_change", default=None)


def change_at_hand(place: Path | str) -> FolderChange | None:
    """Return the step that is at hand; None where there is none, or in another folder.

    Args:
        place: The folder, or a file.
    """
    change = _AT_HAND.get()
    if change is None:
        return None
    return change if Path(os.path.realpath(place)).is_relative_to(change.folder) else None
