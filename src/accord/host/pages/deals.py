"""The package bench: pick options, and see for whom they are inside, and what is in the way."""

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from attrs import evolve, frozen
from frozendict import frozendict
from starlette.responses import Response

from accord.deals import in_turn
from accord.errors import AccordError
from accord.formats.edit_judgement import judge_package, judging
from accord.host.host_page import HostPage
from accord.host.pages.mark_sheets import (
    begun_for,
    holder_asked,
    holders,
    may_hold,
    who_reads,
    writer,
)
from accord.host.rules import Rule
from accord.host.said_mistakes import sentences
from accord.host.visit import NotThere, Visit
from accord.model import Deal, Judgement, Would
from accord.record import Case, Proposal
from accord.record.wording import together
from accord.telling.badge_words import no_mandate
from accord.telling.blocks import Block, Heading, Paragraph, listing
from accord.telling.deals_asked import DealsAsked
from accord.telling.deals_figure import sheet
from accord.telling.holder_words import compared, readers_of
from accord.telling.judged_words import judged_blocks
from accord.telling.mark_questions import mark_answers
from accord.telling.marks_blocks import openers, whose_marks
from accord.telling.marks_by_holder import compared_marks, marks_in_full
from accord.telling.marks_outlook import MarksOutlook
from accord.telling.outlook import Outlook, Term
from accord.telling.outsider_words import beyond_blocks
from accord.telling.value_trees import cleaned
from accord.telling.voice_words import voice_told

ON = "on-"
"""How the name of a field begins in which an option is picked: the id of the issue follows."""

MOST_LISTED = 6
"""So many packages of each holder are offered to be looked at."""


@frozen(kw_only=True)
class BenchList:
    """Packages that are worth a look by one holder's word.

    Attributes:
        head: By whose word, and which they are.
        alike: What is the same in all of them, in words.
        packages: The packages.
    """

    head: str
    alike: str = ""
    packages: "tuple[BenchPackage, ...]"


@frozen(kw_only=True)
class BenchPackage:
    """A package that can be put on the bench.

    Attributes:
        deal: Its options by issue.
        name: Why it is worth a look: who proposes it, or by what rule it is picked.
        terms: What tells it from the others, in words.
        notes: What else is said of it.
    """

    deal: Deal
    name: str = ""
    terms: str = ""
    notes: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        """Where it lies on the bench."""
        return bench_address(self.deal)


def bench_address(deal: Mapping[str, str]) -> str:
    """Return the address of the bench with options picked.

    Args:
        deal: The options by issue.
    """
    picked = urlencode({f"{ON}{issue}": option for issue, option in deal.items()})
    return f"/deals?{picked}" if picked else "/deals"


def picked(given: Mapping[str, str], visit: Visit) -> Deal:
    """Return the options that are picked, in the order of the agenda.

    Args:
        given: The fields of the address, or of a form.
        visit: Who picks.

    Raises:
        NotThere: If one of them is not on the agenda.
    """
    issues = visit.case.process.agenda.issues
    taken = {
        key.removeprefix(ON): value
        for key, value in given.items()
        if key.startswith(ON) and value
    }
    if any(i not in issues or o not in issues[i].choices for i, o in taken.items()):
        raise NotThere
    return frozendict({i: taken[i] for i in issues if i in taken})


def bench(visit: Visit) -> Response:
    """Show the bench, with what is picked and what that means."""
    case, terms = visit.case, picked(visit.query, visit)
    about = _answer(visit, terms) if terms else _outlook(visit)
    return visit.render(
        "deals.html.j2",
        title="Package bench",
        process=case.process,
        terms=terms,
        on=ON,
        here=bench_address(terms),
        whole=len(terms) == len(case.process.agenda.issues),
        about=about,
        proposals=_proposals(case),
        to_enter=_to_enter(visit, terms),
    )


