"""Pictures of the table: its phases, who hears what, mandates, the log."""

from docs.figures.cases import at_the_middle, river
from docs.figures.drawing import Drawings, Drawn, arrow, picture, write
from frozendict import frozendict
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from accord.delegates.principal import reached
from accord.store import START, Link, log_lines, verify
from accord.store.chain import following
from accord.tactics.concession import target
from accord.tactics.own import Own
from accord.talks import (
    Accept,
    Alternating,
    Caucus,
    Event,
    Instruct,
    Move,
    OpenFloor,
    Options,
    Propose,
    Refer,
    Reject,
    Rules,
    Sealed,
    Setup,
    Shuttle,
    State,
    Table,
    after,
    open_table,
    seats,
    to_json,
)
from accord.talks.transitions import ANY, COMMON
from accord.telling.svg_style import BLUE, FAINT, INK, MUTED, ORANGE

PLACES = {
    "talks": (0.0, 0.0),
    "recess": (-2.2, 1.3),
    "caucus": (-2.2, -1.3),
    "adjourned": (0.3, 2.3),
    "capitals": (3.1, 0.0),
    "agreed": (5.3, 0.0),
    "ended": (3.1, -1.8),
}
"""Where the phases stand."""
BENDS = {
    ("talks", "recess"): 0.25,
    ("recess", "talks"): 0.25,
    ("talks", "caucus"): 0.25,
    ("caucus", "talks"): 0.25,
    ("talks", "adjourned"): 0.32,
    ("adjourned", "talks"): 0.32,
    ("talks", "capitals"): 0.35,
    ("capitals", "talks"): 0.35,
    ("talks", "agreed"): -0.45,
    ("talks", "ended"): 0.2,
}
"""How the ways between phases are bent, where they are."""


def draw_phases() -> Drawn:
    """Draw what the table may be doing, and which moves lead on."""
    figure = picture(7.2, 4.4)
    axes = figure.add_subplot()
    ways: dict[tuple[str, str], list[str]] = {}
    for row in COMMON:
        for end in row.leads:
            if end != row.stage and {end, row.stage} <= {*PLACES}:
                kinds = ways.setdefault((row.stage, end), [])
                kinds += [row.kind] if row.kind not in kinds else []
    assert ANY == "talks"
    ways["talks", "capitals"] = ["all accept, some", "ad referendum"]
    ways["talks", "agreed"] = ["all accept"]
    boxes = {}
    for name, (x, y) in PLACES.items():
        over = name in ("agreed", "ended")
        boxes[name] = Rectangle(
            (x - 0.62, y - 0.28),
            1.24,
            0.56,
            facecolor=BLUE if over else "none",
            edgecolor=BLUE,
            linewidth=1.3,
        )
        axes.add_patch(boxes[name])
        colour = "white" if over else INK
        axes.text(x, y, name, ha="center", va="center", color=colour, fontsize=10)
    for (start, end), kinds in ways.items():
        if end != "ended" or start not in ("recess", "caucus", "adjourned"):
            bend = BENDS.get((start, end), 0.0)
            _way(axes, boxes[start], boxes[end], bend, "\n".join(kinds))
    axes.set_xlim(-3.0, 6.1)
    axes.set_ylim(-2.2, 2.7)
    axes.axis("off")
    return figure, (
        "Seven boxes: talks in the middle, to which recess, caucus and adjourned lead back; "
        "adjourning or walking out leads to adjourned, from recess too; all accepting "
        "leads to agreed, or ad referendum to capitals, and from there to agreed or back to "
        "the talks; withdrawing or closing leads to ended."
    )


def _way(axes: Axes, start: Rectangle, end: Rectangle, bend: float, text: str) -> None:
    """Draw the way from one box to another, bent, and name what leads there."""
    here, there = start.get_center(), end.get_center()
    axes.annotate(
        "",
        (there[0], there[1]),
        (here[0], here[1]),
        arrowprops={
            "arrowstyle": "-|>",
            "color": MUTED,
            "linewidth": 1.2,
            "patchA": start,
            "patchB": end,
            "shrinkA": 1,
            "shrinkB": 1,
            "connectionstyle": f"arc3,rad={bend}",
        },
    )
    x, y = there[0] - here[0], there[1] - here[1]
    axes.text(
        here[0] + x / 2 + bend / 2 * y,
        here[1] + y / 2 - bend / 2 * x,
        text,
        ha="center",
        va="center",
        color=ORANGE,
        fontsize=8,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.0},
    )


