"""A delegation's own machine: its folder stays here, and only what it sends goes to a host."""

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from attrs import frozen
from frozendict import frozendict

from accord.errors import AccordError
from accord.formats.take_copy import CopyTaken, take_copy
from accord.host.bell import Bell
from accord.host.folder_copy import unpack
from accord.host.held_folder import HeldFolder
from accord.host.kept_log import KeptLog
from accord.model import Agenda
from accord.store import Envelope, Event, Store
from accord.talks import Options

if TYPE_CHECKING:
    from accord.host.afar import AfarTables

LOG = "own/kept"
"""The log of what a side keeps among itself about tables, and of what came from the host."""

STAYS = "Stays on this machine."


def named_otherwise(own: Agenda, there: Agenda) -> tuple[str, ...]:
    """Return in sentences what a table calls otherwise than the own folder does.

    Here a package is judged by its ids, and people read names: whoever gives them others could
    have a side agree to what it does not mean.

    Args:
        own: The agenda of the own folder.
        there: The agenda at the table.
    """
    found = []
    for i, issue in there.issues.items():
        if (ours := own.issues.get(i)) is None:
            continue
        found.append((ours.name, issue.name))
        options = issue.choices.items()
        found += [(ours.choices[o].name, one.name) for o, one in options if o in ours.choices]
    return tuple(
        f"“{mine}” in your folder is called “{theirs}” at the host’s table."
        for mine, theirs in found
        if mine != theirs
    )


@frozen(kw_only=True)
class OwnDraft:
    """Something that a side keeps among itself about a table.

    Attributes:
        number: Its number among the drafts.
        at: When it was written.
        by: Who wrote it, in words.
        table: The id of the table.
        text: What it says.
        deal: The package that it is about; empty for none.
    """

    number: int
    at: datetime
    by: str
    table: str
    text: str
    deal: Options = frozendict()


@frozen(kw_only=True)
class Brought:
    """What came of bringing the record here up to date with the host's.

    Attributes:
        at: When it was.
        added: Ids of what came in.
        differing: What is there and here and differs.
        refused: Why something did not come in, a sentence each.
    """

    at: datetime
    added: tuple[str, ...]
    differing: tuple[str, ...]
    refused: tuple[str, ...]


class OwnMachine:
    """What there is where a delegation sits with its own machine, and nowhere else.

    Attributes:
        seat: The id of its seat at the host.
        address: How every link to the host begins.
        name: What whoever sits here has called themselves at the host.
        log: The log of what the side keeps among itself, and of what came from the host.
        brought: What came from the host last; None while nothing has.
        looked: When that was looked at last, since this start; None for not yet.
        trouble: Why it could not be taken in when it was looked at last; empty if it could.
        afar: The tables of the host.
    """

    def __init__(
        self, seat: str, address: str, store: Store, bell: Bell, name: str = ""
    ) -> None:
        """Take whose machine it is, where the host is, and where its own things are kept.

        Args:
            seat: The id of its seat at the host.
            address: How every link to the host begins.
            store: The store of this machine.
            bell: Rings after a change.
            name: What whoever sits here has called themselves at the host.
        """
        self.seat, self.address, self.name, self._bell = seat, address, name, bell
        self._drafts: list[OwnDraft] = []
        self._keys: set[str] = set()
        self.brought: Brought | None = None
        self.looked: datetime | None = None
        self.trouble = ""
        self.afar: AfarTables | None = None
        self._count = 0
        self.log = KeptLog(store, LOG, self._fold, bell)

    def _fold(self, kept: Envelope) -> None:
        self._keys.add(str(kept.event.get("once", "")))
        self._count += 1
        match kept.event:
            case {"kind": "draft", "table": str(table), "text": str(text), "deal": dict(deal)}:
                draft = OwnDraft(
                    number=len(self._drafts) + 1,
                    at=datetime.fromisoformat(kept.at),
                    by=kept.by,
                    table=table,
                    text=text,
                    deal=Options(deal),
                )
                self._drafts.append(draft)
            case {"kind": "brought"}:
                said = {
                    one: tuple(map(str, kept.event.get(one, ())))
                    for one in ("added", "differing", "refused")
                }
                self.brought = Brought(at=datetime.fromisoformat(kept.at), **said)

    @property
    def position(self) -> int:
        """How often something that is shown of it has changed."""
        return self._count

    def drafts(self, table: str) -> tuple[OwnDraft, ...]:
        """Return what the side keeps among itself about a table, the last first.

        Args:
            table: The id of the table.
        """
        return tuple(one for one in reversed(self._drafts) if one.table == table)

    def keep(self, table: str, text: str, deal: Options, by: str, key: str) -> None:
        """Keep something on this machine.

        Args:
            table: The id of the table that it is about.
            text: What it says.
            deal: The package that it is about; empty for none.
            by: Who writes it, in words.
            key: What tells it from another press; empty for nothing.

        Raises:
            AccordError: If it cannot be kept.
        """
        said = {"kind": "draft", "table": table, "text": text, "once": key}
        event: Event = {**said, "deal": {**deal}}
        self.log.add(lambda: [] if key and key in self._keys else [event], by)

    def bring(self, held: HeldFolder, archive: bytes, now: datetime) -> None:
        """Take into the folder here what is new in the copy that the host gives this seat.

        Where that cannot be done, nothing is changed, and `trouble` says why.

        Args:
            held: The folder.
            archive: The copy, as the host packs it.
            now: The time.
        """
        self.looked = now
        try:
            with TemporaryDirectory() as place:
                copy = Path(place) / "copy"
                unpack(archive, copy)
                taken = held.change("the host", "", lambda folder: take_copy(folder, copy))
        except AccordError as error:
            self.trouble = str(error)
            self._count += 1
            self._bell.ring()
            return
        self.trouble = ""
        self.log.add(lambda: self._news(taken), "the host")

    def _news(self, taken: CopyTaken) -> list[Event]:
        """Return what is to be kept of what came in: nothing where nothing is new."""
        said = (taken.differing, taken.refused)
        before = self.brought
        if not taken.added and before and (before.differing, before.refused) == said:
            return []
        lists = {"added": taken.added, "differing": taken.differing, "refused": taken.refused}
        return [{"kind": "brought", **{name: [*ids] for name, ids in lists.items()}}]

    def goes(self) -> str:
        """Return in a sentence where a form goes that is sent to the host."""
        return f"Goes to the host at {self.address}, and whoever has that machine can read it."
