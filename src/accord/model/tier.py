"""Who may read something: five tiers, and readers who have one or more of them.

    public             everybody
    table              every party and the mediator
    mediator           the mediator's team
    ukraine            the delegation of a party, by the party's id
    ukraine/capital    the capital of that party

Everybody at the table reads what is public. The mediator, a delegation and a capital read what
is for the table too; a capital reads what its delegation reads. The mediator reads nothing of a
delegation's, and no delegation anything of the mediator's, unless it is said to be for both.
"""

from collections.abc import Iterable
from functools import cached_property

from attrs import frozen

PUBLIC, TABLE, MEDIATOR = "public", "table", "mediator"
SHARED = (PUBLIC, TABLE)
"""The tiers of everybody at the table."""
CAPITAL = "capital"


def tiers(parties: Iterable[str]) -> tuple[str, ...]:
    """Return the tiers of a process.

    Args:
        parties: Ids of the parties.
    """
    own = (tier for party in parties for tier in (party, f"{party}/{CAPITAL}"))
    return (*SHARED, MEDIATOR, *own)


def is_tier_for_all(name: str) -> bool:
    """Return whether a name is that of a tier in every process, and so can name no party."""
    return name in (*SHARED, MEDIATOR) or name.endswith(f"/{CAPITAL}")


def narrow(for_: Iterable[str]) -> bool:
    """Return whether something is for some of those at the table only."""
    return not any(tier in SHARED for tier in for_)


def _read_by(tier: str) -> tuple[str, ...]:
    """Return the tiers that somebody of a tier reads, the widest first."""
    if tier in SHARED:
        return SHARED[: SHARED.index(tier) + 1]
    return tuple(dict.fromkeys((*SHARED, tier.removesuffix(f"/{CAPITAL}"), tier)))


@frozen
class Reader:
    """A seat or a person who reads.

    Attributes:
        tiers: Of which tiers it is: one or more.
    """

    tiers: tuple[str, ...]

    def __str__(self) -> str:
        """Return the names of the tiers."""
        return ", ".join(self.tiers)

    @cached_property
    def read(self) -> tuple[str, ...]:
        """The tiers whose things this reader reads."""
        return tuple(dict.fromkeys(one for tier in self.tiers for one in _read_by(tier)))

    def reads(self, for_: Iterable[str]) -> bool:
        """Return whether this reader may read something.

        Args:
            for_: The tiers that it is for: to be of one of them, or to read what is for one,
                is enough.
        """
        return any(tier in self.read for tier in for_)


AT_THE_TABLE = Reader((TABLE,))
"""Anyone at the table: for whom a page or a list is where nobody is named."""


def all_read(readers: Iterable[str], for_: Iterable[str]) -> bool:
    """Return whether everybody for whom one thing is may read another.

    Args:
        readers: The tiers that the first is for.
        for_: The tiers that the other is for.
    """
    return all(Reader((tier,)).reads(for_) for tier in readers)


def read_together(one: Iterable[str], other: Iterable[str]) -> bool:
    """Return whether somebody of one tier may read two things.

    Args:
        one: The tiers that the first is for.
        other: The tiers that the other is for.
    """
    readers = [Reader((tier,)) for tier in (*one, *other)]
    return any(reader.reads(one) and reader.reads(other) for reader in readers)
