"""Names for ids in what a person gives by command: read as those in a sheet are."""

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any

from attrs import define, field

from accord.errors import AccordError, Misgiven, Problem
from accord.formats.append import tree
from accord.formats.folder import glance, process_of
from accord.formats.read import BEFORE, short
from accord.formats.record_sheets import fields
from accord.formats.shapes import Form, Shape
from accord.formats.sheet_names import NAMED, SOURCES, SheetNames, UnknownName, suggested
from accord.formats.sheet_values import (
    CellFault,
    alternatives,
    attended,
    deal,
    heard_from,
    several,
    sources,
)
from accord.formats.tree import Map, Seq
from accord.model import is_id
from accord.model.tier import CAPITAL, MEDIATOR, SHARED
from accord.record import KINDS, Case, Question

_OPTIONS = ("options", "terms", "package", "combination", "scope")
"""What refers to options by their issue."""

_READ: dict[str, Callable[[SheetNames, str], Any]] = {
    "options": deal,
    "combination": alternatives,
    "speaker": attended,
}
"""What reads a table that is given in words: of options, or of who sat there."""


def readers_named(folder: Path | str, words: Iterable[str]) -> tuple[str, ...]:
    """Return the tiers that words name: their ids, or names of parties in any case.

    Args:
        folder: The process folder.
        words: The words; one that names nothing stays as it is.

    Raises:
        AccordError: If one is nearly the name of a party.
    """
    words = tuple(words)
    if all(one in (*SHARED, MEDIATOR) for one in words):
        return words
    process = process_of(folder)
    if process is None:
        return words
    names = SheetNames(case=Case(process=process))
    return tuple(dict.fromkeys(_reader(names, one) for one in words))


def _reader(names: SheetNames, word: str) -> str:
    plain = word.strip().casefold()
    if plain in (*SHARED, MEDIATOR):
        return plain
    capital = plain.endswith(f"/{CAPITAL}")
    of = word.strip()[: -len(CAPITAL) - 1] if capital else word.strip()
    one = names.find("party", of)
    if not one and not _is_like_id(of):
        parties = names.case.process.parties
        near = suggested(of, [party.name for party in parties.values()], parties)
        raise AccordError(f"there is no reader '{word}'{near}")
    return f"{one}/{CAPITAL}" if one and capital else one or word


def _is_like_id(word: str) -> bool:
    """Whether a word may be meant as an id: those are in small letters, without blanks."""
    return is_id(word) and word == word.casefold()


