"""Who would be surprised, in sentences."""

import numpy as np

from accord.hold import OptionGame, stable
from accord.hold.graph_model import GameOption
from accord.hold.hypergame import hypergame
from accord.telling.hypergame_words import hypergame_lines

OPTIONS = tuple(GameOption(id=one, owner=one) for one in ("a", "b"))
RANKS = {"a": np.array([2, 3, 0, 1]), "b": np.array([2, 0, 3, 1])}


def told(ranks: dict[str, list[int]], barred: int | None = None) -> list[str]:
    """Return what is said where the first takes the game to be other than it is."""
    can, seen = np.ones(4, bool), np.ones(4, bool)
    if barred is not None:
        seen[barred] = False
    view = OptionGame(
        makers=("a", "b"),
        options=OPTIONS,
        feasible=seen,
        ranks={**RANKS, **{one: np.array(of) for one, of in ranks.items()}},
    )
    game = OptionGame(
        makers=("a", "b"), options=OPTIONS, feasible=can, ranks=RANKS, views={"a": view}
    )
    lines = [*hypergame_lines(hypergame(game, stable(game)), listed=True)]
    return lines[lines.index("seq, stable for all:") : lines.index("sim, stable for all:")]


def test_what_one_takes_to_be_safe_and_the_other_would_answer() -> None:
    assert told({"b": [3, 2, 1, 0]}) == [
        "seq, stable for all:",
        "  as it is: 2: NN, YY",
        "  as a sees it: 1: YN",
        "  where each goes by its own view: 1: YY",
        "  NN: a takes it to be safe to go to YN. b would answer (b to YY), and a would be no "
        "better off than in NN.",
        "  NN: b expects a to stay; a would leave.",
        "  YN: a expects b to stay; b would leave.",
        "  YY: a expects b to leave; b would stay.",
        "",
    ]


def test_what_one_does_not_see() -> None:
    said = "\n".join(told({}, barred=3))
    assert "YY: a would be surprised that it can be." in said
    assert "NN: a takes it to be safe to go to YN." in said
