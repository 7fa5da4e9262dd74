"""Issues that hang together closely, and many parties: what programs decide, by other ways."""

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pytest
from hypothesis import given, settings
from tests.deals.build import agenda, interests
from tests.deals.test_handle import Case, cases

from accord.deals import Deals, Solution
from accord.kernels.mixed import CLOSE
from accord.kernels.ties import Floats, Ints


@contextmanager
def programs_only() -> Iterator[None]:
    """Take every agenda for one whose issues hang together too closely for elimination."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("accord.deals.worth._MOST_CELLS", 0)
        patch.setattr("accord.deals.worth._MOST_CELLS_OF_TWO", 0)
        patch.setattr("accord.deals.worth._MOST_NUMBERS", 0)
        patch.setattr("accord.deals.worth.MOST_STEPS", 1000)
        yield


def worths(found: Deals) -> dict[str, tuple[float, ...] | None]:
    return {
        rule: None if one is None else tuple(one.best.worth.values())
        for rule, one in found.compromises.items()
    }


@settings(max_examples=40)
@given(cases())
def test_programs_answer_what_elimination_answers(case: Case) -> None:
    talks, sides = case
    right = Deals(talks, sides, draws=20)
    with programs_only():
        found = Deals(talks, sides, draws=20)
    assert found.verdict == right.verdict
    assert worths(found) == worths(right)
    assert [d.worth for d in found.frontier] == [d.worth for d in right.frontier]
    assert [d.worth for d in found.acceptable] == [d.worth for d in right.acceptable]
    assert found.error == 0
    gave, gives = found.drops, right.drops
    assert (gave.needed, gave.shut) == (gives.needed, gives.shut)
    for one, other in zip(
        (*gave.alone.values(), gave.equal, gave.total),
        (*gives.alone.values(), gives.equal, gives.total),
        strict=True,
    ):
        assert (one is None) == (other is None)
        if one is not None and other is not None:
            assert one.points == pytest.approx(other.points, abs=CLOSE)
    assert found.trades.reference is None or found.trades.found == right.trades.found


def dense(parties: int, walk_away: float, spread: float = 0.0, seed: int = 0) -> Case:
    """Build 14 issues of 4 options, with 60 bonuses on two issues a party."""
    rng = np.random.default_rng(seed)
    issues = {f"i{n}": [f"o{m}" for m in range(4)] for n in range(14)}

    def number(low: int, high: int) -> tuple[float, float]:
        middle = float(rng.integers(low, high))
        return middle - spread, middle + spread

    def bonus() -> tuple[dict[str, list[str]], tuple[float, float]]:
        pair = rng.choice(14, 2, replace=False)
        return {f"i{n}": [f"o{rng.integers(4)}"] for n in pair}, number(-10, 11)

    sides = [
        interests(
            f"p{party}",
            {
                i: (number(5, 30), {o: number(5, 96) for o in options})
                for i, options in issues.items()
            },
            (walk_away - spread, walk_away + spread),
            interactions=[bonus() for _ in range(60)],
        )
        for party in range(parties)
    ]
    return agenda(issues), sides


@pytest.mark.parametrize(("parties", "walk_away", "there_is"), [(2, 55, True), (3, 85, False)])
def test_a_dense_agenda_gets_a_verdict(parties: int, walk_away: float, there_is: bool) -> None:
    found = Deals(*dense(parties, walk_away))
    assert found.verdict.exists is there_is
    assert found.drops.needed is not there_is
    for solution in found.compromises.values():
        assert (solution is not None) is there_is
        if solution is not None:
            assert solution.gap == 0
            assert min(solution.best.worth.values()) >= walk_away
    assert found.frontier
    assert 0 < found.error < 100
    assert found.left_out


def test_a_dense_agenda_with_ranges_says_for_what_share_there_is_a_deal() -> None:
    found = Deals(*dense(2, 74, spread=3))
    zone = found.verdict
    assert zone.exists == "depends"
    assert zone.draws == 50
    assert zone.interval[0] <= zone.share <= zone.interval[1]


def every_deal(tables: list[Floats]) -> tuple[Floats, Ints]:
    """Add up worth of shape (options, parties), one an issue, in all ways."""
    sums, choices = np.zeros((1, tables[0].shape[1])), np.zeros((1, 0), np.int64)
    for table in tables:
        sums = (sums[:, None] + table[None]).reshape(-1, table.shape[1])
        option = np.tile(np.arange(len(table)), len(choices))[:, None]
        choices = np.hstack([np.repeat(choices, len(table), axis=0), option])
    return sums, choices


@pytest.mark.parametrize("parties", [8, 12])
def test_with_many_parties_each_compromise_is_the_best_of_all_deals(parties: int) -> None:
    rng = np.random.default_rng(parties)
    issues = {f"i{n}": [f"o{m}" for m in range(4)] for n in range(10)}
    weights = rng.integers(1, 30, (10, parties)).astype(float)
    values = rng.integers(0, 101, (10, 4, parties)).astype(float)
    sides = [
        interests(
            f"p{p}",
            {
                issue: (
                    weights[n, p],
                    dict(zip(options, values[n, :, p].tolist(), strict=True)),
                )
                for n, (issue, options) in enumerate(issues.items())
            },
            30.0,
        )
        for p in range(parties)
    ]
    found = Deals(agenda(issues), sides, draws=1)
    assert found.error > 0  # the frontier is too long to be listed

    shares = weights / weights.sum(axis=0)
    points, _ = every_deal([shares[n] * values[n] for n in range(10)])
    points = points[(points >= 30 - 1e-9).all(axis=1)]
    gains, ideal = points - 30, points.max(axis=0)

    def own(rule: str) -> Floats:
        solution: Solution | None = found.compromises[rule]
        assert solution is not None and solution.gap == 0
        below = np.array(list(solution.below_best.values()))
        worth = np.array(list(solution.best.worth.values()))
        assert (worth + below).tolist() == pytest.approx(ideal.tolist(), abs=1e-6)
        return worth - 30

    def best(of: Floats) -> list[float]:
        ordered = np.sort(of, axis=1)
        return list(ordered[np.lexsort(ordered.round(6).T[::-1])[-1]])

    largest = ideal - 30
    assert sorted(own("egalitarian")) == pytest.approx(best(gains), abs=CLOSE)
    equal_shares = sorted(own("kalai_smorodinsky") / largest)
    assert equal_shares == pytest.approx(best(gains / largest), abs=CLOSE)
    assert own("utilitarian").sum() == pytest.approx(gains.sum(axis=1).max(), abs=CLOSE)
    product = np.log(np.maximum(gains, 1e-12)).sum(axis=1).max()
    assert np.log(own("nash")).sum() == pytest.approx(product, abs=CLOSE)
