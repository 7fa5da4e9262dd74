"""What one holder's marks say of a deal, in words: no points, no shares, no colours alone."""

from collections.abc import Mapping

from attrs import frozen

from accord.model import Deal, Mark
from accord.telling.outlook import Term

SIGNS: Mapping[str, str] = {Mark.WANT: "●", Mark.LIVE: "○", Mark.CANNOT: "✕", Mark.UNKNOWN: "?"}
"""A sign for every mark: they differ in shape, for print and for whoever sees no colours."""

SAID: Mapping[str, str] = {
    Mark.WANT: "wants",
    Mark.LIVE: "can live with",
    Mark.CANNOT: "cannot",
    Mark.UNKNOWN: "not known",
}
"""The word that stands beside the sign."""

_STYLE: Mapping[str, str] = {
    Mark.WANT: "want",
    Mark.LIVE: "live",
    Mark.CANNOT: "cannot",
    Mark.UNKNOWN: "unknown",
}

LEGEND = "; ".join(f"{SIGNS[mark]} {said}" for mark, said in SAID.items())


@frozen(kw_only=True)
class MarkCell:
    """How one party stands to one option.

    Attributes:
        party: Id of the party.
        mark: want, can live with, cannot or ?.
        how: said, believed or tested; empty where the file does not say.
        basis: Why, in one line.
        source: Id of the source.
    """

    party: str
    mark: str
    how: str = ""
    basis: str = ""
    source: str = ""

    @property
    def style(self) -> str:
        """How it stands out, beside its sign."""
        return _STYLE[self.mark]

    @property
    def said(self) -> str:
        """The sign and the word, and how it is known."""
        how = f" ({self.how})" if self.how else ""
        return f"{SIGNS[self.mark]} {SAID[self.mark]}{how}"


@frozen(kw_only=True)
class MarkRow:
    """One option, and how every party stands to it.

    Attributes:
        issue: Name of the issue.
        option: What the option says.
        cells: One for every party.
        notes: That it puts the matter off, and what law, resolution or policy it meets or
            offends.
    """

    issue: str
    option: str
    cells: tuple[MarkCell, ...]
    notes: tuple[str, ...] = ()


@frozen(kw_only=True)
class Ask:
    """A question that somebody ought to ask, and what each answer would do.

    Attributes:
        text: The question.
        party: Id of the party that it is about.
        issue: Id of the issue.
        option: Id of the option.
        if_so: What follows if the party can live with it.
        if_not: What follows if it cannot.
        so_far: Whether it was asked and answered, by the record that its reader may read.
    """

    text: str
    party: str
    issue: str
    option: str
    if_so: str = ""
    if_not: str = ""
    so_far: str = ""


@frozen(kw_only=True)
class ToldPackage:
    """A package that nobody refuses.

    Attributes:
        deal: The package, by ids.
        terms: The package.
        differs: The terms that are not the same in all that are listed.
        wanted: How much each party gets of what it wants.
        waits: The questions that it waits for, but for those that all listed wait for.
        flags: What law, resolution or policy it meets or offends, and what it puts off.
    """

    deal: Deal
    terms: tuple[Term, ...]
    differs: tuple[Term, ...] = ()
    wanted: str = ""
    waits: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()


@frozen(kw_only=True)
class MarksOutlook:
    """Whether there is a deal, by the marks of one holder.

    Attributes:
        holder: Whose marks these are, in words.
        interests: Ids of the files behind it.
        basis: What the holder goes by, one line a party.
        as_of: When the holder held this; empty where no file says so.
        missing: What is missing to answer; empty if nothing is.
        verdict: yes, no or ask; empty if it could not be answered.
        text: The same in a sentence or two, with what to ask.
        waiting: How many of the points wait for others who are no party, in words; empty where
            nobody else has a role on them.
        rest: What else there is to say of the answer, one sentence each.
        ask: What to ask, and what each answer would do.
        enough: Sets of answers each of which is enough for a yes; none where each takes many.
        ways: The options left, by issue.
        gives: Where the answer is no, what would have to be otherwise; each alone would do.
        more_gives: How many more there are.
        rests_on: What a yes rests on: red lines that nobody has written, and that would end it.
        sure: How the marks are known that the answer rests on.
        alike: The terms that are the same in all packages listed.
        all_wait: The questions that all of them wait for.
        packages: Packages that nobody refuses.
        how: Which packages are listed, and of how many.
        parties: Names of the parties, in the order of the columns.
        matrix: The marks themselves.
    """

    holder: str
    interests: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    as_of: str = ""
    missing: str = ""
    verdict: str = ""
    text: str = ""
    waiting: str = ""
    rest: tuple[str, ...] = ()
    ask: tuple[Ask, ...] = ()
    enough: tuple[str, ...] = ()
    ways: tuple[str, ...] = ()
    gives: tuple[str, ...] = ()
    more_gives: int = 0
    rests_on: tuple[str, ...] = ()
    sure: str = ""
    alike: tuple[Term, ...] = ()
    all_wait: tuple[str, ...] = ()
    packages: tuple[ToldPackage, ...] = ()
    how: str = ""
    parties: tuple[str, ...] = ()
    matrix: tuple[MarkRow, ...] = ()
