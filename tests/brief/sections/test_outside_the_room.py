"""What happened outside, and the figures reported of it."""

from typing import Any

import pytest
from tests.brief.build import entry, folder, ids, page, talk, texts

from accord.record import Entry


@pytest.mark.parametrize(
    ("kind", "given", "text"),
    [
        ("incident", {"place": "Town", "perceived": "heard"}, "Town: Shots (heard)."),
        (
            "incident",
            {"place": "Town", "perceived": "seen", "by": "agency"},
            "Town: Shots (seen by Agency).",
        ),
        ("incident", {"place": "Town"}, "Town: Shots."),
        ("incident", {"by": "agency"}, "Shots (reported by Agency)."),
        ("situation", {"place": "Hill", "of": ("north",)}, "Hill (North): Shots."),
        ("situation", {"of": ("north",)}, "North: Shots."),
        ("situation", {"by": "agency"}, "Shots (reported by Agency)."),
    ],
)
def test_what_happened_is_said_with_how_it_is_known(
    kind: str, given: dict[str, Any], text: str
) -> None:
    made = folder(entry(kind, "one", "2022-01-01", text="Shots.", **given))
    assert texts(page(made).outside.lines.lines) == [text]


def figure(id_: str, value: str, **given: Any) -> Entry:
    given = {"subject": "Dead", "unit": "people", "by": "agency", **given}
    return entry("figure", id_, given.pop("date", "2022-01-01"), value=value, **given)


@pytest.mark.parametrize(
    ("values", "span", "contested"),
    [
        (["10"], "10 people", False),
        (["1000..2500", "2000..3000"], "1,000 to 3,000 people", False),
        (["10", "12"], "10 to 12 people", True),
        (["10..", "20"], "at least 10 people", False),
        (["10", "20.."], "at least 10 people", True),
        (["..10", "5"], "at most 10 people", False),
        (["..10", "20.."], "", True),
    ],
)
def test_figures_stand_together_with_the_span_of_all(
    values: list[str], span: str, contested: bool
) -> None:
    made = page(folder(*(figure(f"f{n}", value) for n, value in enumerate(values))))
    (numbers,) = made.outside.figures
    assert (numbers.subject, numbers.span, numbers.contested) == ("Dead", span, contested)
    assert ids(numbers.numbers) == [(f"f{n}",) for n in range(len(values))]
    assert bool(made.contested) is contested


def test_figures_of_other_units_and_subjects_stand_apart_those_of_other_times_not() -> None:
    made = page(
        folder(
            figure("a", "1", as_of="2022-01-01"),
            figure("b", "5", as_of="2022-01-02"),
            figure("c", "5", unit="vehicles"),
            figure("d", "5", subject="Wounded"),
        )
    )
    assert [len(n.numbers) for n in made.outside.figures] == [2, 1, 1]
    assert made.contested == ()


def test_figures_from_before_the_window_are_left_out() -> None:
    rounds = [talk("r1", "2022-02-01"), talk("r2", "2022-03-01")]
    old, new = figure("old", "1"), figure("new", "2", subject="Wounded", date="2022-02-02")
    made = page(folder(*rounds, old, new))
    assert [n.subject for n in made.outside.figures] == ["Wounded"]


def test_figures_on_many_subjects_are_cut_and_counted() -> None:
    many = [figure(f"f{n}", "1", subject=f"Kind {n}") for n in range(45)]
    outside = page(folder(*many)).outside
    assert (len(outside.figures), outside.earlier_figures) == (40, 5)
    assert outside.figures[-1].subject == "Kind 44"


def test_of_many_figures_on_a_subject_the_lowest_the_highest_and_the_latest_are_told() -> None:
    values = {1: "5", 2: "9", 3: "2", 4: "7", 5: "6", 6: "8"}
    months = [figure(f"f{n}", value, date=f"2022-0{n}") for n, value in values.items()]
    (some,) = page(folder(*months[:5])).outside.figures
    assert (some.count, len(some.numbers)) == (5, 5)
    made = page(folder(*months))
    (many,) = made.outside.figures
    assert (many.count, ids(many.numbers)) == (6, [("f2",), ("f3",), ("f6",)])
    assert many.text == (
        "6 readings from January 2022 to June 2022, 2 to 9 people; the latest 8 people"
    )
    assert not many.contested
    again = page(folder(*months, figure("g", "70", date="2022-03")))
    assert again.outside.figures[0].contested
    (contest,) = again.contested
    assert ids(contest.readings) == [("f3",), ("g",)]


def test_many_figures_of_one_time_are_one_contest_with_few_readings() -> None:
    made = page(folder(*(figure(f"f{n}", str(n), date="2022-01") for n in range(84))))
    (contest,) = made.contested
    assert (ids(contest.readings), contest.more) == ([("f0",), ("f83",)], 82)
