"""Claims that cannot both hold: found, and put side by side. Which one holds is not said."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import pairwise

from attrs import fields_dict, frozen

from accord.model import Range, When
from accord.record.entries import Claim, Entry, Figure, Stance
from accord.record.ledger import Record


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
    """

    entry: str
    by: str
    stance: Stance
    value: str
    sources: tuple[str, ...]


@frozen
class Contested:
    """Readings of one subject, two of which at least cannot both hold.

    Attributes:
        subject: What they are about: the id of an entry, or words.
        attribute: Which feature of it; empty where the whole is contested.
        clash: In which way they cannot both hold.
        readings: Every reading, in order of time.
        unit: For figures: in what they are counted.
        span: For numbers: the range that holds all of them.
    """

    subject: str
    attribute: str
    clash: Clash
    readings: tuple[Reading, ...]
    unit: str = ""
    span: Range | None = None


@frozen
class Tally:
    """All figures on one subject at one time.

    Attributes:
        subject: What is counted.
        unit: In what.
        figures: The figures, in order of time.
        span: The range that holds all of them.
        contested: Whether two of them cannot both hold.
    """

    subject: str
    unit: str
    figures: tuple[Figure, ...]
    span: Range
    contested: bool


def contested(record: Record) -> list[Contested]:
    """Find everything on which the standing entries of a record cannot all hold.

    Three ways: figures on one subject, in one unit, at overlapping times, whose ranges do not
    meet; one asserts or reports what another denies; one feature is given different values
    (numbers: values whose ranges do not meet).
    """
    found = [_figures(tally) for tally in tallies(record) if tally.contested]
    for (subject, attribute), group in _claims(record).items():
        found.extend(_clashes(record, subject, attribute, group))
    order = {entry.id: place for place, entry in enumerate(record.standing)}
    return sorted(found, key=lambda c: order[c.readings[0].entry])


def tallies(record: Record) -> list[Tally]:
    """Gather the figures on each subject, apart where they speak of different times."""
    groups: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for figure in record.of(Figure):
        groups[_folded(figure.subject), _folded(figure.unit)].append(figure)
    return [_tally(group) for figures in groups.values() for group in _together(figures)]


def _together(figures: Iterable[Figure]) -> Iterator[list[Figure]]:
    """Cut figures on one subject into groups whose times overlap, directly or in a chain."""
    always = [f for f in figures if f.as_of is None]
    dated = [(f.as_of, f) for f in figures if f.as_of is not None]
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


def _tally(figures: list[Figure]) -> Tally:
    figures = sorted(figures, key=lambda f: f.date)
    span = figures[0].value
    for figure in figures:
        span = span.span(figure.value)
    return Tally(
        figures[0].subject, figures[0].unit, tuple(figures), span, _some_apart(figures)
    )


def _some_apart(figures: Sequence[Figure]) -> bool:
    """Tell whether two figures of overlapping times have ranges that do not meet."""
    times = {figure.as_of for figure in figures}
    if len(times) == 1:
        return max(f.value.low for f in figures) > min(f.value.high for f in figures)
    return any(
        _apart_at(figures, moment) for moment in times if moment is not None
    ) or _apart_at([f for f in figures if f.as_of is None], None)


def _apart_at(figures: Sequence[Figure], moment: When | None) -> bool:
    """Tell whether two figures that speak of the first instant of a time do not meet."""
    there = [
        f.value
        for f in figures
        if f.as_of is None
        or (moment is not None and f.as_of.start <= moment.start < f.as_of.end)
    ]
    return bool(there) and max(v.low for v in there) > min(v.high for v in there)


def _figures(tally: Tally) -> Contested:
    readings = tuple(
        Reading(f.id, f.by, Stance.REPORTS, f"{f.value} {f.unit}", f.sources)
        for f in tally.figures
    )
    return Contested(
        tally.subject, "", Clash.FIGURES, readings, unit=tally.unit, span=tally.span
    )


def _claims(record: Record) -> dict[tuple[str, str], list[Claim]]:
    """Group the standing claims by what they are about and which feature of it."""
    groups: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in record.of(Claim):
        for subject in claim.about or (claim.subject,):
            groups[subject, _folded(claim.attribute)].append(claim)
    return groups


def _clashes(
    record: Record, subject: str, attribute: str, claims: list[Claim]
) -> Iterator[Contested]:
    own = _own_reading(record, subject, attribute)
    readings = ([own] if own else []) + [_reading(claim) for claim in claims]
    holding = [r for r in readings if r.stance is not Stance.DENIES]
    denying = [r for r in readings if r.stance is Stance.DENIES]
    name = claims[0].attribute
    if _differ([r.value for r in holding if r.value]):
        yield Contested(
            subject, name, Clash.VALUES, tuple(readings), span=_span(r.value for r in holding)
        )
        return
    for value in dict.fromkeys(_folded(r.value) for r in denying):
        against = [r for r in denying if _folded(r.value) == value]
        held = [r for r in holding if not value or not r.value or _folded(r.value) == value]
        if held:
            sides = tuple(r for r in readings if r in held or r in against)
            yield Contested(subject, name, Clash.DENIAL, sides)


def _reading(claim: Claim) -> Reading:
    return Reading(claim.id, claim.by, claim.stance, claim.value, claim.sources)


def _own_reading(record: Record, subject: str, attribute: str) -> Reading | None:
    """Give what the entry itself says: its own field of that name, or that it was so at all."""
    entry = record.by_id.get(subject)
    if entry is None:
        return None
    by = getattr(entry, "by", "")
    by = by if isinstance(by, str) else " ".join(by)
    if not attribute:
        stance = entry.stance if isinstance(entry, Claim) else Stance.REPORTS
        return Reading(entry.id, by, stance, "", entry.sources)
    value = _field(entry, attribute)
    return Reading(entry.id, by, Stance.REPORTS, value, entry.sources) if value else None


def _field(entry: Entry, attribute: str) -> str:
    if attribute not in fields_dict(type(entry)):
        return ""
    value = getattr(entry, attribute)
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


def _differ(values: Sequence[str]) -> bool:
    """Tell whether two of some values cannot both hold."""
    ranges = [_range(value) for value in values]
    if all(r is not None for r in ranges):
        known = sorted((r for r in ranges if r is not None), key=lambda r: r.low)
        lowest = min((r.high for r in known), default=0.0)
        return any(r.low > lowest for r in known)
    return any(a != b for a, b in pairwise(_folded(value) for value in values))


def _span(values: Iterable[str]) -> Range | None:
    ranges = [_range(value) for value in values if value]
    if not ranges or any(r is None for r in ranges):
        return None
    span = None
    for r in ranges:
        span = r if span is None or r is None else span.span(r)
    return span


def _range(text: str) -> Range | None:
    try:
        return Range.parse(text)
    except ValueError:
        return None


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
