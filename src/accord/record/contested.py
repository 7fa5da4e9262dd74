"""Claims that cannot both hold: found, and put side by side. Which one holds is not said."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from heapq import heappop, heappush
from itertools import pairwise

from attrs import Factory, evolve, field, fields_dict, frozen

from accord.model import Amount, Span
from accord.record.entry import Entry
from accord.record.kinds.claim import Claim, Stance
from accord.record.kinds.correction import Correction
from accord.record.kinds.figure import Figure
from accord.record.ledger import Record
from accord.record.wording import unstopped


class Clash(StrEnum):
    """In which way readings cannot both hold."""

    FIGURES = "figures"
    DENIAL = "denial"
    VALUES = "values"


@frozen
class Reading:
    """What one entry says about a contested subject.

    Attributes:
        entry: Id of the entry.
        by: Who says it; empty where only sources stand behind it.
        stance: asserts, denies or reports.
        value: What it says, as written; empty for a plain assertion or denial.
        sources: Ids of the sources.
        updated: For a figure: whether the same person gave a later one.
        entries: Ids of all entries that say it, where one speaker claims it several times.
    """

    entry: str
    by: str
    stance: Stance
    value: str
    sources: tuple[str, ...]
    updated: bool = False
    entries: tuple[str, ...] = field(
        default=Factory(lambda self: (self.entry,), takes_self=True), eq=False
    )


@frozen
class Contested:
    """Readings of one subject, two of which at least cannot both hold.

    Attributes:
        subject: What they are about: the id of an entry, or words.
        attribute: Which feature of it; empty where the whole is contested.
        clash: In which way they cannot both hold.
        readings: Every reading, in order of time.
        unit: For figures: in what they are counted.
        span: For numbers: the range that holds all of them, but for counts that were updated.
    """

    subject: str
    attribute: str
    clash: Clash
    readings: tuple[Reading, ...]
    unit: str = ""
    span: Span | None = None

    @property
    def lays(self) -> bool:
        """Whether it is contested to whom something is laid."""
        return _folded(self.attribute.replace("_", " ")) == _LAID

    @property
    def feature(self) -> str:
        """Which feature is contested, in words."""
        return "who did it" if self.lays else self.attribute.replace("_", " ")


@frozen
class Tally:
    """All figures on one subject at one time.

    Attributes:
        subject: What is counted.
        unit: In what.
        figures: The figures, in order of time.
        span: The range that holds all of them, apart from those that were updated.
        contested: Whether two of them cannot both hold, apart from those that were updated.
        updated: Ids of those of which the same person gave a later count.
    """

    subject: str
    unit: str
    figures: tuple[Figure, ...]
    span: Span
    contested: bool
    updated: frozenset[str] = frozenset()

    @property
    def standing(self) -> tuple[Figure, ...]:
        """Return the figures that were not updated."""
        return tuple(f for f in self.figures if f.id not in self.updated)


def contested(record: Record) -> list[Contested]:
    """Find everything on which the standing entries of a record cannot all hold.

    Three ways: figures on one subject, in one unit, at overlapping times, of which no number is
    what both say, but for counts that the same person updated; one asserts or reports what
    another denies; one feature is given different values (numbers: of which no number is what
    both say).
    """
    found = [_figures(tally) for tally in tallies(record) if tally.contested]
    for (subject, attribute), group in _claims(record).items():
        found.extend(_clashes(record, subject, attribute, group))
    ordered = sorted(record.entries, key=lambda e: e.date.order)
    order = {entry.id: place for place, entry in enumerate(ordered)}
    return sorted(found, key=lambda c: order[c.readings[0].entry])


def tallies(record: Record) -> list[Tally]:
    """Gather the figures on each subject, apart where they speak of different times."""
    groups: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    place: dict[str, int] = {}
    for figure in record.of(Figure):
        place[figure.id] = len(place)
        groups[_folded(figure.subject), _folded(figure.unit)].append(figure)
    return [
        _tally(record, group, place)
        for figures in groups.values()
        for group in _together(figures)
    ]


@frozen
class Series:
    """All figures on one subject: those of different times are no contradiction.

    Attributes:
        subject: What is counted.
        unit: In what.
        tallies: The figures of each time, the earliest first.
    """

    subject: str
    unit: str
    tallies: tuple[Tally, ...]

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures of all times, the earliest time first."""
        return tuple(figure for one in self.tallies for figure in one.figures)

    @property
    def updated(self) -> frozenset[str]:
        """Ids of those of which the same person gave a later count."""
        return frozenset().union(*(one.updated for one in self.tallies))

    @property
    def outer(self) -> tuple[Figure, ...]:
        """The lowest, the highest and the latest of those that stand, each once, by time."""
        standing = [f for one in self.tallies for f in one.standing]
        low = min(standing, key=lambda f: f.value.lowest)
        high = max(standing, key=lambda f: f.value.highest)
        kept = {low.id, high.id, standing[-1].id}
        return tuple(f for f in standing if f.id in kept)

    @property
    def span(self) -> Span:
        """The range that holds all of them, but for those that were updated."""
        return Span.of(f.value for one in self.tallies for f in one.standing)

    @property
    def contested(self) -> bool:
        """Whether two of one time cannot both hold."""
        return any(one.contested for one in self.tallies)

    @property
    def latest(self) -> Tally:
        """The figures of the latest time."""
        return self.tallies[-1]


