"""Pictures of how programs negotiate: concessions, models of others, acceptance, mediation."""

from itertools import product
from random import Random

import numpy as np
from attrs import evolve
from docs.figures.cases import Case, held, itex_and_cypress, sarn_river
from docs.figures.drawing import (
    Drawings,
    Drawn,
    arrow,
    dots,
    line,
    mark,
    pair,
    picture,
    span,
    walk_away,
    write,
)
from frozendict import frozendict

from accord.deals import Deals
from accord.delegates.boulware import Boulware
from accord.delegates.random_walker import RandomWalker
from accord.delegates.single_text import drafted
from accord.model import Range
from accord.play import Played, offers
from accord.tactics import Combi, Condition, Const, Next, Own, Prev, Time, Turn
from accord.tactics.bargaining import BargainingPlan
from accord.tactics.bayesian_model import bayesian_model
from accord.tactics.concession import target
from accord.tactics.frequency_model import frequency_model
from accord.tactics.model import mixed
from accord.talks import (
    Alternating,
    Options,
    Propose,
    Reject,
    Setup,
    SingleText,
    after,
    open_table,
    seats,
    view,
)
from accord.telling.svg_style import BLUE, FAINT, INK, MUTED, ORANGE

NAMES = ("Itex", "Cypress")
SHIFT = {"itex": (5, -11), "cypress": (9, 4)}


def made(played: Played, seat: str, to: str) -> list[float]:
    """Give what a seat's proposals were worth to a party, in order."""
    return [one.worth[to] for event, one in offers(played) if event.seat == seat]


def draw_time_dependent() -> Drawn:
    """Draw what is asked for as time passes, and what is then offered."""
    agenda, [itex, _] = talks = itex_and_cypress()
    own = Own.of(agenda, itex, {})
    low, high = own.walk_away, own.highest
    times = np.linspace(0, 1, 201)
    figure = picture(6.4, 4.0)
    axes = figure.add_subplot()
    named = {0.1: "Boulware, 0.1", 0.5: "0.5", 1.0: "linear, 1", 2.0: "2", 5.0: "conceder, 5"}
    for beta, text in named.items():
        asked = [target(time, low, high, beta) for time in times.tolist()]
        axes.plot(times, asked, color=BLUE, linewidth=1.4)
        place = {0.1: 170, 0.5: 125, 1.0: 100, 2.0: 75, 5.0: 20}[beta]
        write(axes, text, (times[place], asked[place]), (8, 7), BLUE)
    rounds = 20
    played = held(talks, Alternating(rounds=rounds), "boulware:beta=0.1", "hard-headed")
    worth = made(played, "itex", "itex")
    axes.plot(np.arange(len(worth)) / (rounds - 1), worth, "o", color=ORANGE, markersize=5)
    axes.set_xlabel("time: the share of the talks that has passed")
    axes.set_ylabel("what is asked for, points")
    axes.set_xlim(0, 1.08)
    return figure, (
        f"Curves from {high:.3g} points at the start down to {low:.3g} at the end, by beta. "
        "Below 1 they stay high for long, above 1 they fall at once. Dots: "
        f"{len(worth)} offers of a Boulware delegate, each at its curve or just above."
    )


def draw_tit_for_tat() -> Drawn:
    """Draw what tit for tat asks for while the other side concedes."""
    talks, rules = itex_and_cypress(), Alternating(rounds=20)
    figure = picture(7.4, 3.4)
    ends = []
    for place, kind in enumerate(("absolute", "relative", "averaged"), 1):
        axes = figure.add_subplot(1, 3, place)
        played = held(talks, rules, f"{kind}-tit-for-tat", "linear")
        for seat, colour, label in (
            ("itex", BLUE, "what Itex asks for"),
            ("cypress", ORANGE, "what Cypress offers it"),
        ):
            worth = made(played, seat, "itex")
            named = label if place == 1 else None
            axes.plot(
                range(1, len(worth) + 1), worth, "o-", color=colour, markersize=4, label=named
            )
        axes.set_title(kind, fontsize=9)
        axes.set_xlabel("round")
        axes.set_ylim(0, 106)
        axes.set_xlim(0.5, 9.5)
        if place == 1:
            axes.set_ylabel("Worth to Itex, points")
        ends.append(f"{kind} in round {played.rounds}")
    figure.legend(loc="outside lower center", ncols=2, frameon=False, fontsize=8)
    return figure, (
        "Three planes over the rounds. Cypress' offers become better for Itex, and Itex comes "
        f"down as they do, until there is a deal: {'; '.join(ends)}."
    )


