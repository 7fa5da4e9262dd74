"""What goes back on an offer is told from what everybody has heard."""

import pytest
from frozendict import frozendict
from tests.deals.build import agenda

from accord.model import Agenda, Issue, Range
from accord.tactics.kept import changes, distance, goes_back
from accord.talks import (
    Accept,
    Alternating,
    Options,
    Propose,
    Reject,
    Setup,
    Shuttle,
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
    assert goes_back(OVER.issues["status"], was, now, asked, frozenset(left)) is back


@pytest.mark.parametrize(
    ("was", "now", "asked", "left", "back"),
    [("z", "x", "x", ["x"], True), ("y", "x", "x", [], False), ("x", "z", "y", [], False)],
)
def test_what_was_left_is_gone_back_to_where_only_a_mediator_names_it(
    was: str, now: str, asked: str, left: list[str], back: bool
) -> None:
    issue = OVER.issues["status"]
    assert goes_back(issue, was, now, [asked], frozenset(left), is_carried=True) is back


@pytest.mark.parametrize(("now", "back"), [("70", True), ("80", True), ("90", False)])
def test_so_is_a_number_between_those_offered(now: str, back: bool) -> None:
    assert goes_back(KM, "60", now, ["100"], frozenset(["80"]), is_carried=True) is back
    assert not goes_back(KM, "60", now, ["100"], frozenset(["80"]))


@pytest.mark.parametrize(("was", "now", "back"), [("70", "60", False), ("60", "70", True)])
def test_on_an_issue_of_numbers_further_is_back(was: str, now: str, back: bool) -> None:
    assert distance(KM, "70", "20") == 0.5
    assert goes_back(KM, was, now, ["0"], frozenset()) is back


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


def test_an_option_left_and_taken_up_again_is_told_in_shuttle_talks() -> None:
    """The mediator's texts go to and fro, and alba with them."""
    setup = Setup(
        agenda=OVER, seats=seats(("alba", "brae"), mediator="chair"), rules=Shuttle(rounds=9)
    )
    table = open_table(setup)
    table = after(table, "alba", Propose(deal=deal("xx")))
    table = after(table, "brae", Propose(deal=deal("yy")))
    for text in ("yx", "xz"):
        table = after(table, "chair", Propose(deal=deal(text), to=("alba", "brae")))
        table = after(table, "alba", Propose(deal=deal(text[0] + "x")))
        table = after(table, "brae", Propose(deal=deal("yy")))
    *_, (towards,), (again,) = changes(OVER, "alba", setup.seats, view(table, "alba").heard)
    assert (towards.now, towards.back) == ("y", False)
    assert (again.was, again.now, again.since, again.back) == ("y", "x", 1, True)


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
    """Return a table at which brae is to answer an offer of alba."""
    over: Agenda = OVER
    setup = Setup(agenda=over, seats=seats(("alba", "brae")), rules=Alternating(rounds=9))
    return after(open_table(setup), "alba", Propose(deal=frozendict(deal("xx"))))
