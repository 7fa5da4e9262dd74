"""How far walk-away values must come down, against every deal, one by one."""

import json
from fractions import Fraction

import pytest
from attrs import evolve
from hypothesis import event, given
from tests.deals.build import agenda, interests, span
from tests.deals.test_handle import Case, cases, possible, refuses, road, worth

from accord.deals import Deals, to_json
from accord.deals.drops import Drop
from accord.errors import AccordError
from accord.model import Deal, Interests


def drop(side: Interests, deal: Deal) -> Fraction:
    return max(Fraction(0), Fraction(side.walk_away_value.low) - worth(side, deal))


def close(number: Fraction) -> object:
    return pytest.approx(float(number), abs=1e-5)


@given(cases())
def test_the_drops_are_the_smallest_of_all_deals(case: Case) -> None:
    talks, sides = case
    found = Deals(talks, sides).drops
    deals = [d for d in possible(talks) if not any(refuses(s, d) for s in sides)]
    drops = [{s.party: drop(s, d) for s in sides} for d in deals]
    open_ = any(not any(one.values()) for one in drops)
    event("open" if open_ else "shut" if not deals else "needed")
    assert found.needed is not open_
    assert found.shut is not bool(deals)
    if open_ or not deals:
        assert not found.alone
        assert found.equal is None
        assert found.total is None
        return
    assert set(found.alone) == {s.party for s in sides}
    for party, one in found.alone.items():
        right = [d[party] for d in drops if not any(v for p, v in d.items() if p != party)]
        assert (one is not None) is bool(right)
        if one is not None:
            assert one.points == close(min(right))
            assert set(one.give) == {party}
            assert one.give[party] == one.points
            opens(one, case)
    assert found.equal is not None
    assert found.equal.points == close(min(max(d.values()) for d in drops))
    assert found.equal.points == max(found.equal.give.values())
    opens(found.equal, case)
    assert found.total is not None
    assert found.total.points == close(min(sum(d.values(), Fraction(0)) for d in drops))
    assert found.total.points == pytest.approx(sum(found.total.give.values()), abs=1e-6)
    opens(found.total, case)


def opens(one: Drop, case: Case) -> None:
    """Check that the deal is opened, worth what is said, and that no deal dominates it."""
    talks, sides = case
    deals = [d for d in possible(talks) if not any(refuses(s, d) for s in sides)]
    assert one.deal.deal in deals
    own = [worth(s, one.deal.deal) for s in sides]
    for side, points in zip(sides, own, strict=True):
        assert one.deal.worth[side.party] == close(points)
        assert one.give.get(side.party, 0.0) == close(drop(side, one.deal.deal))
    for deal in deals:
        other = [worth(s, deal) for s in sides]
        assert other == own or any(b < a for a, b in zip(own, other, strict=True))


def test_a_hand_made_case() -> None:
    # Worths: open, daily 100 and 0; open, weekly 80 and 25; open, none 60 and 50;
    # shut, daily 40 and 50; shut, weekly 20 and 75; shut, none 0 and 100.
    talks, (north, south) = road(walk_away=90.0)
    found = Deals(talks, [north, south]).drops
    assert opened(found.alone["north"]) == (30.0, {"road": "open", "aid": "none"})
    assert opened(found.alone["south"]) == (40.0, {"road": "open", "aid": "daily"})
    for one, points in ((found.equal, 15.0), (found.total, 25.0)):
        assert opened(one) == (points, {"road": "open", "aid": "weekly"})
        assert one is not None
        assert dict(one.give) == {"north": 10.0, "south": 15.0}


def opened(one: Drop | None) -> tuple[float, dict[str, str]] | None:
    return None if one is None else (one.points, dict(one.deal.deal))


def test_red_lines_that_no_walk_away_value_opens_are_said() -> None:
    talks, sides = road(red_lines=[{"road": ("open", "shut")}])
    found = Deals(talks, sides).drops
    assert (found.needed, found.shut) == (True, True)


def test_the_json_is_plain() -> None:
    for case in (road(walk_away=90.0), road()):
        plain = to_json(Deals(*case).drops)
        assert json.loads(json.dumps(plain)) == plain
    plain = to_json(Deals(*road(walk_away=90.0)).drops)
    assert plain["total"]["give"] == {"north": 10.0, "south": 15.0}
    assert plain["total"]["worth"] == {"north": 80.0, "south": 25.0}


def large(parties: int, issues: int, options: int, walk_away: float) -> Case:
    ids = {f"i{n}": [f"o{m}" for m in range(options)] for n in range(issues)}
    sides = [
        interests(
            f"p{p}",
            {
                issue: (
                    5.0 + (n * 7919 + p * 31) % 40,
                    {
                        o: float((m * 7919 + n * 104729 + (p + 1) * 4243 * (n + m)) % 9973)
                        / 100
                        for m, o in enumerate(listed)
                    },
                )
                for n, (issue, listed) in enumerate(ids.items())
            },
            walk_away,
        )
        for p in range(parties)
    ]
    return agenda(ids), sides


@pytest.mark.parametrize(
    ("parties", "issues", "options", "walk_away"), [(2, 30, 10, 92.0), (5, 10, 4, 70.0)]
)
def test_large_agendas_are_solved(
    parties: int, issues: int, options: int, walk_away: float
) -> None:
    talks, sides = large(parties, issues, options, walk_away)
    found = Deals(talks, sides).drops
    assert found.needed
    assert found.equal is not None
    assert found.total is not None
    assert found.equal.points <= found.total.points <= parties * found.equal.points
    for one in (found.equal, *found.alone.values()):
        assert one is None or found.total.points <= sum(one.give.values()) + 1e-6
        assert one is None or found.equal.points <= max(one.give.values()) + 1e-6
    for by, needed in ((1e-7, False), (-1e-4, True)):
        lower = found.equal.points + by
        lowered = [evolve(s, walk_away=span(s.walk_away_value.low - lower)) for s in sides]
        assert Deals(talks, lowered).drops.needed is needed


def test_what_hangs_together_too_closely_is_refused_with_a_sentence() -> None:
    ids = {f"i{n}": [f"o{m}" for m in range(10)] for n in range(8)}
    bonus = [({i: ("o0",) for i in ids}, 5.0)]
    side = interests(
        "a", {i: (1.0, dict.fromkeys(ids[i], 1.0)) for i in ids}, 50.0, interactions=bonus
    )
    with pytest.raises(AccordError, match="hang together so closely"):
        _ = Deals(agenda(ids), [side]).drops
