"""What happens outside the room moves what a party would settle for, unseen by others."""

import math

import pytest
from frozendict import frozendict
from tests.talks.build import deal, mandate, play, refused, table

from accord.errors import AccordError
from accord.model import Exclusion
from accord.talks import (
    Accept,
    Alternating,
    Happening,
    MandateMoved,
    News,
    Phase,
    Propose,
    Ratify,
    RedLinesMoved,
    ValuesMoved,
    WalkAwayMoved,
    WalkOut,
    Withdraw,
    audit,
    from_json,
    happen,
    read,
    replay,
    to_json,
    view,
    write,
)
from accord.talks.view_json import view_from_json, view_to_json

DOWN = WalkAwayMoved(party="alba", by=-5, why="A front gave way.")
HARSH = Exclusion(id="harsh", never=frozendict({"water": ("80",)}), basis="The mothers.")
BETTER = ValuesMoved(party="alba", values={"water": {"60": 12.5, "80": -3}}, why="A drought.")


def test_what_moved_adds_up_and_only_the_own_side_sees_it() -> None:
    at = table(Alternating(moves=3), mediator="envoy", principals=True)
    for happening in (
        DOWN,
        WalkAwayMoved(party="brae", by=1),
        WalkAwayMoved(party="alba", by=2),
    ):
        at = happen(at, happening)
    assert dict(at.walk_away) == {"alba": -3, "brae": 1}
    assert {s.id: view(at, s.id).walk_away for s in at.setup.seats} == {
        "alba": -3,
        "alba-principal": -3,
        "brae": 1,
        "brae-principal": 1,
        "envoy": 0,
    }
    assert at.events[1].heard == ("alba",)
    assert [len(view(at, s.id).heard) for s in at.setup.seats] == [3, 2, 3, 2, 1]
    assert at.moves == view(at, "envoy").moves == 0 and at.awaited == ("alba",)


def test_a_delegation_without_a_principal_can_be_given_another_mandate() -> None:
    at = table(Alternating(), principals=["alba"], mandates={"brae": {"water": ("40",)}})
    at = play(at, ("alba", Propose(deal=deal(water="60"))))
    assert "could still accept within its mandate" in refused(at, "brae", Accept())
    freed = happen(at, MandateMoved(party="brae", mandate=mandate("60"), why="A new minister."))
    assert view(freed, "brae").mandate == mandate("60")
    assert play(freed, ("brae", Accept())).common == deal(water="60")
    bound = happen(freed, MandateMoved(party="brae", mandate=mandate("80")))
    assert "accept" not in view(bound, "brae").legal


def test_it_can_happen_while_the_capitals_have_the_deal() -> None:
    at = table(Alternating(), principals=True, mandates={"brae": mandate("80")})
    at = play(at, ("alba", Propose(deal=deal("here", "60"))))
    at = happen(play(at, ("brae", Accept(ad_referendum=True))), DOWN)
    assert at.phase is Phase.CAPITALS
    assert play(at, ("brae-principal", Ratify())).phase is Phase.AGREED


def test_news_is_told_to_all_or_to_some_alone_and_moves_nothing() -> None:
    at = table(Alternating(moves=3), mediator="envoy", principals=True)
    seats = [one.id for one in at.setup.seats]
    some = happen(at, News(text="Fire.", source="The radio", to=("brae", "envoy", "brae")))
    assert [len(view(some, one).heard) for one in seats] == [1, 2, 1, 2, 2]
    assert all(view(some, one) == view(at, one) for one in ("alba", "alba-principal"))
    for known in (
        some,
        happen(at, News(text="Fire.")),
        happen(at, News(text="F.", to=("brae",))),
    ):
        assert (known.moves, known.known, known.awaited) == (0, 0, ("alba",))
    everybody = happen(at, News(text="Fire.", to=("envoy", "brae", "alba")))
    assert everybody.events[-1].heard == ()
    assert to_json(some.events[-1])["heard"] == ["brae", "envoy"]
    assert audit(read(write(everybody.events))) is audit(read(write(some.events))) is None


def test_news_for_all_reaches_who_is_out_of_the_room() -> None:
    at = play(table(Alternating(), ("alba", "brae", "cora")), ("cora", WalkOut()))
    for news in (News(text="Fire."), News(text="Fire.", to=("cora",))):
        assert view(happen(at, news), "cora").heard[-1].what == news


