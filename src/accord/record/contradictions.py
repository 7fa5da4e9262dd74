"""What in a record contradicts something else in it, said in a sentence each."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from functools import lru_cache

from attrs import frozen

from accord.model import Issue, Process, When
from accord.record.agreements import AgreementOutcome
from accord.record.case import Case
from accord.record.entry import Entry
from accord.record.kinds.agreement import Agreement, on_the_whole
from accord.record.kinds.offer import ConditionalOffer
from accord.record.kinds.position import Position
from accord.record.kinds.proposal import Proposal
from accord.record.kinds.response import Response
from accord.record.ledger import Record
from accord.record.proposal_outcomes import outcomes
from accord.record.wording import on, together


class Mismatch(StrEnum):
    """In which way entries contradict each other."""

    ACCEPTED_OTHERWISE = "accepted_otherwise"
    AGREED_OTHERWISE = "agreed_otherwise"
    TWO_AGREEMENTS = "two_agreements"
    WHOLE_FALLEN = "whole_fallen"
    WORDS_OTHERWISE = "words_otherwise"
    PUBLISHED_BEFORE = "published_before"
    REPEATED_LATER = "repeated_later"


@frozen(kw_only=True)
class Contradiction:
    """Entries that do not fit together.

    Attributes:
        kind: In which way: accepted_otherwise (a party's later position against what it
            accepted), agreed_otherwise (the same against an agreement that stands),
            two_agreements (of different parties, on different options), whole_fallen (an
            agreement that depends on the whole stands, and another that does has fallen),
            words_otherwise (an entry's option against its own words), published_before (all
            sources of an entry are older than what they report), repeated_later (a position
            with the date of an earlier one and later sources).
        text: What does not fit, in one sentence.
        entries: Ids of the entries.
        issue: Id of the issue; empty where it is about none.
    """

    kind: Mismatch
    text: str
    entries: tuple[str, ...]
    issue: str = ""


def contradictions(case: Case) -> tuple[Contradiction, ...]:
    """Return what does not fit together among the entries that stand.

    Args:
        case: The process and its record.
    """
    process, record = case.process, case.record
    positions: dict[tuple[str, str], Position] = {}
    for position in record.of(Position):
        positions[position.party, position.issue] = position
    found = [
        *_accepted_otherwise(process, record, positions),
        *_agreed_otherwise(case, positions),
        *_whole_fallen(case),
        *_words_otherwise(process, record),
        *_repeated_later(process, record),
    ]
    for entry in record.standing:
        if sentence := published_before(entry, record):
            found.append(
                Contradiction(
                    kind=Mismatch.PUBLISHED_BEFORE, text=sentence, entries=(entry.id,)
                )
            )
    return tuple(found)


def published_before(entry: Entry, record: Record) -> str:
    """Return a sentence where all sources of an entry are older than what they report.

    Args:
        entry: The entry.
        record: Has the sources.
    """
    dates = [record.sources[s].date for s in entry.sources if s in record.sources]
    if not dates or any(date.end > entry.date.start for date in dates):
        return ""
    last = max(dates, key=lambda date: date.end)
    return (
        f"All sources of the {entry.kind} of {entry.date.day} were published before it, the "
        f"last {on(last)}: they can announce it, and cannot report it."
    )


def otherwise(
    entry: Entry, issues: Mapping[str, Issue]
) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield where the words of an entry name another option than the entry has.

    Only names of several words or of five letters can be told from other words.

    Args:
        entry: A position, an offer, a proposal or an agreement.
        issues: The issues by id.

    Yields:
        The issue, the option that stands under it, and those that the words name.
    """
    match entry:
        case Position() if entry.option:
            options: Mapping[str, str] = {entry.issue: entry.option}
            text = entry.text
        case Proposal():
            options, text = entry.deal, entry.text
        case ConditionalOffer():
            options, text = entry.gives, entry.text
        case Agreement():
            options, text = entry.options, f"{entry.words} {entry.text}"
        case _:
            return
    if not text.strip():
        return
    for issue, option in options.items():
        if issue not in issues or option not in issues[issue].options:
            continue
        named = _named(issues[issue], text)
        if named and option not in named:
            yield issue, option, tuple(sorted(named))


def _named(issue: Issue, text: str) -> set[str]:
    """Return the options of an issue that a text names; the longest name at a place counts."""
    pattern, ids = _names(issue)
    if pattern is None:
        return set()
    return {ids[" ".join(m[0].split())] for m in pattern.finditer(text.casefold())}


@lru_cache(maxsize=10_000)
def _names(issue: Issue) -> tuple[re.Pattern[str] | None, dict[str, str]]:
    ids = {
        " ".join(option.name.casefold().split()): option.id
        for option in issue.options.values()
        if len(option.name) >= 5 or " " in option.name.strip()
    }
    names = sorted(ids, key=len, reverse=True)
    if not names:
        return None, ids
    told = "|".join(r"\s+".join(map(re.escape, name.split(" "))) for name in names)
    # of folded text: by IGNORECASE a dotless i would match the name, and be none of the keys
    return re.compile(rf"(?<!\w)(?:{told})(?!\w)"), ids


def _words_otherwise(process: Process, record: Record) -> Iterator[Contradiction]:
    issues = process.agenda.issues
    for entry in record.standing:
        for issue, option, named in otherwise(entry, issues):
            names = together(issues[issue].options[one].name for one in named)
            yield Contradiction(
                kind=Mismatch.WORDS_OTHERWISE,
                text=f"The {entry.kind} of {entry.date.day} has "
                f"'{issues[issue].options[option].name}' on {issues[issue].name}, and its "
                f"words name '{names}'.",
                entries=(entry.id,),
                issue=issue,
            )


