"""The figures: what is on them, and that nothing odd breaks them."""

import re
from typing import Any
from xml.etree import ElementTree

import pytest
from frozendict import frozendict
from tests.brief.build import entry, folder, talk
from tests.brief.build import page as made_page

from accord.brief import record_figures as figures
from accord.brief.reported_numbers import ReportedNumber, ReportedNumbers
from accord.record import Entry, Ruling, TalksTurn, series, tallies
from accord.record.hidden_signs import clean

TEXT = "{http://www.w3.org/2000/svg}text"


def labels(svg: str) -> list[str]:
    return ["".join(one.itertext()) for one in ElementTree.fromstring(svg).iter(TEXT)]


def marks(svg: str) -> int:
    return len(re.findall(r"<use ", svg))


def shots(*dates: str) -> list[Entry]:
    return [entry("incident", f"i{n}", date, text="Shots.") for n, date in enumerate(dates)]


@pytest.mark.parametrize(
    ("entries", "least"),
    [
        ([talk("r", "2022-01-01")], 1),
        (shots("2022-01-01"), 1),
        (shots("0001-01-01", "9999-12-31"), 2),
        (shots("0001", "0001-01-02"), 2),
        (shots("9999-12", "9999-12-31"), 2),
        (shots("2022-01-01T10", "2022-01-01T11:30"), 2),
        ([talk("r", "2022"), *shots("2022-06-01")], 2),
        ([talk("r1", "2022-01-01"), talk("r2", "2022-01-01")], 2),
    ],
)
def test_the_timeline_takes_any_dates(entries: list[Entry], least: int) -> None:
    svg = figures.timeline(folder(*entries))
    assert {"Rounds", "Proposals", "Incidents"} <= set(labels(svg))
    assert marks(svg) >= least


@pytest.mark.parametrize(
    ("dates", "ticks"),
    [
        (["2022-02-28"], {"27 Feb", "28 Feb", "1 Mar", "2022"}),
        (["2022-02-28T10", "2022-02-28T12"], {"27 Feb", "28 Feb", "1 Mar", "2022"}),
        (["2022-01-10", "2022-05-20"], {"Feb", "Mar", "Apr", "May", "2022"}),
        (["2015-01-01", "2022-01-01"], {"2016", "2018", "2020", "2022"}),
    ],
)
def test_the_ticks_are_days_months_or_years(dates: list[str], ticks: set[str]) -> None:
    found = set(labels(figures.timeline(folder(*shots(*dates)))))
    assert ticks <= found
    assert not [one for one in found if ":" in one]


def test_without_rounds_and_incidents_there_is_no_timeline() -> None:
    said = entry("statement", "s", "2022-01-01", by="nora", text="Hello.")
    assert figures.timeline(folder(said)) == ""


def test_agreements_decisions_and_steps_are_on_the_timeline() -> None:
    deal = entry("agreement", "deal", "2022-02-01", deal=frozendict(truce="now"))
    vote = entry("decision", "vote", "2022-03-01", body="court", result=Ruling.APPROVES)
    halt = entry("step", "halt", "2022-01-01", what=TalksTurn.HALTED)
    svg = figures.timeline(folder(deal, vote, halt))
    assert {"Agreed, decided", "Steps"} <= set(labels(svg))
    assert marks(svg) >= 3
    assert "Steps" not in labels(figures.timeline(folder(deal)))


