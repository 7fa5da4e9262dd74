"""One game: played to its end, always in the same way."""

import pickle
import random
from typing import ClassVar

import pytest
from attrs import evolve, frozen
from frozendict import frozendict
from hypothesis import given
from hypothesis import strategies as st
from tests.play.build import Domain, domains, opposed, process, talks, with_mandate

from accord.deals import Deals
from accord.delegates import parse
from accord.errors import AccordError
from accord.model import Exclusion, Option, Range
from accord.play import Game, Played, distance, parse_seats, play, played_to_json
from accord.talks import (
    Accept,
    Alternating,
    Amend,
    Consent,
    Ended,
    Instruct,
    Move,
    OpenFloor,
    Propose,
    Ratify,
    Role,
    Setup,
    State,
    View,
    WalkOut,
    after,
    open_table,
    read,
    replay,
    rule_sets,
    seats,
    view,
    write,
)
from accord.talks import evolve as evolve_table
from accord.talks.procedure import procedure_of
from accord.telling.talk_by_round import told

UNMEDIATED = [name for name, rules in rule_sets().items() if not rules.needs_mediator]


@frozen(kw_only=True)
class Talker:
    """Says something, whatever is asked."""

    name: ClassVar[str] = "talker"
    role: ClassVar[Role] = Role.DELEGATION

    def move(self, view: View, rng: random.Random) -> Move:
        return State(text=f"{rng.random()}")


@frozen(kw_only=True)
class Yes:
    """Accepts, even where there is nothing to accept."""

    name: ClassVar[str] = "yes"
    role: ClassVar[Role] = Role.DELEGATION

    def move(self, view: View, rng: random.Random) -> Move:
        return Accept()


@pytest.mark.parametrize("rules", UNMEDIATED)
@given(held=domains(), seed=st.integers(0, 2**48))
def test_a_game_is_played_to_the_byte_as_before(rules: str, held: Domain, seed: int) -> None:
    game = talks("alba=random-walker", rules=rules, rounds=5, seed=seed, held=held)
    played = play(game)
    assert played.table.over
    log = write(played.log)
    assert write(play(pickle.loads(pickle.dumps(game))).log) == log
    assert replay(read(log)) == played.table


@given(held=domains(parties=3), seed=st.integers(0, 100))
def test_what_is_agreed_is_acceptable_to_all(held: Domain, seed: int) -> None:
    agenda, interests = held
    played = play(talks(rounds=6, seed=seed, held=held))
    if played.deal is None:
        assert dict(played.worth) == {i.party: i.walk_away_value.middle for i in interests}
        assert isinstance(played.log[-1].what, Ended)
        return
    (valued,) = Deals(agenda, interests).worths([played.deal])
    assert played.worth == valued.worth
    for one in interests:
        assert valued.worth[one.party] >= one.walk_away_value.middle - 1e-6


def test_the_round_is_that_of_the_last_move() -> None:
    played = play(talks(rounds=8))
    moved = [event for event in played.log if event.seat]
    assert played.agreed
    assert played.rounds == moved[-1].round
    assert played_to_json(played)["moves"] == len(moved)


def test_talks_of_programs_that_only_talk_come_to_an_end_that_is_in_the_log() -> None:
    game = talks(rounds=2)
    game = evolve(game, delegates={"alba": Talker(), "delta": Talker()})
    played = play(game)
    assert played.table.moves == game.setup.rules.moves
    assert "moves" in played.reason


def test_what_one_seat_draws_does_not_depend_on_the_others() -> None:
    game = talks(rounds=1, rules="open-floor")
    alone = play(evolve(game, delegates={**game.delegates, "alba": Talker()}))
    both = play(evolve(game, delegates={"delta": Talker(), "alba": Talker()}))
    first = [next(e.what for e in one.log if e.seat == "alba") for one in (alone, both)]
    assert first[0] == first[1]


def test_a_move_that_is_not_legal_is_told_with_the_program_and_the_seat() -> None:
    game = talks()
    with pytest.raises(AccordError, match="The program 'yes' at the seat 'alba' cannot"):
        play(evolve(game, delegates={**game.delegates, "alba": Yes()}))


