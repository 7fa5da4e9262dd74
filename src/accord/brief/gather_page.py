"""What stands on the page: chosen by weight, as far as one side has room."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from heapq import nlargest

from attrs import evolve, frozen
from frozendict import frozendict

from accord.brief.dossier import addressed
from accord.brief.known import MOST_LINES, Known
from accord.brief.lines import RecordLine
from accord.brief.page import (
    ContestedNow,
    HolderVerdict,
    IssueCounts,
    IssueNow,
    Page,
    PageLine,
    PagePart,
    StateNow,
)
from accord.brief.sections.open_questions import in_one_line
from accord.brief.sections.outside_the_room import recent_series
from accord.brief.sections.what_is_contested import Contest, WhatIsContested
from accord.brief.sections.what_is_offered import offers_in_short
from accord.brief.sections.where_talks_stand import WhereTalksStand
from accord.brief.sections.who_wants_what import WhoWantsWhat, moves, not_joined
from accord.brief.sections.will_it_hold import WillItHold
from accord.brief.sections.will_they_reach_it import WillTheyReachIt, prospects_in_short
from accord.brief.side import (
    HEADING,
    MOST_SIGNS,
    PAPER,
    PHONE,
    READINGS_SIGNS,
    PageRoom,
    deal_out,
    rows,
)
from accord.brief.weight import Weight, difference, nearness, weight
from accord.model import MEDIATOR, Reader, voices
from accord.record import Claim, Entry, Section, Series
from accord.record.issue_standings import Ground
from accord.record.ledger import issues as issues_of
from accord.record.sentences import series_told
from accord.record.talks_state import StateReading, TalksPhase
from accord.record.wording import short, together, written
from accord.telling.holder_words import in_one_sentence
from accord.telling.holding_told import holding_in_short
from accord.telling.marks_by_holder import marks_in_one_sentence
from accord.telling.outsider_words import consent_in_short
from accord.telling.voice_words import voices_in_one_line

SECTIONS = {Section.OUTSIDE, Section.NUMBERS, Section.MATRIX, Section.QUESTIONS}
"""Where entries stand that are told elsewhere than with what moved."""

MOST_NAMED = 1
"""How many ids stand behind a line; of more, how many more there are."""

MOST_READINGS = 2
"""How many readings of what is contested stand in one line."""

LEAST_READING = 40
"""How many signs of a reading stay: who says it, and the first words."""

MEDIATING = ("mediator", "co-mediator", "facilitator", "convenor", "convener")
"""The roles in which somebody leads the talks, in the words that people use."""

LEAST_NAME = 24
"""How many signs of a name stay: a person with a side of one word."""

ROLES = (*MEDIATING, "host", "host state", "guarantor", "witness", "observer")
"""The roles of others than the parties that stand at the head of the page."""

MOST_HOLDERS = 3
"""By how many holders' numbers a deal is spoken of; of more, how many more there are."""

NAMED = {
    "agreed": "Agreed",
    "common_ground": "Common ground",
    "fallen": "Fallen",
    "open": "Open",
}
"""Where issues stand, in words, what is settled first."""


@frozen(kw_only=True)
class Weighed:
    """A line with what it weighs.

    Attributes:
        line: The line.
        weight: What it weighs.
        order: Its place in the record: of what weighs the same the later comes first.
    """

    line: RecordLine
    weight: Weight
    order: int = 0


