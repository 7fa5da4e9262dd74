"""How much is answered in a given time, so that nobody keeps the others from their pages.

Token buckets in memory, one set a process: a restart forgets them, which harms nobody.
"""

from asyncio import Semaphore
from collections import Counter, OrderedDict
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from ipaddress import ip_address
from math import ceil, inf
from threading import Lock
from time import monotonic

from attrs import define, frozen

_MOST_KEYS = 10_000
"""Buckets that are remembered; the one that was longest unused is forgotten, full as it is."""


@frozen
class Rate:
    """How often something may be done.

    Attributes:
        at_once: How often at once.
        per_second: How often a second in the long run.
    """

    at_once: float
    per_second: float


_UNLIMITED = Rate(inf, inf)
_SITTING, _ADDRESS = Rate(1000, 50), Rate(2000, 50)
_SIGN_IN_ADDRESS, _SIGN_IN_NAME = Rate(20, 1 / 5), Rate(6, 1 / 30)


@frozen(kw_only=True)
class Rates:
    """What is limited.

    Attributes:
        sitting: Requests of one sitting: far more than a person presses, with some pages kept
            live, and less than a script takes that nothing holds back.
        address: Requests without a seat from one address: a class may share one.
        sign_in_address: Tries to sign in from one address.
        sign_in_name: Tries to sign in with one name: a few slips, then one in half a minute, so
            that a stolen name gives 2,900 tries a day at one of 12 signs, and a code besides.
        streams: Open pages that one sitting keeps live: a browser needs one.
        at_once: Requests of one sitting that are worked on at the same time: some take seconds,
            as a page to be printed does, and there are 40 places for all.
        in_line: Requests of one sitting that wait for that: a browser sends six at once.
    """

    sitting: Rate = _SITTING
    address: Rate = _ADDRESS
    sign_in_address: Rate = _SIGN_IN_ADDRESS
    sign_in_name: Rate = _SIGN_IN_NAME
    streams: float = 8
    at_once: float = 4
    in_line: float = 60

    @classmethod
    def none(cls) -> "Rates":
        """Return that nothing is limited."""
        return cls(
            sitting=_UNLIMITED,
            address=_UNLIMITED,
            sign_in_address=_UNLIMITED,
            sign_in_name=_UNLIMITED,
            streams=inf,
            at_once=inf,
            in_line=inf,
        )


class TokenBuckets:
    """Who did how much lately."""

    def __init__(self, rates: Rates) -> None:
        """Take what is allowed."""
        self.rates = rates
        self._left: OrderedDict[tuple[Rate, str], tuple[float, float]] = OrderedDict()
        self._streams: Counter[str] = Counter()
        self._turns: dict[str, _Turns] = {}
        self._lock = Lock()

    def wait(self, rate: Rate, key: str) -> int:
        """Count one more, and return 0; or the seconds to wait, and count nothing.

        Args:
            rate: How often it may be done.
            key: By whom, or with what.
        """
        if rate is _UNLIMITED:
            return 0
        with self._lock:
            now = monotonic()
            left, at = self._left.pop((rate, key), (rate.at_once, now))
            left = min(rate.at_once, left + (now - at) * rate.per_second)
            enough = left >= 1
            self._left[rate, key] = (left - 1 if enough else left, now)
            if len(self._left) > _MOST_KEYS:
                self._left.popitem(last=False)
            return 0 if enough else ceil((1 - left) / rate.per_second)

    @contextmanager
    def stream(self, sitting: str) -> Iterator[bool]:
        """Hold a place for a stream of a sitting, and yield whether there was one.

        Args:
            sitting: The id of the sitting.
        """
        with self._lock:
            free = self._streams[sitting] < self.rates.streams
            self._streams[sitting] += free
        try:
            yield free
        finally:
            with self._lock:
                self._streams[sitting] -= free
                if not self._streams[sitting]:
                    del self._streams[sitting]

    def streaming(self, sitting: str) -> bool:
        """Return whether a page of a sitting is open that keeps itself current.

        Args:
            sitting: The id of the sitting.
        """
        return sitting in self._streams

    @asynccontextmanager
    async def turn(self, sitting: str) -> AsyncIterator[bool]:
        """Wait until a request of a sitting may be worked on, and yield whether it may be.

        Args:
            sitting: The id of the sitting; empty for whoever has none, who is not limited here.
        """
        if not sitting or self.rates.at_once == inf:
            yield True
            return
        held = self._turns.setdefault(sitting, _Turns(Semaphore(int(self.rates.at_once))))
        if held.asked >= self.rates.at_once + self.rates.in_line:
            yield False
            return
        held.asked += 1
        try:
            async with held.places:
                yield True
        finally:
            held.asked -= 1
            if not held.asked:
                del self._turns[sitting]


@define
class _Turns:
    """The requests of one sitting that are worked on or wait."""

    places: Semaphore
    asked: int = 0


def place_of(address: str) -> str:
    """Return what counts as one address: of IPv6 the network, in which anybody has many."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    return parsed.exploded[:19] if parsed.version == 6 else str(parsed)
