"""Will they reach it: what talks of programs come to, in a few lines."""

from collections.abc import Callable, Iterable, Iterator

from accord.brief import page
from accord.delegates import recipe
from accord.errors import AccordError
from accord.model import Process
from accord.play import Game, Statistics, game, parse_rules, play_talks
from accord.play.span import Spanned, span
from accord.play.workers import Workers
from accord.record import Case
from accord.telling.deals_by_holder import View
from accord.telling.many_talks import cleared, mean_text, number_text
from accord.telling.number_words import percent
from accord.telling.program_words import called, share_of_talks, span_text

ROUNDS = 20
"""After how many rounds the talks end."""
MOST_DRIVERS = 3
"""How many numbers are named."""


def prospect(
    folder: Case,
    view: View,
    talks: int,
    seed: int,
    workers: Workers = 1,
    watch: Callable[[Iterable[Spanned]], Iterable[Spanned]] = tuple,
) -> page.Prospect:
    """Say what talks of programs come to, by the numbers of one holder.

    Args:
        folder: The process.
        view: Whether there is a deal, by the same numbers.
        talks: How many talks to play, and how many of each program in the span.
        seed: Where their seeds come from.
        workers: What plays the talks: processes, a cluster or an executor.
        watch: Is handed what comes of every program, to show how far they are.
    """
    holder = view.outlook.holder
    if not view.interests:
        return page.Prospect(holder=holder, missing=view.outlook.missing)
    process = folder.process
    try:
        rules = parse_rules("", len(view.interests), ROUNDS)
        held = game(process, view.interests, rules, seed=seed)
        found = play_talks(held, talks, workers=workers).statistics
        coming = span(
            process, view.interests, rules, {}, seed=seed, workers=workers, talks=talks
        )
        programs = tuple(watch(coming))
    except AccordError as error:
        return page.Prospect(holder=holder, missing=str(error))
    return page.Prospect(
        holder=holder,
        talks=found.talks,
        share=found.agreed.share,
        interval=found.agreed.interval,
        programs=tuple(f"{seat}={recipe(one)}" for seat, one in held.delegates.items()),
        verdict=share_of_talks(process, held, found.agreed),
        span=tuple(page.Program(**one.to_json()) for one in programs),
        lines=(*span_text(programs, rules), *_lines(process, held, found)),
        how=_how(held),
    )


def _lines(process: Process, held: Game, found: Statistics) -> Iterator[str]:
    who = called(process, held)
    if found.possible.count < found.possible.among:
        yield cleared(held, found)
    if found.missed.count:
        missed = found.missed
        yield (
            f"Where some package does, {who} came to no deal in {missed.count:,} of "
            f"{missed.among:,} talks."
        )
    if found.agreed.count:
        half = next(
            number
            for number, share in enumerate(found.by_round, 1)
            if 2 * share.count >= found.agreed.count
        )
        yield f"Half of the deals of {who} were there by the end of round {half}."
        for party, mean in found.worth.items():
            yield (
                f"Worth of the deal of {who} to {process.name(party)}, on average: "
                f"{mean_text(mean)}"
            )
        yield f"Points from the frontier, on average: {mean_text(found.distances.mean)}"
    for one in [d for d in found.drivers.ranked if d.distinguishable][:MOST_DRIVERS]:
        yield (
            f"Where {number_text(process, one.number)} is in the lower half of its range, "
            f"{who} came to a deal in {percent(one.share_low)} of the talks, in the upper in "
            f"{percent(one.share_high)}."
        )


def _how(held: Game) -> str:
    return (
        f"No prediction: the numbers were drawn from the ranges for every talk; seed "
        f"{held.seed}. Other programs and rules: accord play FOLDER -n N."
    )
