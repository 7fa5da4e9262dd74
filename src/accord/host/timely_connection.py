"""Connections that ask in time: who holds many open and says little keeps nobody out."""

import asyncio
from collections import Counter
from ipaddress import ip_address
from typing import ClassVar

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from accord.host.rates import place_of

HEAD_LASTS = 30.0
"""Seconds in which somebody has to say what they ask for, from the first sign on."""
BODY_LASTS = 300.0
"""Seconds more for what they send: the largest sheet at 40 kB a second."""
MOST_OF_ONE = 1_000
"""Connections from one address. A browser has up to seven, so a class behind one router has
some hundreds; an encrypted one takes a quarter of a megabyte, though it never says a word."""


class TimelyConnection(H11Protocol):
    """A connection of uvicorn's that is dropped where somebody opens it and does not ask.

    Uvicorn itself waits for ever for the rest of a request, and for the first one too.
    """

    _open: ClassVar[Counter[str]] = Counter()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Count it, and wait for a request; drop it where its address has too many."""
        super().connection_made(transport)
        self._due: asyncio.TimerHandle | None = None
        self._more = False
        self._place = _counted(self.client[0] if self.client else "")
        self._open[self._place] += 1
        if self._place and self._open[self._place] > MOST_OF_ONE:
            transport.abort()
        else:
            self._wait(HEAD_LASTS)

    def connection_lost(self, exc: Exception | None) -> None:
        """Count it no more."""
        self._come()
        self._open[self._place] -= 1
        if not self._open[self._place]:
            del self._open[self._place]
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take in what was sent; wait for the rest, if there is to be more."""
        super().data_received(data)
        state = self.conn.their_state
        begun = state is h11.IDLE and self.timeout_keep_alive_task is None
        if not (begun or state is h11.SEND_BODY):
            self._come()
        elif self._due is None:
            self._wait(HEAD_LASTS)

    def _wait(self, seconds: float) -> None:
        self._due = self.loop.call_later(seconds, self._late)

    def _come(self) -> None:
        """Wait no longer: a request is here, or nobody is left to ask."""
        if self._due is not None:
            self._due.cancel()
        self._due, self._more = None, False

    def _late(self) -> None:
        if self.conn.their_state is h11.SEND_BODY and not self._more:
            self._more = True
            self._wait(BODY_LASTS)
        else:
            self.transport.abort()


def _counted(address: str) -> str:
    """Return what counts as one address; empty for this machine.

    Whoever is on it can stop the host anyway, and what stands before a host asks from there for
    everybody.
    """
    try:
        own = ip_address(address.partition("%")[0]).is_loopback
    except ValueError:  # a socket of this machine
        own = True
    return "" if own else place_of(address)
