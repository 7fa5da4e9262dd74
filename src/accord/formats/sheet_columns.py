"""What the columns of somebody's sheet hold: by what they are called, or what is said of them.

A column is taken as a field of an entry, or as one of the few things below that stand for
another field in another kind: who did it is `by` in a statement and `between` in an agreement.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from attrs import field, frozen
from frozendict import frozendict

from accord.errors import FormatError
from accord.formats.column_names import COLUMN_NAMES
from accord.formats.folded_names import folded
from accord.formats.human_dates import DayOrder
from accord.formats.human_numbers import DecimalSign
from accord.formats.read import near
from accord.formats.record_sheets import columns, fields, is_named
from accord.formats.sheet import Sheet, letters
from accord.record import KINDS


class NoKnownColumn(FormatError):
    """A sheet of whose columns none is known."""


WHO, LOW, HIGH, LINK, PUBLISHED, KEEP = "who", "low", "high", "link", "published", "keep"
NOTE = "note"
"""What a column holds that is for the mediator's team alone: a note on the entry of its row."""
SIDE = "side"
"""What a column holds that tells for which side the person in another column speaks."""
_SIDE_NAMES = frozenset(("side", "party", "which side", "which party", "faction"))
DATE_PARTS = ("year", "month", "day")
"""The columns that a date may stand in, the first alone or with the others."""
WRONG = "what is wrong"
"""The column that a corrected copy of a sheet has."""
SKIP = ""
"""What a column holds that is left out."""

GROUPS: tuple[tuple[str, ...], ...] = (
    (WHO, "between", "body", "party", "attributed_to", "of", "attended", "by", "owner", SIDE),
    ("issue", "issues"),
    ("venue", "place"),
    ("result", "answer", "standing", "what", "stance", "outcome", "reply"),
    ("deal", "agreed", "gives"),
    ("until", "due"),
    ("conditional", "if"),
    ("name", "subject", "text"),
)
"""What may stand for one another in different kinds, the nearest first."""

_SYNONYMS: dict[str, str] = {
    "kind": "kind, type, category, event type, type of event, entry, sort, class, what kind",
    "date": "date, when, day, dated, event date, date of event, on, time, timestamp, as of day",
    "text": "text, what, event, description, what happened, details, summary, notes, note, "
    "content, quote, quotation, remarks, narrative, account, substance, headline, comment, "
    "comments",
    WHO: "who, actor, actors, side, sides, speaker, person, said by, signatories, signatory, "
    "parties, which party, which side, author, whose",
    "issue": "topic, topics, subject matter, agenda item, point, theme, item, question",
    "option": "option, solution, settlement, wants, demand, position, positions, "
    "position taken",
    "sources": "source, sources, outlet, reported by, publication, newspaper, media, press, "
    "reference, references, source name, heard from, according to",
    LINK: "link, url, web, website, source url, source link, hyperlink",
    PUBLISHED: "published, published on, date of source, source date, publication date, "
    "date published",
    "place": "where, location, venue name, city, town, site, locality",
    LOW: "low, lower, minimum, min, low estimate, lowest, at least",
    HIGH: "high, upper, maximum, max, high estimate, highest, at most",
    "value": "value, number, count, total, figure, how many, quantity, amount, best, "
    "best estimate",
    "unit": "unit, units, of what, measured in",
    "result": "status, how it ended, decision taken, vote, result of vote",
    "deal": "terms, options agreed, settled, what was agreed, agreed options, package agreed",
    "name": "title, round name, called, meeting name",
    "to": "to, addressee, addressed to, to whom, with",
    "until": "until, end, ends, expires, end date, valid until",
    "due": "due, due date, due by, deadline, by when",
    "owner": "owner, obliged, who has to, responsible, responsible party",
    "about": "about, regarding, refers to, concerning, re",
    "attended": "attended, present, participants, attendees, attendance, delegations",
    "conditional": "conditional, condition, conditions, depends on, subject to",
    "language": "language, lang",
    "gives": "gives, we give, what it gives",
    "if": "if, in return for, in return, provided that",
}


@lru_cache(maxsize=200_000)
@cache
def names() -> frozendict[str, str]:
    """Return every name that a column is known by, folded, with what it holds."""
    known = {folded(one): one for one in ("kind", *columns())}
    for held, listed in _SYNONYMS.items():
        for one in listed.split(", "):
            known.setdefault(folded(one), held)
    for language in COLUMN_NAMES.values():
        for held, listed in language.items():
            for one in listed.split(", "):
                known.setdefault(folded(one), held)
    known[folded(WRONG)] = SKIP
    known["what"] = "text"  # a field of steps too, but so people call what happened
    return frozendict(known)


