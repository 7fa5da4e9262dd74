"""Who opened what: every page that a seat opened, kept for those whose things these are."""

from collections import OrderedDict, deque
from collections.abc import Mapping
from datetime import datetime, timedelta
from threading import Lock

from attrs import frozen

from accord.host.admissions import Sitting
from accord.host.batched_log import BatchedLog
from accord.store import Store

LOG = "host/opened"
ONCE_IN = timedelta(minutes=10)
"""A page that is opened again so soon by the same sitting is not written down again: a live
page is fetched anew whenever something changes."""
LATEST = 50_000
"""Openings that are looked through: some weeks of a busy host, and some 20 MB."""
_MOST_KEPT = 10_000
"""Pages whose last opening is remembered, for that."""


@frozen
class PageOpening:
    """A page that somebody opened.

    Attributes:
        at: When.
        seat: From which seat.
        name: Who, as they called themselves.
        page: The address, with parts in braces where it leaves them open.
        parts: What stood there.
    """

    at: datetime
    seat: str
    name: str
    page: str
    parts: Mapping[str, str]


class OpenedPages:
    """The log of what was opened; nobody waits for it to be written."""

    def __init__(self, store: Store) -> None:
        """Take where it is kept."""
        self._store = store
        self._log = BatchedLog(store, LOG)
        self._latest: deque[PageOpening] = deque(maxlen=LATEST)
        self._count = 0
        self._last: OrderedDict[tuple[str, str, str], datetime] = OrderedDict()
        self._lock = Lock()

    def add(self, sitting: Sitting, page: str, parts: Mapping[str, str], at: datetime) -> None:
        """Take note that a page was opened.

        Args:
            sitting: By whom.
            page: The address of the page, as the application knows it.
            parts: What stood in its braces.
            at: When.
        """
        key = (sitting.id, page, repr(sorted(parts.items())))
        with self._lock:
            last = self._last.pop(key, None)
            again = last is not None and at < last + ONCE_IN
            self._last[key] = last if again and last else at
            if len(self._last) > _MOST_KEPT:
                self._last.popitem(last=False)
        if not again:
            event = {"at": at.isoformat(), "seat": sitting.seat, "name": sitting.name}
            self._log.add(event | {"page": page, "parts": dict(parts)})

    def latest(self) -> list[PageOpening]:
        """Return what was opened, the last first; of a long log the last part.

        Raises:
            AccordError: If the store fails.
        """
        self._log.flush()
        with self._lock:
            for kept in self._store.read(LOG, self._count):
                self._count = kept.number
                match kept.event:
                    case {"at": str(at), "seat": str(seat), "page": str(page)}:
                        when = datetime.fromisoformat(at)
                        name, parts = str(kept.event["name"]), kept.event["parts"]
                        self._latest.append(PageOpening(when, seat, name, page, parts))
            return list(reversed(self._latest))

    def close(self) -> None:
        """Write what is still to be written."""
        self._log.close()