def _to_enter(visit: Visit, terms: Deal) -> tuple[tuple[str, str], ...]:
    """Return where a package is entered in the record, and as what: the form is filled in."""
    if not terms or not visit.seat.writes_for:
        return ()
    agenda = visit.case.process.agenda
    said = "; ".join(": ".join(pair) for pair in agenda.describe(terms))
    proposal = {"kind": "proposal", **{f"deal.{i}": o for i, o in terms.items()}}
    note = {"kind": "note", "text": f"A package to think about: {said}"}
    ways = ((proposal, "Enter it as a proposal"), (note, "Keep it in a note"))
    judged = bench_address(terms).replace("/deals", "/judgement", 1)
    return (
        *((f"/record/add?{urlencode(typed)}", what) for typed, what in ways),
        (judged, "Say who would sign it"),
    )


@frozen(kw_only=True)
class BenchAnswer:
    """What is said of the package on the bench, or of all of them where nothing is picked.

    Attributes:
        asked: What was asked.
        readers: From whose interests it is made, where they are not for all at the table.
        first: Whether there is a deal, or whether holders agree on it.
        opens: By marks, what would open a way where there is none.
        by_marks: What follows by marks.
        by_numbers: What follows by each holder's numbers.
        judged: What follows from judgements of packages.
        beyond: Who else must say yes.
        voices: What voices within the parties say.
        wrong: Why something cannot be said.
        best: The packages that the library lists, by holder.
    """

    asked: DealsAsked
    readers: str = ""
    first: tuple[str, ...] = ()
    opens: tuple[Block, ...] = ()
    by_marks: tuple[Block, ...] = ()
    by_numbers: tuple[Block, ...] = ()
    judged: tuple[Block, ...] = ()
    beyond: tuple[Block, ...] = ()
    voices: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    best: tuple[BenchList, ...] = ()

    @property
    def mandates(self) -> tuple[str, ...]:
        """That no mandate is known of some parties, once where all holders know of none."""
        names = (one.without_mandate for one in self.asked.badges)
        return tuple(dict.fromkeys(no_mandate(some) for some in names if some))

    @property
    def is_empty(self) -> bool:
        """Whether nobody holds anything that can be read."""
        return not (self.asked.case.sheets or self.asked.case.perspectives)


def _answer(visit: Visit, terms: Deal) -> BenchAnswer:
    """Return what is said of a package, or of a part of one."""
    case = visit.case

    def made() -> BenchAnswer:
        asked = DealsAsked(case=case, deal=terms)
        wrong: list[str] = []
        by_numbers: list[Block] = []
        by_marks: tuple[Block, ...] = ()
        try:
            by_marks = tuple(mark_answers(asked.marks))
            if case.perspectives and not asked.has_numbers_of_some_only:
                for one in asked.numbers:
                    by_numbers += (*one.blocks(named=True), *line_blocks(one.lines()))
        except AccordError as error:
            wrong += sentences(error, visit.folder)
        return BenchAnswer(
            asked=asked,
            readers=_readers(case),
            by_marks=tuple(map(_shown, by_marks)),
            by_numbers=tuple(map(_shown, by_numbers)),
            judged=tuple(map(_shown, judged_blocks(asked.judged))),
            beyond=tuple(map(_shown, beyond_blocks(case.outsiders, (terms,)))),
            wrong=tuple(wrong),
        )

    return visit.once(("bench", terms), made)


def _shown(block: Block) -> Block:
    """Return a block without signs that steer what shows it, and without ids of files."""
    block = cleaned(block)
    return evolve(block, entries=()) if isinstance(block, Heading) else block


def _readers(case: Case) -> str:
    return " ".join(line for _, line in readers_of([(case.process, case.interests)]))


