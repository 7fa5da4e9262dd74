"""What cannot all hold is found: by cases in sentences, and against comparing every pair."""

from collections import defaultdict
from itertools import combinations

import pytest
from hypothesis import example, given
from tests.record.build import claim, claims, entry, figure, figures, incident, record

from accord.model import Range
from accord.record import (
    Claim,
    Clash,
    Contested,
    Correction,
    Entry,
    Figure,
    Reading,
    Record,
    Stance,
    contested,
    tallies,
)

CASES: dict[str, tuple[list[Entry], list[tuple[Clash, str]]]] = {
    "two figures whose ranges do not meet": (
        [figure("a", "102..350"), figure("b", "400..")],
        [(Clash.FIGURES, "a b")],
    ),
    "two figures whose ranges meet": ([figure("a", "102..350"), figure("b", "350..")], []),
    "figures on different subjects": (
        [figure("a", "1"), figure("b", "2", subject="the hurt")],
        [],
    ),
    "figures in different units": ([figure("a", "1"), figure("b", "2", unit="towns")], []),
    "figures that differ in case and spaces only": (
        [figure("a", "1"), figure("b", "2", subject="The  dead", unit="People")],
        [(Clash.FIGURES, "a b")],
    ),
    "figures of different days": (
        [figure("a", "1", "2024-05-01"), figure("b", "2", "2024-05-02")],
        [],
    ),
    "a figure of a month and one of a day in it": (
        [figure("a", "1", "2024-05"), figure("b", "2", "2024-05-02")],
        [(Clash.FIGURES, "a b")],
    ),
    "a figure without a time and one of a day": (
        [figure("a", "1"), figure("b", "2", "2024-05-02")],
        [(Clash.FIGURES, "a b")],
    ),
    "a figure beside two that do not meet is shown with them": (
        [figure("a", "1..9"), figure("b", "2"), figure("c", "3")],
        [(Clash.FIGURES, "a b c")],
    ),
    "a figure that was superseded": (
        [figure("a", "1"), figure("b", "2", supersedes="a"), figure("c", "2")],
        [],
    ),
    "one asserts and another denies": (
        [claim("a", "asserts", subject="q"), claim("b", "denies", subject="Q")],
        [(Clash.DENIAL, "a b")],
    ),
    "one reports and another denies": (
        [claim("a", "reports", subject="q"), claim("b", "denies", subject="q")],
        [(Clash.DENIAL, "a b")],
    ),
    "all deny": ([claim("a", "denies", subject="q"), claim("b", "denies", subject="q")], []),
    "all assert": (
        [claim("a", "asserts", subject="q"), claim("b", "reports", subject="q")],
        [],
    ),
    "an incident and a denial of it": (
        [incident("i"), claim("a", "denies", "i")],
        [(Clash.DENIAL, "i a")],
    ),
    "an incident and a report of it": ([incident("i"), claim("a", "reports", "i")], []),
    "a denial, and a denial of the denial": (
        [claim("a", "denies", subject="q"), claim("b", "denies", "a")],
        [(Clash.DENIAL, "a b")],
    ),
    "a denial that somebody repeats": (
        [claim("a", "denies", subject="q"), claim("b", "asserts", "a")],
        [],
    ),
    "two names for who led": (
        [
            claim("a", "reports", subject="team", attribute="head", value="x"),
            claim("b", "reports", subject="team", attribute="Head", value="y"),
        ],
        [(Clash.VALUES, "a b")],
    ),
    "one name twice": (
        [
            claim("a", "reports", subject="team", attribute="head", value="x"),
            claim("b", "reports", subject="team", attribute="head", value="X"),
        ],
        [],
    ),
    "a claim against the entry's own field": (
        [
            incident("i", attributed_to=("x",)),
            claim("a", "asserts", "i", attribute="attributed to", value="y"),
        ],
        [(Clash.VALUES, "i a")],
    ),
    "a feature that the entry says nothing of": (
        [incident("i"), claim("a", "asserts", "i", attribute="place", value="y")],
        [],
    ),
    "numbers as values, with ranges that meet": (
        [
            claim("a", "reports", subject="q", attribute="hours", value="3..4"),
            claim("b", "reports", subject="q", attribute="hours", value="4"),
        ],
        [],
    ),
    "numbers as values that do not meet": (
        [
            claim("a", "reports", subject="q", attribute="hours", value="3"),
            claim("b", "reports", subject="q", attribute="hours", value="4"),
        ],
        [(Clash.VALUES, "a b")],
    ),
    "the same value asserted and denied": (
        [
            claim("a", "asserts", subject="q", attribute="who", value="x"),
            claim("b", "denies", subject="q", attribute="who", value="x"),
        ],
        [(Clash.DENIAL, "a b")],
    ),
    "one value asserted and another denied": (
        [
            claim("a", "asserts", subject="q", attribute="who", value="x"),
            claim("b", "denies", subject="q", attribute="who", value="y"),
        ],
        [],
    ),
    "a claim about an entry that was replaced is about the one that replaced it": (
        [incident("i"), incident("j", supersedes="i"), claim("a", "denies", "i")],
        [(Clash.DENIAL, "j a")],
    ),
    "a claim about an entry that was withdrawn": (
        [incident("i"), entry("correction", "c", supersedes="i"), claim("a", "denies", "i")],
        [],
    ),
    "claims about an entry that was withdrawn may still clash": (
        [
            incident("i"),
            entry("correction", "c", supersedes="i"),
            claim("a", "denies", "i"),
            claim("b", "asserts", "i"),
        ],
        [(Clash.DENIAL, "a b")],
    ),
    "a claim about a correction": (
        [
            incident("i"),
            entry("correction", "c", supersedes="i"),
            claim("a", "denies", "c"),
        ],
        [(Clash.DENIAL, "c a")],
    ),
    "claims about nothing that is known have nothing in common": (
        [claim("a", "asserts"), claim("b", "denies")],
        [],
    ),
    "a claim about two entries": (
        [incident("i"), incident("j"), claim("a", "denies", "i j")],
        [(Clash.DENIAL, "i a"), (Clash.DENIAL, "j a")],
    ),
}


