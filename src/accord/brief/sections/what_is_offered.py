"""What is offered on a condition: what fits together, what waits, where the order is stuck."""

from collections.abc import Iterable, Iterator

from attrs import field, frozen
from frozendict import frozendict

from accord.brief.known import Known
from accord.brief.lines import RecordLine, record_list
from accord.brief.section import PageSection
from accord.model.refs import Combination
from accord.record import ConditionalOffer, Position
from accord.record.fitting_offers import (
    FittingOffers,
    FittingSet,
    OfferWait,
    WaitingOffer,
)
from accord.record.kinds.offer import asked, given, named
from accord.record.standing_offers import NotCounted, OfferOut
from accord.record.wording import on, short, together
from accord.telling.blocks import Block, Heading, Item, Listing, Paragraph

MOST_SHOWN = 5
"""So many sets of offers are told in full; the JSON has more."""


MOST_WORDS = 40
"""So many signs of an offer's own words stand on the page: that there are some must be seen."""


@frozen(kw_only=True)
class OffersThatFit:
    """Offers that fit together.

    Attributes:
        offers: Their ids, in order of time.
        parties: Ids of the parties that make them.
        gives: What they come to: the option by issue.
        order: open (there is an order in which all get what they ask for) or stuck.
        stuck: Of offers of which only the order is stuck, circles of ids: each waits for the
            next, and the last for the first.
        steps: The ids step by step; those that are stuck are taken at once.
        text: The same in words.
        ways_out: Where the order is stuck, the ways out that need no new concession.
        entries: Ids of the entries behind it.
    """

    offers: tuple[str, ...]
    parties: tuple[str, ...]
    gives: frozendict[str, str]
    order: str
    stuck: tuple[tuple[str, ...], ...] = ()
    steps: tuple[tuple[str, ...], ...] = ()
    text: tuple[str, ...] = ()
    ways_out: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()


@frozen(kw_only=True)
class OfferThatWaits:
    """An offer that fits into no set.

    Attributes:
        offer: Its id.
        party: Id of the party that makes it.
        needs: Smallest sets of what it waits for and nobody else offers: options by issue, of
            which any will do.
        text: The same in words.
        entries: Ids of the entries behind it.
    """

    offer: str
    party: str
    needs: tuple[frozendict[str, tuple[str, ...]], ...] = ()
    text: str = ""
    entries: tuple[str, ...] = ()


@frozen(kw_only=True)
class OffersNow:
    """The conditional offers that count.

    Attributes:
        offers: Those that count, in order of time.
        fit: The largest sets of offers that fit together; several where offers are rivals.
        waiting: The offers in none of them.
        rivals: Offers of which one can be taken, in words.
        not_counted: Offers that do not count, and why.
        whole: Whether all choices between rivals were followed.
    """

    offers: tuple[RecordLine, ...] = ()
    fit: tuple[OffersThatFit, ...] = ()
    waiting: tuple[OfferThatWaits, ...] = ()
    rivals: tuple[RecordLine, ...] = ()
    not_counted: tuple[RecordLine, ...] = ()
    whole: bool = True


