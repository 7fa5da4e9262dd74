"""What goes back on an offer is told from what everybody has heard."""

import pytest
from frozendict import frozendict
from tests.deals.build import agenda

from accord.delegates.kept import changes, distance, goes_back
from accord.model import Agenda, Issue, Range
from accord.talks import (
    Accept,
    Alternating,
    Options,
    Propose,
    Reject,
    Setup,
    Stacked,
    Table,
    after,
    open_table,
    seats,
    view,
)

KM = Issue(id="km", name="Distance", span=Range(0, 100), step=10)
OVER = agenda({"status": ["x", "y", "z"], "troops": ["x", "y", "z"]})


@pytest.mark.parametrize(
    ("was", "now", "asked", "left", "back"),
    [
        ("y", "x", ["y"], [], True),
        ("x", "y", ["y"], [], False),
        ("x", "z", ["y"], [], False),
        ("z", "x", ["y"], ["x"], True),
        ("z", "x", ["x"], ["x"], False),
        ("x", "z", [], [], False),
        # Of two that ask for different options, one is come nearer to.
        ("y", "z", ["y", "z"], [], False),
        ("y", "x", ["y", "z"], [], True),
    ],
)
def test_an_option_that_is_asked_for_is_taken_away(
    was: str, now: str, asked: list[str], left: list[str], back: bool
) -> None:
    assert goes_back(OVER.issues["status"], was, now, asked, left) is back


@pytest.mark.parametrize(("was", "now", "back"), [("70", "60", False), ("60", "70", True)])
def test_on_an_issue_of_numbers_further_is_back(was: str, now: str, back: bool) -> None:
    assert distance(KM, "70", "20") == 0.5
    assert goes_back(KM, was, now, ["0"], []) is back


def deal(options: str) -> Options:
    return Options(zip(OVER.issues, options, strict=True))


def test_every_proposal_is_compared_with_what_was_offered_before_it() -> None:
    table = open_table(
        Setup(agenda=OVER, seats=seats(("alba", "brae")), rules=Stacked(rounds=9))
    )
    for seat, options in [("alba", "xx"), ("brae", "yy"), ("alba", "yx"), ("brae", "yy")]:
        table = after(table, seat, Propose(deal=deal(options)))
    table = after(table, "alba", Propose(deal=deal("zx")))
    first, second, third = changes(OVER, "alba", table.setup.seats, view(table, "alba").heard)
    assert first == ()
    (towards,), (away,) = second, third
    assert (towards.issue, towards.was, towards.now, towards.back) == (
        "status",
        "x",
        "y",
        False,
    )
    assert (away.was, away.now, away.since, away.back) == ("y", "z", 2, True)


def test_what_was_accepted_counts_as_offered() -> None:
    table = at_answer()
    table = after(table, "brae", Accept(issues=("status",)))
    table = after(table, "brae", Propose(deal=deal("yy")))
    ((made,),) = changes(OVER, "brae", table.setup.seats, view(table, "brae").heard)
    assert (made.issue, made.was, made.now, made.back) == ("status", "x", "y", True)


def test_what_was_rejected_does_not() -> None:
    table = after(at_answer(), "brae", Reject())
    table = after(table, "brae", Propose(deal=deal("yy")))
    assert list(changes(OVER, "brae", table.setup.seats, view(table, "brae").heard)) == [()]


def at_answer() -> Table:
    """Give a table at which brae is to answer an offer of alba."""
    over: Agenda = OVER
    setup = Setup(agenda=over, seats=seats(("alba", "brae")), rules=Alternating(rounds=9))
    return after(open_table(setup), "alba", Propose(deal=frozendict(deal("xx"))))
