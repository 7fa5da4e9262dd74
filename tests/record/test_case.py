"""A case is cut to a day, to a holder and to a reader."""

from datetime import date, timedelta

import pytest
from attrs import evolve
from frozendict import frozendict
from hypothesis import given
from hypothesis import strategies as st
from tests.brief.build import folder, held

from accord.errors import AccordError
from accord.model import (
    Exclusion,
    Interests,
    Mark,
    Marked,
    Reader,
    When,
    in_words,
    latest,
    marked_otherwise,
    tiers,
)

VALUES = {"truce": {"now": "60", "later": "0..20"}, "border": {"old": "40..80", "new": "0"}}
SIDES, HOLDERS = ["north", "south"], ["north", "agency", "paper"]

days = st.dates(date(2022, 2, 25), date(2022, 3, 5)).map(str)
dates = st.just("") | days | st.sampled_from(["2022", "2022-02", "2022-03"])


def last(written: str) -> date:
    """Return the last day of a day, month or year: by it what is so dated is known."""
    if not written:
        return date.min
    if len(written) == 4:
        return date(int(written), 12, 31)
    if len(written) == 7:
        year, month = map(int, written.split("-"))
        return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return date.fromisoformat(written)


drawn = st.lists(
    st.tuples(st.sampled_from(SIDES), st.sampled_from(HOLDERS), dates),
    max_size=8,
    unique_by=lambda one: (one[0], one[1], last(one[2])),
)


def files(told: list[tuple[str, str, str]]) -> list[Interests]:
    return [
        evolve(held(party, VALUES, by=by, as_of=day), id=f"file-{n}")
        for n, (party, by, day) in enumerate(told)
    ]


@given(told=drawn, day=dates)
def test_the_latest_not_after_the_day_counts(
    told: list[tuple[str, str, str]], day: str
) -> None:
    """For every party and holder, tried by hand: the latest that is over by the day."""
    made = folder(interests=files(told))
    until = last(day) if day else date.max
    expected = {}
    for party in SIDES:
        for by in HOLDERS:
            known = [
                (last(written), f"file-{n}")
                for n, (whose, who, written) in enumerate(told)
                if (whose, who) == (party, by) and last(written) <= until
            ]
            if known:
                expected["" if by == party else by, party] = max(known)[1]
    seen = made.as_of(When.parse(day) if day else None)
    assert {
        (one.holder, party): interests.id
        for one in seen.perspectives
        for party, interests in one.interests.items()
    } == expected


@given(told=drawn)
def test_what_counts_does_not_hang_on_the_order_of_the_files(
    told: list[tuple[str, str, str]],
) -> None:
    found = files(told)
    assert set(latest(found)) == set(latest(found[::-1]))


@given(told=drawn)
def test_a_holder_is_asked_by_name_and_gives_the_parties_in_their_order(
    told: list[tuple[str, str, str]],
) -> None:
    made = folder(interests=files(told))
    for one in made.perspectives:
        assert made.by(one.id) == one
        given_ = [held_.party for held_ in one.held]
        assert given_ == [party for party in made.process.parties if party in given_]
        assert {*given_, *one.missing} == set(SIDES)


def test_who_holds_nothing_is_told_who_does_and_as_of_when() -> None:
    made = folder(interests=files([("north", "agency", ""), ("south", "south", "")]))
    with pytest.raises(AccordError) as here:
        made.by("paper")
    assert str(here.value) == "'paper' holds no interests here; who does: agency, own"
    with pytest.raises(
        AccordError, match="no interests here; nobody does, as far as may be read"
    ):
        folder().by("paper")
    with pytest.raises(AccordError, match=r"no interests as of 1 March 2022; who does: agency"):
        made.as_of(When.parse("2022-03-01")).by("paper")


def test_a_reader_who_may_read_no_interests_is_not_told_that_there_are_none() -> None:
    made = folder(interests=files([("north", "agency", ""), ("south", "agency", "")]))
    with pytest.raises(AccordError) as seen:
        made.seen_by(Reader(("public",))).holders(None, "nothing follows")
    assert str(seen.value) == (
        "nobody's interests are in the folder, as far as this reader may read, so nothing "
        "follows"
    )
    with pytest.raises(AccordError, match="so nothing follows: add one file a party under"):
        folder().holders(None, "nothing follows")


TIERS = tiers(["north", "south"])


@given(several=st.lists(st.sampled_from(TIERS), min_size=1, max_size=3))
def test_a_reader_sees_no_more_for_being_followed_by_another(several: list[str]) -> None:
    interests = [evolve(held("north", VALUES), id=tier, for_=(tier,)) for tier in TIERS]
    made = folder(interests=interests)
    for tier in several:
        made = made.seen_by(Reader((tier,)))
    seen = {one.id for one in made.interests}
    assert seen == set.intersection(*(set(Reader((tier,)).read) for tier in several))
    assert made.reader
    assert seen <= set(made.reader.read)
    assert made.as_of(When.parse("2022-03-01")).reader == made.reader


@given(first=days, second=days)
def test_a_case_of_a_day_is_of_no_later_one(first: str, second: str) -> None:
    made = folder().as_of(When.parse(first)).as_of(When.parse(second))
    assert str(made.moment) == min(first, second)
    assert made.as_of(None) is made


def test_red_lines_beside_numbers_count_on_the_sheet_of_a_holder_that_has_one() -> None:
    line = Exclusion(id="never", never=frozendict(truce=("now",)))
    words = Interests(id="words", party="north", held_by="agency")
    numbers = evolve(held("south", VALUES, by="agency"), red_lines=(line,))
    beside = evolve(held("north", VALUES, by="agency"), red_lines=(line,))
    others = evolve(held("south", VALUES, by="paper"), red_lines=(line,))
    found = in_words([others, words, numbers, beside])
    assert [(one.party, one.held_by, one.red_lines) for one in found] == [
        ("north", "agency", (line,)),
        ("south", "agency", (line,)),
    ]
    assert in_words([others, numbers]) == ()


def test_what_is_marked_counts_over_a_red_line_beside_numbers_and_that_is_told() -> None:
    both = Exclusion(id="both", never=frozendict(truce=("now", "later")))
    pair = Exclusion(id="pair", never=frozendict(truce=("now",), line=("0",)))
    numbers = evolve(held("north", VALUES, by="agency"), red_lines=(both, pair))
    marks = frozendict(truce=frozendict(now=Marked(mark=Mark.UNKNOWN)))
    words = Interests(id="words", party="north", held_by="agency", marks=marks)
    (found,) = in_words([numbers, words])
    assert found.red_lines == (evolve(both, never=frozendict(truce=("later",))), pair)
    told = [(line.id, o, mark) for _, _, line, o, mark in marked_otherwise([numbers, words])]
    assert told == [("both", "now", Mark.UNKNOWN)]
    refused = frozendict(truce=frozendict(now=Marked(mark=Mark.CANNOT)))
    assert list(marked_otherwise([numbers, evolve(words, marks=refused)])) == []


def test_what_needs_numbers_says_that_there_are_words_alone() -> None:
    words = Interests(id="n", party="north", held_by="north")
    case = evolve(folder(), interests=(words,))
    with pytest.raises(AccordError, match="in words, and no numbers are made of them: none"):
        case.holders(None, "none can play")
