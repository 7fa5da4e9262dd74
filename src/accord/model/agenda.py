"""What is on the table: issues, options, and what excludes what. Public."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from typing import ClassVar

from attrs import evolve, field, frozen
from frozendict import frozendict

from accord.model.refs import Combination, SourceId
from accord.model.values import Range, When

Deal = Mapping[str, str]
"""One option for every issue, by id."""

MOST_OPTIONS = 1000
"""The most options that one numeric issue may be cut into."""


@frozen(kw_only=True)
class Norm:
    """A law, a resolution or a policy that an option meets or offends.

    It is shown wherever the option is; nothing is refused for it.

    Attributes:
        offends: What the option offends.
        meets: What the option meets.
        text: What the option touches, where it is not said whether it meets or offends it.
        source: Id of the source it comes from.
    """

    alone: ClassVar = "text"
    offends: str = ""
    meets: str = ""
    text: str = ""
    source: SourceId = ""

    @property
    def words(self) -> str:
        """What it says: `offends the policy on amnesties`."""
        said = {"offends": self.offends, "meets": self.meets, "see": self.text}
        return "; ".join(f"{word} {norm}" for word, norm in said.items() if norm)


@frozen
class Option:
    """One way to settle an issue.

    Attributes:
        id: Short name, used in files.
        name: What the option says, in words.
        since: When it became known; earlier the issue is shown without it.
        sources: Ids of the sources for it.
        puts_off: Whether it leaves the matter for later: such an issue counts as put off, not
            as settled.
        norm: The law, resolution or policy that it meets or offends; several in a list. It is
            shown wherever the option is, and refuses nothing.
    """

    id: str
    name: str
    since: When | None = None
    sources: tuple[SourceId, ...] = ()
    puts_off: bool = False
    norm: tuple[Norm, ...] = ()

    @property
    def cited(self) -> set[str]:
        """The ids of the sources that it cites."""
        return {*self.sources, *(one.source for one in self.norm)} - {""}


@frozen(kw_only=True)
class Issue:
    """Something to be settled: with options by name, or numeric with a span and a step.

    Attributes:
        id: Short name, used in files.
        name: What the issue is, in a few words.
        text: More about it.
        options: The ways to settle it, each an id and what it says.
        span: For a numeric issue: lowest and highest value, such as 0..100.
        step: For a numeric issue: distance between neighbouring options.
        unit: For a numeric issue: what is counted, such as km.
        no_deal: The option that it comes to where what was agreed on it is not carried out:
            what is, or would be, without a deal. It is never guessed where it is not given.
        since: When it came on the agenda; earlier the agenda is shown without it.
        sources: Ids of the sources for it.
    """

    id: str
    name: str
    text: str = ""
    options: frozendict[str, Option] = frozendict()
    span: Range | None = None
    step: float | None = None
    unit: str = ""
    no_deal: str = ""
    since: When | None = None
    sources: tuple[SourceId, ...] = ()

    @cached_property
    def choices(self) -> frozendict[str, Option]:
        """Return every option by id, those of a numeric issue from lowest to highest."""
        return frozendict({option.id: option for option in self._steps()}) or self.options

    def as_of(self, moment: When) -> "Issue":
        """Return the issue as it stood then: options that became known later are left out."""
        return self._at(moment)

    @property
    def at_first(self) -> "Issue":
        """Return the issue as it stood on the day that it was raised."""
        return self._at(self.since)

    def _at(self, moment: When | None) -> "Issue":
        known = {i: o for i, o in self.options.items() if _known(o.since, moment)}
        left = evolve(self, options=frozendict(known))
        lost = left.no_deal and left.no_deal not in left.choices
        return evolve(left, no_deal="") if lost else left

    @property
    def can_be_cut(self) -> bool:
        """Return whether span and step make some options, and not more than `MOST_OPTIONS`."""
        return (
            self.span is not None
            and self.step is not None
            and self.span.is_bounded
            and self.step > 0
            and (self.span.high - self.span.low) / self.step < MOST_OPTIONS
        )

    def _steps(self) -> Iterator[Option]:
        if self.span is None or self.step is None or not self.can_be_cut:
            return
        value, step = Decimal(repr(self.span.low)), Decimal(repr(self.step))
        last = None
        while value <= Decimal(repr(self.span.high)) and value != last:
            label = f"{value.normalize():f}"
            yield Option(label, f"{label} {self.unit}".strip())
            # Beside a very large value a small step is nothing, and would lead nowhere.
            last, value = value, value + step


def _known(since: When | None, moment: When | None) -> bool:
    """Return whether something was known at a moment; without one, before all with a date."""
    return since is None or (moment is not None and since.by(moment))


@frozen(kw_only=True)
class Exclusion:
    """A combination of options that is refused: a red line of a party, or a constraint on all.

    A deal crosses it when, on every issue named, it takes one of the options listed.

    Attributes:
        id: Short name.
        never: The options refused, by issue; a combination where several issues are named.
        basis: Why, in one line.
        source: Id of the source it comes from.
    """

    id: str
    never: Combination
    basis: str = ""
    source: SourceId = ""

    def crossed_by(self, deal: Deal) -> bool:
        """Return whether a deal takes the combination."""
        return all(deal[issue] in options for issue, options in self.never.items())

    def within(self, agenda: "Agenda") -> "Exclusion | None":
        """Return what it refuses of the deals of an agenda; None if it refuses none of them."""
        never = agenda.part(self.never)
        return evolve(self, never=never) if all(map(never.get, self.never)) else None


@frozen(kw_only=True, cache_hash=True)
class Agenda:
    """The issues on the table, and the combinations that cannot be had together.

    Attributes:
        issues: The issues by id, in the order of the file.
        constraints: Combinations that exclude each other for everybody.
    """

    issues: frozendict[str, Issue] = frozendict()
    constraints: tuple[Exclusion, ...] = field(default=())

    def as_of(self, moment: When) -> "Agenda":
        """Return the agenda as it stood then.

        Issues raised later are left out, and so are options that became known later; of a
        constraint that names such an option, the others are left.
        """
        issues = {
            i: issue.as_of(moment)
            for i, issue in self.issues.items()
            if _known(issue.since, moment)
        }
        then = Agenda(issues=frozendict(issues))
        constraints = (one.within(then) for one in self.constraints)
        return evolve(then, constraints=tuple(filter(None, constraints)))

    def later(self, moment: When) -> frozenset[tuple[str, str]]:
        """Return the options that became known after a moment, each with its issue before it.

        Those of an issue that came on the agenda later are among them.
        """
        return frozenset(
            (i, option.id)
            for i, issue in self.issues.items()
            for option in issue.choices.values()
            if not (_known(issue.since, moment) and _known(option.since, moment))
        )

    def part(self, named: Combination) -> Combination:
        """Leave out of options by issue what is not on this agenda."""
        return frozendict(
            {
                i: tuple(o for o in options if o in self.issues[i].choices)
                for i, options in named.items()
                if i in self.issues
            }
        )

    def describe(self, deal: Deal) -> list[tuple[str, str]]:
        """Put a deal in words: issue and option, in the order of the agenda."""
        return [
            (issue.name, issue.choices[deal[i]].name)
            for i, issue in self.issues.items()
            if i in deal
        ]
