"""Will they reach it: what talks of programs come to, in a few lines."""

from collections.abc import Iterator
from functools import reduce

from accord.brief import page
from accord.brief.outlook import View
from accord.brief.shares import percent
from accord.brief.tallied import mean_text, number_text, share_text
from accord.errors import AccordError
from accord.formats import Folder
from accord.model import Process
from accord.play import Game, Statistics, counted, engine_for, game, hold, parse_rules
from accord.play.seating import DEFAULT
from accord.play.tally import plus

ROUNDS = 20
"""After how many rounds the talks end."""
MOST_DRIVERS = 3
"""How many numbers are named."""


def prospect(folder: Folder, view: View, talks: int, seed: int) -> page.Prospect:
    """Say what talks of programs come to, by the numbers of one holder.

    Args:
        folder: The process.
        view: Whether there is a deal, by the same numbers.
        talks: How many talks to hold.
        seed: Where their seeds come from.
    """
    holder = view.outlook.holder
    if not view.interests:
        return page.Prospect(holder=holder, missing=view.outlook.missing)
    process = folder.process
    try:
        rules = parse_rules("", len(view.interests), ROUNDS)
        held = game(process, view.interests, rules, seed=seed)
        parts = hold(held, talks, 0, None, engine_for(held, talks))
        found = counted(held, reduce(plus, (part.tally for part in parts), None))
    except AccordError as error:
        return page.Prospect(holder=holder, missing=str(error))
    return page.Prospect(
        holder=holder,
        talks=found.talks,
        share=found.agreed.share,
        interval=found.agreed.interval,
        verdict=f"Programs at the table came to a deal in {share_text(found.agreed)}.",
        lines=tuple(_lines(process, found)),
        how=_how(held),
    )


def _lines(process: Process, found: Statistics) -> Iterator[str]:
    possible = found.possible
    if possible.count < possible.among:
        yield f"Some deal was acceptable to all in {share_text(possible)}."
    if found.missed.count:
        yield f"Where there was a deal to be had, they missed it in {share_text(found.missed)}."
    if found.agreed.count:
        half = next(
            number
            for number, share in enumerate(found.by_round, 1)
            if 2 * share.count >= found.agreed.count
        )
        yield f"Half of the deals were there by the end of round {half}."
        for party, mean in found.worth.items():
            yield f"Worth of the deal to {process.name(party)}, on average: {mean_text(mean)}"
        yield f"Points from the frontier, on average: {mean_text(found.distances.mean)}"
    for one in [d for d in found.drivers.ranked if d.distinguishable][:MOST_DRIVERS]:
        yield (
            f"Where {number_text(process, one.number)} is in the lower half of its range there "
            f"was a deal in {percent(one.share_low)} of the talks, in the upper in "
            f"{percent(one.share_high)}."
        )


def _how(held: Game) -> str:
    return (
        f"No prediction: a program that builds agreement issue by issue ('{DEFAULT}') sat for "
        f"every delegation, under {held.setup.rules.title}, {ROUNDS} rounds at most, with "
        f"numbers drawn from the ranges for every talk; seed {held.seed}. Other programs and "
        "rules: accord play FOLDER -n N."
    )