@cache
def held() -> tuple[str, ...]:
    """Return all that a column can hold."""
    groups = (one for group in GROUPS for one in group)
    own = (LOW, HIGH, LINK, PUBLISHED, KEEP, NOTE, *DATE_PARTS)
    return tuple(dict.fromkeys((*columns(), *groups, *own)))


def _meant(given: Mapping[str, str]) -> frozendict[str, str]:
    """Return what columns hold, whatever people call that: `source` is `sources`."""
    return frozendict(
        {
            name: to if to in held() else names().get(folded(to), to)
            for name, to in given.items()
        }
    )


def _values(given: Mapping[str, Mapping[str, str]]) -> frozendict[str, frozendict[str, str]]:
    return frozendict({key: frozendict(pairs) for key, pairs in given.items()})


def _table(given: Mapping[Any, str]) -> frozendict[Any, str]:
    return frozendict(given)


@frozen(kw_only=True)
class ColumnMapping:
    """What was said of a sheet: what its columns hold, and what goes for all rows.

    Attributes:
        columns: What a column holds, by its name; nothing for one that is left out.
        set: What rows have whose cell is empty, by field.
        values: What stands for a value, by column or field and the value as the sheet has it.
        new: What is made where it is not there: `sources`, `people`, `issues`, `parties`.
        order: Whether day or month comes first in 3/4/2015; None where unknown.
        sign: What parts decimals; None where unknown.
        header_row: The row that names the columns; 0 for none; None to look for it.
        sheets: The sheets to take; nothing for all that are not hidden.
        encoding: What a CSV file is saved as; nothing to tell it from the letters.
        asked: Columns, and values as `COLUMN:VALUE`, that must be there; others of the mapping
            need not be.
    """

    columns: frozendict[str, str] = field(default=frozendict(), converter=_meant)
    set: frozendict[str, str] = field(default=frozendict(), converter=_table)
    values: frozendict[str, frozendict[str, str]] = field(
        default=frozendict(), converter=_values
    )
    new: tuple[str, ...] = ()
    order: DayOrder | None = None
    sign: DecimalSign | None = None
    header_row: int | None = None
    sheets: tuple[str, ...] = ()
    encoding: str = ""
    asked: frozenset[str] = frozenset()


@frozen(kw_only=True)
class HeldColumns:
    """What was found of the columns of one sheet.

    Attributes:
        held: What a column holds, by its place.
        ignored: The names of columns that are not taken.
    """

    held: frozendict[int, str] = field(converter=_table)
    ignored: tuple[str, ...] = ()


def find(
    sheet: Sheet, mapping: ColumnMapping, known: Mapping[str, str] | None = None
) -> HeldColumns:
    """Find what the columns of a sheet hold.

    What the mapping says comes first, then what a column is called; of two columns for one
    thing the one that is called like a field is taken, else the first. Several may hold
    sources, a side may stand beside who speaks for it, and a month alone is a date.

    Args:
        sheet: The sheet.
        mapping: What was said of it.
        known: What columns may be called, folded, with what they hold; those of entries if left
            out.

    Raises:
        FormatError: If two columns are said to hold the same, or none is known.
    """
    own = ("kind", *columns()) if known is None else known.values()
    known = names() if known is None else known
    said = {folded(name): to for name, to in by_name(sheet, mapping.columns).items()}
    exact = {name: name for name in own if name != SKIP}
    plain = {folded(one): short for one in sheet.header if (short := _in_short(one, known))}
    pairs = _pairs(sheet) if {LOW, HIGH} <= {*known.values()} else {}
    found: dict[int, str] = {}
    for ways in (said, pairs, exact, known, plain):
        for place, name in enumerate(sheet.header):
            to = ways.get(name if ways is exact else folded(name))
            if to is None or place in found or not name:
                continue
            if to in found.values() and to not in (SKIP, KEEP, NOTE, "sources"):
                if ways is said:
                    raise FormatError(f"{sheet.file}: two columns hold '{to}'")
                continue
            found[place] = to
    _pair_up(sheet, found, known)
    taken = {place: to for place, to in found.items() if to != SKIP}
    if not taken:
        raise NoKnownColumn(
            f"{sheet.file}: no column is known; say what they hold with '--map COLUMN=FIELD'"
        )
    ignored = (
        name
        for place, name in enumerate(sheet.header)
        if name and place not in found and not is_named(name)
    )
    return HeldColumns(held=taken, ignored=tuple(ignored))


