"""Talks told round by round, in words."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from attrs import evolve

from accord import talks
from accord.deals import Deals, ValuedDeal
from accord.delegates import recipe
from accord.errors import AccordError
from accord.kernels.ties import TIE
from accord.model import Deal, Process
from accord.play import Game, Played
from accord.play.back import changes_in, kept
from accord.play.distance import distance
from accord.play.why_no_deal import LastWord, Parting, offers, parting
from accord.talks.words import listed
from accord.telling.deal_words import DealWords, Words, alternatives
from accord.telling.holder_words import conditions_counted
from accord.telling.improvement_words import improvement_lines
from accord.telling.number_words import counted, whole
from accord.telling.program_words import NO_PREDICTION, Indented, seat_name

LINES = "red lines and walk-away values"
"""What a package clears."""

MOST_BLOCKS = 3
"""How many ways to open a deal are named."""

MOST_OPTIONS = 3
"""How many options that a mandate leaves on an issue are named; more are counted."""


def told(process: Process, played: Played, holder: str, *, story: bool) -> Iterator[Indented]:
    """Yield how a talk ended, who played it, perhaps how it went, and how good the end is.

    Args:
        process: The names behind the ids.
        played: The talks.
        holder: Whose numbers they are.
        story: Whether to tell it round by round too.
    """
    told = _Told(process, played)
    yield from told.outcome()
    yield 0, NO_PREDICTION
    yield 0, ""
    yield from told.opening(holder, story)
    if story:
        yield from told.rounds()
        yield 0, ""
    yield from told.judged()


def above_hundred(process: Process, game: Game) -> str:
    """Return to whom a deal may be worth more than 100 points, and why; empty if to nobody.

    Args:
        process: The names behind the ids.
        game: The talks.
    """
    able = [
        process.name(one.party)
        for one in game.interests
        if any(interaction.bonus.high > 0 for interaction in one.interactions)
    ]
    if not able:
        return ""
    return (
        f"To {' and '.join(able)} options that go together add a bonus: a deal with it may be "
        "worth more than 100."
    )


def played_by(process: Process, game: Game) -> Iterator[Indented]:
    """Yield the rules, who sits where, and which walk-away values are assumed to move.

    Args:
        process: The names behind the ids.
        game: The talks.
    """
    rules = game.setup.rules
    limit = f", {rules.rounds} rounds at most" if rules.rounds else ""
    yield 0, f"Rules: {rules.title}{limit}; seed {game.seed}"
    for seat, program in game.delegates.items():
        yield 1, f"- {seat_name(process, game, seat)}: played by {recipe(program)}"
    if game.setup.settled:
        named = "; ".join(f"{i}: {o}" for i, o in process.agenda.describe(game.setup.settled))
        yield 1, f"- settled before: {named}"
    if conditions := conditions_counted(process, game.interests):
        yield 1, f"- {conditions}"
    for one in game.shifts:
        when = f"when round {one.round} begins"
        yield 1, f"- assumed: {_moving(process, one.party, one.by)} {when}{_why(one.why)}"


def _moving(process: Process, party: str, by: float) -> str:
    size, way = abs(by), "falls" if by < 0 else "rises"
    unit = "point" if size == 1 else "points"
    return f"the walk-away value of {process.name(party)} {way} by {size:g} {unit}"


class _Told:
    """The words for one talk."""

    def __init__(self, process: Process, played: Played) -> None:
        self.process, self.played = process, played
        self.game, self.agenda = played.game, talks.ever_named(played.table)
        self.valued: Mapping[int, ValuedDeal] = {
            event.number: one for event, one in offers(played)
        }
        self.offer: dict[str, talks.Options] = {}
        self.asked: dict[str, float] = {}
        self.changed = changes_in(played)
        self.between = self.pauses()
        self.instructed = self.instructions()
        self.sides = "both sides'" if len(self.game.setup.delegations) == 2 else "all sides'"
        self.walk_away = dict(self.game.numbers.walk_aways)
        self.makers = {
            e.what.id: e.seat for e in played.log if isinstance(e.what, talks.Propose)
        }
        self.motions: dict[int, talks.Move] = {}
        moved: dict[int | None, talks.Move] = {}
        for event in played.log:
            match event.what:
                case talks.Revealed(proposals=proposals):
                    self.makers |= {one.id: one.seat for one in proposals}
                case talks.Carried(motion=number):
                    self.motions[event.number] = moved[number]
                case one if isinstance(one, talks.MOTIONS):
                    moved[one.motion] = one

    def opening(self, holder: str, story: bool) -> Iterator[Indented]:
        game = self.game
        numbers = "drawn from the ranges" if game.draws else "each at the middle of its range"
        yield 0, f"By the numbers of: {holder} (assumptions, not facts), {numbers}"
        yield from played_by(self.process, game)
        if story:
            yield 1, "Points in brackets: what a deal is worth to each, by these numbers."
        if more := above_hundred(self.process, game):
            yield 1, more

    def rounds(self) -> Iterator[Indented]:
        quiet: list[int] = []
        for number, held in self.by_round():
            if all(map(self.is_quiet, held)):
                quiet.append(number)
                continue
            yield from self.passed(quiet)
            quiet = []
            yield 0, f"Round {number}"
            for event in held:
                yield from self.event(event)
        yield from self.passed(quiet)

    def by_round(self) -> Iterator[tuple[int, list[talks.Event]]]:
        """Yield the events of every round; what follows from a move is told with it."""
        found: dict[int, list[talks.Event]] = {}
        number = 1
        for event in self.played.log[1:]:
            follows = not event.seat and not isinstance(event.what, talks.Happening)
            number = number if follows else event.round
            found.setdefault(number, []).append(event)
        yield from found.items()

    def passed(self, quiet: list[int]) -> Iterator[Indented]:
        if quiet:
            which = f"s {quiet[0]} to {quiet[-1]}" if len(quiet) > 1 else f" {quiet[0]}"
            yield 0, f"Round{which}: all stand by their last offers"

    def pauses(self) -> Collection[int]:
        """Return the events that are no more than the pause between two rounds."""
        found, paused = set[int](), False
        for event in self.played.log:
            if isinstance(event.what, talks.Resume):
                if paused:
                    found.add(event.number)
                paused = False
            elif isinstance(event.what, talks.Recess):
                paused = event.what.ends_round and not event.what.text
                if paused:
                    found.add(event.number)
            elif isinstance(event.what, talks.Adjourn | talks.WalkOut | talks.Join):
                paused = False
        return found

    def is_quiet(self, event: talks.Event) -> bool:
        """Return whether nothing new was said."""
        what = event.what
        if event.number in self.between:
            return True
        if isinstance(what, talks.Propose):
            return self.offer.get(event.seat) == what.deal and not (what.text or what.final)
        if isinstance(what, talks.Instruct):
            return not self.instructed[event.number]
        return isinstance(what, talks.Reject) and not (what.reason or what.rather)

    def event(self, event: talks.Event) -> Iterator[Indented]:
        """Yield the lines on one thing that happened."""
        if isinstance(event.what, talks.Propose):
            yield from self.proposal(event, event.what)
        elif isinstance(event.what, talks.WalkAwayMoved):
            yield 1, f"- Outside the room: {self.moved(event.what)}"
        elif event.number in self.between:
            return  # the headings of the rounds say it
        elif isinstance(event.what, talks.Instruct) and self.is_quiet(event):
            return
        elif said := self.said(event):
            yield 1, f"- {said}"

    def proposal(self, event: talks.Event, move: talks.Propose) -> Iterator[Indented]:
        if not move.deal:
            to = self.addressed(event.seat, move.to)
            yield 1, f"- {self.name(event.seat)} proposes in words{to}: {move.text}"
            return
        before = self.offer.get(event.seat)
        self.offer[event.seat] = move.deal
        changed = {i: o for i, o in move.deal.items() if before is None or before.get(i) != o}
        verb = "puts to the vote" if move.final else "proposes"
        to = self.addressed(event.seat, move.to)
        capital = ", ad referendum" if move.ad_referendum else ""
        priced = self.valued.get(event.number)
        worth = f" [{self.worth(priced)}]" if priced else ""
        start = f"- {self.name(event.seat)} {verb}"
        if before is None:
            yield 1, f"{start} a deal{to}{capital}{worth}:"
        elif changed:
            count = "1 change" if len(changed) == 1 else f"{len(changed)} changes"
            yield 1, f"{start} its previous offer with {count}{to}{capital}{worth}:"
        else:
            yield 1, f"{start} the same as before{to}{capital}{worth}"
        back = {one.issue: one for one in self.changed.get(event.number, ()) if one.back}
        for issue, option in changed.items():
            was = "" if before is None or issue not in before else before[issue]
            choices = self.agenda.issues[issue].choices
            after = f" (was: {choices[was].name})" if was else ""
            if issue not in back:
                yield 3, f"- {self.agenda.issues[issue].name}: {choices[option].name}{after}"
        for issue, one in back.items():
            named = self.agenda.issues[issue]
            was, now = (named.choices[option].name for option in (one.was, one.now))
            offered = f"offered '{was}' in round {one.since}, now '{now}'"
            yield 3, f"- goes back on {named.name}: {offered}"
        if more := self.taken_back(event):
            yield 3, f"- {more}"
        if move.text:
            yield 3, f"- in its words: {move.text}"

    def addressed(self, seat: str, to: Collection[str]) -> str:
        """Return who alone hears a proposal; a mediator brings it to each side apart."""
        delegations = self.game.setup.delegations
        if all(one in to for one in delegations if one != seat):
            return "" if seat in delegations else " to each apart"
        return f" to {', '.join(map(self.name, to))} alone" if to else ""

    def instructions(self) -> Mapping[int, str]:
        """Return what every instruction says or changes, by its event; empty if nothing."""
        setup, found = self.game.setup, dict[int, str]()
        mandates, asked = dict(setup.mandates), set[str]()
        for event in self.played.log[1:]:
            what, seat = event.what, setup.by_id.get(event.seat)
            if isinstance(what, talks.MandateMoved):
                mandates[what.party] = what.mandate
            elif isinstance(what, talks.Refer) and seat is not None:
                asked.add(seat.party)
            elif isinstance(what, talks.Instruct) and seat is not None:
                said = [what.text] if what.text else []
                said += self.given(mandates.get(seat.party, {}), what.mandate)
                if not said and seat.party in asked:
                    said = ["the mandate stays as it is"]
                found[event.number] = "; ".join(said)
                mandates[seat.party] = what.mandate
                asked.discard(seat.party)
        return found

    def given(
        self, before: Mapping[str, tuple[str, ...]], now: Mapping[str, tuple[str, ...]]
    ) -> Iterator[str]:
        """Yield what another mandate changes; it leaves all options where it names none."""
        for issue, one in self.agenda.issues.items():
            had, has = (given.get(issue, tuple(one.choices)) for given in (before, now))
            if len(has) == len(one.choices) != len(had):
                yield f"{one.name}: any option"
            elif set(had) != set(has):
                more = [option for option in has if option not in had]
                way, options = (
                    ("also", more) if len(more) == len(has) - len(had) else ("only", has)
                )
                named = " or ".join(one.choices[option].name for option in options)
                few = len(options) <= MOST_OPTIONS
                yield f"{one.name}: {way} {named if few else f'{len(options)} options'}"

    def taken_back(self, event: talks.Event) -> str:
        """Return in words by how much a delegation asks for more than before, if it does."""
        found = self.valued.get(event.number)
        if found is None or event.seat not in found.worth:
            return ""
        asked = found.worth[event.seat]
        before = self.asked.get(event.seat, asked)
        self.asked[event.seat] = asked
        if asked <= before + TIE:
            return ""
        more, name = counted(asked - before), self.name(event.seat)
        return f"it asks for more than before: this is worth {more} more to {name}"

    def moved(self, what: talks.WalkAwayMoved) -> str:
        self.walk_away[what.party] += what.by
        to = f"to {whole(self.walk_away[what.party])}"
        return f"{_moving(self.process, what.party, what.by)}, {to}{_why(what.why)}"

    def said(self, event: talks.Event) -> str:
        """Return in a line what happened, proposals and moved walk-away values apart."""
        who = self.name(event.seat) if event.seat else ""
        match event.what:
            case talks.Accept(proposal=id_, issues=issues, ad_referendum=capital):
                part = f" on {self.issues(issues)}" if issues else ""
                whose = self.makers.get(id_, "")
                of = f" the offer of {self.name(whose)}" if whose else ""
                return f"{who} accepts{of}{part}{', ad referendum' if capital else ''}"
            case talks.Reject(reason=reason, rather=rather):
                liked = (
                    f"; would rather have {alternatives(self.agenda, rather)}" if rather else ""
                )
                return f"{who} rejects{_why(reason)}{liked}"
            case talks.Retract(proposal=id_, reason=reason):
                return f"{who} takes back what it proposed{_why(reason)}"
            case talks.Suggest(deal=deal, text=text):
                return f"{who} suggests {self.options(deal)}{_why(text)}"
            case talks.Settle(options=options, text=text, ad_referendum=capital):
                subject = ", ad referendum" if capital else ""
                return f"{who} moves to settle {self.options(options)}{subject}{_why(text)}"
            case talks.Reopen(issues=issues, text=text):
                return f"{who} moves to open again {self.issues(issues)}{_why(text)}"
            case talks.Communique(text=text):
                return f"{who} drafts a joint communiqué: {text}"
            case talks.Amend() as amendment:
                return f"{who} moves to {self.amendment(amendment)}{_why(amendment.text)}"
            case talks.Consent(ad_referendum=capital):
                return f"{who} consents{', ad referendum' if capital else ''}"
            case talks.Object(reason=reason):
                return f"{who} objects{_why(reason)}"
            case talks.WordsAgreed(text=text):
                return f"All agree in words: {text}"
            case talks.Carried():
                return f"It takes effect: {self.carried(event)}"
            case talks.State(question=question) as said:
                return f"{who} {'asks' if question else 'says'}: {self.in_words(said)}"
            case talks.Carry(to=to, of=of, question=question) as said:
                how = (
                    "asks"
                    if question
                    else f"carries from {self.name(of)} to"
                    if of
                    else "says to"
                )
                return (
                    f"{who} {how} {listed([*map(self.name, to)], 'and')}: {self.in_words(said)}"
                )
            case talks.Recess(text=text):
                return f"{who} asks for a recess{_why(text)}"
            case talks.Resume():
                return f"{who} opens the table again"
            case talks.Caucus(party=party):
                return f"the mediator and {self.name(party)} go aside"
            case talks.Refer(text=text):
                return f"{who} refers the proposal to its capital{_why(text)}"
            case talks.Instruct():
                return f"{who} sends instructions: {self.instructed[event.number]}"
            case talks.Ratify(text=text):
                return f"{who} ratifies{_why(text)}"
            case talks.Refuse(reason=reason):
                return f"{who} refuses to ratify{_why(reason)}"
            case talks.Adjourn(reason=reason):
                return f"{who} adjourns the talks without a date{_why(reason)}"
            case talks.WalkOut(reason=reason):
                return f"{who} walks out{_why(reason)}"
            case talks.Join(text=text):
                return f"{who} takes its place at the table{_why(text)}"
            case talks.DeadlinePassed(why=why):
                return f"A deadline has passed{_why(why)}"
            case talks.Withdraw(reason=reason):
                return f"{who} withdraws from the talks{_why(reason)}"
            case talks.Close(reason=reason):
                return f"{who} closes the talks{_why(reason)}"
            case talks.CommonGround(options=options):
                return f"Common ground: {self.options(options)}"
            case talks.MandateMoved(party=party, why=why):
                return (
                    f"Outside the room: {self.name(party)} is given another mandate{_why(why)}"
                )
            case talks.Revealed():
                return "The sealed proposals are opened"
            case talks.NoOverlap():
                return "No proposal has the support of all; who supports which is not said"
            case talks.CaughtUp() as caught:
                return f"{self.name(caught.party)} is told {self.caught_up(caught)}"
            case talks.Initialled(pending=pending):
                return f"Initialled; to be ratified by {', '.join(map(self.name, pending))}"
            case talks.Agreed(among=among):
                between = f" between {listed([*map(self.name, among)], 'and')}" if among else ""
                return f"There is a deal{between}"
            case talks.Ended() as ended:
                return f"The talks end: {talks.how_ended(self.game.setup, ended)}"
        return ""

    def outcome(self) -> Iterator[Indented]:
        """Yield whether there is a deal, when, on what, and who left."""
        moves = sum(bool(event.seat) for event in self.played.log)
        after = f"round {self.played.rounds}, after {moves} moves"
        deal = self.played.deal
        if deal is not None:
            yield 0, f"A deal in {after}:"
            for issue, option in self.agenda.describe(deal):
                yield 1, f"- {issue}: {option}"
        else:
            yield 0, f"No deal; they part in {after}. {self.played.reason}"
            issues, common = self.agenda.issues, self.played.table.common
            if common:
                open_ = "; ".join(one.name for i, one in issues.items() if i not in common)
                apart = f"; open: {open_}" if open_ else ""
                yield 1, f"- common ground on {len(common)} of {len(issues)} issues{apart}"
        for event in self.played.log:
            if isinstance(event.what, talks.WalkOut | talks.Join):
                did = (
                    "walked out" if isinstance(event.what, talks.WalkOut) else "took its place"
                )
                yield 1, f"- {self.name(event.seat)} {did} in round {event.round}"

    def judged(self) -> Iterator[Indented]:
        """Yield how far the end is from what could have been."""
        ends = self.played.numbers.walk_aways
        words = DealWords(evolve(self.process, agenda=self.agenda), ends)
        deal = self.played.deal
        yield from self.kept()
        if self.played.table.walk_away:
            yield 0, "What follows goes by the walk-away values as they were in the end."
        if deal is not None:
            yield from self.efficiency(words, deal)
        else:
            yield from self.apart()
            yield from self.nearly(words, parting(self.played))

    def kept(self) -> Iterator[Indented]:
        """Yield how often delegations went back on what they had offered."""
        for seat, one in kept(self.played).items():
            if one.back:
                times = (
                    "1 change of an option" if one.changes == 1 else f"{one.changes} changes"
                )
                program = self.game.delegates[seat].name
                said = f"({program}) went back on what it had offered in {one.back} of {times}."
                yield 0, f"{self.name(seat)} {said}"

    def efficiency(self, words: DealWords, deal: Deal) -> Iterator[Indented]:
        try:
            found = distance(self.played.compared, deal)
        except AccordError as error:
            yield 0, f"How far it is from the frontier cannot be said. {error}"
        else:
            if found is not None:
                yield 0, f"It is {counted(found.points)} from the frontier ({found.method})."
        try:
            numbers = self.played.compared
            better = Deals(self.played.table.agenda, numbers).improve(deal, most=1)
        except AccordError as error:
            yield 0, f"Whether another deal is better for all cannot be said. {error}"
        else:
            yield from improvement_lines(words, better, "this deal")

    def apart(self) -> Iterator[Indented]:
        try:
            found = Deals(self.agenda, self.played.numbers, draws=1)
            acceptable, openings = found.acceptable, found.blocks.openings
        except AccordError as error:
            yield 0, f"Whether some package clears {self.sides} {LINES} cannot be said. {error}"
            return
        if acceptable:
            cleared = f"some package would have cleared {self.sides} {LINES}"
            yield 0, f"By these assumptions {cleared}."
        else:
            yield 0, f"By these assumptions no package clears {self.sides} {LINES}."
            words = Words(self.process, found)
            for block in words.blocks(openings[:MOST_BLOCKS]):
                yield 1, f"- Some deal would clear the rest if {block.text}"

    def nearly(self, words: DealWords, found: Parting) -> Iterator[Indented]:
        if found.closest is None:
            yield 0, "Nobody proposed a whole deal."
            return
        event, standing = found.closest.event, found.closest.standing
        offer = f"the offer of {self.name(event.seat)}: {words.worth(standing.valued)}"
        yield 0, f"They came closest in round {event.round}, with {offer}"
        for obstacle in standing.crosses:
            yield 1, f"- it crosses {words.obstacle(obstacle)}"
        for party, points in standing.short.items():
            limit = f"the walk-away value of {self.name(party)}"
            yield 1, f"- it is {counted(points)} below {limit}"
        if standing.acceptable:
            clears = f"it clears {self.sides} {LINES}"
            yield 1, f"- by these assumptions {clears}; not all accepted it"
        for party, last in found.last.items():
            if said := _last(last):
                yield 1, f"- {self.name(party)} in the end {said}"

    def worth(self, valued: ValuedDeal) -> str:
        return ", ".join(
            f"{self.name(p)} {whole(valued.worth[p])}"
            if p in valued.worth
            else f"{self.name(p)}: red line"
            for p in self.process.parties
            if p in valued.worth or p in valued.refused_by
        )

    def carried(self, event: talks.Event) -> str:
        """Return in a clause what a motion was for that is carried."""
        match self.motions[event.number]:
            case talks.Amend() as amendment:
                return self.amendment(amendment)
            case talks.Settle(options=options):
                return f"settled, {self.options(options)}"
            case talks.Suggest(deal=deal):
                return self.options(deal)
            case talks.Reopen(issues=issues):
                return f"open again, {self.issues(issues)}"
            case talks.Communique(text=text):
                return f"all say, {text}"
        return ""

    def in_words(self, said: talks.State | talks.Carry) -> str:
        """Return what is said, with the options that it names."""
        named = f"({self.options(said.deal)})" if said.deal else ""
        return " ".join(filter(None, (said.text, named)))

    def caught_up(self, what: talks.CaughtUp) -> str:
        """Return in a clause what a party is told that takes its place."""
        found = []
        if what.agenda:
            changes = "; ".join(map(self.amendment, what.agenda))
            found.append(f"how the agenda was changed meanwhile: {changes}")
        if what.out:
            found.append(f"that {listed([*map(self.name, what.out)], 'and')} stays out")
        return ", and ".join(found) or "that all others are back"

    def amendment(self, move: talks.Amend) -> str:
        """Return in a clause what a change of the agenda does."""
        agenda, issues = self.agenda, self.agenda.issues
        on = f" of {issues[move.on].name}" if move.on in issues else ""
        if move.issue is not None:
            options = ", ".join(option.name for option in move.issue.choices.values())
            return f"put on the agenda {move.issue.name} ({options})"
        if move.option is not None:
            return f"put the option {move.option.name}{on} on the agenda"
        if move.constraint is not None:
            never = alternatives(agenda, move.constraint.never)
            return f"exclude together {never}"
        if move.on:
            known = issues[move.on].choices.get(move.drop)
            return f"drop the option {known.name if known else move.drop}{on}"
        known_issue = agenda.issues.get(move.drop)
        named = f"the issue {known_issue.name}" if known_issue else f"constraint {move.drop}"
        return f"drop {named}"

    def issues(self, issues: Iterable[str]) -> str:
        return ", ".join(self.agenda.issues[issue].name for issue in issues)

    def options(self, options: Deal) -> str:
        return "; ".join(f"{i}: {o}" for i, o in self.agenda.describe(options))

    def name(self, seat: str) -> str:
        """Name who sits at a seat."""
        return seat_name(self.process, self.game, seat)


def _why(text: str) -> str:
    return f": {text}" if text else ""


def _last(last: LastWord) -> str:
    asked = f"asked for {whole(last.asked)} for itself" if last.asked is not None else ""
    offered = f"was offered {whole(last.offered)}" if last.offered is not None else ""
    return " and ".join(filter(None, (asked, offered)))
