"""What cannot all hold is found: by cases in sentences, and against comparing every pair."""

import re
from collections import defaultdict
from itertools import combinations, pairwise, product
from math import isfinite

import pytest
from hypothesis import example, given
from tests.record.build import claim, claims, entry, figure, figures, incident, record

from accord.model import Amount, Span
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
    series,
    tallies,
)
from accord.record.sentences import series_told, spanned

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
    "at least a number, and at least a larger one": (
        [figure("a", "at least 39"), figure("b", "at least 50")],
        [],
    ),
    "more than a number, and that number": (
        [figure("a", "more than 39"), figure("b", "39")],
        [(Clash.FIGURES, "a b")],
    ),
    "more than a number, and at least that number": (
        [figure("a", "more than 39"), figure("b", "at least 39")],
        [],
    ),
    "less than a number, and that number": (
        [figure("a", "less than 39"), figure("b", "39")],
        [(Clash.FIGURES, "a b")],
    ),
    "about a number, and one that rounds to it": (
        [figure("a", "about 300"), figure("b", "250"), figure("c", "350")],
        [(Clash.FIGURES, "a b c")],
    ),
    "about a number, and one that does not round to it": (
        [figure("a", "about 300"), figure("b", "351")],
        [(Clash.FIGURES, "a b")],
    ),
    "about two numbers that may be one": (
        [figure("a", "about 300"), figure("b", "about 340")],
        [],
    ),
    "about an odd number, and one beside it": (
        [figure("a", "about 351"), figure("b", "352")],
        [(Clash.FIGURES, "a b")],
    ),
    "a later count by the same": (
        [figure("a", "39", by="x"), figure("b", "50", by="x", date="2024-05-02")],
        [],
    ),
    "a later count by another": (
        [figure("a", "39", by="x"), figure("b", "50", by="y", date="2024-05-02")],
        [(Clash.FIGURES, "a b")],
    ),
    "two counts of one day by the same": (
        [figure("a", "39", by="x"), figure("b", "50", by="x")],
        [(Clash.FIGURES, "a b")],
    ),
    "a count of the same day by the same that is about the earlier": (
        [figure("a", "39", by="x"), figure("b", "50", by="x", about=("a",))],
        [],
    ),
    "a count that is about one that stands after it": (
        [figure("a", "39", by="x", about=("b",)), figure("b", "50", by="x")],
        [(Clash.FIGURES, "a b")],
    ),
    "a count of the same day by the same for a later hour": (
        [
            figure("a", "39", "2024-05-01", by="x"),
            figure("b", "50", "2024-05-01T18", by="x"),
        ],
        [],
    ),
    "an earlier count that another contradicts, and its update does not": (
        [
            figure("a", "39", by="x"),
            figure("b", "50", by="y"),
            figure("c", "50", by="x", date="2024-05-03"),
        ],
        [],
    ),
    "figures of different months, dated by nothing else": (
        [figure("a", "3", date="2024-03"), figure("b", "6", date="2024-04")],
        [],
    ),
    "two figures of one month": (
        [figure("a", "3", date="2024-03"), figure("b", "6", date="2024-03")],
        [(Clash.FIGURES, "a b")],
    ),
    "figures of different days that one outlet gives and nobody in it": (
        [figure("a", "3", by=""), figure("b", "6", by="", date="2024-05-02")],
        [],
    ),
    "figures of different days that two outlets give and nobody in them": (
        [figure("a", "3", by=""), figure("b", "6", by="", date="2024-05-02", sources="s2")],
        [(Clash.FIGURES, "a b")],
    ),
    "a count of a month, and one of a day in it, by the same": (
        [
            figure("a", "39", by="x", date="2024-05"),
            figure("b", "50", by="x", date="2024-05-02"),
        ],
        [(Clash.FIGURES, "a b")],
    ),
    "a latest count that another contradicts": (
        [
            figure("a", "39", by="x"),
            figure("b", "50", by="x", date="2024-05-02"),
            figure("c", "39", by="y"),
        ],
        [(Clash.FIGURES, "a c b")],
    ),
    "numbers as values, at least and more": (
        [
            claim("a", "reports", subject="q", attribute="hours", value="at least 3"),
            claim("b", "reports", subject="q", attribute="hours", value="4"),
        ],
        [],
    ),
    "numbers as values, less than and that": (
        [
            claim("a", "reports", subject="q", attribute="hours", value="less than 3"),
            claim("b", "reports", subject="q", attribute="hours", value="3"),
        ],
        [(Clash.VALUES, "a b")],
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
    "a claim that says the same as the entry's own field": (
        [
            incident("i", attributed_to=("x", "y")),
            claim("a", "asserts", "i", attribute="attributed to", value="x, y"),
        ],
        [],
    ),
    "what happened later, said first": (
        [
            claim("a", "asserts", subject="q", date="2024-05-03"),
            claim("b", "denies", subject="q", date="2024-05-03"),
            claim("c", "asserts", subject="r", date="2024-05-01"),
            claim("d", "denies", subject="r", date="2024-05-04"),
        ],
        [(Clash.DENIAL, "c d"), (Clash.DENIAL, "a b")],
    ),
    "entries that replace each other": (
        [
            incident("i", supersedes="j"),
            incident("j", supersedes="i"),
            claim("a", "denies", "i"),
        ],
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
    assert (one.span, one.unit) == (Span(20, float("inf")), "people")
    (tally,) = tallies(record(figure("a", "1"), figure("b", "1..3")))
    assert (tally.span, tally.contested) == (Span(1, 3), False)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (["at least 14", "19", "about 10"], "at least about 5 people"),
        (["19", "about 10"], "about 5 to 19 people"),
        (["about 10", "6"], "about 5 to about 15 people"),
        (["about 10", "5"], "5 to about 15 people"),
        (["about 10", "about 10"], "about 10 people"),
        (["more than 300", "about 340"], "more than 300 people"),
        (["more than 300", "about 300"], "at least about 250 people"),
        (["more than 300", "at least 300"], "at least 300 people"),
        (["less than 50", "12"], "less than 50 people"),
        (["less than 50", "up to 50"], "at most 50 people"),
        (["less than 50", "more than 40"], ""),
    ],
)
def test_a_span_keeps_the_words_of_its_ends(values: list[str], said: str) -> None:
    made = [figure(f"f{n}", value, by=f"p{n}") for n, value in enumerate(values)]
    (tally,) = tallies(record(*made))
    assert spanned(tally) == said


