"""What somebody assumes of how a deal would be kept: guarantees, and striking first.

It stands in `hold/*.yaml`, beside Graph Models in files of their own.
"""

from collections.abc import Mapping

from attrs import field, frozen
from frozendict import frozendict

from accord.formats.tree import Map
from accord.model import Assumption, Range
from accord.model.choices import WideChoice, read_as
from accord.model.refs import ActorId, IssueId, PartyId, SourceId

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
    steps: float = 1
    penalty: Range = NOTHING
    cost: Range = NOTHING
    stake: Range | None = None
    price: float = 0.0
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

    guarantees: tuple[Guarantee, ...] = ()
    first_move: frozendict[PartyId, Range] = field(default=frozendict())


def holding_form(tree: Map) -> type[HoldingAssumptions] | None:
    """Return how a file under `hold/` is read; None for a Graph Model.

    Args:
        tree: What stands in it.
    """
    return None if "decision_makers" in tree else HoldingAssumptions