def draw_micro() -> Drawn:
    """Draw the offers of MiCRO against itself."""
    talks = itex_and_cypress()
    everything = Deals(*talks).cloud()
    assert everything is not None
    played = held(talks, Alternating(rounds=200), "micro", "micro")
    figure = picture(6.0, 4.4)
    axes = figure.add_subplot()
    dots(axes, everything.points, size=4)
    for seat, colour in (("itex", BLUE), ("cypress", MUTED)):
        points = np.array([made(played, seat, to) for to in ("itex", "cypress")]).T
        axes.plot(*points.T, "o-", color=colour, markersize=4, linewidth=0.8)
        write(axes, f"{seat.capitalize()} proposes", points[0], SHIFT[seat], colour)
    end = [played.known_worth[party] for party in ("itex", "cypress")]
    mark(axes, end, f"the deal ({end[0]:.2f}, {end[1]:.2f})", (10, 6))
    span(axes, (0, 112), (0, 108), NAMES)
    return figure, (
        f"The {len(everything.points)} deals of Itex and Cypress. Each side's proposals go "
        f"down in the order of its own worth, and meet after {played.rounds} rounds at "
        f"({end[0]:.2f}, {end[1]:.2f})."
    )


def proposed_by_cypress(talks: Case, program: str, rounds: int) -> list[Options]:
    """Give what Cypress proposes in talks that Itex does not let end."""
    never = "accept=const(1000)"
    played = held(talks, Alternating(rounds=rounds), f"linear:{never}", f"{program},{never}")
    return [
        event.what.deal
        for event in played.log
        if event.seat == "cypress" and isinstance(event.what, Propose)
    ]


def draw_learning() -> Drawn:
    """Draw how well models order all deals, by how many offers they have heard."""
    agenda, [itex, cypress] = itex_and_cypress()
    talks = agenda, [itex, evolve(cypress, walk_away=Range(50.0, 50.0))]
    own = Own.of(agenda, cypress, {})
    deals = [
        frozendict(zip(agenda.issues, options, strict=True))
        for options in product(*(issue.choices for issue in agenda.issues.values()))
    ]
    true = [own.worth(deal) for deal in deals]
    rounds = 30
    figure = picture(6.6, 3.8)
    axes = figure.add_subplot()
    ends = []
    for program, style, how in (
        ("linear:beta=1", "-", "concedes evenly"),
        ("boulware:beta=0.2", ":", "concedes late"),
    ):
        said = proposed_by_cypress(talks, program, rounds)
        for name, colour in (("Bayesian", BLUE), ("frequency", ORANGE)):
            found = []
            for count in range(1, len(said) + 1):
                if name == "Bayesian":
                    times = [n / (rounds - 1) for n in range(count)]
                    thought = [(d, 1 - 0.2 * t) for d, t in zip(said, times, strict=False)]
                    model = bayesian_model(agenda, thought)
                else:
                    model = frequency_model(agenda, said[:count])
                guessed = [model.worth(deal) for deal in deals]
                found.append(float(np.corrcoef(true, guessed)[0, 1]))
            label = f"{name}; Cypress {how}"
            axes.plot(
                range(1, rounds + 1), found, style, color=colour, linewidth=1.6, label=label
            )
            ends.append(f"{label}: {found[0]:.2f}, at best {max(found):.2f}, {found[-1]:.2f}")
    axes.set_ylim(0.4, 1.02)
    axes.set_xlabel("offers heard")
    axes.set_ylabel("correlation with what deals are worth")
    figure.legend(loc="outside lower center", ncols=2, frameon=False, fontsize=8)
    return figure, (
        f"How models of Cypress order the {len(deals)} deals, at first, at best and after "
        f"{rounds} offers: {'; '.join(ends)}."
    )


