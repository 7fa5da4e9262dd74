"""Which offers stand, and what they rule out for those who made them.

Five rules.

1. An offer that another entry supersedes is gone, as everywhere in the record.
2. The party takes an offer back by rejecting it itself; it has lapsed once the day is over
   until which it stands.
3. It does not count while one of those asked rejects it: whoever is named in `to`, else any
   other party. Of each the latest answer to the whole counts.
4. Who accepts an offer, and it was the party's to answer, gives what the offer wants in return,
   in the order that it wants: an offer the other way round.
5. The offers of the latest day of a party on the same issues count; those of one day stand
   side by side, as two ways, but for an acceptance, which is the last word. What was replaced
   so does not come back where the later one falls.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from itertools import product

from attrs import frozen
from frozendict import frozendict

from accord.model import Agenda, Exclusion, Process, When
from accord.record.kinds.offer import ConditionalOffer, ReturnOrder
from accord.record.kinds.response import Answer, Response
from accord.record.ledger import Record

MOST_COMBINATIONS = 1000
"""So many combinations that one offer rules out are kept; more than any page can say."""


CONDITION = "what it wants in return in the offer"
"""How the basis of a red line begins that is a condition; the id of the offer stands behind."""


class NotCounted(StrEnum):
    """Why an offer does not count."""

    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    REJECTED = "rejected"


@frozen(kw_only=True)
class OfferOut:
    """An offer that does not count.

    Attributes:
        offer: The offer.
        why: replaced, withdrawn, lapsed or rejected.
        by: Id of the entry by which; empty for what has lapsed.
    """

    offer: ConditionalOffer
    why: NotCounted
    by: str = ""


@frozen(kw_only=True)
class StandingOffers:
    """The offers that count, and those that do not.

    Attributes:
        offers: Those that count, in order of time; an acceptance is among them, as the offer
            the other way round, under the id of the answer.
        out: Those that do not.
    """

    offers: tuple[ConditionalOffer, ...] = ()
    out: tuple[OfferOut, ...] = ()


def standing_offers(process: Process, record: Record, today: When) -> StandingOffers:
    """Return which offers of a record count on a day.

    Args:
        process: Says for whom people speak.
        record: What happened and who says so.
        today: The day.
    """
    made = [*record.of(ConditionalOffer)]
    if not made:
        return StandingOffers()
    answers: dict[str, dict[str, Response]] = defaultdict(dict)
    for answer in record.of(Response):
        if not answer.issues:
            answers[record.latest(answer.answers)][process.side(answer.by)] = answer
    side = process.side
    refused: dict[str, OfferOut] = {}
    taken: list[ConditionalOffer] = []
    for one in made:
        given = answers[one.id]
        asked = set(map(side, one.to)) or process.parties.keys() - {one.party}
        no = {who: r for who, r in given.items() if r.answer is Answer.REJECTS}
        against = [r for who, r in no.items() if who in asked]
        if one.party in no:
            why, by = NotCounted.WITHDRAWN, no[one.party].id
        elif one.until is not None and one.until.end <= today.start:
            why, by = NotCounted.LAPSED, ""
        elif against:
            why, by = NotCounted.REJECTED, against[-1].id
        else:
            taken += (
                _the_other_way(one, r, who)
                for who, r in given.items()
                if r.answer is Answer.ACCEPTS
                and who in asked & process.parties.keys()
                and one.if_
                and all(len(options) == 1 for options in one.if_.values())
            )
            continue
        refused[one.id] = OfferOut(offer=one, why=why, by=by)
    # of one day an acceptance is the last word: it comes last, and a later key is kept
    every = [*made, *taken]
    latest = {
        (one.party, frozenset(one.gives)): one
        for one in sorted(every, key=lambda one: one.date.start)
    }
    offers: list[ConditionalOffer] = []
    out: list[OfferOut] = []
    for one in sorted(every, key=lambda one: one.date.order):
        last = latest[one.party, frozenset(one.gives)]
        if last.date.start > one.date.start or (last in taken and one not in taken):
            out.append(OfferOut(offer=one, why=NotCounted.REPLACED, by=last.id))
        elif one.id in refused:
            out.append(refused[one.id])
        else:
            offers.append(one)
    return StandingOffers(offers=tuple(offers), out=tuple(out))


_TURNED: dict[ReturnOrder, ReturnOrder] = {
    ReturnOrder.FIRST: ReturnOrder.AFTER,
    ReturnOrder.TOGETHER: ReturnOrder.TOGETHER,
    ReturnOrder.AFTER: ReturnOrder.FIRST,
}


def _the_other_way(one: ConditionalOffer, accepted: Response, party: str) -> ConditionalOffer:
    """Return what a party takes on by accepting an offer."""
    return ConditionalOffer(
        id=accepted.id,
        date=accepted.date,
        sources=accepted.sources,
        party=party,
        gives=frozendict({i: option for i, (option,) in one.if_.items()}),
        if_=frozendict({i: (option,) for i, option in one.gives.items()}),
        order_=_TURNED[one.order_],
        about=(one.id,),
        for_=accepted.for_,
    )


def ruled_out(
    agenda: Agenda, offers: Sequence[ConditionalOffer]
) -> dict[str, tuple[Exclusion, ...]]:
    """Return, by party, what its own offers rule out for it: each a red line over a pair.

    A deal that takes all that an offer gives, and not what it wants in return, is one that the
    party did not offer; unless it made another offer that gives as much, whose condition the
    deal meets. Who offers something with nothing in return rules nothing out by it.

    Args:
        agenda: The issues and their options.
        offers: The offers that count.
    """
    found: dict[str, tuple[Exclusion, ...]] = {}
    for one in offers:
        ways = [
            other
            for other in offers
            if other.party == one.party and one.gives.items() <= other.gives.items()
        ]
        first = {i: (option,) for i, option in one.gives.items()}
        for number, never in enumerate(_missed(agenda, first, ways), 1):
            line = Exclusion(
                id=f"condition {f'{number} ' if number > 1 else ''}of {one.id}",
                never=frozendict(never),
                basis=f"{CONDITION} '{one.id}'",
            )
            found[one.party] = (*found.get(one.party, ()), line)
    return found


def conditions_among(lines: Iterable[Exclusion]) -> list[str]:
    """Return the ids of the offers whose conditions are among red lines, each once.

    Args:
        lines: The red lines.
    """
    found = (one.basis for one in lines if one.basis.startswith(f"{CONDITION} '"))
    return list(dict.fromkeys(basis[len(CONDITION) + 2 : -1] for basis in found))


def _missed(
    agenda: Agenda, first: Mapping[str, tuple[str, ...]], ways: Iterable[ConditionalOffer]
) -> list[dict[str, tuple[str, ...]]]:
    """Return the combinations by which a deal takes something and meets none of several offers.

    An offer is not met where one of its conditions fails, or something that it gives is not
    taken; of all the ways in which each of several fails, those that another contains are left
    out.
    """
    kept = [dict(first)]
    for one in ways:
        # on an issue that it gives on itself, nobody else can meet a condition
        fails = [(i, tuple(options)) for i, options in one.if_.items() if i not in one.gives]
        fails += [(i, (option,)) for i, option in one.gives.items() if i not in first]
        widened = []
        for before, (issue, met) in product(kept, fails):
            open_ = before.get(issue) or tuple(agenda.issues[issue].choices)
            left = tuple(option for option in open_ if option not in met)
            if left:
                widened.append({**before, issue: left})
        kept = _widest(widened)[:MOST_COMBINATIONS]
    return kept


def _widest(found: list[dict[str, tuple[str, ...]]]) -> list[dict[str, tuple[str, ...]]]:
    """Leave out the combinations that another one contains, and repeated ones."""
    unlike = [one for n, one in enumerate(found) if one not in found[:n]]
    return [
        one
        for one in unlike
        if not any(
            other is not one and all(i in one and set(one[i]) <= set(other[i]) for i in other)
            for other in unlike
        )
    ]
