"""How one party stands to a package: against going through all that it can still become."""

import random
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product

import pytest
from attrs import evolve
from frozendict import frozendict
from tests.deals.build import agenda, interests
from tests.deals.mark_oracle import MarkOracle, random_sheet
from tests.deals.oracle import talks

from accord.deals.package_badges import (
    Badge,
    badge_by_marks,
    badge_by_numbers,
    excluded_for_all,
)
from accord.errors import AccordError
from accord.model import Agenda, Exclusion, Interests, Mark, Marked, Scale

TABLE = agenda({"water": ["none", "half", "all"], "guard": ["own", "joint"]})


def marks(**given: Mapping[str, Mark]) -> frozendict[str, frozendict[str, Marked]]:
    return frozendict(
        {i: frozendict({o: Marked(mark=m) for o, m in own.items()}) for i, own in given.items()}
    )


UPLAND = Interests(
    id="upland",
    party="upland",
    held_by="ngo",
    marks=marks(
        water={"none": Mark.WANT, "half": Mark.LIVE, "all": Mark.CANNOT},
        guard={"own": Mark.WANT, "joint": Mark.UNKNOWN},
    ),
)


def completions(table: Agenda, terms: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Yield every package with the terms that crosses no constraint; all, if there is none."""
    ways = [[terms[i]] if i in terms else list(x.choices) for i, x in table.issues.items()]
    every = [dict(zip(table.issues, chosen, strict=True)) for chosen in product(*ways)]
    free = [one for one in every if not any(c.crossed_by(one) for c in table.constraints)]
    yield from free or every


def random_terms(rng: random.Random, table: Agenda) -> dict[str, str]:
    some = rng.sample(list(table.issues), rng.randint(0, len(table.issues)))
    return {i: rng.choice(list(table.issues[i].choices)) for i in table.issues if i in some}


def random_mandate(rng: random.Random, table: Agenda) -> frozendict[str, tuple[str, ...]]:
    if rng.random() < 0.4:
        return frozendict()
    some = rng.sample(list(table.issues), rng.randint(1, len(table.issues)))
    return frozendict(
        {
            i: tuple(rng.sample(own, rng.randint(1, len(own))))
            for i in some
            if (own := list(table.issues[i].choices))
        }
    )


@pytest.mark.parametrize("seed", range(150))
def test_by_marks_a_badge_is_what_all_completions_say(seed: int) -> None:
    given = random_sheet(seed, parties=3)
    oracle, rng = MarkOracle(given), random.Random(seed)
    for held in given.held:
        held = evolve(held, mandate=random_mandate(rng, given.agenda))
        terms = random_terms(rng, given.agenda)
        refused = all(
            oracle.cells(one, held.party, Mark.CANNOT) or oracle.crosses(one, held.party)
            for one in completions(given.agenda, terms)
        )
        beyond = {i for i, o in terms.items() if o not in held.mandate.get(i, (o,))}
        unknown = {
            cell
            for cell in oracle.cells(terms, held.party, Mark.UNKNOWN)
            if cell.option not in held.mandate.get(cell.issue, ())
        }
        wanted = (
            Badge.RED_LINE
            if refused
            else Badge.CAPITAL
            if beyond
            else Badge.CANNOT_SAY
            if unknown
            else Badge.INSIDE
        )
        found = badge_by_marks(given.agenda, held, terms)
        assert found.badge is wanted
        assert found.beyond.keys() == beyond
        assert set(found.unknown) == unknown
        assert set(found.cannot) == oracle.cells(terms, held.party, Mark.CANNOT)


def surpluses(held: Interests, deal: Mapping[str, str]) -> Iterator[Fraction]:
    """Yield how far a deal is above the walk-away value, at every corner of the ranges.

    Times the sum of the weights, which is above 0 but where nothing counts. It is linear in
    every number by itself, so its ends are at corners.
    """
    issues = [held.issues[i] for i in deal]
    values = [one.values[o] for one, o in zip(issues, deal.values(), strict=True)]
    met = [one.bonus for one in held.interactions if one.met_by(deal)]
    walk_away = held.walk_away_value
    relative = held.scale is Scale.RELATIVE and any(
        one.weight.high for one in held.issues.values()
    )
    for end in (0, 1):
        value, bonus, level = (
            [Fraction((x.low, x.high)[end]) for x in values],
            sum(Fraction((x.low, x.high)[end]) for x in met),
            Fraction((walk_away.high, walk_away.low)[end]),
        )
        for weights in product(*({x.weight.low, x.weight.high} for x in issues)):
            exact = [Fraction(w) for w in weights]
            total = sum((w * v for w, v in zip(exact, value, strict=True)), Fraction())
            yield total + 100 * bonus - level * (sum(exact) if relative else 100)


@pytest.mark.parametrize("seed", range(60))
def test_by_numbers_a_badge_is_what_all_completions_say_at_all_corners(seed: int) -> None:
    table, everybody = talks(seed, ranges=True)
    rng = random.Random(seed)
    for held in everybody:
        held = evolve(held, mandate=random_mandate(rng, table))
        terms = random_terms(rng, table)
        kept = [
            one
            for one in completions(table, terms)
            if not any(line.crossed_by(one) for line in held.red_lines)
        ]
        ends = [end for one in kept for end in surpluses(held, one)]
        beyond = {i for i, o in terms.items() if o not in held.mandate.get(i, (o,))}
        wanted = (
            Badge.RED_LINE
            if not kept
            else Badge.BELOW
            if max(ends) < 0
            else Badge.CAPITAL
            if beyond
            else Badge.INSIDE
            if min(ends) >= 0
            else Badge.CANNOT_SAY
        )
        assert badge_by_numbers(table, held, terms).badge is wanted


def test_an_option_that_the_mandate_names_is_known() -> None:
    terms = {"guard": "joint"}
    assert badge_by_marks(TABLE, UPLAND, terms).badge is Badge.CANNOT_SAY
    may = evolve(UPLAND, mandate=frozendict({"guard": ("joint",)}))
    assert badge_by_marks(TABLE, may, terms).badge is Badge.INSIDE
    assert badge_by_marks(TABLE, may, {"guard": "own"}).badge is Badge.CAPITAL


def test_a_red_line_counts_before_a_mandate() -> None:
    held = evolve(UPLAND, mandate=frozendict({"guard": ("own",)}))
    found = badge_by_marks(TABLE, held, {"water": "all", "guard": "joint"})
    assert found.badge is Badge.RED_LINE
    assert found.beyond == {"guard": "joint"}
    assert [cell.option for cell in found.cannot] == ["all"]


def test_what_is_excluded_for_all_is_not_held_against_a_party() -> None:
    never = Exclusion(id="law", never=frozendict({"water": ("none",), "guard": ("own",)}))
    table = evolve(TABLE, constraints=(never,))
    terms = {"water": "none", "guard": "own"}
    assert excluded_for_all(table, terms) == (never,)
    assert badge_by_marks(table, UPLAND, terms).badge is Badge.INSIDE
    assert not excluded_for_all(table, {"water": "none"})


def test_numbers_that_are_missing_say_nothing_but_red_lines_do() -> None:
    held = interests("upland", {"water": (1, {"none": 1, "half": 1, "all": 0})}, 30)
    found = badge_by_numbers(TABLE, held, {"water": "none"})
    assert (found.badge, found.missing) == (
        Badge.CANNOT_SAY,
        "Weights and values are missing for: Guard.",
    )
    line = Exclusion(id="no", never=frozendict({"water": ("none",)}))
    found = badge_by_numbers(TABLE, evolve(held, red_lines=(line,)), {"water": "none"})
    assert found.badge is Badge.RED_LINE


def test_terms_that_are_not_on_the_agenda_are_refused() -> None:
    for judge in (badge_by_marks, badge_by_numbers):
        with pytest.raises(AccordError, match="has no option 'some'"):
            judge(TABLE, UPLAND, {"water": "some"})
