"""The talks in which a delegate is checked."""

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any, get_type_hints

from attrs import evolve, fields, frozen
from frozendict import frozendict

from accord.model import (
    Agenda,
    Exclusion,
    Interaction,
    Interests,
    Issue,
    IssueInterest,
    Option,
    Range,
)
from accord.talks import (
    Alternating,
    Amend,
    Join,
    Mandate,
    Rules,
    SingleText,
    Stacked,
    Suggest,
    WalkOut,
    rule_sets,
)

PARTIES = ("alba", "brae", "cora")


def variants(kind: type[Rules], **limits: int) -> Iterator[Rules]:
    """Yield a rule set with each choice of its own flags.

    Args:
        kind: The rule set.
        **limits: Its limits, such as `rounds=6`.
    """
    flags = [one for one in own_fields(kind()) if one in _flags(kind)]
    for chosen in product((True, False), repeat=len(flags)):
        given: dict[str, Any] = {**limits, **dict(zip(flags, chosen, strict=True))}
        yield kind(**given)


def own_fields(rules: Rules) -> dict[str, Any]:
    """Return the fields of a rule set that not every rule set has."""
    common = {one.name for one in fields(Rules)}
    return {
        one.name: getattr(rules, one.name)
        for one in fields(type(rules))
        if one.name not in common
    }


def _flags(kind: type[Rules]) -> set[str]:
    return {name for name, hint in get_type_hints(kind).items() if hint is bool}


def every_rules() -> Iterator[Rules]:
    """Yield every rule set there is, in variants, with limits within which talks end."""
    for kind in rule_sets().values():
        limits: dict[str, int] = (
            {"rounds": 6, "moves": 90} if kind.takes_turns else {"moves": 60}
        )
        yield from variants(kind, **limits)
        if kind.parts:
            yield from (evolve(one, binding_issues=True) for one in variants(kind, **limits))
            yield kind(moves=60)


@frozen(kw_only=True)
class Trial:
    """Talks to play.

    Attributes:
        title: What is particular about them, in a few words.
        agenda: The issues and options.
        interests: What deals are worth, by party.
        mandates: What delegations may agree to, by party.
        principals: Whether principals sit.
        rules: The rules to play them under; none named: every rule set there is.
        moved: By how many points every walk-away value has moved when the talks begin.
        said: What the mediator, who may change the agenda alone, says after every second move;
            or that another party walks out or comes back.
    """

    title: str
    agenda: Agenda
    interests: Mapping[str, Interests]
    mandates: Mapping[str, Mandate] = frozendict()
    principals: bool = False
    rules: tuple[Rules, ...] = ()
    moved: float = 0.0
    said: tuple[Amend | Suggest | WalkOut | Join, ...] = ()


def cases() -> Iterator[Trial]:
    """Yield the talks."""
    two = _agenda(2)
    yield Trial(title="two parties", agenda=two, interests=_all(two, 2))
    three = _agenda(3)
    yield Trial(title="three parties", agenda=three, interests=_all(three, 3))
    plain = tuple(next(variants(kind, rounds=6, moves=60)) for kind in rule_sets().values())
    yield Trial(
        title="three parties, of which one walks out and comes back",
        agenda=three,
        interests=_all(three, 3),
        rules=plain,
        said=(WalkOut(reason="Enough."), Join()),
    )
    narrow = {"alba": frozendict({"i0": ("10", "20"), "i1": ("o0", "o1")})}
    yield Trial(title="a mandate", agenda=two, interests=_all(two, 2), mandates=narrow)
    yield Trial(
        title="a mandate and principals",
        agenda=two,
        interests=_all(two, 2),
        mandates=narrow,
        principals=True,
    )
    yield Trial(title="no deal to accept", agenda=two, interests=_all(two, 2, walk_away=101))
    yield Trial(
        title="walk-away values that have moved",
        agenda=two,
        interests=_all(two, 2),
        rules=(Alternating(rounds=6, moves=90), Stacked(rounds=6, moves=90)),
        moved=15,
    )
    told: dict[str, tuple[Amend | Suggest, ...]] = {
        "an option without numbers": (
            Amend(option=Option("o9", "Another"), on="i1"),
            Suggest(deal={"i0": "40", "i1": "o9"}),
            Suggest(deal={"i0": "40", "i1": "o1"}),
        ),
        "an option that is dropped": (Amend(drop="o1", on="i1"),),
        "an issue that is dropped": (Amend(drop="i1"),),
        "an issue without numbers": (Amend(issue=_agenda(4).issues["i3"]),),
        "a combination that is excluded": (
            Amend(constraint=Exclusion(id="new", never=frozendict({"i0": ("40", "50")}))),
        ),
    }
    for place, (title, said) in enumerate(told.items()):
        yield Trial(
            title=title,
            agenda=two,
            interests=_all(two, 2),
            mandates=narrow if place % 2 else {},
            principals=bool(place % 2),
            rules=plain,
            said=said,
        )
    vast = _agenda(30, constraints=False)
    yield Trial(
        title="an agenda of 10^30 deals",
        agenda=vast,
        interests=_all(vast, 2),
        rules=(Stacked(rounds=4, moves=90), SingleText(rounds=4, moves=90)),
    )


def _agenda(others: int, constraints: bool = True) -> Agenda:
    """Return an agenda with one issue of numbers and others of ten, or few, options."""
    count = 10 if others > 5 else 3
    distance = Issue(id="i0", name="Distance", span=Range(0, 90), step=10, unit="km")
    named = [
        Issue(
            id=f"i{n}",
            name=f"Issue {n}",
            options=frozendict({f"o{m}": Option(f"o{m}", f"Option {m}") for m in range(count)}),
        )
        for n in range(1, others)
    ]
    together = Exclusion(id="never", never=frozendict({"i0": ("0", "90"), "i1": ("o2",)}))
    return Agenda(
        issues=frozendict({issue.id: issue for issue in (distance, *named)}),
        constraints=(together,) if constraints else (),
    )


def _all(over: Agenda, sides: int, walk_away: float = 20) -> frozendict[str, Interests]:
    return frozendict(
        {party: _one(over, party, n, walk_away) for n, party in enumerate(PARTIES[:sides])}
    )


def _one(over: Agenda, party: str, place: int, walk_away: float) -> Interests:
    """Return interests opposed in part, with a range, an interaction and a red line."""
    issues = {}
    for n, (issue, given) in enumerate(over.issues.items()):
        last = len(given.choices) - 1
        up = (n + place) % 2 == 0
        values = {
            option: _number(100 * (m if up else last - m) / last)
            for m, option in enumerate(given.choices)
        }
        weight = Range(10 + 7 * ((n + place) % 3), 20 + 7 * ((n + place) % 3))
        issues[issue] = IssueInterest(weight=weight, values=frozendict(values))
    return Interests(
        id=party,
        party=party,
        held_by=party,
        issues=frozendict(issues),
        interactions=(
            Interaction(when=frozendict({"i0": ("40", "50"), "i1": ("o1",)}), bonus=_number(3)),
        ),
        walk_away=_number(walk_away),
        red_lines=(Exclusion(id="red", never=frozendict({"i1": (f"o{2 * (place % 2)}",)})),)
        if place
        else (),
    )


def _number(value: float) -> Range:
    return Range(value, value)
