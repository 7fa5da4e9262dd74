"""What a debrief says of a table, and asks of those who sat there."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

import numpy as np
from attrs import frozen

from accord.host.class_results import ClassSheets, OfferMade, TableResult
from accord.kernels.ties import TIE
from accord.model import NOTHING_MOVED, Agenda, Exclusion, Interests, Process
from accord.talks import Options, Phase
from accord.talks.words import listed
from accord.telling.event_words import EventWords
from accord.telling.number_words import counted, whole

ASSUMED = (
    "each at the middle of its range: assumptions of the case, not the truth. Where the ranges "
    "are wide, a few points more or less say nothing."
)
LEFT = (
    "Left on the table, for a side: what it could have had more without any other side having "
    "less. It is the most that a package which crosses no red line is worth to it, of those "
    "worth no less to all others. Without a deal each side has its walk-away value, and the "
    "same is asked from there. The sides' figures cannot all be had at once."
)


def whose(process: Process, sheets: ClassSheets) -> str:
    """Return by whose numbers a class is looked at, and what they are.

    Args:
        process: The names behind the ids.
        sheets: What the sides were given to go by.
    """
    holder = process.name(sheets.holder) if sheets.holder else "each side itself"
    if sheets.lacks:
        if not sheets.interests:
            return sheets.lacks
        return f"By what {holder} holds. {sheets.lacks} So there are no points and no frontier."
    return f"By the numbers of {holder}, {ASSUMED}"


@frozen(kw_only=True, slots=False)
class DebriefWords:
    """The words for one table.

    Attributes:
        process: The names behind the ids.
        result: How the table did.
        sheets: What the sides were given to go by.
    """

    process: Process
    result: TableResult
    sheets: ClassSheets

    @cached_property
    def _events(self) -> EventWords:
        at = self.result.at
        return EventWords(self.process, at.events, at.setup)

    def name(self, seat: str) -> str:
        """Return the name of a side or another seat."""
        return self._events.name(seat)

    @property
    def ended(self) -> str:
        """How it ended, in a word or two."""
        if self.result.deal is not None:
            return "deal"
        if self.result.over:
            return "no deal"
        return (
            "with the capitals" if self.result.at.phase is Phase.CAPITALS else "still talking"
        )

    @property
    def why(self) -> str:
        """Why there is no deal, in a sentence."""
        at = self.result.at
        if not self.result.over:
            return (
                "A deal is initialled and waits for the capitals."
                if at.phase is Phase.CAPITALS
                else "The talks had not ended."
            )
        return self._events.why_ended(at.events, at.ended)

    @property
    def possible(self) -> str:
        """Whether there was a deal to be had, in a sentence; empty where nothing is to say."""
        found = self.result.parting
        if found is None or found.possible is None:
            return ""
        if found.possible:
            return "By these numbers some package clears all red lines and walk-away values."
        return "By these numbers no package clears all red lines and walk-away values."

    @property
    def closest(self) -> str:
        """How near they came without a deal, in a sentence; empty where nothing is to say."""
        found = self.result.parting
        if found is None:
            return ""
        if found.closest is None:
            return "Nobody proposed a whole package."
        event, standing = found.closest.event, found.closest.standing
        lacks = [
            f"it is {counted(points)} below the walk-away value of {self.name(party)}"
            for party, points in standing.short.items()
        ]
        if standing.crosses:
            lacks.append("it crosses a red line")
        fails = " and ".join(lacks) or "it was acceptable to all, and not accepted"
        return (
            f"The nearest offer was that of {self.name(event.seat)} in round {event.round}: "
            f"{fails}."
        )

    def offered(self, one: OfferMade) -> str:
        """Return who made an offer, when, and what it was worth."""
        worth: Mapping[str, float] = one.worth or {}
        points = " / ".join(
            whole(worth[side]) if side in worth else "red line" for side in self.result.sides
        )
        said = f"{self.name(one.party)}, round {one.round}"
        return f"{said}: {points}" if one.worth is not None else said

    @property
    def gave(self) -> Iterator[str]:
        """Yield who gave when, in sentences."""
        one = self.result
        if not one.offers:
            yield "No package was offered."
            return
        if (first := one.first_to_give) is None:
            yield "Nobody moved from their first offer."
        else:
            yield f"First to move: {self.name(first.party)}, at move {first.began}."
        step = one.largest_step
        if step is not None:
            yield (
                f"Largest step: {self.name(step.party)}, {counted(step.step)} in round "
                f"{step.step_at}."
            )
        back = [
            f"{self.name(each.party)} {_times(each.back)}" for each in one.giving if each.back
        ]
        yield f"Went back on an offer: {', '.join(back) or 'nobody'}."
        if part := sum(not each.whole for each in one.offers):
            yield f"Not drawn: {part} offers on some issues alone."

    @property
    def by_programs(self) -> Iterator[str]:
        """Yield which moves programs made, in sentences."""
        for seat, moves in self.result.by_program.items():
            every = self.result.by_seat[seat]
            which = f"moves {moves[0]} to {moves[-1]}" if len(moves) > 1 else f"move {moves[0]}"
            yield (
                f"A program sat for {self.name(seat)}: {len(moves)} of its {every} moves, "
                f"{which} of the table."
            )

    @property
    def moved(self) -> Iterator[str]:
        """Yield what was moved of each side's numbers at this table, in sentences."""
        for side, by in self.result.moved.items():
            way = "up" if by > 0 else "down"
            value = f"The walk-away value of {self.name(side)}"
            yield f"{value} was moved {way} by {whole(abs(by))}."
        for side, what in self.result.at.moved.items():
            if what != NOTHING_MOVED:
                yield (
                    f"Values or red lines of {self.name(side)} moved: this table is weighed "
                    "by them as they were in the end, and not in one figure with the others."
                )

    def terms(self, deal: Options) -> list[tuple[str, str]]:
        """Return a deal as issues and options, by their names."""
        return self.result.agenda.describe(deal)

    def better(self, side: str) -> list[tuple[str, str, str]]:
        """Return what other package would have been worth the most to a side.

        It is worth no less to any other side.

        Args:
            side: The side.

        Returns:
            The issues on which it differs from the deal, each with the option of the deal and
            its own; without a deal all issues. Nothing where there is none.
        """
        stick = self.result.by_numbers.stick
        if stick is None or side not in self.result.by_numbers.left:
            return []
        if self.result.deal is None and not self.result.by_numbers.possible:
            return []
        found = stick.better(self.result.by_numbers.known, side)
        if found is None:
            return []
        deal: Mapping[str, str] = self.result.deal or {}
        issues = self.result.agenda.issues
        return [
            (
                one.name,
                one.choices[deal[i]].name if i in deal else "",
                one.choices[found.deal[i]].name,
            )
            for i, one in issues.items()
            if deal.get(i) != found.deal[i]
        ]

    # What there is to talk about.

    @property
    def questions(self) -> tuple[str, ...]:
        """Three questions to talk about, made from what happened; they judge nobody."""
        found = [
            *self._gain(),
            *self._cannot(),
            *self._weights(),
            *self._steps(),
            *self._ends(),
            *_ALWAYS,
        ]
        return tuple(dict.fromkeys(found))[:3]

    def _gain(self) -> Iterator[str]:
        """Yield where another option would have been better for some and worse for none."""
        result, stick = self.result, self.result.by_numbers.stick
        if stick is None or result.deal is None or result.by_numbers.refused_by:
            return
        if found := better_option(result):
            issue, option, gains = found
            one = result.agenda.issues[issue]
            who = " and ".join(self.name(side) for side in gains)
            now, other = one.choices[result.deal[issue]].name, one.choices[option].name
            yield (
                f"On {one.name} you chose '{now}'. By the sheets '{other}' would have been "
                f"worth more to {who} and no less to anybody. What kept it from being chosen?"
            )
            return
        best = max(result.by_numbers.left, key=lambda one: result.by_numbers.left[one])
        if changed := self.better(best):
            named = [issue for issue, _, _ in changed]
            more = ["other issues"] if len(named) > _NAMED else []
            issues = listed([*named[:_NAMED], *more], "and")
            yield (
                f"Another package, which differs on {issues}, would have been worth more to "
                f"{self.name(best)} and no less to anybody. What would each side have had to "
                "know to find it?"
            )

    def _cannot(self) -> Iterator[str]:
        """Yield what was agreed that a side cannot live with, by the marks."""
        deal: Mapping[str, str] = self.result.deal or {}
        for side, marked in self.result.marks.items():
            for issue in marked.cannot[:1]:
                one = self.result.agenda.issues[issue]
                option = one.choices[deal[issue]].name
                yield (
                    f"On {one.name} you chose '{option}', which {self.name(side)} cannot live "
                    "with by its sheet. How did it come to that, and what was given for it?"
                )

    def _weights(self) -> Iterator[str]:
        """Yield on which issue the sides' weights are the farthest apart."""
        shares = {side: weights(self.sheets.interests.get(side)) for side in self.result.sides}
        if not all(shares.values()):
            return
        apart = {
            issue: max(
                (shares[a].get(issue, 0.0) - shares[b].get(issue, 0.0), a, b)
                for a in shares
                for b in shares
                if a != b
            )
            for issue in self.result.agenda.issues
        }
        if not apart:
            return
        issue = max(apart, key=lambda one: apart[one][0])
        gap, more, less = apart[issue]
        if gap < _APART:
            return
        yield (
            f"{self.result.agenda.issues[issue].name} weighed more for {self.name(more)} "
            f"than for {self.name(less)}. When did each side learn that, and what was done "
            "with it?"
        )

    def _steps(self) -> Iterator[str]:
        step = self.result.largest_step
        if step is not None:
            yield (
                f"The largest step at this table was {self.name(step.party)}'s in round "
                f"{step.step_at}. What led to it, and how was it answered?"
            )

    def _ends(self) -> Iterator[str]:
        if self.result.deal is not None or not self.result.over:
            return
        if self.result.by_numbers.possible:
            yield (
                "By the sheets some package cleared all red lines and walk-away values. Where "
                "did the talks lead away from it?"
            )
        elif self.result.by_numbers.possible is False:
            yield (
                "By the sheets no package cleared all red lines and walk-away values. When did "
                "each side see that, and what could have been changed?"
            )


