"""The cases of a tournament by whose numbers they are played: holders are never mixed."""

from collections.abc import Mapping, Sequence

from attrs import frozen

from accord.errors import AccordError
from accord.play.holder_games import NO_PROGRAM
from accord.play.tournament.seatings import TournamentCase
from accord.record import Case


@frozen
class CasesByHolder:
    """The cases of a tournament by each holder's numbers.

    Attributes:
        by_holder: The cases, by id of the holder.
        left_out: What was left out, one sentence each.
    """

    by_holder: Mapping[str, tuple[TournamentCase, ...]]
    left_out: tuple[str, ...] = ()


def cases_by_holder(
    cases: Sequence[tuple[str, Case]],
    held_by: str | None = None,
    names: Sequence[str] = (),
) -> CasesByHolder:
    """Choose whose numbers a tournament is played by.

    A case with one holder goes with every holder of the others.

    Args:
        cases: The cases, each with what it is called.
        held_by: The holder; None for everybody in turn.
        names: What they are called in the tournament, if otherwise.

    Raises:
        AccordError: If a case has no numbers for all parties, or nobody holds numbers in every
            case that has several holders.
    """
    left_out: list[str] = []
    read: list[dict[str, TournamentCase]] = []
    for (place, case), name in zip(cases, names or [place for place, _ in cases], strict=True):
        try:
            holders = case.holders(held_by, NO_PROGRAM)
        except AccordError as error:
            raise AccordError(f"{place}: {error}") from None
        lacking = {one.id: said for one in holders if (said := case.lacks(one))}
        rest = f"so {NO_PROGRAM} by these numbers"
        unable = [f"{place}: {said}, {rest}" for said in lacking.values()]
        if len(unable) == len(holders):
            raise AccordError("\n".join(unable))
        left_out += unable
        process, assumed = case.process, case.interests
        read.append(
            {
                one.id: TournamentCase(
                    name=name, process=process, interests=one.held, assumed=assumed
                )
                for one in holders
                if one.id not in lacking
            }
        )
    several = [found for found in read if len(found) > 1] or read[:1]
    everywhere = [one for one in several[0] if all(one in found for found in several)]
    for (place, _), found in zip(cases, read, strict=True):
        if left := [one for one in found if len(found) > 1 and one not in everywhere]:
            said = f"{place}: left out, for not every folder has numbers of {', '.join(left)}"
            left_out.append(f"{said}; --held-by chooses")
    if not everywhere:
        raise AccordError(
            "nobody holds interests in every folder that has several holders: choose folders, "
            "or a holder with --held-by"
        )
    chosen = {
        holder: tuple(
            found[holder] if len(found) > 1 else next(iter(found.values())) for found in read
        )
        for holder in everywhere
    }
    return CasesByHolder(chosen, tuple(left_out))
