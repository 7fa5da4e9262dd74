"""What kind of entry a row is that does not say it: told by its columns and its words.

The word that comes first in a text decides: `NPA denies the bomb` is a statement, `Bomb at the
port, NPA denies` an incident.
"""

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from attrs import frozen
from frozendict import frozendict

from accord.formats.folded_names import YES, folded
from accord.formats.sheet_columns import HIGH, LOW, WHO


@frozen
class KindWord:
    """A word that tells the kind of a row.

    Attributes:
        word: What it is called, to people.
        kind: The kind of entry.
        pattern: How it is found in a folded text.
        says: What it says of the entry besides, by field.
    """

    word: str
    kind: str
    pattern: str
    says: frozendict[str, str] = frozendict()


def _of(word: str, kind: str, pattern: str, **says: str) -> KindWord:
    return KindWord(word, kind, pattern, frozendict(says))


_TALKS = r"(?:talks|negotiations|the process)"
_PAPER = r"(?:agreement|accord|deal|treaty|truce|ceasefire|pact)"
_ASSEMBLY = r"(?:parliament|assembly|senate|congress|knesset|duma|rada|legislature)"
WORDS: tuple[KindWord, ...] = (
    _of("denies", "statement", r"den(?:y|ies|ied)"),
    _of("claims", "statement", r"claim(?:s|ed)?"),
    _of("says", "statement", r"(?:says|said|states|stated|declares|declared|warns|warned|"
        r"tells|told|calls|called|condemns|condemned)"),
    _of("wants", "position", r"(?:wants?|wanted|demands?|demanded|insists?|insisted|must)"),
    _of("talks announced", "step", rf"{_TALKS} (?:are |were )?announced", what="announced"),
    _of("talks resume", "step", rf"{_TALKS} (?:are |were )?resumed?s?", what="resumed"),
    _of("talks adjourned", "step", rf"{_TALKS} (?:are |were )?adjourn(?:ed|s)?",
        what="adjourned"),
    _of("talks halted", "step",
        rf"{_TALKS} (?:are |were )?(?:halt(?:ed|s)?|suspend(?:ed|s)?|stall(?:ed|s)?)",
        what="halted"),
    _of("talks end", "step", rf"{_TALKS} (?:are |were |have )?end(?:ed|s)?", what="ended"),
    _of("talks break down", "step",
        rf"{_TALKS} (?:are |were )?(?:br(?:eak|eaks|oke|oken) (?:down|off|up)|collapsed?s?)",
        what="broken_off"),
    _of("talks open", "step", rf"{_TALKS} (?:are |were )?(?:open(?:ed|s)?|begin|began|start"
        r"(?:ed|s)?)", what="opened"),
    _of("leaves the agreement", "decision",
        rf"(?:leaves?|left|quits?|withdraws?|withdrew|repudiates?d?|pulls out|pulled out)"
        rf"(?: \w+)? (?:\w+ )?{_PAPER}", result="repudiates"),
    _of("referendum", "decision", r"(?:referendum|plebiscite)", body="referendum"),
    _of("voters", "decision", r"^(?:the )?(?:\w+ ){0,1}(?:voters|electorate) (?:say|said|vote|"
        r"voted|reject|rejected|approve|approved|back|backed)", body="referendum"),
    _of("parliament", "decision", rf"^(?:the )?(?:\w+ ){{0,2}}{_ASSEMBLY}", body="parliament"),
    _of("court", "decision", r"^(?:the )?(?:\w+ ){0,2}(?:court|tribunal)", body="court"),
    _of("ratifies", "decision", r"ratif(?:y|ies|ied|ication)", result="approves"),
    _of("propose", "proposal", r"(?:propos(?:e|es|ed|al|als)|offers?|offered|"
        r"(?:puts?|tables?|tabled) (?:\w+ ){0,2}(?:paper|draft|plan|text)|draft)"),
    _of("accept", "response", r"accept(?:s|ed|ance)?", answer="accepts"),
    _of("reject", "response", r"(?:reject(?:s|ed|ion)?|refus(?:e|es|ed|al)|turns? down|"
        r"turned down)", answer="rejects"),
    _of("signed", "agreement", r"sign(?:s|ed|ing|ature)?", standing="signed"),
    _of("agree", "agreement", r"(?:agree(?:s|d)?|(?:joint|new|final|partial|framework|interim|"
        r"peace) (?:agreement|accord|communique|declaration|deal|treaty))"),
    _of("attack", "incident", r"(?:attack(?:s|ed)?|raid(?:s|ed)?|ambush(?:es|ed)?|"
        r"clash(?:es|ed)?|fighting|violation|air ?strikes?)"),
    _of("shelling", "incident", r"(?:shell(?:s|ed|ing)|rockets?|mortars?|shoot(?:ing|s)|shots?|"
        r"fired?)"),
    _of("bomb", "incident", r"(?:bomb(?:s|ed|ing)?|mines?|explo(?:sion|des?|ded)|blown up|"
        r"blast)"),
    _of("killed", "incident", r"(?:kill(?:s|ed|ing)|dead|wounded|injured|kidnap(?:s|ped)?|"
        r"abducted|burnt|burned)"),
    _of("round", "round", r"round(?! table)"),
    _of("session", "session", r"session"),
    _of("meet", "round", r"(?:meet(?:s|ing)?|met|summit)"),
)  # fmt: skip
"""The words of a text, in English, with the kind of entry that each tells."""
_RESULTS = (
    ("annuls", r"(?:annul|strikes? down|struck down|void|unconstitutional)"),
    ("suspends", r"suspen"),
    ("postpones", r"postpon"),
    ("rejects", r"(?:reject|votes? (?:it )?down|voted (?:it )?down|against it|refus|"
        r"\bno\b(?! (?:quorum|result|decision|vote|majority|date|confidence)))"),
    ("approves", r"(?:approv|ratif|adopt|pass(?:es|ed)|uph[eo]ld|confirm|\byes\b)"),
)  # fmt: skip
"""What a text tells of how a decision ended."""
_NEGATED = re.compile(
    r"\b(?:not|never|cannot|fail(?:s|ed)?|declin(?:es|ed)|before|whether|if|until|unless|may|"
    r"could|would|will|should|delay(?:s|ed)?|\w+n t)\b"
)
"""Words by which a text may say the opposite, or that nothing is decided yet: then a result is
asked for."""
_BODY = re.compile(rf"\b(?:{_ASSEMBLY}|court|tribunal|electorate|voters)\b")
"""The names of bodies that decide and are no side at the table."""
_DAY = 10
"""Letters that a date has which names a day, as files have it, such as 2015-06-04."""


