"""What the user writes happens before the rounds for which it is written."""

import random
from typing import Any

import pytest
from frozendict import frozendict

from accord.errors import AccordError
from accord.fighting import BetweenRounds, model_plain
from accord.fighting.scripted import (
    Scripted,
    ScriptedNews,
    ScriptedRedLines,
    ScriptedRound,
    parse_shifts,
    shift,
)
from accord.model import Exclusion, Range
from accord.talks import MandateMoved, News, RedLinesMoved, ValuesMoved, WalkAwayMoved
from accord.testing.fighting_contract import check_fighting, trial_front

FRONT = trial_front(("alba", "brae"))


def step(number: str, moved: dict[str, str] | None = None, **given: Any) -> ScriptedRound:
    """Return what happens before a round."""
    by = {party: Range.parse(text) for party, text in (moved or {}).items()}
    return ScriptedRound(round=Range.parse(number), walk_away=frozendict(by), **given)


def script(*rounds: ScriptedRound) -> Scripted:
    """Return a script."""
    return Scripted(id="front", held_by="alba", script=rounds)


def mandate(party: str, *options: str) -> frozendict[str, Any]:
    """Return the mandate of a party on one issue."""
    return frozendict({party: frozendict({"i1": options})})


def course(model: Scripted) -> list[BetweenRounds]:
    """Return what happens."""
    return list(model.course(FRONT, random.Random(0)))


def test_a_script_keeps_to_the_contract() -> None:
    news = (ScriptedNews(text="A bridge fell.", to=("alba",)),)
    check_fighting(
        script(
            step("2..4", {"alba": "-6..-2", "brae": "3"}, why="The bridge has fallen."),
            step("3", mandates=mandate("brae", "o0", "o1"), news=news),
            step("4", values=values("5..9"), red_lines=lines("i1", "o0")),
        )
    )


def values(points: str) -> frozendict[str, Any]:
    """Return by how much an option is worth more to a party."""
    return frozendict(alba=frozendict(i1=frozendict(o0=Range.parse(points))))


def lines(issue: str, option: str, dropped: tuple[str, ...] = ("old",)) -> Any:
    """Return red lines of a party that move."""
    new = Exclusion(id="new", never=frozendict({issue: (option,)}))
    return frozendict(alba=ScriptedRedLines(added=(new,), dropped=dropped))


def test_values_and_red_lines_move_as_they_are_written() -> None:
    model = script(step("2", values=values("5"), red_lines=lines("i1", "o1"), why="A drought."))
    new = Exclusion(id="new", never=frozendict(i1=("o1",)))
    assert course(model)[0].happenings == (
        ValuesMoved(party="alba", values={"i1": {"o0": 5}}, why="A drought."),
        RedLinesMoved(party="alba", added=(new,), dropped=("old",), why="A drought."),
    )
    for wrong, sentence in (
        (step("2", red_lines=lines("fish", "a")), "no issue fish on the agenda."),
        (step("2", values=frozendict(alba=frozendict())), "No value of alba moves"),
        (step("2", values=frozendict(dana=values("5")["alba"])), "no party 'dana'"),
    ):
        assert sentence in script(wrong).problem(FRONT)


def test_what_is_written_for_a_round_comes_before_it_in_the_order_of_the_rounds() -> None:
    news = (ScriptedNews(text="It is said so.", source="radio"),)
    model = script(
        step("4", {"brae": "2"}, why="late"),
        step("2", {"alba": "-5"}, why="early"),
        step("4", mandates=mandate("alba", "o0")),
        step("4", news=news),
    )
    assert course(model) == [
        BetweenRounds(2, (WalkAwayMoved(party="alba", by=-5, why="early"),)),
        BetweenRounds(
            4,
            (
                WalkAwayMoved(party="brae", by=2, why="late"),
                MandateMoved(party="alba", mandate=frozendict({"i1": ("o0",)})),
                News(text="It is said so.", source="radio"),
            ),
        ),
    ]


def test_ranges_are_at_their_middles_in_one_talk_and_drawn_in_many() -> None:
    model = script(step("2..3", {"alba": "-6..-2"}))
    moved = WalkAwayMoved(party="alba", by=-4)
    assert course(model.at()) == [BetweenRounds(2, (moved,))]
    drawn = [course(model.at(random.Random(seed)))[0] for seed in range(50)]
    assert {one.round for one in drawn} == {2, 3}
    happened = [what for one in drawn for what in one.happenings]
    points = [what.by for what in happened if isinstance(what, WalkAwayMoved)]
    assert -6 <= min(points) < max(points) <= -2
    assert len(set(points)) == 50


def test_a_script_that_is_for_other_talks_says_why() -> None:
    assert "no party 'cora'" in script(step("2", {"cora": "1"})).problem(FRONT)
    assert "Round 13 is none of these talks" in script(step("13")).problem(FRONT)
    said = script(step("2", mandates=mandate("alba", "x"))).problem(FRONT)
    assert "The mandate of alba cannot stand" in said


def test_shifts_are_a_script() -> None:
    found = parse_shifts(["alba=-5@3", " brae = 2.5 @ 1 ", "a@b=1e1@10"])
    assert found == (shift("alba", -5, 3), shift("brae", 2.5, 1), shift("a@b", 10, 10))
    assert course(found[0]) == [BetweenRounds(3, (WalkAwayMoved(party="alba", by=-5),))]
    assert model_plain(found[0])["script"][0]["walk_away"] == {"alba": "-5"}
    assert parse_shifts([]) == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("alba", "moves nothing"),
        ("alba=5", "moves nothing"),
        ("alba=much@2", "'much' is no number of points"),
        ("alba=5@0", "'0' is the number of no round"),
        ("=-5@3", "moves nothing"),
        ("alba=@3", "moves nothing"),
        ("alba=5@", "moves nothing"),
        ("alba=5@²", "'²' is the number of no round"),
        ("alba=5@two", "'two' is the number of no round"),
        ("alba=nan@2", "cannot move by nan points"),
    ],
)
def test_a_shift_that_cannot_be_says_why(text: str, said: str) -> None:
    with pytest.raises(AccordError, match=said):
        parse_shifts([text])
