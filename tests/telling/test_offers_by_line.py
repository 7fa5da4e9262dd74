"""The offers of talks one after the other, by their worth to each side."""

from frozendict import frozendict
from tests.brief.test_record_figures import labels
from tests.deals.build import agenda, interests

from accord.model import Process
from accord.play.numbers import middle
from accord.talks import (
    Alternating,
    Propose,
    Reject,
    Setup,
    WalkAwayMoved,
    after,
    happen,
    open_table,
    seats,
)
from accord.telling.offers_by_line import OffersByLine


def offered() -> OffersByLine:
    """Let one side offer here, which the other never takes, and the other there."""
    plan = agenda({"border": ["here", "there"]})
    held = (
        interests("alba", {"border": (1, {"here": 80, "there": 30})}, walk_away=20),
        interests(
            "brae",
            {"border": (1, {"here": 10, "there": 90})},
            walk_away=40,
            red_lines=[{"border": ["here"]}],
        ),
    )
    table = open_table(Setup(agenda=plan, seats=seats(("alba", "brae")), rules=Alternating()))
    table = after(table, "alba", Propose(deal=frozendict(border="here")))
    table = happen(table, WalkAwayMoved(party="brae", by=-15))
    table = after(table, "brae", Reject())
    table = after(table, "brae", Propose(deal=frozendict(border="there")))
    process = Process(title="Border", parties=frozendict(), agenda=plan)
    return OffersByLine.of(process, table.events, middle(plan, held))


def test_each_offer_has_its_worth_and_none_to_whom_it_crosses_a_red_line() -> None:
    found = offered()
    assert [(e.number, dict(one.worth)) for e, one in found.made] == [
        (2, {"alba": 80.0}),
        (5, {"alba": 30.0, "brae": 90.0}),
    ]


def test_a_plane_a_side_is_drawn_and_each_mark_is_named_once() -> None:
    drawn = labels(offered().figure(2))
    for one in ("offers of alba", "offers of brae", "walk-away value", "where you look"):
        assert drawn.count(one) == 1
    assert drawn.count("Worth to") == 2
