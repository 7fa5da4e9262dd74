"""A log of the store that is read on, and added to by several processes."""

from collections.abc import Callable, Sequence
from threading import RLock

from accord.errors import Conflict
from accord.host.bell import Bell
from accord.store import Envelope, Event, Store

_TRIES = 20
"""How often something is added anew where other processes were faster."""


class KeptLog:
    """A log of one name; safe to use from several threads."""

    def __init__(
        self, store: Store, name: str, fold: Callable[[Envelope], None], bell: Bell
    ) -> None:
        """Take where the log is, and read it.

        Args:
            store: The store.
            name: What the log is called there.
            fold: Takes in an event of it.
            bell: Rings after a change.
        """
        self.name = name
        self._store, self._fold, self._bell = store, fold, bell
        self._count = 0
        self.lock = RLock()
        self.refresh()

    def refresh(self) -> None:
        """Read on: what another process wrote counts from now on."""
        with self.lock:
            grown = self._store.read(self.name, self._count)
            for kept in grown:
                self._count += 1
                self._fold(kept)
        if grown:
            self._bell.ring()

    def add(self, decide: Callable[[], Sequence[Event]], by: str) -> bool:
        """Append what is decided after all that the log says; return whether it was anything.

        Args:
            decide: Returns what to append; it is asked again if another process was faster.
            by: Who does it, in words.

        Raises:
            AccordError: If it cannot be kept; nothing was added then.
        """
        with self.lock:
            for _ in range(_TRIES):
                if not (events := decide()):
                    return False
                try:
                    self._store.append(self.name, self._count, events, by)
                except Conflict:
                    self.refresh()
                    continue
                self.refresh()
                return True
            raise Conflict("others wrote again and again: try once more")