def series(found: Iterable[Tally]) -> list[Series]:
    """Put the figures on one subject together, whatever times they speak of.

    Args:
        found: The figures by subject and time.
    """
    groups: dict[tuple[str, str], list[Tally]] = defaultdict(list)
    for tally in found:
        groups[_folded(tally.subject), _folded(tally.unit)].append(tally)
    return [Series(one[0].subject, one[0].unit, tuple(one)) for one in groups.values()]


def _together(figures: Iterable[Figure]) -> Iterator[list[Figure]]:
    """Cut figures on one subject into groups whose times overlap, directly or in a chain."""
    listed = list(figures)
    always = [f for f in listed if f.time is None]
    dated = [(f.time, f) for f in listed if f.time is not None]
    dated.sort(key=lambda pair: pair[0])
    group: list[Figure] = list(always)
    end = None
    for moment, figure in dated:
        if end is not None and moment.start >= end and not always:
            yield group
            group, end = [], None
        group.append(figure)
        end = moment.end if end is None else max(end, moment.end)
    yield group


def _tally(record: Record, figures: list[Figure], place: Mapping[str, int]) -> Tally:
    updated = _updated(record, sorted(figures, key=lambda f: place[f.id]))
    figures = sorted(figures, key=lambda f: f.date)
    standing = [f for f in figures if f.id not in updated]
    span = Span.of(f.value for f in standing)
    apart = _some_apart(standing)
    first = figures[0]
    return Tally(
        first.subject,
        first.unit,
        tuple(figures),
        span,
        apart,
        updated,
    )


def _updated(record: Record, figures: Sequence[Figure]) -> frozenset[str]:
    """Return the ids of figures of which the same person gave a later count.

    Where nobody is named, the same is who published them. Later is what has the later date, of
    dates that do not overlap, for a month is no earlier than a day in it; else what speaks of a
    later time; of one time, what is about the earlier and stands after it. The times that they
    speak of must overlap: counts of different times are no updates of each other.

    Args:
        record: Says who published what.
        figures: Figures on one subject and in one unit, in order of time, and on one date in
            that of the record.
    """
    mine: dict[object, list[Figure]] = defaultdict(list)
    for figure in figures:
        giver = figure.by or frozenset(
            record.labels[one] for one in figure.sources if one in record.labels
        )
        if giver:
            mine[giver].append(figure)
    return frozenset(
        earlier.id
        for counts in mine.values()
        for place, earlier in enumerate(counts)
        if any(
            _overlap(earlier, counts[i]) and _is_later(earlier, counts[i], place < i)
            for i in reversed(range(len(counts)))
        )
    )


