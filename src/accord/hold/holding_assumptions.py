"""What somebody assumes of how a deal would be kept: guarantees, and striking first.

It stands in `hold/*.yaml`, beside Graph Models in files of their own.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import field, frozen
from frozendict import frozendict

from accord.errors import Misgiven, Problem
from accord.formats.bounds import MOST_WORTH, is_too_large
from accord.formats.read import near, short
from accord.formats.shapes import REFUSE
from accord.formats.tree import Map
from accord.model import Assumption, Range
from accord.model.choices import WideChoice, read_as
from accord.model.refs import ActorId, IssueId, PartyId, SourceId
from accord.model.tier import all_read

NOTHING = Range(0.0, 0.0)
"""No points."""


class GuaranteeKind(WideChoice):
    """What a guarantor would do, or does already."""

    MONITOR = "monitor"
    WITHDRAWAL = "withdrawal"
    SANCTION = "sanction"
    FORCE = "force"
    ESCROW = "escrow"

    @classmethod
    def others(cls) -> Mapping[str, str]:
        """Return other words, in small letters, each with the member that it stands for."""
        return _KINDS


_KINDS = read_as(
    {
        "monitor": "monitors, monitoring, observer, observers, verification",
        "withdrawal": "withdrawal in steps, steps, withholding",
        "sanction": "sanctions, embargo, snapback",
        "force": "forces, peacekeepers, troops, intervention",
        "escrow": "deposit, in trust, held in trust",
    }
)


MOST_STEPS = 1000
"""Steps in which something is carried out at most."""


def _refuse(found: Iterable[tuple[str, str]]) -> None:
    """Refuse what is wrong, each a sentence and the key that it is about."""
    problems = [Problem("", 0, sentence, key) for sentence, key in found]
    if problems:
        raise Misgiven(problems)


def _points(kind: type, what: str, value: Range | Mapping[str, Range] | None) -> None:
    """Refuse points that are open at an end, too many, or below 0 where that cannot be."""
    each = value if isinstance(value, Mapping) else {"": value}
    found = []
    for party, one in each.items():
        name, key = (party, f"{what}.{party}") if party else (what, what)
        if one is None:
            continue
        if not one.is_bounded:
            found.append((f"'{name}': the range {one} is open: give both ends", key))
        elif is_too_large(one):
            found.append((f"'{name}' is {MOST_WORTH:,.0f} points at most, not {one}", key))
        elif kind is Guarantee and one.low < 0:
            found.append((f"'{name}' is 0 or more, not {one}", key))
    _refuse(found)


def _price(_: type, what: str, value: float) -> None:
    if not 0 <= value < float("inf"):
        _refuse([(f"'{what}' is 0 or more, not {value:g}", what)])


def _steps(_: type, what: str, value: float) -> None:
    if not (1 <= value <= MOST_STEPS and value == int(value)):
        _refuse([(f"'{what}' is a whole number from 1 to {MOST_STEPS:,}, not {value:g}", what)])


def _once(_: type, what: str, value: "Iterable[Guarantee]") -> None:
    """Refuse guarantees of one name: what one of them needs or answers would not be known."""
    counts = Counter(one.id for one in value)
    _refuse(
        (f"there are {count} guarantees '{id_}': give each an id of its own", f"{what}.{id_}")
        for id_, count in counts.items()
        if count > 1
    )


@frozen(kw_only=True)
class Guarantee:
    """What somebody could answer to a party that breaks the deal.

    A party that resumes fighting has broken the deal on every issue.

    Attributes:
        id: Short name.
        kind: monitor, withdrawal (in steps), sanction, force or escrow.
        by: Who would answer: an actor, or a party.
        against: The parties whose breach it answers; whoever breaks it, where none is named.
        on: The issues whose breach it answers; any, where none is named.
        steps: Of a withdrawal in steps, in how many: each waits for that of the others.
        penalty: What the answer costs the party that broke the deal, in its points.
        cost: What the answer costs who gives it, in its own points.
        stake: What it costs that one to leave a breach without an answer. Where it is not
            known, nothing says that it would want to answer.
        price: What it costs to have the guarantee, in any one unit: of sets that do as much,
            the cheapest are named first.
        needs: Ids of the guarantees without which it does nothing: a sanction, a monitor.
        basis: What it goes by.
        source: Id of the source it comes from.
    """

    id: str
    kind: GuaranteeKind
    by: ActorId
    against: tuple[PartyId, ...] = ()
    on: tuple[IssueId, ...] = ()
    steps: float = field(metadata={REFUSE: _steps}, default=1)
    penalty: Range = field(metadata={REFUSE: _points}, default=NOTHING)
    cost: Range = field(metadata={REFUSE: _points}, default=NOTHING)
    stake: Range | None = field(metadata={REFUSE: _points}, default=None)
    price: float = field(metadata={REFUSE: _price}, default=0.0)
    needs: tuple[str, ...] = ()
    basis: str = ""
    source: SourceId = ""

    @property
    def responds(self) -> bool:
        """Whether somebody must choose to give it when the deal is broken."""
        return self.kind in (GuaranteeKind.SANCTION, GuaranteeKind.FORCE)


@frozen(kw_only=True)
class HoldingAssumptions(Assumption):
    """What somebody assumes of how a deal would be kept.

    Attributes:
        guarantees: What could be answered to whoever breaks it.
        first_move: What it is worth to a party to be the one that resumes fighting, in points
            beside its walk-away value; nothing, for a party that is not named.
    """

    guarantees: tuple[Guarantee, ...] = field(metadata={REFUSE: _once}, default=())
    first_move: frozendict[PartyId, Range] = field(
        metadata={REFUSE: _points}, default=frozendict()
    )

    @classmethod
    def across(
        cls, every: Sequence["HoldingAssumptions"]
    ) -> Iterator[tuple[int, tuple[str | int, ...], str]]:
        """Yield what guarantees need that is not there, and what a holder says twice.

        Args:
            every: What stands in each file.

        Yields:
            The place of one of them, where in it, and a sentence.
        """
        said: dict[tuple[str, frozenset[str], str, str], str] = {}
        for place, one in enumerate(every):
            # What a public file needs is nothing that its readers may not read.
            readable = (other for other in every if all_read(one.for_, other.for_))
            known = dict.fromkeys(g.id for other in readable for g in other.guarantees)
            for n, guarantee in enumerate(one.guarantees):
                for need in guarantee.needs:
                    if need not in known:
                        sentence = f"there is no guarantee {short(need)}{near(need, [*known])}"
                        yield place, ("guarantees", n, "needs"), sentence
            twice: list[tuple[tuple[str | int, ...], str, str]] = [
                *((("guarantees", n), "guarantee", g.id) for n, g in enumerate(one.guarantees)),
                *((("first_move", p), "first move of", p) for p in one.first_move),
            ]
            for path, what, name in twice:
                key = (one.held_by, frozenset(one.for_), what, name)
                if key in said:
                    sentence = (
                        f"the {what} '{name}' of the same holder stands in {said[key]} too"
                    )
                    yield place, path, f"{sentence}: it would not be known which counts"
                said.setdefault(key, one.id)


def holding_form(tree: Map) -> type[HoldingAssumptions] | None:
    """Return how a file under `hold/` is read; None for a Graph Model.

    Args:
        tree: What stands in it.
    """
    return None if "decision_makers" in tree else HoldingAssumptions