def gather_page(known: Known, reader: Reader) -> Page:
    """Return the page of a case.

    Args:
        known: What it is made from, as its reader may see it.
        reader: Who reads it.
    """
    process, case = known.process, known.case
    standing = known.gathered(WhereTalksStand).standing
    state, issues = _state(known), _issues(known)
    chosen = _Chooser(
        known, frozenset(i for i, one in issues.items() if one.standing == "open")
    )
    contested = chosen.contested(known.gathered(WhatIsContested).contested)
    unfit = chosen.heaviest(known.gathered(WhatIsContested).unfitting)
    moved, outside = chosen.moved(), chosen.outside()
    owed = chosen.heaviest(standing.owed)
    offers = tuple(offers_in_short(known))
    heard, talks = _voices(known), _talks(known)
    asked = heard or talks or _is_asked(known, reader, state)
    verdict = tuple(_verdict(known)) if asked else ()
    counts = _counts(issues)
    head = (addressed(process, reader), *filter(None, (_others(known),)))
    since = f" since {written(known.since)}" if known.since else ""
    wanted = (
        _part("Who owes whom an answer", "standing", owed, none="Nobody, by the record."),
        *([_part(_offers_title(known), "offers", offers, none="")] if offers else []),
        _part(
            f"What moved{since or ' since the talks began'}",
            "standing",
            [line for line in moved if line.kind != "state"],  # it stands at the top
            none="Where the talks stand, as above."
            if moved
            else known.before(lambda e: e.section not in SECTIONS),
        ),
        _part(
            f"Contested: {len(known.contests)}",
            "contested",
            contested,
            none="Nothing, by the record.",
        ),
        *(
            [_part(f"Does not fit together: {len(unfit)}", "contested", unfit, none="")]
            if unfit
            else []
        ),
        _part(
            f"Outside the room{since}",
            "outside",
            outside,
            none=known.before(lambda e: e.section is Section.OUTSIDE),
        ),
        _part(
            "What comes next",
            "standing",
            [*_questions(known), *(evolve(line, date="") for line in standing.next)],
            none=_nothing_next(known),
        ),
    )
    fixed = (
        _state_part(state),
        _issue_part(known, counts, issues),
        *([_verdict_part(known, verdict, heard)] if verdict or heard else []),
        *_prospect_part(talks),
        *_holding_part(known),
    )
    room = PAPER if known.talks or known.holding else PHONE
    taken = sum(rows(one, room) for one in (*head, short(process.title, 110))) + sum(
        HEADING + sum(_rows(part, room)) for part in fixed
    )
    taken += sum(
        HEADING + 1 + (rows(part.none, room) if not part.lines else 0) for part in wanted
    )
    # Where more was asked the room is short: what is contested and owed goes first.
    first = ("contested", "standing") if room is PAPER else ()
    turns = sorted(range(len(wanted)), key=lambda n: _turn(wanted[n].anchor, first))
    dealt = deal_out([_rows(wanted[n], room) for n in turns], room.rows - taken)
    found = [n for _, n in sorted(zip(turns, dealt, strict=True))]
    shown = [
        # Of lines for which there is no room it is not said that there are none.
        evolve(
            part,
            lines=part.lines[:n],
            more=part.more + len(part.lines) - n,
            none="" if part.lines else part.none,
        )
        for part, n in zip(wanted, found, strict=True)
    ]
    contest = next(part for part in shown if part.title.startswith("Contested"))
    return Page(
        title=process.title,
        as_of=str(case.moment or ""),
        state=state,
        counts=counts,
        issues=frozendict(issues),
        owed=tuple(owed),
        offers=offers,
        moved=tuple(moved),
        next=standing.next,
        contested=ContestedNow(
            total=len(known.contests), shown=tuple(contested[: len(contest.lines)])
        ),
        verdict=verdict,
        head=head,
        parts=(*fixed[:2], *shown[:-1], *fixed[2:], shown[-1]),
    )


def _offers_title(known: Known) -> str:
    """Return how many offers fit together, and how many wait."""
    found = known.fitting
    fit = max((len(one.offers) for one in found.sets), default=0)
    said = [f"{fit} fit together"] if fit > 1 else []
    waits = len(found.waiting)
    said += [f"{waits} {'waits' if waits == 1 else 'wait'}"] if waits else []
    return f"Conditional offers: {', '.join(said)}" if said else "Conditional offers"


def _nothing_next(known: Known) -> str:
    """Return what is said where nothing is announced: the latest that was said."""
    said = [e for e in known.entries if e.section is Section.SAID]
    if not said:
        return "Nothing is announced."
    line = known.line(said[-1])
    return (
        f"Nothing is announced; the latest word was of {written(line.date)}: "
        f"{short(line.text, 100)}."
    )