def test_a_count_that_was_updated_is_not_in_the_span() -> None:
    made = [
        figure("old", "at least 14", by="x", date="2024-05-01"),
        figure("new", "19", by="x", date="2024-05-02"),
        figure("other", "about 10", by="y", date="2024-05-03"),
    ]
    (tally,) = tallies(record(*made))
    assert tally.updated == {"old"}
    assert spanned(tally) == "about 5 to 19 people"


def test_figures_of_days_apart_are_counted_apart() -> None:
    made = [figure("a", "1", "2024-05-01"), figure("b", "2", "2024-05-03")]
    assert [ids_of(tally.figures) for tally in tallies(record(*made))] == ["a", "b"]
    bridge = figure("c", "1..2", "2024-05")
    (all_,) = tallies(record(*made, bridge))
    assert (ids_of(all_.figures), all_.contested) == ("c a b", False)


def test_what_an_entry_says_itself_is_a_reading_of_its_own() -> None:
    ban = entry("measure", "m", by=("host", "a"))
    made = record(
        incident("i", by="a", attributed_to=("x",)),
        ban,
        claim("c", "asserts", "i", attribute="attributed_to", value="y"),
        claim("d", "denies", "m"),
    )
    values, denial = contested(made)
    assert values.readings[0] == Reading("i", "", Stance.REPORTS, "x", ("s1",))
    assert denial.readings[0] == Reading("m", "", Stance.REPORTS, "", ("s1",))
    assert (values.subject, values.attribute, denial.subject) == ("i", "attributed_to", "m")


