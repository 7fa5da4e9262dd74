"""What a party can live with, and what deals are worth to it, as somebody holds it. Private."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from attrs import evolve, field, frozen
from frozendict import frozendict

from accord.errors import AccordError
from accord.model.agenda import Agenda, Deal, Exclusion
from accord.model.interests_moved import NOTHING_MOVED, InterestsMoved
from accord.model.judgement import Judgement
from accord.model.marks import Mark, Marked
from accord.model.refs import Combination, IssueId, PartyId, SourceId, SpeakerId, TierId
from accord.model.tier import MEDIATOR
from accord.model.values import Range, When


class Scale(StrEnum):
    """How weights are read: as shares of their sum, or as points that stand as they are."""

    RELATIVE = "relative"
    POINTS = "points"


@frozen(kw_only=True)
class IssueInterest:
    """How much an issue matters to a party, and what each option is worth on it.

    Attributes:
        weight: How much the issue counts, 0 to 100; a range where it is not known.
        values: Worth of each option on this issue, 0 (worst) to 100 (best).
        basis: Why, in one line.
        source: Id of the source it comes from.
    """

    weight: Range
    values: frozendict[str, Range]
    basis: str = ""
    source: SourceId = ""


@frozen(kw_only=True)
class Interaction:
    """A combination of options that is worth more, or less, than its parts.

    Attributes:
        when: The options, by issue, that a deal must take for it to count.
        bonus: What it adds (negative: takes away), in the unit of the weights.
        basis: Why, in one line.
        source: Id of the source it comes from.
    """

    when: Combination
    bonus: Range
    basis: str = ""
    source: SourceId = ""

    def met_by(self, deal: Deal) -> bool:
        """Return whether a deal takes the combination."""
        return all(deal[issue] in options for issue, options in self.when.items())

    def within(self, agenda: Agenda) -> "Interaction | None":
        """Return what it says of the deals of an agenda; None if it counts for none of them."""
        when = agenda.part(self.when)
        return evolve(self, when=when) if all(map(when.get, self.when)) else None


@frozen(kw_only=True, cache_hash=True)
class Interests:
    """What one party can live with, or what deals are worth to it, as one holder has it.

    In words, as marks and red lines; in numbers, as worth and a walk-away value; or in both.
    What is in words is never turned into numbers, and what needs numbers is left out where
    there are none. With weights w, values v and bonuses b, a deal is worth
    (sum of w v + 100 sum of b) / W points, where W is the sum of the weights, or 100 where
    the scale is `points`.

    Attributes:
        id: The file's name without its suffix.
        party: Whose interests these are.
        held_by: Who says or assumes so: a party, a person or an actor.
        basis: What the holder goes by.
        as_of: When the holder held this: earlier it is not seen, and from a later day on
            what the holder held then counts instead.
        for_: Who may read this and what follows from it: `public`, `table`, `mediator`, a party
            or `PARTY/capital`; one, or several in a list. Where it is not given, the mediator's
            team, or under `private/` whom that folder is for.
        voice: What a faction of the party is called, where this is how that stands and no more
            is marked than where it differs; empty for the party as such.
        can_block: Whether the party can do nothing that this voice cannot live with.
        marks: How the party stands to each option, by issue; ? for an option not named.
        scale: `relative` (weights are shares of their sum) or `points` (taken as they stand).
        issues: Weight and values, for every issue on the agenda; none without numbers.
        interactions: Combinations worth more or less than their parts.
        walk_away: The walk-away value: what no deal is worth, in points; None without numbers.
        red_lines: Combinations the party refuses whatever else it gets.
        mandate: The options the delegation may agree to without asking, by issue.
        judgements: Whole packages that the party would sign, would not, or of which it is not
            known: in place of a walk-away value.
        order: The issues of which it is known that each matters no less than the next.
    """

    id: str
    party: PartyId
    held_by: SpeakerId
    basis: str = ""
    as_of: When | None = None
    for_: tuple[TierId, ...] = (MEDIATOR,)
    voice: str = ""
    can_block: bool | None = None
    marks: frozendict[IssueId, frozendict[str, Marked]] = frozendict()
    scale: Scale = field(default=Scale.RELATIVE)
    issues: frozendict[IssueId, IssueInterest] = frozendict()
    interactions: tuple[Interaction, ...] = ()
    walk_away: Range | None = None
    red_lines: tuple[Exclusion, ...] = ()
    mandate: Combination = frozendict()
    judgements: tuple[Judgement, ...] = ()
    order: tuple[IssueId, ...] = ()

    @property
    def is_valued(self) -> bool:
        """Whether they say in numbers what deals are worth."""
        return self.walk_away is not None

    @property
    def walk_away_value(self) -> Range:
        """The walk-away value where there is one.

        Raises:
            AccordError: If they say nothing in numbers.
        """
        if self.walk_away is None:
            raise AccordError(
                f"The interests of '{self.party}' held by '{self.held_by}' give no walk-away "
                "value: they say in words, not in numbers, what it can live with."
            )
        return self.walk_away

    @property
    def is_marked(self) -> bool:
        """Whether they say in words what the party can live with: by marks, or red lines."""
        judged = self.judgements and not self.red_lines
        return bool(self.marks) or not (self.is_valued or judged)

    @property
    def cited(self) -> set[str]:
        """The ids of the sources that they cite."""
        issues = self.issues.values()
        said: list[IssueInterest | Interaction | Exclusion | Judgement | Marked | Range] = [
            *issues,
            *self.interactions,
            *self.red_lines,
            *self.judgements,
            *(mark for marks in self.marks.values() for mark in marks.values()),
            *([] if self.walk_away is None else [self.walk_away]),
            *(one.weight for one in issues),
            *(value for one in issues for value in one.values.values()),
            *(one.bonus for one in self.interactions),
        ]
        return {one.source for one in said} - {""}

    def as_moved(self, by: Mapping[str, InterestsMoved]) -> "Interests":
        """Return them as they are once values or red lines have moved.

        Where there is no value for an option, there is none to move.

        Args:
            by: What has moved, by party; that of others is passed over.
        """
        moved = by.get(self.party, NOTHING_MOVED)
        if moved == NOTHING_MOVED:
            return self
        issues = {
            issue: evolve(one, values=_moved_values(one.values, moved.values[issue]))
            for issue, one in self.issues.items()
            if issue in moved.values
        }
        return evolve(
            self,
            issues=frozendict({**self.issues, **issues}),
            red_lines=moved.red_lines(self.red_lines),
        )

    def within(self, agenda: Agenda) -> "Interests":
        """Return what they say of the deals of an agenda: of other options they say nothing."""
        issues = {
            i: evolve(
                one,
                values=frozendict(
                    {o: v for o, v in one.values.items() if o in agenda.issues[i].choices}
                ),
            )
            for i, one in self.issues.items()
            if i in agenda.issues
        }
        marks = {
            i: frozendict({o: m for o, m in one.items() if o in agenda.issues[i].choices})
            for i, one in self.marks.items()
            if i in agenda.issues
        }
        interactions = (one.within(agenda) for one in self.interactions)
        red_lines = (one.within(agenda) for one in self.red_lines)
        return evolve(
            self,
            marks=frozendict(marks),
            issues=frozendict(issues),
            interactions=tuple(filter(None, interactions)),
            red_lines=tuple(filter(None, red_lines)),
            mandate=agenda.part(self.mandate),
            judgements=tuple(one for one in self.judgements if one.within(agenda)),
            order=tuple(issue for issue in self.order if issue in agenda.issues),
        )


def _moved_values(
    values: Mapping[str, Range], by: Mapping[str, float]
) -> frozendict[str, Range]:
    return frozendict(
        {
            option: evolve(value, low=value.low + by[option], high=value.high + by[option])
            if option in by
            else value
            for option, value in values.items()
        }
    )


def latest(held: Sequence[Interests]) -> tuple[Interests, ...]:
    """Keep what counts: of what one holder gives for one party, that of the latest date.

    Of every voice of a party the latest counts too. What has no date is older than all that
    has one.

    Args:
        held: The interests, in the order of the files.
    """
    found: dict[tuple[str, str, str], Interests] = {}
    for one in held:
        key = one.held_by, one.party, one.voice
        if key not in found or _date(found[key]) < _date(one):
            found[key] = one
    return tuple(one for one in held if found[one.held_by, one.party, one.voice] is one)


def valued(held: Iterable[Interests]) -> tuple[Interests, ...]:
    """Keep those that say in numbers what deals are worth."""
    return tuple(one for one in held if one.is_valued)


def marked(held: Iterable[Interests]) -> tuple[Interests, ...]:
    """Keep those that say in words what a party can live with."""
    return tuple(one for one in held if one.is_marked)


def in_words(held: Iterable[Interests]) -> tuple[Interests, ...]:
    """Keep what holders say in words, with the red lines that they give beside numbers.

    Of an option that is marked, the mark counts (see `marked_otherwise`). Whoever says nothing
    in words of any party has no sheet, and is left out.

    Args:
        held: The interests, in the order of the files.
    """
    known = tuple(held)
    words = latest(marked(known))
    numbers = {
        (one.held_by, one.party): one for one in latest(valued(known)) if not one.is_marked
    }
    found = []
    for one in words:
        beside = numbers.pop((one.held_by, one.party), None)
        lines = () if beside is None else beside.red_lines
        left = filter(None, (_left(one, line) for line in lines))
        more = tuple(line for line in left if line not in one.red_lines)
        found.append(evolve(one, red_lines=one.red_lines + more) if more else one)
    holders = {_holder(one) for one in words}
    return (*found, *(one for one in numbers.values() if _holder(one) in holders))


def _left(words: Interests, line: Exclusion) -> Exclusion | None:
    """Leave out of a red line over one issue the options that are marked; None for all."""
    if len(line.never) != 1:
        return line
    ((issue, options),) = line.never.items()
    left = tuple(o for o in options if o not in words.marks.get(issue, {}))
    return evolve(line, never=frozendict({issue: left})) if left else None


def marked_otherwise(
    held: Iterable[Interests],
) -> Iterator[tuple[Interests, Interests, Exclusion, str, Mark]]:
    """Yield where a holder's numbers have a red line on an option that its marks do not refuse.

    Args:
        held: The interests, in the order of the files.

    Yields:
        The marks, the numbers, the red line beside them, the option, and how it is marked.
    """
    known = tuple(held)
    numbers = {(one.held_by, one.party): one for one in latest(valued(known))}
    for words in latest(marked(known)):
        beside = numbers.get((words.held_by, words.party))
        if beside is None or beside is words:
            continue
        for line in beside.red_lines:
            if len(line.never) == 1:
                ((issue, options),) = line.never.items()
                marks: Mapping[str, Marked] = words.marks.get(issue, {})
                for option in options:
                    if option in marks and marks[option].mark != Mark.CANNOT:
                        yield words, beside, line, option, marks[option].mark


def gaps(agenda: Agenda, held: Sequence[Interests]) -> Iterator[str]:
    """Name the issues, and options of others, that somebody's interests say nothing of.

    So it is where they came after the day that the interests are of.

    Args:
        agenda: What is on the table.
        held: The interests.
    """
    for i, issue in agenda.issues.items():
        if not all(i in one.issues for one in held):
            yield issue.name
        elif lacking := [
            option.name
            for o, option in issue.choices.items()
            if not all(o in one.issues[i].values for one in held)
        ]:
            yield f"{issue.name} ({'; '.join(lacking)})"


def _holder(held: Interests) -> str:
    """Return who holds them; nobody's name where a party holds its own."""
    return "" if held.held_by == held.party else held.held_by


