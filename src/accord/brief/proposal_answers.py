"""What became of each proposal: who owes an answer, what was agreed, and what some accept."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

import attrs
from attrs import frozen

from accord.brief.lines import RecordLine, Writer
from accord.record import Answer, Proposal, Response
from accord.record.sentences import inferred
from accord.record.wording import short

_WAITING = {Answer.RESERVES: "reserved", Answer.REFERS: "referred to its leadership"}
_ELSE = {
    Answer.REJECTS: "rejects it",
    Answer.COUNTERS: "answers with a proposal of its own",
    Answer.RESERVES: "reserves its answer",
    Answer.REFERS: "refers it to its leadership",
}

_ROOM = 200
"""How many signs the options of a proposal may take where it is named: two lines."""


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
            leaves = one.answer in _WAITING and found is not None and found.issues
            if issue in one.issues or not (one.issues or leaves):
                found = _stronger(found, one)
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
        if any(one is None or one.answer in _WAITING for one in answers):
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


def _stronger(before: Response | None, after: Response) -> Response:
    """Return which of two answers stands: the later, but for a reading after a party's own."""
    if before is None or before.inferred_by or not after.inferred_by:
        return after
    return before


def outcomes(writer: Writer) -> Iterator[ProposalOutcome]:
    """Give, of every proposal, how far those asked have answered it.

    Answers to an entry that the proposal replaces count, if they are not older than it.
    """
    side = writer.process.side
    replaced = {e.supersedes: e.id for e in writer.record.entries if e.supersedes}
    responses: dict[tuple[str, str], list[Response]] = defaultdict(list)
    for response in writer.record.of(Response):
        responses[_latest(response.answers, replaced), side(response.by)].append(response)
    for proposal in writer.record.of(Proposal):
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
                    whole = whole if one.issues else _stronger(whole, one)
                    parts |= {i: _stronger(parts.get(i), one) for i in one.issues}
                answers.append(Answered(addressee, given, whole, parts))
        if answers:
            yield ProposalOutcome(proposal, tuple(answers))


def owed(writer: Writer, found: Iterable[ProposalOutcome]) -> Iterator[RecordLine]:
    """Yield, of every proposal, who still owes an answer to it."""
    for outcome in found:
        for one in outcome.answers:
            settled = one.settled(outcome.proposal)
            if not settled or one.inferred:
                say = _read_as_answered if settled else _owing
                text = say(writer, outcome.proposal, one)
                yield writer.line(outcome.proposal, text, also=one.given)


def agreed(writer: Writer, found: Iterable[ProposalOutcome]) -> Iterator[RecordLine]:
    """Yield what was agreed of proposals: what all of those asked accept, whole or in part."""
    for outcome in found:
        if outcome.whole:
            yield _line(writer, outcome, (), outcome.answers)
        elif outcome.agreed:
            yield _line(writer, outcome, outcome.agreed, outcome.answers)


def accepted_by_some(writer: Writer, found: Iterable[ProposalOutcome]) -> Iterator[RecordLine]:
    """Yield what some of those asked accept and others do not, with what those say."""
    for outcome in found:
        if outcome.whole:
            continue
        whole = [one for one in outcome.answers if one.accepts_whole]
        if whole:
            yield _line(writer, outcome, (), whole)
        parts: dict[tuple[Answer | None, ...], list[str]] = defaultdict(list)
        for issue in outcome.issues:
            given = (one.on(issue) for one in outcome.answers)
            parts[tuple(None if r is None else r.answer for r in given)].append(issue)
        for issues in parts.values():
            accepting = [one for one in outcome.answers if one.accepts(issues[0])]
            if 0 < len(accepting) < len(outcome.answers) and accepting != whole:
                yield _line(writer, outcome, issues, accepting)


def _line(
    writer: Writer, outcome: ProposalOutcome, issues: Sequence[str], by: Sequence[Answered]
) -> RecordLine:
    """Return a line on who accepts a proposal, whole or in part, and what the others say."""
    process, proposal = writer.process, outcome.proposal
    given = outcome.accepting(issues, by)
    who = " and ".join(process.name(one.by) for one in by)
    accept = "accepts" if len(by) == 1 else "accept"
    about = f"the proposal of {process.name(proposal.by)}, {proposal.date}"
    parts = [f"{who} {accept} {about}: {proposal.terms(process.agenda) or 'a proposal'}"]
    if issues:
        said = f" ({proposal.text.removesuffix('.')})" if proposal.text else ""
        parts = [f"{who} {accept}, of {about}{said}: {_terms(writer, proposal, issues)}"]
    parts += [
        ": ".join(filter(None, (process.name(r.by), r.text.removesuffix("."))))
        + inferred(process, r)
        for r in given
        if r.text or r.inferred_by
    ]
    told = list(given)
    for one in outcome.answers:
        standing = [] if one in by else _otherwise(one, issues)
        beside = [r for r in one.beside if not (r.issues and issues) or {*r.issues} & {*issues}]
        says = [_answered(writer, r, issues) for r in (*standing, *beside)]
        if one not in by and not standing:
            says.insert(0, "has answered in part only" if one.given else "has not answered")
        if says:
            parts.append(f"{process.name(one.by)} {', and '.join(says)}")
        told += [*standing, *beside]
    line = writer.line(given[-1], "; ".join(parts))
    others = (r.id for r in told if r is not given[-1])
    return attrs.evolve(
        line,
        entries=tuple(dict.fromkeys((*line.entries, *others, proposal.id))),
        sources=writer.sources(dict.fromkeys(s for r in told for s in r.sources)),
    )