@frozen(kw_only=True)
class WhatIsOffered(PageSection):
    """What is offered on a condition.

    Attributes:
        offers: The conditional offers that count.
    """

    order = 25
    anchor = "offers"
    title = "Conditional offers"
    contents = "Offers"
    rules = """\
**Conditional offers.** Of one party the offers of the latest day on the same issues count;
those of one day stand side by side. An offer does not count that its party took back, whose
day is past, or that one of those asked rejects. Offers fit together where each condition of
each is met by an offer of another party among them, by what is agreed or by common ground; the
largest such sets are shown, several where offers on one issue are rivals. They fit each other:
they settle nothing that others must still agree to.

Where each would give what the other wants, and each wants the other to go first, only the
order is stuck. The ways out that are named ask nobody for more. What waits for something is
shown with the least that would do, of what nobody else offers."""

    offers: OffersNow = field(factory=OffersNow)

    @classmethod
    def gather(cls, known: Known) -> "WhatIsOffered":
        """Gather what the offers of the record come to."""
        found, words = known.fitting, OfferWords(known)
        return cls(
            offers=OffersNow(
                offers=tuple(map(words.line, found.offers.values())),
                fit=tuple(map(words.fit, found.sets)),
                waiting=tuple(map(words.waiting, found.waiting)),
                rivals=tuple(words.rivals(found)),
                not_counted=tuple(map(words.not_counted, found.out)),
                whole=found.whole,
            )
        )

    @property
    def shown(self) -> bool:
        """Whether there are any."""
        return bool(self.offers.offers or self.offers.not_counted)

    def blocks(self, behind: Known | None) -> Iterator[Block]:
        """Yield what fits together, what waits, what are rivals, and every offer."""
        now = self.offers
        several = len(now.fit) > 1
        for number, one in enumerate(now.fit[:MOST_SHOWN], 1):
            title = "Offers that fit together" if one.offers[1:] else "An offer that stands"
            yield Heading(f"{title} ({number} of {len(now.fit)})" if several else title)
            yield Listing(
                (
                    *(Item(text) for text in one.text[:-1]),
                    Item(one.text[-1], entries=one.entries),
                )
            )
            if one.ways_out:
                yield Paragraph("Ways out that need no new concession:", style="note")
                yield Listing(tuple(map(Item, one.ways_out)))
        if now.fit[MOST_SHOWN:] or not now.whole:
            more = "" if now.whole else "; not all choices between rivals were followed"
            yield Paragraph(f"{len(now.fit)} sets in all{more}.", style="note")
        if now.fit:
            yield Paragraph(SETTLES_NOTHING, style="note")
        if now.waiting:
            yield Heading("Waiting")
            yield Listing(tuple(Item(one.text, entries=one.entries) for one in now.waiting))
        if now.rivals:
            yield Heading("Of which one can be taken")
            yield record_list(now.rivals)
        yield Heading("The offers")
        yield record_list(now.offers, "None counts.")
        if now.not_counted:
            yield Heading("Not counted")
            yield record_list(now.not_counted)


SETTLES_NOTHING = (
    "They fit each other. They settle nothing: others may have to agree to the same, and what "
    "they say on it stands in the matrix."
)


