"""What became of each proposal, in lines: who owes an answer, what all or some accept."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product

import attrs

from accord.brief.lines import RecordLine, Writer
from accord.model import Process, When
from accord.record import AgreementOutcome, Answer, ConditionalOffer, Proposal, Response
from accord.record.kinds.offer import given
from accord.record.proposal_outcomes import WAITING, Answered, ProposalOutcome
from accord.record.sentences import inferred
from accord.record.wording import on, short, together

_ELSE = {
    Answer.REJECTS: "rejects it",
    Answer.COUNTERS: "answers with a proposal of its own",
    Answer.RESERVES: "reserves its answer",
    Answer.REFERS: "refers it to its leadership",
}

_ROOM = 200
"""How many signs the options of a proposal may take where it is named: two lines."""


def owed(
    writer: Writer,
    found: Iterable[ProposalOutcome],
    made: Iterable[AgreementOutcome],
) -> Iterator[RecordLine]:
    """Yield, of every proposal, who still owes an answer to it: in one line who has said alike.

    Args:
        writer: Writes the lines.
        found: What became of the proposals.
        made: What was agreed, which answers what was proposed before.
    """
    overtaken, name = _Overtaken(writer.process, made), writer.process.name
    for outcome in found:
        proposal = outcome.proposal
        owing: dict[tuple[str, str], list[Answered]] = defaultdict(list)
        for one in outcome.answers:
            if overtaken(proposal.by, one.by, proposal.date, proposal.deal):
                continue
            if not one.settled(proposal):
                said = _owing(writer, proposal, one), _in_short(writer, proposal, one)
                owing[said].append(one)
            elif one.inferred:
                line = writer.line(
                    proposal, _read_as_answered(writer, proposal, one), also=one.given
                )
                told = f"{name(one.by)} {_in_short(writer, proposal, one)}"
                yield attrs.evolve(line, short=told)
        for (text, told), some in owing.items():
            who = _owe(name(one.by) for one in some)
            replies = dict.fromkeys(r for one in some for r in one.given)
            line = writer.line(proposal, f"{who} {text}", also=replies)
            yield attrs.evolve(line, short=f"{who} {told}")


def _owe(names: Iterable[str]) -> str:
    """Return who owes something, with the verb."""
    who = [*names]
    return f"{together(who)} {'owes' if len(who) == 1 else 'owe'}"


class _Overtaken:
    """Whether a later agreement answers what somebody asked, whatever became of that.

    It does where it is on all issues of a proposal or an offer, and whoever was asked is one of
    those who agreed; where no party was asked, such as a mediator who is to pass it on, whoever
    made it.
    """

    def __init__(self, process: Process, made: Iterable[AgreementOutcome]) -> None:
        self._process = process
        self._latest: dict[tuple[str, str], When] = {}
        for accord in made:
            for key in product(accord.between, accord.issues):
                self._latest[key] = max(accord.date, self._latest.get(key, accord.date))

    def __call__(self, by: str, to: str, date: When, issues: Iterable[str]) -> bool:
        process = self._process
        who = to if to in process.parties else process.side(by)
        later = [self._latest.get((who, issue)) for issue in issues]
        return bool(later) and all(when and when.end > date.start for when in later)


def owed_to_offers(
    writer: Writer,
    offers: Mapping[str, ConditionalOffer],
    made: Iterable[AgreementOutcome],
) -> Iterator[RecordLine]:
    """Yield, of every conditional offer that is made to somebody, who owes an answer to it.

    Who would give something of what it wants in return, in an offer of its own, has answered.

    Args:
        writer: Writes the lines.
        offers: The offers that count, by id.
        made: What was agreed, which answers what was offered before.
    """
    overtaken = _Overtaken(writer.process, made)
    process, agenda = writer.process, writer.process.agenda
    said = {
        (writer.record.latest(r.answers), process.side(r.by)): r
        for r in writer.record.of(Response)
    }
    for one in offers.values():
        owing: dict[str, dict[str, Response | None]] = defaultdict(dict)
        for addressee in dict.fromkeys(map(process.side, one.to)):
            answer = said.get((one.id, addressee))
            gives = any(
                other.party == addressee and other.gives.get(i) in options
                for other in offers.values()
                for i, options in one.if_.items()
            )
            if gives or (answer and answer.answer not in WAITING) or addressee == one.party:
                continue
            if overtaken(one.party, addressee, one.date, {**one.gives, **one.if_}):
                continue
            noted = f" ({WAITING[answer.answer]} {on(answer.date)})" if answer else ""
            owing[noted][addressee] = answer
        for noted, some in owing.items():
            who, whom = _owe(map(process.name, some)), process.name(one.party)
            what = f"{given(agenda, one.gives)}{one.condition(agenda)}"
            text = f"{who} {whom} an answer{noted} to the offer of {one.date.day}: {what}."
            yield writer.line(one, text, also=filter(None, some.values()))


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
    who = together(process.name(one.by) for one in by)
    accept = "accepts" if len(by) == 1 else "accept"
    about = f"the proposal of {process.name(proposal.by)}, {proposal.date.words}"
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


def _read_as_answered(writer: Writer, proposal: Proposal, one: Answered) -> str:
    """Return the sentence that an answer is one only as somebody reads it."""
    process = writer.process
    readers = together(dict.fromkeys(process.name(r.inferred_by) for r in one.inferred))
    days = ", ".join(dict.fromkeys(on(r.date) for r in one.inferred))
    return (
        f"{process.name(one.by)} to {process.name(proposal.by)}: what it said {days} is "
        f"read by {readers} as an answer to: {_about(writer, proposal)}"
    )


def _in_short(writer: Writer, proposal: Proposal, one: Answered) -> str:
    """Return behind who owes it an answer to which proposal, and how far it has one."""
    process, day = writer.process, proposal.date.day
    proposer = process.name(proposal.by)
    about = f"the proposal of {day} on {writer.names.issues(proposal.deal)}"
    if not proposal.deal:
        about = f"the proposal of {day}: {short(proposal.text or 'no words of it', 60)}"
    if one.settled(proposal):
        named = dict.fromkeys(process.name(r.inferred_by) for r in one.inferred)
        readers = together(named)
        return f"to {proposer}: answered only as {readers} read it, {about}"
    notes = []
    if one.whole is not None and one.whole.answer in WAITING:
        notes.append(f"{WAITING[one.whole.answer]} {on(one.whole.date)}")
    done = [i for i, r in one.parts.items() if one.on(i) is r and r.answer not in WAITING]
    if done:
        notes.append(f"answered on {len(done)} of {len({*proposal.deal, *one.parts})} issues")
    said = f" ({'; '.join(notes)})" if notes else ""
    return f"{proposer} an answer{said} to {about}"


def _owing(writer: Writer, proposal: Proposal, one: Answered) -> str:
    """Return behind who owes it an answer to what, in full, and how far it has one."""
    proposer = writer.process.name(proposal.by)
    notes = []
    if one.whole is not None and one.whole.answer in WAITING:
        word = WAITING[one.whole.answer]
        notes.append(f"{word} {on(one.whole.date)}{inferred(writer.process, one.whole)}")
    parts = {i: r for i, r in one.parts.items() if one.on(i) is r or r in one.beside}
    for answer, word in WAITING.items():
        waiting = {i: r for i, r in parts.items() if r.answer is answer}
        if waiting:
            notes.append(f"{word}: {_by_reader(writer, waiting, ', and ')}")
    if done := {i: r for i, r in parts.items() if r.answer not in WAITING}:
        notes.append(f"answered on {_by_reader(writer, done, ', and on ')} only")
    rest = f" ({'; '.join(notes)})" if notes else ""
    return f"{proposer} an answer to: {_about(writer, proposal)}{rest}"


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