def draw_trading_off() -> Drawn:
    """Draw two deals that are worth as much to oneself, and one of them more to the other."""
    agenda, [itex, cypress] = talks = itex_and_cypress()
    everything, own, asked = Deals(*talks).cloud(), Own.of(agenda, itex, {}), 70.0
    assert everything is not None
    said = proposed_by_cypress(talks, "linear:beta=1", 20)[:8]
    thought = [(deal, 1 - 0.2 * n / 19) for n, deal in enumerate(said)]
    liked = mixed([bayesian_model(agenda, thought)], [1.0])
    chosen = [own.above(asked), own.toward(asked, liked)]
    near, best = (
        list(one.worth.values()) for one in Deals(agenda, [itex, cypress]).worths(chosen)
    )
    figure = picture(6.0, 4.2)
    axes = figure.add_subplot()
    axes.axvspan(asked, 112, color=BLUE, alpha=0.1, linewidth=0)
    axes.axvline(asked, color=MUTED, linewidth=1, linestyle="--")
    dots(axes, everything.points, size=4)
    arrow(axes, near, best)
    mark(axes, near, "nearest to what Itex asks for", (9, -7), "o")
    mark(axes, best, "what Cypress is\nthought to like best", (9, 4), "o")
    write(axes, "Itex asks for 70", (asked, 4), (-5, 0), MUTED)
    span(axes, (0, 112), (0, 108), NAMES)
    return figure, (
        f"The deals of Itex and Cypress; those worth at least {asked:.3g} to Itex are shaded. "
        f"An arrow leads from the deal nearest to that, {pair(np.array(near))}, to the one "
        f"that Cypress is thought to like best, {pair(np.array(best))}."
    )


CONDITIONS: dict[str, Condition] = {
    "next": Next(),
    "prev": Prev(),
    "const(60)": Const(60),
    "time(0.9)": Time(0.9),
    "combi(0.6, avg)": Combi(0.6, "avg"),
    "next or const(60)": Next() | Const(60),
    "const(60) and time(0.5)": Const(60) & Time(0.5),
}


def draw_acceptance() -> Drawn:
    """Draw at which offers each condition would accept."""
    agenda, [itex, cypress] = itex_and_cypress()
    table = open_table(
        Setup(agenda=agenda, seats=seats(("itex", "cypress")), rules=Alternating(rounds=20))
    )
    mine, theirs = Boulware(interests=itex, beta=0.25), RandomWalker(interests=cypress)
    rng, rows = Random(1), []
    while not table.over:
        seat = table.awaited[0]
        seen = view(table, seat)
        if seat == "itex" and seen.offer is not None:
            turn = Turn.of(seen, itex, 20)
            deal, own = seen.offer.deal, mine.offer(turn, rng)
            worth = turn.own.worth
            takes = [one.accepts(turn, deal, own) for one in CONDITIONS.values()]
            rows.append((worth(deal), worth(own), takes))
        if "reject" in seen.legal:
            table = after(table, seat, Reject())
        else:
            program = mine if seat == "itex" else theirs
            options = program.offer(Turn.of(seen, program.interests, 20), rng)
            table = after(table, seat, Propose(deal=options))
    rounds = range(1, len(rows) + 1)
    figure = picture(6.8, 4.4)
    above, below = figure.subplots(2, 1, sharex=True, height_ratios=[1.3, 1])
    above.plot(rounds, [row[1] for row in rows], color=BLUE, linewidth=1.4)
    above.plot(rounds, [row[0] for row in rows], "o", color=ORANGE, markersize=5)
    write(above, "what Itex would propose next", (12, rows[11][1]), (8, 4), BLUE)
    write(above, "what it is offered", (4, rows[3][0]), (8, 3), ORANGE)
    above.set_ylabel("Worth to Itex")
    above.set_ylim(0, 108)
    for at, (_, _, takes) in zip(rounds, rows, strict=True):
        for place, so in enumerate(takes):
            below.plot(at, -place, "o", color=INK if so else FAINT, markersize=7 if so else 3)
    below.set_yticks([-n for n in range(len(CONDITIONS))], list(CONDITIONS))
    below.set_ylim(0.6 - len(CONDITIONS), 0.6)
    below.set_xticks([1, 5, 10, 15, 20])
    below.set_xlabel("round")
    below.spines[["left", "bottom"]].set_visible(False)
    below.tick_params(left=False, bottom=False)
    first = {
        name: next((n for n, row in zip(rounds, rows, strict=True) if row[2][place]), None)
        for place, name in enumerate(CONDITIONS)
    }
    return figure, "Above, offers over 20 rounds. Below, who accepts when; first " + "; ".join(
        f"{name} in round {at}" if at else f"{name} never" for name, at in first.items()
    )


