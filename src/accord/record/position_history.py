"""What a party has said it wants on an issue, from the first time to the last."""

from attrs import frozen

from accord.record.entry import Entry
from accord.record.kinds.position import Position
from accord.record.ledger import Record


@frozen(kw_only=True)
class StatedPosition:
    """One time that a party's position was stated.

    Attributes:
        entry: The position.
        before: The one that stood until then, where this one asks for something else; None
            where it is the first, says the same again, or does not stand.
        again: Whether it says what stood already.
        replaced_by: What superseded it or took it back; None where it stands.
    """

    entry: Position
    before: Position | None = None
    again: bool = False
    replaced_by: Entry | None = None


def position_history(record: Record, issue: str, party: str) -> tuple[StatedPosition, ...]:
    """Return every position of a party on an issue in order of time, replaced ones too.

    Args:
        record: What happened and who says so.
        issue: Id of the issue.
        party: Id of the party.
    """
    listed = (e for e in record.entries if isinstance(e, Position))
    mine = [e for e in listed if (e.issue, e.party) == (issue, party)]
    found, stood = list[StatedPosition](), None
    for one in sorted(mine, key=lambda e: e.date.order):
        if (after := record.superseded.get(one.id)) is not None:
            found.append(StatedPosition(entry=one, replaced_by=after))
            continue
        again = stood is not None and one.same(stood)
        found.append(StatedPosition(entry=one, before=None if again else stood, again=again))
        stood = one
    return tuple(found)
