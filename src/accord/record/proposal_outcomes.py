"""What became of each proposal: how far those asked have answered it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain

from attrs import frozen

from accord.model import Process
from accord.record.kinds.proposal import Proposal
from accord.record.kinds.response import Answer, Response
from accord.record.ledger import Record

WAITING = {Answer.RESERVES: "reserved", Answer.REFERS: "referred to its leadership"}
"""The answers that leave a proposal open, in words."""


@frozen
class Answered:
    """How far one addressee has answered a proposal; the latest answer to a thing counts.

    Attributes:
        by: Id of the addressee.
        given: Its answers, in order of time.
        whole: The latest answer to the whole.
        parts: The latest answer on each issue that was answered by itself.
    """

    by: str
    given: tuple[Response, ...]
    whole: Response | None
    parts: dict[str, Response]

    def on(self, issue: str) -> Response | None:
        """Return the answer that stands on an issue.

        What is said of the whole later than of the issue takes its place, for good; but an
        answer that reserves or refers the whole leaves what was said of issues, and what is
        only read as an answer leaves what the party said itself.
        """
        found: Response | None = None
        for one in self.given:
            leaves = one.answer in WAITING and found is not None and found.issues
            if issue in one.issues or not (one.issues or leaves):
                found = stronger(found, one)
        return found

    def accepts(self, issue: str) -> bool:
        """Return whether the addressee accepts the proposal on an issue."""
        found = self.on(issue)
        return found is not None and found.answer is Answer.ACCEPTS

    @property
    def accepts_whole(self) -> bool:
        """Whether the addressee accepts the proposal as it is."""
        whole = self.whole is not None and self.whole.answer is Answer.ACCEPTS
        return whole and all(map(self.accepts, self.parts))

    @property
    def inferred(self) -> tuple[Response, ...]:
        """The answers that stand and that no source calls one."""
        standing = [r for issue, r in self.parts.items() if self.on(issue) is r]
        standing += [self.whole] if self.whole else []
        return tuple(r for r in standing if r.inferred_by)

    @property
    def beside(self) -> tuple[Response, ...]:
        """What is read as an answer beside an earlier one of its own, which stands."""
        found = []
        for place, one in enumerate(self.given):
            stand = [self.on(i) for i in one.issues or self.parts]
            stand += [] if one.issues else [self.whole]
            own = [r for r in stand if r is not None and not r.inferred_by]
            if one.inferred_by and any(r in self.given[:place] for r in own):
                found.append(one)
        return tuple(found)

    def settled(self, proposal: Proposal) -> bool:
        """Return whether nothing of the proposal waits for this addressee."""
        answers = [self.on(i) for i in {*proposal.deal, *self.parts}] or [self.whole]
        if any(one is None or one.answer in WAITING for one in answers):
            return False
        return bool(proposal.deal) or self.whole is not None


@frozen
class ProposalOutcome:
    """How far those asked accept one proposal.

    Attributes:
        proposal: The proposal.
        answers: How far each addressee has answered.
    """

    proposal: Proposal
    answers: tuple[Answered, ...]

    @property
    def whole(self) -> bool:
        """Whether all accept it as it is."""
        return all(one.accepts_whole for one in self.answers)

    @property
    def issues(self) -> tuple[str, ...]:
        """The issues that it settles or that were answered by themselves."""
        named = chain(self.proposal.deal, *(one.parts for one in self.answers))
        return tuple(dict.fromkeys(named))

    @property
    def agreed(self) -> tuple[str, ...]:
        """The issues on which all accept it."""
        return tuple(i for i in self.issues if all(one.accepts(i) for one in self.answers))

    def accepting(self, issues: Sequence[str], by: Sequence[Answered]) -> list[Response]:
        """Return the answers by which some accept it on some issues, or as a whole."""
        found = [one.on(i) for one in by for i in issues] or [one.whole for one in by]
        return sorted({r.id: r for r in found if r}.values(), key=lambda r: r.date.order)


def stronger(before: Response | None, after: Response) -> Response:
    """Return which of two answers stands: the later, but for a reading after a party's own."""
    if before is None or before.inferred_by or not after.inferred_by:
        return after
    return before


def outcomes(process: Process, record: Record) -> Iterator[ProposalOutcome]:
    """Yield, of every proposal, how far those asked have answered it.

    Answers to an entry that the proposal replaces count, if they are not older than it.

    Args:
        process: Says for whom people speak.
        record: Has the proposals and the answers.
    """
    side = process.side
    responses: dict[tuple[str, str], list[Response]] = defaultdict(list)
    for response in record.of(Response):
        responses[record.latest(response.answers), side(response.by)].append(response)
    for proposal in record.of(Proposal):
        answers = []
        for addressee in dict.fromkeys(map(side, proposal.to)):
            if addressee != side(proposal.by):
                given = tuple(
                    r
                    for r in responses[proposal.id, addressee]
                    if r.date.end > proposal.date.start
                )
                parts: dict[str, Response] = {}
                whole: Response | None = None
                for one in given:
                    whole = whole if one.issues else stronger(whole, one)
                    parts |= {i: stronger(parts.get(i), one) for i in one.issues}
                answers.append(Answered(addressee, given, whole, parts))
        if answers:
            yield ProposalOutcome(proposal, tuple(answers))
