"""Which packages a party would sign, as holders judge it, and what follows for others."""

from collections.abc import Iterator

from attrs import frozen

from accord.deals.judged import Acceptable, JudgedPackage, JudgedPackages
from accord.model import Deal, Interests, Would, latest
from accord.model.interests import OWN
from accord.record import Case, Proposal
from accord.record.wording import begun, stopped
from accord.telling.blocks import Block, Heading, Item, Listing, Paragraph

FOLLOWS = {
    Acceptable.NECESSARILY: "acceptable",
    Acceptable.POSSIBLY: "may be acceptable",
    Acceptable.NOT: "not acceptable",
    Acceptable.CONTRADICTED: "nothing follows, for the judgements contradict each other",
}
"""What follows for a package, in words."""

_WOULD = {
    Would.SIGN: "would sign",
    Would.NOT_SIGN: "would not sign",
    Would.UNKNOWN: "it is not known whether it would sign",
}

_RULE = (
    "What follows is by the holder's judgements, with the marks or numbers beside them: "
    "acceptable, or not, whatever they leave open."
)


@frozen(kw_only=True)
class PackageFollows:
    """What follows from judgements for a package.

    Attributes:
        id: The id of the proposal that has it; empty for one that was asked about.
        text: What it is called.
        status: necessarily or possibly acceptable, not, or contradicted.
    """

    id: str
    text: str
    status: Acceptable


@frozen(kw_only=True)
class PartyJudged:
    """What one holder judges of packages, for one party.

    Attributes:
        holder: Who judges so, in words.
        holder_id: Id of the holder, or `own`.
        party: The name of the party.
        would: The packages that are judged, in sentences.
        conflict: The smallest set of judgements that cannot all be; empty where they can.
        follows: What follows for the package asked about, and for the other proposals in the
            record.
    """

    holder: str
    holder_id: str
    party: str
    would: tuple[str, ...]
    conflict: tuple[str, ...] = ()
    follows: tuple[PackageFollows, ...] = ()


def judged_by_holder(case: Case, asked: Deal | None = None) -> tuple[PartyJudged, ...]:
    """Return what every holder judges of packages, for each party, and what follows.

    Args:
        case: The case.
        asked: A package that is asked about: one option for every issue, else it is left out.
    """
    held = latest([one for one in case.interests if one.judgements])
    return tuple(_judged(case, one, asked) for one in held)


def _judged(case: Case, held: Interests, asked: Deal | None) -> PartyJudged:
    process, issues = case.process, case.process.agenda.issues
    proposals = {one.id: one for one in case.record.of(Proposal)}
    found = JudgedPackages.of(
        process.agenda, held, {i: one.deal for i, one in proposals.items()}
    )
    named = {one.name for one in found.judged}
    follows = [
        PackageFollows(id=i, text=_called(case, i), status=found.status(one.deal))
        for i, one in proposals.items()
        if i not in named and issues.keys() <= one.deal.keys()
    ]
    if asked is not None and issues.keys() <= asked.keys():
        whole = PackageFollows(
            id="", text="the package asked about", status=found.status(asked)
        )
        follows.insert(0, whole)
    return PartyJudged(
        holder=process.name(held.held_by),
        holder_id=OWN if held.held_by == held.party else held.held_by,
        party=process.name(held.party),
        would=tuple(_told(case, held, found)),
        conflict=tuple(_conflicting(case, one) for one in found.conflict),
        follows=tuple(follows),
    )


def _told(case: Case, held: Interests, found: JudgedPackages) -> Iterator[str]:
    """Yield every judgement of a package that is known, in a sentence."""
    issues = case.process.agenda.issues
    for number, one in enumerate(held.judgements, start=1):
        if isinstance(one.package, str) and one.package not in case.record.by_id:
            continue
        name = one.package if isinstance(one.package, str) else f"judgement {number}"
        open_ = [issues[i].name for i in found.left_open.get(name, ())]
        rest = f" (it leaves open {', '.join(open_)}, so nothing follows)" if open_ else ""
        what = (
            _called(case, one.package)
            if isinstance(one.package, str)
            else _terms(case, one.package)
        )
        yield stopped(f"{begun(_WOULD[one.would])}: {what}{rest}")


def _conflicting(case: Case, one: JudgedPackage) -> str:
    what = _called(case, one.name) if one.name else _terms(case, one.deal)
    return stopped(f"{begun(_WOULD[one.would])}: {what}")


def _terms(case: Case, deal: Deal) -> str:
    return "; ".join(": ".join(pair) for pair in case.process.agenda.describe(deal))


def _called(case: Case, one: str) -> str:
    """Return what a proposal is called: by whom and of when."""
    proposal = case.record.by_id[one]
    by = case.process.name(getattr(proposal, "by", ""))
    return f"proposal of {by}, {proposal.date.words} ({one})"


def judged_blocks(judged: tuple[PartyJudged, ...]) -> Iterator[Block]:
    """Yield for each party what was judged and what follows.

    Args:
        judged: What holders judge.
    """
    for one in judged:
        yield Heading(f"{one.party}, as {one.holder} judges")
        yield Listing(tuple(map(Item, one.would)))
        if one.conflict:
            yield Paragraph("These cannot all be:", style="verdict")
            yield Listing(tuple(map(Item, one.conflict)))
        if one.follows:
            yield Heading("What follows for other packages", deeper=True)
            yield Listing(
                tuple(
                    Item(
                        f"{begun(found.text)}: {FOLLOWS[found.status]}",
                        entries=(found.id,) if found.id else (),
                    )
                    for found in one.follows
                )
            )
    if judged:
        yield Paragraph(_RULE, style="small")
