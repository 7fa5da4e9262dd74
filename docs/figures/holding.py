"""Pictures of whether a deal would be kept."""

import numpy as np
from attrs import evolve
from docs.figures.cases import EXAMPLES, in_points
from docs.figures.drawing import Drawings, Drawn, line, picture
from frozendict import frozendict

from accord.formats import load
from accord.formats.assumed_files import assumed
from accord.hold import Concept, Reachability
from accord.hold.compliance import Undertaking, compliance_game
from accord.hold.deal_state import STAYS, deal_stable
from accord.hold.holding_assumptions import Guarantee, GuaranteeKind, holding_form
from accord.hold.holding_case import held_deals
from accord.model import Range
from accord.telling.departures_figure import departures_sheet
from accord.telling.svg_style import BLUE, INK, ORANGE

DRAWS, DRAWN = 200_000, 600
"""Sets of numbers that are counted, and how many of them are drawn."""
PENALTY = 2.0
SIDES = {"guns": "north", "road": "south"}
"""Who has to carry out which issue."""


def draw_leaving() -> Drawn:
    """Draw who could leave the agreement of the market road, by its mediators' numbers."""
    folder = EXAMPLES / "market-road"
    case = load(folder)
    beside = assumed(folder, "hold", case, holding_form)
    (one,) = held_deals(case, beside, held_by="lantern")
    figure, title, _ = departures_sheet(case, one.holds(Reachability.SEQUENCES, 200, 0))
    return figure, title


def draw_kept() -> Drawn:
    """Draw for which numbers a side keeps a deal in which each has one thing to do."""
    agenda, sides = in_points(
        {issue: {"kept": (0.0, 0.0), "old": (0.0, 0.0)} for issue in SIDES},
        [*SIDES.values()],
    )
    agenda = evolve(
        agenda,
        issues=frozendict({i: evolve(one, no_deal="old") for i, one in agenda.issues.items()}),
    )
    gain, loss = Range(2.0, 8.0), Range(4.0, 10.0)
    zero = Range(0.0, 0.0)
    held = []
    for side in sides:
        worth = {
            issue: frozendict(
                {"kept": zero, "old": gain}
                if owner == side.party
                else {"kept": loss, "old": zero}
            )
            for issue, owner in SIDES.items()
        }
        issues = {i: evolve(one, values=worth[i]) for i, one in side.issues.items()}
        held.append(evolve(side, issues=frozendict(issues)))
    game = compliance_game(
        agenda,
        held,
        frozendict(dict.fromkeys(SIDES, "kept")),
        written=[Undertaking(issue=issue, owner=owner) for issue, owner in SIDES.items()],
    )
    bare = evolve(game, fighting=())
    escrow = Guarantee(
        id="escrow",
        kind=GuaranteeKind.ESCROW,
        by="bank",
        penalty=Range(PENALTY, PENALTY),
    )
    numbers = bare.drawn(np.random.default_rng(4), DRAWS)
    with_escrow = bare.with_guarantees([escrow])
    held_too = with_escrow.drawn(np.random.default_rng(4), DRAWS)
    found = [
        deal_stable(one, drawn, Reachability.SEQUENCES)[Concept.GMR][:, 0] == STAYS
        for one, drawn in ((bare, numbers), (with_escrow, held_too))
    ]
    assert np.array_equal(numbers.changes, held_too.changes)
    gains, losses = numbers.changes[:, 0, 0], -numbers.changes[:, 0, 1]
    figure = picture(6.4, 3.9)
    axes = figure.add_subplot()
    for which, colour, how in (
        (found[0], BLUE, "o"),
        (found[1] & ~found[0], ORANGE, "^"),
        (~found[1], INK, "x"),
    ):
        some = which[:DRAWN]
        axes.plot(losses[:DRAWN][some], gains[:DRAWN][some], how, color=colour, markersize=4)
    ends = np.array([4.0, 8.0])
    line(axes, *zip(ends, ends, strict=True))
    line(axes, *zip(ends, ends + PENALTY, strict=True), style="--")
    axes.set_xlim(3.9, 10.1)
    axes.set_ylim(1.9, 8.1)
    axes.set_xlabel("what the other's keeping its word brings, points")
    axes.set_ylabel("what going back gains, points")
    share, more = (round(100 * float(one.mean())) for one in found)
    return figure, (
        f"{DRAWN} of {DRAWS:,} sets of numbers. A round dot stands for one by which a side "
        "stays, as the other could answer and it would lose more than it gains: of all sets "
        f"{share} in 100. A triangle stays too once a breach costs {PENALTY:.0f} points more: "
        f"{more} in 100 with the dots. A cross leaves."
    )


FIGURES: Drawings = {"leaving": draw_leaving, "kept": draw_kept}