def test_a_seat_without_a_program_is_told() -> None:
    game = talks()
    with pytest.raises(AccordError, match="the move of 'alba', where no program sits"):
        play(evolve(game, delegates={"delta": game.delegates["delta"]}))


def test_a_party_with_a_mandate_has_its_capital_at_the_table() -> None:
    agenda, (alba, delta) = opposed()
    alba = with_mandate(alba, {"issue-0": ("high",)})
    game = talks(held=(agenda, (alba, delta)))
    assert "alba-principal" in game.setup.by_id
    assert "delta-principal" not in game.setup.by_id
    played = play(game)
    assert played.deal is not None
    mandate = played.table.mandates["alba"]
    beyond = any(played.deal[issue] not in options for issue, options in mandate.items())
    assert any(isinstance(event.what, Ratify) for event in played.log) == beyond


@given(st.integers(0, 100), st.sampled_from(["alternating", "sealed", "open-floor"]))
def test_capitals_are_asked_when_a_round_after_the_first_begins(seed: int, rules: str) -> None:
    agenda, sides = opposed()
    held = tuple(with_mandate(one, {"issue-0": ("high", "low")}) for one in sides)
    game = talks("alba=random-walker", seed=seed, rules=rules, held=(agenda, held))
    coming = iter(play(game).log[1:])
    table, begun = open_table(game.setup), 1
    for event in coming:
        if event.seat and table.round > begun:
            begun = table.round
            for party, seat in game.setup.principals.items():
                move = game.seated[seat].move(view(table, seat), random.Random(0))
                if isinstance(move, Instruct) and move.mandate != table.mandates[party]:
                    assert (event.seat, event.what) == (seat, move)
                    table, event = evolve_table(table, event), next(coming)
        assert not isinstance(event.what, Instruct) or event.seat in table.asked
        table = evolve_table(table, event)
    assert table.over


def test_a_mandate_on_what_is_not_on_the_agenda_counts_for_nothing() -> None:
    agenda, (alba, delta) = opposed()
    game = talks(held=(agenda, (with_mandate(alba, {"fish": ("all",)}), delta)))
    assert "alba-principal" not in game.setup.by_id
    assert not game.setup.mandates


def test_games_that_cannot_be_are_refused() -> None:
    game = talks()
    with pytest.raises(AccordError, match="Nobody called 'nobody'"):
        evolve(game, delegates={"nobody": Talker()})
    with pytest.raises(AccordError, match="in the same order"):
        evolve(game, interests=game.interests[::-1])


@given(
    seat=st.text(
        st.characters(codec="utf-8", exclude_categories=("C", "Z"), exclude_characters=":"),
        min_size=1,
    ),
    program=st.sampled_from(["linear", "boulware:beta=0.2,accept=next|const(60)"]),
)
def test_a_seat_may_be_called_anything_without_a_colon(seat: str, program: str) -> None:
    assert parse_seats([f"{seat}={program}"]) == {seat: parse(program)}


@frozen(kw_only=True)
class Crashing:
    """Fails whatever it is asked, or gives no move."""

    name: ClassVar[str] = "crashing"
    role: ClassVar[Role] = Role.DELEGATION
    quiet: bool = False

    def move(self, view: View, rng: random.Random) -> Move:
        return None if self.quiet else view.nosuch  # type: ignore[return-value,attr-defined]


@pytest.mark.parametrize(
    ("program", "why"),
    [
        (Crashing(), "AttributeError: 'View' object has no attribute 'nosuch'"),
        (Crashing(quiet=True), "it gives None, which is no move"),
    ],
)
def test_a_program_that_fails_is_named_with_its_seat_and_the_seed(
    program: Crashing, why: str
) -> None:
    base = talks(seed=17)
    with pytest.raises(AccordError) as refused:
        play(evolve(base, delegates={**base.delegates, "alba": program}))
    assert str(refused.value) == (
        "The program 'crashing' at the seat 'alba' fails in the talk with the seed 17: "
        + why
        + "."
    )