_NAMED = 3
"""So many issues a question names."""
_APART = 0.03
"""As shares: weights that are nearer to each other are no reason for a trade."""
_ALWAYS = (
    "What did you ask for that you could have done without, and when did you say so?",
    "What did you learn of what the other side needs, and from which move?",
    "What would you tell a colleague who sits down at this table tomorrow?",
)


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def weights(held: Interests | None) -> dict[str, float]:
    """Return how much each issue weighs for a side, as shares at the middle of the ranges.

    Args:
        held: What is held of the side.
    """
    if held is None or not held.issues:
        return {}
    each = {issue: one.weight.middle for issue, one in held.issues.items()}
    total = sum(each.values())
    return {issue: one / total for issue, one in each.items()} if total > 0 else {}


def most_valued(held: Interests, issue: str) -> str:
    """Return the option of an issue that a side values the most; empty where nothing is said.

    Args:
        held: What is held of the side.
        issue: The issue.
    """
    if issue not in held.issues:
        return ""
    values = held.issues[issue].values
    return max(values, key=lambda one: values[one].middle, default="")


def better_option(result: TableResult) -> tuple[str, str, Sequence[str]] | None:
    """Return one issue on which another option is better for some side and worse for none.

    Of several, the one is taken by which the side that gains the least gains the most.

    Args:
        result: How a table did that has a deal that crosses nothing.

    Returns:
        The issue, the option, and the sides to which it is worth more; None for none.
    """
    stick, deal = result.by_numbers.stick, result.deal
    if stick is None or deal is None:
        return None
    numbers = stick.numbers
    changed = [
        (issue, option)
        for issue, one in result.agenda.issues.items()
        for option in one.choices
        if option != deal[issue]
    ]
    if not changed:
        return None
    choices = numbers.names.choices([{**deal, issue: option} for issue, option in changed])
    here = numbers.points(numbers.names.choices([deal]))[0]
    gains = numbers.points(choices) - here
    able = (gains >= -TIE).all(axis=1) & (gains > TIE).any(axis=1)
    for scope, ban in numbers.bans:
        able &= ~ban[tuple(choices[:, scope].T)]
    if not able.any():
        return None
    least = np.where(able, gains.min(axis=1) + gains.sum(axis=1) / 1e6, -np.inf)
    place = int(least.argmax())
    issue, option = changed[place]
    sides = [
        side for side, gain in zip(numbers.parties, gains[place], strict=True) if gain > TIE
    ]
    return issue, option, sides


def refused(agenda: Agenda, line: Exclusion) -> str:
    """Return a red line in words: what may not be had, or not together.

    Args:
        agenda: The issues and options.
        line: The red line.
    """
    said = []
    for issue, options in line.never.items():
        one = agenda.issues.get(issue)
        if one is not None:
            names = [one.choices[o].name for o in options if o in one.choices]
            said.append(f"{one.name}: {listed(names, 'or')}")
    return listed(said, "and")
