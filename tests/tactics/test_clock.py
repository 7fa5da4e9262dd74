"""Offers are those of the published formulas, whoever makes them and by whichever rules."""

from collections.abc import Iterator
from functools import lru_cache

import pytest
from tests.deals.build import agenda, interests

from accord.delegates import parse
from accord.model import Agenda, Interests
from accord.play import Game, parse_rules, play
from accord.play.player import Played
from accord.tactics.clock import TalkPlace, elapsed
from accord.talks import (
    Event,
    Propose,
    Revealed,
    Rules,
    Setup,
    Shuttle,
    Stacked,
    open_table,
    seats,
    view,
)

RULES = ("alternating", "stacked", "sealed", "sealed:shown=no", "open-floor", "shuttle")
"""Those under which delegations propose."""
FIXED = RULES[:-1]
"""Those under which it is no choice of the mediator how many moves a round has."""
PARTIES = ("alba", "brae", "cora", "dene", "esk")
NEVER = "accept=const(1000)"
WALK_AWAY = 10


@lru_cache
def domain(parties: int) -> tuple[Agenda, tuple[Interests, ...]]:
    """Return an issue on which red lines leave each party its own options: none can agree."""
    options = [f"o{n}" for n in range(101)]
    held = []
    for place, party in enumerate(PARTIES[:parties]):
        step = (1, 100, 38, 12, 25)[place]
        values = {option: n * step % 101 for n, option in enumerate(options)}
        theirs = tuple(o for n, o in enumerate(options) if n % parties != place)
        red = [{"price": theirs}]
        held.append(interests(party, {"price": (1, values)}, WALK_AWAY, red_lines=red))
    return agenda({"price": options}), tuple(held)


def own_worths(played: Played, seat: str) -> list[float]:
    """Return what the deals are worth that a seat could propose, the best first."""
    own = next(one for one in played.game.interests if one.party == seat)
    barred = own.red_lines[0].never["price"]
    found = (v.middle for o, v in own.issues["price"].values.items() if o not in barred)
    return sorted((worth for worth in found if worth >= WALK_AWAY), reverse=True)


def talks(rules: Rules, *programs: str, mediator: str = "from-heard") -> Played:
    """Let programs talk."""
    over, held = domain(len(programs))
    parties = PARTIES[: len(programs)]
    between = "mediator" if rules.needs_mediator else ""
    sitting = {
        one.party: parse(program)(one) for one, program in zip(held, programs, strict=True)
    }
    if between:
        sitting[between] = parse(mediator)(None)
    setup = Setup(agenda=over, seats=seats(parties, mediator=between), rules=rules)
    return play(Game(setup=setup, interests=held, delegates=sitting))


def proposed(played: Played, seat: str) -> list[Event]:
    return [e for e in played.log if e.seat == seat and isinstance(e.what, Propose)]


def worth(played: Played, seat: str, event: Event) -> float:
    assert isinstance(event.what, Propose)
    own = next(one for one in played.game.interests if one.party == seat)
    return own.issues["price"].values[event.what.deal["price"]].middle


def nearest_above(worths: list[float], asked: float) -> float:
    """Return the worth of the deal to offer: the nearest at least at the target."""
    return min(worth for worth in worths if worth >= asked - 1e-6)


def offers_go_by(played: Played, seat: str, beta: float, last: int) -> None:
    """Hold all offers of a seat to the formula, the first round at 0 and the last at 1."""
    found = proposed(played, seat)
    worths = own_worths(played, seat)
    assert found
    for event in found:
        time = 1.0 if last <= 1 else min(1.0, (event.round - 1) / (last - 1))
        # Faratin, Sierra and Jennings (1998), section 4.1, polynomial, k = 0.
        asked = WALK_AWAY + (1 - time ** (1 / beta)) * (worths[0] - WALK_AWAY)
        assert worth(played, seat, event) == nearest_above(worths, asked), (seat, event.round)


