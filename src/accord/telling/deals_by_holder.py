"""Is there a deal: what the page says of it, for every holder of interests apart."""

from attrs import evolve, frozen

from accord.deals import Deals
from accord.errors import AccordError
from accord.model import MEDIATOR, Interests, Perspective, Process, gaps
from accord.model.tier import SHARED
from accord.record import Case
from accord.record.outsiders import Outsiders
from accord.telling.deal_words import Words
from accord.telling.holder_words import bases, dated, holder_name
from accord.telling.outlook import ADD, Outlook
from accord.telling.outsider_words import points_waiting

MOST_BLOCKS = 6
"""How many sets of obstacles are told in full."""


@frozen(kw_only=True)
class HolderDeals:
    """The deals as one holder's numbers have them.

    Attributes:
        process: The names behind the ids.
        outsiders: Those who are not in the room, with what the record has of them.
        holder: Id of the holder; `own` for each party's own, empty if nobody holds numbers.
        outlook: What is said of them.
        found: All that was found; None if something was missing.
        interests: One for every party.
    """

    process: Process
    outsiders: Outsiders
    holder: str = ""
    outlook: Outlook
    found: Deals | None = None
    interests: tuple[Interests, ...] = ()


def answers_by_holder(
    case: Case, *, draws: int = 1000, seed: int = 0
) -> tuple[HolderDeals, ...]:
    """Answer, by every holder's numbers, whether there is a deal, and no more.

    What is missing to answer is said. `told_in_full` says the rest of an answer.

    Args:
        case: The case; `Case.by` chooses one holder.
        draws: How many sets of numbers to draw from the ranges where a verdict needs it.
        seed: Where the draws start.
    """
    if not case.perspectives:
        when = f", as of {case.moment.words}" if case.moment else ""
        issues = " and issues to the agenda" if not case.process.agenda.issues else ""
        tier = "" if case.reader is None else str(case.reader)
        narrow = tier not in ("", MEDIATOR)
        whose = (f"for the {tier}" if tier in SHARED else f"for {tier}") if narrow else "here"
        marked = f" with 'for: {tier}'" if narrow else ""
        missing = (
            f"Whether there is a deal cannot be said: nothing {whose} says what each "
            f"party could accept{when}: {ADD}{marked}{issues}."
        )
        nobody = Outlook(holder="", missing=missing)
        return (HolderDeals(process=case.process, outsiders=case.outsiders, outlook=nobody),)
    return tuple(_by_one(case, one, draws, seed) for one in case.perspectives)


def _by_one(case: Case, perspective: Perspective, draws: int, seed: int) -> HolderDeals:
    process, held = case.process, perspective.held
    outlook = Outlook(
        holder=holder_name(case, perspective),
        interests=tuple(i.id for i in held),
        basis=tuple(bases(process, perspective.interests)),
        as_of=dated(process, held),
    )
    missing = ""
    if perspective.missing:
        names = ", ".join(map(process.name, perspective.missing))
        missing = (
            f"Interests of {names} are missing here, so whether there is a deal cannot be said "
            "by these numbers."
        )
    elif not process.agenda.issues:
        missing = "No issue is on the agenda yet, so there is no deal to be judged."
    elif lacking := tuple(gaps(process.agenda, held)):
        missing = f"Weights and values are missing for: {'; '.join(lacking)}."
    none = HolderDeals(
        process=process,
        outsiders=case.outsiders,
        holder=perspective.id,
        outlook=evolve(outlook, waiting=points_waiting(process)),
    )
    if missing:
        return evolve(none, outlook=evolve(outlook, missing=missing))
    try:
        rule = process.decision
        found = Deals(process.agenda, held, rule=rule, draws=draws, seed=seed)
        zone = found.verdict
        told = evolve(
            none.outlook,
            verdict=Words(process, found).verdict(),
            exists=zone.answer,
            share=zone.share,
            interval=zone.interval,
            share_one_way=None if zone.one_way is None else zone.one_way.share,
        )
    except AccordError as error:
        return evolve(none, outlook=evolve(outlook, missing=str(error)))
    return evolve(none, outlook=told, found=found, interests=held)


def deals_by_holder(case: Case, *, draws: int = 1000, seed: int = 0) -> tuple[HolderDeals, ...]:
    """Answer, by every holder's numbers, whether there is a deal, with all that is said of it.

    Args:
        case: The case; `Case.by` chooses one holder.
        draws: How many sets of numbers to draw from the ranges where a verdict needs it.
        seed: Where the draws start.
    """
    return tuple(map(told_in_full, answers_by_holder(case, draws=draws, seed=seed)))


def told_in_full(one: HolderDeals) -> HolderDeals:
    """Return an answer with all that is said of it: compromises, what is in the way, trades.

    Args:
        one: The answer.
    """
    if one.found is None:
        return one
    try:
        return evolve(one, outlook=_in_full(one, one.found))
    except AccordError as error:
        missing = evolve(one.outlook, missing=str(error), verdict="", exists="")
        return evolve(one, outlook=missing, found=None, interests=())


def _in_full(one: HolderDeals, found: Deals) -> Outlook:
    """Return an outlook with what was found beside the answer."""
    words = Words(one.process, found, one.outsiders)
    openings = found.blocks.openings[:MOST_BLOCKS]
    named = {one for opening in openings for one in opening.ease}
    told = one.outlook
    if not found.coalitions:
        told = evolve(
            told,
            compromises=tuple(words.compromises()),
            rests_on=tuple(words.rests_on()),
            concessions=tuple(words.concessions()),
            trades=tuple(words.trades()),
        )
    return evolve(
        told,
        how=" ".join(words.method()),
        blocks=tuple(words.blocks(openings)),
        more_blocks=len(found.blocks.openings) - len(openings),
        refusals=tuple(words.obstacle(o, named) for o in found.blocks.refusals),
        unreachable=tuple(words.unreachable()),
        drivers=tuple(words.drivers()),
    )
