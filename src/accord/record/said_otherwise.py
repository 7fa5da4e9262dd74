"""Who says otherwise than an entry that is being written, and what is likely the same."""

import re
from collections.abc import Collection, Iterator
from typing import Any

from attrs import evolve, fields, frozen

from accord.record.case import Case
from accord.record.contested import apart, cannot_both_hold, contested
from accord.record.contradictions import contradictions
from accord.record.entry import Entry
from accord.record.kinds.agreement import Agreement
from accord.record.kinds.claim import Claim
from accord.record.kinds.decision import Decision
from accord.record.kinds.figure import Figure
from accord.record.kinds.offer import ConditionalOffer
from accord.record.kinds.position import Position
from accord.record.kinds.proposal import Proposal
from accord.record.kinds.response import Response
from accord.record.ledger import Record

DRAFT = "."
"""The id of an entry that is being written, which nobody gives to one."""
MOST = 5
"""So many entries that are likely the same are shown: more are no likeness."""
_ALIKE = 0.4
"""The share of the words that two texts have in common which is hardly chance."""
_BESIDE = frozenset(
    ("id", "date", "sources", "text", "about", "supersedes", "why", "inferred_by", "for_")
)
"""What says nothing of whether two entries are of the same thing, or is looked at apart."""
_OF_ISSUES = (Agreement, Decision, ConditionalOffer, Position, Proposal, Response)
"""The kinds by which an issue is settled or asked for, of which contradictions are made."""


@frozen(kw_only=True)
class SaidOtherwise:
    """What a record says beside an entry that is being written.

    Attributes:
        otherwise: The entries that cannot hold where this one does, in order of time.
        sentences: What does not fit between it and others, in a sentence each, where no one
            entry says the contrary.
        alike: The entries that are likely the same, the likeliest first.
    """

    otherwise: tuple[Entry, ...] = ()
    sentences: tuple[str, ...] = ()
    alike: tuple[Entry, ...] = ()


def said_otherwise(case: Case, draft: Entry, given: Collection[str]) -> SaidOtherwise:
    """Find what a record says otherwise than an entry would, and what says the same.

    A figure is set against those on its subject, a claim against those about the same and what
    it is about, a position, an answer and what was agreed against what its party said before.
    Which reading holds is not said.

    Args:
        case: What whoever writes may read.
        draft: The entry, as far as it is written: what it `supersedes` is left aside.
        given: The names of its fields that are written; others hold what stands in for them.
    """
    draft = evolve(draft, id=DRAFT)
    return SaidOtherwise(
        otherwise=tuple(sorted(_otherwise(case.record, draft, given), key=_when)),
        sentences=tuple(dict.fromkeys(_unfitting(case, draft, given))),
        alike=_alike(case.record, draft, given),
    )


def _when(entry: Entry) -> Any:
    return entry.date.order


def _otherwise(record: Record, draft: Entry, given: Collection[str]) -> Iterator[Entry]:
    """Yield the entries that cannot hold where a draft does."""
    if before := _before(record, draft, given):
        yield before
    near = _near(record, draft, given)
    if not near:
        return
    seen = set[str]()
    for one in contested(evolve(record, entries=(*near, draft))):
        own = next((r for r in one.readings if r.entry == DRAFT), None)
        if own is None or own.updated:
            continue
        for reading in one.readings:
            other = record.by_id.get(reading.entry)
            if other is None or reading.updated or other.id in seen:
                continue
            if isinstance(draft, Figure) and isinstance(other, Figure):
                clash = apart(draft, other)
            else:
                clash = cannot_both_hold(own, reading)
            if clash:
                seen.add(other.id)
                yield other


_ANSWERED = ((Position, ("party", "issue"), "option"), (Response, ("by", "answers"), "answer"))
"""By which fields what somebody said last is known, and in which it may differ."""


def _before(record: Record, draft: Entry, given: Collection[str]) -> Entry | None:
    """Return what the same party said last on the same, where that is another thing."""
    for kind, same, other in _ANSWERED:
        if not isinstance(draft, kind) or not {*same, other} <= {*given}:
            continue
        last = None
        for entry in record.of(kind):
            if entry.id != draft.supersedes and all(
                getattr(entry, one) == getattr(draft, one) for one in same
            ):
                last = entry
        if last is not None and getattr(last, other) != getattr(draft, other):
            return last
    return None