@pytest.mark.parametrize(
    ("values", "span"),
    [
        (("7", "4..5", "3"), Span(3, 7)),
        (("4", "", "5"), Span(4, 5)),
        (("3", "x"), None),
        (("x", "3"), None),
    ],
)
def test_values_that_are_numbers_have_their_span(
    values: tuple[str, ...], span: Span | None
) -> None:
    made = [
        claim(f"c{n}", "reports", subject="The  Team", attribute="head", value=value)
        for n, value in enumerate(values)
    ]
    (one,) = contested(record(*made))
    assert (one.span, one.subject) == (span, "The  Team")


def ids_of(figures: tuple[Figure, ...]) -> str:
    return " ".join(one.id for one in figures)


@given(drawn=figures())
def test_figures_agree_with_comparing_every_pair(drawn: Record) -> None:
    assert_figures(drawn)


def test_every_three_figures_agree_with_comparing_every_pair() -> None:
    times = ["", "2024-05", "2024-05-01", "2024-05-01T10", "2024-05-02"]
    for drawn in product(product(["1", "2", "1..2"], times), repeat=3):
        assert_figures(record(*(figure(f"f{n}", *one) for n, one in enumerate(drawn))))


def assert_figures(drawn: Record) -> None:
    found = tallies(drawn)
    place = {one.id: i for i, tally in enumerate(found) for one in tally.figures}
    apart = set()
    for one, other in combinations(drawn.of(Figure), 2):
        if same_subject(one, other) and overlap(one, other):
            assert place[one.id] == place[other.id]
            if updated(drawn, one) or updated(drawn, other):
                continue
            if not both_hold(str(one.value), str(other.value)):
                apart.add(place[one.id])
    assert {i for i, tally in enumerate(found) if tally.contested} == apart
    assert sorted(place) == sorted(one.id for one in drawn.entries)
    for tally in found:
        assert connected(tally.figures)
        assert_span(tally.span, [f.value for f in tally.figures if not updated(drawn, f)])


def assert_span(span: Span, values: list[Amount]) -> None:
    """Hold a span against numbers tried one by one: it holds a number that any value allows."""
    ends = {end for v in (span, *values) for end in (v.low, v.high) if isfinite(end)}
    ends |= {end for v in values for end in (v.lowest[0], v.highest[0]) if isfinite(end)}
    tried = {end + step for end in ends for step in (-1e-3, 0, 1e-3)}
    allowed = {x for x in tried if any(v.lowest <= (x, 0) <= v.highest for v in values)}
    held = {
        x
        for x in tried
        if (span.low < x if span.above else span.low <= x)
        and (x < span.high if span.below else x <= span.high)
    }
    assert allowed <= held
    for x in held - allowed:  # between two values, not beyond them all
        assert any(v.lowest <= (x, 0) for v in values)
        assert any((x, 0) <= v.highest for v in values)


def updated(drawn: Record, one: Figure) -> bool:
    """Return whether the same person gave a later count, by going through all figures."""

    def told(figure: Figure) -> tuple[str, str]:
        as_of = str(figure.as_of.start) if figure.as_of else ""
        return str(figure.date.start), as_of

    ordered = list(drawn.of(Figure))
    return any(
        one.by == other.by
        and same_subject(one, other)
        and overlap(one, other)
        and (
            told(other) > told(one)
            or (
                told(other) == told(one)
                and ordered.index(other) > ordered.index(one)
                and one.id in other.about
            )
        )
        for other in ordered
    )


