"""What is said and done at a table, in words, as somebody hears it."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from accord import talks
from accord.model import Deal, Process
from accord.talks.seats import SeatingPlan
from accord.talks.words import capitalised, listed
from accord.telling.deal_words import alternatives
from accord.telling.fighting_words import (
    few_decimals,
    mandate_moving,
    red_lines_moving,
    values_moving,
    walk_away_moving,
    why_words,
)
from accord.telling.program_words import seat_name


class EventWords:
    """Says in a line what each event of a log was.

    Attributes:
        process: The names behind the ids.
        seating: Who sits, or sat when the talks began.
        agenda: Every issue and option that was ever on the table.
        makers: Who made each proposal, by its id.
        motions: What each motion was for that took effect, by the event that says so.
        instructed: What each instruction or other mandate says or changes, by its event.
    """

    def __init__(
        self, process: Process, log: Sequence[talks.Event], seating: SeatingPlan
    ) -> None:
        """Take the names, the events from the first, and who sits."""
        self.process, self.seating = process, seating
        self.agenda = talks.ever_named(log)
        self.makers = {e.what.id: e.seat for e in log if isinstance(e.what, talks.Propose)}
        self.motions: dict[int, talks.Move] = {}
        moved: dict[int | None, talks.Move] = {}
        for event in log:
            match event.what:
                case talks.Revealed(proposals=proposals):
                    self.makers |= {one.id: one.seat for one in proposals}
                case talks.Carried(motion=number):
                    if number in moved:  # who came later has not heard of it
                        self.motions[event.number] = moved[number]
                case one if isinstance(one, talks.MOTIONS):
                    moved[one.motion] = one
        self.instructed = self._instructions(log)

    def _instructions(self, log: Sequence[talks.Event]) -> Mapping[int, str]:
        """Return what every instruction says or changes, by its event; empty if nothing."""
        found, asked, mandates = dict[int, str](), set[str](), dict[str, talks.Mandate]()
        for event in log:
            what, seat = event.what, self.seating.by_id.get(event.seat)
            if isinstance(what, talks.Opened):
                mandates = dict(what.setup.mandates)
            elif isinstance(what, talks.MandateMoved):
                changes = mandate_moving(
                    self.agenda, mandates.get(what.party, {}), what.mandate
                )
                found[event.number] = "; ".join(changes)
                mandates[what.party] = what.mandate
            elif isinstance(what, talks.Refer) and seat is not None:
                asked.add(seat.party)
            elif isinstance(what, talks.Instruct) and seat is not None:
                said = [why_words(self.process, what.text)] if what.text else []
                said += mandate_moving(self.agenda, mandates.get(seat.party, {}), what.mandate)
                if not said and seat.party in asked:
                    said = ["the mandate stays as it is"]
                found[event.number] = "; ".join(said)
                mandates[seat.party] = what.mandate
                asked.discard(seat.party)
        return found

    def line(self, event: talks.Event) -> str:
        """Return in a line what happened; empty where there is nothing to say."""
        match event.what:
            case talks.Propose(deal=deal, text=text):
                what = self.options(deal) if deal else "in words"
                return f"{self.proposing(event)}: {what}{_why(text)}"
            case talks.WalkAwayMoved(by=by, why=why):
                way = "rises" if by > 0 else "falls"
                moving = f"Your walk-away value {way} by {few_decimals(by)} points"
                return f"{moving}{self.outside(why)}"
            case talks.ValuesMoved(values=values, why=why):
                points = values_moving(self.agenda, values)
                return f"What options are worth to you moves: {points}{self.outside(why)}"
            case talks.RedLinesMoved() as moved:
                return f"Your red lines move: {self.red_lines(moved)}{self.outside(moved.why)}"
        return self.said(event)

    def red_lines(self, moved: talks.RedLinesMoved) -> str:
        """Return which red lines are new, and which no longer hold."""
        return red_lines_moving(self.agenda, moved.added, moved.dropped)

    def proposing(self, event: talks.Event) -> str:
        """Return who proposes something to whom, and whether subject to its capital."""
        move = event.what
        assert isinstance(move, talks.Propose)
        verb = "puts to the vote" if move.final else "proposes"
        capital = ", ad referendum" if move.ad_referendum else ""
        return f"{self.name(event.seat)} {verb}{self.addressed(event.seat, move.to)}{capital}"

    def changes(self, event: talks.Event, log: Sequence[talks.Event]) -> list[tuple[str, str]]:
        """Return what a proposal changes against the last of the same seat, issue by issue.

        Args:
            event: The proposal.
            log: The events, in which those before it stand.
        """
        move = event.what
        assert isinstance(move, talks.Propose)
        before: Mapping[str, str] = {}
        for one in log:
            if one.number >= event.number:
                break
            if one.seat == event.seat and isinstance(one.what, talks.Propose) and one.what.deal:
                before = one.what.deal
        left = {i: o for i, o in move.deal.items() if before.get(i) != o}
        return list(self.agenda.describe(left))

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
            case talks.News(text=text, source=source):
                told = why_words(self.process, text)
                return f"News{f' ({source})' if source else ''}: {told}"
            case talks.Withdraw(reason=reason):
                return f"{who} withdraws from the talks{_why(reason)}"
            case talks.Close(reason=reason):
                return f"{who} closes the talks{_why(reason)}"
            case talks.CommonGround(options=options, pending=pending):
                hangs = f" ({self.subject_to(pending)})" if pending else ""
                return f"Common ground: {self.options(options)}{hangs}"
            case talks.MandateMoved(party=party, why=why):
                leaves = self.instructed.get(event.number, "")
                leaves = leaves and f" ({leaves})"
                return (
                    f"Outside the room: {self.name(party)} is given another mandate{leaves}"
                    f"{self.outside(why)}"
                )
            case talks.ValuesMoved(party=party, values=values, why=why):
                moving = f"what options are worth to {self.name(party)} moves"
                points = values_moving(self.agenda, values)
                return f"Outside the room: {moving}: {points}{self.outside(why)}"
            case talks.RedLinesMoved(party=party, why=why) as moved:
                lines = f"the red lines of {self.name(party)} move: {self.red_lines(moved)}"
                return f"Outside the room: {lines}{self.outside(why)}"
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
                return f"The talks end: {talks.how_ended(self.seating, ended, self.name)}"
        return ""

    def why_ended(self, log: Sequence[talks.Event], ended: talks.Ended | None) -> str:
        """Return why talks ended without a deal, in a sentence; nothing if they did not.

        Args:
            log: What was heard of them.
            ended: Their end.
        """
        kinds = (talks.Withdraw, talks.Close)
        last = next((one for one in reversed(log) if isinstance(one.what, kinds)), None)
        line = self.line(last) if last and ended and ended.who else ""
        if line:
            return f"{capitalised(line).removesuffix('.')}."
        return talks.how_ended(self.seating, ended, self.name)

    def carried(self, event: talks.Event) -> str:
        """Return in a clause what a motion was for that is carried."""
        match self.motions.get(event.number):
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
        """Return the names of issues."""
        return ", ".join(self.agenda.issues[issue].name for issue in issues)

    def subject_to(self, pending: Iterable[str]) -> str:
        """Return on whose capitals something still hangs.

        Args:
            pending: The parties that agree ad referendum.
        """
        names = listed([*map(self.name, pending)], "and")
        return f"ad referendum: subject to the capital of {names}"

    def options(self, options: Deal) -> str:
        """Return options with the issues that they settle."""
        return "; ".join(f"{i}: {o}" for i, o in self.agenda.describe(options))

    def name(self, seat: str) -> str:
        """Name who sits at a seat."""
        return seat_name(self.process, self.seating, seat)

    def outside(self, why: str) -> str:
        """Return why something happened outside the room, after a colon; empty if unsaid."""
        return _why(why_words(self.process, why))

    def addressed(self, seat: str, to: Collection[str]) -> str:
        """Return who alone hears a proposal; a mediator brings it to each side apart."""
        delegations = self.seating.delegations
        if all(one in to for one in delegations if one != seat):
            return "" if seat in delegations else " to each apart"
        return f" to {', '.join(map(self.name, to))} alone" if to else ""


def _why(text: str) -> str:
    return f": {text}" if text else ""


class WholeLogWords(EventWords):
    """Says in a line what each event of a log was, as whoever hears all of it reads it."""

    def line(self, event: talks.Event) -> str:
        """Return in a line what happened; empty where there is nothing to say."""
        if isinstance(event.what, talks.WalkAwayMoved):
            moving = walk_away_moving(self.process, event.what.party, event.what.by)
            return f"Outside the room: {moving}{self.outside(event.what.why)}"
        return super().line(event) if event.seat else self.said(event)