def _part(title: str, anchor: str, lines: Sequence[RecordLine], none: str) -> PagePart:
    shown = tuple(_shown(line) for line in lines)
    return PagePart(title=title, anchor=anchor, lines=shown, none=none)


def _shown(line: RecordLine) -> PageLine:
    """Return a line as the page has room for it."""
    sources = line.sources if line.kind in ("incident", "situation", "figure") else ()
    more = f"and {len(sources) - 1} more"
    return PageLine(
        text=line.text if line.kind == "contested" else _fitted(line.short or line.text),
        date=line.date,
        entries=line.entries[:MOST_NAMED],
        others=max(len(line.entries) - MOST_NAMED, 0),
        sources=sources[:1] if len(sources) < 2 else (f"{short(sources[0], 40)} {more}",),
    )


def _fitted(text: str, most: int = MOST_SIGNS) -> str:
    return text if len(text) <= most else short(text, most)


def _turn(anchor: str, first: Sequence[str]) -> int:
    """Return when a part has its turn as room is dealt out: those named before the others."""
    return first.index(anchor) if anchor in first else len(first)


def _rows(part: PagePart, room: PageRoom) -> tuple[float, ...]:
    """Return how many rows each line of a part takes."""
    return tuple(rows(_in_full(line), room) for line in part.lines)


def _in_full(line: PageLine) -> str:
    ids = [*line.entries, *([f"+{line.others}"] if line.others else [])]
    return " ".join((written(line.date), line.text, *line.sources, *ids))


@frozen(slots=False)
class _Chooser:
    """Chooses the heaviest lines.

    Attributes:
        known: What the page is made from.
        open_issues: Ids of the issues that are open.
    """

    known: Known
    open_issues: frozenset[str]

    def moved(self) -> list[RecordLine]:
        """Return what moved, the heaviest first."""
        known = self.known
        disputed = {r.entry for c in known.contests for r in c.readings}
        entries = known.within(
            lambda e: (
                e.section not in SECTIONS and not (isinstance(e, Claim) and e.id in disputed)
            )
        )
        new: Iterable[RecordLine] = ()
        if known.window > datetime.min:
            new = moves(known.writer, known.gathered(WhoWantsWhat).matrix)
        changes = (
            evolve(one, weight=one.weight._replace(standing=True))
            for one in self._weighed_lines(known.changes)
        )
        found = [*changes, *self._weighed_lines(new), *self._weighed(entries)]
        return _heaviest(found, MOST_LINES)

    def outside(self) -> list[RecordLine]:
        """Return what happened outside the room, the heaviest first; figures by subject."""
        known = self.known
        entries = known.within(lambda e: e.section is Section.OUTSIDE)
        counted = (_counted(known, one) for one in recent_series(known) if not one.contested)
        found = [*self._weighed_lines(counted), *self._weighed(entries)]
        return _heaviest(found, MOST_LINES)

    def heaviest(self, lines: Iterable[RecordLine]) -> list[RecordLine]:
        """Return lines of the record, the heaviest first."""
        found = list(self._weighed_lines(lines))
        return _heaviest(found, len(found))

    def contested(self, contests: Sequence[Contest]) -> list[RecordLine]:
        """Return a line for what is contested, the heaviest first."""
        found = [
            Weighed(line=_contest(one), weight=self._of_contest(one), order=place)
            for place, one in enumerate(contests)
        ]
        return _heaviest(found, len(found))

    def _weighed(self, entries: Sequence[Entry]) -> Iterator[Weighed]:
        """Yield the lines of the heaviest of some entries; the others are not put in words."""
        known = self.known
        heavy = nlargest(
            MOST_LINES,
            (
                (weight(e, self.open_issues, known.moment), place, e)
                for place, e in enumerate(entries)
            ),
            key=lambda one: one[:2],
        )
        for found, place, entry in heavy:
            yield Weighed(line=known.line(entry), weight=found, order=place)

    def _weighed_lines(self, lines: Iterable[RecordLine]) -> Iterator[Weighed]:
        known = self.known
        for place, line in enumerate(lines):
            behind = [e for i in line.entries if (e := known.record.by_id.get(i))]
            weights = [weight(e, self.open_issues, known.moment) for e in behind]
            yield Weighed(line=line, weight=max(weights, default=Weight()), order=place)

    def _of_contest(self, one: Contest) -> Weight:
        known = self.known
        ids = [i for reading in one.readings for i in reading.entries]
        entries = [known.record.by_id[i] for i in (*ids, *([one.about] if one.about else []))]
        touched = {i for e in entries for i in issues_of(e)} & self.open_issues
        known_numbers = [
            n for n in (one.numbers.numbers if one.numbers else ()) if not n.updated
        ]
        ends = [e for n in known_numbers for e in (n.low, n.high) if e is not None]
        apart = difference(min(ends), max(ends)) if ends else float(one.between == "parties")
        return Weight(
            open_issues=min(len(touched), 3),
            difference=apart,
            near=max(nearness(e.date, known.moment) for e in entries),
        )


