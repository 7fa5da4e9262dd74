"""What stands against terms somebody asks about, in words."""

from collections.abc import Iterator

from accord.brief.deal_words import Words
from accord.deals.why_not import WhyNot

MOST_OPENINGS = 10
"""How many sets of obstacles are told; JSON has all."""


def why_not_lines(words: Words, found: WhyNot) -> Iterator[tuple[int, str]]:
    """Say what stands against terms, or who gains and loses by them: lines with their indent.

    Args:
        words: The words of the process.
        found: The answer.
    """
    yield 0, "Terms asked about:"
    for term in words.terms(found.terms):
        yield 1, f"- {term.issue}: {term.option}"
    if found.best is not None:
        near = f", to within {found.error:.2g} points" if found.error else ""
        yield 0, "Deals with these terms are acceptable to all, at the middle of the ranges."
        yield 0, f"The best of them by Nash{near}: {words.worth(found.best)}"
        changes = "; ".join(f"{words.name(p)} {c:+.1f}" for p, c in found.change.items())
        yield 1, f"Against the Nash deal without them: {changes}"
        others = {i: o for i, o in found.best.deal.items() if i not in found.terms}
        for term in words.terms(others):
            yield 1, f"- {term.issue}: {term.option}"
        return
    yield 0, "No deal with these terms is acceptable to all, at the middle of the ranges."
    for obstacle in found.crossed:
        yield 1, f"They cross {words.obstacle(obstacle)}."
    for party, points in found.short.items():
        yield (
            1,
            (
                f"They leave {words.name(party)} at least {points:.1f} points below its "
                "walk-away value."
            ),
        )
    for opening in found.openings[:MOST_OPENINGS]:
        block = words.block(opening)
        yield 0, f"A deal with these terms would open if this gave way: {block.text}"
        yield 1, f"It would be worth {words.worth(opening.best)}"
    if len(found.openings) > MOST_OPENINGS:
        yield 0, f"And {len(found.openings) - MOST_OPENINGS} more ways that ask no less."
    if not found.complete:
        yield 0, "The search was cut; there may be more ways."
