"""Which packages a party would sign, as holders judge it, and what follows for proposals."""

from collections.abc import Iterator

from attrs import frozen

from accord.brief.known import Known
from accord.brief.lines import name as called
from accord.brief.section import PageSection
from accord.model import Interests, Would, latest
from accord.record import Proposal
from accord.telling.blocks import Block, Heading, Item, Listing, Paragraph

FOLLOWS = {
    "necessarily": "acceptable",
    "possibly": "may be acceptable",
    "not": "not acceptable",
    "contradicted": "nothing follows, for the judgements contradict each other",
}
"""What follows for a package, in words."""

_RULE = (
    "What follows is by the holder's judgements, with the marks or numbers beside them: "
    "acceptable, or not, whatever they leave open."
)


@frozen(kw_only=True)
class ProposalFollows:
    """What follows from judgements for a proposal.

    Attributes:
        id: Its id.
        text: What it is called.
        status: necessarily or possibly acceptable, not, or contradicted.
    """

    id: str
    text: str
    status: str


@frozen(kw_only=True)
class PartyJudged:
    """What one holder judges of packages, for one party.

    Attributes:
        holder: Who judges so, in words.
        party: The name of the party.
        would: The packages that are judged, in sentences.
        conflict: The smallest set of judgements that cannot all be; empty where they can.
        follows: What follows for the other proposals in the record.
    """

    holder: str
    party: str
    would: tuple[str, ...]
    conflict: tuple[str, ...] = ()
    follows: tuple[ProposalFollows, ...] = ()


@frozen(kw_only=True)
class WouldTheySign(PageSection):
    """Which packages parties would sign.

    Attributes:
        judged: What every holder judges, for each party.
    """

    order = 65
    anchor = "judged"
    title = "Would they sign"
    rules = """\
**Would they sign.** The judgements of whole packages in `interests/`, and what follows from
them for the proposals in the record that settle every issue."""

    judged: tuple[PartyJudged, ...] = ()

    @classmethod
    def gather(cls, known: Known) -> "WouldTheySign":
        """Gather what every holder judges, and what follows."""
        held = [one for one in latest(known.case.interests) if one.judgements]
        return cls(judged=tuple(_judged(known, one) for one in held))

    @property
    def shown(self) -> bool:
        """Whether there are any judgements."""
        return bool(self.judged)

    def blocks(self, behind: Known | None) -> Iterator[Block]:
        """Yield for each party what was judged and what follows."""
        for one in self.judged:
            yield Heading(f"{one.party}, as {one.holder} judges")
            yield Listing(tuple(map(Item, one.would)))
            if one.conflict:
                yield Paragraph("These cannot all be:", style="verdict")
                yield Listing(tuple(map(Item, one.conflict)))
            if one.follows:
                yield Heading("What follows for other proposals", deeper=True)
                yield Listing(
                    tuple(
                        Item(f"{found.text}: {FOLLOWS[found.status]}", entries=(found.id,))
                        for found in one.follows
                    )
                )
        if self.judged:
            yield Paragraph(_RULE, style="small")


def _judged(known: Known, held: Interests) -> PartyJudged:
    from accord.deals.judged import JudgedPackages

    process, agenda = known.process, known.process.agenda
    proposals = {one.id: one for one in known.record.of(Proposal)}
    deals = {i: one.deal for i, one in proposals.items()}
    found = JudgedPackages.of(agenda, held, deals)
    would = {Would.SIGN: "would sign", Would.NOT_SIGN: "would not sign"}

    def told(package: object) -> str:
        if isinstance(package, str):
            named = called(known.writer, proposals[package])
            return f"{named[:1].lower()}{named[1:]} ({package})"
        terms = agenda.describe(package)  # type: ignore[arg-type]
        return "; ".join(": ".join(pair) for pair in terms)

    def judged() -> Iterator[str]:
        for number, one in enumerate(held.judgements, start=1):
            if isinstance(one.package, str) and one.package not in proposals:
                continue
            name = one.package if isinstance(one.package, str) else f"judgement {number}"
            said = would.get(one.would, "it is not known whether it would sign")
            open_ = [agenda.issues[i].name for i in found.left_open.get(name, ())]
            rest = f" (it leaves open {', '.join(open_)}, so nothing follows)" if open_ else ""
            yield f"{said[0].upper()}{said[1:]}: {told(one.package)}{rest}."

    named = {one.name for one in found.judged}
    whole = [
        one
        for i, one in proposals.items()
        if i not in named and agenda.issues.keys() <= one.deal.keys()
    ]
    return PartyJudged(
        holder=process.name(held.held_by),
        party=process.name(held.party),
        would=tuple(judged()),
        conflict=tuple(
            f"{would[one.would].capitalize()}: {told(one.name or one.deal)}."
            for one in found.conflict
        ),
        follows=tuple(
            ProposalFollows(
                id=one.id, text=called(known.writer, one), status=str(found.status(one.deal))
            )
            for one in whole
        ),
    )
