"""Where the talks stand in one line, derived from the entries: the latest event of any kind."""

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import Any

from attrs import frozen

from accord.model import PlannedRound, Process, When
from accord.record.agreements import (
    FALLEN,
    SUSPENDED,
    AgreementHistory,
    AgreementOutcome,
    Happening,
    moment_key,
)
from accord.record.case import Case
from accord.record.entry import Entry, Register
from accord.record.kinds.agreement import Agreement, AgreementStage, on_the_whole
from accord.record.kinds.decision import Decision, Ruling
from accord.record.kinds.proposal import Proposal
from accord.record.kinds.response import Response
from accord.record.kinds.step import Step, TalksTurn
from accord.record.ledger import Record
from accord.record.meeting import Meeting
from accord.record.wording import alike, on, short, stopped, together


class TalksPhase(StrEnum):
    """Where the talks stand."""

    ANNOUNCED = "announced"
    UNDER_WAY = "under_way"
    ADJOURNED = "adjourned"
    HALTED = "halted"
    RESUMED = "resumed"
    ENDED = "ended"
    AGREED = "agreed"
    INITIALLED = "initialled"
    SIGNED = "signed"
    RATIFIED = "ratified"
    REFUSED = "refused"
    IN_FORCE = "in_force"
    BROKEN_OFF = "broken_off"
    NONE = "none"


_TURNS = {
    TalksTurn.ANNOUNCED: (TalksPhase.ANNOUNCED, "announced"),
    TalksTurn.OPENED: (TalksPhase.UNDER_WAY, "opened"),
    TalksTurn.ADJOURNED: (TalksPhase.ADJOURNED, "adjourned since"),
    TalksTurn.HALTED: (TalksPhase.HALTED, "halted since"),
    TalksTurn.RESUMED: (TalksPhase.RESUMED, "resumed"),
    TalksTurn.ENDED: (TalksPhase.ENDED, "ended"),
    TalksTurn.BROKEN_OFF: (TalksPhase.BROKEN_OFF, "broken off"),
}
"""What each step makes of the talks, and the words before its date."""

_STAGES = {
    AgreementStage.REACHED: TalksPhase.AGREED,
    AgreementStage.INITIALLED: TalksPhase.INITIALLED,
    AgreementStage.SIGNED: TalksPhase.SIGNED,
    AgreementStage.RATIFIED: TalksPhase.RATIFIED,
    AgreementStage.IN_FORCE: TalksPhase.IN_FORCE,
}


@frozen(kw_only=True)
class StateReading:
    """What one side says of the talks where another says otherwise.

    Attributes:
        who: Ids of those who say so.
        what: Where the talks stand by them.
        since: Since when.
        text: Why, in their words or those of the record.
        entries: Ids of the entries behind it.
    """

    who: tuple[str, ...]
    what: TalksPhase
    since: When
    text: str
    entries: tuple[str, ...]


@frozen(kw_only=True)
class TalksState:
    """Where the talks stand.

    Attributes:
        what: The phase they are in.
        since: Since when; None where nothing is in the record.
        text: One line: the latest event of any kind, with its date.
        readings: What each side says, where they differ.
        entries: Ids of the entries behind it, and of a round announced.
    """

    what: TalksPhase = TalksPhase.NONE
    since: When | None = None
    text: str = "No meeting, step or agreement is in the record."
    readings: tuple[StateReading, ...] = ()
    entries: tuple[str, ...] = ()


def talks_state(case: Case) -> TalksState:
    """Return where the talks stand: what the latest event of any kind made of them.

    Events are meetings, steps, agreements with the decisions about them, and rounds announced.
    Of one day, an agreement or decision counts as the latest, then a step, then a meeting.

    Args:
        case: The process and its record.
    """
    process, record, found, today = case.process, case.record, case.agreed, case.today
    meetings, steps = list(record.of(Meeting)), list(record.of(Step))
    met = max(meetings, key=moment_key, default=None)
    turn = max(steps, key=moment_key, default=None)
    last = next(
        (h for h in reversed(found.happenings) if not isinstance(h.entry, Meeting)), None
    )
    events: list[tuple[tuple[Any, ...], int, Any]] = []
    if met:
        events.append((met.date.order, 0, met))
    if turn:
        events.append((turn.date.order, 1, turn))
    if last:
        events.append((last.key[:2], 2, last))
    told = _Telling(process, record, found, steps)
    if not events:
        return told.before(told.plans(today, None))
    latest = max(events, key=lambda one: one[:2])[2]
    since = latest.entry.date if isinstance(latest, Happening) else latest.date
    plans = told.plans(today, since)
    if isinstance(latest, Meeting):
        return told.met(latest, plans)
    if isinstance(latest, Step):
        return told.turned(latest, met, last, plans)
    return told.agreed(latest)