@pytest.mark.parametrize("hook", ["start", "offer", "propose", "seen"])
def test_a_rule_set_that_fails_is_named_with_the_seed(
    hook: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object) -> None:
        raise KeyError("water")

    monkeypatch.setattr(procedure_of(Alternating), hook, failing)
    base = talks(seed=17)
    base = evolve(base, setup=evolve(base.setup, rules=Alternating(rounds=2)))
    with pytest.raises(AccordError) as refused:
        play(base)
    assert str(refused.value) == (
        "The rule set 'alternating' fails in the talk with the seed 17: KeyError: 'water'."
    )


def at_table(held: Domain, *moves: tuple[str, Move]) -> Played:
    """Let people move on an open floor, and keep it as a game that was played."""
    agenda, own = held
    setup = Setup(agenda=agenda, seats=seats([i.party for i in own]), rules=OpenFloor(rounds=9))
    table = open_table(setup)
    for seat, move in moves:
        table = after(table, seat, move)
    return Played(game=Game(setup=setup, interests=own, delegates={}), table=table)


def three() -> Domain:
    """Return three parties, the third of which refuses what the first likes best."""
    agenda, (alba, delta) = opposed(walk_away={"alba": 10, "delta": 20}, ranged=False)
    red = Exclusion(id="never", never=frozendict({"issue-0": ("high",)}))
    cora = evolve(delta, id="cora", party="cora", walk_away=Range(35, 35), red_lines=(red,))
    return agenda, (alba, delta, cora)


DEAL = {"issue-0": "high", "issue-1": "middle", "issue-2": "low"}


def test_a_party_that_was_out_of_the_room_keeps_its_walk_away_value() -> None:
    agree = ("alba", Propose(deal=DEAL)), ("delta", Accept())
    whole = at_table(three(), *agree, ("cora", Accept()))
    apart = at_table(three(), ("cora", WalkOut()), *agree)
    assert whole.among == ("alba", "delta", "cora")
    assert apart.among == ("alba", "delta")
    assert apart.worth == {**whole.worth, "cora": 35}
    assert whole.valued and whole.valued.refused_by == ("cora",)
    assert apart.valued and apart.valued.refused_by == ()
    assert apart.valued.worth == whole.valued.worth
    plain = played_to_json(apart)
    assert plain["worth"] == {**apart.worth}
    assert (plain["distance"], plain["improvements"]) == (None, None)
    assert played_to_json(whole)["worth"]["cora"] is None
    assert set(at_table(three()).worth.values()) == {10, 20, 35}


def test_a_deal_of_an_amended_agenda_is_worth_what_its_options_are() -> None:
    held = opposed(ranged=False)
    before = at_table(held, ("alba", Propose(deal=DEAL)), ("delta", Accept()))
    other = Amend(option=Option("other", "Another"), on="issue-0")
    fewer = Amend(drop="high", on="issue-1")
    for change in (other, fewer):
        moves = ("alba", change), ("delta", Consent()), ("alba", Propose(deal=DEAL))
        played = at_table(held, *moves, ("delta", Accept()))
        assert played.agreed and played.worth == before.worth
        assert played.valued == before.valued
    assert distance(played.compared, DEAL) is not None


def test_what_has_no_number_is_worth_nobody_knows_what() -> None:
    held = opposed(ranged=False)
    amend = Amend(option=Option("other", "Another"), on="issue-0")
    deal = {**DEAL, "issue-0": "other"}
    opening = ("alba", amend), ("delta", Consent())
    played = at_table(held, *opening, ("alba", Propose(deal=deal)), ("delta", Accept()))
    assert played.worth == {"alba": None, "delta": None}
    assert played.valued and played.valued.worth == {}
    plain = played_to_json(played)
    assert (plain["worth"], plain["distance"]) == ({"alba": None, "delta": None}, None)
    with pytest.raises(AccordError, match="numbers of alba, delta for the deal are missing"):
        _ = played.known_worth
    around = process(played.table.agenda, ["alba", "delta"])
    said = [line for _, line in told(around, played, "Somebody", story=False)]
    assert "- Issue-0: Another" in said
    assert any("How far it is from the frontier cannot be said." in line for line in said)