def _pair_up(sheet: Sheet, found: dict[int, str], known: Mapping[str, str]) -> None:
    """Take a side beside a speaker, and a month without a year, for what they are there."""
    called = {p: folded(name) for p, name in enumerate(sheet.header) if name}
    free = {name: place for place, name in called.items() if place not in found}
    if "date" in known.values() and not {"date", *DATE_PARTS} & set(found.values()):
        if "month" in free and "year" in free:
            found |= {free["year"]: "year", free["month"]: "month"}
        elif "month" in free:
            found[free["month"]] = "date"
    if WHO not in found.values():
        return
    sides = [
        place
        for place, name in called.items()
        if name in _SIDE_NAMES and found.get(place) in (None, WHO, "party")
    ]
    others = [
        place
        for place, name in called.items()
        if name not in _SIDE_NAMES
        and (found.get(place) == WHO or (place not in found and known.get(name) == WHO))
    ]
    if len(sides) == 1 and others:
        found[sides[0]] = SIDE
        found[others[0]] = WHO


def by_name(sheet: Sheet, given: Mapping[str, str]) -> dict[str, str]:
    """Return what is said of columns by their names, where it names some by their letters."""
    called = {letters(place): name for place, name in enumerate(sheet.header) if name}
    there = set(map(folded, sheet.header))
    return {
        name if folded(name) in there else called.get(name, name): to
        for name, to in given.items()
    }


_BRACKETS = re.compile(r"(.+?)\s*[(\[][^)\]]*[)\]]")


def _in_short(name: str, known: Mapping[str, str]) -> str:
    """Return what a name with brackets behind a known word holds: `text (English)`."""
    found = None if is_named(name) else _BRACKETS.fullmatch(name)
    return known.get(folded(found[1]), "") if found else ""


_LOWS = ("low", "lower", "low estimate", "min", "minimum")
_HIGHS = ("high", "upper", "high estimate", "max", "maximum")
"""What people call the ends of a number, alone or behind what it counts."""
_LOW_ENDS = tuple(f" {one}" for one in _LOWS)


def _pairs(sheet: Sheet) -> dict[str, str]:
    """Return what the two columns hold, by name, that are the ends of one number.

    They are called `Dead low` and `Dead high`, `value` and `value high`, or `from` and `to`
    where numbers stand in both.
    """
    names = {folded(name): place for place, name in enumerate(sheet.header) if name}
    others = {name for name in names if name in _LOWS or name.endswith(_LOW_ENDS)}
    for name in names:
        end = next((one for one in _HIGHS if f" {name}".endswith(f" {one}")), "")
        if not end:
            continue
        of = name.removesuffix(end)
        lower = next((f"{of}{one}" for one in _LOWS if f"{of}{one}" in names), of.strip())
        if lower in names and (lower in others or not others):
            return {lower: LOW, name: HIGH}
    both = [names[one] for one in ("from", "to") if one in names]
    cells = [cell for row in sheet.rows for p in both for cell in row.cells[p : p + 1] if cell]
    if len(both) == 2 and cells and all(map(_NUMBER.fullmatch, cells)):
        return {"from": LOW, "to": HIGH}
    return {}


_NUMBER = re.compile(r"\s*(?!(?:19|20)\d\d\s*$)\d[\d\s.,]*")
"""A number that is not a year."""


def checked(
    sheets: Sequence[Sheet], mapping: ColumnMapping, fields_known: Sequence[str] | None = None
) -> None:
    """Refuse what is said of columns that no sheet has, or that no column can hold.

    Raises:
        FormatError: With the first such thing, and what is near to it.
    """
    header = [name for sheet in sheets for name in sheet.header if name]
    known = {folded(name) for name in header}
    allowed = held() if fields_known is None else fields_known
    for column, to in mapping.columns.items():
        if column in mapping.asked and not any(
            folded(name) in known for sheet in sheets for name in by_name(sheet, {column: to})
        ):
            raise FormatError(f"there is no column '{column}'{near(column, header)}")
        if to != SKIP and to not in allowed:
            raise FormatError(f"a column cannot hold '{to}'{near(to, allowed)}")
    for key in mapping.set:
        if key not in allowed:
            raise FormatError(f"there is no field '{key}'{near(key, allowed)}")
    kind = mapping.set.get("kind", "")
    if kind and not kind_of(kind) and kind not in mapping.values.get("kind", {}):
        raise FormatError(f"there is no kind of entry '{kind}'{near(kind, KINDS)}")
    for key in mapping.values:
        if folded(key) not in known and key not in allowed:
            raise FormatError(f"there is no column or field '{key}'{near(key, header)}")


