"""Pictures of many talks: how often they end with a deal, and how programs compare."""

import tempfile

from docs.figures.cases import EXAMPLES
from docs.figures.drawing import Drawings, Drawn, line, picture, write

from accord.delegates import parse
from accord.formats import load
from accord.formats.new import new
from accord.play import game, games, parse_rules, parse_seats, statistics, summary
from accord.play.tournament import Tournament, TournamentCase, play_tournament
from accord.record import Case
from accord.telling.svg_style import BLUE, INK, MUTED, ORANGE

TALKS = 100


def river_talks() -> Case:
    """Give the folder that `accord new` writes."""
    with tempfile.TemporaryDirectory() as folder:
        new(folder)
        return load(folder)


def draw_by_round() -> Drawn:
    """Draw in what share of talks there is a deal, by the end of each round."""
    talks = river_talks()
    [view] = talks.perspectives
    sides = tuple(view.interests.values())
    rules = parse_rules("alternating", parties=2, rounds=8)
    figure = picture(6.4, 3.8)
    axes = figure.add_subplot()
    ends = []
    for program, colour in (("linear", BLUE), ("boulware:beta=0.2", ORANGE)):
        common = game(
            talks.process,
            sides,
            rules,
            parse_seats([f"{party}={program}" for party in talks.process.parties]),
        )
        found = statistics(common, [summary(one) for one in games(common, TALKS)])
        rounds = range(1, len(found.by_round) + 1)
        low, high = zip(*(share.interval for share in found.by_round), strict=True)
        axes.fill_between(rounds, low, high, color=colour, alpha=0.2, linewidth=0)
        axes.plot(rounds, [s.share for s in found.by_round], "o-", color=colour, markersize=4)
        place = 4 if program == "linear" else 7
        write(axes, program, (place, found.by_round[place - 1].share), (-12, 6), colour)
        ends.append(f"{program}: {found.agreed.share:.0%} after {len(rounds)} rounds")
    axes.set_ylim(-0.03, 1.05)
    axes.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0", "25%", "50%", "75%", "100%"])
    axes.set_xlabel("round")
    axes.set_ylabel("talks with a deal by its end")
    return figure, (
        f"The share of {TALKS} talks with a deal by the end of each round, with bands for the "
        f"95% interval. {'; '.join(ends)}."
    )


def draw_tournament() -> Drawn:
    """Draw the scores of a tournament with their intervals."""
    cases = tuple(
        TournamentCase(
            name=name,
            process=talks.process,
            interests=talks.perspectives[0].held,
        )
        for name, talks in (
            ("river", river_talks()),
            ("sarn", load(EXAMPLES / "sarn-river")),
        )
    )
    names = ("linear", "conceder", "boulware", "micro", "frequency", "nice-tit-for-tat")
    found = play_tournament(
        Tournament(cases=cases, delegates=tuple(map(parse, names)), rounds=10)
    )
    figure = picture(7.2, 3.0)
    worth, agreed = figure.subplots(1, 2, sharey=True)
    for row, one in enumerate(found.standings):
        for axes, score, colour in ((worth, one.worth, BLUE), (agreed, one.agreed, ORANGE)):
            if score.interval is not None:
                line(axes, *((end, -row) for end in score.interval), colour=MUTED)
            axes.plot(score.mean, -row, "o", color=colour, markersize=6)
    worth.set_yticks([-n for n in range(len(names))], [s.delegate for s in found.standings])
    worth.tick_params(axis="y", colors=INK)
    worth.set_xlabel("own worth, points")
    agreed.set_xlim(0, 1.03)
    agreed.set_xticks([0, 0.5, 1], ["0", "50%", "100%"])
    agreed.set_xlabel("talks with a deal")
    return figure, (
        f"Own worth and talks with a deal of {len(names)} programs in {len(found.talks)} "
        "talks, with intervals: "
        + "; ".join(
            f"{one.delegate} {one.worth.mean:.1f} points, {one.agreed.mean:.0%}"
            for one in found.standings
        )
    )


FIGURES: Drawings = {
    "by-round": draw_by_round,
    "tournament": draw_tournament,
}
