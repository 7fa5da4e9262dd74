"""Talks of programs in words: no share of talks stands without whose talks they are."""

from collections.abc import Iterator, Sequence

from accord.delegates import recipe
from accord.kernels.intervals import Share
from accord.model import Process
from accord.model.tier import CAPITAL
from accord.play import Game
from accord.play.span import Spanned
from accord.talks import Role, Rules
from accord.talks.seats import SeatingPlan
from accord.telling.number_words import percent, spelt

Indented = tuple[int, str]
"""An indent and a text; one that begins with a dash is an item."""

DOING = {
    "absolute-tit-for-tat": "that give a point for a point",
    "averaged-tit-for-tat": "that give in the measure of what they were given lately",
    "bayesian": "that learn by Bayes' rule what the others want",
    "boulware": "that hold out until late",
    "conceder": "that concede early",
    "frequency": "that count what the others ask for",
    "hard-headed": "that hardly concede",
    "issue-by-issue": "that build agreement issue by issue",
    "linear": "that concede by the clock",
    "micro": "that make a new offer for a new offer",
    "nice-tit-for-tat": "that come as far as the others have come",
    "random-walker": "that offer at random what is good enough",
    "relative-tit-for-tat": "that give in the measure of what they were last given",
    "rubinstein": "that reckon with what waiting costs",
    "time-dependent": "that concede by the clock",
}
"""What several of a program do; those of other packages are called by their names alone."""

NO_PREDICTION = (
    "No prediction: it says what programs do with these numbers under these rules, and nothing "
    "about what people would do."
)
"""What stands wherever talks of programs are told or counted."""

SPAN_LEFT_OUT = (
    "What other programs would come to was left out (--no-span): a share of talks says more of "
    "the programs than of the case."
)
"""What is said where the span was not asked for."""


def seat_name(process: Process, seating: SeatingPlan, seat: str) -> str:
    """Name who sits at a seat.

    Args:
        process: The names behind the ids.
        seating: Who sits.
        seat: Id of the seat.
    """
    found = seating.by_id.get(seat)
    if found is not None and found.role is Role.PRINCIPAL:
        return f"the principal of {process.name(found.party)}"
    party, _, capital = seat.partition("/")
    if found is None and capital == CAPITAL:  # others do not see that it sits, until it speaks
        return f"the principal of {process.name(party)}"
    return process.name(seat)


def under(rules: Rules) -> str:
    """Return in words by which rules talks are played.

    Args:
        rules: The rules.
    """
    limit = "1 round" if rules.rounds == 1 else f"{rules.rounds} rounds"
    return f"under {rules.title}, {limit} at most" if rules.rounds else f"under {rules.title}"


def between(process: Process, game: Game) -> str:
    """Return in words between which programs talks are played.

    Args:
        process: The names behind the ids.
        game: What the talks have in common.
    """
    parties = game.setup.delegations
    programs = _programs(game)
    if len(set(programs)) == 1:
        doing = DOING.get(game.delegates[parties[0]].name, "")
        count = spelt(len(parties))
        said = f"between {count} programs {doing} ({programs[0]})".replace("  ", " ")
    else:
        sat = _sat(process, game)
        said = f"between the programs {', '.join(sat[:-1])} and {sat[-1]}"
    middle = game.setup.mediator
    if middle in game.delegates:
        said += f", with the program {recipe(game.delegates[middle])} as mediator"
    return said


def called(process: Process, game: Game) -> str:
    """Name the programs of talks, in a few words.

    Args:
        process: The names behind the ids.
        game: What the talks have in common.
    """
    programs = _programs(game)
    if len(set(programs)) == 1:
        return f"{programs[0]} in every seat"
    return ", ".join(_sat(process, game))


def _programs(game: Game) -> list[str]:
    return [str(recipe(game.delegates[party])) for party in game.setup.delegations]


def _sat(process: Process, game: Game) -> list[str]:
    parties = zip(_programs(game), game.setup.delegations, strict=True)
    return [f"{name} for {process.name(party)}" for name, party in parties]


def share_of_talks(process: Process, game: Game, agreed: Share) -> str:
    """Return in how many talks of programs there was a deal; what the interval is of.

    Args:
        process: The names behind the ids.
        game: What the talks have in common.
        agreed: How many ended with a deal.
    """
    low, high = map(percent, agreed.interval)
    return (
        f"In {agreed.count:,} of {agreed.among:,} talks {between(process, game)} "
        f"{under(game.setup.rules)}, {_assuming(game)}there was a deal: "
        f"{percent(agreed.share)} (95% interval "
        f"{low} to {high}: what is left open by playing so few talks of these programs, and "
        "nothing else)."
    )


def _assuming(game: Game) -> str:
    """Return by which assumptions of the fighting talks are played; empty without any."""
    if not game.fighting:
        return ""
    return f"under what is assumed of the fighting ({', '.join(o.id for o in game.fighting)}), "


def span_text(found: Sequence[Spanned], rules: Rules) -> Iterator[str]:
    """Yield what the same talks come to with each program in every seat.

    Args:
        found: What came of each program.
        rules: The rules.
    """
    held = {one.program: one.agreed for one in found if one.agreed is not None}
    by_count: dict[int, list[str]] = {}
    for program, share in held.items():
        by_count.setdefault(share.count, []).append(program)
    for one in found:
        if one.agreed is None:
            yield f"Left out of the span over programs: {one.program}. {one.refused}"
    if not held:
        return
    ends = sorted(by_count)
    talks = next(iter(held.values())).among
    start = f"By program, each in every seat, {under(rules)} and by the same numbers: a deal"
    if len(ends) == 1:
        yield f"{start} in {ends[0]:,} of {talks:,} talks with every one ({', '.join(held)})."
        return
    low, high = (Share(count=count, among=talks) for count in (ends[0], ends[-1]))
    apart = low.interval[1] < high.interval[0]
    listed = "; ".join(f"{count:,} ({', '.join(by_count[count])})" for count in ends)
    yield (
        f"{start} in {ends[0]:,} to {ends[-1]:,} of {talks:,} talks: {listed}."
        f"{' It is the program, not the case.' * apart}"
    )