_NEEDED = ((Figure, ("subject", "value")), (Claim, ("stance",)))
"""What has to be written before anything can say otherwise."""


def _near(record: Record, draft: Entry, given: Collection[str]) -> list[Entry]:
    """Return the entries on the subject of a draft, with what they replaced, in their order.

    The rest of a long record can contest nothing of it, and is not gone through.
    """
    if any(isinstance(draft, kind) and not {*needed} <= {*given} for kind, needed in _NEEDED):
        return []
    if isinstance(draft, Figure):
        subject = _folded(draft.subject)
        near = {f.id for f in record.of(Figure) if _folded(f.subject) == subject}
    elif isinstance(draft, Claim):
        subject, about = _folded(draft.subject), {*draft.about}
        about |= {record.latest(one) for one in about}
        near = about | {
            claim.id
            for claim in record.of(Claim)
            if not about.isdisjoint((*claim.about, *map(record.latest, claim.about)))
            or (subject and _folded(claim.subject) == subject)
        }
    else:
        near = set()
    if old := draft.supersedes:  # claims about what it replaces are about it
        about = {old, record.latest(old)}
        near |= {c.id for c in record.of(Claim) if not about.isdisjoint(c.about)} | {old}
    linked = [e for e in record.entries if e.supersedes] if near else []
    for entry in reversed(linked):
        if entry.id in near:
            near.add(entry.supersedes)
    for entry in linked:
        if entry.supersedes in near:
            near.add(entry.id)
    return [entry for entry in record.entries if entry.id in near]


def _unfitting(case: Case, draft: Entry, given: Collection[str]) -> Iterator[str]:
    """Yield in sentences what does not fit between a draft and what was said on its issues."""
    if not isinstance(draft, _OF_ISSUES) or "date" not in given:
        return
    record = case.record
    kept = (e for e in record.entries if isinstance(e, _OF_ISSUES) or e.supersedes)
    whole = evolve(case, record=evolve(record, entries=(*kept, draft)))
    for one in contradictions(whole):
        if DRAFT in one.entries and one.entries != (DRAFT,):
            yield one.text


def _alike(record: Record, draft: Entry, given: Collection[str]) -> tuple[Entry, ...]:
    """Return the entries that are likely the same as a draft, the likeliest first."""
    said = [
        (one.name, value)
        for one in fields(type(draft))
        if one.name in given and one.name not in _BESIDE and (value := getattr(draft, one.name))
    ]
    words = _words(draft.text) if "text" in given else frozenset[str]()
    found = []
    for entry in record.of(type(draft)):
        if type(entry) is not type(draft) or entry.id == draft.supersedes:
            continue
        if "date" in given and not entry.date.overlaps(draft.date):
            continue
        likeness = _likeness(entry, said, words, dated="date" in given)
        if likeness:
            found.append((likeness, entry))
    found.sort(key=lambda pair: (-pair[0], pair[1].date.order))
    return tuple(entry for _, entry in found[:MOST])


def _likeness(
    entry: Entry, said: list[tuple[str, Any]], words: frozenset[str], *, dated: bool
) -> float:
    """Return how likely an entry is the same as a draft: 0 where it is another."""
    same = 0
    for name, value in said:
        held = getattr(entry, name)
        if not held:
            continue
        if not _agree(value, held):
            return 0.0
        same += 1
    theirs = _words(entry.text)
    common = len(words & theirs) / len(words | theirs) if words and theirs else None
    if common is not None and common < _ALIKE and not (same > 1 and dated):
        return 0.0
    if common is None and not (same and dated):
        return 0.0
    return same + (common or 0.0)


def _agree(one: Any, other: Any) -> bool:
    """Return whether two values of a field may be of the same thing."""
    if isinstance(one, str) and isinstance(other, str):
        mine, theirs = _words(one), _words(other)
        return mine <= theirs or theirs <= mine
    if isinstance(one, tuple) and isinstance(other, tuple):
        return not set(one).isdisjoint(other)
    if hasattr(one, "overlaps"):
        return bool(one.overlaps(other))
    return bool(one == other)


def _folded(text: str) -> list[str]:
    return text.casefold().split()


_WORD = re.compile(r"[^\W_]+")


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold()))
