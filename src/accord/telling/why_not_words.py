"""What stands against terms somebody asks about, in words."""

from collections.abc import Iterator

from accord.deals.why_not import WhyNot
from accord.telling.deal_words import AT_THE_MIDDLE, Words
from accord.telling.number_words import counted, differences, up
from accord.telling.outlook import ORDER

MOST_OPENINGS = 10
"""How many sets of obstacles are told; JSON has all."""


def why_not_lines(words: Words, found: WhyNot) -> Iterator[tuple[int, str]]:
    """Yield what stands against terms, or who gains and loses by them: lines with their indent.

    Args:
        words: The words of the process.
        found: The answer.
    """
    yield 0, "Terms asked about:"
    for term in words.terms(found.terms):
        yield 1, f"- {term.issue}: {term.option}"
    issues = words.process.agenda.issues
    if found.open:
        yield 0, f"Left open: {'; '.join(issues[i].name for i in found.open)}."
    if not found.crossed:
        yield 0, "As far as they go, they cross nobody's red line."
    for obstacle in found.crossed:
        yield 0, f"They cross {words.obstacle(obstacle)}."
    which = "deal with these terms" if found.open else "such deal"
    ways = {i: (found.terms[i],) if i in found.terms else issues[i].choices for i in issues}
    yield 0, words.zone(found.zone, which, ways)
    if found.best is not None:
        yield from _best(words, found)
        return
    for party, points in found.short.items():
        limit = f"the walk-away value of {words.name(party)}"
        if party in found.short_throughout:
            yield 0, f"They leave {words.name(party)} at least {counted(points)} below {limit}."
        else:
            yield 0, f"They are below {limit}{AT_THE_MIDDLE}"
    openings = found.openings[:MOST_OPENINGS]
    if len(openings) > 1:
        yield 0, ORDER
    for opening, block in zip(openings, words.blocks(openings), strict=True):
        yield 0, f"Some deal with these terms would clear the rest if {block.text}"
        yield 1, f"Worth: {words.worth(opening.best)}"
    if len(found.openings) > MOST_OPENINGS:
        yield 0, f"And {len(found.openings) - MOST_OPENINGS} more ways: --json lists them."
    if not found.complete:
        yield 0, "The search was cut; there may be more ways."


def _best(words: Words, found: WhyNot) -> Iterator[tuple[int, str]]:
    assert found.best is not None
    if found.nash is None:  # not all must accept, and no rule of fairness picks
        yield 0, f"One of them: {words.worth(found.best)}"
        for term in words.terms({i: o for i, o in found.best.deal.items() if i in found.open}):
            yield 1, f"- {term.issue}: {term.option}"
        return
    near = f", to within {counted(up(found.error))}" if found.error else ""
    middle = ", at the middle of these ranges," if words.deals.ranges else ""
    yield 0, f"Of these deals Nash's rule{middle} picks{near}: {words.worth(found.best)}"
    changes = "; ".join(differences(words.names(), found.change, found.told_apart))
    yield 1, f"Against the deal that it picks without these terms: {changes}"
    others = {i: o for i, o in found.best.deal.items() if i not in found.terms}
    for term in words.terms(others):
        yield 1, f"- {term.issue}: {term.option}"
