"""Which offers fit together and in which order: held against trying everything."""

import random
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import chain, combinations, product

import pytest
from frozendict import frozendict

from accord.model import Exclusion, When
from accord.record import ConditionalOffer, ReturnOrder
from accord.record.fitting_offers import FittingSet, fit, in_order

PARTIES, ISSUES, OPTIONS = "abcde", "wxyz", "123"
NONE: frozendict[str, str] = frozendict()


def offer(
    one: str,
    party: str,
    gives: Mapping[str, str],
    wants: Mapping[str, str] = NONE,
    order: str = "together",
) -> ConditionalOffer:
    """Make an offer; options that are alternatives stand in one text: `12`."""
    return ConditionalOffer(
        id=one,
        date=When.parse("2024-05-01"),
        sources=("s",),
        party=party,
        gives=frozendict(gives),
        if_=frozendict({i: tuple(o) for i, o in wants.items()}),
        order_=ReturnOrder(order),
    )


def drawn(rng: random.Random, most: int = 7, options: str = OPTIONS) -> list[ConditionalOffer]:
    """Draw offers of 2 to 5 parties: several a party, several options in a condition."""
    parties = PARTIES[: rng.randint(2, 5)]
    found = []
    for number in range(rng.randint(1, most)):
        issues = rng.sample(ISSUES, rng.randint(1, 3))
        cut = 2 if len(issues) == 3 and rng.random() < 0.3 else 1
        some = options[: rng.choice((1, 1, 2, 3))]
        gives = {i: rng.choice(some) for i in issues[:cut]}
        wants = {
            i: "".join(sorted(rng.sample(options, min(len(options), rng.choice((1, 1, 1, 2))))))
            for i in issues[cut:]
        }
        party, order = rng.choice(parties), rng.choice(("first", "first", "together", "after"))
        found.append(offer(f"o{number}", party, gives, wants, order))
    return found


def subsets(offers: Sequence[ConditionalOffer]) -> Iterator[tuple[ConditionalOffer, ...]]:
    return chain.from_iterable(combinations(offers, n) for n in range(len(offers) + 1))


def carries_itself(
    chosen: Sequence[ConditionalOffer],
    settled: Mapping[str, str] = NONE,
    constraints: Sequence[Exclusion] = (),
    new: Mapping[str, str] = NONE,
) -> bool:
    """Say by the definition whether offers carry themselves."""
    deal = {**settled, **new}
    for one in chosen:
        for issue, option in one.gives.items():
            if deal.setdefault(issue, option) != option:
                return False
    fixed = {**settled, **new}
    for line in constraints:
        crossed = all(deal.get(i) in options for i, options in line.never.items())
        if crossed and not all(i in fixed for i in line.never):
            return False
    return all(
        settled.get(issue) in options
        or new.get(issue) in options
        or any(
            other.gives.get(issue) in options for other in chosen if other.party != one.party
        )
        for one in chosen
        for issue, options in one.if_.items()
    )


def largest(sets: list[frozenset[str]]) -> set[frozenset[str]]:
    return {one for one in sets if one and not any(one < other for other in sets)}


