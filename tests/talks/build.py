"""Tables to begin with, and every move that could be tried at one."""

from collections.abc import Iterable, Iterator
from itertools import product
from typing import Any

from frozendict import frozendict
from hypothesis import strategies as st
from tests.deals.build import agenda

from accord.errors import IllegalMove
from accord.talks import (
    Accept,
    Alternating,
    Caucus,
    Close,
    Happening,
    Instruct,
    Mandate,
    MandateMoved,
    Move,
    OpenFloor,
    Propose,
    Ratify,
    Recess,
    Refer,
    Refuse,
    Reject,
    Resume,
    Rules,
    Sealed,
    Setup,
    Shuttle,
    SingleText,
    Stacked,
    State,
    Table,
    WalkAwayMoved,
    Withdraw,
    after,
    open_table,
    seats,
)

ISSUES = {"border": ["here", "there"], "water": ["40", "60", "80"]}
PARTIES = ("alba", "brae", "cora")
KINDS: list[tuple[type[Rules], dict[str, Any]]] = [
    (Alternating, {}),
    (Stacked, {}),
    (SingleText, {}),
    (Sealed, {"shown": True}),
    (Sealed, {"shown": False}),
    (Shuttle, {}),
    (OpenFloor, {}),
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
    """Give the sentence with which a move is refused."""
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
        **fields,
    )
    parties = PARTIES[: draw(st.integers(2, 3))]
    mediator = "envoy" if cls.needs_mediator or draw(st.booleans()) else ""
    return Setup(
        agenda=agenda(ISSUES),
        seats=seats(
            parties,
            principals=draw(st.lists(st.sampled_from(parties), unique=True).map(tuple)),
            mediator=mediator,
            host=draw(st.sampled_from(["", "inn"])),
            observers=draw(st.sampled_from([(), ("press",)])),
        ),
        rules=rules,
        mandates={party: draw(mandates) for party in parties},
    )


def deals() -> Iterator[frozendict[str, str]]:
    """Give every deal, whole and in part."""
    for border, water in product(["", *ISSUES["border"]], ["", *ISSUES["water"]]):
        if border or water:
            yield deal(border, water)


def mandate(water: str) -> Mandate:
    return frozendict({"water": (water,)})


def candidates(at: Table, kind: str) -> Iterator[Move]:
    """Give moves of a kind; among them one that is accepted wherever the kind is legal."""
    ids = ["", *(one.id for one in at.proposals)]
    match kind:
        case "propose":
            for one, subject in product(deals(), (False, True)):
                yield Propose(deal=one, ad_referendum=subject)
                yield Propose(deal=one, final=True)
                for party in at.setup.delegations:
                    yield Propose(deal=one, to=(party,))
        case "accept":
            for about, subject in product(ids, (False, True)):
                yield Accept(proposal=about, ad_referendum=subject)
                for issue in ISSUES:
                    yield Accept(proposal=about, issues=(issue,), ad_referendum=subject)
                if about:
                    yield Accept(proposal=about, also=(about,))
        case "reject":
            for about in ids:
                yield Reject(proposal=about, rather=mandate("40"))
        case "refer":
            for about in ids:
                yield Refer(proposal=about, text="May we?")
        case "caucus":
            for party in at.setup.delegations:
                yield Caucus(party=party)
        case "instruct":
            for option in ISSUES["water"]:
                yield Instruct(mandate=mandate(option), text=f"No more than {option}.")
            yield Instruct(mandate=frozendict())
        case "state":
            yield State(text="We are here.")
            for seat in at.setup.seats:
                yield State(text="A word with you.", to=(seat.id,))
        case "recess":
            yield Recess()
            yield Recess(ends_round=True)
        case _:
            yield PLAIN[kind]


def happenings(at: Table, party: str) -> list[Happening]:
    """Give what can happen to a party outside the room; of each kind, more than one."""
    found: list[Happening] = [
        WalkAwayMoved(party=party, by=by, why="Fighting.") for by in (-7.5, 3, 100)
    ]
    if party not in at.setup.principals:
        found += [
            MandateMoved(party=party, mandate=mandate(option)) for option in ISSUES["water"]
        ]
    return found


PLAIN: dict[str, Move] = {
    "resume": Resume(),
    "ratify": Ratify(text="So be it."),
    "refuse": Refuse(reason="Not this."),
    "withdraw": Withdraw(reason="Enough."),
    "close": Close(reason="Enough."),
}
"""A move of each of the kinds that say nothing the table goes by."""
