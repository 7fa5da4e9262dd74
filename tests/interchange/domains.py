"""Folders to be written for other programs, and what their deals are worth by definition."""

import itertools
from collections.abc import Sequence

from frozendict import frozendict
from hypothesis import strategies as st
from tests.strategies import labels

from accord.model import (
    Agenda,
    Interaction,
    Interests,
    Issue,
    IssueInterest,
    Option,
    Party,
    Process,
    Range,
    Scale,
)
from accord.record import Case

plain = st.text("abcAB01", min_size=1, max_size=3)
"""Names that are often alike."""


def ranges(low: float, high: float) -> st.SearchStrategy[Range]:
    """Draw a number or a range, some with all their digits, some round."""
    ends = st.floats(low, high) | st.integers(int(low), int(high)).map(float)
    points = ends.map(lambda one: Range(one, one))
    return points | st.tuples(ends, ends).map(lambda pair: Range(min(pair), max(pair)))


def named(number: int) -> st.SearchStrategy[list[str]]:
    """Draw as many different ids."""
    return st.lists(labels | plain, min_size=number, max_size=number, unique=True)


@st.composite
def issues(draw: st.DrawFn, one: str, name: str) -> Issue:
    kind = draw(st.sampled_from(["named", "named", "steps", "integers"]))
    if kind == "steps":
        low, count = draw(st.integers(-3, 3)), draw(st.integers(0, 3))
        return Issue(id=one, name=name, span=Range(low, low + 0.5 * count), step=0.5)
    if kind == "integers":
        low = draw(st.integers(-3, 3))
        found = [str(low + n) for n in range(draw(st.integers(1, 4)))]
    else:
        found = draw(named(draw(st.integers(1, 4))))
    options = {o: Option(o, f"{n} {o}") for n, o in enumerate(found)}
    return Issue(id=one, name=name, options=frozendict(options))


@st.composite
def held(draw: st.DrawFn, party: str, number: int, agenda: Agenda, linear: bool) -> Interests:
    scale = draw(st.sampled_from(Scale))
    low, high = (0.0, 100.0) if scale is Scale.RELATIVE or draw(st.booleans()) else (-50.0, 200)
    weights = [draw(ranges(0, 100)) for _ in agenda.issues]
    if scale is Scale.RELATIVE and sum(weight.middle for weight in weights) < 1:
        weights[0] = Range(1, 100)
    return Interests(
        id=f"file-{number}",
        party=party,
        held_by=party,
        scale=scale,
        issues=frozendict(
            {
                one: IssueInterest(
                    weight=weight,
                    values=frozendict({o: draw(ranges(low, high)) for o in issue.choices}),
                )
                for weight, (one, issue) in zip(weights, agenda.issues.items(), strict=True)
            }
        ),
        interactions=tuple(
            Interaction(when=draw(combinations(agenda, linear)), bonus=draw(ranges(-30, 30)))
            for _ in range(draw(st.integers(0, 3)))
        ),
        walk_away=draw(ranges(0, 100)),
    )


@st.composite
def combinations(
    draw: st.DrawFn, agenda: Agenda, linear: bool
) -> frozendict[str, tuple[str, ...]]:
    chosen = draw(
        st.lists(
            st.sampled_from(list(agenda.issues)),
            min_size=1,
            max_size=1 if linear else 3,
            unique=True,
        )
    )
    return frozendict(
        {
            one: tuple(
                draw(st.lists(st.sampled_from(list(agenda.issues[one].choices)), min_size=1))
            )
            for one in chosen
        }
    )


@st.composite
def domains(draw: st.DrawFn, linear: bool = False) -> Case:
    """Draw a folder with parties, an agenda, and what each party holds itself.

    Args:
        draw: How to draw.
        linear: Whether no combination is over more than one issue.
    """
    found = draw(named(draw(st.integers(1, 3))))
    agenda = Agenda(
        issues=frozendict({one: draw(issues(one, f"{n} {one}")) for n, one in enumerate(found)})
    )
    sides = draw(named(draw(st.integers(2, 3))))
    return Case(
        process=Process(
            title="Talks",
            parties=frozendict({one: Party(id=one, name=one) for one in sides}),
            agenda=agenda,
        ),
        interests=tuple(draw(held(one, n, agenda, linear)) for n, one in enumerate(sides)),
    )


def deals(agenda: Agenda) -> list[tuple[int, ...]]:
    """Return every deal, as the place of its option on every issue."""
    return list(itertools.product(*(range(len(i.choices)) for i in agenda.issues.values())))


def worth(agenda: Agenda, interests: Interests, deal: Sequence[int]) -> float:
    """Return what a deal is worth at the middle of the ranges, as the model defines it."""
    taken = {
        one: list(issue.choices)[place]
        for (one, issue), place in zip(agenda.issues.items(), deal, strict=True)
    }
    weights = sum(i.weight.middle for i in interests.issues.values())
    total = weights if interests.scale is Scale.RELATIVE else 100.0
    points = sum(
        interests.issues[one].weight.middle * interests.issues[one].values[option].middle
        for one, option in taken.items()
    )
    return (
        points + 100 * sum(i.bonus.middle for i in interests.interactions if i.met_by(taken))
    ) / total