@pytest.mark.parametrize("seed", range(40))
def test_the_largest_sets_are_those_found_by_trying_every_set(seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(25):
        offers = drawn(rng)
        settled = frozendict({i: rng.choice(OPTIONS) for i in ISSUES if rng.random() < 0.15})
        constraints = [
            Exclusion(
                id=f"c{n}",
                never=frozendict({i: (rng.choice(OPTIONS),) for i in rng.sample(ISSUES, 2)}),
            )
            for n in range(rng.choice((0, 0, 1, 2)))
        ]
        every = [
            frozenset(one.id for one in chosen)
            for chosen in subsets(offers)
            if carries_itself(chosen, settled, constraints)
        ]
        found = fit(offers, settled, constraints)
        assert found.whole
        assert {frozenset(one.offers) for one in found.sets} == largest(every)
        held = frozenset[str]().union(*every)
        assert [one.offer for one in found.waiting] == [
            o.id for o in offers if o.id not in held
        ]
        assert [len(one.offers) for one in found.sets] == sorted(
            (len(one.offers) for one in found.sets), reverse=True
        )


def test_without_rivals_one_set_holds_all_that_carry_themselves() -> None:
    rng, seen = random.Random(1), 0
    for _ in range(1000):
        offers = drawn(rng)
        found = fit(offers)
        if not found.rivals:
            every = [x for x in subsets(offers) if carries_itself(x)]
            together = frozenset(one.id for chosen in every for one in chosen)
            assert [frozenset(one.offers) for one in found.sets] == [together] * bool(together)
            seen += bool(together)
    assert seen > 200


def asked_in_turn(
    one: ConditionalOffer, offers: Sequence[ConditionalOffer]
) -> list[ConditionalOffer]:
    """Return an offer, those that give what it wants, and what these want in turn."""
    found = [one]
    for asking in found:
        found += (
            other
            for other in offers
            if other not in found
            and other.party != asking.party
            and any(other.gives.get(i) in options for i, options in asking.if_.items())
        )
    return found


@pytest.mark.parametrize("seed", range(10))
def test_what_is_needed_is_the_least_that_lets_an_offer_fit(seed: int) -> None:
    rng, seen = random.Random(seed), 0
    for _ in range(40):
        offers = drawn(rng, most=5)
        for waiting in fit(offers).waiting:
            one = next(o for o in offers if o.id == waiting.offer)
            needs = {
                frozenset(zip(need, picked, strict=True))
                for need in waiting.needs
                for picked in product(*need.values())
            }
            lacking = [
                (i, o)
                for i, o in product(ISSUES, OPTIONS)
                if any(
                    o in x.if_.get(i, ())
                    and not any(y.party != x.party and y.gives.get(i) == o for y in offers)
                    for x in asked_in_turn(one, offers)
                )
            ]
            enough = [
                frozenset(new)
                for n in range(1, 5)
                for new in combinations(lacking, n)
                if len(dict(new)) == n
                and any(
                    one in chosen and carries_itself(chosen, new=dict(new))
                    for chosen in subsets(offers)
                )
            ]
            least = {new for new in enough if not any(other < new for other in enough)}
            assert needs == {new for new in least if len(new) < 4}
            assert waiting.ruled_out == (not needs and len(dict(lacking)) < 4)
            assert not (waiting.ruled_out and least)
            seen += bool(needs)
    assert seen


def test_what_cannot_be_with_what_it_wants_is_ruled_out_and_needs_nothing() -> None:
    both = offer("o1", "a", {"w": "1"}, {"w": "2"})
    assert fit([both]).waiting[0].ruled_out
    never = Exclusion(id="c", never=frozendict({"w": ("1",), "x": ("1",)}))
    excluded = offer("o1", "a", {"w": "1"}, {"x": "1"})
    assert fit([excluded], constraints=[never]).waiting[0].ruled_out
    assert not fit([excluded]).waiting[0].ruled_out


@cache
def weak_orders(number: int) -> list[tuple[int, ...]]:
    """Return every weak order of some things, as the step of each: no step is empty."""
    every = product(range(number), repeat=number)
    return [one for one in every if {*one} == {*range(max(one) + 1)}]


def is_in_order(offers: Sequence[ConditionalOffer], step: Mapping[str, int]) -> bool:
    """Say by the definition whether all get what they want in return in the order they want."""
    for one in offers:
        for issue, options in one.if_.items():
            for other in offers:
                if other.party != one.party and other.gives.get(issue) in options:
                    if one.order_ is ReturnOrder.FIRST and step[other.id] >= step[one.id]:
                        return False
                    if one.order_ is ReturnOrder.TOGETHER and step[other.id] > step[one.id]:
                        return False
    return True


def circled(found: FittingSet, offers: Sequence[ConditionalOffer]) -> None:
    """Hold the circles of waits to be real, to close, and to have one strict wait."""
    by_id = {one.id: one for one in offers}
    for circle in found.stuck:
        for wait, following in zip(circle, (*circle[1:], circle[0]), strict=True):
            waits, on = by_id[wait.offer], by_id[wait.on]
            assert wait.on == following.offer
            assert on.gives[wait.issue] in waits.if_[wait.issue]
            assert wait.first is (waits.order_ is ReturnOrder.FIRST)
        assert any(wait.first for wait in circle)
        assert len({wait.offer for wait in circle}) == len(circle)


@pytest.mark.parametrize("seed", range(40))
def test_an_order_is_found_wherever_there_is_one(seed: int) -> None:
    rng, stuck = random.Random(seed), 0
    for _ in range(100):
        offers = drawn(rng, most=5, options="1")
        ids = [one.id for one in offers]
        kept = [
            one
            for one in weak_orders(len(offers))
            if is_in_order(offers, dict(zip(ids, one, strict=True)))
        ]
        exists = bool(kept)
        found = in_order(offers, NONE)
        assert exists is not bool(found.stuck)
        stuck += not exists
        assert sorted(chain.from_iterable(found.steps)) == sorted(ids)
        assert all(found.steps)
        circled(found, offers)
        if exists:
            step = {i: n for n, held in enumerate(found.steps) for i in held}
            assert is_in_order(offers, step)
            fewest = min(max(one) + 1 for one in kept)
            assert len(found.steps) == fewest
    assert stuck


BRIGADE = offer("o1", "brigade", {"heavy": "b"}, {"detainees": "a"}, "first")
FRONT = offer("o2", "front", {"detainees": "a"}, {"heavy": "bo"}, "first")
SHIELD = offer("o3", "shield", {"checkpoints": "j"}, {"monitor": "e"})


def test_two_that_each_want_the_other_first_fit_and_are_stuck() -> None:
    found = fit([BRIGADE, FRONT, SHIELD])
    (one,) = found.sets
    assert one.offers == ("o1", "o2")
    assert one.gives == frozendict(heavy="b", detainees="a")
    assert [(w.offer, w.on, w.issue, w.first) for w in one.stuck[0]] in (
        [("o1", "o2", "detainees", True), ("o2", "o1", "heavy", True)],
        [("o2", "o1", "heavy", True), ("o1", "o2", "detainees", True)],
    )
    assert one.steps == (("o1", "o2"),)
    (waiting,) = found.waiting
    assert waiting.offer == "o3"
    assert waiting.needs == (frozendict(monitor=("e",)),)


@pytest.mark.parametrize(("order", "steps"), [("after", 2), ("together", 0)])
def test_one_that_goes_first_opens_the_way(order: str, steps: int) -> None:
    other = offer("o2", "front", {"detainees": "a"}, {"heavy": "b"}, order)
    (one,) = fit([BRIGADE, other]).sets
    assert bool(one.stuck) is not bool(steps)
    if steps:
        assert one.steps == (("o2",), ("o1",))


def test_of_two_ways_of_giving_the_same_one_that_is_not_stuck_will_do() -> None:
    other = offer("o4", "brigade", {"heavy": "b"}, {"detainees": "a"}, "after")
    (one,) = fit([BRIGADE, FRONT, other]).sets
    assert (one.offers, one.stuck) == (("o1", "o2", "o4"), ())
    assert one.steps == (("o4",), ("o2",))


def test_what_a_party_gives_itself_is_nothing_in_return() -> None:
    own = offer("o4", "brigade", {"detainees": "a"})
    found = fit([BRIGADE, own])
    assert [one.offers for one in found.sets] == [("o4",)]
    assert found.waiting[0].needs == (frozendict(detainees=("a",)),)


def test_what_is_agreed_meets_a_condition_and_agreed_otherwise_never_does() -> None:
    (one,) = fit([BRIGADE], frozendict(detainees="a")).sets
    assert (one.offers, one.stuck) == (("o1",), ())
    (never,) = fit([BRIGADE], frozendict(detainees="n")).waiting
    assert never.never == frozendict(detainees=("a",))
    (against,) = fit([BRIGADE], frozendict(heavy="o")).waiting
    assert against.against == ("heavy",)


def test_rivals_are_named_and_each_choice_is_shown() -> None:
    other = offer("o4", "brigade", {"heavy": "o"}, {"detainees": "a"})
    found = fit([BRIGADE, FRONT, other])
    assert {one.offers for one in found.sets} == {("o1", "o2"), ("o2", "o4")}
    (rival,) = found.rivals
    assert rival.offers == frozendict(b=("o1",), o=("o4",))
    assert rival.one_party == "brigade"


def test_needs_that_differ_in_one_option_are_one() -> None:
    either = offer("o1", "a", {"x": "1"}, {"y": "12", "z": "3"})
    (waiting,) = fit([either]).waiting
    assert waiting.needs == (frozendict(y=("1", "2"), z=("3",)),)


def test_many_rivals_are_looked_at_as_far_as_there_is_room() -> None:
    every = [
        offer(f"o{n}-{option}", party, {f"i{n}": str(option)})
        for n in range(40)
        for option, party in enumerate("ab")
    ]
    found = fit(every)
    assert not found.whole
    assert found.sets
