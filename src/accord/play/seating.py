"""Who sits where, and by which rules: from words on a command line to a game."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, get_type_hints

from attrs import fields
from frozendict import frozendict

from accord.delegates import Recipe, parse
from accord.errors import AccordError
from accord.model import Agenda, Interests, Process, Ratifies, latest, valued
from accord.play.game import Game
from accord.record import Meeting, Record
from accord.tactics import Delegate
from accord.tactics.notation import settings_in, value_of
from accord.talks import Mandate, Options, Rules, Seat, Setup, rule_sets, seats

DEFAULT = "issue-by-issue"
"""The program that sits for a delegation where none is named."""
CAPITAL = "principal"
"""The program that sits for a principal where none is named."""
MEDIATOR = "mediator"
"""What the mediator's seat may be called where the process names no mediator."""
MOST_MOVES = 100
"""How many moves a round has at most for every seat, so that talks of programs end."""

_SEATED = re.compile(r"(.*?\S)\s*=\s*([^\s=:][^=:]*(?::.*)?)", re.DOTALL)
"""A seat, whose id may hold =, too, and a program, whose name holds no = and no colon."""


def parse_seats(texts: Iterable[str]) -> dict[str, Recipe]:
    """Read who sits where: `PARTY=PROGRAM` or `PARTY=PROGRAM:k=v,...`, each.

    Raises:
        AccordError: If one is neither, a seat is given twice, or there is no such program.
    """
    found: dict[str, Recipe] = {}
    for text in texts:
        parts = _SEATED.fullmatch(text.strip())
        if parts is None:
            raise AccordError(f"'{text}' seats nobody: write --seat PARTY=DELEGATE.")
        seat, program = parts.groups()
        if seat in found:
            raise AccordError(f"'{seat}' is seated twice: choose one.")
        found[seat] = parse(program)
    return found


def parse_rules(text: str, parties: int, rounds: int) -> Rules:
    """Read rules: `NAME` or `NAME:k=v,...`, such as `sealed:shown=no`.

    Args:
        text: The rules; empty for alternating offers of two parties, stacked of more.
        parties: How many parties there are.
        rounds: After how many rounds the talks end, where the text does not say.

    Raises:
        AccordError: If there are no such rules, or they have no such parameter.
    """
    text = text or ("alternating" if parties == 2 else "stacked")
    name, _, rest = (one.strip() for one in text.partition(":"))
    rules = rule_sets().get(name)
    if rules is None:
        if name in rule_sets().left_out:
            raise AccordError(rule_sets().left_out[name])
        there = ", ".join(rule_sets())
        raise AccordError(f"There are no rules '{name}'; there are: {there}.")
    kinds = get_type_hints(rules)
    known = [one.name for one in fields(rules)]
    given: dict[str, Any] = {"rounds": rounds}
    for key, value in settings_in(rest).items():
        if key not in known:
            raise AccordError(
                f"The rules '{name}' have no '{key}'; they have: {', '.join(known)}."
            )
        try:
            given[key] = value_of(value, kinds[key])
        except ValueError as error:
            raise AccordError(f"{name}: {key} {error}, not '{value}'.") from None
    if given["rounds"] is not None and given.get("moves") is None:
        given["moves"] = MOST_MOVES * parties * given["rounds"]
    try:
        return rules(**given)
    except ValueError as error:
        raise AccordError(f"These rules cannot stand: {error.args[0]}.") from None


def parse_agreed(texts: Iterable[str]) -> Options:
    """Read issues that are settled from the start: `ISSUE=OPTION`, each.

    Args:
        texts: What was written.

    Raises:
        AccordError: If one is not of that form, or an issue is settled twice.
    """
    found: dict[str, str] = {}
    for text in texts:
        issue, _, option = (one.strip() for one in text.partition("="))
        if not (issue and option):
            raise AccordError(f"'{text}' settles nothing: write ISSUE=OPTION.")
        if found.get(issue, option) != option:
            raise AccordError(
                f"'{issue}' is settled twice: as '{found[issue]}' and '{option}'."
            )
        found[issue] = option
    return frozendict(found)


def agreed_in(record: Record, agenda: Agenda) -> Options:
    """Return the issues that meetings on record have settled.

    It is where what was agreed is written as `ISSUE=OPTION`, by their ids; the latest counts.
    Words alone settle nothing here.

    Args:
        record: The record.
        agenda: The issues and options.
    """
    found: dict[str, str] = {}
    for entry in record.standing:
        for issue, option in entry.settled.items() if isinstance(entry, Meeting) else ():
            if issue in agenda.issues and option in agenda.issues[issue].choices:
                found[issue] = option
    return frozendict(found)


