"""How each issue stands: open, common ground, agreed or fallen, derived from the entries."""

from collections import defaultdict
from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from attrs import field, frozen

from accord.model import Process, When
from accord.record.agreements import AgreementHistory, AgreementOutcome
from accord.record.case import Case
from accord.record.kinds.position import Position
from accord.record.kinds.proposal import Proposal
from accord.record.ledger import Record
from accord.record.proposal_outcomes import ProposalOutcome, outcomes


class Ground(StrEnum):
    """How an issue stands."""

    OPEN = "open"
    COMMON_GROUND = "common_ground"
    AGREED = "agreed"
    FALLEN = "fallen"


@frozen(kw_only=True)
class IssueStanding:
    """How one issue stands.

    Attributes:
        standing: open, common_ground, agreed or fallen.
        option: Id of the option agreed on, or that fell; empty where there is none.
        words: The words agreed on, where no option says it.
        same_option: Whether the same option stands for all parties in their latest positions.
        since: Since when it stands so; None where it was never more than open.
        by: Ids of the parties by whom.
        condition: On what the agreement depends; empty where on nothing more.
        partly: Ids of the parties that agree among themselves where not all do.
        without: Ids of the parties that have not joined what the others agreed on: because they
            came to the table later, or where not all agree.
        entries: Ids of the entries behind it.
    """

    standing: Ground = Ground.OPEN
    option: str = ""
    words: str = ""
    same_option: bool = False
    since: When | None = None
    by: tuple[str, ...] = ()
    condition: str = ""
    partly: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()


@frozen(kw_only=True)
class SharedOption:
    """An option that all parties said they agree on: one proposed it and all others accepted.

    Attributes:
        option: Id of the option.
        since: When the last of them accepted it.
        proposal: The proposal.
        accepted: The answers by which they did, in order of time.
    """

    option: str
    since: When
    proposal: Proposal
    accepted: tuple[Any, ...] = field(default=())

    @property
    def entries(self) -> tuple[str, ...]:
        """The ids of the proposal and of the answers."""
        return (self.proposal.id, *(one.id for one in self.accepted))


def issue_standings(case: Case) -> dict[str, IssueStanding]:
    """Return how each issue of the agenda stands, by its id.

    An issue is agreed where an agreement holds on it between all parties that were at the table
    when it was made, fallen where the latest such agreement does not any more, common ground
    where all of them accepted an option that one of them or a mediator proposed, and nobody has
    asked for another since.

    Args:
        case: The process and its record.
    """
    process, record, found = case.process, case.record, case.agreed
    on: dict[str, list[AgreementOutcome]] = defaultdict(list)
    for one in found.outcomes:
        for issue in one.issues:
            on[issue].append(one)
    every = tuple(outcomes(process, record))
    kept = [one for one in every if one.proposal.id not in found.refused]
    ground = common_ground(process, record, kept)
    lost = [one for one in every if one.proposal.id in found.refused]
    was = common_ground(process, record, lost)
    same = same_options(process, record)
    return {
        issue: _standing(process, issue, on[issue], ground, was, found, same)
        for issue in process.agenda.issues
    }


def _standing(
    process: Process,
    issue: str,
    made: list[AgreementOutcome],
    ground: dict[str, SharedOption],
    was: dict[str, SharedOption],
    found: AgreementHistory,
    same: frozenset[str],
) -> IssueStanding:
    """Return how one issue stands.

    Args:
        process: The parties.
        issue: The id of the issue.
        made: The agreements that settled it, the newest first.
        ground: The common ground by issue.
        was: What would be, had no body refused the proposal.
        found: By whom it was refused.
        same: The issues on which all parties ask for the same.
    """
    alike, parties = issue in same, process.parties
    holding = [one for one in made if issue in one.held]
    whole = next((one for one in holding if one.by_all(process)), None)
    if whole:
        late = tuple(p for p in parties if p not in whole.between)
        return _of(whole, issue, Ground.AGREED, whole.held[issue], alike, without=late)
    partly = tuple(dict.fromkeys(p for one in holding for p in one.between if p in parties))
    others = tuple(p for p in parties if p not in partly) if partly else ()
    fell = next((o for o in made if issue in o.fell and o.by_all(process)), None)
    held, before = ground.get(issue), was.get(issue)
    if held and (fell is None or held.since.start >= fell.fell[issue].start):
        return IssueStanding(
            standing=Ground.COMMON_GROUND,
            option=held.option,
            same_option=alike,
            since=held.since,
            by=tuple(sorted(process.at_table(held.since))),
            partly=partly,
            entries=held.entries,
        )
    if fell:
        return _of(fell, issue, Ground.FALLEN, fell.fell[issue], alike, partly)
    if before:
        refused = found.refused[before.proposal.id]
        return IssueStanding(
            standing=Ground.FALLEN,
            option=before.option,
            same_option=alike,
            since=max(before.since, *(one.date for one in refused)),
            by=tuple(sorted(process.at_table(before.since))),
            partly=partly,
            entries=(*before.entries, *(one.id for one in refused)),
        )
    entries = tuple(dict.fromkeys(e for one in holding for e in one.entries))
    return IssueStanding(same_option=alike, partly=partly, without=others, entries=entries)


