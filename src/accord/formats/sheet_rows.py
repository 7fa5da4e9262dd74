"""One row of somebody's sheet as an entry: its cells routed to the fields of its kind."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

from attrs import define, field, frozen

from accord.errors import InvalidProcess
from accord.formats.append import read_entry, tree
from accord.formats.entry_links import ALL_AGREED, LATEST, LATEST_AGREEMENT
from accord.formats.folded_names import ENDED, YES, answers, folded
from accord.formats.guessed_kinds import GuessedKind, guessed, is_body, result_of
from accord.formats.human_dates import DateColumn, column_of_dates
from accord.formats.human_numbers import WITH_UNIT, AmountColumn, column_of_amounts, joined
from accord.formats.read import article, near, short
from accord.formats.record_sheets import fields
from accord.formats.shapes import Form, Shape
from accord.formats.sheet import Sheet, SheetRow, column
from accord.formats.sheet_columns import (
    DATE_PARTS,
    GROUPS,
    HIGH,
    KEEP,
    LINK,
    LOW,
    NOTE,
    PUBLISHED,
    SIDE,
    WHO,
    ColumnMapping,
    HeldColumns,
    implied,
    kind_of,
    target,
)
from accord.formats.sheet_columns import (
    names as names_of_columns,
)
from accord.formats.sheet_names import ISSUES, SOURCES, Key, SheetNames, UnknownName, is_role
from accord.formats.sheet_values import (
    AND,
    AS_WRITTEN,
    CellFault,
    CellReading,
    option_of,
    parted,
    sources,
    sources_named,
    value,
)
from accord.formats.tree import Map
from accord.model import When
from accord.record import KINDS, ConditionalOffer, Entry, Proposal

_DATES = frozenset(
    {PUBLISHED}
    | {n for k in KINDS.values() for n, f in fields(k).items() if f.shape.form is Form.MOMENT}
)
_AMOUNTS = frozenset(
    {LOW, HIGH}
    | {n for k in KINDS.values() for n, f in fields(k).items() if f.shape.form is Form.RANGE}
)
"""What columns hold whose dates or numbers are read by what the others are like."""
_SIDES = ("party", "between")
"""Fields that only a side can stand in."""
_SPEAKERS = ("party", "actor", "speaker")
"""What fields refer to in which one name stands."""
_SETTLING = ("agreement", "position", "proposal", "response")
"""Kinds whose rows settle or want something: what they are on is an issue of the agenda."""
_SPEAKING = ("statement", "position", "proposal", "response", "claim", "agreement")
"""Kinds whose author is taken for a side where nothing tells who the sides are."""
_ALL = frozenset(("all", "all issues", "everything", "all points", "whole", "all topics"))
"""What stands in the column of issues where a row is on all that was agreed."""
_WHOLE = re.compile(
    r"\b(?:final|comprehensive|whole|overall|new|peace)\s+(?:peace\s+)?"
    r"(?:agreement|accord|deal|treaty)\b",
    re.IGNORECASE,
)
"""What a text says of an agreement on all that was agreed, where no issue is named."""
_NAME = 4
"""Words that the name of a meeting has at most, such as `Second round in Oslen`."""

_FIRST = re.compile(r"\s*(.{3,60}?)(?:[.:;,]\s|\s[-–—]\s|$)", re.DOTALL)
"""What a meeting is called where only a text tells of it: its first clause, if a name."""


@frozen(order=True)
class RowFault:
    """Why a row is not taken, or one of the reasons.

    Attributes:
        file: How to name the sheet in a sentence.
        row: The row as the sheet counts.
        text: What is wrong and what to do.
        column: The column it is in; nothing where it is the whole row.
        sheet: What the sheet is called.
        group: What it has in common with others, by which rows are listed together.
        name: The name that stands for nothing, if that is what is wrong.
    """

    file: str
    row: int
    text: str
    column: str = ""
    sheet: str = ""
    group: str = ""
    name: str = ""


@frozen
class RowPlace:
    """Where a row stands.

    Attributes:
        sheet: Its sheet.
        line: The row as the sheet counts.
    """

    sheet: Sheet
    line: int

    def fault(self, text: str, place: int = -1, group: str = "", unknown: str = "") -> RowFault:
        """Return a fault of the row, or of a column in it."""
        name = column(self.sheet.header, place) if place >= 0 else ""
        shown = self.sheet.file
        return RowFault(shown, self.line, text, name, self.sheet.name, group or text, unknown)


@define(kw_only=True)
class RowDraft:
    """A row that was read.

    Attributes:
        at: Where it stands.
        entry: What it says; its id may be empty.
        used: What was made for it.
        note: What the row tells the mediator's team alone.
    """

    at: RowPlace
    entry: Entry
    used: frozenset[Key]
    note: str = ""


@define(kw_only=True)
class RowReader:
    """Reads the rows of sheets as entries.

    Attributes:
        names: What the names in them stand for.
        mapping: What was said of the sheets.
        date: The date of rows that have none.
        default: The sources of rows that have none.
        file: What the sheet is called, as the source of rows that name none.
        faults: What is wrong with rows, so far.
        filled: What stands in a row that does not say it itself: a sentence, with the rows.
        how: How dates and numbers of a column are read, by sheet and place.
        left: The cells that no field of their row's kind could take, by column and kind.
        guesses: The rows whose kind was guessed, by kind and the word that told it.
        offered: Whether there is a proposal that a row can answer.
        lost: The rows that cannot be taken, with their date if that can be read, by kind.
        given: The fields that some row has because they were set for all.
    """

    names: SheetNames
    mapping: ColumnMapping
    date: str = ""
    default: tuple[str, ...] = ()
    file: str = ""
    faults: list[RowFault] = field(factory=list)
    filled: dict[str, list[RowPlace]] = field(factory=lambda: defaultdict(list))
    left: dict[tuple[str, str], int] = field(factory=lambda: defaultdict(int))
    guesses: dict[tuple[str, str], list[RowPlace]] = field(factory=lambda: defaultdict(list))
    offered: bool = False
    lost: dict[str, list[tuple[RowPlace, str]]] = field(factory=lambda: defaultdict(list))
    given: set[str] = field(factory=set)
    how: dict[tuple[str, int], CellReading] = field(factory=dict)
    _swaps: dict[tuple[int, int], dict[str, str]] = field(factory=dict)

    @property
    def said(self) -> CellReading:
        """How dates and numbers are read by what was said alone."""
        return CellReading(DateColumn(self.mapping.order), AmountColumn(self.mapping.sign))

    def look(self, sheet: Sheet, columns: HeldColumns) -> Iterator[str]:
        """Find how dates and numbers of a sheet are read; yield what is to be said of it."""
        for place, to in columns.held.items():
            texts = [row.cells[place] for row in sheet.rows if place < len(row.cells)]
            dates, amounts = DateColumn(self.mapping.order), AmountColumn(self.mapping.sign)
            if to in _DATES:
                dates = column_of_dates(texts, self.mapping.order)
            elif to in _AMOUNTS:
                amounts = column_of_amounts(texts, self.mapping.sign)
            self.how[sheet.name, place] = CellReading(dates, amounts)
            for note in (dates.note, amounts.note):
                if note:
                    yield f"'{column(sheet.header, place)}': {note}"

    def cells(self, sheet: Sheet, columns: HeldColumns, row: SheetRow) -> dict[int, str]:
        """Return the filled cells of a row that are taken, with the values meant by them."""
        found = {}
        exact = self._has_id(columns, row)
        for place, text in enumerate(row.cells):
            if place in columns.held and text and (exact or not text.isspace()):
                swap = self._swap(sheet, columns, place)
                found[place] = swap.get(folded(text), text) if swap else text
        return self._beside(columns, {place: text for place, text in found.items() if text})

    def _beside(self, columns: HeldColumns, cells: dict[int, str]) -> dict[int, str]:
        """Put the side of who speaks behind the name, as people do who have one column."""
        who = next((place for place in cells if columns.held[place] == WHO), -1)
        side = next((place for place in cells if columns.held[place] == SIDE), -1)
        if min(who, side) >= 0:
            name, of = cells[who].strip(), cells.pop(side).strip()
            if "(" not in name and folded(name) != folded(of):
                cells[who] = f"{name} ({of})"
        return cells

    def _has_id(self, columns: HeldColumns, row: SheetRow) -> bool:
        """Return whether a row has an id: then blanks at the edges of texts are meant."""
        return any(
            to == "id" and row.cells[place : place + 1] > ("",)
            for place, to in columns.held.items()
        )

    def _swap(self, sheet: Sheet, columns: HeldColumns, place: int) -> dict[str, str]:
        """Return what stands for the values of a column."""
        key = (id(sheet), place)
        if key not in self._swaps:
            wanted = {folded(sheet.header[place]), folded(columns.held[place])}
            self._swaps[key] = {
                folded(old): new
                for of, pairs in self.mapping.values.items()
                if folded(of) in wanted
                for old, new in pairs.items()
            }
        return self._swaps[key]

    def kind(self, columns: HeldColumns, cells: dict[int, str]) -> tuple[str, str, int]:
        """Return the kind of a row, the word for it and its place; empty if unknown."""
        given, at = self.mapping.set.get("kind", ""), -1
        for place, text in cells.items():
            if columns.held[place] == "kind":
                given, at = text.strip(), place
                break
        kind = kind_of(given)
        if kind == ConditionalOffer.kind and {"gives", "if"}.isdisjoint(columns.held.values()):
            kind = Proposal.kind  # which people call an offer, without a column for a return
        return kind, given, at

    def guess(self, columns: HeldColumns, cells: dict[int, str]) -> GuessedKind:
        """Guess the kind of a row that does not say it, by its columns and its words."""
        own = {
            word: kind_of(kind) for word, kind in self.mapping.values.get("kind", {}).items()
        }
        held = {columns.held[place]: text for place, text in cells.items()}
        return guessed(held, offered=self.offered, own={w: k for w, k in own.items() if k})

    def offers(self, sheet: Sheet, columns: HeldColumns) -> bool:
        """Return whether a row of a sheet is a proposal."""
        for row in sheet.rows:
            cells = self.cells(sheet, columns, row)
            kind, word, _ = self.kind(columns, cells)
            if (kind if word else cells and self.guess(columns, cells).kind) == "proposal":
                return True
        return False

    def sides(
        self, sheet: Sheet, columns: HeldColumns
    ) -> tuple[dict[str, str], dict[str, str]]:
        """Return the sides that a sheet names, by their folded names: surely, and likely.

        Sure are those who have positions and agree; likely those who speak.
        """
        sure: dict[str, str] = {}
        likely: dict[str, str] = {}
        who = [p for p, to in columns.held.items() if to in GROUPS[0]]
        for row in sheet.rows:
            cells = self.cells(sheet, columns, row)
            kind, word, _ = self.kind(columns, cells)
            if not word and cells:
                kind = self.guess(columns, cells).kind
            for place in who if kind else ():
                if place not in cells:
                    continue
                field_of_kind = target(kind, columns.held[place])
                found = sure if field_of_kind in _SIDES else likely
                if found is likely and kind not in _SPEAKING:
                    continue
                for one in re.split(r"[;,/&\n|]|\band\b", cells[place]):
                    name, _, behind = one.strip().partition("(")
                    name = (behind.rstrip(") ") or name).strip()
                    if folded(name) and not (is_role(name) or is_body(name)):
                        found.setdefault(folded(name), name)
        return sure, likely

    def topics(self, sheet: Sheet, columns: HeldColumns) -> Iterator[str]:
        """Yield the folded names of what the rows of a sheet settle or want."""
        for row in sheet.rows:
            cells = self.cells(sheet, columns, row)
            kind, word, _ = self.kind(columns, cells)
            if not word and cells:
                kind = self.guess(columns, cells).kind
            for place, text in cells.items() if kind in _SETTLING else ():
                if columns.held[place] in ("issue", "issues"):
                    yield folded(text)
                    for one in text.split(";"):
                        yield from map(folded, parted(self.names, "issue", one.strip()))

    def read(self, sheet: Sheet, columns: HeldColumns, row: SheetRow) -> RowDraft | None:
        """Read one row; None where something is wrong with it, which is noted."""
        at = RowPlace(sheet, row.line)
        faults = [at.fault(row.fault)] if row.fault else []
        for place in sorted(row.errors):
            if place in columns.held:
                name = column(sheet.header, place)
                faults.append(at.fault(f"the cell of '{name}' {row.errors[place]}", place))
        cells = self.cells(sheet, columns, row)
        kind, word, place = self.kind(columns, cells)
        guess = GuessedKind() if word or not cells else self.guess(columns, cells)
        kind = kind or guess.kind
        if faults:
            self.faults.extend(faults)
            self.lost[kind].append((at, ""))
            return None
        if not cells:
            return None
        if not kind:
            self.faults.append(self._no_kind(at, word, place))
            return None
        self.names.used = set()
        draft = _Filling(reader=self, at=at, kind=kind)
        draft.take(columns, cells)
        if hint := implied(word, kind):
            draft.imply(*hint)
        for name, said in guess.says.items():
            draft.imply(name, said)
        draft.fill(columns, cells)
        entry = draft.entry()
        if entry is None:
            self.faults.extend(draft.faults)
            self.lost[kind].append((at, str(draft.raw.get("date", ""))))
            return None
        if guess.kind:
            self.guesses[guess.kind, guess.word].append(at)
        note = "; ".join(t.strip() for p, t in cells.items() if columns.held[p] == NOTE)
        return RowDraft(at=at, entry=entry, used=frozenset(self.names.used), note=note)

    def _no_kind(self, at: RowPlace, word: str, place: int) -> RowFault:
        if not word:
            sentence = "an entry must have 'kind', and nothing in the row tells it"
            advice = f"'--kind KIND' gives it to every row (KIND: {', '.join(KINDS)})"
            return at.fault(f"{sentence}; {advice}")
        sentence = f"there is no kind of entry {short(word)}{near(word, KINDS)}"
        advice = f"--value 'kind:{word}=KIND' says what it is"
        return at.fault(f"{sentence}; {advice}", place)


@define(kw_only=True)
class _Filling:
    """The fields of one entry being filled from a row.

    Attributes:
        reader: Who reads.
        at: Where the row stands.
        kind: The kind of the entry.
        raw: What a file would have, by field.
        places: Where that stands in the row.
        faults: What is wrong.
        failed: Fields whose cell is wrong.
        topics: What the row is on that is no issue, with its place.
    """

    reader: RowReader
    at: RowPlace
    kind: str
    raw: dict[str, Any] = field(factory=dict)
    places: dict[str, int] = field(factory=dict)
    faults: list[RowFault] = field(factory=list)
    failed: set[str] = field(factory=set)
    topics: list[tuple[int, str]] = field(factory=list)

    def take(self, columns: HeldColumns, cells: dict[int, str]) -> None:
        """Route every cell to a field of the kind: those that are called like it first."""
        own = fields(KINDS[self.kind])
        keeps_edges = any(columns.held[place] == "id" for place in cells)
        later: list[tuple[int, str]] = []
        for exact in (True, False):
            for place, text in cells.items():
                to = self._agreed(columns.held[place], text)
                if to in ("", "kind") or (to in own) is not exact:
                    continue
                name = to if exact else target(self.kind, to)
                if to in _LATER or name in ("option", "sources"):
                    if exact or to in _LATER:
                        later.append((place, text))
                    continue
                if name in ("issue", "issues") and self._means_all(text):
                    if "about" in own:
                        self._put("about", [ALL_AGREED], place)
                    continue
                if name == "issues" and not (text := self._settled(place, text)):
                    continue
                if to == "option" and {"deal", "option"} & own.keys():
                    continue  # with its issue, below
                if not name or (name in self.raw and not exact):
                    self.reader.left[column(self.at.sheet.header, place), self.kind] += 1
                    continue
                plain_text = own[name].shape.form is Form.TEXT and own[name].shape.ref is None
                if plain_text and keeps_edges:
                    self._put(name, text, place)
                    continue
                if name == "value" and (found := WITH_UNIT.fullmatch(text.strip())):
                    text = self._with_unit(found, columns, cells, place)
                with _Noting(self, place, name):
                    self._put(
                        name,
                        value(self.reader.names, own[name].shape, text, self._how(place)),
                        place,
                    )
                    self._one_speaker(own[name].shape, text, str(self.raw[name]))
                    if name == "attributed_to" and not exact:
                        who = column(self.at.sheet.header, place)
                        what = f"'{who}' of {article(self.kind)}"
                        self._filled(f"{what} is taken as whose deed it is said to be")
        self._options(columns, cells)
        self._numbers(columns, cells)
        self._day(columns, cells)

    def _one_speaker(self, shape: Shape, text: str, one: str) -> None:
        """Note where one speaker was made of a cell in which several names stand."""
        names, to = self.reader.names, shape.ref.to if shape.ref else ""
        made = any((register, one) in names.made for register in ("parties", "actors"))
        if made and shape.form is Form.TEXT and to in _SPEAKERS:
            listed = [one.strip() for one in re.split(r"[;\n]", text) if one.strip()]
            joined = AND.split(text)
            if listed[1:] or (joined[1:] and all(map(names.is_declared, joined))):
                said = f"several names in one cell, taken as one speaker: {short(text)}"
                self._filled(f"{said}; a row for each makes them several")

    def imply(self, name: str, said: str) -> None:
        """Take what the word for the kind says; a side that holds a vote is no voter itself."""
        side = self.raw.get(name)
        if name == "body" and side in self.reader.names.parties():
            self.raw.setdefault("of", [side])
            self.raw[name] = said
        self.raw.setdefault(name, said)

    def _means_all(self, text: str) -> bool:
        """Whether a cell of issues stands for all of them: no issue is called so itself."""
        return folded(text) in _ALL and not self.reader.names.find("issue", text.strip())

    def _agreed(self, to: str, text: str) -> str:
        """Return what a cell holds: a bare yes or no says no terms, but how it ended.

        That an agreement was one its kind says already: then nothing is left to hold.
        """
        if to not in ENDED or not answers(text):
            return to
        return "" if self.kind == "agreement" and folded(text) in YES else "result"

    def _settled(self, place: int, text: str) -> str:
        """Return the issues of a cell; what no row settles or wants is kept in words."""
        names = self.reader.names
        if self.kind in _SETTLING or ISSUES not in names.new:
            return text
        parts = [
            one for item in text.split(";") for one in parted(names, "issue", item.strip())
        ]
        known = [
            one for one in parts if names.find("issue", one) or folded(one) in names.topics
        ]
        if len(known) < len(parts):
            self.topics.append((place, "; ".join(one for one in parts if one not in known)))
            name = column(self.at.sheet.header, place)
            self._filled(f"'{name}' is no issue that a row settles or wants, kept in words")
        return "; ".join(known)

    def _how(self, place: int) -> CellReading:
        return self.reader.how.get((self.at.sheet.name, place), AS_WRITTEN)

    def _put(self, name: str, raw: Any, place: int) -> None:
        self.raw[name] = raw
        self.places[name] = place

    def _with_unit(
        self, found: re.Match[str], columns: HeldColumns, cells: dict[int, str], place: int
    ) -> str:
        """Take the unit from behind a number, where the kind has one and the row none."""
        text, unit = cells[place], found["unit"].strip()
        if len(unit) > 1:  # `2 million` is a number; the m of `5 m` may be metres
            with suppress(CellFault):
                self._how(place).number(text)
                return text
        if "unit" not in fields(KINDS[self.kind]) or "=" in text:
            return text
        others = [cell for other, cell in cells.items() if columns.held[other] == "unit"]
        for other in (*others, *filter(None, [self.raw.get("unit")])):
            if folded(other) != folded(unit):
                self._fault(
                    place,
                    "value",
                    f"{short(text)} counts '{unit}', and the unit of the row is '{other}'",
                )
                break
        self.raw.setdefault("unit", unit)
        return found["number"]

    def _options(self, columns: HeldColumns, cells: dict[int, str]) -> None:
        """Take an option with the issue that it is on."""
        place = next((p for p in cells if columns.held[p] == "option"), -1)
        own = fields(KINDS[self.kind])
        if place < 0 or not ({"deal", "option"} & own.keys()):
            return
        issues = self.raw.get("issue") or self.raw.get("issues") or ""
        issue = issues[0] if isinstance(issues, list) and len(issues) == 1 else issues
        names = self.reader.names
        name = "option" if "option" in own else "deal"
        if not issue or isinstance(issue, list):
            if not {"issue", "issues"} & self.failed:
                self._fault(
                    place, name, f"{short(cells[place])} is an option of no issue: name one"
                )
            return
        with _Noting(self, place, name):
            text = cells[place].strip()
            if name == "option" and own[name].shape.form is Form.MANY:
                several = [option_of(names, issue, one.strip()) for one in text.split(";")]
                self._put(name, several, place)
            elif name == "option":
                self._put(name, option_of(names, issue, text), place)
            elif "deal" not in self.raw:
                self._put(name, {issue: option_of(names, issue, text)}, place)

    def _numbers(self, columns: HeldColumns, cells: dict[int, str]) -> None:
        """Take a range from two columns; what stands between goes with it in words."""
        held = {
            columns.held[p]: (p, t) for p, t in cells.items() if columns.held[p] in (LOW, HIGH)
        }
        own = fields(KINDS[self.kind])
        if not held:
            return
        if "value" not in own:
            for place, _ in held.values():
                self.reader.left[column(self.at.sheet.header, place), self.kind] += 1
            return
        place = min(place for place, _ in held.values())
        with _Noting(self, place, "value"):
            ends = {to: text for to, (_, text) in held.items()}
            sign = self._how(place).amounts.sign
            try:
                both = str(joined(ends.get(LOW, ""), ends.get(HIGH, ""), sign))
            except ValueError as error:
                raise CellFault(str(error)) from None
            best = self.raw.get("value")
            if best and both != best:
                said = f"best estimate {best}"
                self.raw["text"] = (
                    f"{self.raw['text']} ({said})" if "text" in self.raw else said
                )
            self._put("value", both, place)

    def _day(self, columns: HeldColumns, cells: dict[int, str]) -> None:
        """Take a date from the columns of its parts, as far as they are filled."""
        held = {columns.held[p]: (p, text.strip()) for p, text in cells.items()}
        parts = [held[one] for one in DATE_PARTS if one in held]
        if parts and "date" not in self.raw and "year" in held:
            text = "-".join(part.zfill(2) for _, part in parts)
            with _Noting(self, parts[0][0], "date"):
                self._put("date", AS_WRITTEN.moment(text), parts[0][0])

    def _keep(self, columns: HeldColumns, cells: dict[int, str]) -> None:
        """Keep what no field holds, in words behind the text."""
        named = self.at.sheet.header_row  # without a header there are letters for names alone
        kept = [
            f"{f'{column(self.at.sheet.header, place)}: ' if named else ''}{text.strip()}"
            for place, text in (
                *((p, t) for p, t in cells.items() if columns.held[p] == KEEP),
                *self.topics,
            )
        ]
        if kept:
            text = str(self.raw.get("text", "")).rstrip()
            self.raw["text"] = f"{text} [{'; '.join(kept)}]".strip()

    def fill(self, columns: HeldColumns, cells: dict[int, str]) -> None:
        """Fill in what goes for all rows, then what follows from the row itself."""
        own = fields(KINDS[self.kind])
        reader = self.reader
        for name, text in reader.mapping.set.items():
            to = target(self.kind, name)
            if name != "kind" and to in own and to not in self.raw and to not in self.failed:
                reader.given.add(name)
                if to == "sources":
                    self.raw[to] = [text]
                    continue
                with _Noting(self, -1, to):
                    self.raw[to] = value(reader.names, own[to].shape, text, reader.said)
        if reader.date and "date" not in self.failed:
            self.raw.setdefault("date", reader.date)
        self._sources(columns, cells)
        self._follow(own)
        self._keep(columns, cells)

    def _sources(self, columns: HeldColumns, cells: dict[int, str]) -> None:
        """Take the sources of a row from its cells, else those of all rows, else the sheet."""
        if "sources" in self.raw:
            return
        reader = self.reader
        found = {
            columns.held[p]: (p, text)
            for p, text in cells.items()
            if columns.held[p] in ("sources", LINK, PUBLISHED)
        }
        named = [(p, t) for p, t in cells.items() if columns.held[p] == "sources"]
        place, text = named[0] if named else found.get(LINK, (-1, ""))
        text = "; ".join(one for _, one in named) or text
        date = str(self.raw.get("date", ""))
        if text and date:
            with _Noting(self, place, "sources"):
                at, day = found.get(PUBLISHED, (-1, ""))
                ids = sources(
                    reader.names,
                    text,
                    date,
                    link=found[LINK][1].strip() if LINK in found else "",
                    published=self._how(at).moment(day) if day else "",
                    how=reader.said,
                )
                if ids:
                    self._put("sources", ids, place)
        elif text:
            self.failed.add("sources")  # without a day there is none, which is said
        if "sources" in self.raw or "sources" in self.failed:
            return
        if reader.default:
            with _Noting(self, -1, "sources"):
                self.raw["sources"] = sources_named(reader.names, reader.default, date)
        elif SOURCES in reader.names.new and date:
            with _Noting(self, -1, "sources"):
                own = reader.names.source("", When.parse(date), "", words=reader.file)
                self.raw["sources"] = [own]
                self._filled(f"no source named: taken as known from {reader.file} on their day")

    def _follow(self, own: dict[str, Any]) -> None:
        """Fill in what follows from the rest of the row, and note that."""
        raw, names = self.raw, self.reader.names
        text = str(raw.get("text", "")).strip()
        needed = {name for name, one in own.items() if one.required} - raw.keys() - self.failed
        if "party" in needed and "by" in raw:
            raw["party"] = names.case.process.side(raw["by"])
        if "name" in needed and text:
            found = _FIRST.match(text)
            name = (found[1] if found else text[:60]).strip().rstrip(".")
            whole = name == text.rstrip(".")  # a sentence, and would be told twice
            raw["name"] = "Meeting" if whole and len(name.split()) > _NAME else name
        if "subject" in own and "subject" not in raw and text and "about" not in raw:
            raw["subject"] = text
        if "subject" in needed and "subject" not in raw and self.places.get("value", -1) >= 0:
            counted = column(self.at.sheet.header, self.places["value"])
            if folded(counted) not in names_of_columns():  # what is counted, and not `How many`
                raw["subject"] = counted
        if "stance" in needed:
            raw["stance"] = "asserts"
            self._filled("a claim that names no stance, taken as asserted")
        if "result" in needed and (result := result_of(text)):
            raw["result"] = result
            self._filled(f"a decision that names no result, taken by its words: {result}")
        if "measure" in needed:
            raw["measure"] = "other"
        self._link(needed)

    def _link(self, needed: set[str]) -> None:
        """Fill in what the row is on or answers, for the rows before it to say."""
        raw, names = self.raw, self.reader.names
        text = str(raw.get("text", ""))
        terms = ("deal", "package", "words", "issues", "about")
        named = "id" in raw  # who gives ids says by them on what an entry is
        bare = self.kind == "agreement" and not named and not any(one in raw for one in terms)
        if bare and raw.get("standing", "reached") != "reached" and _WHOLE.search(text):
            raw["about"] = [ALL_AGREED]
            self._filled("an agreement on no issue by name, taken as on all agreed before")
        said = named or raw.get("about") or "about" in self.failed
        if self.kind == "decision" and not said:
            raw["about"] = [LATEST_AGREEMENT]
            self._filled("a decision on nothing by name, taken as on what was agreed last")
        if "answers" in needed:
            raw["answers"] = f"{LATEST} proposal"
            self._filled("an answer to nothing by name, taken as to the proposal before them")
        if "to" in needed and self.kind == "proposal" and "by" in raw:
            sides = [one for one in names.parties() if one != raw["by"]]
            if sides:
                raw["to"] = sides
                self._filled("a proposal to nobody by name, taken as made to the other parties")

    def _filled(self, sentence: str) -> None:
        self.reader.filled[sentence].append(self.at)

    def _fault(
        self, place: int, name: str, sentence: str, group: str = "", unknown: str = ""
    ) -> None:
        self.failed.add(name)
        self.faults.append(self.at.fault(sentence, place, group, unknown))

    def entry(self) -> Entry | None:
        """Return the entry; None where something is wrong, which is noted."""
        made = Map(0)
        for name, held in {"kind": self.kind, **self.raw}.items():
            line = self.places.get(name, -1) + 1
            made[name], made.lines[name] = tree(held, line), line
        try:
            entry = read_entry(made, "")
        except InvalidProcess as invalid:
            for problem in invalid.problems:
                lacking = re.search(r"must have '(\w+)'$", problem.sentence)
                if not lacking or lacking[1] not in self.failed:
                    self.faults.append(self.at.fault(problem.sentence, problem.line - 1))
            return None
        return None if self.faults else entry


_LATER = (LOW, HIGH, LINK, PUBLISHED, KEEP, NOTE, "sources", *DATE_PARTS)
"""What is taken once the rest of the row is."""


@define
class _Noting:
    """Notes what is wrong with a cell, so that the rest of the row is read too."""

    filling: _Filling
    place: int
    name: str

    def __enter__(self) -> None:
        """Begin to read the cell."""

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> bool:
        """Note the mistake, if it is one of the cell."""
        if isinstance(error, CellFault | UnknownName):
            unknown = getattr(error, "name", "")
            self.filling._fault(self.place, self.name, error.sentence, error.group, unknown)
            return True
        return False


def _sort(one: RowFault) -> tuple[str, str, str]:
    return one.file, one.column, one.group


def _strangers(first: RowFault, where: str, names: Sequence[str], rows: int) -> str:
    """Return in one sentence the names that stand for nothing, as many as have room."""
    listed = ", ".join(map(short, names[:_NAMED]))
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    count = f"{rows} {'row' if rows == 1 else 'rows'}"
    advice = first.text.partition("; '--new-")[2]
    flag = f"; '--new-{advice.removesuffix('it')}them" if advice else ""
    return f"{first.file}: {count}: {where}{first.group}: {listed}{more}{flag}"


def grouped(faults: Sequence[RowFault]) -> Iterator[tuple[RowFault, list[int]]]:
    """Yield faults of one sort once, each with its rows, in the order of the sheet."""
    rows: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    first: dict[tuple[str, str, str], RowFault] = {}
    for one in faults:
        key = _sort(one)
        first.setdefault(key, one)
        if one.row not in rows[key]:
            rows[key].append(one.row)
    return ((first[key], rows[key]) for key in first)


_NAMED = 12
"""Rows that are named of those with one fault; the others are in the corrected copy."""
_FAULTS = 30
"""Sorts of faults that are told at once: about a screen."""


def listed(refused: Sequence[RowFault]) -> Iterator[str]:
    """Yield faults in sentences by their sort, each with its rows."""
    sorts = list(grouped(refused))
    for first, rows in sorts[:_FAULTS]:
        named = first.column and f"'{first.column}'" not in first.text
        where = f"'{first.column}': " if named else ""
        others = dict.fromkeys(
            one.name for one in refused if _sort(one) == _sort(first) and one.name
        )
        if first.name and len(others) > 1:
            yield _strangers(first, where, list(others), len(rows))
            continue
        if len(rows) == 1:
            yield f"{first.file}:{first.row}: {where}{first.text}"
            continue
        numbers = ", ".join(map(str, rows[:_NAMED])) + (" ..." if len(rows) > _NAMED else "")
        yield f"{first.file}: {len(rows)} rows: {where}{first.text}: rows {numbers}"
    if len(sorts) > _FAULTS:
        more = len(sorts) - _FAULTS
        yield f"... and {more} more; '--corrected COPY' writes all beside the rows"
