"""Which deal is asked about: of the record, a file, by a rule, or the one on the table."""

from attrs import frozen
from frozendict import frozendict

from accord.deals import Deals
from accord.errors import AccordError
from accord.formats.deal import deal_asked
from accord.model import Perspective
from accord.record import Case, Proposal

RULES = {
    "nash": "nash",
    "kalai-smorodinsky": "kalai_smorodinsky",
    "egalitarian": "egalitarian",
}
"""The rules that pick a deal, by how they are asked for."""


class NoDealPicked(AccordError):
    """Raised where no rule picks a deal by somebody's word; by another's one may."""


@frozen(kw_only=True)
class PickedDeal:
    """A deal, whole or in part, and how it was picked.

    Attributes:
        deal: The options, by issue.
        by: The entry, the file or the rule that it is from.
        how: `entry`, `file` or `rule` where it was asked for; `agreed` or `proposed` where it
            is the deal on the table, `in_part` where that leaves issues open; `bench` where
            it was put together.
    """

    deal: frozendict[str, str]
    by: str
    how: str


def is_by_rule(given: str | None) -> bool:
    """Return whether a deal is asked for by a rule, so that each holder may have another."""
    return given is not None and _rule(given) is not None


def _rule(given: str) -> str | None:
    return RULES.get(given.strip().casefold().replace("_", "-").replace(" ", "-"))


def picked_deal(case: Case, given: str | None, *, in_part: bool = False) -> PickedDeal:
    """Return the deal that is asked about, where no rule picks it.

    Args:
        case: The case.
        given: A file, or the id of an entry; None for the deal on the table.
        in_part: Whether the latest proposal will do where none settles all issues.

    Raises:
        AccordError: If there is none.
    """
    if given is None:
        return _on_the_table(case, in_part=in_part)
    deal = deal_asked(case, given)
    how = "entry" if given in case.record.by_id else "file"
    return PickedDeal(deal=deal, by=given, how=how)


def deal_by_rule(case: Case, one: Perspective, given: str) -> PickedDeal:
    """Return the deal that a rule picks by one holder's numbers, at the middle of the ranges.

    Args:
        case: The case.
        one: What the holder holds.
        given: The rule.

    Raises:
        NoDealPicked: If it picks none.
    """
    rule = _rule(given)
    assert rule is not None
    found = Deals(case.process.agenda, one.held).compromises[rule]
    if found is None:
        name = case.process.name(one.id)
        raise NoDealPicked(
            f"by the numbers of {name} no deal is acceptable to all at the middle of the "
            f"ranges, so {given} picks none: name a deal with --deal ENTRY or --deal FILE"
        )
    return PickedDeal(deal=found.best.deal, by=given, how="rule")


def _on_the_table(case: Case, *, in_part: bool) -> PickedDeal:
    """Return the newest deal that all agreed on and that stands; else the last proposed."""
    issues = case.process.agenda.issues
    for outcome in case.agreed.outcomes:
        whole = outcome.package or set(issues) <= set(outcome.deal)
        if outcome.stands and outcome.deal and whole and outcome.by_all(case.process):
            deal = {i: outcome.deal[i] for i in issues if i in outcome.deal}
            return PickedDeal(deal=frozendict(deal), by=outcome.id, how="agreed")
    refused = case.agreed.refused
    standing = [one for one in case.record.of(Proposal) if one.id not in refused]
    whole_ones = [one for one in standing if set(issues) <= set(one.deal)]
    open_ones = [one for one in standing if one.deal]
    if chosen := whole_ones or (open_ones if in_part else []):
        last = max(chosen, key=lambda one: one.date.order)
        deal = {i: last.deal[i] for i in issues if i in last.deal}
        how = "proposed" if whole_ones else "in_part"
        return PickedDeal(deal=frozendict(deal), by=last.id, how=how)
    some = [one.id for one in open_ones[-3:]]
    partial = f" (in part: {', '.join(some)})" if some else ""
    raise AccordError(
        "no deal on all issues is agreed or proposed in the record: name one with --deal, an "
        f"entry{partial}, a file, or a rule: {', '.join(RULES)}"
    )