@frozen
class _Telling:
    """Says where the talks stand.

    Attributes:
        process: The parties, and the rounds announced.
        record: What happened and who says so.
        found: What was agreed and what became of it.
        steps: The steps, in order of time.
    """

    process: Process
    record: Record
    found: AgreementHistory
    steps: Sequence[Step]

    def _is_to_come(self, plan: PlannedRound, today: When, since: When | None) -> bool:
        """Return whether a round is still to be: by its date, else by when it was announced."""
        if plan.date is not None:
            return plan.date.end > today.start
        told = self.announced(plan)
        return since is None or (told is not None and told.end > since.start)

    def plans(self, today: When, since: When | None) -> list[PlannedRound]:
        """Return the nearest round announced and not held; one with a date first.

        Args:
            today: The day of the page.
            since: When the latest event was: without a date, a round announced before is not
                told.
        """
        held = {getattr(one, "plan", "") for one in self.record.of(Meeting)}
        coming = [
            plan
            for plan in self.process.rounds.values()
            if plan.id not in held and self._is_to_come(plan, today, since)
        ]
        dated_ones = [(plan.date.order, plan.id) for plan in coming if plan.date]
        first = min(dated_ones)[1] if dated_ones else coming[0].id if coming else ""
        return [plan for plan in coming if plan.id == first]

    def announced(self, plan: PlannedRound) -> When | None:
        """Return when a round was announced."""
        sources = self.record.sources
        return min((sources[s].date for s in plan.sources if s in sources), default=None)

    def before(self, plans: Sequence[PlannedRound]) -> TalksState:
        """Return where they stand before anything happened."""
        if plans:
            return TalksState(
                what=TalksPhase.ANNOUNCED,
                since=min(filter(None, map(self.announced, plans)), default=None),
                text=stopped("; ".join(map(_plan, plans))),
                entries=tuple(plan.id for plan in plans),
            )
        if offers := self._offers(None):
            first, last = offers[0], offers[-1]
            return TalksState(
                what=TalksPhase.UNDER_WAY,
                since=first.date,
                text=f"{_exchanged(offers)}; no meeting is in the record.",
                entries=(last.id,),
            )
        return TalksState()

    def _offers(self, since: When | None) -> list[Proposal | Response]:
        """Return the proposals and answers after a date, in order of time."""
        found = [
            e
            for e in self.record.standing
            if isinstance(e, Proposal | Response)
            and (since is None or e.date.order > since.order)
        ]
        return sorted(found, key=moment_key)

    def _exchange(self, since: When) -> Iterator[str]:
        """Yield what was offered and answered since, so that it does not look like silence."""
        if offers := self._offers(since):
            yield _small_first(_exchanged(offers))

    def met(self, latest: Meeting, plans: Sequence[PlannedRound]) -> TalksState:
        """Return where they stand after a meeting."""
        text = f"{latest.name} held {on(latest.date)}"
        agenda = self.process.agenda.issues
        if settled := [i for i in latest.settled if i in agenda]:
            sides = dict.fromkeys(map(self.process.side, latest.attended))
            among = [one for one in sides if one in self.process.parties]
            text += f", with agreement on {self._issues(settled)}"
            text += self._among(among, latest.date) if among else ""
        held = {
            issue
            for one in self.found.outcomes
            if one.by_all(self.process)
            for issue in one.held
        }
        every = bool(settled) and agenda.keys() <= held
        rest = (*self._standing(), *self._exchange(latest.date), *map(_plan, plans))
        if every:
            text += ", so that all issues are agreed"
        return TalksState(
            what=TalksPhase.AGREED if every else TalksPhase.UNDER_WAY,
            since=latest.date,
            text=stopped("; ".join((text, *rest))),
            entries=(latest.id, *(plan.id for plan in plans)),
        )

    def turned(
        self,
        latest: Step,
        met: Meeting | None,
        last: Happening | None,
        plans: Sequence[PlannedRound],
    ) -> TalksState:
        """Return where they stand after a step: by all, or by each side that says otherwise."""
        since = [one.date.order for one in (met, last and last.entry) if one]
        readings = self._readings(max(since, default=None))
        current = [r for r in readings if latest.id in r.entries]
        what, word = _TURNS[latest.what]
        run = self._run(latest, max(since, default=None))
        text = f"{_capital(_at(word, run[0].date))}"
        differ = {r.what for r in readings} if current else set()
        rest: list[str] = []
        if len(differ) > 1:
            who = [one for r in readings if r.what is what for one in r.who]
            text += f" according to {self._names(who)}"
            for reading in readings:
                if reading.what is not what:
                    said = next(w for p, w in _TURNS.values() if p is reading.what)
                    rest.append(
                        f"according to {self._names(reading.who)} {_at(said, reading.since)}"
                    )
        elif len(readings) > 1 and current:
            rest.append(
                f"{self._names(one for r in readings for one in r.who)} give different reasons"
            )
        else:
            readings = ()
            sides = self._sides(run)
            if sides and not self.process.at_table(latest.date).issubset(sides):
                only = not set(self.process.parties).isdisjoint(sides)
                text += f" {'according to' if only else 'by'} {self._names(sides)}"
        ids = dict.fromkeys(
            [*(one.id for one in run), *(e for r in readings for e in r.entries)]
        )
        return TalksState(
            what=what,
            since=run[0].date,
            text=stopped(
                "; ".join(
                    (
                        text,
                        *rest,
                        *self._standing(),
                        *self._exchange(latest.date),
                        *map(_plan, plans),
                    )
                )
            ),
            readings=readings,
            entries=(*ids, *(plan.id for plan in plans)),
        )

    def _run(self, latest: Step, since: Any) -> list[Step]:
        """Return the steps that say the same as the latest, back to what says another."""
        run = [latest]
        for one in reversed(sorted(self.steps, key=moment_key)):
            if one is latest:
                continue
            same_time = one.date.order == latest.date.order
            if one.what is not latest.what and not self._other_side(one, latest):
                if same_time:
                    continue
                break
            if since is not None and one.date.order < since:
                break
            if one.what is latest.what:
                run.append(one)
        return run[::-1]

    def _other_side(self, one: Step, latest: Step) -> bool:
        """Return whether a step is the word of other parties than the latest alone."""
        mine, others = self._parties(latest), self._parties(one)
        return bool(mine and others) and mine.isdisjoint(others)

    def _parties(self, one: Step) -> set[str]:
        return set(map(self.process.side, one.by)) & self.process.parties.keys()

    def _readings(self, since: Any) -> tuple[StateReading, ...]:
        """Return what each party says since the last meeting or agreement, the earliest first.

        A step that no party alone says, such as a mediator's, ends what they said before. That
        talks go on is no reading any more once another side stops them later.
        """
        by: dict[str, Step] = {}
        first: dict[str, When] = {}
        for step in sorted(self.steps, key=moment_key):
            if since is not None and step.date.order < since:
                continue
            sides = self._parties(step)
            if not sides:
                by.clear()
                first.clear()
            for side in sorted(sides):
                if side not in by or by[side].what is not step.what:
                    first[side] = step.date
                by[side] = step
            if step.what.stops:
                for side, other in list(by.items()):
                    if not other.what.stops and other.date.end <= step.date.start:
                        del by[side]
        grouped: dict[tuple[TalksTurn, str], list[str]] = {}
        for side, step in by.items():
            key = next(
                (k for k in grouped if k[0] is step.what and _same(k[1], step.text)),
                (step.what, step.text),
            )
            grouped.setdefault(key, []).append(side)
        return tuple(
            StateReading(
                who=tuple(sides),
                what=_TURNS[what][0],
                since=min(first[side] for side in sides),
                text=text or next((by[s].text for s in sides if by[s].text), ""),
                entries=tuple(dict.fromkeys(by[side].id for side in sides)),
            )
            for (what, text), sides in grouped.items()
        )

    def _sides(self, run: Iterable[Step]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.process.side(one) for step in run for one in step.by))

    def agreed(self, last: Happening) -> TalksState:
        """Return where they stand after an agreement, or a decision about one."""
        by_id = {one.id: one for one in self.found.outcomes}
        made = [by_id[i] for i in last.agreements]
        entry = last.entry
        if not made:
            return self._proposals(last)
        if isinstance(entry, Agreement):
            made = self._of_one_day(last, made)
        one = made[0]
        name = _capital(self.called(made, self._points(entry, made)))
        what, since = self._phase(one, last), one.reached
        rest: tuple[str, ...] = ()
        if isinstance(entry, Decision) and last.overruled:
            text, rest = self._overruled(entry, last.overruled, made)
        elif isinstance(entry, Decision):
            text = f"{name}{self._among(one.between, one.date)} {self._ruled(entry, one)}"
        elif one.standing == FALLEN:
            who = getattr(entry, "party", "") or getattr(entry, "by", "")
            by = f" by {self.process.name(who)}" if isinstance(who, str) and who else ""
            text = f"{name} {'repudiated' if by else 'fell'}{by} {on(entry.date)}"
        elif one.standing in (SUSPENDED, *AgreementStage):
            joined = [p for p, by_entry in one.joined.items() if by_entry == entry.id]
            among = [p for p in one.between if p not in joined]
            text = f"{name} {_at(one.stage.done, one.reached)}{self._among(among, one.date)}"
            if joined:
                text += f", and joined by {self._names(joined)} {on(entry.date)}"
            if one.condition:
                whole = on_the_whole(one.condition)
                rest = (f"it depends on{' the whole' if whole else f': {one.condition}'}",)
        else:
            text = f"{name} changed {on(entry.date)}"
        if what in (TalksPhase.REFUSED, TalksPhase.BROKEN_OFF):
            since, rest = one.since, tuple(self._standing())
            if isinstance(entry, Decision) and entry.result.undoes and not last.overruled:
                since = entry.date
        ids = dict.fromkeys((entry.id, *(i for each in made for i in each.entries)))
        text = stopped("; ".join((text, *rest)))
        return TalksState(what=what, since=since, text=text, entries=tuple(ids))

    def _of_one_day(
        self, last: Happening, made: Sequence[AgreementOutcome]
    ) -> list[AgreementOutcome]:
        """Return what was agreed with the latest: the same day, by the same, as far."""
        by_id, one = {each.id: each for each in self.found.outcomes}, made[0]
        same = (
            by_id[i]
            for each in self.found.happenings
            if isinstance(each.entry, Agreement) and each.entry.date == last.entry.date
            for i in each.agreements
        )
        return [
            each
            for each in dict.fromkeys((*same, *made))
            if (set(each.between), each.standing, each.reached, each.condition, each.joined)
            == (set(one.between), one.standing, one.reached, one.condition, one.joined)
        ]

    def _points(self, entry: Entry, made: Sequence[AgreementOutcome]) -> tuple[str, ...]:
        """Return the issues that an entry is about, where agreements hold on some alone."""
        held = {issue for one in made for issue in one.held}
        fell = {issue for one in made for issue in one.fell}
        if isinstance(entry, Decision) and entry.result.undoes and held:
            return tuple(i for i in entry.issues if i in fell)
        return tuple(i for one in made for i in one.issues if i in held and fell)

    def _overruled(
        self, entry: Decision, over: Sequence[Decision], made: Sequence[AgreementOutcome]
    ) -> tuple[str, tuple[str, ...]]:
        """Return what a decision about earlier ones did, and how the agreement stands by it."""
        called = self.called(made)
        found = " and ".join(
            f"{one.result.noun} of the {called} {one.bodied(self.names)} {on(one.date)}"
            for one in over
        )
        done = "lifted" if entry.result is Ruling.RESTORES else entry.result.done
        text = f"{_capital(found)} {done} {entry.bodied(self.names)}"
        now = f"the agreement {self._now(made[0])}" if made[0].stands else ""
        return f"{text} {on(entry.date)}", tuple(filter(None, (now,)))

    def _phase(self, one: AgreementOutcome, last: Happening) -> TalksPhase:
        entry = last.entry
        if isinstance(entry, Decision) and entry.result.undoes and not last.overruled:
            undone = entry.ruling(self.process, one.between) is not Ruling.REPUDIATES
            return TalksPhase.REFUSED if undone else TalksPhase.BROKEN_OFF
        if one.standing == FALLEN:
            refused = isinstance(entry, Decision)
            return TalksPhase.REFUSED if refused else TalksPhase.BROKEN_OFF
        return _STAGES[one.stage]

    def _ruled(self, entry: Decision, one: AgreementOutcome) -> str:
        """Return what a body decided, behind the name of what it decided about."""
        by = f"{entry.bodied(self.names)} {on(entry.date)}"
        if entry.result is Ruling.POSTPONES:
            vote = f"the {entry.body.casefold()}" if entry.vote else "the decision"
            off = on(entry.date) if entry.vote else by
            now = _at(one.stage.done, one.reached) if one.stands else one.standing
            return f"{now}; {vote} on it was put off {off}"
        if entry.result is not Ruling.APPROVES:
            return f"{entry.ruling(self.process, one.between).done} {by}"
        if not one.stands:
            return f"approved {by}, and {one.standing} before"
        if one.stage.rank >= AgreementStage.RATIFIED.rank:
            return f"ratified {by}"
        return f"approved {by}; still to be approved for {self._names(one.awaited)}"

    def _proposals(self, last: Happening) -> TalksState:
        """Return where they stand after a decision about proposals alone."""
        entry = last.entry
        assert isinstance(entry, Decision)
        offers = [self.record.by_id[i] for i in last.proposals]
        by = " and ".join(
            f"{self.process.name(getattr(one, 'by', ''))} of {one.date.day}" for one in offers
        )
        how = f"{entry.result.done} {entry.bodied(self.names)}"
        text = f"Proposal of {by} {how} {on(entry.date)}"
        refused = entry.result.undoes
        return TalksState(
            what=TalksPhase.REFUSED if refused else TalksPhase.UNDER_WAY,
            since=entry.date,
            text=stopped(text),
            entries=(entry.id, *last.proposals),
        )

    def _standing(self) -> Iterator[str]:
        """Yield the newest agreement that stands and is signed at least."""
        for one in self.found.outcomes:
            if one.stands and one.stage.rank >= AgreementStage.SIGNED.rank:
                held = [issue for issue in one.issues if issue in one.held]
                yield f"the {self.called([one], held)} {self._now(one)}"
                return

    def _now(self, one: AgreementOutcome) -> str:
        if one.standing == SUSPENDED:
            return f"has been suspended since {one.since.day}"
        verb = "has been" if one.stage is AgreementStage.IN_FORCE else "was"
        return f"{verb} {_at(one.stage.done, one.reached)}"

    def called(self, made: Sequence[AgreementOutcome], points: Sequence[str] = ()) -> str:
        """Return what names agreements: their issues, or the points of them, or the words."""
        agenda = self.process.agenda.issues
        every = points or dict.fromkeys(i for one in made for i in one.issues)
        issues = [i for i in every if i in agenda]
        if issues and len(issues) == len(agenda) and len(issues) > 3:
            return "agreement on all issues"
        if len(issues) > 3:
            return f"agreement on {len(issues)} issues"
        if issues:
            return f"agreement on {self._issues(issues)}"
        words = short(made[0].words, 60)
        return f"agreement ({words})" if words else "agreement"

    def _issues(self, issues: Iterable[str]) -> str:
        """Return the names of issues within a sentence, where an article is no capital."""
        agenda = self.process.agenda.issues
        return together([_ARTICLE.sub(_small, agenda[i].name) for i in issues])

    def _among(self, between: Sequence[str], when: When) -> str:
        """Return between whom it was, where that is not all who were at the table then."""
        if self.process.at_table(when).issubset(between):
            return ""
        return f" between {self._names(between)}"

    @property
    def names(self) -> Register:
        """The names behind the ids."""
        return Register(self.process)

    def _names(self, who: Iterable[str]) -> str:
        return together([self.process.name(one) for one in dict.fromkeys(who)])


_ARTICLE = re.compile(r"^(The|An?) ")


def _exchanged(offers: Sequence[Entry]) -> str:
    """Return that proposals or answers were made, and when the latest was."""
    answers = sum(isinstance(one, Response) for one in offers)
    latest = on(offers[-1].date)
    if len(offers) == 1:
        return f"{'An answer given' if answers else 'A proposal made'} {latest}"
    if 0 < answers < len(offers):
        return f"Proposals and answers exchanged, the latest {latest}"
    return f"{'Answers given' if answers else 'Proposals made'}, the latest {latest}"


def _small_first(text: str) -> str:
    return f"{text[:1].lower()}{text[1:]}"


def _small(found: re.Match[str]) -> str:
    return found[0].lower()


def _same(one: str, other: str) -> bool:
    """Return whether two reasons do not differ: one of them may not be given."""
    return not one or not other or alike(one, other)


def _plan(plan: PlannedRound) -> str:
    when = f" for {plan.date.day}" if plan.date else ""
    return f"{plan.name} announced{when}"


def _at(word: str, when: When) -> str:
    """Return what happened with its date: `signed on 3 May 2024`, `halted since May 2024`."""
    return f"{word} {when.day}" if word.endswith("since") else f"{word} {on(when)}"


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