def _accepted_otherwise(
    process: Process, record: Record, positions: Mapping[tuple[str, str], Position]
) -> Iterator[Contradiction]:
    """Yield where a party asks for another option after it accepted one."""
    issues, latest = process.agenda.issues, dict[tuple[str, str], tuple[Proposal, Response]]()
    for outcome in outcomes(process, record):
        for one in outcome.answers:
            for issue in outcome.proposal.deal:
                answer = one.on(issue)
                if one.accepts(issue) and answer is not None:
                    before = latest.get((one.by, issue))
                    if before is None or before[1].date.order <= answer.date.order:
                        latest[one.by, issue] = outcome.proposal, answer
    for (party, issue), (proposal, answer) in latest.items():
        held, option = positions.get((party, issue)), proposal.deal[issue]
        if held is None or not held.option or held.option == option or issue not in issues:
            continue
        if held.date.start <= answer.date.start:  # it accepted what it had not asked for
            continue
        name = issues[issue]
        yield Contradiction(
            kind=Mismatch.ACCEPTED_OTHERWISE,
            text=f"{process.name(party)} accepted '{_option(name, option)}' on {name.name} "
            f"{on(answer.date)}, and its position of {held.date.day} is "
            f"'{_option(name, held.option)}'.",
            entries=(answer.id, proposal.id, held.id),
            issue=issue,
        )


def _option(issue: Issue, option: str) -> str:
    return issue.choices[option].name if option in issue.choices else option


def _agreed_otherwise(
    case: Case, positions: Mapping[tuple[str, str], Position]
) -> Iterator[Contradiction]:
    """Yield where a party says otherwise after an agreement, or two agreements differ."""
    process = case.process
    issues = process.agenda.issues
    held: dict[str, list[AgreementOutcome]] = defaultdict(list)
    for one in case.agreed.outcomes:
        for issue in one.held:
            held[issue].append(one)
    for issue, found in held.items():
        if issue not in issues:
            continue
        name = issues[issue]
        for place, one in enumerate(found):
            option = one.deal.get(issue, "")
            for party in one.between:
                said = positions.get((party, issue))
                if said is None or not said.option or not option or said.option == option:
                    continue
                if said.date.start > one.date.start:
                    yield Contradiction(
                        kind=Mismatch.AGREED_OTHERWISE,
                        text=f"{process.name(party)} agreed on '{_option(name, option)}' on "
                        f"{name.name} {on(one.date)}, and its position of "
                        f"{said.date.day} is '{_option(name, said.option)}'.",
                        entries=(*one.entries, said.id),
                        issue=issue,
                    )
            if place and option and option != found[0].deal.get(issue, option):
                newest = found[0]
                yield Contradiction(
                    kind=Mismatch.TWO_AGREEMENTS,
                    text=f"On {name.name}, the agreement of {one.date.day} has "
                    f"'{_option(name, option)}' and that of {newest.date.day}, between "
                    f"others, '{_option(name, newest.deal[issue])}'; both stand.",
                    entries=(*one.entries, *newest.entries),
                    issue=issue,
                )


def _whole_fallen(case: Case) -> Iterator[Contradiction]:
    """Yield an agreement that stands on the condition of a whole of which another part fell.

    What the whole is nobody has written down, so it is told and nothing falls by it.
    """
    issues = case.process.agenda.issues
    parts = [one for one in case.agreed.outcomes if on_the_whole(one.condition)]
    settled = {i for one in parts for i in one.held}
    for one in parts:
        for lost in parts if one.held else ():
            fell = [i for i in lost.fell if i in issues and i not in settled]
            if lost is one or not fell or set(lost.between) != set(one.between):
                continue
            names = together(issues[i].name for i in fell)
            told = f"The agreement of {one.date.day} depends on the whole, and stands; that of"
            yield Contradiction(
                kind=Mismatch.WHOLE_FALLEN,
                text=f"{told} {lost.date.day}, on the same condition, has fallen on {names}.",
                entries=tuple(dict.fromkeys((*one.entries, *lost.entries, *lost.changed_by))),
            )


def _repeated_later(process: Process, record: Record) -> Iterator[Contradiction]:
    """Yield a position with the date of an earlier one whose sources are all later than its."""
    seen: dict[tuple[str, str, str, str, When], list[Position]] = defaultdict(list)
    for one in record.of(Position):
        said = "" if one.option else " ".join(one.text.casefold().split())
        seen[one.party, one.issue, one.option, said, one.date].append(one)
    for group in seen.values():
        told = [(dates, one) for one in group if (dates := _published(one, record))]
        if len(told) < 2:
            continue
        told.sort(key=lambda pair: (max(pair[0], key=_over).end, pair[1].id))
        dates, first = told[0]
        latest = max(date.end for date in dates)
        for others, one in told[1:]:
            if min(date.start for date in others) >= latest:
                again = min(others, key=lambda date: date.start)
                yield Contradiction(
                    kind=Mismatch.REPEATED_LATER,
                    text=f"'{one.id}' gives the position of {process.name(one.party)} of "
                    f"{one.date.day} again, and its sources are of {again.day}: if it "
                    "was said again then, that is its date.",
                    entries=(first.id, one.id),
                    issue=one.issue,
                )


def _published(entry: Entry, record: Record) -> list[When]:
    return [record.sources[s].date for s in entry.sources if s in record.sources]


def _over(date: When) -> datetime:
    return date.end
