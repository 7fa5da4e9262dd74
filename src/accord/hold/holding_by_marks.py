"""Whether a deal would be kept, as far as marks say: in order alone, never in points.

A party has less where an issue goes back to what it marks worse (want, can live with, cannot),
and more where it marks that better; of two options of one mark, or one that nobody asked about,
nothing says which is better, nor whether a gain on one issue outweighs a loss on another. So an
answer is what holds whatever these would be, or that it cannot be said. What fighting again
would be worth is in no mark: it is left aside. Of a party of which there are numbers, these say
which of two options is better, where they do for every value in their ranges.
"""

from collections.abc import Iterator, Mapping, Sequence

from attrs import frozen
from frozendict import frozendict

from accord.deals.names import Names
from accord.hold.compliance import AtStake, Undertaking, at_stake
from accord.hold.concepts import IN_TURN, Concept
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
        tied: Of these the ones that are tied to others: by a red line of its own over several
            issues, or by a constraint of the agenda.
        worse: Those on which it would have no more by that.
        others: What others, by breaking it, would leave it less by, or could.
        guarantees: Ids of the guarantees that could be answered to it.
        refused: The issues on which the deal has what it cannot live with.
    """

    stays: frozendict[Concept, bool | None]
    gains: tuple[str, ...]
    unclear: tuple[str, ...]
    tied: tuple[str, ...]
    worse: tuple[str, ...]
    others: tuple[Undertaking, ...]
    guarantees: tuple[str, ...]
    refused: tuple[str, ...]


@frozen(kw_only=True, eq=False)
class HoldingByMarks:
    """Whether a deal would be kept, as far as marks say.

    Attributes:
        stake: What of it can be gone back on.
        along: By issue, the others that may go back with it: they cannot be had beside it.
        each: By party.
        willing: The parties that may have more by breaking something themselves, so that they
            may want to answer.
    """

    stake: AtStake
    along: Mapping[str, tuple[str, ...]]
    each: Mapping[str, MarkedHolding]
    willing: frozenset[str]


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
        sheet: The marks of each party, and its red lines; of some the numbers.
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
    could = {
        issue: frozenset(filter(None, (deal.get(issue), one.no_deal))) or frozenset(one.choices)
        for issue, one in agenda.issues.items()
    }

    along = {issue: _along(agenda, deal, issue, could) for issue in deal}

    def sign(party: str, issue: str, now: str, then: str) -> int | None:
        """Return whether a party has more (1) or less (-1) where an issue goes back."""
        found = {_sign(marks[party], issue, now, then, could)}
        for other in along[issue]:
            before, after = deal[other], agenda.issues[other].no_deal
            found.add(_sign(marks[party], other, before, after, could))
        return found.pop() if len(found) == 1 else None

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
    # Who has less by whatever it breaks would not want to answer.
    willing = frozenset(
        one.owner for one in stake.undertakings if signs[one.owner, one.issue] != -1
    )
    each = {}
    for party, held in marks.items():
        refused = [i for i, option in deal.items() if _mark(held, i, option) is Mark.CANNOT]
        for one in held.red_lines:
            if len(one.never) > 1 and set(one.never) <= set(deal) and one.crossed_by(deal):
                refused += one.never
        tied = [
            issue
            for issue, place in stake.issues.items()
            if signs[party, issue] is None
            and _sign_alone(
                held,
                issue,
                names.options[place][stake.choice[place]],
                names.options[place][stake.back[place]],
            )
            is not None
        ]
        each[party] = _holding(
            stake, signs, willing, party, guarantees, tied, tuple(dict.fromkeys(refused))
        )
    tied_by_agenda = {i: along[i] for i in stake.issues if along[i]}
    return HoldingByMarks(
        stake=stake, along=frozendict(tied_by_agenda), each=frozendict(each), willing=willing
    )


def _holding(
    stake: AtStake,
    signs: Mapping[tuple[str, str], int | None],
    willing: frozenset[str],
    party: str,
    guarantees: Sequence[Guarantee],
    tied: Sequence[str],
    refused: tuple[str, ...],
) -> MarkedHolding:
    own = [one.issue for one in stake.undertakings if one.owner == party]
    gains = tuple(issue for issue in own if signs[party, issue] == 1)
    unclear = tuple(issue for issue in own if signs[party, issue] is None)
    harmful = tuple(
        one for one in stake.undertakings if one.owner != party and signs[party, one.issue] != 1
    )
    stays: dict[Concept, bool | None] = {}
    for concept in IN_TURN:
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
        tied=tuple(issue for issue in unclear if issue in tied),
        worse=tuple(issue for issue in own if signs[party, issue] == -1),
        others=harmful,
        guarantees=tuple(
            one.id for one in guarantees if any(_answers(one, party, issue) for issue in own)
        ),
        refused=refused,
    )


def _sign(
    held: Interests, issue: str, now: str, then: str, could: Mapping[str, frozenset[str]]
) -> int | None:
    """Return whether somebody has more (1) or no more (-1) where an issue goes back."""
    alone = _sign_alone(held, issue, now, then)
    if any(
        len(one.when) > 1 and issue in one.when and _possible(one.when, could)
        for one in held.interactions
    ):
        return None
    for line in held.red_lines:
        never = line.never.get(issue, ())
        if len(line.never) > 1 and (now in never) is not (then in never):
            # Of several issues it may be crossed or no longer, as others go.
            moved = 1 if now in never else -1
            if _possible(line.never, could) and moved != alone:
                return None
    return alone


def _along(
    agenda: Agenda, deal: Deal, issue: str, could: Mapping[str, frozenset[str]]
) -> tuple[str, ...]:
    """Return what else may go back where one issue does: what cannot be had beside it."""
    found = {issue: None}

    def ends(one: str, options: Sequence[str]) -> bool:
        back = agenda.issues[one].no_deal
        return bool(back) and deal.get(one) in options and back not in options

    size = 0
    while size < len(found):
        size = len(found)
        for never in (one.never for one in agenda.constraints):
            entered = (
                agenda.issues[one].no_deal in never[one] and deal[one] not in never[one]
                for one in found
                if one in never
            )
            if any(entered) and _possible(never, could):
                found |= dict.fromkeys(
                    one for one, options in never.items() if ends(one, options)
                )
    return tuple(found)[1:]


def _possible(taken: Mapping[str, Sequence[str]], could: Mapping[str, frozenset[str]]) -> bool:
    """Return whether a combination is taken where some issues have gone back, or none has."""
    return all(could.get(issue, frozenset()) & {*some} for issue, some in taken.items())


def _sign_alone(held: Interests, issue: str, now: str, then: str) -> int | None:
    mine, its = (_mark(held, issue, option) for option in (now, then))
    if held.is_valued and issue in held.issues:
        if (mine is Mark.CANNOT) is not (its is Mark.CANNOT):
            return 1 if mine is Mark.CANNOT else -1
        of = held.issues[issue]
        if now in of.values and then in of.values and mine is not Mark.CANNOT:
            before, after = of.values[now], of.values[then]
            if after.high <= before.low:
                return -1
            return 1 if after.low > before.high and of.weight.low > 0 else None
        return None
    if mine not in _BETTER or its not in _BETTER or mine is its:
        return None
    return 1 if _BETTER[its] > _BETTER[mine] else -1


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