def both_hold(one: str, other: str) -> bool:
    """Return whether a number is what two texts say, by trying all where something changes."""
    ends = sorted(
        {
            float(end) + sign * room
            for text in (one, other)
            for end in re.findall(r"[\d.]*\d", text.replace("..", " "))
            for room in (0, half_a_place(end))
            for sign in (-1, 1)
        }
    )
    between = [(a + b) / 2 for a, b in pairwise(ends)]
    tried = [ends[0] - 1, *ends, *between, ends[-1] + 1]
    return any(says(one, x) and says(other, x) for x in tried)


def half_a_place(digits: str) -> float:
    """Return half a unit of the last digit that is not 0, for whole numbers."""
    return float("5" + "0" * (len(digits) - len(digits.rstrip("0")))) / 10


def says(text: str, x: float) -> bool:
    """Return whether a number is what a text says."""
    word, _, rest = text.rpartition(" ")
    low, dots, high = rest.partition("..")
    match word:
        case "more than":
            return x > float(low)
        case "less than":
            return x < float(low)
        case "at least":
            return x >= float(low)
        case "at most":
            return x <= float(low)
        case "about":
            first, last = low, high or low
            room = (half_a_place(first), half_a_place(last))
            return float(first) - room[0] <= x <= float(last) + room[1]
        case _:
            return float(low or "-inf") <= x <= float(high or ("inf" if dots else low))


def same_subject(one: Figure, other: Figure) -> bool:
    return one.subject.lower().split() == other.subject.lower().split()


def overlap(one: Figure, other: Figure) -> bool:
    return one.as_of is None or other.as_of is None or one.as_of.overlaps(other.as_of)


def connected(figures: tuple[Figure, ...]) -> bool:
    """Return whether all hang together by times that overlap, on one subject."""
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
    assert_claims(drawn)


@pytest.mark.parametrize("about", ["i", ""])
def test_every_three_claims_agree_with_comparing_every_pair(about: str) -> None:
    said = [("", ""), *(("place", value) for value in ("", "x", "y", "3", "3.0..4"))]
    for three in product(product(Stance, said), repeat=3):
        made = [
            claim(f"c{n}", stance, about, subject="q", attribute=attribute, value=value)
            for n, (stance, (attribute, value)) in enumerate(three)
        ]
        assert_claims(record(incident("i", place="x"), *made))


def assert_claims(drawn: Record) -> None:
    found = [(one, set(ids(one).split())) for one in contested(drawn)]
    pairs = [set(pair) for pair in clashing(drawn)]
    assert all(any(pair <= shown for _, shown in found) for pair in pairs)
    for one, shown in found:
        inside = [pair for pair in pairs if pair <= shown]
        assert inside
        # A denial stands beside what it denies alone, a value beside all that others say.
        assert one.clash is not Clash.DENIAL or set().union(*inside) == shown


def clashing(drawn: Record) -> list[tuple[str, str]]:
    """Return the pairs of entries that cannot both hold, by comparing every pair."""
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
    """Follow an entry to what replaced it, the latest of several; a withdrawn one stays it."""
    end, newest = one, sorted(drawn.entries, key=lambda e: (e.date.order, e.id), reverse=True)
    while after := next((e for e in newest if e.supersedes == end), None):
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


def number(value: str) -> Amount | None:
    try:
        return Amount.parse(value)
    except ValueError:
        return None


def test_figures_of_many_months_are_one_series() -> None:
    months = [f"20{year}-{month:02d}" for year in range(16, 23) for month in range(1, 13)]
    made = [
        figure(f"f{n}", str(n), date=month, by="watch")
        for n, month in enumerate(months, start=1)
    ]
    (one,) = series(tallies(record(*made[::-1])))
    assert (len(one.figures), one.contested, one.span) == (84, False, Span(1, 84))
    assert series_told(one) == (
        "84 readings from January 2016 to December 2022, 1 to 84 people; the latest 84 people"
    )
    twice = figure("again", "7", date="2016-03", by="other")
    assert series(tallies(record(*made, twice)))[0].contested
    (single,) = series(tallies(record(made[0])))
    assert series_told(single) == "1 people (January 2016)"
