"""What happened outside, what is contested, and what is in force."""

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


def test_figures_of_other_times_units_and_subjects_stand_apart() -> None:
    made = page(
        folder(
            figure("a", "1", as_of="2022-01-01"),
            figure("b", "5", as_of="2022-01-02"),
            figure("c", "5", unit="vehicles"),
            figure("d", "5", subject="Wounded"),
        )
    )
    assert [len(n.numbers) for n in made.outside.figures] == [1, 1, 1, 1]
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


def claim(id_: str, stance: str, **given: Any) -> Entry:
    given = {"by": "paper", "subject": "The matter", **given}
    return entry("claim", id_, given.pop("date", "2022-01-01"), stance=stance, **given)


SHOTS = entry("incident", "shots", "2022-01-01", place="Town", text="Shots were fired.")
OFFER = entry("proposal", "offer", "2022-01-01", by="north", to=("south",), text="Terms.")


@pytest.mark.parametrize(
    ("entries", "subject", "clash", "readings"),
    [
        (
            [claim("a", "asserts", text="It is so."), claim("b", "denies", by="sam")],
            "The matter",
            "denial",
            [("Paper", "asserts", "It is so."), ("Sam (South)", "denies", "not so")],
        ),
        (
            [
                claim("a", "reports", attribute="whose_it_was", value="north"),
                claim("b", "asserts", attribute="whose_it_was", value="south", text="Seen."),
            ],
            "The matter: whose it was",
            "values",
            [("Paper", "reports", "North"), ("Paper", "asserts", "South (Seen)")],
        ),
        (
            [
                SHOTS,
                claim("a", "asserts", about=("shots",), attribute="by", value="north"),
                claim("b", "denies", about=("shots",), attribute="by", value="north"),
            ],
            "Town: Shots were fired: by",
            "denial",
            [("Paper", "asserts", "North"), ("Paper", "denies", "by: North")],
        ),
        (
            [SHOTS, claim("b", "denies", about=("shots",), by="sam", text="Never.")],
            "Town: Shots were fired",
            "denial",
            [("", "reports", "Shots were fired."), ("Sam (South)", "denies", "not so: Never.")],
        ),
        (
            [
                talk("r", "2022-01-01", venue="hall"),
                claim("b", "asserts", about=("r",), attribute="venue", value="A tent"),
            ],
            "Round r: venue",
            "values",
            [("", "reports", "Hall"), ("Paper", "asserts", "A tent")],
        ),
        (
            [
                talk("r", "2022-01-01", length="3"),
                claim("b", "asserts", about=("r",), attribute="length", value="5"),
            ],
            "Round r: length in hours",
            "values",
            [("", "reports", "3"), ("Paper", "asserts", "5")],
        ),
        (
            [
                OFFER,
                claim("a", "asserts", about=("offer",), attribute="standing", value="signed"),
                claim("b", "asserts", about=("offer",), attribute="standing", value="a draft"),
            ],
            "Proposal of North, 2022-01-01: standing",
            "values",
            [("Paper", "asserts", "signed"), ("Paper", "asserts", "a draft")],
        ),
        (
            [
                claim("a", "asserts", subject="Head of the team", attribute="head", value="x"),
                claim("b", "asserts", subject="Head of the team", attribute="head", value="y"),
            ],
            "Head of the team",
            "values",
            [("Paper", "asserts", "x"), ("Paper", "asserts", "y")],
        ),
        (
            [figure("a", "10", as_of="2022-01-01"), figure("b", "12", by="")],
            "Dead",
            "figures",
            [("", "reports", "12 people"), ("Agency", "reports", "10 people, 2022-01-01")],
        ),
    ],
)
def test_both_readings_are_shown_with_who_stands_behind_them(
    entries: list[Entry], subject: str, clash: str, readings: list[tuple[str, str, str]]
) -> None:
    (one,) = page(folder(*entries)).contested
    assert (one.subject, one.clash) == (subject, clash)
    assert [(r.by, r.stance, r.text) for r in one.readings] == readings
    assert one.recent


