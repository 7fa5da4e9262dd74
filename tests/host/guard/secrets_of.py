"""Folders that differ in the secrets of one tier alone: what its files say, and how many."""

from pathlib import Path

from accord.formats.new import new

CANARY = "heron"
"""What every secret says, in words and in figures: nothing else here has it."""
FIGURE = "73.19"

TIERS = ("mediator", "upland", "upland/capital")
"""Whose secrets are kept from whom: a mediator's, a delegation's, a capital's."""

_RECORD = """\
sources:
  {stem}-talk: {{publisher: {canary} radio{more}, date: 2024-05-03, title: Heard by {canary}}}

entries:
"""
_NOTE = "  - {{kind: note, id: {stem}-{i}, date: 2024-05-0{day}, text: {canary} {words}}}\n"
_STATEMENT = (
    "  - {{kind: statement, id: {stem}-said, date: 2024-05-03, sources: {stem}-talk, "
    "by: chancellor-dorn, text: The {canary} line is {figure}.}}\n"
    "  - {{kind: question, id: {stem}-ask, date: 2024-05-03, to: chancellor-dorn, "
    "about: {{ceasefire: full}}, text: Is {canary} so?}}\n"
)
_INTERESTS = """\
party: {party}
held_by: {holder}
basis: {canary} said so
as_of: 2024-05-03
{limit}
marks:
  ceasefire: {{none: {one}, road: {{mark: cannot, basis: {canary} {figure}}}, full: want}}
  prisoners: {{none: {other}, wounded: can live with, all: want}}
  water: {{0: want, 20: can live with, 40: "?", 60: {one}}}
red_lines:
  - {{id: {canary}-line, never: {{ceasefire: {refused}}}, basis: {canary} {figure}}}
issues:
  ceasefire: {{weight: {weight}, values: {{none: 0, road: 40, full: 100}}, basis: {canary}}}
  prisoners: {{weight: 20, values: {{none: 0, wounded: 70, all: 100}}}}
  water: {{weight: 30, values: {{0: 100, 20: 80, 40: 40, 60: 0}}}}
"""
_HOLD = """\
held_by: upland
basis: {canary} said so
guarantees:
  - {{id: {canary}-watch, kind: {kind}, by: upland, penalty: {penalty}, cost: 1..2, stake: 3}}
"""
_LIMITS = (
    "walk_away: 30..40",
    "judgements: [{package: {ceasefire: full, prisoners: all, water: 40}, would: not sign, "
    f"basis: {CANARY} {FIGURE}}}]",
)


def folder(to: Path, tier: str, variant: int) -> Path:
    """Write a folder in which a tier has secrets.

    Args:
        to: Where; need not be there.
        tier: Whose secrets.
        variant: Which: they differ in what is said, in length, number and figures.
    """
    new(to)
    private = to / "private" / tier
    (private / "interests").mkdir(parents=True)
    stem = "s-" + tier.replace("/", "-")
    said = {"stem": stem, "canary": CANARY, "figure": FIGURE}
    record = _RECORD.format(**said, more=" two" * variant)
    for i in range(1 + 2 * variant):
        words = "of the gates " * (1 + 5 * variant)
        record += _NOTE.format(**said, i=i, day=3 + variant, words=words.strip())
    if variant:
        record += _STATEMENT.format(**said)
    (private / "record.yaml").write_text(record)
    (private / "hold").mkdir()
    for n in range(1 + variant):
        kind, penalty = (("sanction", "5..9"), ("escrow", "30"))[variant]
        text = _HOLD.format(canary=CANARY, kind=kind, penalty=penalty)
        (private / "hold" / f"{CANARY}-{n}.yaml").write_text(text)
    for party in ("upland", "delta"):
        holder = "holm" if tier == "mediator" else "upland"
        if party != "upland" and tier != "mediator" and not variant:
            continue  # one has a file that the other has not
        text = _INTERESTS.format(
            **said,
            party=party,
            holder=holder,
            limit=_LIMITS[variant],
            one=("cannot", "can live with")[variant],
            other=('"?"', "cannot")[variant],
            refused=("none", "road")[variant],
            weight=("40..60", "70")[variant],
        )
        (private / "interests" / f"{CANARY}-{party}.yaml").write_text(text)
    return to
