"""`accord hold FOLDER`: whether a deal would be kept."""

from typing import TYPE_CHECKING

import click

from accord.cli.common import in_one_file, write_json
from accord.cli.hold_reference import tell_class
from accord.cli.long_answer import long_answer
from accord.cli.output import wrote
from accord.errors import AccordError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from accord.hold.holding_case import DealAnswer, NotPicked
    from accord.hold.marked_deal import MarkedDeal
    from accord.hold.reference_class import ReferenceClass
    from accord.model import Reader, When
    from accord.record import Case
    from accord.telling.blocks import Block


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
    start: str | None,
    coalitions: bool,
    inverse: str | None,
    draws: int,
    seed: int,
    svg: str | None,
    as_json: bool,
    others: "ReferenceClass | None" = None,
) -> None:
    """Say whether a deal would be kept, by each holder's numbers in turn; then of others."""
    from accord.deals.as_json import in_turn
    from accord.formats import load
    from accord.formats.assumed_files import assumed
    from accord.hold import Reachability
    from accord.hold.holding_assumptions import holding_form
    from accord.hold.holding_case import DealAnswer, HeldDeal, asked_deals
    from accord.hold.marked_deal import MarkedDeal
    from accord.telling.reference_words import reference_json

    wrong: list[str] = []
    if start is not None and start.strip().casefold() != "today":
        wrong.append("a deal is reached from today: give --from today")
    if inverse is not None and inverse.strip().casefold() != "deal":
        wrong.append("of a folder the deal is asked about: give --inverse, or --inverse deal")
    case = load(folder, reader=reader).as_of(as_of)
    rule = Reachability(reachability)
    beside = assumed(folder, "hold", case, holding_form)
    games = _games(folder, case)
    if guarantee is not None:
        known = [one for each in beside for one in each.guarantees]
        wrong += _unknown([one.id for one in known], guarantee)
    try:
        with long_answer():
            asked = asked_deals(
                case, beside, given=deal, held_by=held_by, delivered=delivered, rule=rule
            )
            answers = [
                one.holds(rule, draws, seed) if isinstance(one, HeldDeal) else one
                for one in asked
            ]
    except AccordError as error:
        if not games and not wrong:
            raise
        raise AccordError("\n".join(filter(None, [*wrong, str(error), games]))) from None
    if wrong:
        raise AccordError("\n".join(wrong))
    with long_answer():
        inverted = inverse is not None
        more = [
            [*_more(case, one, guarantee, start is not None, coalitions, inverted, seed)]
            if isinstance(one, DealAnswer)
            else []
            for one in answers
        ]
    if svg:
        from accord.telling.departures_figure import departures_figure
        from accord.telling.svg_style import write_svg

        drawn = [one for one in answers if isinstance(one, DealAnswer)]
        if not drawn:
            raise AccordError("a picture is drawn by numbers: here are marks alone")
        if len(drawn) > 1:
            in_one_file("--svg", case.holders(held_by, "no game can be made of a deal"))
        write_svg(svg, departures_figure(case, drawn[0]))
        wrote(svg)
    if as_json:
        told = {
            holder.holder: _json(one) | {key: value for key, value, _ in beside_it}
            for holder, one, beside_it in zip(asked, answers, more, strict=True)
        }
        beside_all: dict[str, object] = {"reference": reference_json(others)} if others else {}
        write_json({**in_turn(told), **beside_all})
        return
    from accord.cli.console import console
    from accord.telling.asked_holding import answer_told
    from accord.telling.holding_told import holders_differ, holding_blocks
    from accord.telling.marked_holding_words import in_points_alone
    from accord.telling.terminal_blocks import show_blocks

    every = [answer_told(case, one) for one in answers]
    if differ := [*holders_differ(every)]:
        show_blocks(differ, console())
        click.echo()
    for number, (one, beside_it) in enumerate(zip(every, more, strict=True)):
        if number:
            click.echo()
        show_blocks(holding_blocks(one), console())
        if isinstance(answers[number], MarkedDeal):
            points = in_points_alone(
                guarantee is not None, start is not None, coalitions, inverse is not None
            )
            show_blocks(points, console())
        for _, _, blocks in beside_it:
            show_blocks(blocks, console())
    if games:
        click.echo()
        click.echo(games)
    if others:
        click.echo()
        tell_class(others)


def _games(folder: str, case: "Case") -> str:
    """Return which games of one's own the folder has, and how to ask them; empty for none."""
    from accord.formats.assumed_files import assumed_files
    from accord.hold.holding_assumptions import holding_form

    files = assumed_files(folder, "hold", case)
    found = [one.shown for one in files if holding_form(one.tree) is None]
    if not found:
        return ""
    asked = "; ".join(f"accord hold {one}" for one in found)
    return f"Beside it {folder} has Graph Models, each a game of its own: {asked}"


def _json(answer: "DealAnswer | MarkedDeal | NotPicked") -> dict[str, object]:
    from accord.hold.holding_case import NotPicked

    if isinstance(answer, NotPicked):
        return {"holder": answer.holder, "missing": answer.why}
    return answer.to_json()


def _more(
    case: "Case",
    answer: "DealAnswer",
    guarantee: str | None,
    today: bool,
    coalitions: bool,
    inverse: bool,
    seed: int,
) -> "Iterator[tuple[str, object, Iterable[Block]]]":
    """Yield what else is asked of a deal: its key in JSON, its value there, and its blocks."""
    from accord.telling.blocks import Paragraph

    asked, process = answer.asked, case.process
    if guarantee is not None:
        from accord.hold.guarantees import guarantee_answer
        from accord.telling.guarantee_words import guarantee_blocks

        # Of two with one id the later counts, as in the game.
        known = {one.id: one for each in asked.assumptions for one in each.guarantees}
        ids = _ids(guarantee) or [*known]
        candidates = [known[one] for one in dict.fromkeys(ids) if one in known]
        if candidates or not ids:
            found = guarantee_answer(asked.game, candidates, seed=seed)
            yield "guarantee", found.to_json(), guarantee_blocks(process, found)
        if odd := [one for one in dict.fromkeys(ids) if one not in known]:
            text = f"By these numbers no such guarantee is assumed: {', '.join(odd)}."
            yield "guarantees_not_assumed", odd, [Paragraph(text)]
    if today or coalitions:
        from accord.hold.deal_ways import joint_departures, way_from_today
        from accord.telling.deal_ways_words import joint_blocks, way_blocks
    if today:
        way = way_from_today(asked.game)
        yield "way", way.to_json(), way_blocks(process, way, asked.game.guarantees)
    if coalitions:
        left = [*joint_departures(asked.game)]
        yield "coalitions", [one.to_json() for one in left], joint_blocks(process, left)
    if inverse:
        from accord.hold.deal_inverse import deal_inverse
        from accord.telling.deal_inverse_words import deal_inverse_blocks

        differ = deal_inverse(asked.game, answer.stability.reachability)
        yield "inverse", differ.to_json(), deal_inverse_blocks(process, differ)


def _ids(named: str) -> list[str]:
    """Return the ids that are named; none where all are meant."""
    ids = [one.strip() for one in named.split(",") if one.strip()]
    return [] if [one.casefold() for one in ids] == ["all"] else ids


def _unknown(known: "Sequence[str]", named: str) -> "Iterator[str]":
    """Yield why guarantees that are named are not there."""
    from accord.formats.read import near, short

    if not named.replace(",", "").strip():
        yield "--guarantee names nothing: write all, or ids with commas between them"
    for one in dict.fromkeys(_ids(named)):
        if one not in known:
            yield f"there is no guarantee {short(one)}{near(one, known)}"
