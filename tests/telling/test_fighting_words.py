"""What is assumed of the fighting, and why it moved something, in words."""

from collections.abc import Mapping
from itertools import islice
from random import Random

import numpy as np
import pytest
from frozendict import frozendict
from tests.play.build import Wandering, opposed, process

from accord.fighting import parse
from accord.fighting.scripted import (
    Scripted,
    ScriptedNews,
    ScriptedRedLines,
    ScriptedRound,
    shift,
)
from accord.fighting.spoiler import Spoiler
from accord.model import Exclusion, Process, Range, When
from accord.play.walk_away_paths import WalkAwayPaths
from accord.talks import WalkAwayMoved
from accord.telling import fighting_words
from accord.telling.fighting_words import assumed, path_lines, why_words
from accord.testing.fighting_contract import trial_front

TALKS = process(opposed()[0], ["alba", "delta"])


def said(*models: Scripted | Wandering) -> list[str]:
    return [line for _, line in assumed(TALKS, models)]


def test_a_shift_is_said_with_its_round_and_why() -> None:
    assert said(shift("alba", -5, 3), shift("delta", 1, 1, "help came")) == [
        "- assumed: the walk-away value of Alba falls by 5 points when round 3 begins",
        "- assumed: the walk-away value of Delta rises by 1 point when round 1 begins: "
        "help came",
    ]


def test_everything_that_is_scripted_is_said_with_its_holder_and_basis() -> None:
    step = ScriptedRound(
        round=Range(2, 4),
        walk_away=frozendict({"alba": Range(-6, -2), "delta": Range(-1, 3)}),
        mandates=frozendict({"delta": frozendict({"issue-0": ("low",)})}),
        news=(ScriptedNews(text="a bridge has fallen", source="radio"),),
    )
    found = said(
        Scripted(
            id="front",
            held_by="delta",
            basis="the staff's guess",
            as_of=When.parse("2024-05-01"),
            script=(step,),
        )
    )
    whose = "- assumed (by Delta; as of 1 May 2024; the staff's guess):"
    when = "when one of rounds 2 to 4 begins"
    assert found == [
        f"{whose} the walk-away value of Alba falls by 2 to 6 points {when}",
        f"{whose} the walk-away value of Delta moves by -1 to 3 points {when}",
        f"{whose} Delta is given another mandate (Issue-0: only Low) {when}",
        f"{whose} news {when} (radio): a bridge has fallen",
    ]


def test_any_other_model_is_said_by_what_it_does_and_its_parameters() -> None:
    (line,) = said(Wandering(id="wandering", held_by="alba"))
    does = "the model wandering moves walk-away values up and down at random"
    does += ", the less the higher they are"
    assert line == f"- assumed (by Alba): {does}"
    (line,) = said(Wandering(id="wandering", size=Range(2, 2)))
    assert line == f"- assumed: {does} (size: 2)"


def test_a_code_is_said_in_words_and_what_is_no_code_as_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def rained(process: Process, of: Mapping[str, str]) -> str:
        return f"it rained on {process.name(of['on'])} for {int(of['days'])} days"

    monkeypatch.setitem(fighting_words.REASONS, "rain", rained)
    assert why_words(TALKS, "rain on=alba days=2") == "it rained on Alba for 2 days"
    for other in ("", "snow on=alba", "rain", "rain on=alba days=two", "It rained on Alba."):
        assert why_words(TALKS, other) == other


@pytest.mark.parametrize(
    ("why", "words"),
    [
        ("battles won=alba k=4 n=6", "Alba won a battle and holds 4 of 6 places"),
        ("beliefs won=delta k=3 n=6", "Delta won a battle and holds 3 of 6 places"),
        (
            "attrition alba=91 delta=70.5",
            "losses on both sides: left are 91 units of Alba and 70.5 units of Delta",
        ),
        ("shift rising=delta", "the power of Delta rises"),
        ("stalemate", "another round of fighting that nobody won"),
        ("stalemate gives-in=alba", "Alba gives in"),
        ("recorded entry=i-1", "by the entry i-1 of the record"),
    ],
)
def test_every_code_of_the_models_is_said_in_words(why: str, words: str) -> None:
    assert why_words(TALKS, why) == words


