"""What many talks came to, against counting by hand and listing every deal."""

from itertools import product

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from tests.play.build import Domain, domains, opposed, process, talks

from accord.deals import Deals
from accord.deals.worth import Worth
from accord.errors import AccordError
from accord.kernels.ties import Floats
from accord.play import (
    Game,
    Talk,
    distance,
    games,
    offers,
    parting,
    play,
    statistics,
    statistics_to_json,
    summary,
)
from accord.play.tally import Flags
from accord.telling.many_talks import tallied

SPLIT = opposed(walk_away={"alba": (20, 100), "delta": (40, 50)})


def listed(domain: Domain) -> tuple[list[dict[str, str]], Floats, Flags]:
    """List all deals, what each is worth, and whether all accept it."""
    agenda, held = domain
    names = list(agenda.issues)
    every = product(*(issue.choices for issue in agenda.issues.values()))
    deals = [dict(zip(names, taken, strict=True)) for taken in every]
    points = np.array([list(one.worth.values()) for one in Deals(agenda, held).worths(deals)])
    floor = np.array([one.walk_away_value.middle for one in held])
    return deals, points, np.asarray((points >= floor - 1e-6).all(axis=1))


@given(domain=domains(), data=st.data())
def test_the_distance_is_that_to_the_nearest_of_all_deals_listed(
    domain: Domain, data: st.DataObject
) -> None:
    agenda, held = domain
    deals, points, accepted = listed(domain)
    place = data.draw(st.integers(0, len(deals) - 1))
    found = distance(Worth.of(agenda, held), deals[place])
    if not accepted.any():
        assert found is None
        return
    good = points[accepted]
    front = [
        one
        for one in good
        if not any((o >= one - 1e-6).all() and (o > one + 1e-6).any() for o in good)
    ]
    assert found is not None and found.error == 0
    nearest = min(float(np.linalg.norm(one - points[place])) for one in front)
    assert found.points == pytest.approx(nearest, abs=1e-5)


def has_deal(game: Game) -> bool:
    numbers = game.numbers
    every = numbers.points(numbers.names.choices(listed(SPLIT)[0]))
    return bool((every >= numbers.walk_away - 1e-6).all(axis=1).any())


def test_statistics_are_what_counting_by_hand_gives() -> None:
    base = evolve(talks(held=SPLIT, rounds=6, seed=5), measured=150)
    each = list(games(base, 150))
    held = [summary(game) for game in each]
    found = statistics(base, held)
    deals = [one for one in held if one.deal is not None]
    assert 0 < len(deals) < 150
    assert (found.agreed.count, found.agreed.among) == (len(deals), 150)
    possible = [has_deal(game) for game in each]
    assert found.possible.count == sum(possible)
    assert found.missed.among == sum(possible)
    assert found.missed.count == sum(
        could and one.deal is None for could, one in zip(possible, held, strict=True)
    )
    assert len(found.by_round) == 6
    for number, share in enumerate(found.by_round, 1):
        assert share.count == sum(one.rounds <= number for one in deals)
    assert sum(share.count for _, share in found.deals) == len(deals)
    for issue, shares in found.options.items():
        for option, share in shares.items():
            taken = [one.deal[issue] for one in deals if one.deal is not None]
            assert share.count == taken.count(option)
    alba = [one.worth["alba"] for one in deals]
    low, high = stats.t.interval(0.95, len(alba) - 1, loc=np.mean(alba), scale=stats.sem(alba))
    assert found.worth["alba"].interval == pytest.approx((low, high))
    every = [one.worth["alba"] for one in held]
    assert found.outcome["alba"].mean == pytest.approx(np.mean(every))
    assert found.distances.complete and found.distances.mean.among == len(deals)
    reasons = [one.reason for one in held if one.deal is None]
    assert dict(found.reasons) == {reason: reasons.count(reason) for reason in reasons}


def test_the_walk_away_value_that_decides_is_the_first_driver() -> None:
    base = talks(held=SPLIT, rounds=6, seed=5)
    found = statistics(base, [summary(game) for game in games(base, 150)])
    first = found.drivers.ranked[0]
    assert (first.number.kind, first.number.party) == ("walk_away", "alba")
    assert first.distinguishable and first.difference < 0
    few = statistics(base, [summary(game) for game in games(base, 20)])
    assert not few.drivers.ranked and "at least 100 talks" in few.drivers.reason


def test_exact_numbers_leave_nothing_to_rank() -> None:
    base = talks(held=opposed(ranged=False))
    held = [summary(game) for game in games(base, 100)]
    assert {(one.deal, one.rounds) for one in held} == {(held[0].deal, held[0].rounds)}
    assert statistics(base, held).drivers.reason == "no number is a range"


def test_deals_that_are_not_told_apart_are_counted_and_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    base = talks("alba=random-walker", held=SPLIT, rounds=6, seed=5)
    held = [summary(game) for game in games(base, 40)]
    whole = statistics(base, held)
    monkeypatch.setattr("accord.play.tally.MOST_NAMED", 2)
    found = statistics(base, held)
    assert len(found.deals) == 2 < len(whole.deals) and whole.other_deals.count == 0
    assert sum(one.count for _, one in found.deals) + found.other_deals.count == (
        found.agreed.count
    )
    assert found.options == whole.options
    assert statistics_to_json(found)["other_deals"]["count"] == found.other_deals.count
    around = process(base.setup.agenda, base.setup.delegations)
    assert any(
        "more than 2 different deals" in line
        for _, line in tallied(around, base, found, "Somebody", None)
    )


def test_without_any_deal_what_is_not_known_is_null() -> None:
    base = talks(held=opposed(walk_away={"alba": 90, "delta": 90}), rounds=2)
    plain = statistics_to_json(statistics(base, [summary(game) for game in games(base, 3)]))
    assert plain["agreed"]["share"] == 0
    assert plain["worth"]["alba"] == {"mean": None, "interval": None, "talks": 0}
    assert plain["outcome"]["alba"]["mean"] == 90
    assert plain["missed"]["share"] is None
    assert sum(plain["reasons"].values()) == 3
    with pytest.raises(AccordError, match="No talk was played"):
        statistics(base, [])


@given(domain=domains(), seed=st.integers(0, 100))
def test_the_closest_offer_falls_short_by_least(domain: Domain, seed: int) -> None:
    played = play(talks(rules="sealed:shown=no", rounds=3, seed=seed, held=domain))
    found = parting(played)
    floor = {one.party: one.walk_away_value.middle for one in domain[1]}
    assert found.possible == listed(domain)[2].any()
    made = offers(played)
    if not made:
        assert found.closest is None
        return
    short = {
        event.number: sum(max(0.0, floor[p] - w) for p, w in valued.worth.items())
        for event, valued in made
    }
    assert found.closest is not None
    least = short[found.closest.event.number]
    assert least <= min(short.values()) + 1e-5
    for party, last in found.last.items():
        own = [valued.worth[party] for event, valued in made if event.seat == party]
        assert last.asked == (own[-1] if own else None)


def test_talks_keep_what_a_talk_alone_tells() -> None:
    game = next(games(talks(held=SPLIT, seed=5), 1))
    kept, alone = summary(game), play(game)
    assert isinstance(kept, Talk)
    assert (kept.deal, kept.worth, kept.rounds) == (alone.deal, alone.worth, alone.rounds)