def draw_single_text() -> Drawn:
    """Draw the drafts of a single text that climbs, and of one that anneals."""
    agenda, sides = talks = sarn_river()
    top = np.array([list(one.worth.values()) for one in Deals(agenda, sides).acceptable])
    figure = picture(7.4, 3.7)
    ends = []
    for place, (heat, title) in enumerate(((0, "climbing"), (2, "annealing")), 1):
        mediator = f"single-text:temperature={heat}"
        rules = SingleText(rounds=80)
        played = held(talks, rules, "linear", "linear", mediator=mediator, seed=2)
        drafts = drafted(view(played.table, "mediator"))
        valued = Deals(agenda, sides).worths([draft.deal for draft in drafts])
        told = [n for n, one in enumerate(valued) if not one.refused_by]
        points = np.array([list(valued[n].worth.values()) for n in told])
        better = [k for k, n in enumerate(told) if n and len(drafts[n].accepted) == 2]
        axes = figure.add_subplot(1, 2, place)
        axes.plot(*top.T, "-", color=MUTED, linewidth=1.2)
        axes.plot(*points.T, "o-", color=FAINT, markersize=4, linewidth=0.6)
        axes.plot(*points[better].T, "o", color=BLUE, markersize=5, linestyle=" ")
        start = "first draft" if not told[0] else "first that crosses no red line"
        write(axes, start, points[0], (6, -12), INK)
        mark(axes, points[0], how="s")
        walk_away(axes, [side.walk_away_value.middle for side in sides])
        if played.agreed:
            mark(axes, [played.known_worth[side.party] for side in sides], "agreed", (9, 4))
        write(axes, "frontier", top[len(top) // 4], (6, 6), MUTED)
        axes.set_title(title, fontsize=9)
        names = [side.party.capitalize() for side in sides]
        span(axes, (25, 95), (25, 92), (names[0], names[1]))
        end = "a deal" if played.agreed else "no deal"
        ends.append(
            f"{title}, {len(drafts)} drafts, {len(better)} of them better for both: {end}"
        )
    return figure, "Drafts of a mediator in the Sarn river talks. " + "; ".join(ends) + "."


def draw_patience() -> Drawn:
    """Draw what the first offer is worth, by how many offers there are in all."""
    slices = np.linspace(0, 100, 1001)
    points = np.stack([slices, 100 - slices], axis=1)
    figure = picture(6.4, 3.6)
    axes = figure.add_subplot()
    most, ends = 24, []
    for mine, theirs, colour in ((0.9, 0.9, BLUE), (0.8, 0.9, ORANGE)):
        patience = np.array([mine, theirs])
        plan = BargainingPlan(points, np.zeros(2), patience, refuser_offers=True)
        gets = [float(plan.expected(0, left)[0]) for left in range(1, most + 1)]
        limit = float(plan.expected(0, None)[0])
        line(axes, (1, limit), (most, limit), colour=colour, style="--")
        axes.plot(range(1, most + 1), gets, "o-", color=colour, markersize=4, linewidth=1)
        label = f"patience {mine:g} and {theirs:g}: {limit:.1f} without an end"
        write(axes, label.replace(": ", ":\n"), (most, limit), (12, 0), colour)
        ends.append(f"{label}, with 1 to 4 offers {', '.join(f'{g:.0f}' for g in gets[:4])}")
    axes.set_xlim(0, 33)
    axes.set_xticks([1, 5, 10, 15, 20])
    axes.set_xlabel("offers in all")
    axes.set_ylabel("what the first to offer has, of 100")
    axes.set_ylim(0, 105)
    return figure, (
        "What the side that offers first has of 100 points, by how many offers there are in "
        f"all, up and down toward a limit. {'; '.join(ends)}."
    )


FIGURES: Drawings = {
    "time-dependent": draw_time_dependent,
    "tit-for-tat": draw_tit_for_tat,
    "micro": draw_micro,
    "patience": draw_patience,
    "learning": draw_learning,
    "trading-off": draw_trading_off,
    "acceptance": draw_acceptance,
    "single-text": draw_single_text,
}