def test_every_model_that_gives_codes_has_words_for_them() -> None:
    front = trial_front(("alba", "delta"))
    for text in (
        "battles:one=alba,n=6,k=3",
        "beliefs:one=alba,n=6,k=3",
        "attrition:one=alba,s1=9,s2=8,r1=1,r2=1",
        "attrition:one=alba,s1=9,s2=8,r1=0.1,r2=0.1,chance=no,cost.alba=1",
        "shift:one=alba,p=0.3,rise=0.4",
        "stalemate:hurt.alba=5,hurt.delta=8,prize.alba=9,prize.delta=8",
    ):
        course = [*islice(parse(text).at().course(front, Random(1)), 9)]
        whys = [
            one.why
            for step in course
            for one in step.happenings
            if isinstance(one, WalkAwayMoved)
        ]
        assert whys
        assert all(why_words(TALKS, why) != why for why in whys)


def test_a_move_of_next_to_nothing_is_none_of_nothing() -> None:
    (line,) = said(shift("alba", 0.01, 2))
    assert "rises by less than 0.1 points" in line


def test_points_that_nobody_says_are_said_to_be_taken() -> None:
    (line,) = (
        line
        for _, line in assumed(
            TALKS, [parse("battles:one=alba,n=6,k=3,win.alba=60,lose.alba=10,cost.alba=1")]
        )
    )
    assert line.endswith(
        "n, how many places there are: 6; k, how many of them Alba holds when the talks begin: "
        "3; p, the chance that Alba wins a battle, as nobody says it: 0.5; win, as nobody says "
        "it: Delta 100; lose, as nobody says it: Delta 0; cost, as nobody says it: Delta 0)"
    )


def path(*values: float) -> list[str]:
    """Return what is said of one course of the walk-away value of one party."""
    paths = WalkAwayPaths(
        parties=("alba",), values=np.array(values)[None, :, None] * 1.0, possible=None
    )
    return [line for _, line in path_lines(TALKS, paths)][1:]


def test_of_a_long_course_the_turns_are_told_and_how_much_is_left_out() -> None:
    # It moves to and fro: every other round would say that nothing moves.
    found = path(40, 57, 40, 57, 40, 23, 40, 90, 40, 40, 40, 40)
    assert found == [
        "- round 1: Alba 40",
        "- round 4: Alba 57",
        "- round 6: Alba 23",
        "- round 8: Alba 90",
        "- round 9: Alba 40",
        "- round 12: Alba 40",
        "- between these they move in 4 more rounds",
    ]
    assert path(1, 2, 1, 2, 1, 2) == [f"- round {n}: Alba {2 - n % 2}" for n in range(1, 7)]
    assert path(5, 5, 5) == ["- round 1: Alba 5", "- round 3: Alba 5"]


def test_what_moves_interests_and_mandates_is_said_with_its_numbers() -> None:
    moved = ScriptedRound(
        round=Range(2, 2),
        values=frozendict(
            {
                "alba": frozendict(
                    {
                        "issue-0": frozendict(
                            {"low": Range(-3, -1), "middle": Range(-1, 2), "high": Range(4, 4)}
                        )
                    }
                )
            }
        ),
        red_lines=frozendict(
            {
                "delta": ScriptedRedLines(
                    added=(Exclusion(id="new", never=frozendict({"issue-0": ("low",)})),),
                    dropped=("old",),
                )
            }
        ),
    )
    assert said(Scripted(id="front", script=(moved,))) == [
        "- assumed: what options are worth to Alba moves ('Low' (Issue-0) 1 to 3 less; "
        "'Middle' (Issue-0) 1 less to 2 more; 'High' (Issue-0) 4 more) when round 2 begins",
        "- assumed: the red lines of Delta move (never 'Low' (Issue-0); 'old' no longer holds) "
        "when round 2 begins",
    ]


def test_a_spoiler_is_said_with_the_mandate_that_it_leaves() -> None:
    spoiler = Spoiler(
        id="spoiler",
        party="alba",
        chance=Range(0.5, 0.5),
        mandate=frozendict({"issue-0": ("low", "high")}),
        believed=Range(0.7, 0.7),
    )
    (line,) = (line for _, line in assumed(TALKS, [spoiler]))
    assert line.endswith(
        "mandate, once it is cut: Issue-0: only Low or High; asks, as nobody says it: 0.5)"
    )
