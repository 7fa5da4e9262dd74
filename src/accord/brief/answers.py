"""What became of each proposal: who owes an answer, and what was accepted."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from attrs import frozen

from accord.brief import page
from accord.brief.writer import Writer, short
from accord.record import Answer, Proposal, Response

_WAITING = {Answer.RESERVES: "reserved", Answer.REFERS: "referred to its capital"}


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

    def settled(self, proposal: Proposal) -> bool:
        """Tell whether nothing of the proposal waits for this addressee."""
        if self.whole is not None and self.whole.answer not in _WAITING:
            return True
        answered = {i for i, r in self.parts.items() if r.answer not in _WAITING}
        return bool(proposal.deal) and answered.issuperset(proposal.deal)


def owed(writer: Writer) -> Iterator[page.Line]:
    """Say of every proposal who still owes an answer to it."""
    for proposal, one in _answers(writer):
        if not one.settled(proposal):
            yield writer.line(proposal, _owing(writer, proposal, one), also=one.given)


def accepted(writer: Writer) -> Iterator[page.Line]:
    """Say what was accepted, of every proposal, in whole or on some issues."""
    for proposal, one in _answers(writer):
        name = writer.process.name(one.by)
        about = f"the proposal of {writer.process.name(proposal.by)}, {proposal.date}"
        if one.whole is not None and one.whole.answer is Answer.ACCEPTS:
            text = f"{name} accepts {about}: {_about(writer, proposal)}"
            yield writer.line(one.whole, text, also=(proposal,))
            continue
        taken = {i: r for i, r in one.parts.items() if r.answer is Answer.ACCEPTS}
        for response in {r.id: r for r in taken.values()}.values():
            issues = _named(writer, [i for i, r in taken.items() if r is response])
            yield writer.line(response, f"{name} accepts, of {about}: {issues}", (proposal,))


def _answers(writer: Writer) -> Iterator[tuple[Proposal, Answered]]:
    """Give, for every proposal and addressee, how far the addressee has answered.

    Answers to an entry that the proposal replaces count, if they are not older than it.
    """
    side = writer.process.side
    replaced = {e.supersedes: e.id for e in writer.record.entries if e.supersedes}
    responses: dict[tuple[str, str], list[Response]] = defaultdict(list)
    for response in writer.record.of(Response):
        responses[_latest(response.answers, replaced), side(response.by)].append(response)
    for proposal in writer.record.of(Proposal):
        for addressee in dict.fromkeys(map(side, proposal.to)):
            if addressee != side(proposal.by):
                given = tuple(
                    r
                    for r in responses[proposal.id, addressee]
                    if r.date.end > proposal.date.start
                )
                wholes = [r for r in given if not r.issues]
                parts = {issue: r for r in given for issue in r.issues}
                yield (
                    proposal,
                    Answered(addressee, given, wholes[-1] if wholes else None, parts),
                )


def _latest(id_: str, replaced: dict[str, str]) -> str:
    """Follow an id to the entry that replaced it last."""
    seen = {id_}
    while (id_ := replaced.get(id_, id_)) not in seen:
        seen.add(id_)
    return id_


def _owing(writer: Writer, proposal: Proposal, one: Answered) -> str:
    owes, proposer = writer.process.name(one.by), writer.process.name(proposal.by)
    notes = []
    if one.whole is not None:
        notes.append(f"{_WAITING[one.whole.answer]} on {one.whole.date}")
    for answer, word in _WAITING.items():
        if waiting := [i for i, r in one.parts.items() if r.answer is answer]:
            notes.append(f"{word}: {_named(writer, waiting)}")
    if done := [i for i, r in one.parts.items() if r.answer not in _WAITING]:
        notes.append(f"answered on {_named(writer, done)} only")
    rest = f" ({'; '.join(notes)})" if notes else ""
    return f"{owes} owes {proposer} an answer to: {_about(writer, proposal)}{rest}"


def _about(writer: Writer, proposal: Proposal) -> str:
    """Say what is proposed, in a few words."""
    terms = "; ".join(": ".join(t) for t in writer.process.agenda.describe(proposal.deal))
    return short(proposal.text.split(". ")[0] or terms or "a proposal", 110)


def _named(writer: Writer, issues: Sequence[str]) -> str:
    agenda = writer.process.agenda.issues
    return ", ".join(agenda[i].name if i in agenda else i for i in issues)
