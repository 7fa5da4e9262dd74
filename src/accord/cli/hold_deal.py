"""`accord hold FOLDER`: whether a deal would be kept."""

from typing import TYPE_CHECKING

import click

from accord.cli.common import write_json

if TYPE_CHECKING:
    from accord.model import Reader, When


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
    from accord.formats.assumed_files import assumed
    from accord.hold import Reachability
    from accord.hold.holding_assumptions import holding_form
    from accord.hold.holding_case import held_deals

    case = load(folder, reader=reader).as_of(as_of)
    rule = Reachability(reachability)
    beside = assumed(folder, "hold", case, holding_form)
    asked = held_deals(case, beside, given=deal, held_by=held_by, delivered=delivered)
    answers = [one.holds(rule, draws, seed) for one in asked]
    if as_json:
        write_json(in_turn({one.asked.holder: one.to_json() for one in answers}))
        return
    from accord.cli.console import console
    from accord.telling.holding_told import holding_blocks
    from accord.telling.holding_words import holding_told
    from accord.telling.terminal_blocks import show_blocks

    for number, one in enumerate(answers):
        if number:
            click.echo()
        show_blocks(holding_blocks(holding_told(case, one)), console())