def _is_later(earlier: Figure, later: Figure, stands_after: bool) -> bool:
    """Return whether one count is later than another of the same person."""
    if not earlier.date.overlaps(later.date):
        return earlier.date.start < later.date.start
    one, other = (f.as_of.start if f.as_of else datetime.min for f in (earlier, later))
    return one < other or (one == other and stands_after and earlier.id in later.about)


def _overlap(one: Figure, other: Figure) -> bool:
    (start, end), (first, last) = _time(one), _time(other)
    return start < last and first < end


def _some_apart(figures: Iterable[Figure]) -> bool:
    """Return whether no number is what two figures of overlapping times both say.

    Goes through the times once, and holds each figure against the highest low end and the
    lowest high end of those whose time is not over.
    """
    lows: list[tuple[tuple[float, int], datetime]] = []
    highs: list[tuple[tuple[float, int], datetime]] = []
    for figure in sorted(figures, key=lambda f: _time(f)[0]):
        start, end = _time(figure)
        value = figure.value
        for heap in (lows, highs):
            while heap and heap[0][1] <= start:
                heappop(heap)
        (low, above), (high, below) = value.lowest, value.highest
        if highs and ((low, above) > highs[0][0] or (-high, -below) > lows[0][0]):
            return True
        heappush(lows, ((-low, -above), end))
        heappush(highs, ((high, below), end))
    return False


def apart(one: Figure, other: Figure) -> bool:
    """Return whether no number is what two figures both say, at a time of which both speak.

    Args:
        one: A figure.
        other: Another on the same subject, in the same unit.
    """
    return _some_apart((one, other))


def _time(figure: Figure) -> tuple[datetime, datetime]:
    """Return the time that a figure speaks of; all time where it does not say."""
    time = figure.time
    return (datetime.min, datetime.max) if time is None else (time.start, time.end)


def _figures(tally: Tally) -> Contested:
    readings = tuple(
        Reading(
            f.id,
            f.by,
            Stance.REPORTS,
            f"{f.value} {f.unit}".rstrip(),
            f.sources,
            f.id in tally.updated,
        )
        for f in tally.figures
    )
    return Contested(
        tally.subject, "", Clash.FIGURES, readings, unit=tally.unit, span=tally.span
    )


def _claims(record: Record) -> dict[tuple[str, str], list[Claim]]:
    """Group the standing claims by what they are about and which feature of it.

    What is no entry has a key that begins with a space, as no id does.
    """
    groups: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in record.of(Claim):
        attribute = _folded(claim.attribute.replace("_", " "))
        about = dict.fromkeys(_replacement(record, one) for one in claim.about)
        for subject in about:
            groups[subject, attribute].append(claim)
        if not about and claim.subject:
            groups[f" {_folded(claim.subject)}", attribute].append(claim)
    return groups


def _replacement(record: Record, one: str) -> str:
    """Follow an entry to what supersedes it, to the last; the entry itself if withdrawn."""
    last, seen = one, {one}
    while (after := record.superseded.get(last)) is not None and after.id not in seen:
        seen.add(after.id)
        last = after.id
        if isinstance(after, Correction):
            return one
    return last


def _clashes(
    record: Record, subject: str, attribute: str, claims: list[Claim]
) -> Iterator[Contested]:
    own = _own_reading(record, subject, attribute)
    if own and attribute == _LAID and any(_same(claim, own) for claim in claims):
        own = None  # claims say who says so; the entry alone would read as its outlet's word
    readings = ([own] if own else []) + [_reading(claim) for claim in claims]
    holding = [r for r in readings if r.stance is not Stance.DENIES]
    denying = [r for r in readings if r.stance is Stance.DENIES]
    name = claims[0].attribute
    subject = claims[0].subject if subject.startswith(" ") else subject
    if _differ([r.value for r in holding if r.value]):
        yield Contested(
            subject, name, Clash.VALUES, tuple(readings), span=_span(r.value for r in holding)
        )
        return
    for value in dict.fromkeys(_compared(r.value) for r in denying):
        against = [r for r in denying if _compared(r.value) == value]
        held = [r for r in holding if not value or not r.value or _compared(r.value) == value]
        if held:
            part = {*held, *against}
            sides = tuple(r for r in readings if r in part)
            yield Contested(subject, name, Clash.DENIAL, sides)


