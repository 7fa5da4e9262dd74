"""Will they reach it: what talks of programs come to, in a few lines, where that was asked."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

from accord.brief.known import Known
from accord.brief.section import PageSection
from accord.errors import AccordError
from accord.model import Process
from accord.telling.blocks import Block, Heading, Paragraph, listing
from accord.telling.documentation import MANY_TALKS, explained
from accord.telling.holder_words import by_numbers
from accord.telling.number_words import percent
from accord.telling.outlook import what_is_missing

if TYPE_CHECKING:
    from accord.fighting import FightingModel
    from accord.play import Game, Statistics
    from accord.play.workers import Workers
    from accord.telling.deals_by_holder import HolderDeals

ASSUMED = "These are assumptions of the holder named, not facts, and no prediction."

ROUNDS = 20
"""After how many rounds the talks end."""
MOST_DRIVERS = 3
"""How many numbers are named."""


@frozen(kw_only=True)
class ProgramTalks:
    """What the talks of one program, in every seat of a party, came to.

    Attributes:
        program: Its name.
        talks: How many it played; 0 where it plays none.
        deals: In how many of them there was a deal.
        interval: 95% interval of the share, for playing no more talks than these.
        refused: Why it plays none; empty if it does.
    """

    program: str
    talks: int = 0
    deals: int = 0
    interval: tuple[float, ...] = ()
    refused: str = ""


@frozen(kw_only=True)
class TalksBesideFighting:
    """What the same talks came to where something is assumed to happen between the rounds.

    Attributes:
        share: In what share of them there was a deal, 0 to 1.
        interval: 95% interval of the share.
        verdict: The same in one sentence.
        short: The same for a page with little room, beside the talks without it.
        lines: What is assumed, each with who assumes it and by what; then where walk-away
            values stand as rounds begin, and whether some deal is left.
    """

    share: float | None
    interval: tuple[float, ...]
    verdict: str
    short: str
    lines: tuple[str, ...]


@frozen(kw_only=True)
class Prospect:
    """What talks of programs came to, by the numbers of one holder.

    Attributes:
        holder: Whose numbers these are, in words.
        missing: What is missing to play talks; empty if nothing is.
        talks: How many were played.
        share: In what share of them there was a deal, 0 to 1.
        interval: 95% interval of the share.
        programs: Whose talks they are: `SEAT=PROGRAM`, as for `accord play --seat`.
        between: Whose talks they are, and under which rules, in words.
        verdict: The same in one sentence.
        span: What the same talks came to with each program in every seat.
        lines: What else they came to, one sentence each.
        how: How they were held.
        fighting: What they came to under what is assumed of the fighting; None where that was
            not asked.
    """

    holder: str
    missing: str = ""
    talks: int = 0
    share: float | None = None
    interval: tuple[float, ...] = ()
    programs: tuple[str, ...] = ()
    between: str = ""
    verdict: str = ""
    span: tuple[ProgramTalks, ...] = ()
    lines: tuple[str, ...] = ()
    how: str = ""
    fighting: TalksBesideFighting | None = None


@frozen(kw_only=True)
class WillTheyReachIt(PageSection):
    """Will they reach it.

    Attributes:
        prospects: Will they reach it, by whose numbers; only where it was asked.
    """

    order = 70
    anchor = "prospects"
    title = "Will they reach it"

    prospects: tuple[Prospect, ...] = ()

    @classmethod
    def gather(cls, known: Known) -> "WillTheyReachIt":
        """Play talks of programs by every holder's numbers, where that was asked."""
        if not known.talks:
            return cls()
        from accord.play.workers import start_workers

        with start_workers(known.workers) as executor:
            found = tuple(prospect(known, view, executor or 1) for view in known.by_holder)
        return cls(prospects=found)

    @property
    def shown(self) -> bool:
        """Whether it was asked."""
        return bool(self.prospects)

    def blocks(self, behind: Known | None) -> Iterator[Block]:
        """Yield what the talks came to by each holder's numbers."""
        for one in self.prospects:
            if one.holder and behind is not None:
                yield Heading(f"By the numbers of: {one.holder}")
                yield Paragraph(ASSUMED, style="muted")
            elif one.holder:
                yield Heading(f"By the numbers of: {one.holder} (assumptions, not facts)")
            if one.missing:
                plain = what_is_missing(one.missing) if behind is not None else one.missing
                yield Paragraph(plain)
                continue
            yield Paragraph(one.verdict, style="verdict")
            yield listing(one.lines)
            if one.fighting is not None:
                yield Paragraph(one.fighting.verdict, style="verdict")
                yield listing(one.fighting.lines)
            yield Paragraph(explained(one.how, MANY_TALKS), style="small")