@pytest.mark.parametrize(("number", "shown"), [(1, 1), (8, 8), (60, 30)])
def test_rounds_are_numbered_as_far_as_the_numbers_have_room(number: int, shown: int) -> None:
    rounds = [talk(f"r{n}", f"2022-{n // 28 + 1:02}-{n % 28 + 1:02}") for n in range(number)]
    found = [int(one) for one in labels(figures.timeline(folder(*rounds))) if one.isdigit()]
    numbers = [one for one in found if one < 2000]
    assert numbers[0] == 1
    assert min(number, shown // 2) <= len(numbers) <= shown


@pytest.mark.parametrize(("number", "counted"), [(5, []), (6, ["6"]), (40, ["40"])])
def test_incidents_of_one_day_are_stacked_then_counted(number: int, counted: list[str]) -> None:
    svg = figures.timeline(folder(*shots(*["2022-03-05"] * number)))
    assert [one for one in labels(svg) if one.isdigit() and len(one) < 3] == counted


def number(low: float | None, high: float | None, **given: Any) -> ReportedNumber:
    text = given.pop("text", f"{low} to {high} people")
    low, high = (None if end is None else float(end) for end in (low, high))
    return ReportedNumber(
        by="Agency", text=text, low=low, high=high, date="2022", entries=("f",), **given
    )


def numbers(*all_: ReportedNumber, unit: str = "people") -> ReportedNumbers:
    return ReportedNumbers(subject="Dead", unit=unit, span="", contested=True, numbers=all_)


@pytest.mark.parametrize(
    "known",
    [
        [number(1, 5), number(7, 7)],
        [number(0, 0), number(0, 0)],
        [number(-5, -5)],
        [number(-1e15, 1e15)],
        [number(5e-7, 6e-7), number(1e-300, 1e-300)],
        [number(1, 1), number(1e9, 1e9)],
        [number(None, 5), number(7, None)],
        [number(0, 1), number(1e12, None)],
        [number(1, 2, text="x " * 200)],
        [number(n, n + 1) for n in range(40)],
    ],
)
def test_numbers_of_any_size_are_drawn(known: list[ReportedNumber]) -> None:
    found = labels(figures.numbers(numbers(*known)))
    assert found.count("Agency, 2022") == len(known)
    assert "people" in found
    assert all(len(one) <= 60 for one in found)


@pytest.mark.parametrize("known", [[], [number(None, None)], [number(-1.7e308, 1.7e308)]])
def test_numbers_that_cannot_be_drawn_are_left_to_the_words(
    known: list[ReportedNumber],
) -> None:
    assert figures.numbers(numbers(*known)) == ""


def test_a_label_has_the_number_and_the_axis_its_unit() -> None:
    two = [number(1, 5, text="1 to 5 people"), number(7, None, text="at least 7 people")]
    found = labels(figures.numbers(numbers(*two)))
    assert {"1 to 5", "at least 7", "people"} <= set(found)


def test_a_count_before_a_later_one_is_drawn_weaker_and_its_label_whole() -> None:
    said = "at least 14 people (before a later count by the same)"
    old, new = number(14, None, text=said, updated=True), number(19, 19, text="19 people")
    svg = figures.numbers(numbers(old, new))
    assert {"at least 14, before a later count", "19"} <= set(labels(svg))
    assert svg.count("stroke: var(--blue); stroke-width: 2.5") == 1
    assert "stroke: var(--muted); stroke-linecap: square" in svg


def test_letters_that_the_font_lacks_are_left_to_the_reader() -> None:
    strange = number(1, 2, text="北京 السلام 😀")
    assert "北京 السلام 😀" in labels(figures.numbers(numbers(strange)))


def test_no_sign_steers_a_figure_and_each_label_goes_its_own_way() -> None:
    svg = figures.numbers(
        numbers(number(1, 2, text="\u202eevil \u2066"), number(2, 3, text="سلام"))
    )
    assert "\ufffdevil \ufffd" in labels(svg)
    assert clean(svg) == svg
    texts = list(ElementTree.fromstring(svg).iter(TEXT))
    assert {one.get("unicode-bidi") for one in texts} == {"plaintext"}


def test_a_page_without_rounds_has_no_figures() -> None:
    made = made_page(folder(), "2022-01-01")
    assert made.standing.round is None
    assert figures.timeline(folder()) == ""


@pytest.mark.parametrize(
    ("given", "drawn"),
    [
        ([("2022-01", "1"), ("2022-02", "3..5"), ("2022-03", "4")], 4),
        ([("0001", "1"), ("9999", "2")], 2),
        ([("2022-01", "at least 4"), ("2022-02", "at most 9")], 4),
        ([("2022-01-01", "-3"), ("2022-01-02", "2.5")], 2),
    ],
)
def test_figures_are_drawn_against_their_times(
    given: list[tuple[str, str]], drawn: int
) -> None:
    made = [
        entry("figure", f"f{n}", date, subject="Dead", unit="people", value=value, as_of=date)
        for n, (date, value) in enumerate(given)
    ]
    (one,) = series(tallies(folder(*made).record))
    svg = figures.readings(one)
    assert "people" in labels(svg)
    assert marks(svg) >= drawn
