"""How a class is seated: in which order its seats are filled by those who come.

The rule is pure: it knows who sits where, and returns the seats in the order in which they are
to be filled. The doors ask it while they hold their log, so no two people are given one seat.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from attrs import field, frozen

from accord.host.host_seats import ClassGroup

SECOND = 2
"""How many people the one address of a class puts into a seat at most: one, and a second."""


@frozen(kw_only=True)
class SeatWish:
    """Where somebody who comes would like to sit, as far as they are asked.

    Attributes:
        group: The group; empty for any.
        place: What the seat is called at the table; empty for any.
    """

    group: str = ""
    place: str = ""


ANYWHERE = SeatWish()


@frozen(kw_only=True)
class ClassDoor:
    """The one address by which a class comes in, while it is open.

    Attributes:
        by_side: Whether those who come may choose their side.
        by_table: Whether they may choose their table.
        doubles: Whether a second person is put into a seat once every seat has one.
    """

    by_side: bool = False
    by_table: bool = False
    doubles: bool = False

    def allowed(self, wish: SeatWish) -> SeatWish:
        """Return of a wish what is asked for at all.

        Args:
            wish: The wish.
        """
        return SeatWish(
            group=wish.group if self.by_table else "",
            place=wish.place if self.by_side else "",
        )


@frozen(kw_only=True)
class WaitingPerson:
    """Somebody for whom there was no seat.

    Attributes:
        id: What they are called where they are listed.
        name: What they call themselves; may be empty.
        at: Since when they wait.
        wish: Where they would like to sit.
    """

    id: str
    name: str
    at: datetime
    wish: SeatWish


@frozen(kw_only=True)
class ClassSeating:
    """Who sits where in a class.

    Attributes:
        groups: The groups, in the order of their tables.
        people: How many people sit in each seat, by its id.
        programs: The seats in which a program plays.
    """

    groups: Sequence[ClassGroup]
    people: Mapping[str, int]
    programs: Collection[str] = field(factory=frozenset)

    @property
    def seats(self) -> list[str]:
        """Every seat, in the order of the tables."""
        return [group.seat(place) for group in self.groups for place in group.places]

    @property
    def seated(self) -> int:
        """How many of the seats have somebody in them."""
        return sum(1 for one in self.seats if self.people.get(one))

    def missing(self, group: ClassGroup) -> list[str]:
        """Return the places of a group in which nobody sits and no program plays.

        Args:
            group: The group.
        """
        return [one for one in group.places if self.is_empty(group.seat(one))]

    def is_empty(self, seat: str) -> bool:
        """Return whether nobody sits in a seat and no program plays there.

        Args:
            seat: Its id.
        """
        return not self.people.get(seat) and seat not in self.programs

    @property
    def unfinished(self) -> list[ClassGroup]:
        """The groups at which somebody sits, and for some side nobody."""
        return [one for one in self.groups if self._sitting(one) and self.missing(one)]

    def _sitting(self, group: ClassGroup) -> int:
        return sum(self.people.get(group.seat(one), 0) for one in group.places)

    def order(self, wish: SeatWish = ANYWHERE, doubles: bool = False) -> list[str]:
        """Return the seats in the order in which they are to be filled.

        First the empty seats of tables that have begun to fill, those first that lack the
        fewest; then the tables that nobody sits at, in their order; then the seats in which a
        program plays, those first at whose tables people wait for a partner; last, where that
        is wanted, a second person, first at the tables with the fewest people.

        Args:
            wish: Where somebody would like to sit.
            doubles: Whether a second person is put into a seat.
        """
        found: list[tuple[tuple[int, ...], str]] = []
        for at, group in enumerate(self.groups):
            if wish.group not in ("", group.id):
                continue
            sitting, lacking = self._sitting(group), len(self.missing(group))
            begun = sitting > 0 or lacking < len(group.places)
            for number, place in enumerate(group.places):
                if wish.place not in ("", place):
                    continue
                seat = group.seat(place)
                people = self.people.get(seat, 0)
                if self.is_empty(seat):
                    key = (0, 0, lacking, at, number) if begun else (0, 1, 0, at, number)
                elif not people:
                    key = (1, 0 if sitting else 1, 0, at, number)
                elif doubles and people < SECOND:
                    key = (2, 0, sitting, at, number)
                else:
                    continue
                found.append((key, seat))
        return [seat for _, seat in sorted(found)]

    def joined(self) -> dict[str, list[str]]:
        """Return where those go who sit at a table that is not full: into seats of full ones.

        Returns:
            For each seat that is left, the seats that its people go to, one after another; an
            empty mapping where no table is full.
        """
        left = {one.id for one in self.unfinished}
        full = [one for one in self.groups if one.id not in left and self._sitting(one)]
        people = dict(self.people)
        moves: dict[str, list[str]] = {}
        for group in self.groups:
            if group.id not in left or not full:
                continue
            for place in group.places:
                seat = group.seat(place)
                for _ in range(self.people.get(seat, 0)):
                    # The same side before another, then the seat with the fewest people.
                    to = min(
                        (one.seat(each) for one in full for each in one.places),
                        key=lambda one, place=place: (  # type: ignore[misc]
                            people.get(one, 0),
                            one.partition("/")[2] != place,
                        ),
                    )
                    people[to] = people.get(to, 0) + 1
                    moves.setdefault(seat, []).append(to)
        return moves