@pytest.mark.parametrize(("entries", "expected"), CASES.values(), ids=CASES)
def test_what_is_contested(entries: list[Entry], expected: list[tuple[Clash, str]]) -> None:
    found = contested(record(*entries))
    assert [(one.clash, ids(one)) for one in found] == expected


def ids(one: Contested) -> str:
    return " ".join(reading.entry for reading in one.readings)


def test_figures_are_shown_with_the_span_of_all() -> None:
    (one,) = contested(record(figure("a", "102..350"), figure("b", "20"), figure("c", "400..")))
    assert (one.span, one.unit) == (Range(20, float("inf")), "people")
    (tally,) = tallies(record(figure("a", "1"), figure("b", "1..3")))
    assert (tally.span, tally.contested) == (Range(1, 3), False)


def test_figures_of_days_apart_are_counted_apart() -> None:
    made = [figure("a", "1", "2024-05-01"), figure("b", "2", "2024-05-03")]
    assert [ids_of(tally.figures) for tally in tallies(record(*made))] == ["a", "b"]
    bridge = figure("c", "1..2", "2024-05")
    assert [ids_of(tally.figures) for tally in tallies(record(*made, bridge))] == ["c a b"]


def ids_of(figures: tuple[Figure, ...]) -> str:
    return " ".join(one.id for one in figures)


@given(drawn=figures())
def test_figures_agree_with_comparing_every_pair(drawn: Record) -> None:
    found = tallies(drawn)
    place = {one.id: i for i, tally in enumerate(found) for one in tally.figures}
    apart = set()
    for one, other in combinations(drawn.of(Figure), 2):
        if same_subject(one, other) and overlap(one, other):
            assert place[one.id] == place[other.id]
            if not one.value.meets(other.value):
                apart.add(place[one.id])
    assert {i for i, tally in enumerate(found) if tally.contested} == apart
    assert sorted(place) == sorted(one.id for one in drawn.entries)
    for tally in found:
        assert connected(tally.figures)
        assert all(tally.span.span(one.value) == tally.span for one in tally.figures)


def same_subject(one: Figure, other: Figure) -> bool:
    return one.subject.lower().split() == other.subject.lower().split()


def overlap(one: Figure, other: Figure) -> bool:
    return one.as_of is None or other.as_of is None or one.as_of.overlaps(other.as_of)


def connected(figures: tuple[Figure, ...]) -> bool:
    """Tell whether all hang together by times that overlap, on one subject."""
    first, *rest = figures
    reached, left = [first], rest
    for one in reached:
        near = [other for other in left if overlap(one, other) and same_subject(one, other)]
        reached.extend(near)
        left = [other for other in left if other not in near]
    return not left


@given(drawn=claims())
@example(drawn=record(incident("i"), claim("a", "denies", "i", supersedes="i")))
def test_claims_agree_with_comparing_every_pair(drawn: Record) -> None:
    found = [set(ids(one).split()) for one in contested(drawn)]
    pairs = [set(pair) for pair in clashing(drawn)]
    assert all(any(pair <= shown for shown in found) for pair in pairs)
    assert all(any(pair <= shown for pair in pairs) for shown in found)


def clashing(drawn: Record) -> list[tuple[str, str]]:
    """Give the pairs of entries that cannot both hold, by comparing every pair."""
    groups: dict[tuple[str, str], list[Reading]] = defaultdict(list)
    gone = {one.supersedes for one in drawn.entries if one.supersedes}
    for one in drawn.entries:
        if isinstance(one, Claim) and one.id not in gone:
            attribute = one.attribute.lower()
            for subject in {last(drawn, about) for about in one.about} or {one.subject.lower()}:
                if subject:
                    reading = Reading(one.id, "", one.stance, one.value, ())
                    groups[subject, attribute].append(reading)
    for (subject, attribute), readings in groups.items():
        own = drawn.by_id.get(subject)
        if own is not None and own.id not in gone:
            said = ""
            if attribute and isinstance(own, Claim) and own.attribute.lower() == attribute:
                said = own.value
            elif attribute:
                said = getattr(own, attribute, "")
            if said or not attribute:
                readings.append(Reading(own.id, "", Stance.REPORTS, said, ()))
    return [
        (one.entry, other.entry)
        for readings in groups.values()
        for one, other in combinations(readings, 2)
        if clash(one, other)
    ]


def last(drawn: Record, one: str) -> str:
    """Follow an entry to what replaced it; a withdrawn one stays what it is."""
    end = one
    while after := next((e for e in reversed(drawn.entries) if e.supersedes == end), None):
        if isinstance(after, Correction):
            return one
        end = after.id
    return end


def clash(one: Reading, other: Reading) -> bool:
    denials = (one.stance, other.stance).count(Stance.DENIES)
    if denials == 1:
        return not one.value or not other.value or same(one.value, other.value)
    if denials == 2 or not one.value or not other.value:
        return False
    first, second = number(one.value), number(other.value)
    if first is not None and second is not None:
        return not first.meets(second)
    return one.value.strip().lower() != other.value.strip().lower()


def same(one: str, other: str) -> bool:
    first, second = number(one), number(other)
    return first == second if first else one.strip().lower() == other.strip().lower()


def number(value: str) -> Range | None:
    try:
        return Range.parse(value)
    except ValueError:
        return None
