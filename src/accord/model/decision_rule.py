"""Which parties have to accept a package: all of them, or some rule of the table."""

import re
from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from typing import ClassVar

from attrs import field, frozen
from frozendict import frozendict

from accord.errors import AccordError
from accord.model.refs import PartyId
from accord.model.values import number_text

ALL, MAJORITY = "all", "majority"

MOST_COALITIONS = 2000
"""The most least sets of parties that are listed: each costs a search of its own."""

_OTHERS = {
    **dict.fromkeys(("all parties", "everybody", "consensus", "unanimity", "unanimous"), ALL),
    **dict.fromkeys(("a majority", "simple majority", "more than half"), MAJORITY),
}
"""Other words in which a rule is written."""

_NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")

_BETWEEN = re.compile(r"(?<=[a-z])[-_]")
"""What words are joined by; before a number it is the sign, as in -1."""

_ALL_BUT = re.compile(r"all but ([0-9]+)")
_VOTES = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_ZERO = Decimal(0)


def _plain(needs: str) -> str:
    """Return what a rule needs as it is written, whatever the words it is read from."""
    word = " ".join(_BETWEEN.sub(" ", str(needs).casefold()).split())
    first, _, last = word.rpartition(" ")
    if first == "all but" and last in _NUMBERS:
        word = f"{first} {_NUMBERS.index(last)}"
    return _OTHERS.get(word, word)


@frozen(kw_only=True)
class DecisionRule:
    """Which parties must accept a package for it to pass.

    It is monotone: a package that passes still does when one party more accepts it. So it is
    known by its minimal winning coalitions (Shapley, 1962, "Simple games").

    Attributes:
        needs: Who must accept: `all`; `all but 1`, or another number of parties; `majority`,
            which is more than half of the votes; or a number of votes.
        votes: How many votes each party has; without it each has one.
        vetoes: The parties without whose consent nothing passes.
    """

    alone: ClassVar = "needs"
    needs: str = field(default=ALL, converter=_plain)
    votes: frozendict[PartyId, float] = frozendict()
    vetoes: tuple[PartyId, ...] = ()

    @property
    def is_unanimous(self) -> bool:
        """Whether all parties must accept."""
        return self.needs in (ALL, "all but 0")

    @property
    def may_refuse(self) -> int | None:
        """How many parties may refuse; None where that is counted in votes."""
        if self.needs == ALL:
            return 0
        found = _ALL_BUT.fullmatch(self.needs)
        return int(found[1]) if found else None

    @property
    def quota(self) -> float | None:
        """How many votes are needed; None where no number of votes is given."""
        return float(self.needs) if _VOTES.fullmatch(self.needs) else None

    @property
    def is_known(self) -> bool:
        """Whether `needs` says something that is known here."""
        return (self.may_refuse, self.quota) != (None, None) or self.needs == MAJORITY

    def winning(self, accepting: Collection[str], parties: Collection[str]) -> bool:
        """Return whether a package passes.

        Args:
            accepting: Ids of the parties that accept it.
            parties: Ids of all parties at the table.
        """
        yes = [party for party in parties if party in accepting]
        if any(veto in parties and veto not in yes for veto in self.vetoes):
            return False
        if (most := self.may_refuse) is not None:
            return bool(yes) and len(parties) - len(yes) <= most
        have = self._sum(yes)
        if self.needs == MAJORITY:
            return 2 * have > self._sum(parties)
        return have >= Decimal(self.needs) and bool(yes)

    def minimal_winning(self, parties: Sequence[str]) -> tuple[frozenset[str], ...]:
        """Return the sets of parties by whose acceptance a package passes, and by no fewer.

        Args:
            parties: Ids of all parties at the table.

        Raises:
            AccordError: If there are too many to try each.
        """
        found: list[frozenset[str]] = []
        for coalition in self._search(parties):
            found.append(coalition)
            if len(found) > MOST_COALITIONS:
                raise AccordError(
                    f"By the rule of decision more than {MOST_COALITIONS:,} sets of parties "
                    "suffice, too many to try each."
                )
        place = {party: n for n, party in enumerate(parties)}
        found.sort(key=lambda one: (len(one), sorted(map(place.__getitem__, one))))
        return tuple(found)

    def _search(self, parties: Sequence[str]) -> Iterator[frozenset[str]]:
        """Yield the minimal winning coalitions.

        Parties join from most votes to fewest. Whoever joins last has the fewest, so if the
        package did not pass before, it would not pass without any of the others.
        """
        must = [party for party in parties if party in self.vetoes]
        rest = [party for party in parties if party not in self.vetoes]
        rest.sort(key=self._votes, reverse=True)

        def join(coalition: list[str], start: int) -> Iterator[frozenset[str]]:
            if self.winning(coalition, parties):
                yield frozenset(coalition)
                return
            for place in range(start, len(rest)):
                if not self.winning([*coalition, *rest[place:]], parties):
                    return
                yield from join([*coalition, rest[place]], place + 1)

        yield from join(must, 0)

    def _votes(self, party: str) -> Decimal:
        """Return a party's votes; without a table one, counted exactly as they were written."""
        return Decimal(number_text(self.votes.get(party, 0.0))) if self.votes else Decimal(1)

    def _sum(self, parties: Collection[str]) -> Decimal:
        return sum(map(self._votes, parties), _ZERO)
