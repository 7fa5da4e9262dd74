"""`accord hold FOLDER`: whether a deal would be kept."""

from typing import TYPE_CHECKING, Any

import click

from accord.cli.common import write_json
from accord.cli.hold_reference import tell_class
from accord.errors import AccordError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accord.hold.holding_assumptions import Guarantee
    from accord.hold.holding_case import DealAnswer
    from accord.hold.reference_class import ReferenceClass
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
    guarantee: str | None,
    draws: int,
    seed: int,
    as_json: bool,
    others: "ReferenceClass | None" = None,
) -> None:
    """Say whether a deal would be kept, by each holder's numbers in turn; then of others."""
    from accord.deals.as_json import in_turn
    from accord.formats import load
    from accord.formats.assumed_files import assumed
    from accord.hold import Reachability
    from accord.hold.holding_assumptions import holding_form
    from accord.hold.holding_case import held_deals
    from accord.telling.reference_words import reference_json

    case = load(folder, reader=reader).as_of(as_of)
    rule = Reachability(reachability)
    beside = assumed(folder, "hold", case, holding_form)
    asked = held_deals(case, beside, given=deal, held_by=held_by, delivered=delivered)
    answers = [one.holds(rule, draws, seed) for one in asked]
    beside_each = [_beside(one, guarantee, seed) for one in answers]
    if as_json:
        told = {
            one.asked.holder: one.to_json()
            | {key: each.to_json() for key, each in more.items()}
            for one, more in zip(answers, beside_each, strict=True)
        }
        beside_all: dict[str, Any] = {"reference": reference_json(others)} if others else {}
        write_json({**in_turn(told), **beside_all})
        return
    from accord.cli.console import console
    from accord.telling.guarantee_words import guarantee_blocks
    from accord.telling.holding_told import holding_blocks
    from accord.telling.holding_words import holding_told
    from accord.telling.terminal_blocks import show_blocks

    for number, (one, more) in enumerate(zip(answers, beside_each, strict=True)):
        if number:
            click.echo()
        show_blocks(holding_blocks(holding_told(case, one)), console())
        if "guarantee" in more:
            show_blocks(guarantee_blocks(case.process, more["guarantee"]), console())
    if others:
        click.echo()
        tell_class(others)


def _beside(answer: "DealAnswer", guarantee: str | None, seed: int) -> "dict[str, Any]":
    """Return what is asked about a deal beside whether it is kept, by its key in JSON."""
    from accord.hold.guarantees import guarantee_answer

    found: dict[str, Any] = {}
    asked = answer.asked
    if guarantee is not None:
        candidates = [one for each in asked.assumptions for one in each.guarantees]
        chosen = _named(candidates, guarantee)
        found["guarantee"] = guarantee_answer(asked.game, chosen, seed=seed)
    return found


def _named(candidates: "Sequence[Guarantee]", named: str) -> "list[Guarantee]":
    """Return the guarantees that are asked about: all, or those named by their ids."""
    from accord.formats.read import near, short

    ids = [one.strip() for one in named.split(",") if one.strip()]
    known = {one.id: one for one in candidates}
    if [one.casefold() for one in ids] == ["all"]:
        return [*candidates]
    if odd := [one for one in ids if one not in known]:
        raise AccordError(
            "\n".join(f"there is no guarantee {short(one)}{near(one, known)}" for one in odd)
        )
    return [known[one] for one in dict.fromkeys(ids)]
