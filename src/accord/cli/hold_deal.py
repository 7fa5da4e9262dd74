"""`accord hold FOLDER`: whether a deal would be kept."""

from typing import TYPE_CHECKING

import click

from accord.cli.common import write_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accord.hold.holding_case import DealAnswer
    from accord.model import Reader, When
    from accord.record import Case


def hold_deal(
    folder: str,
    *,
    deal: str | None,
    held_by: str | None,
    reader: "Reader | None",
    as_of: "When | None",
    reachability: str,
    delivered: tuple[str, ...],
    draws: int,
    seed: int,
    as_json: bool,
) -> None:
    """Say whether a deal would be kept, by each holder's numbers in turn."""
    from accord.deals.as_json import in_turn
    from accord.formats import load
    from accord.hold import Reachability
    from accord.hold.holding_case import held_deals

    case = load(folder, reader=reader).as_of(as_of)
    rule = Reachability(reachability)
    asked = held_deals(folder, case, given=deal, held_by=held_by, delivered=delivered)
    answers = [one.holds(rule, draws, seed) for one in asked]
    if as_json:
        write_json(in_turn({one.asked.holder: one.to_json() for one in answers}))
        return
    for number, one in enumerate(answers):
        if number:
            click.echo()
        for line in _lines(case, one):
            click.echo(line)


def _lines(case: "Case", answer: "DealAnswer") -> "Iterator[str]":
    """Yield who would keep the deal, a line each."""
    asked, found = answer.asked, answer.stability
    game, name = asked.game, case.process.name
    yield f"By the numbers of {name(asked.holder)}; the deal: {asked.picked.by}."
    for one in game.undertakings:
        whose = "" if one.entry else ", assumed: it would gain by going back"
        yield f"  {name(one.owner)} must carry out {one.issue}{whose}."
    for issue, why in game.left_out.items():
        yield f"  left out: {issue} ({why.value})."
    yield f"Opponents may answer by {found.reachability.value}."
    for maker, own in found.each.items():
        told = "; ".join(
            f"{concept.value} {'stays' if one.stable else 'leaves'} ({one.share.share:.1%} of "
            "the ranges)"
            for concept, one in own.items()
        )
        yield f"  {name(maker)}: {told}."
        best = found.best[maker]
        if best is not None:
            how = ", ".join(option.id for option in game.options_in(best.state))
            yield f"    It could gain {best.gain:.0f} points by {how}, if nobody answers."
