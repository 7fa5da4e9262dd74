"""Half an exchange: what one party says with no word of the other on record.

Four rules. Looked at are a party's statements, positions, offers and proposals, its claims that
name another party, and incidents attributed to a party. They are to or about the parties that
they name; where they name none, every other party. A party's word is on record where

1. it answers the entry, or says something about it, or the entry is about what it said itself;
2. it says something about the same entry, or claims something on the same words;
3. the entry touches issues, and on each of them the party says something (a position, a
   statement, an offer, a proposal, a response, a claim) on that day or at most a month later;
   beside a position what it said before will do too, for both then stand in the matrix.

An entry that is about nothing, to nobody and on no issue cannot be looked at.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta

from attrs import field, frozen

from accord.model import Process
from accord.record.entry import Entry
from accord.record.kinds.claim import Claim
from accord.record.kinds.incident import Incident
from accord.record.kinds.offer import ConditionalOffer
from accord.record.kinds.position import Position
from accord.record.kinds.proposal import Proposal
from accord.record.kinds.response import Response
from accord.record.kinds.statement import Statement
from accord.record.ledger import Record, issues

MONTH = timedelta(days=31)
"""How much later a word on an issue may come and still be taken for one on the same matter."""

_SAID = (Statement, Position, ConditionalOffer, Proposal, Response, Claim)


@frozen(kw_only=True)
class Unanswered:
    """An entry beside which a party has no word on record.

    Attributes:
        entry: The entry.
        party: Id of the party that says it; empty for an incident, which reports attribute.
        other: Id of the party that has no word on it.
        issues: The issues on which it has none; none where the entry touches none.
    """

    entry: Entry
    party: str
    other: str
    issues: tuple[str, ...] = ()


@frozen(kw_only=True)
class Balance:
    """What stands alone in a record.

    Attributes:
        alone: What has no word of another party beside it, in order of time.
        looked_at: How many entries were looked at, by party; incidents under no party.
        unlinked: Entries that say neither what nor whom they are about.
    """

    alone: tuple[Unanswered, ...] = ()
    looked_at: dict[str, int] = field(factory=dict)
    unlinked: tuple[Entry, ...] = ()


def balance(process: Process, record: Record) -> Balance:
    """Find what one party says with no word of another on record.

    Args:
        process: Says who is a party, and for whom people speak.
        record: What happened and who says so; only what stands is looked at.
    """
    words = _Words(process, record)
    alone: list[Unanswered] = []
    looked_at: dict[str, int] = defaultdict(int)
    unlinked: list[Entry] = []
    for entry in record.standing:
        party = words.party(entry)
        if isinstance(entry, Incident):
            party, others = "", words.named(entry)
        elif not party or not isinstance(entry, _SAID) or isinstance(entry, Response):
            continue
        else:
            others = words.named(entry) - {party}
            if isinstance(entry, Claim) and not others:
                continue
            if not (others or entry.about or issues(entry)):
                unlinked.append(entry)
                continue
            others = others or process.parties.keys() - {party}
        looked_at[party] += bool(others)
        for other in sorted(others):
            missing = words.missing(entry, other)
            if missing is not None:
                alone.append(Unanswered(entry=entry, party=party, other=other, issues=missing))
    return Balance(alone=tuple(alone), looked_at=dict(looked_at), unlinked=tuple(unlinked))


class _Words:
    """What each party said, by what it is about."""

    def __init__(self, process: Process, record: Record) -> None:
        self.process, self.record = process, record
        self.about: dict[str, set[str]] = defaultdict(set)
        self.on: dict[tuple[str, str], list[Entry]] = defaultdict(list)
        for entry in record.standing:
            party = self.party(entry)
            if not party:
                continue
            self.about[party].update(_matters(entry), _answered(entry))
            if isinstance(entry, _SAID):
                for issue in issues(entry):
                    self.on[party, issue].append(entry)

    def party(self, entry: Entry) -> str:
        """Return the party that says an entry; empty where no party, or not one alone, does."""
        by = getattr(entry, "party", "") or getattr(entry, "by", "")
        side = self.process.side(by) if isinstance(by, str) else ""
        return side if side in self.process.parties else ""

    def named(self, entry: Entry) -> set[str]:
        """Return the parties that an entry is to, names, or is about what was laid to them."""
        named = [*getattr(entry, "to", ()), *getattr(entry, "attributed_to", ())]
        if isinstance(entry, Claim):
            named.extend(one.strip() for one in entry.value.split(","))
            for one in self._entries(entry):
                named.extend(getattr(one, "attributed_to", ()))
        return {self.process.side(one) for one in named} & self.process.parties.keys()

    def missing(self, entry: Entry, other: str) -> tuple[str, ...] | None:
        """Return the issues of an entry on which a party has no word; None where it has one."""
        said = self.about[other]
        if entry.id in said or any(self.party(one) == other for one in self._entries(entry)):
            return None
        if any(matter in said for matter in _matters(entry)):
            return None
        touched = sorted(issues(entry))
        without = tuple(i for i in touched if not self._near(entry, self.on[other, i]))
        return None if touched and not without else without

    def _near(self, entry: Entry, said: list[Entry]) -> bool:
        start, end = entry.date.start, entry.date.end
        return any(
            one.date.start < end + MONTH
            and (isinstance(entry, Position) or one.date.end > start)
            for one in said
        )

    def _entries(self, entry: Entry) -> Iterator[Entry]:
        return (self.record.by_id[i] for i in entry.about if i in self.record.by_id)


def _matters(entry: Entry) -> Iterator[str]:
    """Yield what an entry is about: ids, and words, which begin with a space as no id does."""
    yield from entry.about
    if isinstance(entry, Claim) and entry.subject:
        yield f" {' '.join(entry.subject.casefold().split())}"


def _answered(entry: Entry) -> Iterator[str]:
    if isinstance(entry, Response):
        yield entry.answers
