"""What wakes the streams when something has changed, in whatever thread it did."""

import asyncio
from threading import Lock


class Ring(asyncio.Event):
    """Set when a bell has rung.

    Attributes:
        of: At which tables something has changed; empty stands for anything else.
    """

    def __init__(self) -> None:
        """Begin without a sound."""
        super().__init__()
        self.of: set[str] = set()


class Bell:
    """Rings in every event loop in which somebody listens."""

    def __init__(self) -> None:
        """Begin with nobody listening."""
        self._lock = Lock()
        self._rings: dict[asyncio.AbstractEventLoop, Ring] = {}

    def ring(self, of: str = "") -> None:
        """Wake all who listen.

        Args:
            of: The table at which something has changed, and nowhere else.
        """
        with self._lock:
            for loop, ring in self._rings.items():
                if not (ring.of or loop.is_closed()):
                    loop.call_soon_threadsafe(ring.set)
                ring.of.add(of)

    def listen(self) -> Ring:
        """Return what is set when it rings next; what was given before hears no more.

        Whoever then looks at what may have changed, and waits, misses nothing.
        """
        loop = asyncio.get_running_loop()
        with self._lock:
            ring = self._rings[loop] = Ring()
            return ring