HEAR = {
    "upland": "Upland",
    "upland-principal": "its capital",
    "delta": "Delta",
    "delta-principal": "its capital",
    "holm": "mediator",
    "observer": "observer",
}
"""Who sits where somebody may hear something."""
FULL: Options = frozendict({"ceasefire": "full", "prisoners": "all", "water": "20"})
LESS: Options = FULL.set("water", "40")


def opened(rules: Rules) -> Table:
    """Open a table for the river talks at which everybody sits."""
    agenda, _ = river()
    sides = ("upland", "delta")
    places = seats(sides, principals=True, mediator="holm", observers=["observer"])
    return open_table(Setup(agenda=agenda, seats=places, rules=rules))


def said(rules: Rules, *moves: tuple[str, Move]) -> Event:
    """Make moves at a fresh table, and give what became of the last one, outcomes left out."""
    table = opened(rules)
    for seat, move in moves:
        table = after(table, seat, move)
    return next(event for event in reversed(table.events) if event.seat)


def draw_who_hears() -> Drawn:
    """Draw who hears what, under which rules."""
    proposes, answers = ("upland", Propose(deal=FULL)), ("delta", Reject())
    other, carried = ("delta", Propose(deal=LESS)), Propose(deal=LESS, to=("upland",))
    refers = Refer(text="May we?")
    rows = [
        ("open rules: Upland proposes", said(Alternating(), proposes)),
        ("open rules: Delta answers", said(Alternating(), proposes, answers)),
        ("sealed: Upland seals a proposal", said(Sealed(), proposes)),
        ("sealed: Delta answers", said(Sealed(), proposes, other, answers)),
        ("shuttle: Upland proposes", said(Shuttle(), proposes)),
        (
            "shuttle: the mediator carries to Upland",
            said(Shuttle(), proposes, other, ("holm", carried)),
        ),
        (
            "any rules: Upland speaks in caucus",
            said(OpenFloor(), ("holm", Caucus(party="upland")), ("upland", State(text="..."))),
        ),
        (
            "any rules: the capital of Upland instructs",
            said(OpenFloor(), ("upland-principal", Instruct(mandate={"water": ("20",)}))),
        ),
        (
            "any rules: Delta asks its capital",
            said(OpenFloor(), proposes, ("delta", refers)),
        ),
    ]
    figure = picture(7.2, 3.6)
    axes = figure.add_subplot()
    for row, (_, event) in enumerate(rows):
        for column, seat in enumerate(HEAR):
            hears = not event.heard or seat.removesuffix("-principal") in event.heard
            axes.plot(
                column,
                -row,
                "o",
                color=BLUE if hears else FAINT,
                markersize=9 if hears else 5,
            )
        if event.seat in HEAR:
            axes.plot(list(HEAR).index(event.seat), -row, "o", color=ORANGE, markersize=9)
    axes.set_xticks(range(len(HEAR)), list(HEAR.values()))
    axes.xaxis.tick_top()
    axes.set_yticks([-row for row in range(len(rows))], [text for text, _ in rows])
    axes.set_xlim(-0.6, len(HEAR) - 0.4)
    axes.set_ylim(0.6 - len(rows), 0.6)
    axes.spines[["left", "bottom"]].set_visible(False)
    axes.tick_params(left=False, top=False)
    return figure, "Who speaks, and who hears it: " + "; ".join(
        f"{text}, heard by " + (", ".join(event.heard) if event.heard else "everybody")
        for text, event in rows
    )


def draw_common_ground() -> Drawn:
    """Draw how common ground grows and shrinks."""
    half, back = {"water": "60"}, {"prisoners": "wounded"}
    moves: list[tuple[str, str, Move]] = [
        ("Upland proposes\na whole deal", "upland", Propose(deal=FULL)),
        ("Delta accepts\ntwo issues of it", "delta", Accept(issues=("ceasefire", "prisoners"))),
        ("Delta proposes\nmore water", "delta", Propose(deal=half)),
        ("Upland proposes\nother prisoners", "upland", Propose(deal=back)),
        ("Delta accepts\nthat", "delta", Accept()),
    ]
    table = opened(OpenFloor())
    issues = list(table.setup.agenda.issues)
    figure = picture(7.2, 2.3)
    axes = figure.add_subplot()
    shown = []
    for column, (text, seat, move) in enumerate(moves):
        table = after(table, seat, move)
        shown.append(f"{' '.join(text.split())}: {', '.join(table.common) or 'none'}")
        for row, issue in enumerate(issues):
            option = table.common.get(issue)
            axes.add_patch(
                Rectangle(
                    (column + 0.05, -row - 0.38),
                    0.9,
                    0.76,
                    facecolor=BLUE if option else "none",
                    edgecolor=BLUE if option else FAINT,
                    alpha=0.75 if option else 1.0,
                )
            )
            axes.text(column + 0.5, -row, option or "", ha="center", va="center", color="white")
    axes.set_xlim(0, len(moves))
    axes.set_ylim(0.5 - len(issues), 0.5)
    axes.set_xticks([n + 0.5 for n in range(len(moves))], [text for text, _, _ in moves])
    axes.xaxis.tick_top()
    axes.set_yticks([-row for row in range(len(issues))], issues)
    axes.spines[["left", "bottom"]].set_visible(False)
    axes.tick_params(left=False, top=False)
    return figure, "The issues on which all agree, move by move. " + "; ".join(shown)


