"""What the record has moves nobody but by the numbers that somebody gives."""

import random

from frozendict import frozendict
from tests.fighting.answered import moved, whys

from accord.fighting.recorded import Recorded, RecordedMove
from accord.model import Range
from accord.testing.fighting_contract import check_fighting, trial_front


def test_moves_come_one_a_round_or_where_they_are_put() -> None:
    model = Recorded(
        id="capitals",
        held_by="brae",
        moves=(
            RecordedMove(entry="i1", walk_away=frozendict({"alba": Range(-5, -3)})),
            RecordedMove(
                entry="i2", walk_away=frozendict({"brae": Range(2, 2)}), round=Range(5, 5)
            ),
            RecordedMove(
                entry="i3", walk_away=frozendict({"alba": Range(1, 1), "brae": Range(-1, -1)})
            ),
        ),
    )
    check_fighting(model)
    course = [*model.at().course(trial_front(("alba", "brae")), random.Random(0))]
    assert moved(course, "alba") == [(2, -4), (6, 1)]
    assert moved(course, "brae") == [(5, 2), (6, -1)]
    assert whys(course[0])[0] == "recorded entry=i1"