def _outlook(visit: Visit) -> BenchAnswer:
    """Return whether there is a deal, and which packages are worth a look."""
    case = visit.case

    def made() -> BenchAnswer:
        asked = DealsAsked(case=case)
        first, wrong = list[str](), list[str]()
        best: list[BenchList] = []
        outlooks = [marks_in_full(one.by).outlook for one in asked.marks]
        first += filter(None, [compared_marks(outlooks)])
        opens: list[Block] = []
        for told in outlooks:
            first.append(f"By the marks of {told.holder}: {told.missing or told.text}")
            best += _worth_a_look(told)
            if len(outlooks) > 1 and told.gives:
                opens += whose_marks(told)
            opens += openers(told)
        try:
            if case.perspectives and not asked.has_numbers_of_some_only:
                by_numbers = [one.by for one in asked.numbers]
                first += filter(
                    None, [compared(case.process, [one.outlook for one in by_numbers])]
                )
                for by in by_numbers:
                    said = by.outlook.missing or by.outlook.verdict
                    first.append(f"By the numbers of {by.outlook.holder}: {said}")
                    best += _picked_by_rules(by.outlook)
        except AccordError as error:
            wrong += sentences(error, visit.folder)
        return BenchAnswer(
            asked=asked,
            readers=_readers(case),
            first=tuple(first),
            opens=tuple(map(_shown, opens)),
            voices=tuple(voice_told(case.process, one) for one in asked.voices),
            wrong=tuple(wrong),
            best=tuple(best),
        )

    return visit.once("bench", made)


def line_blocks(lines: Iterable[tuple[int, str]]) -> Iterator[Block]:
    """Yield lines as blocks: those that begin with a dash as the items of a listing.

    Args:
        lines: Indents and texts.
    """
    for is_item, some in groupby(lines, key=lambda one: one[1].startswith("- ")):
        if is_item:
            yield listing(tuple(line.removeprefix("- ") for _, line in some))
        else:
            yield from (Paragraph(line, style="note" if at else "") for at, line in some)


def as_json(visit: Visit) -> Response:
    """Return what `accord deals --json` says of the package, or of all."""
    asked = DealsAsked(case=visit.case, deal=picked(visit.query, visit) or None)
    numbers: dict[str, dict[str, Any]] = {}
    try:
        if asked.has_numbers_of_some_only:
            numbers = {one.holder: one.to_json(visit.case) for one in asked.left_by_some}
        elif visit.case.perspectives:
            numbers = {one.by.holder: one.to_json() for one in asked.numbers}
        told = asked.to_json(numbers)
    except AccordError as error:
        told = {"missing": {"sentence": str(error)}}
    text = json.dumps(in_turn(told), ensure_ascii=False, indent=2)
    head = {"content-disposition": 'attachment; filename="deals.json"'}
    return Response(text, media_type="application/json", headers=head)


def figure(visit: Visit) -> Response:
    """Return the deals drawn in the plane of two parties' worth, as the command draws them."""

    def made() -> str:
        asked = DealsAsked(case=visit.case)
        if not visit.case.perspectives or asked.has_numbers_of_some_only:
            raise NotThere
        try:
            return sheet([one.by for one in asked.numbers])
        except AccordError:
            raise NotThere from None

    return Response(visit.once("figure of deals", made), media_type="image/svg+xml")


def _worth_a_look(told: MarksOutlook) -> Iterator[BenchList]:
    """Yield the packages that nobody refuses, as one holder's marks list them."""
    if not told.packages:
        return
    packages = tuple(
        BenchPackage(
            deal=one.deal,
            terms=_terms(one.differs or one.terms),
            notes=tuple(
                filter(
                    None,
                    (
                        f"as wanted: {one.wanted}" if one.wanted else "",
                        f"waits for: {' '.join(one.waits)}" if one.waits else "",
                        *one.flags,
                    ),
                )
            ),
        )
        for one in told.packages[:MOST_LISTED]
    )
    head = f"By the marks of {told.holder}: {told.how}"
    yield BenchList(head=head, alike=_terms(told.alike), packages=packages)


def _picked_by_rules(told: Outlook) -> Iterator[BenchList]:
    """Yield the packages that rules of fairness pick by one holder's numbers."""
    packages = tuple(
        BenchPackage(
            deal=one.deal,
            name=one.said,
            terms=_terms(one.differs if place else one.terms),
            notes=one.others,
        )
        for place, one in enumerate(told.compromises)
    )
    if packages:
        yield BenchList(head=f"By the numbers of {told.holder}", packages=packages)