_LAID = "attributed to"
"""The feature of an incident that says who is said to have done it, not who says so."""


def _same(claim: Claim, own: Reading) -> bool:
    """Return whether a claim holds what an entry says itself."""
    held = claim.stance is not Stance.DENIES
    return held and _compared(claim.value) == _compared(own.value)


def _reading(claim: Claim) -> Reading:
    return Reading(claim.id, claim.by, claim.stance, claim.value, claim.sources)


def _own_reading(record: Record, subject: str, attribute: str) -> Reading | None:
    """Return what the entry itself says: its field of that name, or that it was so at all."""
    entry = record.by_id.get(subject)
    if entry is None or subject in record.superseded:
        return None
    by = getattr(entry, "by", "") if attribute != _LAID else ""
    value = _field(entry, attribute) if attribute else ""
    if attribute and not value:
        return None
    return Reading(
        entry.id, by if isinstance(by, str) else "", Stance.REPORTS, value, entry.sources
    )


def _field(entry: Entry, attribute: str) -> str:
    """Return a feature that an entry has a field for, or that a claim is about."""
    if isinstance(entry, Claim) and _folded(entry.attribute.replace("_", " ")) == attribute:
        return entry.value
    name = attribute.replace(" ", "_")
    value = getattr(entry, name) if name in fields_dict(type(entry)) else None
    if isinstance(value, tuple | Mapping):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


def cannot_both_hold(one: Reading, other: Reading) -> bool:
    """Return whether two readings of a claimed feature contradict each other."""
    denials = (one.stance, other.stance).count(Stance.DENIES)
    if denials == 1:
        return not (one.value and other.value) or _compared(one.value) == _compared(other.value)
    return (
        denials == 0 and bool(one.value and other.value) and _differ([one.value, other.value])
    )


def said_together(record: Record, readings: Iterable[Reading]) -> list[tuple[Reading, Entry]]:
    """Return readings with their entries, what one speaker claims of one value only once.

    The entry of several is the latest of them with the words of all.

    Args:
        record: What happened and who says so.
        readings: The readings, in order of time.
    """
    groups: dict[object, list[Reading]] = defaultdict(list)
    for one in readings:
        claimed = isinstance(record.by_id[one.entry], Claim) and one.by and one.value
        by = (one.by, one.stance, record.by_id[one.entry].inferred_by)
        key = (*by, _compared(one.value)) if claimed else one.entry
        groups[key].append(one)
    found = []
    for group in groups.values():
        entries = [record.by_id[one.entry] for one in group]
        texts = dict.fromkeys(unstopped(e.text) for e in entries if e.text)
        same = len(group) == 1
        entry = entries[0] if same else evolve(entries[-1], text="; ".join(texts))
        sources = tuple(dict.fromkeys(s for one in group for s in one.sources))
        ids = tuple(one.entry for one in group)
        found.append((evolve(group[0], sources=sources, entries=ids), entry))
    return found


def _differ(values: Sequence[str]) -> bool:
    """Return whether two of some values cannot both hold."""
    ranges = [_range(value) for value in values]
    if all(r is not None for r in ranges):
        known = [r for r in ranges if r is not None]
        return bool(known) and max(r.lowest for r in known) > min(r.highest for r in known)
    return any(a != b for a, b in pairwise(_folded(value) for value in values))


def _span(values: Iterable[str]) -> Span | None:
    ranges = [_range(value) for value in values if value]
    known = [r for r in ranges if r is not None]
    return Span.of(known) if known and len(known) == len(ranges) else None


def _range(text: str) -> Amount | None:
    try:
        return Amount.parse(text)
    except ValueError:
        return None


def _compared(value: str) -> Amount | str:
    """Return what to compare of a value: `3` and `3.0` are one number."""
    number = _range(value)
    return _folded(value) if number is None else number


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
