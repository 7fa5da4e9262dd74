"""Papers that are released to several seats at the same moment, and who took them when.

Nobody can read a paper before its release, and whoever it was released to sees to whom else,
and when each of them took it: one side cannot have had it first without the other knowing.
"""

from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Iterable

from attrs import evolve, field, frozen
from frozendict import frozendict

from accord.host.bell import Bell
from accord.host.kept_log import KeptLog
from accord.host.settings import HostSettings
from accord.store import Envelope, Event, Store

LOG = "host/papers"


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
        self._settings = settings
        self._papers: dict[str, Paper] = {}
        self._positions: Counter[str] = Counter()
        self.log = KeptLog(store, LOG, self._fold, bell)

    def _fold(self, kept: Envelope) -> None:
        event = kept.event
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
        self.log.add(
            lambda: [] if key in self._papers else [{**released, "at": self._now()}], by
        )
        return self._papers[key]

    def take(self, one: str, seat: str, by: str) -> Paper | None:
        """Take a paper, which notes when; None where there is none for this seat.

        Args:
            one: The id of the paper.
            seat: The seat that takes it.
            by: Who takes it, in words.
        """

        def decide() -> list[Event]:
            paper = self.get(one, seat)
            if paper is None or seat in paper.taken:
                return []
            return [{"kind": "taken", "id": one, "seat": seat, "at": self._now()}]

        self.log.add(decide, by)
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