def _terms(terms: Iterable[Term]) -> str:
    return "; ".join(f"{one.issue}: {one.option}" for one in terms)


def _proposals(case: Case) -> tuple[BenchPackage, ...]:
    """Return the proposals of the record that have options, the latest first."""
    name = case.process.name
    found = [one for one in case.record.of(Proposal) if one.deal]
    return tuple(
        BenchPackage(deal=one.deal, name=f"{name(one.by)}, {one.date.words}", notes=(one.id,))
        for one in reversed(found)
    )


def judgement(visit: Visit) -> Response:
    """Show a form for whether a party would sign what is picked."""
    return visit.render("judgement.html.j2", **_to_judge(visit, picked(visit.query, visit), {}))


def _to_judge(visit: Visit, terms: Deal, typed: Mapping[str, str]) -> dict[str, Any]:
    process = visit.case.process
    held_by = dict.fromkeys(one.held_by for one in visit.case.interests if one.judgements)
    known = holders(visit, tuple(held_by))
    whose = holder_asked(visit, known, typed.get("held_by", visit.query.get("held_by", "")))
    if whose is None or not whose.own or not terms:
        raise NotThere
    return {
        "title": "Would they sign?",
        "process": process,
        "whose": whose,
        "own": [one for one in (*known, *may_hold(visit, known)) if one.own],
        "terms": terms,
        "on": ON,
        "described": process.agenda.describe(terms),
        "left_open": [one.name for i, one in process.agenda.issues.items() if i not in terms],
        "woulds": [
            (str(one), f"would {one}" if one is not Would.UNKNOWN else "not known")
            for one in Would
        ],
        "parties": [(one.id, one.name) for one in process.parties.values()],
        "readers": _readers_of_judgements(visit, whose.id),
        "back": bench_address(terms),
    }


def _readers_of_judgements(visit: Visit, holder: str) -> str:
    """Return who can read what a holder judges: once where that is the same for all parties."""
    process, found = visit.case.process, dict[str, list[str]]()
    for party in process.parties:
        held = judging(visit.case.interests, party, holder)
        readers = who_reads(visit, held.for_ if held else begun_for(visit))
        found.setdefault(readers, []).append(process.name(party))
    if len(found) == 1:
        return f"Who can read it: {next(iter(found))}"
    told = "; ".join(f"of {together(names)}: {who}" for who, names in found.items())
    return f"Who can read what is said {told}"


def save_judgement(visit: Visit) -> Response:
    """Put down whether a party would sign a package."""
    form, process = visit.form, visit.case.process
    terms = picked(form, visit)
    shown = _to_judge(visit, terms, form)
    party, wrong = form.get("party", ""), list[str]()
    if party not in process.parties:
        wrong.append("choose the party")
    would = next((one for one in Would if one == form.get("would")), None)
    if would is None:
        wrong.append("choose whether it would sign")
    if not wrong and would is not None:
        made = Judgement(
            package=frozendict(terms), would=would, basis=form.get("basis", "").strip()
        )
        by, readers, holder = writer(visit), begun_for(visit), shown["whose"].id
        try:
            visit.change(
                lambda folder: judge_package(
                    folder, party, holder, made, readers=readers, by=by
                )
            )
        except AccordError as error:
            wrong += sentences(error, visit.folder)
    if wrong:
        return visit.refused(wrong, "judgement.html.j2", **shown)
    said = f"{process.name(party)}: it is kept how this package is judged"
    return visit.go(bench_address(terms), said=said)


PAGES = (
    HostPage("/judgement", judgement, Rule.DESK),
    HostPage("/judgement", save_judgement, Rule.DESK, method="POST"),
    HostPage("/deals", bench, Rule.DESK, nav=("Deals", "Package bench")),
    HostPage("/deals.json", as_json, Rule.DESK),
    HostPage("/deals.svg", figure, Rule.DESK),
)
