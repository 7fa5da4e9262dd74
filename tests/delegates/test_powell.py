"""A side that declines fights now exactly where nothing offered today makes up for later."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.deals.build import agenda, interests

from accord.delegates.powell import Powell
from accord.kernels.bargaining_range import least_destruction_for_peace
from accord.model import Interests
from accord.play import Game, play
from accord.play.player import Played
from accord.talks import Alternating, EndedBy, Rules, Sealed, Setup, Stacked, seats

STEPS = 1000
PIE = agenda({"today": [str(n) for n in range(STEPS + 1)]})
RULES = [Alternating(rounds=4), Stacked(rounds=4), Sealed(rounds=4)]


def eater(party: str, backwards: bool) -> Interests:
    shares = {str(n): 100 * n / STEPS for n in range(STEPS + 1)}
    if backwards:
        shares = {option: 100 - worth for option, worth in shares.items()}
    return interests(party, {"today": (1.0, shares)}, 0)


def talk(
    p: float, rise: float, d: float, destroyed: float, rules: Rules, rising: str = "one"
) -> Played:
    """Play it: the side that rises wins with p now, and with p + rise from the next round."""
    held = {"one": eater("one", False), "two": eater("two", True)}
    chances = {one: (p, p + rise) if one == rising else (1 - p, 1 - p - rise) for one in held}
    return play(
        Game(
            setup=Setup(agenda=PIE, seats=seats(("one", "two")), rules=rules),
            interests=tuple(held.values()),
            delegates={
                own: Powell(
                    interests=held[own],
                    others=tuple(one for party, one in held.items() if party != own),
                    p=chances[own][0],
                    later=chances[own][1],
                    d=d,
                    destroyed=destroyed,
                )
                for own in held
            },
        )
    )


@pytest.mark.parametrize("rules", RULES)
@pytest.mark.parametrize("rising", ["one", "two"])
@pytest.mark.parametrize(
    # Powell (2006): war if and only if (1 - D) (d (p + rise) - p) > D.
    ("p", "rise", "d", "enough"),
    [(0.3, 0.4, 0.95, 0.267399), (0.4, 0.2, 0.9, 0.122807)],
)
def test_a_war_comes_exactly_where_the_condition_says(
    p: float, rise: float, d: float, enough: float, rising: str, rules: Rules
) -> None:
    assert least_destruction_for_peace(p, rise, d) == pytest.approx(enough, abs=5e-7)
    war = talk(p, rise, d, enough - 1e-4, rules, rising)
    peace = talk(p, rise, d, enough + 1e-4, rules, rising)
    assert not war.agreed and war.table.ended is not None
    assert war.table.ended.why is EndedBy.LEFT and war.table.ended.who != rising
    assert peace.agreed and peace.rounds == 1


@settings(max_examples=40)
@given(
    p=st.floats(0, 0.9),
    part=st.floats(0, 1),
    d=st.floats(0, 0.98),
    destroyed=st.floats(0, 0.6),
    rules=st.sampled_from(RULES),
)
def test_a_war_comes_exactly_where_the_condition_says_for_any_numbers(
    p: float, part: float, d: float, destroyed: float, rules: Rules
) -> None:
    rise = part * (1 - p)
    gain = (1 - destroyed) * (d * (p + rise) - p) - destroyed
    assume(abs(gain) > 1e-5)
    done = talk(p, rise, d, destroyed, rules)
    assert done.agreed is (gain < 0)


def test_whoever_offers_leaves_the_other_what_it_would_fight_for_and_no_more() -> None:
    p, rise, d, destroyed = 0.4, 0.2, 0.9, 0.2
    done = talk(p, rise, d, destroyed, Alternating(rounds=4))
    tomorrow = 1 - (1 - destroyed) * (p + rise)
    needed = ((1 - destroyed) * (1 - p) - d * tomorrow) / (1 - d)
    assert done.worth["two"] == pytest.approx(100 * needed, abs=100 / STEPS)
