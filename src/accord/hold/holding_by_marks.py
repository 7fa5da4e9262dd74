"""Whether a deal would be kept, as far as marks say: in order alone, never in points.

A party has less where an issue goes back to what it marks worse (want, can live with, cannot),
and more where it marks that better; of two options of one mark, or one that nobody asked about,
nothing says which is better, nor whether a gain on one issue outweighs a loss on another. So an
answer is what holds whatever these would be, or that it cannot be said. What fighting again
would be worth is in no mark: it is left aside.
"""

from collections.abc import Iterator, Mapping, Sequence

from attrs import frozen
from frozendict import frozendict

from accord.deals.names import Names
from accord.hold.compliance import AtStake, Undertaking, at_stake
from accord.hold.concepts import Concept
from accord.hold.holding_assumptions import Guarantee, GuaranteeKind
from accord.kernels.ties import Ints
from accord.model import Agenda, Deal, Interests, Mark, Marked

_BETTER = {Mark.CANNOT: 0, Mark.LIVE: 1, Mark.WANT: 2}


@frozen(kw_only=True)
class MarkedHolding:
    """Whether a party would keep a deal, as far as marks say.

    Attributes:
        stays: By concept whether it would; None where that cannot be said.
        gains: The issues on which it would have more by going back itself.
        unclear: Those of which marks do not say so.
        others: The issues on which others, by going back, would leave it less, or could.
    """

    stays: frozendict[Concept, bool | None]
    gains: tuple[str, ...]
    unclear: tuple[str, ...]
    others: tuple[str, ...]


@frozen(kw_only=True, eq=False)
class HoldingByMarks:
    """Whether a deal would be kept, as far as marks say.

    Attributes:
        stake: What of it can be gone back on.
        each: By party.
    """

    stake: AtStake
    each: Mapping[str, MarkedHolding]


def holds_by_marks(
    agenda: Agenda,
    sheet: Sequence[Interests],
    deal: Deal,
    *,
    written: Sequence[Undertaking] = (),
    guarantees: Sequence[Guarantee] = (),
    delivered: Sequence[str] = (),
) -> HoldingByMarks:
    """Find whether a deal would be kept, as far as marks say.

    Args:
        agenda: The issues.
        sheet: The marks of each party, and its red lines.
        deal: The deal; issues may be left open.
        written: The undertakings that the record has. On an issue without any, each party
            counts as having undertaken it that may gain by going back on it.
        guarantees: What could be answered to whoever breaks it.
        delivered: Ids of entries, or of issues, that are done already.

    Raises:
        AccordError: If an id names nothing.
    """
    names = Names.of(agenda)
    marks = {one.party: one for one in sheet}

    def sign(party: str, issue: str, now: str, then: str) -> int | None:
        """Return whether a party has more (1) or less (-1) where an issue goes back."""
        mine, its = (_mark(marks[party], issue, option) for option in (now, then))
        if mine not in _BETTER or its not in _BETTER or mine is its:
            return None
        return 1 if _BETTER[its] > _BETTER[mine] else -1

    def tempted(choice: Ints, back: Ints, place: int) -> Iterator[str]:
        issue, options = names.issues[place], names.options[place]
        for party in marks:
            if sign(party, issue, options[choice[place]], options[back[place]]) != -1:
                yield party

    stake = at_stake(
        agenda, names, deal, tuple(marks), tempted, written=written, delivered=delivered
    )
    signs = {
        (party, issue): sign(
            party,
            issue,
            names.options[place][stake.choice[place]],
            names.options[place][stake.back[place]],
        )
        for party in marks
        for issue, place in stake.issues.items()
    }
    each = {party: _holding(stake, signs, party, guarantees) for party in marks}
    return HoldingByMarks(stake=stake, each=frozendict(each))


def _holding(
    stake: AtStake,
    signs: Mapping[tuple[str, str], int | None],
    party: str,
    guarantees: Sequence[Guarantee],
) -> MarkedHolding:
    own = [one.issue for one in stake.undertakings if one.owner == party]
    gains = tuple(issue for issue in own if signs[party, issue] == 1)
    unclear = tuple(issue for issue in own if signs[party, issue] is None)
    harmful = [
        one for one in stake.undertakings if one.owner != party and signs[party, one.issue] != 1
    ]
    # Who has less by whatever it breaks would not want to answer.
    willing = {one.owner for one in stake.undertakings if signs[one.owner, one.issue] != -1}
    stays: dict[Concept, bool | None] = {}
    for concept in (Concept.NASH, Concept.GMR, Concept.SMR, Concept.SEQ):
        stays[concept] = None
        if not gains and not unclear:
            stays[concept] = True
        elif (concept is Concept.NASH and gains) or any(
            not any(
                one.issue != issue and (concept is not Concept.SEQ or one.owner in willing)
                for one in harmful
            )
            and not any(_answers(one, party, issue) for one in guarantees)
            for issue in gains
        ):
            stays[concept] = False
    return MarkedHolding(
        stays=frozendict(stays),
        gains=gains,
        unclear=unclear,
        others=tuple(dict.fromkeys(one.issue for one in harmful)),
    )


def _answers(one: Guarantee, party: str, issue: str) -> bool:
    """Return whether a guarantee may change what a party has by going back on an issue."""
    if one.kind is GuaranteeKind.MONITOR or one.by == party:
        return False
    return (not one.against or party in one.against) and (not one.on or issue in one.on)


def _mark(held: Interests, issue: str, option: str) -> Mark:
    """Return how a party marks an option; a red line on it alone refuses it."""
    marks: Mapping[str, Marked] = held.marks.get(issue, {})
    if option in marks:
        return marks[option].mark
    refused = any(
        set(one.never) == {issue} and option in one.never[issue] for one in held.red_lines
    )
    return Mark.CANNOT if refused else Mark.UNKNOWN