@frozen
class OfferWords:
    """Says what offers come to.

    Attributes:
        known: What the page is made from.
    """

    known: Known

    def line(self, one: ConditionalOffer) -> RecordLine:
        """Return the line of an offer; of an acceptance, of the offer that it makes."""
        entry = self.known.record.by_id.get(one.id, one)
        line = self.known.writer.line(entry)
        if isinstance(entry, ConditionalOffer):
            return line
        said = self.known.writer.line(one).text
        return RecordLine(
            date=line.date, text=said, entries=line.entries, sources=line.sources, kind="offer"
        )

    def whose(self, one: ConditionalOffer) -> str:
        """Return who offers what: the party, with what it gives behind it."""
        return f"{self.name(one)}: {given(self.known.process.agenda, one.gives)}"

    def name(self, one: ConditionalOffer) -> str:
        """Return the name of the party that makes an offer."""
        return self.known.process.name(self.known.process.side(one.party))

    def fit(self, one: FittingSet) -> OffersThatFit:
        """Return a set of offers that fit together, in words."""
        offers = [self.known.fitting.offers[i] for i in one.offers]
        parties = tuple(dict.fromkeys(o.party for o in offers))
        return OffersThatFit(
            offers=one.offers,
            parties=parties,
            gives=one.gives,
            order="stuck" if one.stuck else "open",
            stuck=tuple(tuple(wait.offer for wait in circle) for circle in one.stuck),
            steps=one.steps,
            text=tuple(self._fit(one, offers)),
            ways_out=tuple(self.ways_out(one)) if one.stuck else (),
            entries=one.offers,
        )

    def _fit(self, one: FittingSet, offers: list[ConditionalOffer]) -> Iterator[str]:
        agenda, settled = self.known.process.agenda, self.known.fitting.settled
        for offer in offers:
            yield f"{self.whose(offer)}{offer.condition(agenda)}."
        by_settled = [i for o in offers for i in o.if_ if i in settled]
        if by_settled:
            names = [named(agenda, i, (settled[i],)) for i in dict.fromkeys(by_settled)]
            yield f"Settled already: {together(names)}."
        if one.stuck:
            yield "What they give and want fits; only the order is stuck."
            yield from (f"{self.circle(circle)}." for circle in one.stuck)
        elif one.steps[1:]:
            yield f"In this order all get what they ask for: {self.steps(one.steps)}."
        elif offers[1:]:
            yield "All can be done at once; no one has to go first."
        makers = {o.party for o in offers}
        others = [p for p in self.known.process.parties if p not in makers]
        if others and offers[1:]:
            yield f"No offer of {together(map(self.known.process.name, others))} is among them."

    def circle(self, waits: tuple[OfferWait, ...]) -> str:
        """Return in words who waits for whom in a circle."""
        offers = self.known.fitting.offers
        issues = self.known.process.agenda.issues
        said = []
        for wait in waits:
            who, other = self.name(offers[wait.offer]), self.name(offers[wait.on])
            issue = issues[wait.issue].name
            how = "waits for" if wait.first else "goes no sooner than"
            said.append(f"{who} {how} {other} ({issue})")
        return f"{self.who_waits(waits)}: {'; '.join(said)}"

    def who_waits(self, waits: tuple[OfferWait, ...]) -> str:
        """Return in short who waits for whom in a circle."""
        two = len(waits) == 2
        if all(wait.first for wait in waits):
            return f"Each wants the {'other' if two else 'next'} to go first"
        if not two:
            return "They wait for each other in a circle"
        first = next(wait for wait in waits if wait.first)
        offers = self.known.fitting.offers
        who, other = self.name(offers[first.offer]), self.name(offers[first.on])
        return f"{who} wants {other} to go first, and {other} wants both at once"

    def ways_out(self, one: FittingSet) -> Iterator[str]:
        """Yield what would free an order that is stuck without anybody giving more."""
        both = all(len(circle) == 2 for circle in one.stuck)
        yield "both at once" if both else "all at once"
        yield "in halves: a part each in turn, and then the rest"
        what = "both" if both else "all of it"
        yield f"a third party holds {what}, and hands over when all is there"
        if one.steps[1:]:
            yield f"in steps, what is stuck at once: {self.steps(one.steps)}"

    def steps(self, steps: Iterable[tuple[str, ...]]) -> str:
        """Return in words what is done step by step."""
        offers = self.known.fitting.offers
        said = [" and ".join(self.whose(offers[i]) for i in held) for held in steps]
        return "; ".join(f"{number}. {what}" for number, what in enumerate(said, 1))

    def waiting(self, one: WaitingOffer) -> OfferThatWaits:
        """Return what an offer waits for, in words."""
        offer = self.known.fitting.offers[one.offer]
        return OfferThatWaits(
            offer=one.offer,
            party=offer.party,
            needs=one.needs,
            text=f"{self.whose(offer)}, {self.need(one, offer)}.",
            entries=(one.offer,),
        )

    def need(self, one: WaitingOffer, offer: ConditionalOffer) -> str:
        """Return what an offer needs, to go behind it."""
        agenda, settled = self.known.process.agenda, self.known.fitting.settled
        if one.never:
            is_agreed = together(named(agenda, i, (settled[i],)) for i in one.never)
            return (
                f"cannot be met: it needs {asked(agenda, one.never)}, and agreed is {is_agreed}"
            )
        if one.against:
            is_agreed = together(named(agenda, i, (settled[i],)) for i in one.against)
            return f"goes against what is agreed: {is_agreed}"
        if one.needs:
            ways = "; or ".join(
                f"{asked(agenda, need)}{self._asked_for(need, offer)}" for need in one.needs
            )
            return f"needs what nobody else offers: {ways}"
        if one.ruled_out:
            return "does not go together with what it needs"
        if not self.known.fitting.whole:
            return "is in none of the sets that were looked at"
        return "needs much that nobody else offers, or does not go together with it"

    def _asked_for(self, need: Combination, offer: ConditionalOffer) -> str:
        """Return which others ask for what an offer needs, in their latest positions."""
        latest = {(p.party, p.issue): p for p in self.known.record.of(Position)}
        parties = dict.fromkeys(
            party
            for (party, issue), position in latest.items()
            if party != offer.party and position.option in need.get(issue, ())
        )
        if not parties:
            return ""
        names = together(map(self.known.process.name, parties))
        return f" (asked for by {names})"

    def rivals(self, found: FittingOffers) -> Iterator[RecordLine]:
        """Yield the offers of which one can be taken, an issue a line."""
        agenda, process = self.known.process.agenda, self.known.process
        for one in found.rivals:
            issue = agenda.issues[one.issue]
            ways = []
            for option, ids in one.offers.items():
                name = issue.choices[option].name if option in issue.choices else option
                whose = together(dict.fromkeys(self.name(found.offers[i]) for i in ids))
                ways.append(name if one.one_party else f"{name} ({whose})")
            lead = (
                f"{process.name(one.one_party)} on {issue.name}, one way or the other"
                if one.one_party
                else f"{issue.name}, rival offers"
            )
            ids = tuple(i for held in one.offers.values() for i in held)
            yield RecordLine(
                date="", text=f"{lead}: {'; '.join(ways)}.", entries=ids, kind="offer"
            )

    def not_counted(self, one: OfferOut) -> RecordLine:
        """Return an offer that does not count, and why."""
        line = self.known.writer.line(one.offer)
        by = self.known.record.by_id.get(one.by)
        day = f" {on(by.date)}" if by else ""
        who = self.known.process.name(self.known.process.side(getattr(by, "by", "")))
        why = {
            NotCounted.REPLACED: f"a later offer took its place{day}",
            NotCounted.WITHDRAWN: f"taken back{day}",
            NotCounted.REJECTED: f"{who} rejected it{day}",
            NotCounted.LAPSED: "it has lapsed",
        }[one.why]
        entries = (one.offer.id, *([one.by] if one.by else []))
        return RecordLine(
            date=line.date,
            text=f"{line.text} Not counted: {why}.",
            entries=entries,
            sources=line.sources,
            kind="offer",
        )