def _of(
    one: AgreementOutcome,
    issue: str,
    standing: Ground,
    since: When,
    alike: bool,
    partly: tuple[str, ...] = (),
    without: tuple[str, ...] = (),
) -> IssueStanding:
    return IssueStanding(
        standing=standing,
        option=one.deal.get(issue, ""),
        words="" if issue in one.deal else one.words,
        same_option=alike,
        since=since,
        by=one.between,
        condition=one.condition,
        partly=partly,
        without=without,
        entries=one.entries,
    )


@frozen(kw_only=True)
class Acceptance:
    """What a party took on itself on an issue: it agreed, accepted, or proposed it.

    Attributes:
        how: agreed, accepted or proposed.
        option: Id of the option; empty where only words say it.
        words: The words of an agreement without an option.
        since: When.
        entries: Ids of the entries behind it.
    """

    how: str
    option: str
    words: str = ""
    since: When
    entries: tuple[str, ...]


def acceptances(case: Case) -> dict[tuple[str, str], Acceptance]:
    """Return, by party and issue, the latest that the party agreed to, accepted or proposed.

    An agreement that holds goes before an acceptance, and that before a proposal of its own. A
    party has said something on an issue where it is here, whether or not it has a position.

    Args:
        case: The process and its record.
    """
    process, record = case.process, case.record
    side, found = process.side, dict[tuple[str, str], Acceptance]()
    every = tuple(outcomes(process, record))
    for proposal in record.of(Proposal):
        if (by := side(proposal.by)) in process.parties:
            for issue, option in proposal.deal.items():
                found[by, issue] = Acceptance(
                    how="proposed", option=option, since=proposal.date, entries=(proposal.id,)
                )
    taken: dict[tuple[str, str], Acceptance] = {}
    for outcome in every:
        for answered in outcome.answers:
            for issue, option in outcome.proposal.deal.items():
                answer = answered.on(issue)
                if answered.by not in process.parties or answer is None:
                    continue
                before = taken.get((answered.by, issue))
                if answered.accepts(issue) and (
                    before is None or before.since.order <= answer.date.order
                ):
                    taken[answered.by, issue] = Acceptance(
                        how="accepted",
                        option=option,
                        since=answer.date,
                        entries=(answer.id, outcome.proposal.id),
                    )
    found |= taken
    for one in reversed(case.agreed.outcomes):
        for issue, since in one.held.items():
            for party in one.between:
                if party in process.parties:
                    found[party, issue] = Acceptance(
                        how="agreed",
                        option=one.deal.get(issue, ""),
                        words="" if issue in one.deal else one.words,
                        since=since,
                        entries=one.entries,
                    )
    return found


def same_options(process: Process, record: Record) -> frozenset[str]:
    """Return the issues on which the same option stands for all parties, two at least."""
    asked: dict[str, dict[str, str]] = defaultdict(dict)
    for position in record.of(Position):
        asked[position.issue][position.party] = position.option
    parties = process.parties
    return frozenset(
        issue
        for issue, by in asked.items()
        if len(parties) > 1
        and by.keys() == parties.keys()
        and len(set(by.values())) == 1
        and "" not in by.values()
    )


def common_ground(
    process: Process, record: Record, found: Iterable[ProposalOutcome]
) -> dict[str, SharedOption]:
    """Return, by issue, the option that one proposed and all the others accepted.

    Whoever asks for another option later, in a position or a proposal, takes it away again.

    Args:
        process: Says who is a party, and for whom people speak.
        record: What happened and who says so.
        found: What became of the proposals that are looked at, in order of time.
    """
    side, parties = process.side, set(process.parties)
    asked: dict[str, list[tuple[Any, str]]] = defaultdict(list)
    for position in record.of(Position):
        asked[position.issue].append((position.date.order, position.option))
    for proposal in record.of(Proposal):
        if side(proposal.by) in parties:
            for issue, option in proposal.deal.items():
                asked[issue].append((proposal.date.order, option))
    later: dict[str, dict[str, Any]] = {}
    for issue, every in asked.items():
        latest: dict[str, Any] = {}
        for when, option in every:
            latest[option] = max(when, latest.get(option, when))
        later[issue] = latest
    ground: dict[str, SharedOption] = {}
    for outcome in found:
        proposal = outcome.proposal
        asked_of = {side(proposal.by), *(one.by for one in outcome.answers)}
        for issue in outcome.agreed:
            option = proposal.deal.get(issue, "")
            if not option:
                continue
            given = outcome.accepting([issue], outcome.answers)
            since = given[-1].date
            if not process.at_table(since) <= asked_of:
                continue
            against = (w for other, w in later.get(issue, {}).items() if other != option)
            if not any(when > since.order for when in against):
                ground[issue] = SharedOption(
                    option=option, since=since, proposal=proposal, accepted=tuple(given)
                )
    return ground