def _counted(known: Known, one: Series) -> RecordLine:
    """Return a line for the figures on a subject, which says of what time they are."""
    text, latest = f"{one.subject}: {series_told(one)}.", one.latest.standing[-1]
    return evolve(known.writer.line(latest, text, also=one.outer[:-1]), date="")


def _heaviest(found: Sequence[Weighed], most: int) -> list[RecordLine]:
    return [one.line for one in nlargest(most, found, key=lambda one: (one.weight, one.order))]


def _contest(one: Contest) -> RecordLine:
    """Return what is contested in a line: two readings side by side, each with room."""
    said: dict[str, str] = {}  # of readings that say the same, one
    for r in one.readings:
        if r.stance != "denies":
            said.setdefault(r.short.partition(": ")[2], r.short)
    readings = list(said.values())
    denials = {r.short: r for r in one.readings if r.stance == "denies"}
    shown = [*readings][: MOST_READINGS - bool(denials)]
    shown += [*denials][: MOST_READINGS - len(shown)]
    more = len(readings) + len(denials) - len(shown)
    subject = short(one.subject, 60)
    room = max(READINGS_SIGNS - len(subject), LEAST_READING * len(shown))
    told = "; ".join(map(_with_room, shown, _shared(room, [*map(len, shown)])))
    rest = f"; {more} more {'reading' if more == 1 else 'readings'}" if more else ""
    if one.more and one.numbers:
        told, rest = one.numbers.text, ""
    return RecordLine(
        date="",
        text=f"{subject}: {told}{rest}",
        entries=tuple(dict.fromkeys(i for r in one.readings for i in r.entries)),
        kind="contested",
    )


