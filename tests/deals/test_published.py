"""Cases whose answers were published."""

import numpy as np
import pytest
from tests.deals.build import agenda, interests

from accord.deals import Deals
from accord.model import Agenda, Interests, Scale

# J. Nash, The bargaining problem, Econometrica 18 (1950), 155-162: worth to Bill and to Jack of
# what each owns.
BILLS = {"book": (2, 4), "whip": (2, 2), "ball": (2, 1), "bat": (2, 2), "box": (4, 1)}
JACKS = {"pen": (10, 1), "toy": (4, 1), "knife": (6, 2), "hat": (2, 2)}


def bill_and_jack() -> tuple[Agenda, list[Interests]]:
    goods = agenda({good: ("keep", "give") for good in (*BILLS, *JACKS)})
    bill = {g: -own for g, (own, _) in BILLS.items()} | {g: w for g, (w, _) in JACKS.items()}
    jack = {g: w for g, (_, w) in BILLS.items()} | {g: -own for g, (_, own) in JACKS.items()}
    return goods, [
        interests(
            party,
            {good: (100.0, {"keep": 0.0, "give": float(gain)}) for good, gain in gains.items()},
            scale=Scale.POINTS,
        )
        for party, gains in (("bill", bill), ("jack", jack))
    ]


def test_bill_and_jack_reach_the_deal_of_nash() -> None:
    found = Deals(*bill_and_jack())
    assert found.size == 512
    nash = found.compromises["nash"]
    assert nash is not None
    assert nash.ties == ()
    assert dict(nash.best.worth) == {"bill": 12, "jack": 5}
    given = {good for good, option in nash.best.deal.items() if option == "give"}
    assert given == {"book", "whip", "ball", "bat", "pen", "toy", "knife"}


def test_the_acceptable_frontier_of_bill_and_jack_is_the_published_one() -> None:
    found = Deals(*bill_and_jack())
    points = [(d.worth["bill"], d.worth["jack"]) for d in found.acceptable]
    assert points == [(18, 0), (16, 2), (14, 4), (12, 5), (8, 6), (6, 7), (2, 8)]


# Itex-Cypress, as distributed with Genius; solutions in T. Baarslag, K. Hindriks and C. Jonker,
# Effective acceptance conditions in real-time automated negotiation, Decision Support Systems
# 60 (2014), 68-77, table 3.
ITEX = {
    "price": (0.28813, (30, 20, 10, 5, 1)),
    "delivery": (0.19153, (1, 20, 10, 5)),
    "payment": (0.24213, (10, 25, 1)),
    "returns": (0.27822, (1, 30, 5)),
}
CYPRESS = {
    "price": (0.4700166576535899, (1, 10, 25, 33, 40)),
    "delivery": (0.1220816713696379, (1, 10, 19, 25)),
    "payment": (0.17727008190772825, (15, 6, 1)),
    "returns": (0.2306315890690439, (20, 7, 1)),
}


def itex_and_cypress() -> tuple[Agenda, list[Interests]]:
    options = {i: [f"{i}-{n}" for n in range(len(v))] for i, (_, v) in ITEX.items()}
    return agenda(options), [
        interests(
            party,
            {
                issue: (
                    100 * weight,
                    {
                        option: 100 * value / max(values)
                        for option, value in zip(options[issue], values, strict=True)
                    },
                )
                for issue, (weight, values) in given.items()
            },
            scale=Scale.POINTS,
        )
        for party, given in (("itex", ITEX), ("cypress", CYPRESS))
    ]


@pytest.mark.parametrize("name", ["nash", "egalitarian"])
def test_itex_and_cypress_reach_the_published_deal(name: str) -> None:
    found = Deals(*itex_and_cypress())
    assert found.size == 180
    solution = found.compromises[name]
    assert solution is not None
    assert solution.best.worth["itex"] == pytest.approx(72.15, abs=0.005)
    assert solution.best.worth["cypress"] == pytest.approx(67.05, abs=0.005)


def test_the_mean_worth_of_itex_and_cypress_is_the_published_one() -> None:
    everything = Deals(*itex_and_cypress()).cloud()
    assert everything is not None
    assert everything.points.shape == (180, 2)
    assert np.mean(everything.points) == pytest.approx(47.90, abs=0.005)
