"""A case: a process, its record and what is private, as of a day, as seen by one reader."""

from collections.abc import Collection, Container, Iterator
from datetime import datetime
from functools import cached_property
from typing import TypeVar

from attrs import evolve, field, frozen
from frozendict import frozendict

from accord.errors import AccordError
from accord.model import (
    Agenda,
    Exclusion,
    Interests,
    Issue,
    Option,
    Perspective,
    Precision,
    Process,
    Reader,
    When,
    gaps,
    in_words,
    joined,
    latest,
    marked,
    perspectives,
    valued,
)
from accord.model.interests import OWN
from accord.record.agreements import AgreementHistory, agreed
from accord.record.ledger import Record
from accord.record.outsiders import Outsiders
from accord.record.standing_offers import ruled_out, standing_offers

Named = TypeVar("Named", Issue, Option)


@frozen(kw_only=True)
class Case:
    """A process, what happened in it, and what is private.

    Attributes:
        process: The public part.
        record: What happened and who says so.
        interests: What deals are worth to whom, by whom it is held: all that is in the files,
            what was held earlier too. Private.
        moment: As of when it is; None for all that is in the files.
        reader: Who may read all of it; None for whoever holds all the files.
    """

    process: Process
    record: Record = field(factory=Record)
    interests: tuple[Interests, ...] = ()
    moment: When | None = None
    reader: Reader | None = None

    @property
    def today(self) -> When:
        """The day it speaks of: the moment, else the latest date in the record."""
        record = self.record
        dates = [*(e.date for e in record.entries), *(s.date for s in record.sources.values())]
        return self.moment or max(dates, default=When(datetime.min, Precision.DAY))

    @property
    def perspectives(self) -> tuple[Perspective, ...]:
        """The interests in numbers by who holds them: of each the latest for every party."""
        return self._by_holder(valued(self.interests))

    @property
    def sheets(self) -> tuple[Perspective, ...]:
        """The marks and red lines by who holds them: of each the latest for every party.

        Of a party of which a holder gives numbers alone, its red lines count. Voices that can
        block are joined into what the holder has of their party.
        """
        return self._by_holder(in_words(joined(self.interests)))

    @cached_property
    def conditions(self) -> frozendict[str, tuple[Exclusion, ...]]:
        """What each party's offers rule out for it: red lines beside those in the interests."""
        process = self.process
        standing = standing_offers(process, self.record, self.today)
        own = [one for one in standing.offers if one.party in process.parties]
        return frozendict(ruled_out(process.agenda, own))

    def _by_holder(self, held: tuple[Interests, ...]) -> tuple[Perspective, ...]:
        """Return interests by who holds them, with the conditions of each party's offers."""
        conditions = self.conditions
        with_them = (
            evolve(one, red_lines=(*one.red_lines, *_named_apart(one, conditions[one.party])))
            if one.party in conditions
            else one
            for one in held
        )
        return perspectives(tuple(self.process.parties), with_them)

    def on_sheet(self, one: Perspective) -> tuple[Interests, ...]:
        """Return what counts on a holder's sheet.

        It is what the holder gives, and of a party of which it gives nothing the conditions of
        that party's offers.

        Args:
            one: What the holder has in words.
        """
        beside = (
            Interests(id="", party=party, held_by=one.holder, red_lines=self.conditions[party])
            for party in one.missing
            if party in self.conditions
        )
        return (*one.held, *beside)

    @cached_property
    def agreed(self) -> AgreementHistory:
        """What was agreed and what became of it, derived once from all entries."""
        return agreed(self.process, self.record)

    @cached_property
    def outsiders(self) -> Outsiders:
        """Those who are not in the room, with what the record has of them."""
        return Outsiders(self.process, self.record)

    def by(self, holder: str) -> Perspective:
        """Return the interests that one holder holds: of every party the latest.

        Args:
            holder: Id or name of the holder; `own` for what each party holds itself.

        Raises:
            AccordError: If it holds none.
        """
        held = {one.id: one for one in self.perspectives}
        return held[self._holder(holder, held)]

    def _holder(self, holder: str, held: Collection[str]) -> str:
        """Return the id of one who holds something, by id or by name in any case."""
        plain = holder.strip().casefold()
        called = [one for one in held if self.process.name(one).casefold() == plain]
        if holder in held or len(called) == 1:
            return holder if holder in held else called[0]
        where = f"as of {self.moment.words}" if self.moment else "here"
        known = f"who does: {', '.join(held)}" if held else "nobody does, as far as may be read"
        raise AccordError(f"'{holder}' holds no interests {where}; {known}")

    def of_holder(self, holder: str) -> "Case":
        """Return it with what one holder holds of interests alone.

        Args:
            holder: Id or name of the holder; `own` for what each party holds itself.

        Raises:
            AccordError: If it holds none.
        """
        holders = [OWN if i.held_by == i.party else i.held_by for i in self.interests]
        judging = (one for one, i in zip(holders, self.interests, strict=True) if i.judgements)
        held = (one.id for one in (*self.sheets, *self.perspectives))
        every = dict.fromkeys((*held, *judging))
        holder = self._holder(holder, every)
        mine = (i for one, i in zip(holders, self.interests, strict=True) if one == holder)
        return evolve(self, interests=tuple(mine))

    def holders(self, held_by: str | None, lacking: str) -> tuple[Perspective, ...]:
        """Return the interests of one holder, or of every holder in turn; they are never mixed.

        Args:
            held_by: Whose; `own` for each party's own, None for everybody's.
            lacking: What follows where there are none.

        Returns:
            One perspective a holder. Of several, some may lack interests of a party.

        Raises:
            AccordError: If there are none, or nobody gives any for all parties.
        """
        if not self.perspectives and self.sheets:
            raise AccordError(
                f"the interests here are in words, and no numbers are made of them: {lacking}; "
                "add weights, values and a walk-away value"
            )
        if not self.perspectives:
            where = f"held as of {self.moment.words}" if self.moment else "in the folder"
            mend = ": add one file a party under interests/"
            if self.reader is not None:
                where, mend = f"{where}, as far as this reader may read", ""
            raise AccordError(f"nobody's interests are {where}, so {lacking}{mend}")
        chosen = self.perspectives if held_by is None else (self.by(held_by),)
        if all(one.missing for one in chosen):
            raise AccordError("\n".join(map(self.lacks, chosen)))
        return chosen

    def lacks(self, one: Perspective) -> str:
        """Return what a holder does not give for talks or deals; empty where all is there.

        Args:
            one: What the holder holds.
        """
        if one.missing:
            names = ", ".join(map(self.process.name, one.missing))
            return f"{one.id} holds no interests of {names}"
        found = "; ".join(gaps(self.process.agenda, one.held))
        return f"{one.id} holds no weights and values for {found}" if found else ""

    def seen_by(self, reader: Reader | None) -> "Case":
        """Return what a reader may read of it.

        Args:
            reader: Who reads; None for whoever holds all the files.
        """
        if reader is None or reader == self.reader:
            return self
        interests = tuple(i for i in self.interests if reader.reads(i.for_))
        cited = set().union(*(one.cited for one in interests))
        record = self.record.seen_by(reader, self.process, cited)
        wider = self.reader is not None and not set(reader.read) <= set(self.reader.read)
        reader = self.reader if wider else reader
        return evolve(self, record=record, interests=interests, reader=reader)

    def as_of(self, moment: When | None) -> "Case":
        """Return it as it could be known then.

        Nothing in it names an issue or option that came later; of what one holder gives for a
        party, the latest counts that is not after the moment.

        Args:
            moment: The moment; None for all that is known.
        """
        if moment is None:
            return self
        record = self.record.as_of(moment, self.process.agenda)
        agenda = _sourced(self.process.agenda.as_of(moment), record.sources)
        rounds = {
            i: plan
            for i, plan in self.process.rounds.items()
            if any(s in record.sources for s in plan.sources)
        }
        then = self.process.as_of(moment).on(agenda, record.sources)
        process = evolve(then, rounds=frozendict(rounds))
        held = tuple(
            i
            for i in self.interests
            if (i.as_of is None or i.as_of.by(moment)) and i.party in process.parties
        )
        # Numbers do not replace what the same holder says in words, nor words numbers.
        judging = [one for one in held if one.judgements]
        sorts = (valued(held), marked(held), judging)
        last = {one.id for some in sorts for one in latest(some)}
        interests = tuple(one.within(agenda) for one in held if one.id in last)
        first = moment if self.moment is None else min(self.moment, moment, key=_over)
        return Case(
            process=process,
            record=record,
            interests=interests,
            moment=first,
            reader=self.reader,
        )


def _named_apart(held: Interests, lines: tuple[Exclusion, ...]) -> Iterator[Exclusion]:
    """Yield the red lines that some interests lack, under ids that none of theirs has."""
    known = {one.id: one.never for one in held.red_lines}
    for one in lines:
        name = one.id
        while known.get(name, one.never) != one.never:
            name = f"{name}-offer"
        if name not in known:
            yield evolve(one, id=name)


def _over(moment: When) -> datetime:
    """Return when a moment is over."""
    return moment.end


def _sourced(agenda: Agenda, known: Container[str]) -> Agenda:
    """Leave sources out of an agenda that are not known."""

    def kept(one: Named) -> Named:
        return evolve(one, sources=tuple(s for s in one.sources if s in known))

    def normed(option: Option) -> Option:
        norm = (n if n.source in known else evolve(n, source="") for n in option.norm)
        return evolve(option, norm=tuple(norm))

    issues = {
        i: evolve(
            kept(issue),
            options=frozendict({o: normed(kept(x)) for o, x in issue.options.items()}),
        )
        for i, issue in agenda.issues.items()
    }
    return evolve(agenda, issues=frozendict(issues))
