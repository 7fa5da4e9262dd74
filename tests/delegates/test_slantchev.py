"""Two who know how a war goes agree at once, at the published splits."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.deals.build import agenda, interests

from accord.delegates.linear import Linear
from accord.delegates.slantchev import Slantchev
from accord.errors import AccordError
from accord.fighting import parse
from accord.fighting.battles import Battles
from accord.kernels.battle_chain import splits_while_fighting, worth_of_fighting_on
from accord.model import Interests
from accord.play import Game, play
from accord.play.player import Played
from accord.talks import (
    Alternating,
    Revealed,
    Rules,
    Sealed,
    Setup,
    Stacked,
    WalkAwayMoved,
    seats,
)

DIGITS = {"first": 100, "second": 1000, "third": 100, "fourth": 1000}
"""How many options each issue has: together they cut what there is into 10^10 slices."""
PIE = agenda({name: [str(one) for one in range(many)] for name, many in DIGITS.items()})
# Slantchev (2003), Proposition 1: N = 6, p = .5, d = .9, b = .3 for both.
SPLITS = (0.2355753449, 0.3781362938, 0.5154140127, 0.6320547891, 0.7998386678)


def eater(party: str, backwards: bool, walk_away: float) -> Interests:
    """Return the numbers of one of two who divide what there is, slice by slice."""
    issues, slices = {}, 1.0
    for name, many in DIGITS.items():
        slices *= many
        weight = 100 * (many - 1) / slices
        values = {str(one): 100 * one / (many - 1) for one in range(many)}
        if backwards:
            values = {option: 100 - worth for option, worth in values.items()}
        issues[name] = (weight, values)
    return interests(party, issues, walk_away)


def battles(n: int, k: int, p: float, d: float, flow: float) -> Battles:
    """Return the war: `one` holds k of n places."""
    given = {"n": n, "k": k, "p": p, "d": d, "b1": flow, "b2": flow}
    made = parse(
        f"battles:one=one,{','.join(f'{name}={one!r}' for name, one in given.items())}"
    )
    assert isinstance(made, Battles)
    return made


def rational(
    own: Interests, other: Interests, n: int, k: int, p: float, d: float, flow: float
) -> Slantchev:
    """Return a program that knows the war, and that its own side holds k of n places."""
    return Slantchev(interests=own, others=(other,), n=n, k=k, p=p, d=d, flow=flow, theirs=flow)


def talk(
    k: int,
    rules: Rules | None = None,
    n: int = 6,
    p: float = 0.5,
    d: float = 0.9,
    flow: float = 0.3,
    seed: int = 0,
    first: str = "one",
) -> Played:
    """Play the war at the table: `one` holds k of n places, a battle follows each round."""
    wars = [worth_of_fighting_on(n, chance, d, flow) for chance in (p, 1 - p)]
    held = {
        "one": eater("one", False, 100 * wars[0][k]),
        "two": eater("two", True, 100 * wars[1][n - k]),
    }
    one, two = held.values()
    programs = {
        "one": rational(one, two, n, k, p, d, flow),
        "two": rational(two, one, n, n - k, 1 - p, d, flow),
    }
    order = (first, "two" if first == "one" else "one")
    return play(
        Game(
            setup=Setup(agenda=PIE, seats=seats(order), rules=rules or Sealed(rounds=40)),
            interests=tuple(held[one] for one in order),
            delegates={one: programs[one] for one in order},
            fighting=(battles(n, k, p, d, flow),),
            seed=seed,
        )
    )


@pytest.mark.parametrize("first", ["one", "two"])
@pytest.mark.parametrize("k", range(1, 6))
def test_they_agree_at_once_at_the_printed_split(k: int, first: str) -> None:
    done = talk(k, first=first)
    assert done.agreed and done.rounds == 1
    share = SPLITS[k - 1] if first == "one" else 1 - SPLITS[6 - k - 1]
    # To what counts as a tie, a millionth of a point of 100.
    assert done.worth["one"] == pytest.approx(100 * share, abs=1.1e-6)
    assert sum(done.known_worth.values()) == pytest.approx(100, abs=1e-9)


@settings(max_examples=15)
@given(
    n=st.integers(2, 9),
    part=st.floats(0, 1),
    p=st.floats(0.1, 0.9),
    d=st.floats(0.3, 0.98),
    flow=st.floats(0, 0.45),
    first=st.sampled_from(["one", "two"]),
)
def test_they_agree_at_once_whatever_the_war_is_like(
    n: int, part: float, p: float, d: float, flow: float, first: str
) -> None:
    k = 1 + round(part * (n - 2))
    done = talk(k, n=n, p=p, d=d, flow=flow, first=first)
    x, y = splits_while_fighting(n, p, d, (flow, flow))
    share = x[k] if first == "one" else 1 - y[k]
    assert done.agreed and done.rounds == 1
    assert done.worth["one"] == pytest.approx(100 * share, abs=1e-5)


@pytest.mark.parametrize("rules", [Alternating(rounds=40), Stacked(rounds=40)])
@pytest.mark.parametrize("k", range(1, 6))
def test_whoever_offers_last_before_a_battle_takes_what_fighting_would_waste(
    k: int, rules: Rules
) -> None:
    done = talk(k, rules)
    war = worth_of_fighting_on(6, 0.5, 0.9, 0.3)[k]
    assert done.agreed and done.rounds == 1
    assert done.worth["one"] == pytest.approx(100 * war, abs=1.1e-6)


@pytest.mark.parametrize("seed", range(6))
def test_after_battles_they_ask_for_what_the_front_is_then(seed: int) -> None:
    """One who knows the war meets one who asks for more than the war gives, for a while."""
    n, k, p, d, flow = 6, 3, 0.5, 0.9, 0.3
    war = 100 * worth_of_fighting_on(n, p, d, flow)
    mine, theirs = eater("one", False, war[k]), eater("two", True, war[n - k])
    done = play(
        Game(
            setup=Setup(agenda=PIE, seats=seats(("one", "two")), rules=Sealed(rounds=12)),
            interests=(mine, theirs),
            delegates={
                "one": rational(mine, theirs, n, k, p, d, flow),
                "two": Linear(interests=theirs),
            },
            fighting=(battles(n, k, p, d, flow),),
            seed=seed,
        )
    )
    x, y = splits_while_fighting(n, p, d, (flow, flow))
    held = {1: k}
    for event in done.log:
        if isinstance(event.what, WalkAwayMoved) and event.what.party == "one":
            won = "won=one" in event.what.why
            held[event.round] = held[max(held)] + (1 if won else -1)
    numbers = done.begun
    for event in done.log:
        if not isinstance(event.what, Revealed) or event.round % 2 == 0:
            continue
        at = held[max(one for one in held if one <= event.round)]
        mine_then = next(one for one in event.what.proposals if one.seat == "one")
        points = numbers.priced(numbers.names.choices([mine_then.deal]))[0].worth
        assert points["one"] == pytest.approx(100 * x[at], abs=1e-5) or at in (0, n)
    if done.agreed:
        last = held[max(one for one in held if one <= done.rounds)]
        assert done.worth["one"] >= 100 * (1 - y[last]) - 1e-5


def test_more_places_than_there_are_is_a_mistake() -> None:
    with pytest.raises(AccordError, match="slantchev: k must be at most n, 6, not 7"):
        Slantchev(interests=None, k=7)  # type: ignore[arg-type]
