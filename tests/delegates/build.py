"""Agendas, interests and talks to sit programs in."""

import random
from collections.abc import Callable, Iterable, Mapping
from itertools import product
from typing import Any

from frozendict import frozendict
from hypothesis import strategies as st
from tests.deals.build import agenda, interests

from accord.model import Agenda, Interests, Scale
from accord.tactics import Delegate
from accord.talks import Options, Rules, Setup, Table, after, calls, open_table, seats, view

PARTIES = ("alba", "brae", "cora")
numbers = st.integers(0, 10).map(float)
ranged = st.tuples(numbers, numbers).map(sorted).map(lambda ends: (ends[0], ends[1]))


@st.composite
def agendas(draw: st.DrawFn, most_issues: int = 4) -> Agenda:
    options = {
        f"i{n}": [f"o{m}" for m in range(draw(st.integers(1, 4)))]
        for n in range(draw(st.integers(1, most_issues)))
    }
    return agenda(options, draw(st.lists(combinations(options), max_size=1)))


def combinations(options: Mapping[str, Iterable[str]]) -> st.SearchStrategy[dict[str, Any]]:
    """Draw options of some issues."""
    return st.dictionaries(
        st.sampled_from(list(options)), st.just(()), min_size=1, max_size=3
    ).flatmap(
        lambda chosen: st.fixed_dictionaries(
            {
                issue: st.lists(
                    st.sampled_from(list(options[issue])), min_size=1, unique=True
                ).map(tuple)
                for issue in chosen
            }
        )
    )


@st.composite
def sides(draw: st.DrawFn, over: Agenda, party: str = "alba") -> Interests:
    options = {issue: list(given.choices) for issue, given in over.issues.items()}
    return interests(
        party,
        {
            issue: (draw(ranged), {option: 10 * draw(numbers) for option in listed})
            for issue, listed in options.items()
        },
        walk_away=draw(st.integers(-10, 90).map(float)),
        interactions=[
            (combination, draw(st.integers(-5, 5).map(float)))
            for combination in draw(st.lists(combinations(options), max_size=2))
        ],
        red_lines=draw(st.lists(combinations(options), max_size=1)),
        scale=draw(st.sampled_from(Scale)),
    )


def every_deal(over: Agenda) -> list[Options]:
    issues = list(over.issues)
    listed = product(*(over.issues[issue].choices for issue in issues))
    return [frozendict(zip(issues, options, strict=True)) for options in listed]


def plain_worth(given: Interests, deal: Options) -> float:
    """Work out what a deal is worth from the definition, ranges at their middle."""
    weights = {issue: one.weight.middle for issue, one in given.issues.items()}
    total = sum(weights[i] * given.issues[i].values[deal[i]].middle for i in deal)
    total += sum(100 * one.bonus.middle for one in given.interactions if one.met_by(deal))
    shares = given.scale is Scale.RELATIVE and any(
        one.weight.high for one in given.issues.values()
    )
    return total / (sum(weights.values()) if shares else 100.0)


def is_open(
    over: Agenda, given: Interests, allowed: Mapping[str, Iterable[str]], deal: Options
) -> bool:
    """Return, by the definition, whether nothing excludes a deal."""
    barred = (*over.constraints, *given.red_lines)
    return not any(one.crossed_by(deal) for one in barred) and all(
        deal[issue] in options for issue, options in allowed.items()
    )


def large(party: str, *, issues: int = 30, seed: int = 1) -> tuple[Agenda, Interests]:
    """Return an agenda of 10^issues deals with interactions and red lines, and interests."""
    rng = random.Random(seed)
    options = {f"i{n}": [f"o{m}" for m in range(10)] for n in range(issues)}
    names = list(options)
    rng = random.Random(f"{party}{seed}")
    chosen = [rng.sample(names, 2) for _ in range(8)]
    combos = [{i: rng.sample(options[i], 3) for i in pair} for pair in chosen]
    return agenda(options), interests(
        party,
        {
            issue: (rng.randint(1, 100), {option: rng.randint(0, 100) for option in listed})
            for issue, listed in options.items()
        },
        walk_away=50.0,
        interactions=[(combo, rng.randint(-40, 40)) for combo in combos[:4]],
        red_lines=combos[4:],
    )


def played(
    over: Agenda,
    rules: Rules,
    sitting: Mapping[str, Delegate],
    *,
    seed: int = 0,
    most: int = 400,
    watch: Callable[[Table, str], None] = lambda table, seat: None,
    **rest: Any,
) -> Table:
    """Play talks; where nobody's move is awaited, the delegations move in turn."""
    mandates = rest.pop("mandates", {})
    parties = rest.pop("parties", tuple(sitting))
    setup = Setup(agenda=over, seats=seats(parties, **rest), rules=rules, mandates=mandates)
    table, rng = open_table(setup), random.Random(seed)
    for turn in range(most):
        if table.over:
            break
        call = calls(table)[0]
        if call.move is not None and rules.takes_turns:
            table = after(table, call.seat, call.move)
            continue
        seat = call.seat if rules.takes_turns else parties[turn % len(parties)]
        seat = table.awaited[0] if table.awaited else seat
        watch(table, seat)
        table = after(table, seat, sitting[seat].move(view(table, seat), rng))
    return table
