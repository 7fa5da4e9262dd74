"""What is no mistake in a record, and is likely one: what an entry's own words do not say."""

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from math import inf

from accord.errors import Problem
from accord.formats.tree import Map
from accord.model import Agenda, Amount, OutsideRole, Process, When, number_text
from accord.record import (
    Case,
    Claim,
    Commitment,
    ConditionalOffer,
    Decision,
    Entry,
    Figure,
    Meeting,
    Record,
)
from accord.record.agreements import agreed
from accord.record.contradictions import otherwise, published_before
from accord.record.fitting_offers import fitting_offers
from accord.record.ledger import speakers
from accord.record.wording import on

_WORDS = {
    "at least": ("at least", "no fewer than", "no less than", "not less than"),
    "more than": ("more than", "over"),
    "about": ("about", "some", "around", "roughly", "approximately", "nearly", "almost"),
    "at most": ("at most", "up to", "no more than", "not more than"),
    "less than": ("fewer than", "less than", "under"),
}
"""How a text says what the word of a value says; `at most 5` and `no more than 5` are one."""

_MEANT = {said: word for word, several in _WORDS.items() for said in several}
_NUMBER = r"\d{1,3}(?:[,'\u00a0\u202f ]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SAID = re.compile(
    rf"\b({'|'.join(sorted(_MEANT, key=len, reverse=True))})\s+({_NUMBER})(?![\d,.]*\d)"
    r"(?:\s+(thousand|million|billion)\b)?",
    re.IGNORECASE,
)
_TIMES = {"": 1.0, "thousand": 1e3, "million": 1e6, "billion": 1e9}
_NONE = re.compile(
    r"\b(?:give|gives|giving|gave|name|names|naming|named|with) no (?:number|figure|count)s?\b"
    r"(?! (?:of|for|on)\b)|\bno (?:number|figure|count) (?:is|was|has been) (?:given|named)\b",
    re.IGNORECASE,
)


def warned(
    entry: Entry, tree: Map, agenda: Agenda, record: Record
) -> Iterator[tuple[str, str]]:
    """Yield what is likely wrong with an entry: at which key, and a sentence.

    Args:
        entry: The entry.
        tree: The mapping that it was read from.
        agenda: The issues and options.
        record: Has the sources.
    """
    if sentence := published_before(entry, record):
        yield "sources", sentence
    for issue, option, named in otherwise(entry, agenda.issues):
        options = agenda.issues[issue].options
        names = "' and '".join(options[one].name for one in named)
        yield (
            next((key for key in ("option", "deal", "gives") if key in tree), "package"),
            f"the words name '{names}' on '{issue}', and the option is '{option}'",
        )
    if isinstance(entry, Decision) and not entry.about and not entry.issues:
        yield (
            "about",
            f"'{entry.id}' does not say what is decided, and is taken to be about the newest "
            "agreement that stands: name it in 'about'",
        )
    key, value = _value(entry)
    if value is None:
        return
    given = value.high if value.low == -inf else value.low
    said = _said(f"{entry.text} {getattr(entry, 'outcome', '')}").get(given)
    if said and said[1] != value.word and (value.is_point or not value.is_bounded):
        written = f"{said[1]} {number_text(given)}"
        yield key, f"the text says '{said[0]}', and '{key}' says {value}: write {written}"
    if isinstance(entry, Figure) and (none := _NONE.search(entry.text)):
        yield (
            key,
            f"the text says '{none[0]}', and '{key}' has one: where nobody gave a number, make "
            "this a claim",
        )


def _value(entry: Entry) -> tuple[str, Amount | None]:
    """Return the number of an entry, and the key under which it stands."""
    match entry:
        case Figure():
            return "value", entry.value
        case Meeting():
            return "length", entry.length
        case Claim() if entry.value:
            try:
                return "value", Amount.parse(entry.value)
            except ValueError:
                pass
    return "", None


def _said(text: str) -> Mapping[float, tuple[str, str]]:
    """Return every number with a word before it: the phrase, and the word of a value for it."""
    found = {}
    for match in _SAID.finditer(text):
        phrase, digits, times = match[1], match[2], (match[3] or "").lower()
        number = float(re.sub(r"[^\d.]", "", digits)) * _TIMES[times]
        found[number] = match[0], _MEANT[" ".join(phrase.lower().split())]
    return found