def rounds_within(rules: str, parties: int, moves: int) -> int:
    """Count the whole rounds that so many moves leave room for, by holding them."""
    played = talks(parse_rules(rules, parties, moves), *[f"linear:{NEVER}"] * parties)
    made = [e for e in played.log if e.seat]
    last = {e.round: n for n, e in enumerate(made, 1) if e.kind not in ("recess", "resume")}
    return sum(n <= moves for n in last.values())


@pytest.mark.parametrize("rules", RULES)
@pytest.mark.parametrize("parties", [2, 3, 5])
@pytest.mark.parametrize("rounds", [1, 2, 3, 20])
def test_by_rounds_every_seat_goes_by_the_formula(
    rules: str, parties: int, rounds: int
) -> None:
    betas = (5.0, 0.2, 1.0, 8.0, 20.0)[:parties]
    programs = [f"time-dependent:beta={beta},{NEVER}" for beta in betas]
    played = talks(parse_rules(rules, parties, rounds), *programs)
    assert played.rounds == rounds
    for seat, beta in zip(PARTIES, betas, strict=False):
        offers_go_by(played, seat, beta, rounds)


@pytest.mark.parametrize("rules", RULES)
def test_a_thousand_rounds_too(rules: str) -> None:
    played = talks(parse_rules(rules, 2, 1000), f"conceder:{NEVER}", f"conceder:{NEVER}")
    for seat in PARTIES[:2]:
        offers_go_by(played, seat, 4.0, 1000)


