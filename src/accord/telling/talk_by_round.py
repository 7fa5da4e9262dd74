"""Talks told round by round, in words."""

from collections.abc import Collection, Iterator, Mapping

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
from accord.play.walk_away_paths import path_of
from accord.play.why_no_deal import LastWord, Parting, offers, parting
from accord.telling.deal_words import DealWords, Words
from accord.telling.event_words import EventWords
from accord.telling.fighting_words import assumed, path_lines, walk_away_moving
from accord.telling.holder_words import conditions_counted
from accord.telling.improvement_words import improvement_lines
from accord.telling.number_words import counted, whole
from accord.telling.program_words import NO_PREDICTION, Indented, seat_name

LINES = "red lines and walk-away values"
"""What a package clears."""

MOST_BLOCKS = 3
"""How many ways to open a deal are named."""


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
        yield 1, f"- {seat_name(process, game.setup, seat)}: played by {recipe(program)}"
    if game.setup.settled:
        named = "; ".join(f"{i}: {o}" for i, o in process.agenda.describe(game.setup.settled))
        yield 1, f"- settled before: {named}"
    if conditions := conditions_counted(process, game.interests):
        yield 1, f"- {conditions}"
    yield from assumed(process, game.fighting)


class _Told(EventWords):
    """The words for one talk."""

    def __init__(self, process: Process, played: Played) -> None:
        super().__init__(process, played.log, played.game.setup)
        self.played, self.game = played, played.game
        self.valued: Mapping[int, ValuedDeal] = {
            event.number: one for event, one in offers(played)
        }
        self.offer: dict[str, talks.Options] = {}
        self.asked: dict[str, float] = {}
        self.changed = changes_in(played.table)
        self.between = self.pauses()
        self.sides = "both sides'" if len(self.game.setup.delegations) == 2 else "all sides'"
        self.walk_away = dict(self.game.numbers.walk_aways)

    def opening(self, holder: str, story: bool) -> Iterator[Indented]:
        game = self.game
        numbers = "drawn from the ranges" if game.draws else "each at the middle of its range"
        yield 0, f"By the numbers of: {holder} (assumptions, not facts), {numbers}"
        yield from played_by(self.process, game)
        if story:
            yield 1, "Points in brackets: what a deal is worth to each, by these numbers."
        if more := above_hundred(self.process, game):
            yield 1, more
        if game.fighting:
            yield from path_lines(self.process, path_of(game))

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
        moving = walk_away_moving(self.process, what.party, what.by)
        return f"{moving}, {to}{self.outside(what.why)}"

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
        table = self.played.table
        if table.moved:
            yield 0, "What follows goes by all numbers as they were in the end."
        elif table.walk_away:
            yield 0, "What follows goes by the walk-away values as they were in the end."
        if deal is not None:
            yield from self.efficiency(words, deal)
        else:
            yield from self.apart()
            yield from self.nearly(words, parting(self.played))

    def kept(self) -> Iterator[Indented]:
        """Yield how often delegations went back on what they had offered."""
        for seat, one in kept(self.played.table).items():
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


def _last(last: LastWord) -> str:
    asked = f"asked for {whole(last.asked)} for itself" if last.asked is not None else ""
    offered = f"was offered {whole(last.offered)}" if last.offered is not None else ""
    return " and ".join(filter(None, (asked, offered)))
