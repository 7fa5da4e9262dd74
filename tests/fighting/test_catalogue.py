"""Every model: the same course in any process, and the same talks by any engine."""

import os
import random
import subprocess
import sys
from itertools import islice

import pytest
from attrs import evolve
from tests.play.build import opposed, talks

from accord.fighting import catalogue, parse, written_in_texts
from accord.play import seeds_of, summary
from accord.play.columns import Columns
from accord.play.compiled import Engine, why_not
from accord.play.many import games
from accord.play.row_format import RowFormat
from accord.talks import WalkAwayMoved
from accord.testing.fighting_contract import check_fighting, trial_front

TEXTS = {
    "attrition": "attrition:one=alba,s1=8..12,s2=8,r1=0.1,r2=0.1..0.2,law=square,chance=yes",
    "battles": "battles:one=alba,n=6,k=2..4,p=0.4..0.6,win.alba=60..80,cost.delta=1..3",
    "beliefs": "beliefs:one=alba,n=6,k=3,p=0.5,a1=2..4,b2=3,cost.alba=1",
    "shift": "shift:one=alba,p=0.3..0.5,rise=0.2,over=3",
    "stalemate": "stalemate:hurt.alba=2..4,hurt.delta=1",
}
"""A text for every model that can be written in one; others are tested with their files."""


def test_there_is_a_text_for_every_model_that_has_one() -> None:
    named = {name for name, kind in catalogue().items() if written_in_texts(kind)}
    assert named == set(TEXTS)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_model_keeps_to_the_contract(text: str) -> None:
    check_fighting(parse(text), ("alba", "delta"))


COURSE = """
import random, sys
from itertools import islice
from accord.fighting import parse
from accord.testing.fighting_contract import trial_front
for text in sys.argv[1:]:
    rng = random.Random(7)
    print([*islice(parse(text).at(rng).course(trial_front(("alba", "delta")), rng), 12)])
"""


def test_a_course_is_the_same_in_another_process() -> None:
    done = subprocess.run(
        [sys.executable, "-c", COURSE, *TEXTS.values()],
        env={**os.environ, "PYTHONHASHSEED": "123"},
        capture_output=True,
        text=True,
        check=True,
    )
    front = trial_front(("alba", "delta"))
    for text, line in zip(TEXTS.values(), done.stdout.splitlines(), strict=True):
        rng = random.Random(7)
        assert str([*islice(parse(text).at(rng).course(front, rng), 12)]) == line


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_the_compiled_engine_plays_what_the_table_plays(text: str) -> None:
    held = opposed(walk_away={"alba": 40, "delta": 40})
    game = evolve(talks(held=held, rounds=8), fighting=(parse(text),), seed=3, measured=12)
    assert why_not(game) == ""
    table = Columns.of(game, [summary(one) for one in games(game, 12)])
    engine = Engine(evolve(game, draws=True))
    ends = engine.play(seeds_of(game.seed, 0, 12))
    assert ends.rounds.tolist() == table.rounds.tolist()
    assert ends.moves.tolist() == table.moves.tolist()
    for seed, deal, one in zip(table.seeds, ends.deal.tolist(), games(game, 12), strict=True):
        assert seed == one.seed
        assert engine.deal(deal) == summary(one).deal
    form = RowFormat.of(game)
    cells = dict(zip(form.columns, form.cells(table), strict=True))
    (again,) = form.read([cells], "talks.csv", "line")
    assert again.worth.tolist() == table.worth.tolist()
    moved = [w for one in games(game, 12) for b in one.course for w in b.happenings]
    assert any(isinstance(one, WalkAwayMoved) for one in moved)
