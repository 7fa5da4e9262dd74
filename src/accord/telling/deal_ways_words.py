"""How a deal is reached from today and who could leave it together, in words."""

from collections.abc import Iterable, Iterator, Sequence

from accord.hold.compliance import Undertaking
from accord.hold.deal_ways import JointDeparture, WayFromToday
from accord.hold.holding_assumptions import Guarantee
from accord.kernels.ties import TIE
from accord.model import Process, Range
from accord.record.wording import short, together
from accord.telling.blocks import Block, Heading, Paragraph, listing
from accord.telling.holding_words import guarantee_words
from accord.telling.number_words import between, counted


def way_blocks(
    process: Process, way: WayFromToday, guarantees: Iterable[Guarantee]
) -> Iterator[Block]:
    """Yield how a deal is reached from today, in blocks.

    Args:
        process: The names behind the ids.
        way: What was found.
        guarantees: Those that are written down.
    """
    yield Heading("From today, with nothing of it carried out", deeper=True)
    if not way.looked:
        yield Paragraph("Not looked for: there are too many undertakings for it.")
        return
    if way.steps is None:
        yield Paragraph("There is no way: what is to be carried out waits for each other.")
        return
    if not way.steps:
        yield Paragraph("There is nothing to be carried out.")
        return
    down = sum(one.down for one in way.steps)
    first = next((one for one in way.steps if one.down), None)
    if first is None:
        yield Paragraph("Each step leaves whoever takes it better off:", style="verdict")
    else:
        count = "one step" if down == 1 else f"{down} steps"
        yield Paragraph(
            f"In {count} somebody has to go first and trust the others to follow, here "
            f"{process.name(first.by)}; there is no way with fewer, and there may be others "
            "with as many:",
            style="verdict",
        )
    yield listing(
        tuple(
            f"{process.name(one.by)}: {_done(process, one.does, one.undoes)} "
            f"({_has(one.gain)}{'; no better off, at the middle of the ranges' * one.down})."
            for one in way.steps
        )
    )
    if way.bridges:
        known = {one.id: guarantee_words(process, one) for one in guarantees}
        sets = "; or ".join(together(known[each] for each in one) for one in way.bridges)
        yield Paragraph(
            "Each step would leave whoever takes it better off if this were there from today "
            f"until all is carried out: {sets}."
        )
    elif down:
        yield Paragraph(
            "By no guarantee that is written down would each step leave whoever takes it "
            "better off."
        )


def joint_blocks(process: Process, found: Sequence[JointDeparture]) -> Iterator[Block]:
    """Yield who could leave a deal together, in blocks.

    Args:
        process: The names behind the ids.
        found: The ways to leave it together.
    """
    yield Heading("Who could leave it together", deeper=True)
    if not found:
        yield Paragraph(
            "No parties could go back on some of it together and each be better off."
        )
        return
    yield listing(tuple(_left(process, one) for one in found))


def _left(process: Process, one: JointDeparture) -> str:
    gains = "; ".join(f"{process.name(who)}: {_has(gain)}" for who, gain in one.gains.items())
    what = together(f"{process.name(u.owner)} on {_issue(process, u)}" for u in one.does)
    names = together(map(process.name, one.by))
    return f"{names} could go back together ({what}). If nobody answers: {gains}."


def _done(process: Process, does: Iterable[Undertaking], undoes: Sequence[Undertaking]) -> str:
    said = [_what(process, one) for one in does]
    if undoes:
        said.append(f"takes back for now {together(_what(process, one) for one in undoes)}")
    return together(said)


def _what(process: Process, one: Undertaking) -> str:
    return short(one.words, 60) or f"what is agreed on {_issue(process, one)}"


def _issue(process: Process, one: Undertaking) -> str:
    return f"“{process.agenda.issues[one.issue].name}”"


def _has(gain: Range | None) -> str:
    if gain is None:
        return "no number is put on it, for a red line of its own is crossed"
    if gain.low >= -TIE and gain.high <= TIE:
        return "it has as much as before"
    if gain.low >= -TIE:
        return f"it has {_points(gain.low, gain.high)} more"
    if gain.high <= TIE:
        return f"it has {_points(-gain.high, -gain.low)} less"
    return f"it has from {counted(-gain.low)} less to {counted(gain.high)} more"


def _points(low: float, high: float) -> str:
    said = between(low, high)
    return f"{said} points" if " to " in said else counted(high)
