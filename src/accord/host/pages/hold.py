"""Would it hold: who could leave a deal and how, and why each would keep it or not."""

from collections.abc import Iterator, Sequence

from attrs import evolve, frozen
from frozendict import frozendict
from starlette.responses import Response

from accord.errors import AccordError
from accord.formats.assumed_files import assumed
from accord.hold import Reachability
from accord.hold.edit_guarantees import written_guarantees
from accord.hold.holding_assumptions import Guarantee, HoldingAssumptions, holding_form
from accord.hold.holding_case import AskedDeal, HeldDeal, asked_deals
from accord.hold.picked_deal import RULES, PickedDeal
from accord.host.host_page import HostPage
from accord.host.pages.deals import ON, bench_address, picked
from accord.host.pages.guarantee_form import address_of, may_write
from accord.host.rules import Rule
from accord.host.said_mistakes import sentences
from accord.host.visit import NotThere, Visit
from accord.model import Deal
from accord.record import Proposal
from accord.telling.asked_holding import answer_told
from accord.telling.blocks import Block
from accord.telling.departures_figure import departures_drawing
from accord.telling.guarantee_words import told_with_guarantees
from accord.telling.holder_words import holder_name, readers_of
from accord.telling.holding_told import HoldingTold, holders_differ, holding_blocks
from accord.telling.holding_words import guarantee_words
from accord.telling.outlook import RULES as RULE_NAMES
from accord.telling.value_trees import cleaned

HAVE = "have-"
"""How the name of a field begins by which a guarantee is in the game: its id follows."""
ALL = "all"
"""What the field of the holder says where each holder's numbers are asked in turn."""


@frozen(kw_only=True)
class HoldingPage:
    """What is asked on the page, and what is said of it.

    Attributes:
        deals: The deals that can be asked about: what the form sends, and what they are.
        holders: Whose numbers can be asked: the same.
        guarantees: The guarantees there could be: the same, whether each is in the game, and
            where it is changed, if this seat may.
        writes: Whether this seat may write one down.
        asked_deal: What the form says of the deal.
        asked_holder: Whose numbers it says.
        terms: The package from the bench, where that is asked about.
        readers: From whose interests it is made, where they are not for all at the table.
        blocks: What is said.
        wrong: Why something cannot be said.
    """

    deals: tuple[tuple[str, str], ...]
    holders: tuple[tuple[str, str], ...]
    guarantees: tuple[tuple[str, str, bool, str], ...]
    writes: bool
    asked_deal: str
    asked_holder: str
    terms: Deal
    readers: str = ""
    blocks: tuple[Block, ...] = ()
    wrong: tuple[str, ...] = ()


def hold(visit: Visit) -> Response:
    """Show whether a deal would be kept, by each holder's numbers in turn."""
    return visit.render(
        "hold.html.j2",
        title="Would it hold",
        process=visit.case.process,
        about=_asked(visit),
        on=ON,
        have=HAVE,
        bench=bench_address(picked(visit.query, visit)),
        query=visit.query,
    )


def _asked(visit: Visit) -> HoldingPage:
    case, terms = visit.case, picked(visit.query, visit)
    deals = tuple(_deals(visit, terms))
    every = {one.id: one for one in (*case.sheets, *case.perspectives)}
    holders = tuple((one.id, holder_name(case, one)) for one in every.values())
    deal = visit.query.get("deal", "")
    holder = visit.query.get("holder", ALL)
    if deal not in dict(deals) or holder not in {ALL, *dict(holders)}:
        raise NotThere
    wrong: list[str] = []
    beside: tuple[HoldingAssumptions, ...] = ()
    try:
        beside = assumed(visit.folder, "hold", case, holding_form)
    except AccordError as error:
        wrong += sentences(error, visit.folder)
    written = {one.guarantee.id: one for one in written_guarantees(beside).values()}
    given = {g: one.guarantee for g, one in written.items()}
    chosen = "chosen" in visit.query
    have = tuple(g for g in given if not chosen or visit.query.get(f"{HAVE}{g}"))

    def made() -> tuple[tuple[Block, ...], tuple[str, ...]]:
        every: list[HoldingTold] = []
        pictures: dict[int, Block] = {}
        try:
            for one in _held(visit, deal, terms, holder, beside):
                if not isinstance(one, HeldDeal):
                    every.append(answer_told(case, one))
                    continue
                game = one.game.with_guarantees(_among(one.assumptions, have))
                answer = evolve(one, game=game).holds(Reachability.SEQUENCES, 1000, 0)
                every.append(told_with_guarantees(case, answer))
                pictures[len(every)] = departures_drawing(case, answer, len(every))
        except AccordError as error:
            return (), tuple(sentences(error, visit.folder))
        blocks: list[Block] = [*holders_differ(every)]
        for number, told in enumerate(every, 1):
            blocks += holding_blocks(told)
            if number in pictures:
                blocks.append(pictures[number])
        return tuple(map(cleaned, blocks)), ()

    nothing: tuple[tuple[Block, ...], tuple[str, ...]] = (), ()
    key = ("hold", deal, holder, terms, have, beside)
    blocks, failed = visit.once(key, made) if holders else nothing
    return HoldingPage(
        deals=deals,
        holders=holders,
        guarantees=tuple(
            (
                g,
                guarantee_words(case.process, one.guarantee),
                g in have,
                address_of(one) if may_write(visit, one.within) else "",
            )
            for g, one in written.items()
        ),
        writes=bool(visit.seat.writes_for),
        asked_deal=deal,
        asked_holder=holder,
        terms=terms,
        readers=" ".join(line for _, line in readers_of([(case.process, case.interests)])),
        blocks=blocks,
        wrong=(*wrong, *failed),
    )


def _deals(visit: Visit, terms: Deal) -> Iterator[tuple[str, str]]:
    """Yield which deals can be asked about: no file is, for a page reads none."""
    name = visit.case.process.name
    yield "", "The package put together" if terms else "The deal on the table"
    for one in reversed([*visit.case.record.of(Proposal)]):
        if one.deal:
            yield one.id, f"The proposal of {name(one.by)}, {one.date.words} ({one.id})"
    for given, rule in RULES.items():
        yield given, f"What the {RULE_NAMES[rule].name} rule picks"


def _held(
    visit: Visit,
    deal: str,
    terms: Deal,
    holder: str,
    beside: Sequence[HoldingAssumptions],
) -> tuple[AskedDeal, ...]:
    given: str | PickedDeal | None = deal or None
    if terms and not deal:
        given = PickedDeal(deal=frozendict(terms), by="", how="bench")
    held_by = None if holder == ALL else holder
    return asked_deals(visit.case, beside, given=given, held_by=held_by, in_part=True)


def _among(beside: Sequence[HoldingAssumptions], have: Sequence[str]) -> list[Guarantee]:
    return [one for each in beside for one in each.guarantees if one.id in have]


PAGES = (HostPage("/hold", hold, Rule.DESK, nav=("Deals", "Would it hold")),)
