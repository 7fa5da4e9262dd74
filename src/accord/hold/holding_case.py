"""A deal by each holder's numbers in turn: the game that it leaves, and whether it holds."""

from collections.abc import Iterator, Mapping, Sequence

from attrs import frozen
from frozendict import frozendict

from accord.deals.as_json import to_json
from accord.errors import AccordError
from accord.hold.compliance import ComplianceGame, Undertaking, compliance_game
from accord.hold.concepts import Concept, Reachability
from accord.hold.deal_stability import DealStability, Holding, holds
from accord.hold.holding_assumptions import HoldingAssumptions
from accord.hold.marked_deal import MarkedDeal, marked_deal
from accord.hold.picked_deal import (
    NoDealPicked,
    PickedDeal,
    deal_by_rule,
    is_by_rule,
    picked_deal,
)
from accord.model import Deal, Interests, Perspective
from accord.record import Case, Proposal
from accord.record.commitments import commitments_due


@frozen(kw_only=True, eq=False)
class HeldDeal:
    """A deal as one holder sees it.

    Attributes:
        holder: Id of the holder; `own` for each party's own.
        picked: The deal, and how it was picked.
        game: The game that it leaves behind.
        assumptions: What is assumed beside the interests.
    """

    holder: str
    picked: PickedDeal
    game: ComplianceGame
    assumptions: tuple[HoldingAssumptions, ...]

    def holds(self, reachability: Reachability, draws: int, seed: int) -> "DealAnswer":
        """Find whether it would be kept.

        Args:
            reachability: What several opponents can bring about.
            draws: How many sets of numbers to draw from the ranges.
            seed: Where the draws start.
        """
        found = holds(
            self.game, reachability=reachability, draws=draws, seed=seed, exactly=True
        )
        return DealAnswer(asked=self, stability=found)


@frozen(kw_only=True, eq=False)
class DealAnswer:
    """Whether a deal would be kept, as one holder sees it.

    Attributes:
        asked: The deal, and the game.
        stability: Who would keep it.
    """

    asked: HeldDeal
    stability: DealStability

    def to_json(self) -> dict[str, object]:
        """Return it as a plain dict."""
        asked, found = self.asked, self.stability
        game = asked.game
        each = {maker: _by_concept(own) for maker, own in found.each.items()}
        shares = [one.share for own in found.each.values() for one in own.values()]
        drawn = [one for one in shares if one.seed is not None]
        return {
            "deal": dict(game.deal),
            "picked": {"by": asked.picked.by, "how": asked.picked.how},
            "holder": asked.holder,
            "reachability": found.reachability.value,
            "parties": {party: each[party] for party in game.parties},
            "guarantors": {one: each[one] for one in game.guarantors},
            "all": _by_concept(found.all_stay),
            "temptations": {
                maker: best
                and {
                    "by": [one.id for one in game.options_in(best.state)],
                    "gain": best.gain,
                }
                for maker, best in found.best.items()
            },
            "undertakings": [
                {
                    "issue": one.issue,
                    "owner": one.owner,
                    "to": [*one.to],
                    "one_way": one.one_way and one.one_way.value,
                    "due": one.due and str(one.due),
                    "words": one.words,
                    "entry": one.entry,
                    "assumed": not one.entry,
                }
                for one in game.undertakings
            ],
            "guarantees": [
                {"id": one.id, "kind": one.kind.value, "by": one.by} for one in game.guarantees
            ],
            "left_out": {issue: why.value for issue, why in game.left_out.items()},
            "assumptions": [
                {
                    "id": one.id,
                    "held_by": one.held_by,
                    "basis": one.basis,
                    "as_of": None if one.as_of is None else str(one.as_of),
                }
                for one in asked.assumptions
            ],
            "interests": to_json(frozendict({i.party: i.id for i in game.held.interests})),
            "method": drawn[0].method if drawn else "exact",
        }


def _by_concept(of: Mapping[Concept, Holding]) -> dict[str, object]:
    return {
        concept.value: {
            "stable": one.stable,
            "holds": one.holds and one.holds.value,
            "share": one.share.share,
            "interval": [*one.share.interval],
            "draws": one.share.draws,
            "margin": one.values and one.values.to_json(),
        }
        for concept, one in of.items()
    }


def held_deals(
    case: Case,
    beside: Sequence[HoldingAssumptions] = (),
    *,
    given: str | PickedDeal | None = None,
    in_part: bool = False,
    held_by: str | None = None,
    delivered: Sequence[str] = (),
) -> Iterator[HeldDeal]:
    """Yield a deal as each holder of numbers sees it, in turn.

    Args:
        case: The case as its reader reads it.
        beside: What is assumed beside the interests.
        given: Which deal: an entry, a file or a rule, or one that is picked already; None for
            the one on the table.
        in_part: Whether the latest proposal will do where none is on the table that settles
            all issues.
        held_by: Whose numbers; None for every holder's.
        delivered: Ids of entries or issues that are done already.

    Raises:
        AccordError: If there is no such deal, or nobody holds numbers for all parties.
    """
    holders = case.holders(held_by, "no game can be made of a deal")
    if isinstance(given, PickedDeal):
        same: PickedDeal | None = given
    else:
        same = None if is_by_rule(given) else picked_deal(case, given, in_part=in_part)
    holding = {one.id for one in case.perspectives}
    for one in holders:
        if one.missing and len(holders) > 1:
            continue
        picked = same or deal_by_rule(case, one, str(given))
        mine = _counting(beside, one, holding)
        game = compliance_game(
            case.process.agenda,
            one.held,
            picked.deal,
            written=[*undertakings(case, picked.deal)],
            assumptions=mine,
            delivered=delivered,
        )
        yield HeldDeal(holder=one.id, picked=picked, game=game, assumptions=mine)