def _otherwise(one: Answered, issues: Sequence[str]) -> list[Response]:
    """Return what somebody who does not accept says instead; nothing if it has not answered."""
    found = [one.on(issue) for issue in issues] or [one.whole]
    return [r for r in found if r is not None and r.answer in _ELSE][:1]


def _answered(writer: Writer, response: Response, issues: Sequence[str]) -> str:
    """Return an answer after the name of who gives it, where some issues are spoken of."""
    on = "" if issues or not response.issues else f" on {writer.names.issues(response.issues)}"
    said = _ELSE.get(response.answer, "accepts it")
    return f"{said}{on}{inferred(writer.process, response)}"


def _latest(id_: str, replaced: dict[str, str]) -> str:
    """Follow an id to the entry that replaced it last."""
    seen = {id_}
    while (id_ := replaced.get(id_, id_)) not in seen:
        seen.add(id_)
    return id_


def _read_as_answered(writer: Writer, proposal: Proposal, one: Answered) -> str:
    """Return the sentence that an answer is one only as somebody reads it."""
    process = writer.process
    readers = " and ".join(dict.fromkeys(process.name(r.inferred_by) for r in one.inferred))
    days = ", ".join(dict.fromkeys(str(r.date) for r in one.inferred))
    return (
        f"{process.name(one.by)} to {process.name(proposal.by)}: what it said on {days} is "
        f"read by {readers} as an answer to: {_about(writer, proposal)}"
    )


def _owing(writer: Writer, proposal: Proposal, one: Answered) -> str:
    owes, proposer = writer.process.name(one.by), writer.process.name(proposal.by)
    notes = []
    if one.whole is not None and one.whole.answer in _WAITING:
        word = _WAITING[one.whole.answer]
        notes.append(f"{word} on {one.whole.date}{inferred(writer.process, one.whole)}")
    parts = {i: r for i, r in one.parts.items() if one.on(i) is r or r in one.beside}
    for answer, word in _WAITING.items():
        waiting = {i: r for i, r in parts.items() if r.answer is answer}
        if waiting:
            notes.append(f"{word}: {_by_reader(writer, waiting, ', and ')}")
    if done := {i: r for i, r in parts.items() if r.answer not in _WAITING}:
        notes.append(f"answered on {_by_reader(writer, done, ', and on ')} only")
    rest = f" ({'; '.join(notes)})" if notes else ""
    return f"{owes} owes {proposer} an answer to: {_about(writer, proposal)}{rest}"


def _by_reader(writer: Writer, parts: Mapping[str, Response], joined: str) -> str:
    """Name issues, those apart whose answer is one only as somebody reads it."""
    groups: dict[str, list[str]] = defaultdict(list)
    for issue, response in parts.items():
        groups[inferred(writer.process, response)].append(issue)
    return joined.join(
        f"{writer.names.issues(issues)}{read}" for read, issues in groups.items()
    )


def _about(writer: Writer, proposal: Proposal) -> str:
    """Return what is proposed in few words: the options, and how its own words begin."""
    pairs = writer.process.agenda.describe(proposal.deal)
    terms = [": ".join(pair) for pair in pairs]
    room = [n for n in range(1, len(terms) + 1) if len("; ".join(terms[:n])) <= _ROOM]
    kept = max(room, default=1)
    more = len(terms) - kept
    rest = [f"and {more} more {'issue' if more == 1 else 'issues'}"] if more > 0 else []
    options, first = "; ".join([*terms[:kept], *rest]), proposal.text.split(". ")[0]
    said = short(first, 110)
    if first != proposal.text and not said.endswith(" ..."):
        said = f"{said} ..."
    return f"{options} ({said})" if options and said else options or said or "a proposal"


def _terms(writer: Writer, proposal: Proposal, issues: Sequence[str]) -> str:
    """Name issues, each with the option that is proposed, if one is."""
    deal = {i: proposal.deal[i] for i in issues if i in proposal.deal}
    said = [": ".join(term) for term in writer.process.agenda.describe(deal)]
    return "; ".join([*said, *(writer.names.issues([i]) for i in issues if i not in deal)])
