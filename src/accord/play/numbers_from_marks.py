"""Numbers made from marks, for programs alone, and only where that is asked for.

A mark says nothing of points, so this is a convention and no finding: it lets a class rehearse
a case of which nobody has numbers. Whatever is told of such talks says how they were made.
"""

from collections.abc import Container
from typing import TypeVar

from attrs import evolve
from frozendict import frozendict

from accord.errors import AccordError
from accord.model import (
    Actor,
    Agenda,
    Exclusion,
    Interests,
    IssueInterest,
    Mark,
    Person,
    Range,
    latest,
    marked,
)
from accord.record import Case

Named = TypeVar("Named", Actor, Person)

VALUES = {
    Mark.WANT: Range(70, 100),
    Mark.LIVE: Range(25, 70),
    Mark.CANNOT: Range(0, 25),
    Mark.UNKNOWN: Range(0, 100),
}
"""What an option is taken to be worth. The ranges meet, as marks do not say how far apart."""

WEIGHT = Range(1, 3)
"""How much every issue is taken to count: alike, but for a factor of three."""

WALK_AWAY = Range(0, 0)
"""No package is refused for its points, only for a `cannot`."""

MADE = (
    "These are numbers made from marks, by a rule that knows nothing of the case: an option "
    "that a party wants is worth 70 to 100, one that it can live with 25 to 70, one that it "
    "cannot 0 to 25 and is refused, one of which that is not known 0 to 100; all issues weigh "
    "alike, 1 to 3; the walk-away value is 0."
)
"""What is said wherever such numbers are used."""


def numbers_from_marks(case: Case) -> Case:
    """Return a case in which every holder of marks holds numbers made from them, and no others.

    Args:
        case: The case.

    Raises:
        AccordError: If nobody holds marks.
    """
    if not case.sheets:
        raise AccordError("Nobody holds marks here, so no numbers can be made from any.")
    held = latest(tuple(marked(case.interests)))
    made = []
    for sheet in case.sheets:
        for party in case.process.parties:
            holder = sheet.holder or party
            own = next(
                (i for i in held if (i.party, i.held_by) == (party, holder)),
                Interests(id=f"{party}-by-{holder}", party=party, held_by=holder),
            )
            made.append(_with_numbers(case.process.agenda, own))
    # Nobody named as a holder has held these numbers, so every name says what they are.
    holders = {one.held_by for one in made} - set(case.process.parties)
    process = evolve(
        case.process,
        actors=_renamed(case.process.actors, holders),
        people=_renamed(case.process.people, holders),
    )
    return evolve(case, process=process, interests=tuple(made))


def _renamed(every: frozendict[str, Named], holders: Container[str]) -> frozendict[str, Named]:
    named = (
        (i, evolve(one, name=f"{one.name} (numbers made from marks)") if i in holders else one)
        for i, one in every.items()
    )
    return frozendict(named)


def _with_numbers(agenda: Agenda, own: Interests) -> Interests:
    """Return interests with numbers made from their marks, and their marks left out."""
    issues, refused = {}, list(own.red_lines)
    for i, issue in agenda.issues.items():
        marks = own.marks.get(i, frozendict())
        values = {o: marks[o].mark if o in marks else Mark.UNKNOWN for o in issue.choices}
        issues[i] = IssueInterest(
            weight=WEIGHT, values=frozendict({o: VALUES[m] for o, m in values.items()})
        )
        refused += (
            Exclusion(id=f"{i}-{o}", never=frozendict({i: (o,)}), basis="marked 'cannot'")
            for o, mark in values.items()
            if mark is Mark.CANNOT
        )
    return evolve(
        own,
        marks=frozendict(),
        issues=frozendict(issues),
        walk_away=WALK_AWAY,
        red_lines=tuple(refused),
        basis=f"Numbers made from marks. {own.basis}".strip(),
    )
