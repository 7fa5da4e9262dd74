"""One who may make one offer to one whose costs it does not know: some wars come."""

import numpy as np
import pytest
from scipy.stats import binom
from tests.deals.build import agenda, interests

from accord.delegates.fearon import Fearon, chance_of_yes
from accord.kernels.bargaining_range import demand_of_unknown_cost
from accord.model import Interests, Range
from accord.play import Game, play
from accord.talks import Alternating, Propose, Setup, seats

STEPS = 400
PIE = agenda({"pie": [str(n) for n in range(STEPS + 1)]})
ONE_OFFER = Alternating(moves=2)
"""An ultimatum: one offer and one answer."""


def eater(party: str, backwards: bool, walk_away: float | tuple[float, float]) -> Interests:
    shares = {str(n): 100 * n / STEPS for n in range(STEPS + 1)}
    if backwards:
        shares = {option: 100 - worth for option, worth in shares.items()}
    return interests(party, {"pie": (1.0, shares)}, walk_away)


def ultimatum(p: float, cost: float, most: float, **given: object) -> Game:
    """Return the talks: what one has from a war is known, the cost of the other is not."""
    one = eater("one", False, 100 * (p - cost))
    two = eater("two", True, (100 * (1 - p - most), 100 * (1 - p)))
    return Game(
        setup=Setup(agenda=PIE, seats=seats(("one", "two")), rules=ONE_OFFER),
        interests=(one, two),
        delegates={
            "one": Fearon(interests=one, others=(two,)),
            "two": Fearon(interests=two, others=(one,)),
        },
        **given,  # type: ignore[arg-type]
    )


# Fearon (1995): p = .4, cA = .1, cB uniform on [0, C].
PRINTED = [(0.4, 0.55, 0.375), (0.6, 0.65, 0.41667), (0.8, 0.75, 0.4375)]


@pytest.mark.parametrize(("most", "demand", "war"), PRINTED)
def test_the_demand_and_the_risk_are_the_printed_ones(
    most: float, demand: float, war: float
) -> None:
    played = play(ultimatum(0.4, 0.1, most))
    offer = next(one.what for one in played.log if isinstance(one.what, Propose))
    share = int(offer.deal["pie"]) / STEPS
    assert share == pytest.approx(demand, abs=1e-9)
    # Over all types, exactly: how many of them would rather fight.
    refused = 1 - chance_of_yes(
        np.array(100 - 100 * share), Range(100 * (1 - 0.4 - most), 100 * (1 - 0.4))
    )
    assert float(refused) == pytest.approx(war, abs=5e-6)


@pytest.mark.parametrize(("most", "demand", "war"), PRINTED)
def test_so_many_talks_fail_as_there_are_types_that_would_rather_fight(
    most: float, demand: float, war: float
) -> None:
    talks = 400
    ended = [play(ultimatum(0.4, 0.1, most, seed=n, draws=True)) for n in range(talks)]
    wars = sum(not one.agreed for one in ended)
    low, high = binom.interval(0.999, talks, war)
    assert low <= wars <= high
    assert {one.worth["one"] for one in ended if one.agreed} == {round(100 * demand, 9)}


@pytest.mark.parametrize("p", [0.2, 0.5, 0.75])
@pytest.mark.parametrize("cost", [0.05, 0.25])
@pytest.mark.parametrize("most", [0.1, 0.25])
def test_the_demand_is_that_of_the_formula(p: float, cost: float, most: float) -> None:
    played = play(ultimatum(p, cost, most))
    offer = next(one.what for one in played.log if isinstance(one.what, Propose))
    share = int(offer.deal["pie"]) / STEPS
    assert share == pytest.approx(demand_of_unknown_cost(p, cost, most)[0], abs=1 / STEPS)


def test_where_nothing_is_hidden_it_asks_for_all_that_peace_saves_and_gets_it() -> None:
    played = play(ultimatum(0.5, 0.1, 0.0))
    assert played.agreed and played.worth["one"] == 50