def draw_mandates() -> Drawn:
    """Draw how the mandate that a capital gives widens round by round."""
    agenda, sides = at_the_middle(river())
    own, rounds = Own.of(agenda, sides[0], {}), 10
    asked = [target(n / (rounds - 1), own.walk_away, own.highest, 1.0) for n in range(rounds)]
    left = [reached(own, points) for points in asked]
    names = [(i, o) for i, issue in agenda.issues.items() for o in issue.choices]
    figure = picture(6.6, 3.6)
    axes = figure.add_subplot()
    for column, mandate in enumerate(left):
        for row, (issue, option) in enumerate(names):
            free = option in mandate[issue]
            axes.plot(
                column + 1,
                -row,
                "s",
                color=BLUE if free else FAINT,
                markersize=12 if free else 4,
            )
    axes.set_xticks(
        range(1, rounds + 1),
        [f"{n}\n{points:.3g}" for n, points in enumerate(asked, 1)],
    )
    axes.set_yticks([-row for row in range(len(names))], [f"{i}: {o}" for i, o in names])
    axes.set_xlim(0.6, rounds + 0.4)
    axes.set_xlabel("round, and the points that a deal must be worth to Upland")
    axes.set_ylim(0.7 - len(names), 0.7)
    axes.spines[["left", "bottom"]].set_visible(False)
    axes.tick_params(left=False, bottom=False)
    counts = [sum(map(len, mandate.values())) for mandate in left]
    return figure, (
        f"A square for each of {len(names)} options that Upland's delegation may agree to "
        f"without asking, round by round: {', '.join(map(str, counts))} options."
    )


def draw_chain() -> Drawn:
    """Draw a chain of hashes, and what becomes of it when an event is changed."""
    before, table = START, after(opened(OpenFloor()), "upland", Propose(deal=LESS))
    table = after(table, "delta", Reject(reason="Too little water."))
    table = after(table, "delta", Propose(deal=FULL))
    lines = list(log_lines([to_json(event) for event in table.events]))
    changed = [line.replace("Too little", "Too much") for line in lines]
    figure = picture(7.2, 2.5)
    axes = figure.add_subplot()
    for row, (name, log) in enumerate((("as written", lines), ("one word changed", changed))):
        found = verify(log)
        for column, text in enumerate(log):
            link = Link.of(text)
            assert link is not None
            broken = found is not None and column + 1 == found.line
            colour = ORANGE if broken else BLUE
            x, y = column * 1.5, -row * 1.6
            axes.add_patch(
                Rectangle((x, y), 1.15, 0.9, facecolor="none", edgecolor=colour, linewidth=1.4)
            )
            event = table.events[column]
            axes.text(x + 0.08, y + 0.6, f"{event.number}  {event.kind}", color=INK)
            axes.text(x + 0.08, y + 0.18, f"{link.hash[:10]}...", color=MUTED)
            if broken:
                hashed = following(before, link.text)
                axes.text(x + 0.08, y - 0.25, f"{hashed[:10]}... found", color=ORANGE)
            if column:
                arrow(axes, (x - 0.36, y + 0.45), (x + 0.02, y + 0.45), MUTED)
            before = link.hash
        write(axes, name, (0, -row * 1.6 + 0.9), (0, 8), MUTED)
    axes.set_xlim(-0.1, 5.8)
    axes.set_ylim(-1.95, 1.25)
    axes.axis("off")
    found = verify(changed)
    assert found is not None
    return figure, (
        f"Two rows of {len(lines)} boxes, each an event with the first digits of its hash. In "
        f"the second row a word of event {found.line} was changed, and its hash does not fit."
    )


FIGURES: Drawings = {
    "phases": draw_phases,
    "who-hears": draw_who_hears,
    "common-ground": draw_common_ground,
    "mandates": draw_mandates,
    "chain": draw_chain,
}
