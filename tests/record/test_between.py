"""Contested between parties concerned, or between reports alone."""

import pytest
from attrs import evolve
from frozendict import frozendict
from tests.record.build import claim, figure, incident, record
from tests.record.test_balance import PROCESS

from accord.model import Actor
from accord.record import Entry, Outlet, contested
from accord.record.between import Between, between, sorted_by_sides

PRESS = {
    "afp": Actor(id="afp", name="AFP"),
    "paper": Actor(id="paper", name="The Paper"),
    "host": Actor(id="host", name="Host"),
    "other": Actor(id="other", name="Other"),
}
OUTLETS = {
    "afp": Outlet(id="afp", name="Agence France-Presse"),
    "the-paper": Outlet(id="the-paper", name="the paper"),
}
WITH_PRESS = evolve(PROCESS, actors=frozendict(PRESS))


def sides(*entries: Entry) -> list[Between]:
    made = evolve(record(*entries), outlets=frozendict(OUTLETS))
    return [between(WITH_PRESS, made, one) for one in contested(made)]


def said(one: str, by: str, value: str, stance: str = "asserts") -> Entry:
    return claim(one, stance, subject="q", attribute="who", value=value, by=by)


PARTIES, REPORTS = [Between.PARTIES], [Between.REPORTS]


@pytest.mark.parametrize(
    ("entries", "found"),
    [
        ([said("a", "north", "x"), said("b", "south", "y")], PARTIES),
        ([said("a", "nora", "x"), said("b", "sam", "y")], PARTIES),
        ([said("a", "nora", "x"), said("b", "host", "y")], PARTIES),
        ([said("a", "nora", "x"), said("b", "north", "y")], REPORTS),
        ([said("a", "host", "x"), said("b", "other", "y")], REPORTS),
        ([said("a", "nora", "x"), said("b", "afp", "y")], REPORTS),
        ([said("a", "afp", "x"), said("b", "paper", "y")], REPORTS),
        # Both sides say the same, and an outlet something else.
        ([said("a", "nora", "x"), said("b", "sam", "x"), said("c", "afp", "y")], REPORTS),
        ([said("a", "afp", "x"), said("b", "nora", "x", "denies")], PARTIES),
        ([said("a", "nora", "x"), said("b", "afp", "x", "denies")], REPORTS),
        ([incident("i"), claim("a", "denies", "i", by="sam")], PARTIES),
        ([incident("i"), claim("a", "denies", "i", by="paper")], REPORTS),
        ([figure("a", "1", by="nora"), figure("b", "2", by="south")], PARTIES),
        ([figure("a", "1", by="nora"), figure("b", "2", by="afp")], REPORTS),
        ([figure("a", "1", by="nora"), figure("b", "2", by="")], REPORTS),
        (
            [
                figure("a", "more than 1", by="nora"),
                figure("b", "1..3", by="sam"),
                figure("c", "1", by="afp"),
            ],
            REPORTS,
        ),
        (
            [
                figure("a", "1", "2024-05-01", by="nora"),
                figure("b", "2", "2024-05-02", by="sam"),
                figure("c", "3", by="afp"),
            ],
            REPORTS,
        ),
        # North says one number of two days, and South another of the first.
        (
            [
                figure("a", "1", "2024-05-01", by="nora"),
                figure("b", "2", "2024-05-01", by="sam"),
                figure("c", "1", "2024-05-02", by="nora"),
                figure("d", "1", by="afp"),
            ],
            PARTIES,
        ),
    ],
)
def test_a_party_contradicted_by_somebody_concerned_is_told_from_differing_reports(
    entries: list[Entry], found: list[Between]
) -> None:
    assert sides(*entries) == found


def test_what_parties_contest_leads() -> None:
    made = record(
        claim("a", "reports", subject="q", attribute="x", value="1", by="afp"),
        claim("b", "reports", subject="q", attribute="x", value="2", by="paper"),
        claim("c", "asserts", subject="r", by="nora", date="2024-05-04"),
        claim("d", "denies", subject="r", by="sam", date="2024-05-04"),
    )
    found = sorted_by_sides(WITH_PRESS, made, contested(made))
    assert [(where, one.subject) for where, one in found] == [
        (Between.PARTIES, "r"),
        (Between.REPORTS, "q"),
    ]


def test_what_is_laid_to_somebody_is_no_reading_of_its_own_beside_who_says_so() -> None:
    accused = incident("i", attributed_to=("south",), by="host")
    charge = claim("a", "asserts", "i", attribute="attributed_to", value="south", by="nora")
    denial = claim("b", "denies", "i", attribute="attributed_to", value="south", by="sam")
    (one,) = contested(record(accused, charge, denial))
    assert [reading.entry for reading in one.readings] == ["a", "b"]
    (one,) = contested(record(accused, denial))
    assert [(reading.entry, reading.by) for reading in one.readings] == [
        ("i", ""),
        ("b", "sam"),
    ]
