"""Games and tournaments by every holder's numbers: never mixed, and what is missing is said."""

import pytest
from attrs import evolve
from tests.play.build import opposed, process

from accord.errors import AccordError
from accord.play import games_by_holder, parse_rules, parse_seats, play, play_talks
from accord.play.tournament import cases_by_holder
from accord.record import Case

RULES = parse_rules("", 2, 6)
SEATS = parse_seats(["alba=linear", "delta=linear"])


def case(*holders: str, lacking: str = "") -> Case:
    """Build a case in which each holds numbers, one of them of one party alone."""
    agenda, own = opposed()
    held = [
        evolve(one, id=f"{one.party}-{by}", held_by=by)
        for by in holders
        for one in (own[:1] if by == lacking else own)
    ]
    return Case(process=process(agenda, ["alba", "delta"]), interests=tuple(held))


def test_every_holder_has_the_same_game_with_its_own_numbers() -> None:
    two = case("host", "paper")
    games = games_by_holder(two, two.perspectives, RULES, SEATS, seed=3)
    assert [one.perspective.id for one in games] == ["host", "paper"]
    for one in games:
        assert one.game.interests == one.perspective.held
        assert one.game.seed == 3 and one.game.setup == games[0].game.setup
    assert play(games[0].game).deal == play(games[1].game).deal


def test_the_span_plays_the_talks_of_the_game_with_every_program(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("accord.play.span.delegations", lambda: ("linear",))
    one = case("host")
    (held,) = games_by_holder(one, one.perspectives, RULES, SEATS)
    (found,) = held.span()
    assert found.program == "linear"
    assert found.agreed == play_talks(held.game, 100).statistics.agreed


def test_what_a_holder_lacks_is_said_and_the_others_play() -> None:
    two = case("host", "paper", lacking="paper")
    host, paper = games_by_holder(two, two.perspectives, RULES, SEATS)
    assert host.made is not None
    assert paper.missing.startswith("paper holds no interests of ")
    assert paper.missing.endswith(", so no program can sit at the table")
    with pytest.raises(AccordError, match="paper holds no interests"):
        _ = paper.game
    with pytest.raises(AccordError, match="paper holds no interests"):
        games_by_holder(two, two.perspectives[1:], RULES, SEATS)


def test_a_case_with_one_holder_goes_with_every_holder_of_the_others() -> None:
    both, one = case("host", "paper"), case("agency")
    found = cases_by_holder([("both", both), ("one", one)])
    assert list(found.by_holder) == ["host", "paper"] and not found.left_out
    for holder, cases in found.by_holder.items():
        assert [c.name for c in cases] == ["both", "one"]
        assert {i.held_by for i in cases[0].interests} == {holder}
        assert {i.held_by for i in cases[1].interests} == {"agency"}
    chosen = cases_by_holder([("both", both)], "paper", ["river"])
    assert [c.name for c in chosen.by_holder["paper"]] == ["river"]


def test_holders_that_cannot_play_everywhere_are_left_out_with_a_word() -> None:
    found = cases_by_holder(
        [("a", case("host", "paper")), ("b", case("host", "agency", "paper", lacking="paper"))]
    )
    assert list(found.by_holder) == ["host"]
    assert found.left_out[0].startswith("b: paper holds no interests of ")
    assert [one.partition(":")[0] for one in found.left_out] == ["b", "a", "b"]
    with pytest.raises(AccordError, match="nobody holds interests in every folder"):
        cases_by_holder([("a", case("host", "paper")), ("b", case("agency", "own"))])
    with pytest.raises(AccordError, match="a: nobody's interests are in the folder"):
        cases_by_holder([("a", case())])
