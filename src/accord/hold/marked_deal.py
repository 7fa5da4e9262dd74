"""A deal as one holder sees it who gives marks instead of numbers, of all parties or some."""

from collections.abc import Mapping, Sequence

from attrs import evolve, frozen
from frozendict import frozendict

from accord.deals.names import Names
from accord.hold.compliance import ComplianceGame, Undertaking, compliance_game
from accord.hold.concepts import Concept, Reachability
from accord.hold.for_all_values import ForAllValues, ForValues, for_all_values
from accord.hold.holding_assumptions import NOTHING, HoldingAssumptions
from accord.hold.holding_by_marks import HoldingByMarks, MarkedHolding, holds_by_marks
from accord.hold.picked_deal import PickedDeal
from accord.hold.worth_difference import worth_difference
from accord.model import Agenda, Interests, IssueInterest, Range, Scale

_WHATEVER_OTHERS_LIKE = (Concept.NASH, Concept.GMR, Concept.SMR)


@frozen(kw_only=True, eq=False)
class ValuedAmongMarked:
    """Whether a party would keep a deal by its own numbers, where others gave marks alone.

    What the others could do is known, and what that would leave it; what they would like to do
    is not in numbers.

    Attributes:
        gain: What it would gain by going back on all by which it may gain, if nobody answered,
            over the ranges, in points; None where a red line of its own is crossed.
        holds: For which values it keeps the deal, by concept; of a large game nothing.
    """

    gain: Range | None
    holds: Mapping[Concept, ForAllValues]


@frozen(kw_only=True, eq=False)
class MarkedDeal:
    """A deal as one holder sees it, by marks.

    Attributes:
        holder: Id of the holder; `own` for each party's own.
        picked: The deal, and how it was picked.
        found: Whether it would be kept, as far as marks say.
        valued: What numbers say of those parties of which there are numbers.
        assumptions: What is assumed beside the interests.
    """

    holder: str
    picked: PickedDeal
    found: HoldingByMarks
    valued: Mapping[str, ValuedAmongMarked]
    assumptions: tuple[HoldingAssumptions, ...]

    def stays(self, party: str) -> Mapping[Concept, ForValues | None]:
        """Return for which numbers a party keeps it, by concept; None where it is not known.

        Of a party that gave marks, these are all numbers that agree with its marks.

        Args:
            party: The party.
        """
        by_marks = {True: ForValues.EVERY, False: ForValues.NONE, None: None}
        one = self.found.each[party]
        said = {concept: by_marks[stays] for concept, stays in one.stays.items()}
        if party not in self.valued:
            return frozendict(said)
        exact = {c: own.holds for c, own in self.valued[party].holds.items()}
        found = said | exact
        # Of answers that the others would like, it is known when none would do and when none
        # is needed, and when nobody may want to give one.
        wanted = said.get(Concept.SEQ)
        if exact.get(Concept.NASH) is ForValues.EVERY:
            wanted = ForValues.EVERY
        elif exact.get(Concept.GMR) is ForValues.NONE:
            wanted = ForValues.NONE
        elif not one.guarantees and not {u.owner for u in one.others} & self.found.willing:
            wanted = exact.get(Concept.NASH, wanted)
        return frozendict({**found, Concept.SEQ: wanted})

    def to_json(self) -> dict[str, object]:
        """Return it as a plain dict; of what is known by marks there are no points in it."""
        stake = self.found.stake
        return {
            "deal": dict(self.picked.deal),
            "picked": {"by": self.picked.by, "how": self.picked.how},
            "holder": self.holder,
            "by": "marks",
            "fighting": "left out",
            "parties": {
                party: self._party(party, one) for party, one in self.found.each.items()
            },
            "undertakings": [
                {"issue": one.issue, "owner": one.owner, "entry": one.entry}
                for one in stake.undertakings
            ],
            "left_out": {issue: why.value for issue, why in stake.left_out.items()},
            "assumptions": [one.id for one in self.assumptions],
        }

    def _party(self, party: str, one: MarkedHolding) -> dict[str, object]:
        said: dict[str, object] = {
            "by": "numbers" if party in self.valued else "marks",
            "better_off_by": [*one.gains],
            "no_better_off_by": [*one.worse],
            "unclear": [*one.unclear],
            "others": [{"by": u.owner, "issue": u.issue} for u in one.others],
            "guarantees": [*one.guarantees],
            "refused": [*one.refused],
            "stays": {c.value: holds and holds.value for c, holds in self.stays(party).items()},
        }
        if party in self.valued and (gain := self.valued[party].gain) is not None:
            said["gain"] = [gain.low, gain.high]
        return said


def marked_deal(
    agenda: Agenda,
    sheet: Sequence[Interests],
    picked: PickedDeal,
    *,
    holder: str,
    written: Sequence[Undertaking] = (),
    assumptions: Sequence[HoldingAssumptions] = (),
    delivered: Sequence[str] = (),
    rule: Reachability = Reachability.SEQUENCES,
) -> MarkedDeal:
    """Find whether a deal would be kept by one holder's marks, and numbers where it has some.

    Args:
        agenda: The issues.
        sheet: What it holds of every party: marks, or numbers.
        picked: The deal, and how it was picked.
        holder: Id of the holder.
        written: The undertakings that the record has.
        assumptions: What is assumed beside the interests.
        delivered: Ids of entries, or of issues, that are done already.
        rule: What several opponents can bring about.

    Raises:
        AccordError: If an id names nothing.
    """
    guarantees = [one for each in assumptions for one in each.guarantees]
    found = holds_by_marks(
        agenda,
        sheet,
        picked.deal,
        written=written,
        guarantees=guarantees,
        delivered=delivered,
    )
    valued = {}
    for one in sheet:
        if one.is_valued and set(Names.of(agenda).issues) <= set(one.issues):
            game = _game_of(agenda, one, found, picked, assumptions)
            valued[one.party] = _by_numbers(game, one.party, found.each[one.party], rule)
    return MarkedDeal(
        holder=holder,
        picked=picked,
        found=found,
        valued=frozendict(valued),
        assumptions=tuple(assumptions),
    )


def _game_of(
    agenda: Agenda,
    mine: Interests,
    found: HoldingByMarks,
    picked: PickedDeal,
    assumptions: Sequence[HoldingAssumptions],
) -> ComplianceGame:
    """Return the game as one party's numbers have it: to the others all is worth the same."""
    alike = frozendict(
        {
            issue: IssueInterest(
                weight=Range(1, 1), values=frozendict(dict.fromkeys(one.choices, NOTHING))
            )
            for issue, one in agenda.issues.items()
        }
    )
    others = [
        Interests(
            id=party,
            party=party,
            held_by=mine.held_by,
            scale=Scale.POINTS,
            issues=alike,
            walk_away=NOTHING,
        )
        for party in found.each
        if party != mine.party
    ]
    game = compliance_game(
        agenda,
        [mine, *others],
        picked.deal,
        written=found.stake.undertakings,
        assumptions=assumptions,
    )
    return evolve(game, fighting=())


def _by_numbers(
    game: ComplianceGame, party: str, marked: MarkedHolding, rule: Reachability
) -> ValuedAmongMarked:
    may = {*marked.gains, *marked.unclear}
    back = sum(
        1 << n
        for n, one in enumerate(game.undertakings)
        if one.owner == party and one.issue in may
    )
    found = for_all_values(game, rule, only=(party,), concepts=_WHATEVER_OTHERS_LIKE)
    return ValuedAmongMarked(
        gain=worth_difference(game, party, back, 0), holds=found.get(party, frozendict())
    )