def game(
    process: Process,
    interests: Sequence[Interests],
    rules: Rules,
    seated: Mapping[str, Recipe] = frozendict(),
    *,
    assumed: Sequence[Interests] = (),
    settled: Options = frozendict(),
    seed: int = 0,
    draws: bool = False,
) -> Game:
    """Make a game of a process.

    A delegation without a program has the program `issue-by-issue`. A party whose interests
    have a mandate has its principal at the table, with the program `principal`. A program that
    goes by a belief about the other parties is given what the holder of its interests assumes
    of them, and never what another party holds for its own.

    Args:
        process: The parties, the agenda and the mediator.
        interests: What deals are worth, one for every party.
        rules: The rules.
        seated: The programs by seat: a party, `PARTY-principal`, or the mediator.
        assumed: All interests that anybody holds, for what parties assume of each other; of
            one holder's for a party, the latest count.
        settled: The issues that are settled when the talks begin, with their options.
        seed: Where everything drawn comes from.
        draws: Whether numbers are drawn from the ranges.

    Raises:
        AccordError: If there is no such party, issue, option or program, a program cannot sit
            there, or the rules need a mediator and there is none.
    """
    own = {one.party: one for one in interests}
    parties = tuple(party for party in process.parties if party in own)
    capitals = {f"{party}-principal": party for party in parties}
    mediators = (*process.mediators, *([] if process.mediators else [MEDIATOR]))
    chosen = {mediators[0] if s == MEDIATOR else s: one for s, one in seated.items()}
    for seat in chosen:
        if seat not in (*parties, *capitals, *mediators):
            raise AccordError(
                f"Nobody called '{seat}' can sit at the table; who can: "
                f"{', '.join((*parties, *capitals, *mediators))}."
            )
    middle = [one for one in mediators if one in chosen]
    if len(middle) > 1:
        raise AccordError(f"One mediator at most can sit: choose one of {', '.join(middle)}.")
    if rules.needs_mediator and not middle:
        raise AccordError(
            f"Under {rules.title} a mediator must sit at the table: give it a program with "
            f"--seat {mediators[0]}=PROGRAM."
        )
    mandates = {party: _on(process.agenda, own[party].mandate) for party in parties}
    mandates = {party: mandate for party, mandate in mandates.items() if mandate}
    ratifies = tuple(p for p in parties if process.parties[p].ratifies is Ratifies.ALWAYS)
    present = [
        p for seat, p in capitals.items() if seat in chosen or p in mandates or p in ratifies
    ]
    for party in parties:
        chosen.setdefault(party, parse(DEFAULT))
    for party in present:
        chosen.setdefault(f"{party}-principal", parse(CAPITAL))
    setup = Setup(
        agenda=process.agenda,
        seats=seats(parties, principals=present, mediator=middle[0] if middle else ""),
        rules=rules,
        mandates=mandates,
        settled=settled,
        ratifies=ratifies,
    )
    return Game(
        setup=setup,
        interests=tuple(own[party] for party in parties),
        delegates={
            seat.id: seated_delegate(
                seat,
                chosen[seat.id],
                own.get(seat.party),
                latest(valued((*interests, *assumed))),
            )
            for seat in setup.seats
        },
        seed=seed,
        draws=draws,
    )


def _on(agenda: Agenda, mandate: Mandate) -> Mandate:
    """Leave out of a mandate what is not on the agenda."""
    return Mandate(
        {issue: options for issue, options in mandate.items() if issue in agenda.issues}
    )


def seated_delegate(
    seat: Seat, recipe: Recipe, own: Interests | None, known: Sequence[Interests]
) -> Delegate:
    """Return a program made for a seat.

    Args:
        seat: The seat.
        recipe: The program.
        own: What deals are worth to the party of the seat; None where it has none.
        known: What anybody holds; of the other parties, the program is given what the holder
            of its own interests assumes, and nothing else.

    Raises:
        AccordError: If the program cannot sit there.
    """
    if recipe.role is not seat.role:
        raise AccordError(
            f"'{recipe.kind.name}' sits as a {recipe.role}, and '{seat.id}' is the seat of a "
            f"{seat.role}: choose another."
        )
    believed = {one.party: one for one in known if own and one.held_by == own.held_by}
    return recipe(own, tuple(one for party, one in believed.items() if party != seat.party))
