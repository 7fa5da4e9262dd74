"""What is to be done by when, and what of it is overdue on a day."""

from typing import Any

import pytest
from attrs import evolve
from tests.brief.build import entry, folder, page, texts

from accord.model import Amount, When
from accord.record import AgreementStage, Case, OneWay
from accord.record.commitments import commitments_due
from accord.record.sentences import sentence


def made(*more: tuple[str, dict[str, Any]], stage: str = "in_force", on: str = "") -> Case:
    """Build talks with a truce of 3 May and commitments under it."""
    truce = entry(
        "agreement",
        "truce",
        "2024-05-03",
        deal={"truce": "now"},
        between=("north", "south"),
        standing=AgreementStage(stage),
    )
    owed = [
        entry(
            "commitment",
            one,
            "2024-05-03",
            **{"owner": "north", "issue": "truce", "about": ("truce",), "words": one, **given},
        )
        for one, given in more
    ]
    later = entry("incident", "later", "2024-12-01", text="Later.")
    case = folder(truce, *owed, later)
    return case.as_of(When.parse(on)) if on else case


def told(case: Case) -> list[tuple[str, str, str]]:
    """Return of each commitment its id, by when it is due, and how that stands."""
    return [
        (one.commitment.id, str(one.due or ""), str(one.state)) for one in commitments_due(case)
    ]


def test_commitments_stand_in_the_order_in_which_they_are_due() -> None:
    case = made(
        ("guns", {"due": When.parse("2024-07-01")}),
        ("talks", {}),
        ("road", {"due": When.parse("2024-06")}),
        on="2024-06-15",
    )
    assert told(case) == [
        ("road", "2024-06", "due"),
        ("guns", "2024-07-01", "due"),
        ("talks", "", "no time set"),
    ]


@pytest.mark.parametrize(
    ("due", "day", "state"),
    [
        ("2024-06-01", "2024-05-31", "due"),
        ("2024-06-01", "2024-06-01", "due"),
        ("2024-06-01", "2024-06-02", "overdue"),
        ("2024-06", "2024-06-30", "due"),
        ("2024-06", "2024-07-01", "overdue"),
    ],
)
def test_what_is_due_on_a_day_is_overdue_on_the_next(due: str, day: str, state: str) -> None:
    case = made(("road", {"due": When.parse(due)}), on=day)
    assert told(case) == [("road", due, state)]


def test_days_are_counted_from_an_agreement_and_along_what_comes_after_what() -> None:
    case = made(
        ("list", {"after": "truce", "days": Amount.parse("7")}),
        ("exchange", {"after": "list", "days": Amount.parse("10..20")}),
        ("visit", {"after": "exchange"}),
        on="2024-05-11",
    )
    assert told(case) == [
        ("list", "2024-05-10", "overdue"),
        ("exchange", "2024-05-30", "due"),
        ("visit", "", "waits"),
    ]


def test_a_circle_that_was_never_checked_ends() -> None:
    days = Amount.parse("1")
    case = made(
        ("one", {"after": "two", "days": days}), ("two", {"after": "one", "days": days})
    )
    assert told(case) == [("one", "", "waits"), ("two", "", "waits")]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "North undertakes on Truce: Open the road."),
        (
            {"to": ("south", "host")},
            "North undertakes to South, Hostland on Truce: Open the road.",
        ),
        (
            {"due": When.parse("2024-06-01"), "one_way": OneWay.BROKEN},
            "North undertakes on Truce: Open the road; due by 1 June 2024; once broken it "
            "cannot be put right.",
        ),
        (
            {"after": "first", "days": Amount.parse("30"), "one_way": OneWay("Once done")},
            "North undertakes on Truce: Open the road; within 30 days after 'Lift the mines'; "
            "once done it cannot be undone.",
        ),
        ({"after": "truce"}, "North undertakes on Truce: Open the road; after 'agreement'."),
    ],
)
def test_a_commitment_is_said(given: dict[str, Any], said: str) -> None:
    case = made(
        ("first", {"words": "Lift the mines."}), ("road", {"words": "Open the road.", **given})
    )
    assert sentence(case.process, case.record.by_id["road"], case.record) == said


def test_the_page_names_those_of_agreements_that_stand_and_counts_the_others() -> None:
    case = made(
        ("road", {"due": When.parse("2024-05-20")}),
        ("alone", {"about": ()}),
        ("draft", {"about": ("paper",)}),
        ("reported", {"about": ("denied",)}),
        stage="signed",
    )
    record = case.record
    paper = entry(
        "proposal",
        "paper",
        "2024-05-03",
        "2024-05-03",
        by="host",
        to=("north",),
        text="A paper.",
    )
    denied = entry(
        "claim",
        "denied",
        "2024-05-21",
        "2024-05-03",
        by="south",
        stance="denies",
        text="Shut.",
        about=("road",),
    )
    more = (*record.entries, paper, denied)
    section = page(evolve(case, record=evolve(record, entries=more))).in_force
    assert texts(section.commitments) == [
        "North undertakes on Truce: road; due by 20 May 2024. Overdue. On it: 1 entry.",
        "North undertakes on Truce: alone.",
    ]
    assert section.commitments[0].entries == ("road", "denied")
    assert section.of_drafts == 2