@frozen
class GuessedKind:
    """The kind of a row, guessed.

    Attributes:
        kind: The kind of entry; empty where nothing tells it.
        word: What it was guessed from.
        says: What that says of the entry besides, by field.
    """

    kind: str = ""
    word: str = ""
    says: Mapping[str, str] = frozendict()


def is_body(name: str) -> bool:
    """Return whether a name is one of a body that decides, such as a parliament or a court."""
    return bool(_BODY.search(folded(name)))


@lru_cache(maxsize=256)  # the words of a sheet or two, and what people add to them
def _compiled(pattern: str) -> re.Pattern[str]:
    start = "" if pattern.startswith("^") else r"\b"
    return re.compile(rf"{start}{pattern}\b")


@cache
def _by_word() -> frozendict[str, KindWord]:
    return frozendict({folded(one.word): one for one in WORDS})


def guessed(
    cells: Mapping[str, str],
    *,
    offered: bool = True,
    own: Mapping[str, str] = frozendict(),
) -> GuessedKind:
    """Guess the kind of a row that does not say it.

    What somebody said of a word comes first, then the columns that only one kind fills, then
    the word that comes first in the text; what somebody said and nothing else tells is a
    statement.

    Args:
        cells: The filled cells by what their column holds.
        offered: Whether there is a proposal that a row can answer.
        own: The kinds that somebody gave to words, by the word.
    """
    text = folded(" ".join(cells.get(one, "") for one in ("name", "subject", "text")))
    known = _by_word()
    differing = {folded(word): kind for word, kind in own.items()}
    for word in sorted(differing, key=len, reverse=True):
        one = known.get(word)
        if one is not None and one.kind == differing[word]:
            continue
        if _compiled(one.pattern if one else re.escape(word)).search(text):
            return GuessedKind(differing[word], word)
    found = _first(text, offered)
    if cells.get("asked"):
        return GuessedKind("question", "asked")
    number = any(cells.get(one) for one in ("value", LOW, HIGH))
    if number and not (found and found.kind == "incident" and cells.get("place")):
        return GuessedKind("figure", "figure")
    if found and found.kind in ("decision", "response", "statement", "step"):
        return _told(found, text)
    who = cells.get(WHO, "") or cells.get("by", "") or cells.get("party", "")
    if folded(cells.get("deal", cells.get("agreed", ""))) in YES:
        return _told(found, text) if found and found.kind == "agreement" else _AGREED
    if found and found.kind in ("proposal", "agreement"):
        return _told(found, text)
    if (
        who
        and cells.get("issue")
        and (cells.get("option") or (found and found.word == "wants"))
    ):
        return GuessedKind("position", "wants" if not cells.get("option") else "position")
    if found and found.word != "wants":
        return _told(found, text)
    return GuessedKind("statement", "statement") if who else GuessedKind()


def result_of(text: str) -> str:
    """Return how a decision ended by its words; empty where they can say two things, or none.

    Args:
        text: What is said of it.
    """
    plain = folded(text)
    told = [result for result, pattern in _RESULTS if re.search(pattern, plain)]
    if _NEGATED.search(plain) or {"rejects", "approves"} <= set(told):
        return ""
    return told[0] if told else ""


_AGREED = GuessedKind("agreement", "agreement")


def _first(text: str, offered: bool) -> KindWord | None:
    """Return the word that comes first in a text; nobody answers where nothing was proposed."""
    best: tuple[int, int, KindWord] | None = None
    for number, one in enumerate(WORDS):
        if one.kind == "response" and not offered:
            continue
        match = _compiled(one.pattern).search(text)
        if match and (best is None or (match.start(), number) < best[:2]):
            best = (match.start(), number, one)
    return best[2] if best else None


def _told(found: KindWord, text: str) -> GuessedKind:
    says = dict(found.says)
    if found.kind == "decision" and "result" not in says:
        result = result_of(text)
        says |= {"result": result} if result else {}
    return GuessedKind(found.kind, found.word, frozendict(says))