@define(kw_only=True)
class NamesGiven:
    """The names in one entry that is given by command.

    The folder is read only for a word that does not look like an id: an entry with ids alone
    is added as fast as if there were no names.

    Attributes:
        folder: The process folder.
        every: Whether words that look like ids are looked up too.
        making: What makes a source of the words `{}`, for a sentence; empty where nothing does.
        case: The folder as somebody sees it; None to read it.
        wrong: What is wrong with names, a sentence each, with the key.
    """

    folder: Path | str
    every: bool = False
    making: str = ""
    case: Case | None = None
    wrong: list[Problem] = field(factory=list)
    _key: str = ""

    @cached_property
    def names(self) -> SheetNames:
        """The names of the folder, with what is made of them."""
        case = glance(self.folder) if self.case is None else self.case
        return SheetNames(case=case, new=(SOURCES,))

    @cached_property
    def _there(self) -> SheetNames:
        """The names of the folder alone: of a word that is not among them nothing is made."""
        return SheetNames(case=self.names.case)

    def declared(self, raw: Map, cls: Any) -> Map:
        """Return what is declared with ids for the names in it, as `entry` does.

        Args:
            raw: Its keys.
            cls: The class of what is declared.

        Raises:
            Misgiven: If words are nearly names, with every one.
        """
        found = self._fields(raw, cls, whole=True)
        if self.wrong:
            raise Misgiven(self.wrong)
        return found

    def as_far(self, raw: Map, cls: Any) -> Map:
        """Return what is given with ids for the names in it that stand for one.

        Args:
            raw: Its keys.
            cls: The class of what is given.
        """
        return self._fields(raw, cls, whole=True)

    def readers(self, raw: Map) -> tuple[str, ...]:
        """Return for whom an entry is to be, by tiers.

        Args:
            raw: Its keys.
        """
        kind = KINDS.get(str(raw.get("kind")))
        given = raw.get("for") or (fields(kind)["for"].default if kind is not None else ())
        listed = (given,) if isinstance(given, str) else given
        return tuple(str(self._one("tier", one)) for one in listed)

    def _say(self, sentence: str, key: str = "") -> None:
        self.wrong.append(Problem("", 0, sentence, key or self._key))

    def entry(self, raw: Map) -> Map:
        """Return an entry with ids for the names in it; what names nothing stays as it is.

        Raises:
            Misgiven: If words are nearly names, with every one.
        """
        kind = KINDS.get(str(raw.get("kind")))
        if kind is Question and raw.get("about"):
            raw = self._about(raw)
        return self.declared(raw, kind) if kind is not None else raw

    def _about(self, raw: Map) -> Map:
        """Return a question with ids in what it is about; other words stay words."""
        found, held = Map(raw.line), raw["about"]
        found.update(raw)
        found.lines = {**raw.lines}
        if isinstance(held, Map):
            found["about"] = self._deal(held)
        elif isinstance(held, str) and is_id(held):
            self._word(found, held)
        elif isinstance(held, str):
            with suppress(UnknownName, CellFault):
                found["about"] = tree(alternatives(self._there, held), 1)
        return found

    def _word(self, found: Map, word: str) -> None:
        """Put the issue that one word names into a question, unless an entry is called so."""
        case = self.names.case
        entries, issues = [one.id for one in case.record.entries], case.process.agenda.issues
        if word in entries:
            return
        issue = self._there.find("issue", word)
        if issue and found.get("issue", issue) == issue:
            found["issue"], found.lines["issue"] = issue, found.lines["about"]
            del found["about"]
        else:
            near = suggested(word, (one.name for one in issues.values()), (*issues, *entries))
            said = f"is no entry{'' if issue else ' and no issue'}"
            advice = f"(words of your own go under 'text'){'' if issue else near}"
            self._say(f"about: {short(word)} {said} {advice}", "about")

    def one(self, to: str, word: str) -> str:
        """Return the id of what one word names; the word where it names nothing.

        Args:
            to: What it is to name, such as `issue`.
            word: An id or a name.
        """
        return self._there.find(to, word) or word

    def made(self, words: str, date: str) -> list[str]:
        """Return the ids of the sources that plain words name, made where they are new.

        Args:
            words: Outlet, date and link as a person writes them; or `heard from` somebody.
            date: When it was published, if the words do not say it.

        Raises:
            Misgiven: If they name no source, or no date is known.
        """
        try:
            read = heard_from if words.casefold().startswith("heard from ") else sources
            found = read(self.names, words, date)
        except (UnknownName, CellFault) as error:
            raise _no_source(words, error.sentence) from None
        except ValueError:
            found = []
        if not found:
            why = "write who published it, and the date behind it"
            raise _no_source(words, why)
        return found

    def _fields(self, raw: Map, cls: Any, *, whole: bool = False) -> Map:
        held, found = fields(cls), Map(raw.line)
        for key, value in raw.items():
            known = key in held
            self._key = key if whole else self._key
            if (cls, key) in BEFORE:
                value = BEFORE[cls, key](value, raw.line)
            found[key] = self._value(held[key].shape, value, raw) if known else value
        found.lines = {**raw.lines}
        issue, option = found.get("issue"), found.get("option")
        if "option" in held and isinstance(issue, str) and isinstance(option, str):
            found["option"] = self._option(issue, option)
        return found

    def _value(self, shape: Shape, value: Any, raw: Map) -> Any:
        item = shape.item
        ref = shape.ref or (item.ref if item and shape.form is Form.MANY else None)
        to = ref.to if ref else ""
        if shape.form is Form.FIELDS and isinstance(value, Map):
            return self._fields(value, shape.type)
        if to == "source" and shape.form is Form.MANY:
            return _each(value, lambda one: self._source(one, str(raw.get("date", ""))))
        if to in (*NAMED, "tier") and isinstance(value, str) and shape.form is Form.MANY:
            return self._several(to, value)
        if to in (*NAMED, "tier") and shape.form in (Form.TEXT, Form.MANY):
            return _each(value, lambda one: self._one(to, one))
        if to in _OPTIONS and isinstance(value, Map):
            return self._deal(value)
        if shape.form is Form.TABLE and to in _READ and isinstance(value, str) and value:
            try:
                return tree(_READ[to](self._there, value), 1)
            except (UnknownName, CellFault) as error:
                self._say(error.sentence)
                return value
        if to == "speaker" and shape.form is Form.TABLE and isinstance(value, Map):
            return _keyed(
                value,
                lambda key: self._one("party", key),
                lambda _, held: _each(held, lambda one: self._one("speaker", one)),
            )
        if item is not None and item.form is Form.FIELDS and isinstance(value, Seq):
            return _each(value, lambda one: self._value(item, one, raw))
        return value

    def _one(self, to: str, word: Any) -> Any:
        if not isinstance(word, str) or not word or (_is_like_id(word) and not self.every):
            return word
        try:
            if to == "tier":
                return _reader(self._there, word)
            return self._there.resolve(to, word)
        except (UnknownName, AccordError) as error:
            if not _is_like_id(word):
                self._say(str(error).partition("; '--new-")[0])
            return word

    def _several(self, to: str, value: str) -> Any:
        if to != "tier" and not _is_like_id(value):
            try:
                return tree(several(self._there, to, [value]), 1)
            except UnknownName:
                pass
        return self._one(to, value)

    def _source(self, word: Any, date: str) -> Any:
        if not isinstance(word, str) or not word or (_is_like_id(word) and not self.every):
            return word
        try:
            found = sources(self._there, word, date)
        except (UnknownName, CellFault) as error:
            if not _is_like_id(word):
                outlets = self.names.case.record.outlets
                near = suggested(word, [one.name for one in outlets.values()], outlets)
                if "did you mean" in near:
                    advice = f"there is no source or outlet '{word}'{near}"
                else:
                    advice = str(error).partition("'--new-sources'")[0].rstrip(" :;")
                    if self.making:
                        advice = f"{advice}; {self.making.format(word)}"
                self._say(advice)
            return word
        except ValueError:
            return word
        return found[0] if found else word

    def _deal(self, value: Map) -> Map:
        def issue(key: str) -> str:
            return key if key == "words" else str(self._one("issue", key))

        def option(key: str, held: Any) -> Any:
            return held if key == "words" else _each(held, lambda o: self._option(key, o))

        return _keyed(value, issue, option)

    def _option(self, issue: str, word: Any) -> Any:
        if not isinstance(word, str) or not word or (_is_like_id(word) and not self.every):
            return word
        return self._there.option(issue, word) or word


def _no_source(words: str, why: str) -> Misgiven:
    return Misgiven([Problem("", 0, f"the new source {short(words)}: {why}", "new_sources")])


def _each(value: Any, change: Callable[[Any], Any]) -> Any:
    """Change one value, or each of a list."""
    if not isinstance(value, Seq):
        return change(value)
    found = Seq(value.line, -1)
    found.extend(map(change, value))
    found.lines.extend(value.lines)
    return found


def _keyed(value: Map, key: Callable[[str], str], held: Callable[[str, Any], Any]) -> Map:
    """Change the keys of a mapping, and what is under them by the new key."""
    found = Map(value.line)
    for old, under in value.items():
        new = key(old)
        if new in found:
            raise AccordError(f"'{new}' is named twice")
        found[new], found.lines[new] = held(new, under), value.lines[old]
    return found


PLAIN_YAML = re.compile(r"\s*[^\s:]+:(?:\s*\{|\s*\n)")
"""How YAML that declares something by its id begins."""
