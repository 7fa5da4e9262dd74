"""Short ways to write agendas and interests down."""

from collections.abc import Iterable, Mapping, Sequence

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
    Scale,
)

Number = float | tuple[float, float]
Options = Mapping[str, Sequence[str]]


def span(number: Number) -> Range:
    return Range(*number) if isinstance(number, tuple) else Range(number, number)


def combination(options: Options) -> frozendict[str, tuple[str, ...]]:
    return frozendict({issue: tuple(listed) for issue, listed in options.items()})


def exclusions(listed: Iterable[Options], prefix: str) -> tuple[Exclusion, ...]:
    return tuple(
        Exclusion(id=f"{prefix}{n}", never=combination(options))
        for n, options in enumerate(listed, 1)
    )


def agenda(issues: Options, constraints: Iterable[Options] = ()) -> Agenda:
    """Build an agenda from option ids by issue id."""
    return Agenda(
        issues=frozendict(
            {
                issue: Issue(
                    id=issue,
                    name=issue.capitalize(),
                    options=frozendict({o: Option(o, o.capitalize()) for o in options}),
                )
                for issue, options in issues.items()
            }
        ),
        constraints=exclusions(constraints, "constraint-"),
    )


def interests(
    party: str,
    issues: Mapping[str, tuple[Number, Mapping[str, Number]]],
    walk_away: Number = 0.0,
    *,
    interactions: Iterable[tuple[Options, Number]] = (),
    red_lines: Iterable[Options] = (),
    scale: Scale = Scale.RELATIVE,
) -> Interests:
    """Build interests from weight and values by issue."""
    return Interests(
        id=party,
        party=party,
        held_by=party,
        scale=scale,
        issues=frozendict(
            {
                issue: IssueInterest(
                    weight=span(weight),
                    values=frozendict({o: span(value) for o, value in values.items()}),
                )
                for issue, (weight, values) in issues.items()
            }
        ),
        interactions=tuple(
            Interaction(when=combination(when), bonus=span(bonus))
            for when, bonus in interactions
        ),
        walk_away=span(walk_away),
        red_lines=exclusions(red_lines, f"{party}-"),
    )
