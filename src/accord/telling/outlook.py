"""Whether there is a deal by one holder's numbers: what is said of it, in words."""

from attrs import frozen

from accord.model import Deal
from accord.telling.number_words import between, whole

ONE_WAY = "where all numbers of a party err the same way"
"""What is said of a second share of draws, in which they do."""

ADD = "add one file a party under interests/"
"""How what is missing is added; said to who has the folder, and on no page sent to others."""

ORDER = (
    "Each of these alone would do; their order, that of the files, says nothing of how easy."
)
"""What is said above several sets of obstacles."""


@frozen
class RuleWords:
    """A notion of fairness in words.

    Attributes:
        plain: What it does, within a sentence.
        short: The same where there is little room.
        name: Its name in the literature.
        source: The same with who gave it, and when.
    """

    plain: str
    short: str
    name: str
    source: str


RULES = {
    "nash": RuleWords(
        "the rule that weighs gains against each other", "gains weighed", "Nash", "Nash (1950)"
    ),
    "kalai_smorodinsky": RuleWords(
        "the rule of equal shares of what each could hope for",
        "equal shares",
        "Kalai-Smorodinsky",
        "Kalai and Smorodinsky (1975)",
    ),
    "egalitarian": RuleWords(
        "the rule that lifts the one who gains least",
        "least gain lifted",
        "egalitarian",
        "egalitarian (Kalai 1977)",
    ),
    "utilitarian": RuleWords(
        "the rule of the largest sum",
        "largest sum",
        "utilitarian",
        "utilitarian (Harsanyi 1955)",
    ),
    "perles_maschler": RuleWords(
        "the rule of equal concessions",
        "equal concessions",
        "Perles-Maschler",
        "Perles and Maschler (1981)",
    ),
}
"""The notions of fairness, by the names they have in `accord.deals`."""

LISTS = {
    "What a yes rests on": "rests_on",
    "How far walk-away values would have to come down": "concessions",
    "Options that no acceptable deal takes": "unreachable",
    "Trades that two parties would both gain by": "trades",
    "What would change the answer most, if it were better known": "drivers",
}
"""Lists of an outlook by what they are headed."""


@frozen(kw_only=True)
class Term:
    """One issue of a deal in words.

    Attributes:
        issue: Name of the issue.
        option: What the option says.
    """

    issue: str
    option: str


@frozen(kw_only=True)
class Points:
    """What a deal is worth to one party.

    Attributes:
        party: Id of the party.
        name: Its name.
        worth: Worth in points, at the middle of the ranges; nothing where the deal crosses one
            of its red lines, for which no number of points makes up.
        walk_away: Its walk-away value in points, the middle of its range.
        walk_away_range: The ends of the range.
    """

    party: str
    name: str
    worth: float | None
    walk_away: float
    walk_away_range: tuple[float, ...]

    @property
    def limit(self) -> str:
        """The walk-away value."""
        return between(*self.walk_away_range)

    @property
    def said(self) -> str:
        """Whose worth it is, how much, and against which walk-away value."""
        if self.worth is None:
            return f"{self.name}: crosses a red line"
        return f"{self.name} {whole(self.worth)} (walk-away {self.limit})"


@frozen(kw_only=True)
class Compromise:
    """A fair compromise in words.

    Attributes:
        rules: The notions of fairness that pick this deal, by their names in the literature.
        said: The same in one sentence, with the share of the ranges for which Nash's rule does.
        deal: The deal, by ids.
        terms: The deal.
        differs: The terms that are not those of the first compromise shown.
        points: What it is worth to whom.
        ties: How many other deals are equally good by the first rule.
        notes: What it costs whom, what comes next, and how sure it is, one sentence each.
        others: What those who are not in the room have to do with it, one sentence each.
    """

    rules: tuple[str, ...]
    said: str
    deal: Deal
    terms: tuple[Term, ...]
    differs: tuple[Term, ...] = ()
    points: tuple[Points, ...]
    ties: int = 0
    notes: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


def short_rules(one: Compromise) -> str:
    """Return in a few words which rules pick a compromise.

    Args:
        one: The compromise.
    """
    return ", ".join(rule.short for rule in RULES.values() if rule.name in one.rules)


@frozen(kw_only=True)
class WayToDeal:
    """What stands in the way of a deal.

    Attributes:
        text: What would have to be otherwise, in words.
        opens: The deal that would open.
        points: What it would be worth to whom.
    """

    text: str
    opens: tuple[Term, ...] = ()
    points: tuple[Points, ...] = ()


@frozen(kw_only=True)
class Outlook:
    """Whether there is a deal, for the numbers of one holder.

    Attributes:
        holder: Whose numbers these are, in words.
        interests: Ids of the interests behind it: names of files under interests/.
        basis: What the holder goes by, one line a party.
        as_of: When the holder held this; empty where no file says so.
        missing: What is missing to answer; empty if nothing is.
        verdict: The answer in one sentence.
        exists: yes, no or depends; yes in all tried, or no in all tried, where all sets of
            numbers drawn agree but not every one is proven to; empty if it could not be
            answered.
        waiting: How many of the points wait for others who are no party, in words; empty where
            nobody else has a role on them.
        share: For what share of the ranges a deal exists, 0 to 1, each number drawn by itself.
        interval: 95% interval of the share.
        share_one_way: The same where all numbers of a party err the same way; nothing where the
            share is exact.
        how: How it was found.
        compromises: The fair compromises.
        blocks: What stands in the way: sets of obstacles, in the order of the files, which says
            nothing of how easy one is.
        more_blocks: How many more sets there are.
        refusals: Red lines that exclude deals all others would accept.
        rests_on: What would end a yes: red lines that nobody has written, and by how much
            walk-away values would have to rise.
        concessions: By how many points walk-away values would have to come down.
        unreachable: Options that no acceptable deal takes, and what keeps them out.
        trades: Trades between two parties that are better for both, and who loses by them.
        drivers: The numbers that would change the verdict most if they were better known.
    """

    holder: str
    interests: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    as_of: str = ""
    missing: str = ""
    verdict: str = ""
    exists: str = ""
    waiting: str = ""
    share: float | None = None
    interval: tuple[float, ...] = ()
    share_one_way: float | None = None
    how: str = ""
    compromises: tuple[Compromise, ...] = ()
    blocks: tuple[WayToDeal, ...] = ()
    more_blocks: int = 0
    refusals: tuple[str, ...] = ()
    rests_on: tuple[str, ...] = ()
    concessions: tuple[str, ...] = ()
    unreachable: tuple[str, ...] = ()
    trades: tuple[str, ...] = ()
    drivers: tuple[str, ...] = ()


def what_is_missing(missing: str) -> str:
    """Return what is missing to answer, without how it is added to the folder.

    Args:
        missing: What is missing, as it is said to who has the folder.
    """
    return f"{missing.partition(f': {ADD}')[0].removesuffix('.')}."
