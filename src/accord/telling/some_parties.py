"""What the interests of some parties alone leave, and what to add to know of a deal."""

from collections.abc import Iterator
from typing import Any

from attrs import frozen

from accord.deals import Deals
from accord.errors import AccordError
from accord.model import Perspective, gaps
from accord.model.interests import OWN
from accord.record import Case
from accord.record.wording import together
from accord.telling.deal_words import Words
from accord.telling.holder_words import bases, dated_name
from accord.telling.program_words import Indented


@frozen(kw_only=True)
class LeftBySome:
    """What the red lines and walk-away values of some parties leave of the packages.

    Attributes:
        holder: Id of who holds the interests.
        name: The holder in words.
        given: Ids of the parties whose interests there are.
        missing: Ids of those of whom there are none.
        packages: How many packages cross no constraint and no red line of theirs; None where
            something else is missing to say it.
        left: How many of them clear their walk-away values too, at the middle of the ranges,
            or about so many.
        exact: Whether they were counted.
        ruled_out: The options that no such package takes, in words.
        lacking: What else is missing.
        basis: What the holder goes by.
    """

    holder: str
    name: str
    given: tuple[str, ...]
    missing: tuple[str, ...]
    packages: int | None = None
    left: int | None = None
    exact: bool = False
    ruled_out: tuple[str, ...] = ()
    lacking: str = ""
    basis: tuple[str, ...] = ()

    def said(self, case: Case) -> str:
        """Return in a sentence what is missing.

        Args:
            case: The names behind the ids.
        """
        given = together(map(case.process.name, self.given))
        only = f"only interests of {given} are here (held by {self.name})"
        return f"Whether there is a deal cannot be said: {only}."

    def to_json(self, case: Case) -> dict[str, Any]:
        """Return it as JSON has it: `missing` is a sentence, as wherever there is no answer.

        Args:
            case: The names behind the ids.
        """
        kept = ("given", "packages", "left", "exact", "ruled_out", "lacking")
        plain = {key: getattr(self, key) for key in kept}
        return {"missing": self.said(case), "without": self.missing, **plain}


def left_by_some(case: Case, held: Perspective, *, draws: int, seed: int) -> LeftBySome:
    """Find what the interests leave that one holder has of some parties only.

    Args:
        case: The case.
        held: What the holder holds.
        draws: How many sets of numbers to draw where something needs it.
        seed: Where the draws start.
    """
    process = case.process
    start: dict[str, object] = {
        "holder": held.id,
        "name": dated_name(case, held),
        "given": tuple(held.interests),
        "missing": held.missing,
        "basis": tuple(bases(process, held.interests)),
    }
    if not process.agenda.issues:
        return LeftBySome(**start, lacking="issues: none is on the agenda yet")  # type: ignore[arg-type]
    if lacking := "; ".join(gaps(process.agenda, held.held)):
        return LeftBySome(**start, lacking=f"weights and values for {lacking}")  # type: ignore[arg-type]
    try:
        deals = Deals(process.agenda, held.held, draws=draws, seed=seed)
        count, words = deals.acceptable_count, Words(process, deals)
        return LeftBySome(
            **start,  # type: ignore[arg-type]
            packages=count.among if count else None,
            left=None if count is None else count.estimate if count.draws else count.count,
            exact=count is not None and not count.draws,
            ruled_out=tuple(words.unreachable()),
        )
    except AccordError as error:
        return LeftBySome(**start, lacking=str(error))  # type: ignore[arg-type]


def left_lines(case: Case, folder: str, found: LeftBySome) -> Iterator[Indented]:
    """Yield what some parties' interests leave, and what to add.

    Args:
        case: The case.
        folder: The folder, as its user calls it.
        found: What they leave.
    """
    name = case.process.name
    given = together(map(name, found.given))
    yield 0, found.said(case)
    for basis in found.basis:
        yield 1, f"- {basis}"
    limits = f"walk-away value{'s' * (len(found.given) > 1)}"
    if found.lacking:
        lacking = f"missing: {found.lacking}"
        yield 0, f"What red lines and {limits} leave cannot be said either; {lacking}."
    elif found.packages is not None:
        left = f"{'' if found.exact else 'about '}{found.left:,}"
        clear = f"{left} clear the {limits} too, at the middle of the ranges"
        crossing = f"cross no constraint and no red line of {given}"
        yield 0, f"Of {found.packages:,} packages that {crossing}, {clear}."
    if found.ruled_out:
        yield 0, f"No package that {given} could accept takes:"
        for option in found.ruled_out:
            yield 1, f"- {option}"
    yield 0, "To say whether there is a deal, add:"
    for party in found.missing:
        by = party if found.holder == OWN else found.holder
        yield (
            1,
            (
                f"- interests of {name(party)}: interests/{party}-by-{by}.yaml, with "
                f"'party: {party}', 'held_by: {by}' and the same keys as the file of "
                f"{name(found.given[0])}"
            ),
        )
    yield 1, f"- then: accord check {folder}"
