"""Which deal is asked about, in words."""

from accord.hold.picked_deal import PickedDeal
from accord.record import Case
from accord.record.wording import on
from accord.telling.outlook import RULES


def picked_words(case: Case, picked: PickedDeal) -> str:
    """Return which deal is asked about, to stand within a sentence.

    Args:
        case: The case.
        picked: The deal, and how it was picked.
    """
    if picked.how == "rule":
        rule = RULES[picked.by.strip().casefold().replace("-", "_").replace(" ", "_")]
        return f"the deal that the {rule.name} rule picks at the middle of the ranges"
    if picked.how == "bench":
        return "the package put together"
    entry = case.record.by_id.get(picked.by)
    if entry is None:
        return f"the deal in {picked.by}"
    by = getattr(entry, "by", "")
    whose = f" of {case.process.name(by)}" if by and isinstance(by, str) else ""
    what = f"{whose} of {entry.date.words} ({entry.id})"
    if picked.how == "agreed":
        return f"what was agreed {on(entry.date)} ({entry.id})"
    if picked.how == "in_part":
        return f"the latest proposal,{what}, which leaves issues open"
    if picked.how == "proposed":
        return f"the latest proposal on all issues,{what}"
    return f"the {entry.kind}{what}"