@pytest.mark.parametrize("rules", FIXED)
@pytest.mark.parametrize("parties", [2, 3, 4])
@pytest.mark.parametrize("moves", [1, 4, 9, 17, 32, 61, 100])
def test_by_moves_every_seat_goes_by_the_whole_rounds_that_they_leave_room_for(
    rules: str, parties: int, moves: int
) -> None:
    joint = "," if ":" in rules else ":"
    limited = parse_rules(f"{rules}{joint}moves={moves}", parties, 1000)
    played = talks(limited, *[f"conceder:{NEVER}"] * parties)
    # Sealed moves are known, and so counted, when all have made theirs.
    step = parties if "sealed" in rules else 1
    assert sum(bool(e.seat) for e in played.log) == -(-moves // step) * step
    last = rounds_within(rules, parties, moves)
    for seat in PARTIES[:parties]:
        if proposed(played, seat):
            offers_go_by(played, seat, 4.0, last)


@pytest.mark.parametrize("rules", FIXED)
def test_of_two_limits_the_one_reached_first_counts(rules: str) -> None:
    joint = "," if ":" in rules else ":"
    for moves, rounds in ((40, 3), (40, 1000), (4000, 7)):
        limited = parse_rules(f"{rules}{joint}moves={moves}", 2, rounds)
        played = talks(limited, f"conceder:{NEVER}", f"conceder:{NEVER}")
        last = min(rounds, rounds_within(rules, 2, moves)) if moves < 100 else rounds
        for seat in PARTIES[:2]:
            offers_go_by(played, seat, 4.0, last)


@pytest.mark.parametrize("mediator", ["from-heard", "single-text"])
@pytest.mark.parametrize("parties", [2, 3])
def test_by_moves_all_come_down_evenly_between_whom_a_mediator_carries(
    mediator: str, parties: int
) -> None:
    limited = parse_rules("shuttle:moves=100", parties, 1000)
    played = talks(limited, *[f"linear:{NEVER}"] * parties, mediator=mediator)
    for seat in PARTIES[:parties]:
        worths, found = own_worths(played, seat), proposed(played, seat)
        for event in found:
            if event.round == 1:
                assert worth(played, seat, event) == worths[0]
        offered = [worth(played, seat, event) for event in found]
        assert offered == sorted(offered, reverse=True)
        assert offered[-1] <= WALK_AWAY + 10


@pytest.mark.parametrize("rules", ["alternating", "stacked"])
def test_a_single_session_says_nothing_of_time_where_seats_take_turns(rules: str) -> None:
    by = parse_rules(f"{rules}:sessions=1", 2, 6)
    played = talks(by, f"conceder:{NEVER}", f"conceder:{NEVER}")
    for seat in PARTIES[:2]:
        offers_go_by(played, seat, 4.0, 6)


def heard(played: Played, seat: str) -> Iterator[tuple[Event, dict[str, list[float]]]]:
    """Yield a seat's proposals, each with what the offers heard before were worth, by whom."""
    said: dict[str, list[float]] = {}
    sealed: dict[str, float] = {}
    for event in played.log:
        if isinstance(event.what, Revealed):
            for other, points in sealed.items():
                said.setdefault(other, []).append(points)
            sealed.clear()
        if not isinstance(event.what, Propose):
            continue
        if event.seat == seat:
            yield event, said
        elif seat in event.heard or not event.heard:
            if event.seat != "mediator" or seat in event.what.to:
                said.setdefault(event.seat, []).append(worth(played, seat, event))
        elif played.game.setup.rules.name == "sealed":
            sealed[event.seat] = worth(played, seat, event)


@pytest.mark.parametrize("rules", RULES)
@pytest.mark.parametrize("parties", [2, 3])
@pytest.mark.parametrize("place", [0, 1])
@pytest.mark.parametrize("kind", ["absolute", "relative", "averaged"])
def test_tit_for_tat_goes_by_its_formula_in_every_seat(
    rules: str, parties: int, place: int, kind: str
) -> None:
    programs = [f"linear:{NEVER}", f"boulware:{NEVER}", f"conceder:{NEVER}"][:parties]
    programs[place] = f"{kind}-tit-for-tat:{NEVER}"
    seat = PARTIES[place]
    played = talks(parse_rules(rules, parties, 12), *programs)
    worths = own_worths(played, seat)
    asked, made = worths[0], 0
    for event, said in heard(played, seat):
        # Faratin, Sierra and Jennings (1998), section 4.3, with delta = 1 and gamma = 2.
        answers = []
        for other in said.values():
            now, last = asked, other[-1]
            before = other[-2] if len(other) > 1 else last
            if kind == "absolute":
                now += before - last
            elif kind == "relative" and before > 0 and last > 0:
                now *= before / last
            elif kind == "averaged" and len(other) > 1:
                first = other[max(0, len(other) - 3)]
                now *= first / last if first > 0 and last > 0 else 1.0
            answers.append(now)
        if len(said) == parties - 1 or "mediator" in said:
            asked = min(max(max(answers), WALK_AWAY), worths[0])
        assert worth(played, seat, event) == nearest_above(worths, asked)
        made += 1
    assert made >= 2


@pytest.mark.parametrize("rules", RULES)
@pytest.mark.parametrize("parties", [2, 3])
def test_micro_concedes_deal_for_deal_in_every_seat(rules: str, parties: int) -> None:
    played = talks(parse_rules(rules, parties, 20), *["micro"] * parties)
    for seat in PARTIES[:parties]:
        worths, own = own_worths(played, seat), list[float]()
        for event, said in heard(played, seat):
            # De Jonge (2022), algorithm 1: one's next best deal for every new one heard.
            others = ["mediator"] if "mediator" in said else [p for p in PARTIES[:parties]]
            new = min(len(set(said.get(p, ()))) for p in others if p != seat)
            if rules == "sealed:shown=no":
                new = event.round - 1
            found = worth(played, seat, event)
            if len(own) <= new:
                assert found == worths[len(own)]
                own.append(found)
            else:
                assert found in own


@pytest.mark.parametrize(
    ("rules", "moves", "expected"),
    [
        # Ten moves are five rounds; after eight statements and the like one turn each is left.
        (Stacked(moves=10), 0, 0.0),
        (Stacked(moves=10), 7, 0.0),
        (Stacked(moves=10), 8, 1.0),
        # All know of the end of a round and the beginning of the next one.
        (Shuttle(moves=3), 0, 1.0),
        (Shuttle(moves=4), 0, 0.0),
    ],
)
def test_what_uses_moves_up_leaves_fewer_rounds(
    rules: Rules, moves: int, expected: float
) -> None:
    over, _ = domain(2)
    setup = Setup(agenda=over, seats=seats(PARTIES[:2], mediator="mediator"), rules=rules)
    seen = view(open_table(setup), "alba")
    assert elapsed(seen, 20, TalkPlace(1, 1, moves, 0)) == expected
