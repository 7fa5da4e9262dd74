"""The rule of decision in words: whose acceptance a package needs."""

from collections.abc import Iterable, Iterator

from accord.model import Process
from accord.model.decision_rule import MAJORITY
from accord.record.wording import together
from accord.telling.number_words import spelt


def must_accept(process: Process) -> str:
    """Return who has to accept: `all sides`, or `all sides but one, Upland among them`.

    Args:
        process: Has the rule, and the names of the parties.
    """
    rule = process.decision
    if rule.is_unanimous:
        return "both sides" if len(process.parties) == 2 else "all sides"
    if rule.may_refuse is not None:
        who = f"all sides but {spelt(rule.may_refuse)}"
    elif rule.needs == MAJORITY:
        who = "sides with more than half of the votes" if rule.votes else "most of the sides"
    elif rule.votes:
        total = f"{sum(rule.votes.values()):g}"
        who = f"sides with {rule.needs} of {total} votes"
    else:
        who = f"{rule.needs} of {len(process.parties)} sides"
    vetoes = [process.name(one) for one in rule.vetoes if one in process.parties]
    return f"{who}, {together(vetoes)} among them" if vetoes else who


def unplayed(processes: Iterable[Process]) -> Iterator[tuple[int, str]]:
    """Yield, where not all must accept, that talks of programs go on till all do.

    Args:
        processes: The processes that are played.
    """
    for process in processes:
        if not process.decision.is_unanimous:
            said = "The rule of decision is not played, and talks end when all accept"
            yield 0, f"{said}. By it this would be enough: {must_accept(process)}."
            return