def near_roles(process: Process) -> Iterator[tuple[str, str]]:
    """Yield the actors with a role that is nearly one that bears on options.

    Any word may be a role, so such a slip is no mistake; but a consent that nobody waits for is
    easily missed.

    Args:
        process: The actors.

    Yields:
        The id of the actor, and a sentence.
    """
    for actor in process.actors.values():
        for word in (one.role for one in actor.role if one.outside is None):
            plain = word.casefold().replace("-", " ").replace("_", " ")
            if meant := get_close_matches(plain, list(OutsideRole), n=1, cutoff=_NEARLY):
                yield actor.id, f"the role '{word}' is a word alone: is '{meant[0]}' meant?"


_NEARLY = 0.8
"""How like another a word is that is likely a slip for it: 'must concent', not 'guarantor'."""


def latecomers(process: Process, record: Record) -> Iterator[tuple[str, str]]:
    """Yield the parties that likely came to the table later and do not say when.

    Such a party undoes what all others agreed before: it is in no entry until then.

    Args:
        process: The parties.
        record: What happened.

    Yields:
        The id of the party, and a sentence.
    """
    first: dict[str, When] = {}
    for entry in record.standing:
        for side in map(process.side, speakers(entry)):
            first[side] = min(entry.date, first.get(side, entry.date))
    for party, one in process.parties.items():
        if one.since is not None:
            continue
        for made in reversed(agreed(process, record).outcomes):
            late = party not in first or first[party].start > made.date.start
            if late and process.at_table(made.date).difference(made.between) == {party}:
                yield (
                    party,
                    f"{one.name} is in no entry before what the others agreed "
                    f"{on(made.date)}, which is not agreed by all without it: if it came to "
                    "the table later, say when in 'since'",
                )
                break


def doubtful_offers(process: Process, record: Record) -> Iterator[tuple[str, str, str]]:
    """Yield what is likely wrong with conditional offers.

    Args:
        process: The parties and the agenda.
        record: What happened.

    Yields:
        The id of an offer, the key, and a sentence.
    """
    agenda, made = process.agenda, [*record.of(ConditionalOffer)]
    for one in made:
        for issue, options in one.if_.items():
            known = agenda.issues.get(issue)
            of = f"the condition of '{one.id}' on '{issue}'"
            if issue in one.gives:
                how = "is" if one.gives[issue] in options else "goes against"
                yield one.id, "if", f"{of} {how} what it gives itself: no other can meet it"
            elif known and known.choices.keys() <= set(options):
                yield one.id, "if", f"{of} is met by every option"
        both = {**{i: (o,) for i, o in one.gives.items()}, **one.if_}
        for line in agenda.constraints:
            named = [both.get(i, ("",)) for i in line.never]
            if all(set(x) <= set(no) for x, no in zip(named, line.never.values(), strict=True)):
                sentence = (
                    f"the constraint '{line.id}' excludes what it gives with what it wants"
                )
                yield one.id, "if", f"'{one.id}': {sentence}"
        for other in made:
            shared = [i for i in one.gives if i in other.gives]
            if (
                other.party == one.party
                and other.date.start < one.date.start
                and shared
                and one.gives.keys() != other.gives.keys()
            ):
                yield (
                    one.id,
                    "gives",
                    f"'{one.id}' gives on '{shared[0]}' as '{other.id}' does, and both count: "
                    "if one takes the place of the other, say so in 'supersedes'",
                )
    for waiting in fitting_offers(Case(process=process, record=record)).waiting:
        for issue in waiting.never:
            sentence = f"'{issue}' is agreed otherwise, so no one can meet that condition"
            yield waiting.offer, "if", f"{sentence} of '{waiting.offer}'"
        for issue in waiting.against:
            sentence = f"'{waiting.offer}' gives another option on '{issue}' than is agreed"
            yield waiting.offer, "gives", sentence


def doubtful_commitments(process: Process, record: Record) -> Iterator[tuple[str, str, str]]:
    """Yield the commitments of those who are no party and have no part in the issue.

    Args:
        process: The parties, and the actors with what they have to do with the options.
        record: What happened.

    Yields:
        The id of a commitment, the key, and a sentence.
    """
    for one in record.of(Commitment):
        owner = process.actors.get(one.owner)
        if owner and not any(one.issue in role.on or not role.on for role in owner.role):
            sentence = f"'{one.owner}' is no party, and no role of it is on '{one.issue}'"
            yield one.id, "owner", f"{sentence}: say in process.yaml what it has to do with it"


def warnings(
    file: str, entries: Iterable[tuple[Entry, Map]], agenda: Agenda, record: Record
) -> list[Problem]:
    """Return every warning about the entries of a file, with its line."""
    return [
        Problem(file, tree.lines.get(key, tree.line), sentence)
        for entry, tree in entries
        for key, sentence in warned(entry, tree, agenda, record)
    ]