@frozen(kw_only=True)
class NotPicked:
    """A holder by whose word nothing is said of a deal, and why.

    Attributes:
        holder: Id of the holder; `own` for each party's own.
        why: Why, in a sentence.
    """

    holder: str
    why: str


AskedDeal = HeldDeal | MarkedDeal | NotPicked
"""A deal as one holder sees it: by numbers, by marks, or not at all."""


def asked_deals(
    case: Case,
    beside: Sequence[HoldingAssumptions] = (),
    *,
    given: str | PickedDeal | None = None,
    in_part: bool = False,
    held_by: str | None = None,
    delivered: Sequence[str] = (),
    rule: Reachability = Reachability.SEQUENCES,
) -> tuple[AskedDeal, ...]:
    """Return a deal as each holder sees it, in turn: by numbers, or by marks where it has none.

    Args:
        case: The case as its reader reads it.
        beside: What is assumed beside the interests.
        given: Which deal: an entry, a file or a rule, or one that is picked already; None for
            the one on the table.
        in_part: Whether the latest proposal will do where none is on the table that settles
            all issues.
        held_by: By whose word; None for every holder's.
        delivered: Ids of entries or issues that are done already.
        rule: What several opponents can bring about, where marks are asked.

    Raises:
        AccordError: If there is no such deal, or nobody can say anything of it.
    """
    of = case if held_by is None else case.of_holder(held_by)
    numbers = {one.id: one for one in of.perspectives}
    words = {one.id: one for one in of.sheets}
    whole = [holder for holder, one in numbers.items() if not one.missing]
    marking = [holder for holder in words if holder not in whole]
    if not whole and not marking:
        case.holders(held_by, "no game can be made of a deal")
    holding = {*(one.id for one in case.perspectives), *(one.id for one in case.sheets)}
    found: list[AskedDeal] = []
    for holder in (*whole, *marking):
        try:
            if holder in numbers and holder in whole:
                found += held_deals(
                    case,
                    beside,
                    given=given,
                    in_part=in_part,
                    held_by=holder,
                    delivered=delivered,
                )
                continue
            if not isinstance(given, PickedDeal) and is_by_rule(given):
                raise NoDealPicked(
                    f"{case.process.name(holder)} holds no numbers for all parties, so no rule "
                    "picks a deal: name one with --deal ENTRY or --deal FILE"
                )
            sheet = {one.party: one for one in of.on_sheet(words[holder])}
            if holder in numbers:
                sheet |= numbers[holder].interests
            blank = (
                Interests(id="", party=party, held_by=words[holder].holder)
                for party in case.process.parties
                if party not in sheet
            )
            picked = (
                given
                if isinstance(given, PickedDeal)
                else picked_deal(case, given, in_part=in_part)
            )
            found.append(
                marked_deal(
                    case.process.agenda,
                    [*sheet.values(), *blank],
                    picked,
                    holder=holder,
                    written=[*undertakings(case, picked.deal)],
                    assumptions=_counting(beside, words[holder], holding),
                    delivered=delivered,
                    rule=rule,
                )
            )
        except NoDealPicked as error:
            found.append(NotPicked(holder=holder, why=str(error)))
    if all(isinstance(one, NotPicked) for one in found):
        raise AccordError("\n".join(one.why for one in found if isinstance(one, NotPicked)))
    return tuple(found)


def _counting(
    beside: Sequence[HoldingAssumptions], one: Perspective, holding: set[str]
) -> tuple[HoldingAssumptions, ...]:
    """Return the assumptions that go with a holder's numbers, so that holders are not mixed.

    They are its own, and those that nobody signs; where it has none, those of whoever holds no
    numbers.
    """
    own = tuple(each for each in beside if each.held_by in (one.id, ""))
    if any(each.held_by for each in own):
        return own
    return tuple(each for each in beside if each.held_by not in holding)


def undertakings(case: Case, deal: Deal) -> Iterator[Undertaking]:
    """Yield what the record says somebody must do, those due first at the head.

    What was undertaken for another agreement or proposal counts where that has the same option
    on the issue, or none.

    Args:
        case: The case.
        deal: The deal.
    """
    agreed = {i: one.deal for one in case.agreed.outcomes for i in (one.id, *one.entries)}
    for one in commitments_due(case):
        said = one.commitment
        papers = [
            paper.deal if isinstance(paper, Proposal) else agreed.get(paper.id, frozendict())
            for paper in one.of
        ]
        other = [paper[said.issue] for paper in papers if said.issue in paper]
        if said.issue in deal and (not other or deal[said.issue] in other):
            yield Undertaking(
                issue=said.issue,
                owner=said.owner,
                to=said.to,
                one_way=said.one_way,
                words=said.words or said.text,
                due=one.due,
                after=said.after,
                entry=said.id,
            )
