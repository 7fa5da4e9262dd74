"""What wakes the streams when something has changed, in whatever thread it did."""

import asyncio
from threading import Lock


class Bell:
    """Rings in every event loop in which somebody listens."""

    def __init__(self) -> None:
        """Begin with nobody listening."""
        self._lock = Lock()
        self._rings: dict[asyncio.AbstractEventLoop, asyncio.Event] = {}

    def ring(self) -> None:
        """Wake all who listen."""
        with self._lock:
            rings, self._rings = self._rings, {}
        for loop, event in rings.items():
            if not loop.is_closed():
                loop.call_soon_threadsafe(event.set)

    def listen(self) -> asyncio.Event:
        """Return what is set when it rings next.

        Whoever then looks at what may have changed, and waits, misses nothing.
        """
        loop = asyncio.get_running_loop()
        with self._lock:
            return self._rings.setdefault(loop, asyncio.Event())


async def rung(event: asyncio.Event, seconds: float) -> None:
    """Wait until a bell has rung, or for so long.

    Args:
        event: What `Bell.listen` gave.
        seconds: How long at most.
    """
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except TimeoutError:
        return