def _shared(room: int, wanted: Sequence[int]) -> list[int]:
    """Return how much of some room each gets: as much as the others, but what these leave."""
    given = [0] * len(wanted)
    for others, place in enumerate(sorted(range(len(wanted)), key=wanted.__getitem__)):
        given[place] = min(wanted[place], room // (len(wanted) - others))
        room -= given[place]
    return given


def _with_room(reading: str, most: int) -> str:
    """Return who says what, cut to some length: of names before what they say."""
    who, colon, said = reading.partition(": ")
    if colon and len(reading) > most:
        who = short(who, max(most - len(said) - len(" ...: "), LEAST_NAME))
    return short(f"{who}{colon}{said}", most)


def _state(known: Known) -> StateNow:
    found = known.state
    return StateNow(
        what=str(found.what),
        since=str(found.since or ""),
        text=found.text,
        readings=tuple(_reading(known, one) for one in found.readings),
        entries=found.entries,
    )


def _reading(known: Known, one: StateReading) -> RecordLine:
    """Return what one side says of the talks where another says otherwise."""
    who = together(map(known.process.name, one.who))
    entries = [known.record.by_id[i] for i in one.entries if i in known.record.by_id]
    return RecordLine(
        date=str(one.since),
        text=f"{who}: {one.text}" if one.text else f"{who}: {one.what.replace('_', ' ')}",
        entries=one.entries,
        sources=known.writer.sources(i for e in entries for i in e.sources),
        kind="step",
    )


def _issues(known: Known) -> dict[str, IssueNow]:
    return {
        issue: IssueNow(
            standing=str(one.standing),
            same_option=one.same_option,
            since=str(one.since or ""),
            entries=one.entries,
        )
        for issue, one in known.standings.items()
    }


def _counts(issues: dict[str, IssueNow]) -> IssueCounts:
    standing = [one.standing for one in issues.values()]
    return IssueCounts(issues=len(issues), **{name: standing.count(name) for name in NAMED})


def _state_part(state: StateNow) -> PagePart:
    own = PageLine(
        text=_fitted(state.text, 2 * MOST_SIGNS),
        entries=state.entries[:MOST_NAMED],
        others=max(len(state.entries) - MOST_NAMED, 0),
    )
    return PagePart(
        title="Where the talks stand",
        anchor="standing",
        lines=(own, *map(_shown, state.readings)),
    )


def _issue_part(known: Known, counts: IssueCounts, issues: dict[str, IssueNow]) -> PagePart:
    agenda = known.process.agenda.issues
    lines = []
    said = []
    for standing, words in NAMED.items():
        found = [i for i, one in issues.items() if one.standing == standing]
        if standing in ("agreed", "common_ground", "open") or found:
            said.append(f"{len(found)} {words.lower()}")
        if found:
            entries = tuple(dict.fromkeys(e for i in found for e in issues[i].entries))
            names = _named([_since(agenda[i].name, issues[i]) for i in found])
            lines.append(
                PageLine(
                    text=f"{words}: {names}",
                    entries=entries[:MOST_NAMED],
                    others=max(len(entries) - MOST_NAMED, 0),
                )
            )
    lines += [*_without(known), *_not_on_agenda(known)]
    issue = "issue" if counts.issues == 1 else "issues"
    return PagePart(
        title=f"{counts.issues} {issue}: {', '.join(said)}",
        anchor="matrix",
        lines=tuple(lines),
        none="No issue is on the agenda yet.",
    )


def _not_on_agenda(known: Known) -> Iterator[PageLine]:
    """Yield what such agreements settle and the agenda does not name, in one line."""
    if names := [one.name for one in known.process.uncovered]:
        yield PageLine(text=f"Not on the agenda yet: {_named(names)}")


def _questions(known: Known) -> Iterator[RecordLine]:
    """Yield the questions that are open, in one line."""
    if line := in_one_line(known):
        yield line


def _without(known: Known) -> Iterator[PageLine]:
    """Yield who has not joined what the others agreed, and on which issues."""
    agenda = known.process.agenda.issues
    found: dict[tuple[Ground, tuple[str, ...]], list[str]] = {}
    for issue, one in known.standings.items():
        if one.without:
            found.setdefault((one.standing, one.without), []).append(issue)
    for (standing, parties), issues in found.items():
        names = together(map(known.process.name, parties))
        behind = tuple(dict.fromkeys(e for i in issues for e in known.standings[i].entries))
        if standing is Ground.AGREED:
            said = not_joined(known, parties)
        else:
            said = f"Agreed by the others, not by {names}"
        yield PageLine(
            text=f"{said}: {_named([agenda[i].name for i in issues])}",
            entries=behind[:MOST_NAMED],
            others=max(len(behind) - MOST_NAMED, 0),
        )


def _since(name: str, one: IssueNow) -> str:
    return f"{name} (since {written(one.since)})" if one.since else name


def _named(names: Sequence[str]) -> str:
    """Return as many names as there is room for, and how many more there are."""
    kept = 1
    while kept < len(names) and len("; ".join(names[: kept + 1])) <= MOST_SIGNS - 20:
        kept += 1
    more = len(names) - kept
    first = short(names[0], MOST_SIGNS - 20) if kept == 1 else "; ".join(names[:kept])
    return f"{first}; and {more} more" if more else first


def _is_asked(known: Known, reader: Reader, state: StateNow) -> bool:
    """Return whether it is asked if there is a deal where nobody's numbers may be read.

    Only the mediator's team can enter some, and what is ratified is a deal.
    """
    over = state.what in (TalksPhase.RATIFIED, TalksPhase.IN_FORCE)
    return bool(known.marks or known.case.perspectives) or (
        MEDIATOR in reader.tiers and not over
    )


def _verdict(known: Known) -> Iterator[HolderVerdict]:
    for held in known.marks:
        told = held.outlook
        yield HolderVerdict(
            by="marks",
            holder=told.holder,
            exists=told.verdict,
            text=marks_in_one_sentence(told),
            waiting=told.waiting,
        )
    for one in known.answers:
        outlook = one.outlook
        yield HolderVerdict(
            by="numbers",
            holder=outlook.holder,
            exists=outlook.exists,
            text=in_one_sentence(one),
            waiting=outlook.waiting,
        )


def _voices(known: Known) -> list[str]:
    """Return in a line where a voice of a party differs from it."""
    said = voices_in_one_line(known.process, voices(known.case.interests))
    return [said] if said else []


def _verdict_part(
    known: Known, verdict: Sequence[HolderVerdict], heard: Sequence[str]
) -> PagePart:
    waits = any(one.waiting for one in verdict)
    consent = consent_in_short(known.case.outsiders) if waits else ""
    said = [one.text for one in verdict]
    answers = {(one.by, one.exists.split()[0]) for one in verdict if one.exists}
    differing = [
        by for by in ("marks", "numbers") if len({a for a in answers if a[0] == by}) > 1
    ]
    differ = f"? Holders of {' and of '.join(differing)} differ" if differing else ""
    return PagePart(
        title=f"Is there a deal{differ}",
        anchor="deals",
        lines=tuple(
            PageLine(text=_fitted(text, 2 * MOST_SIGNS))
            for text in (*said[:MOST_HOLDERS], *filter(None, [consent]), *heard)
        ),
        more=max(len(said) - MOST_HOLDERS, 0),
    )


def _prospect_part(talks: Sequence[str]) -> Iterator[PagePart]:
    """Yield what talks of programs came to, where that was asked."""
    if talks:
        yield PagePart(
            title=WillTheyReachIt.title,
            anchor=WillTheyReachIt.anchor,
            lines=tuple(PageLine(text=_fitted(text, 3 * MOST_SIGNS)) for text in talks),
        )


def _holding_part(known: Known) -> Iterator[PagePart]:
    """Yield whether the deal would be kept, by each holder's numbers, where that was asked."""
    section = known.gathered(WillItHold)
    if section.shown:
        yield PagePart(
            title=section.title,
            anchor=section.anchor,
            lines=tuple(
                PageLine(text=_fitted(one, 3 * MOST_SIGNS))
                for one in holding_in_short(section.holding[:MOST_HOLDERS])
            ),
            more=max(len(section.holding) - MOST_HOLDERS, 0),
        )


def _talks(known: Known) -> list[str]:
    """Return what talks of programs came to by each holder's numbers, where that was asked."""
    if known.talks and known.marks and not known.case.perspectives:
        return ["Talks of programs need numbers, and nobody holds any here."]
    return [*prospects_in_short(known.gathered(WillTheyReachIt).prospects)]


def _others(known: Known) -> str:
    """Return who takes part beside the parties, by role."""
    process = known.process
    roles: dict[str, list[str]] = {}
    for actor in process.actors.values():
        own = [" ".join(one.casefold().replace("_", " ").split()) for one in actor.words]
        leads = [one for one in own if one in MEDIATING]
        if actor.id in process.mediators and not leads:
            own.append("mediator")
        if leads[1:] and "mediator" in leads:  # the other word says more
            own.remove("mediator")
        for role in dict.fromkeys(own):
            if role in ROLES:
                roles.setdefault(role, []).append(actor.name)
    said = "; ".join(
        f"{role.capitalize()}{'s' if len(names) > 1 else ''}: {', '.join(names)}"
        for role in ROLES
        if (names := roles.get(role))
    )
    return _fitted(f"{said}.") if said else ""