@pytest.mark.parametrize(
    ("happening", "sentence"),
    [
        (WalkAwayMoved(party="dana", by=1), "no delegation of dana at the table; .* alba and"),
        (WalkAwayMoved(party="envoy", by=1), "no delegation of envoy"),
        (WalkAwayMoved(party="alba", by=math.nan), "of alba cannot move by nan points: give a"),
        (WalkAwayMoved(party="alba", by=math.inf), "cannot move by inf points"),
        (WalkAwayMoved(party="alba", by=-1e7), "cannot move by -1e.07 points: .* 1,000,000 at"),
        (MandateMoved(party="alba", mandate=mandate("60")), "principal of alba sits"),
        (MandateMoved(party="brae", mandate={"fish": ("a",)}), "no issue fish on the agenda"),
        (MandateMoved(party="brae", mandate={"water": ()}), "leaves no option on water"),
        (MandateMoved(party="brae", mandate={"water": ("9",)}), "has no option 9"),
        (ValuesMoved(party="dana", values={"water": {"60": 1}}), "no delegation of dana"),
        (ValuesMoved(party="alba", values={}), "No value of alba moves: name the points"),
        (ValuesMoved(party="alba", values={"water": {}}), "No value of alba moves"),
        (ValuesMoved(party="alba", values={"fish": {"a": 1}}), "no issue fish on the agenda"),
        (ValuesMoved(party="alba", values={"water": {"9": 1}}), "water has no option 9"),
        (
            ValuesMoved(party="alba", values={"water": {"60": math.inf}}),
            "The value of 60 to alba cannot move by inf points: give a number",
        ),
        (RedLinesMoved(party="dana", dropped=("x",)), "no delegation of dana"),
        (RedLinesMoved(party="alba"), "No red line of alba moves"),
        (
            RedLinesMoved(
                party="alba", added=[Exclusion(id="x", never=frozendict({"water": ("9",)}))]
            ),
            "The red line x of alba cannot move: the issue water has no option 9",
        ),
        (
            RedLinesMoved(party="alba", added=[Exclusion(id="x", never=frozendict())]),
            "The red line x of alba refuses nothing: name options",
        ),
        (
            RedLinesMoved(party="alba", added=[HARSH, HARSH]),
            "Two red lines that alba adds are called harsh",
        ),
        (News(text=" "), "nothing to tell: news says what happened in words"),
        (News(text="Fire.", to=("brae", "dana")), "Nobody called dana hears anything at the"),
    ],
)
def test_what_cannot_happen_is_said(happening: Happening, sentence: str) -> None:
    at = table(Alternating(), mediator="envoy", principals=["alba"])
    with pytest.raises(AccordError, match=sentence):
        happen(at, happening)


def test_nothing_moves_talks_that_are_over() -> None:
    ended = play(table(Alternating()), ("alba", Withdraw()))
    with pytest.raises(AccordError, match="The talks are over: nothing outside moves them"):
        happen(ended, DOWN)


def test_values_and_red_lines_move_for_the_own_side_alone() -> None:
    at = table(Alternating(moves=3), mediator="envoy", principals=True)
    moved = happen(happen(at, BETTER), RedLinesMoved(party="alba", added=[HARSH]))
    for seat in ("brae", "brae-principal", "envoy"):
        assert view(moved, seat) == view(at, seat)
        assert view_to_json(view(moved, seat)) == view_to_json(view(at, seat))
    for seat in ("alba", "alba-principal"):
        seen = view(moved, seat).moved
        assert seen.values == {"water": {"60": 12.5, "80": -3}} and seen.added == (HARSH,)
        assert view_from_json(view_to_json(view(moved, seat))) == view(moved, seat)
    text = write(moved.events)
    assert write(read(text)) == text and replay(read(text)) == moved
    assert audit(read(text)) is None
    assert '"values": {"water": {"60": 12.5, "80": -3.0}}' in text
    assert '"added": [{"id": "harsh", "never": {"water": ["80"]}' in text
    assert (moved.moves, moved.awaited) == (0, ("alba",))


def test_a_move_and_its_reverse_leave_nothing() -> None:
    at = table(Alternating())
    for one in (
        ValuesMoved(party="alba", values={"water": {"60": 0.1}}),
        ValuesMoved(party="alba", values={"water": {"60": 0.2}}),
        ValuesMoved(party="alba", values={"water": {"60": -0.3}}),
        RedLinesMoved(party="alba", dropped=("harsh",)),
        RedLinesMoved(party="alba", added=[HARSH]),
    ):
        at = happen(at, one)
    assert view(at, "alba").moved.values == {} and view(at, "alba").moved.dropped == ()
    assert view(at, "alba").moved.red_lines([HARSH]) == (HARSH,)


def test_a_log_says_it_and_a_log_that_could_not_be_is_refused() -> None:
    at = happen(table(Alternating(), principals=True), DOWN)
    line = {
        "version": 1,
        "number": 2,
        "round": 1,
        "session": 1,
        "seat": "",
        "kind": "walk-away-moved",
        "party": "alba",
        "by": -5.0,
        "why": "A front gave way.",
        "heard": ["alba"],
    }
    assert to_json(at.events[1]) == line
    assert from_json({**line, "by": -5}) == at.events[1]
    text = write(at.events)
    assert write(read(text)) == text
    for before, after, sentence in (
        ('["alba"]', '["brae"]', "by the rules this would be"),
        ("-5.0", "1e999", "cannot move by inf points"),
        (
            '"seat": "", "kind": "walk',
            '"seat": "alba", "kind": "walk',
            "by the rules this would",
        ),
        ('"party": "alba", "by"', '"party": "dana", "by"', "no delegation of dana"),
    ):
        assert before in text
        assert sentence in _stray(text.replace(before, after))


def _stray(text: str) -> str:
    """Return why a log cannot be read, or does not go by the rules."""
    try:
        found = audit(read(text))
    except AccordError as error:
        return str(error)
    return found[1] if found else ""
