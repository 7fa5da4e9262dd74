"""Who may read something."""

from enum import StrEnum


class Tier(StrEnum):
    """For whom something is, the widest circle first; each reads what those before it read."""

    PUBLIC = "public"
    TABLE = "table"
    MEDIATOR = "mediator"

    def reads(self, tier: "Tier") -> bool:
        """Return whether a reader of this tier may read what is for another."""
        order = list(Tier)
        return order.index(tier) <= order.index(self)
