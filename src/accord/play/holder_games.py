"""Games of a case by every holder's numbers: the same rules, seats and seed."""

from collections.abc import Callable, Generator, Mapping, Sequence

from attrs import evolve, frozen
from frozendict import frozendict

from accord.delegates import Recipe
from accord.errors import AccordError
from accord.fighting import FightingModel
from accord.model import Perspective
from accord.play.game import MEASURED, Game
from accord.play.seating import agreed_in, game
from accord.play.span import Spanned, span
from accord.play.workers import Workers
from accord.record import Case
from accord.talks import Options, Rules

NO_PROGRAM = "no program can sit at the table"
"""What follows where there are no interests."""


@frozen(kw_only=True)
class HolderGame:
    """A game by one holder's numbers, or why there is none.

    Attributes:
        case: What it is about.
        perspective: The numbers.
        made: The game; None if there is none.
        missing: Why there is none; empty if there is one.
        seated: The programs that were asked for, by seat.
    """

    case: Case
    perspective: Perspective
    made: Game | None = None
    missing: str = ""
    seated: Mapping[str, Recipe] = frozendict()

    @property
    def game(self) -> Game:
        """The game.

        Raises:
            AccordError: If there is none.
        """
        if self.made is None:
            raise AccordError(self.missing)
        return self.made

    def span(self, workers: Workers = 1) -> Generator[Spanned, None, None]:
        """Play the same talks with every program in all seats of parties.

        Args:
            workers: What plays them: processes, a cluster or an executor.
        """
        return span(
            self.case.process,
            self.perspective.held,
            self.game.setup.rules,
            self.seated,
            assumed=self.case.interests,
            seed=self.game.seed,
            fighting=self.game.fighting,
            settled=self.game.setup.settled,
            workers=workers,
        )


def games_by_holder(
    case: Case,
    holders: Sequence[Perspective],
    rules: Rules,
    seated: Mapping[str, Recipe] = frozendict(),
    *,
    fighting: Callable[[str], tuple[FightingModel, ...]] = lambda holder: (),
    settled: Options = frozendict(),
    seed: int = 0,
    draws: bool = False,
    measured: int = MEASURED,
) -> tuple[HolderGame, ...]:
    """Make the same game by every holder's numbers.

    Args:
        case: What it is about.
        holders: Whose numbers, such as `case.perspectives`.
        rules: The rules.
        seated: The programs by seat; those that are left out have the usual ones.
        fighting: Returns what is assumed to happen between the rounds where the numbers of
            the holder with this id are played.
        settled: The issues that are settled when the talks begin, before those on record.
        seed: Where everything drawn comes from.
        draws: Whether numbers are drawn from the ranges.
        measured: Of how many talks to find how far the deal is from the frontier.

    Raises:
        AccordError: If no holder gives what a game needs, a program cannot sit somewhere, or
            the rules need somebody who is not there.
    """
    found = []
    for one in holders:
        none = HolderGame(case=case, perspective=one, seated=seated)
        if lacks := case.lacks(one):
            found.append(evolve(none, missing=f"{lacks}, so {NO_PROGRAM}"))
            continue
        made = game(
            case.process,
            one.held,
            rules,
            seated,
            assumed=case.interests,
            settled=agreed_in(case.record, case.process.agenda) | settled,
            seed=seed,
            draws=draws,
        )
        found.append(
            evolve(none, made=evolve(made, fighting=fighting(one.holder), measured=measured))
        )
    if all(one.missing for one in found):
        raise AccordError("\n".join(one.missing for one in found))
    return tuple(found)
