"""Papers that are released to several seats at the same moment, and who took them when.

Nobody can read a paper before its release, and whoever it was released to sees to whom else,
and when each of them took it: one side cannot have had it first without the other knowing.
"""

from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Callable, Iterable
from threading import RLock

from attrs import evolve, field, frozen
from frozendict import frozendict

from accord.errors import Conflict
from accord.host.bell import Bell
from accord.host.settings import HostSettings
from accord.store import Event, Store

LOG = "host/papers"
_TRIES = 20
"""How often something is added anew where other processes were faster."""


@frozen(kw_only=True)
class Paper:
    """A paper that was released.

    Attributes:
        id: Its number among those released to the same seats.
        title: What it is called.
        text: What it says, where it is no file.
        file: The name of the file; empty where it is a text.
        content: What the file holds.
        at: When it was released.
        by: Who released it, in words.
        to: The seats that it was released to.
        taken: When each seat took it first.
    """

    id: str
    title: str
    text: str = ""
    file: str = ""
    content: bytes = field(default=b"", repr=False)
    at: str
    by: str
    to: tuple[str, ...]
    taken: frozendict[str, str] = frozendict()


class Papers:
    """The papers of a host; safe to use from several threads."""

    def __init__(self, store: Store, settings: HostSettings, bell: Bell) -> None:
        """Take where the log is, and read it; the bell rings after a release."""
        self._store, self._settings, self._bell = store, settings, bell
        self._lock = RLock()
        self._count = 0
        self._papers: dict[str, Paper] = {}
        self._positions: Counter[str] = Counter()
        self.refresh()

    def refresh(self) -> None:
        """Read on: what another process wrote counts from now on."""
        with self._lock:
            grown = self._store.read(LOG, self._count)
            for kept in grown:
                self._fold(kept.event)
        if grown:
            self._bell.ring()

    def _fold(self, event: Event) -> None:
        self._count += 1
        match event:
            case {"kind": "released", "id": str(one), "to": [*to]}:
                paper = Paper(
                    id=one,
                    title=str(event["title"]),
                    text=str(event["text"]),
                    file=str(event["file"]),
                    content=b64decode(str(event["content"])),
                    at=str(event["at"]),
                    by=str(event["by"]),
                    to=tuple(map(str, to)),
                )
                self._papers[one] = paper
                self._positions.update(paper.to)
            case {"kind": "taken", "id": str(one), "seat": str(seat), "at": str(at)}:
                paper = self._papers[one]
                if seat not in paper.taken:
                    taken = paper.taken.set(seat, at)
                    self._papers[one] = evolve(paper, taken=taken)
                    self._positions.update(paper.to)

    def _add(self, decide: Callable[[], Event | None], by: str) -> None:
        """Append what is decided after all that the log says, if it is anything."""
        for _ in range(_TRIES):
            if (event := decide()) is None:
                return
            try:
                self._store.append(LOG, self._count, [event], by)
            except Conflict:
                self.refresh()
                continue
            self._fold(event)
            self._bell.ring()
            return
        raise Conflict("others wrote again and again: try once more")

    def release(
        self,
        title: str,
        to: Iterable[str],
        by: str,
        *,
        text: str = "",
        file: str = "",
        content: bytes = b"",
        key: str,
    ) -> Paper:
        """Release a paper to some seats at this moment.

        Args:
            title: What it is called.
            to: The seats that are to have it.
            by: Who releases it, in words.
            text: What it says, where it is no file.
            file: The name of the file.
            content: What the file holds.
            key: Tells this release from others: with the same, nothing is released again.
        """
        released = {
            "kind": "released",
            "id": key,
            "title": title,
            "text": text,
            "file": file,
            "content": b64encode(content).decode(),
            "by": by,
            "to": sorted(set(to)),
        }
        with self._lock:
            self._add(
                lambda: None if key in self._papers else {**released, "at": self._now()}, by
            )
            return self._papers[key]

    def take(self, one: str, seat: str, by: str) -> Paper | None:
        """Take a paper, which notes when; None where there is none for this seat.

        Args:
            one: The id of the paper.
            seat: The seat that takes it.
            by: Who takes it, in words.
        """

        def decide() -> Event | None:
            paper = self.get(one, seat)
            if paper is None or seat in paper.taken:
                return None
            return {"kind": "taken", "id": one, "seat": seat, "at": self._now()}

        with self._lock:
            self._add(decide, by)
            return self.get(one, seat)

    def get(self, one: str, seat: str) -> Paper | None:
        """Return a paper; None where there is none for this seat."""
        found = self._papers.get(one)
        return found if found and seat in found.to else None

    def of(self, seat: str) -> list[Paper]:
        """Return the papers that were released to a seat, the last first."""
        return [one for one in reversed(self._papers.values()) if seat in one.to]

    def position(self, seat: str) -> int:
        """Return how often something of the papers of a seat has changed."""
        return self._positions[seat]

    def _now(self) -> str:
        return self._settings.clock().isoformat(timespec="seconds")
