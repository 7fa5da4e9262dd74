"""Tables to begin with, and every move that could be tried at one."""

from collections.abc import Iterable
from typing import Any

from frozendict import frozendict
from hypothesis import strategies as st
from tests.deals.build import agenda

from accord.errors import IllegalMove
from accord.talks import (
    AmendedBy,
    Mandate,
    Move,
    Rules,
    Setup,
    Table,
    after,
    open_table,
    rule_sets,
    seats,
)
from accord.testing.cases import own_fields, variants

ISSUES = {"border": ["here", "there"], "water": ["40", "60", "80"]}
PARTIES = ("alba", "brae", "cora")
KINDS: list[tuple[type[Rules], dict[str, Any]]] = [
    (kind, own_fields(rules)) for kind in rule_sets().values() for rules in variants(kind)
]
NAMES = ["-".join([cls.name, *map(str, rest.values())]) for cls, rest in KINDS]


def deal(border: str = "", water: str = "") -> frozendict[str, str]:
    given = {"border": border, "water": water}
    return frozendict({issue: option for issue, option in given.items() if option})


def table(rules: Rules, parties: Iterable[str] = ("alba", "brae"), **rest: Any) -> Table:
    mandates = rest.pop("mandates", {})
    setup = Setup(
        agenda=agenda(ISSUES), seats=seats(parties, **rest), rules=rules, mandates=mandates
    )
    return open_table(setup)


def play(start: Table, *moves: tuple[str, Move]) -> Table:
    for seat, move in moves:
        start = after(start, seat, move)
    return start


def refused(at: Table, seat: str, move: Move) -> str:
    """Return the sentence with which a move is refused."""
    try:
        after(at, seat, move)
    except IllegalMove as sentence:
        return str(sentence)
    raise AssertionError(f"{move} of {seat} is legal")


mandates = st.fixed_dictionaries(
    {},
    optional={
        issue: st.lists(st.sampled_from(options), min_size=1, unique=True).map(tuple)
        for issue, options in ISSUES.items()
    },
).map(frozendict)
"""What a delegation may agree to, with at least one option of every issue named."""


@st.composite
def setups(draw: st.DrawFn, /, cls: type[Rules], **fields: Any) -> Setup:
    """Draw what talks begin with under a rule set."""
    limit = st.none() | st.integers(1, 4)
    rules = cls(
        rounds=draw(limit),
        sessions=draw(limit),
        moves=draw(st.none() | st.integers(1, 40)),
        binding_issues=draw(st.booleans()),
        amended_by=draw(st.sampled_from(AmendedBy)),
        **fields,
    )
    parties = PARTIES[: draw(st.integers(2, 3))]
    mediator = "envoy" if cls.needs_mediator or draw(st.booleans()) else ""
    principals = draw(st.lists(st.sampled_from(parties), unique=True).map(tuple))
    return Setup(
        agenda=agenda(ISSUES),
        seats=seats(
            parties,
            principals=principals,
            mediator=mediator,
            host=draw(st.sampled_from(["", "inn"])),
            observers=draw(st.sampled_from([(), ("press",)])),
        ),
        rules=rules,
        mandates={party: draw(mandates) for party in parties},
        settled=draw(st.sampled_from([deal(), deal(), deal("here")])),
        ratifies=draw(st.sampled_from([(), principals[:1]])),
    )


def mandate(water: str) -> Mandate:
    return frozendict({"water": (water,)})