def offers_in_short(known: Known) -> Iterator[RecordLine]:
    """Yield the lines of the page on offers: what fits, where it is stuck, what waits.

    Args:
        known: What the page is made from.
    """
    found, words = known.fitting, OfferWords(known)
    agenda = known.process.agenda
    for one in found.sets:
        offers = [found.offers[i] for i in one.offers]
        if not offers[1:]:
            offer = offers[0]
            words_of_it = f" ({short(offer.text, MOST_WORDS)})" if offer.text else ""
            free = words_of_it or ", with nothing in return"
            met = ", whose condition is met" if offer.if_ else free
            yield _short(f"Stands: {words.whose(offer)}{met}", one.offers)
            continue
        said = "; ".join(
            dict.fromkeys(
                f"{words.whose(o)}{f' ({short(o.text, MOST_WORDS)})' if o.text else ''}"
                for o in offers
            )
        )
        yield _short(f"Fit together: {said}", one.offers)
        if one.stuck:
            out = "; ".join(
                way.partition(":")[0].partition(",")[0] for way in words.ways_out(one)
            )
            circle = words.who_waits(one.stuck[0])
            behind = tuple(wait.offer for wait in one.stuck[0])
            yield _short(f"Only the order is stuck. {circle}. No new concession: {out}", behind)
        elif one.steps[1:]:
            yield _short(f"In this order: {words.steps(one.steps)}", one.offers)
    for waiting in found.waiting:
        offer = found.offers[waiting.offer]
        need = words.need(waiting, offer)
        yield _short(
            f"Waits: {given(agenda, offer.gives)} of {words.name(offer)} {need}", (offer.id,)
        )


def _short(text: str, entries: tuple[str, ...]) -> RecordLine:
    return RecordLine(date="", text=f"{text}.", entries=entries, kind="offer")
