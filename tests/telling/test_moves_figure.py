"""The picture of a small game: every state, every move, for those who do not see it too."""

from xml.etree import ElementTree

import numpy as np
import pytest
from tests.brief.test_record_figures import labels

from accord.errors import AccordError
from accord.hold import GraphModel, Reachability, stable
from accord.telling.moves_figure import moves_figure

SVG = "{http://www.w3.org/2000/svg}"


def game(
    makers: tuple[str, ...], size: int, moves: dict[str, list[tuple[int, int]]]
) -> GraphModel:
    """Return a game in which every decision maker likes later states better."""
    return GraphModel(
        makers=makers,
        states=tuple(f"s{n}" for n in range(size)),
        moves={m: np.array(moves.get(m, []), int).reshape(-1, 2) for m in makers},
        ranks={m: np.arange(size) for m in makers},
    )


def drawn(of: GraphModel) -> str:
    return moves_figure(of, stable(of, Reachability.SEQUENCES))


def described(svg: str) -> str:
    root = ElementTree.fromstring(svg.split("?>", 1)[1])
    (told,) = (one for one in root if one.tag == f"{SVG}desc")
    assert root.get("aria-describedby") == told.get("id")
    return told.text or ""


def test_every_state_is_drawn_and_said_to_be_stable_by_what() -> None:
    svg = drawn(game(("north", "south"), 4, {"north": [(0, 1), (1, 0)], "south": [(1, 2)]}))
    said = " ".join(labels(svg))
    assert all(f"s{n}" in said for n in range(4))
    assert "stable: nash gmr smr seq" in said
    told = described(svg)
    assert "north can go from s0 to s1, liked better." in told
    assert "south can go from s1 to s2, liked better." in told
    assert "s3 is stable for all by nash" in told
    assert "s1 is stable" not in told


def test_moves_back_and_forth_are_one_line_and_a_loss_is_told_as_one() -> None:
    both = described(drawn(game(("north",), 2, {"north": [(0, 1), (1, 0)]})))
    assert "from s0 to s1, liked better." in both and "from s1" not in both
    down = described(drawn(game(("north",), 2, {"north": [(1, 0)]})))
    assert "north can go from s1 to s0, liked no better." in down


def test_moves_are_told_apart_without_colours() -> None:
    svg = drawn(game(("a", "b", "c", "d", "e", "f"), 3, {m: [(0, 1)] for m in "abcdef"}))
    root = ElementTree.fromstring(svg.split("?>", 1)[1])
    dashes = {
        one.get("style", "").partition("stroke-dasharray: ")[2].partition(";")[0]
        for one in root.iter(f"{SVG}path")
        if "stroke-width: 1.3" in one.get("style", "")
    }
    assert len(dashes) == 6


def test_what_a_picture_has_no_room_for_is_refused() -> None:
    with pytest.raises(AccordError, match="room for 16 states"):
        drawn(game(("a", "b"), 17, {}))
