"""What is contested: every reading, side by side."""

from typing import Any

import pytest
from frozendict import frozendict
from tests.brief.build import entry, folder, page, talk

from accord.record import Entry


def figure(id_: str, value: str, **given: Any) -> Entry:
    given = {"subject": "Dead", "unit": "people", "by": "agency", **given}
    return entry("figure", id_, given.pop("date", "2022-01-01"), value=value, **given)


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
            [("Paper", "asserts", "North"), ("Paper", "denies", "'North' as to by")],
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
            "Proposal of North, 1 January 2022: standing",
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
            [("", "reports", "12 people"), ("Agency", "reports", "10 people, 1 January 2022")],
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


def test_what_does_not_fit_together_is_told() -> None:
    deal = frozendict({"truce": "now"})
    made = entry("agreement", "x", "2022-01-01", deal=deal)
    held = {"party": "north", "issue": "truce", "option": "later"}
    found = page(folder(made, entry("position", "p", "2022-02-01", **held))).unfitting
    assert [(one.text, one.entries) for one in found] == [
        (
            "North agreed on 'Now' on Truce on 1 January 2022, and its position of 1 February "
            "2022 is 'Later'.",
            ("x", "p"),
        )
    ]


def test_what_one_speaker_claims_twice_stands_once_with_both_entries() -> None:
    said = [
        ("c1", "2022-01-02", "agency", "Hall"),
        ("c2", "2022-01-03", "agency", "hall"),
        ("c3", "2022-01-03", "paper", "Yard"),
    ]
    made = folder(
        talk("r", "2022-01-01"),
        *(
            entry(
                "claim",
                i,
                date,
                by=by,
                stance="reports",
                about=("r",),
                attribute="place",
                value=value,
                text=f"Text {i}.",
            )
            for i, date, by, value in said
        ),
    )
    (contest,) = page(made).contested
    first, second = contest.readings
    assert (first.entries, second.entries) == (("c1", "c2"), ("c3",))
    assert first.sources == ("Paper of 2022-01-02", "Paper of 2022-01-03")
    assert first.text == "Hall (Text c1; Text c2)"
