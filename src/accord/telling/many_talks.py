"""What many talks came to, in words."""

from collections.abc import Iterator, Sequence

from accord.kernels.intervals import Mean
from accord.model import Process
from accord.play import Game, PlayedTalks, Statistics
from accord.play.engines import are_many, why_table
from accord.play.span import Spanned
from accord.play.walk_away_paths import paths_of
from accord.telling.deal_words import ranged_number
from accord.telling.fighting_words import path_lines
from accord.telling.number_words import percent, whole
from accord.telling.program_words import (
    NO_PREDICTION,
    SPAN_LEFT_OUT,
    Indented,
    called,
    share_of_talks,
    span_text,
)
from accord.telling.talk_by_round import above_hundred, played_by

MOST_DEALS = 3
"""How many deals are named in full."""
MOST_REASONS = 5
"""How many reasons are named."""
MOST_DRIVERS = 8
"""How many numbers are named."""
SHORT = 0.1
"""In seconds; what is shorter is said to be."""


def tallied(
    process: Process, game: Game, found: Statistics, holder: str, span: Sequence[Spanned] | None
) -> Iterator[Indented]:
    """Yield what many talks came to.

    Args:
        process: The names behind the ids.
        game: What the talks have in common.
        found: What they came to.
        holder: Whose numbers they are.
        span: What the same talks came to with each program; None where that was left out.
    """
    rules, who = game.setup.rules, called(process, game)
    numbers = "others from the ranges in every talk"
    yield 0, share_of_talks(process, game, found.agreed)
    if span is None:
        yield 0, SPAN_LEFT_OUT
    else:
        for line in span_text(span, rules):
            yield 0, line
    yield 0, NO_PREDICTION
    yield 0, f"By the numbers of: {holder} (assumptions, not facts), {numbers}"
    yield from played_by(process, game)
    if game.fighting:
        yield from path_lines(process, paths_of(game, found.talks))
    yield 0, cleared(game, found)
    if found.missed.among:
        missed = found.missed
        often = f"{missed.count:,} of {missed.among:,} talks ({percent(missed.share)})"
        yield 1, f"- where one does, {who} came to no deal in {often}"
    for reason, times in found.reasons[:MOST_REASONS]:
        often = "once" if times == 1 else f"{times:,} times"
        yield 1, f"- no deal with {who}, {often}: {reason}"
    if found.agreed.count:
        yield from _agreed(process, game, found, who)
    yield from _drivers(process, found, who)


def cleared(game: Game, found: Statistics) -> str:
    """Return in words for how many sets of numbers some package clears everything.

    Args:
        game: What the talks have in common.
        found: What they came to.
    """
    before = " before any of these moves" if game.fighting else ""
    sides = "both sides'" if len(game.setup.delegations) == 2 else "all sides'"
    one = found.possible
    return (
        f"By these assumptions some package clears {sides} red lines and walk-away values"
        f"{before} in {one.count:,} of {one.among:,} sets of numbers tried."
    )


def _agreed(process: Process, game: Game, found: Statistics, who: str) -> Iterator[Indented]:
    yield 0, f"Talks of {who} with a deal by the end of round (95% interval, as above):"
    before = -1
    for number, share in enumerate(found.by_round, 1):
        if share.count != before:
            low, high = map(percent, share.interval)
            yield 1, f"{number:3}  {percent(share.share):>4}  ({low} to {high})"
        before = share.count
    yield 0, f"What the deal of {who} was worth, on average:"
    for party, mean in found.worth.items():
        yield 1, f"- {process.name(party)}: {mean_text(mean)}"
    if more := above_hundred(process, game):
        yield 1, f"- {more[0].lower()}{more[1:]}"
    distances = found.distances
    if distances.largest is None:
        yield 0, "How far the deals are from the frontier cannot be said: it is too large."
    else:
        yield 0, f"Points from the frontier, on average: {mean_text(distances.mean)}"
        yield 1, f"- at most {whole(distances.largest)}"
        efficient = distances.efficient
        yield 1, f"- on the frontier: {efficient.count:,} of {efficient.among:,} deals of {who}"
        yield 1, f"- {distances.method}"
    yield from _deals(process, found, who)


def _deals(process: Process, found: Statistics, who: str) -> Iterator[Indented]:
    """Name the deals that were agreed more than once, and the options of all."""
    issues = process.agenda.issues
    often = [one for one in found.deals[:MOST_DEALS] if one[1].count > 1]
    many = "1 deal" if len(found.deals) == 1 else f"{len(found.deals):,} different deals"
    if found.other_deals.count:
        many = f"more than {many}"
    end = "; the most frequent:" if often else ", each of them once."
    yield 0, f"With {who} they agreed {many}{end}"
    for place, (deal, share) in enumerate(often):
        said = f"{share.count:,} times in {share.among:,} talks of {who}"
        yield 1, f"# {said}{', as the first but for:' * bool(place)}"
        for issue, option in deal.items():
            if not place or often[0][0][issue] != option:
                named = issues[issue]
                yield 3, f"- {named.name}: {named.choices[option].name}"
    yield 0, f"What {who} agreed on, issue by issue:"
    for issue, shares in found.options.items():
        taken = sorted(shares.items(), key=lambda one: -one[1].count)
        yield 1, f"# {issues[issue].name}"
        for option, share in taken:
            if share.count:
                yield 3, f"- {percent(share.share):>4}  {issues[issue].choices[option].name}"


def _drivers(process: Process, found: Statistics, who: str) -> Iterator[Indented]:
    ranked = [one for one in found.drivers.ranked if one.distinguishable]
    head = f"What moves most how often {who} come to a deal"
    if not ranked:
        yield 0, f"{head} is not said: {found.drivers.reason}"
        return
    yield 0, f"{head}:"
    for one in ranked[:MOST_DRIVERS]:
        low, high = percent(one.share_low), percent(one.share_high)
        halves = f"in {low} of the talks where it is in the lower half of its range, in {high}"
        yield 1, f"- {ranged_number(process, one.number)}: a deal {halves} in the upper ({who})"
    if len(ranked) > MOST_DRIVERS:
        yield 1, f"- and {len(ranked) - MOST_DRIVERS} more"


def mean_text(one: Mean) -> str:
    """Return in words what something was on average, with its interval."""
    if not one.among:
        return "not known"
    if one.interval is None:
        return f"{whole(one.mean)} (one deal)"
    low, high = one.interval
    return (
        f"{whole(one.mean)} (95% interval {whole(low)} to {whole(high)}, {one.among:,} deals)"
    )


def how_played(played: PlayedTalks) -> str:
    """Return in words how many talks were played, by what, and how long it took.

    Args:
        played: The talks.
    """
    new = played.talks - played.read
    before = f"{played.read:,} talks were read from the file" if played.read else ""
    if not new:
        return f"{before}, and none was played."
    talks = "1 talk was" if new == 1 else f"{new:,} talks were"
    said = f"{talks} played by the {played.engine} engine"
    both = f"{before}; {said}" if before else said
    took = f"{played.seconds:.1f}" if played.seconds >= SHORT else f"less than {SHORT:.1f}"
    slow = played.engine == "table" and are_many(played.game, played.talks)
    return f"{both}, in {took} s.{f' {why_table(played.game)}' if slow else ''}"