@cache
def target(kind: str, to: str) -> str:
    """Return the field of a kind that a column stands for; empty where it has none.

    A field of other kinds stands for the one that means the same here.
    """
    own = fields(KINDS[kind])
    if to in own:
        return to
    if to == "what":
        return "text"
    group = next((one for one in GROUPS if to in one), ())
    there = [one for one in group if one in own]
    return next((one for one in there if own[one].required), there[0] if there else "")


_KIND_WORDS = {
    "agreement": "accord, deal, treaty, protocol, framework agreement, memorandum, pact, "
    "signing, signature, peace agreement, final agreement, partial agreement, "
    "joint declaration, joint communique",
    "statement": "speech, declaration, press release, announcement, interview, remark, said, "
    "press conference, communique, address",
    "incident": "event, attack, attacks, shelling, violation, ceasefire violation, battle, "
    "clash, battles, explosions remote violence, violence against civilians, strike, "
    "air strike, fighting, violence, bombing, ambush, protest, protests, riots, "
    "security incident, strategic developments, kidnapping",
    "round": "meeting, talks, round of talks, negotiation, negotiations, conference, summit",
    "session": "sitting",
    "proposal": "offer, draft, proposed deal, initiative, bid",
    "offer": "conditional offer, counter offer",
    "response": "answer, reply, reaction, acceptance",
    "decision": "vote, referendum, plebiscite, ratification, ruling, court ruling, judgment, "
    "court decision, parliament vote, parliamentary vote, law",
    "step": "process, process step, talks step, suspension, resumption, adjournment",
    "figure": "number, casualties, statistic, statistics, count, data, estimate",
    "measure": "sanction, sanctions, aid, humanitarian aid",
    "position": "demand, stance, view",
    "claim": "allegation, denial, accusation",
    "assurance": "guarantee, guarantees, safe passage",
    "commitment": "obligation, undertaking, pledge, duty, implementation step, deliverable",
    "situation": "situation report, front line, control of territory",
    "note": "internal note, comment, memo",
}

_IMPLIED: dict[str, tuple[str, str]] = {
    "sanction": ("measure", "sanction"),
    "sanctions": ("measure", "sanction"),
    "aid": ("measure", "aid"),
    "humanitarian aid": ("measure", "aid"),
    "denial": ("stance", "denies"),
    "referendum": ("body", "referendum"),
    "plebiscite": ("body", "referendum"),
    "ratification": ("result", "approves"),
    "court ruling": ("body", "court"),
    "court decision": ("body", "court"),
    "judgment": ("body", "court"),
    "parliament vote": ("body", "parliament"),
    "parliamentary vote": ("body", "parliament"),
    "suspension": ("what", "halted"),
    "resumption": ("what", "resumed"),
    "adjournment": ("what", "adjourned"),
    "signing": ("standing", "signed"),
    "signature": ("standing", "signed"),
    "acceptance": ("answer", "accepts"),
}
"""What a word for a kind says besides: the field and its value, where the row gives none."""


@cache
def _kinds() -> frozendict[str, str]:
    known = {folded(one): one for one in KINDS}
    for kind, listed in _KIND_WORDS.items():
        for one in listed.split(", ") if kind in KINDS else ():
            known.setdefault(folded(one), kind)
    return frozendict(known)


def kind_of(word: str) -> str:
    """Return the kind of entry that a word stands for; empty where it is not known."""
    plain = folded(word)
    known = _kinds()
    return known.get(plain) or known.get(plain.removesuffix("s"), "")


def implied(word: str, kind: str) -> tuple[str, str] | None:
    """Return what the word for a kind says of the entry besides."""
    found = _IMPLIED.get(folded(word))
    return found if found and found[0] in fields(KINDS[kind]) else None
