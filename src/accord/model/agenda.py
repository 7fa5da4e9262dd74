"""What is on the table: issues, options, and what excludes what. Public."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cached_property

from attrs import field, frozen
from frozendict import frozendict

from accord.model.refs import Combination, SourceId
from accord.model.values import Range, When

Deal = Mapping[str, str]
"""One option for every issue, by id."""

MOST_OPTIONS = 1000
"""The most options that one numeric issue may be cut into."""


@frozen
class Option:
    """One way to settle an issue.

    Attributes:
        id: Short name, used in files.
        name: What the option says, in words.
    """

    id: str
    name: str


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
    since: When | None = None
    sources: tuple[SourceId, ...] = ()

    @cached_property
    def choices(self) -> frozendict[str, Option]:
        """Give every option by id, those of a numeric issue from lowest to highest."""
        return frozendict({option.id: option for option in self._steps()}) or self.options

    @property
    def can_be_cut(self) -> bool:
        """Tell whether span and step make some options, and not more than `MOST_OPTIONS`."""
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
        """Tell whether a deal takes the combination."""
        return all(deal[issue] in options for issue, options in self.never.items())


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
        """Give the agenda as it stood then: issues raised later are left out."""
        issues = frozendict(
            {
                i: issue
                for i, issue in self.issues.items()
                if issue.since is None or issue.since.by(moment)
            }
        )
        constraints = tuple(c for c in self.constraints if all(i in issues for i in c.never))
        return Agenda(issues=issues, constraints=constraints)

    def describe(self, deal: Deal) -> list[tuple[str, str]]:
        """Say a deal in words: issue and option, in the order of the agenda."""
        return [
            (issue.name, issue.choices[deal[i]].name)
            for i, issue in self.issues.items()
            if i in deal
        ]