def prospect(known: Known, view: "HolderDeals", workers: "Workers" = 1) -> Prospect:
    """Return what talks of programs come to, by the numbers of one holder.

    Args:
        known: What the page is made from.
        view: Whether there is a deal, by the same numbers.
        workers: What plays the talks: processes, a cluster or an executor.
    """
    from accord.delegates import recipe
    from accord.play import agreed_in, game, parse_rules, play_talks
    from accord.play.span import span
    from accord.telling.decision_words import unplayed
    from accord.telling.program_words import between, share_of_talks, span_text, under

    holder = view.outlook.holder
    if not view.interests:
        return Prospect(holder=holder, missing=view.outlook.missing)
    process, talks = known.process, known.talks
    given: dict[str, Any] = {
        "assumed": known.case.interests,
        "settled": agreed_in(known.record, process.agenda),
        "seed": known.seed,
    }
    try:
        rules = parse_rules("", len(view.interests), ROUNDS)
        held = game(process, view.interests, rules, **given)
        found = play_talks(held, talks, workers=workers).statistics
        coming = span(process, view.interests, rules, {}, **given, workers=workers, talks=talks)
        programs = tuple(known.watch(coming))
        outside = known.fighting(view.holder)
        fought = _fought(process, held, outside, found, workers) if outside else None
    except AccordError as error:
        return Prospect(holder=holder, missing=str(error))
    return Prospect(
        holder=holder,
        talks=found.talks,
        share=found.agreed.share,
        interval=found.agreed.interval,
        programs=tuple(f"{seat}={recipe(one)}" for seat, one in held.delegates.items()),
        between=f"{between(process, held)} {under(rules)}",
        verdict=share_of_talks(process, held, found.agreed),
        span=tuple(ProgramTalks(**one.to_json()) for one in programs),
        lines=(
            *(line for _, line in unplayed([process])),
            *span_text(programs, rules),
            *_lines(process, held, found),
        ),
        how=_how(held),
        fighting=fought,
    )


def _fought(
    process: Process,
    held: "Game",
    outside: "tuple[FightingModel, ...]",
    plain: "Statistics",
    workers: "Workers",
) -> TalksBesideFighting:
    """Return what the same talks come to under what is assumed of the fighting."""
    from accord.play import play_talks
    from accord.play.walk_away_paths import paths_of
    from accord.telling.fighting_words import assumed, assumed_by, path_lines
    from accord.telling.program_words import share_of_talks

    game = evolve(held, fighting=outside)
    agreed = play_talks(game, plain.talks, workers=workers).statistics.agreed
    paths = paths_of(game, plain.talks)
    short = (
        f"Under what is assumed of the fighting ({assumed_by(process, outside)}): a deal in "
        f"{agreed.count:,} of {agreed.among:,} talks, and in {plain.agreed.count:,} without it"
    )
    if zone := paths.zone:
        first, last = zone[0], zone[-1]
        short += (
            f"; some package clears all red lines and walk-away values in {first.count:,} of "
            f"{first.among:,} courses as round 1 begins, in {last.count:,} as round "
            f"{len(zone)} begins"
        )
    return TalksBesideFighting(
        share=agreed.share,
        interval=agreed.interval,
        verdict=share_of_talks(process, game, agreed),
        short=f"{short}.",
        lines=tuple(
            text.removeprefix("- ")
            for _, text in (*assumed(process, outside), *path_lines(process, paths))
        ),
    )


def prospects_in_short(found: Sequence[Prospect]) -> Iterator[str]:
    """Yield what talks of programs came to, for a page with little room.

    What holders share is said once: how many talks, between which programs, and by which rules.

    Args:
        found: What they came to by each holder's numbers.
    """
    for missing in dict.fromkeys(one.missing for one in found if one.missing):
        yield f"{missing} No prediction."
    alike: dict[tuple[int, str], list[Prospect]] = {}
    for one in found:
        if not one.missing:
            alike.setdefault((one.talks, one.between), []).append(one)
    for (talks, whose), some in alike.items():
        if len(some) == 1:
            by = f"{by_numbers(some[0].holder)}: " if len(alike) > 1 else ""
            verdict = some[0].verdict
            first = verdict[:1].lower() if by else verdict[:1]
            yield f"{by}{first}{verdict[1:]} No prediction."
            continue
        each = "; ".join(
            f"in {round((one.share or 0) * talks):,} by {one.holder} "
            f"({' to '.join(map(percent, one.interval))})"
            for one in some
        )
        yield (
            f"Of {talks:,} talks {whose}, there was a deal {each}. The 95% intervals are of so "
            "few talks of these programs, and nothing else. No prediction."
        )
    fought: dict[str, list[str]] = {}
    for one in found:
        if one.fighting is not None:
            fought.setdefault(one.fighting.short, []).append(one.holder)
    several = sum(map(len, fought.values())) > 1
    for short, holders in fought.items():
        by = f"{by_numbers(*holders)}: " if several else ""
        yield f"{by}{short[:1].lower() if by else short[:1]}{short[1:]}"


def _lines(process: Process, held: "Game", found: "Statistics") -> Iterator[str]:
    from accord.telling.deal_words import ranged_number
    from accord.telling.many_talks import cleared, mean_text
    from accord.telling.program_words import called

    who = called(process, held)
    if found.possible.count < found.possible.among:
        yield cleared(held, found)
    if found.missed.count:
        missed = found.missed
        yield (
            f"Where some package does, {who} came to no deal in {missed.count:,} of "
            f"{missed.among:,} talks."
        )
    if found.agreed.count:
        half = next(
            number
            for number, share in enumerate(found.by_round, 1)
            if 2 * share.count >= found.agreed.count
        )
        yield f"Half of the deals of {who} were there by the end of round {half}."
        for party, mean in found.worth.items():
            yield (
                f"Worth of the deal of {who} to {process.name(party)}, on average: "
                f"{mean_text(mean)}"
            )
        yield f"Points from the frontier, on average: {mean_text(found.distances.mean)}"
    for one in [d for d in found.drivers.ranked if d.distinguishable][:MOST_DRIVERS]:
        yield (
            f"Where {ranged_number(process, one.number)} is in the lower half of its range, "
            f"{who} came to a deal in {percent(one.share_low)} of the talks, in the upper in "
            f"{percent(one.share_high)}."
        )


def _how(held: "Game") -> str:
    return (
        f"No prediction: every talk had other numbers from the ranges (drawn evenly, seed "
        f"{held.seed})."
    )