@pytest.mark.parametrize(
    ("values", "span"),
    [(("3", "4..5"), "3 to 5"), (("3", "five"), ""), (("3", "5.."), "at least 3")],
)
def test_numbers_that_differ_have_their_span_in_words(
    values: tuple[str, ...], span: str
) -> None:
    claims = [
        claim(f"c{n}", "asserts", attribute="days", value=v) for n, v in enumerate(values)
    ]
    (one,) = page(folder(*claims)).contested
    assert one.span == span


def test_what_is_contested_about_an_incident_withdrawn_says_so() -> None:
    gone = entry("correction", "gone", "2022-01-04", supersedes="x", text="Not so.")
    given = {"subject": "", "about": ("x",), "attribute": "day"}
    claims = [claim(f"c{n}", "asserts", value=v, **given) for n, v in enumerate("ab")]
    shot = entry("incident", "x", "2022-01-01", text="Shots.")
    (before,) = page(folder(shot, *claims)).contested
    (after,) = page(folder(shot, *claims, gone)).contested
    assert (before.subject, after.subject) == ("Shots: day", "Shots (withdrawn): day")


def test_state_aligned_outlets_are_labelled_on_every_reading() -> None:
    made = page(
        folder(
            claim("a", "asserts", value="x", date="2022-01-01"),
            claim("b", "denies", value="x", date="2022-01-02"),
            aligned={"2022-01-02": "South"},
        )
    )
    assert [r.sources for r in made.contested[0].readings] == [
        ("Paper of 2022-01-01",),
        ("Paper of 2022-01-02 [state-aligned: South]",),
    ]
    assert [o.label for o in made.outlets] == ["Paper of 2022-01-02 [state-aligned: South]"]


@pytest.mark.parametrize(
    ("dates", "recent"),
    [
        (("2022-01-01", "2022-02-01"), False),
        (("2022-01-01", "2022-02-02"), True),
        (("2022-02-03", "2022-02-02"), True),
    ],
)
def test_contested_matters_are_recent_if_a_reading_is(
    dates: tuple[str, str], recent: bool
) -> None:
    rounds = [talk("r1", "2022-02-01"), talk("r2", "2022-03-01")]
    claims = [
        claim(date, how, date=date)
        for date, how in zip(dates, ("asserts", "denies"), strict=True)
    ]
    assert [c.recent for c in page(folder(*rounds, *claims)).contested] == [recent]


@pytest.mark.parametrize(
    ("given", "as_of", "shown"),
    [
        ({}, "", ["T."]),
        ({"until": "2022-01-05"}, "2022-01-04", ["T. Until 2022-01-05."]),
        ({"until": "2022-01-05"}, "2022-01-05", ["T. Until 2022-01-05."]),
        ({"until": "2022-01-05"}, "2022-01-06", []),
        ({"until": "2022-01"}, "2022-01-31", ["T. Until 2022-01."]),
        ({"until": "2022-01-05"}, "", []),
        ({"date": "2022-01-09"}, "2022-01-08", []),
        ({"date": "2022-01-09"}, "2022-01-09", ["T."]),
    ],
)
@pytest.mark.parametrize("kind", ["assurance", "measure"])
def test_what_is_in_force(
    kind: str, given: dict[str, Any], as_of: str, shown: list[str]
) -> None:
    given = dict(given)
    who: dict[str, Any] = {"by": "host"} if kind == "assurance" else {"by": ("host",)}
    if kind == "measure":
        who["measure"] = "other"
    one = entry(
        kind, "one", given.pop("date", "2022-01-01"), "2022-01-01", text="T.", **who, **given
    )
    later = entry("incident", "later", "2022-06-01", text="Later.")
    in_force = page(folder(one, later), as_of).in_force
    lines = in_force.assurances if kind == "assurance" else in_force.measures
    assert texts(lines) == [f"Hostland: {text}" for text in shown]


@pytest.mark.parametrize(
    ("measure", "text"),
    [
        ("sanction", "Sanction by Hostland, Agency on North: No loans."),
        ("aid", "Aid by Hostland, Agency for North: No loans."),
        ("force", "Hostland, Agency: No loans."),
    ],
)
def test_a_measure_says_who_does_it_to_whom(measure: str, text: str) -> None:
    one = entry(
        "measure",
        "one",
        "2022-01-01",
        measure=measure,
        by=("host", "agency"),
        on=("north",),
        text="No loans.",
    )
    assert texts(page(folder(one)).in_force.measures) == [text]