def _date(held: Interests) -> datetime:
    return held.as_of.end if held.as_of else datetime.min


OWN = "own"
"""What stands for a holder where each party holds its own interests."""


@frozen
class Perspective:
    """One holder's interests for the parties: never mixed with another holder's.

    Attributes:
        holder: Id of the holder, or empty where each party holds its own.
        interests: The interests by party, in the order of the parties.
        missing: Parties for which this holder gives none.
    """

    holder: str
    interests: frozendict[str, Interests]
    missing: tuple[str, ...]

    @property
    def id(self) -> str:
        """The holder's id, or `own` where each party holds its own."""
        return self.holder or OWN

    @property
    def held(self) -> tuple[Interests, ...]:
        """The interests, in the order of the parties."""
        return tuple(self.interests.values())


def perspectives(parties: Sequence[str], held: Iterable[Interests]) -> tuple[Perspective, ...]:
    """Group interests by who holds them: each party's own together, then every other holder.

    Where a holder gives several for a party, those of the latest date count.

    Args:
        parties: Ids of the parties to the talks.
        held: The interests, in the order of the files.
    """
    groups: dict[str, dict[str, Interests]] = {}
    for interests in latest(tuple(held)):
        groups.setdefault(_holder(interests), {})[interests.party] = interests
    return tuple(
        Perspective(
            holder,
            frozendict({p: group[p] for p in parties if p in group}),
            tuple(p for p in parties if p not in group),
        )
        for holder, group in groups.items()
    )
