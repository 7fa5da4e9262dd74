"""How long agreements of a kind held: a table of agreements, and those in it that are alike.

The share that still holds after some years is Kaplan and Meier's (1958, Journal of the American
Statistical Association 53(282), 457-481): agreements that were followed for less than that long
count as far as they were followed. Its standard error is Greenwood's (1926); the interval is
taken on the scale of log(-log), so that it stays between 0 and 1 (Kalbfleisch and Prentice
1980). A table describes what is in it: it is no forecast of any other agreement.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from attrs import frozen
from frozendict import frozendict

from accord.errors import AccordError, InvalidProcess, Problem
from accord.formats.human_dates import AmbiguousDate, parse_date
from accord.formats.read import near, short
from accord.formats.read_csv import read_csv
from accord.hold.graph_model import Bools
from accord.kernels.intervals import NORMAL_95
from accord.kernels.ties import Floats
from accord.model import Range, When

YEARS = (1, 2, 5, 10)
"""After how many years it is said what share still holds."""
FEWEST = 30
"""Of fewer agreements there are counts alone: each would move a share by points."""
DAYS = 365.25
"""Days in a year, leap years among them."""

_UNITS = {"years": 1.0, "months": 12.0, "weeks": DAYS / 7, "days": DAYS}
_LENGTHS = {
    **{f"{word}{sign}{unit}": number for unit, number in _UNITS.items()
       for word in ("duration", "held", "lasted", "span", "length") for sign in ("_", "_in_")},
    **{f"{unit}_held": number for unit, number in _UNITS.items()},
    **_UNITS,
    "duration": 1.0,
}  # fmt: skip
"""What a column of lengths may be called, with how many of its units make a year."""
_STARTS = ("start", "signed", "date", "signed_on", "pa_date", "begin", "from", "agreement_date")
_ENDS = ("end", "ended_on", "end_date", "broke_down_on", "failed_on")
_UNTIL = ("until", "followed_until", "observed_until", "censored_on", "censor_point")
_ENDED = ("ended", "failed", "event", "broke_down", "terminated", "collapsed", "failure")
_SOURCE = ("source", "sources", "data_source", "citation", "dataset")
_YEAR = ("year", "sign_year")
_YES = ("yes", "y", "true", "1", "1.0", "ended", "failed", "broke down", "collapsed")
_NO = ("no", "n", "false", "0", "0.0", "holds", "still holds", "ongoing", "censored")
_UNSAID = ("", "na", "n/a", "?", "unknown")
_NOTE = re.compile(r"#\s*(\w[\w -]*?)\s*:\s*(.+)")


@frozen(kw_only=True)
class HeldAgreement:
    """One agreement of a table.

    Attributes:
        years: How long it held, or how long it was followed where it still did.
        ended: Whether it ended then.
        begun: The year in which it began; None where the table does not say it.
        cells: What the table says of it, by column.
    """

    years: float
    ended: bool
    begun: int | None
    cells: Mapping[str, str]


@frozen(kw_only=True)
class AgreementTable:
    """Agreements, and how long each held.

    Attributes:
        name: The file.
        source: Where the table comes from, in its own words.
        columns: What its columns are called.
        rows: The agreements that it says enough of.
        unsaid: How many it does not say how long they held, or were followed, or whether they
            ended.
    """

    name: str
    source: str
    columns: tuple[str, ...]
    rows: tuple[HeldAgreement, ...]
    unsaid: int


@frozen(kw_only=True)
class StillHeld:
    """How many agreements still held after some years.

    Attributes:
        years: After how many years.
        ended: How many had ended by then.
        held: How many are known to have held so long.
        unknown: How many were followed for less, and still held.
        share: The share that still held (Kaplan and Meier); None of few agreements, or where
            none was followed for so long.
        error: Its standard error (Greenwood); None where all or none still held.
        interval: Its 95% interval, on the scale of log(-log); None where there is no error.
    """

    years: float
    ended: int
    held: int
    unknown: int
    share: float | None = None
    error: float | None = None
    interval: tuple[float, float] | None = None


@frozen(kw_only=True)
class ReferenceClass:
    """Agreements of a kind, and how long they held.

    Attributes:
        table: The file.
        source: Where it comes from.
        like: What they have in common: by column the values.
        number: How many they are.
        among: How many the table has that it says enough of.
        unsaid: How many of the table are left out, for it does not say how long they held, or
            whether they ended.
        ended: How many of them ended.
        period: The first and the last year in which one began; None where that is not said.
        still: How many still held, by years.
    """

    table: str
    source: str
    like: Mapping[str, str]
    number: int
    among: int
    unsaid: int
    ended: int
    period: tuple[int, int] | None
    still: tuple[StillHeld, ...]

    @property
    def is_small(self) -> bool:
        """Whether there are too few for shares."""
        return self.number < FEWEST


def read_agreements(path: Path | str) -> AgreementTable:
    """Read a table of agreements from a CSV file.

    Columns are known by what they are called: how long each held (`years`, `months`, `days`,
    `duration_years`), or when it was `signed`, when it came to an `end` and `until` when it was
    followed; and whether it `ended`. Where the table comes from stands in a column `source`, or
    in a line `# source: ...` above the header.

    Args:
        path: The file.

    Raises:
        InvalidProcess: With every mistake in the file.
        FormatError: If it cannot be told what it is saved as.
    """
    file, name = Path(path), str(path)
    try:
        data = file.read_bytes()
    except OSError as error:
        raise AccordError(f"{name} cannot be read: {error.strerror}") from None
    lines, _, _ = read_csv(name, data)
    notes: dict[str, str] = {}
    while lines and (noted := _noted(lines[0].cells)):
        notes |= noted
        lines = lines[1:]
    if not lines:
        raise InvalidProcess([Problem(name, 0, "there is no table in this file")])
    head = lines[0]
    columns = tuple(cell.strip() for cell in head.cells)
    reading = _Columns.of(columns)
    problems = [Problem(name, head.line, said) for said in _twice(columns)]
    problems += [Problem(name, head.line, said) for said in reading.lacking(notes)]
    rows: list[HeldAgreement] = []
    unsaid = 0
    sources: dict[str, None] = {}
    for row in lines[1:] if not problems else ():
        cells = {c: v.strip() for c, v in zip(columns, row.cells, strict=False) if c}
        if said := cells.get(reading.source, ""):
            sources[said] = None
        try:
            found = reading.agreement(cells, notes)
        except ValueError as error:
            problems.append(Problem(name, row.line, str(error)))
            continue
        if found is None:
            unsaid += 1
        else:
            rows.append(found)
    if not problems and not (rows or unsaid):
        problems.append(Problem(name, head.line, "the table has no rows"))
    if problems:
        raise InvalidProcess(problems)
    source = notes.get("source", "") or "; ".join(sources)
    return AgreementTable(
        name=file.name, source=source, columns=columns, rows=tuple(rows), unsaid=unsaid
    )


def _noted(cells: Sequence[str]) -> dict[str, str]:
    """Return what a line above the header says; nothing where it is none."""
    text = ",".join(cells).strip().rstrip(",")
    if not text.startswith("#"):
        return {}
    match = _NOTE.match(text)
    return {match[1].casefold(): match[2].strip().strip('"')} if match else {"": text}


def _plain(name: str) -> str:
    return "_".join(re.findall(r"[a-z0-9]+", name.casefold()))


def _twice(columns: Sequence[str]) -> Iterator[str]:
    """Yield which columns are called alike, so that it cannot be told which is meant."""
    called: dict[str, list[str]] = {}
    for one in columns:
        called.setdefault(_plain(one) or one, []).append(one)
    for key, names in called.items():
        if key and len(names) > 1:
            yield f"{len(names)} columns are called '{names[0]}': rename or remove all but one"


@frozen(kw_only=True)
class _Columns:
    """Which columns of a table hold what."""

    length: str = ""
    a_year: float = 1.0
    start: str = ""
    end: str = ""
    until: str = ""
    ended: str = ""
    source: str = ""
    year: str = ""

    @classmethod
    def of(cls, columns: Sequence[str]) -> "_Columns":
        called = {_plain(one): one for one in reversed(columns)}

        def first(names: Sequence[str]) -> str:
            return next((called[one] for one in names if one in called), "")

        length = next((one for one in _LENGTHS if one in called), "")
        return cls(
            length=called.get(length, ""),
            a_year=_LENGTHS.get(length, 1.0),
            start=first(_STARTS),
            end=first(_ENDS),
            until=first(_UNTIL),
            ended=first(_ENDED),
            source=first(_SOURCE),
            year=first(_YEAR),
        )

    def lacking(self, notes: Mapping[str, str]) -> Iterator[str]:
        """Yield what a table must have and lacks."""
        until = self.until or notes.get("until", "")
        if not self.length and not (self.start and (self.end or until)):
            yield (
                "no column says how long an agreement held: call one 'years', 'months' or "
                "'days', or give 'signed', 'end' and 'until' as dates"
            )
        if not self.ended and not self.end:
            yield "no column says whether an agreement ended: call one 'ended', with yes or no"
        if not self.source and not notes.get("source"):
            yield (
                "nothing says where this table comes from: write '# source: ...' above the "
                "header, or give a column 'source'"
            )

    def agreement(
        self, cells: Mapping[str, str], notes: Mapping[str, str]
    ) -> HeldAgreement | None:
        """Return an agreement; None where how long it held or whether it ended is not said."""
        end, start = cells.get(self.end, ""), cells.get(self.start, "")
        word = cells.get(self.ended, "").casefold()
        if self.ended and word in _UNSAID and not end:
            return None
        if self.ended and word not in (*_YES, *_NO, *_UNSAID):
            raise ValueError(f"'{self.ended}' says yes or no, not {short(word)}")
        ended = word in _YES or (bool(end) and word in _UNSAID)
        begun = _date(start) if start else None
        years = None
        if text := cells.get(self.length, ""):
            years = _number(text, self.length) / self.a_year
        elif begun is not None:
            last = end if ended else cells.get(self.until, "") or notes.get("until", "")
            if last:
                years = (_date(last).start - begun.start).days / DAYS
        if years is None:
            return None
        if years < 0:
            raise ValueError("this agreement ends before it begins")
        year = begun.start.year if begun else _year(cells.get(self.year, ""))
        return HeldAgreement(years=years, ended=ended, begun=year, cells=frozendict(cells))


def _date(text: str) -> When:
    try:
        return parse_date(text)
    except AmbiguousDate as error:
        which, _, _ = str(error).partition(": ")
        raise ValueError(f"{which}: write the year first, then the month") from None


def _number(text: str, column: str) -> float:
    try:
        found = float(text)
    except ValueError:
        found = math.nan
    if not math.isfinite(found):
        raise ValueError(f"'{column}' holds a number, not {short(text)}")
    return found


def _year(text: str) -> int | None:
    """Return the year in which an agreement began, where a column says only that."""
    return int(text) if re.fullmatch(r"\d{4}", text) else None


def alike(table: AgreementTable, like: Mapping[str, str]) -> ReferenceClass:
    """Return the agreements of a table that have some values, and how long they held.

    Args:
        table: The table.
        like: By column what they have: a value, several with `|` between them, or a range of
            numbers such as 1990..2010.

    Raises:
        AccordError: If the table has no such column, or no agreement with such a value.
    """
    called = {_plain(one): one for one in table.columns}
    named: dict[str, str] = {}
    rows: Sequence[HeldAgreement] = table.rows
    for given, wanted in like.items():
        column = called.get(_plain(given))
        if column is None:
            raise AccordError(
                f"{table.name} has no column '{given}'{near(given, table.columns)}"
            )
        named[column] = wanted
        there = {row.cells.get(column, "").casefold() for row in table.rows}
        for one in _values(wanted):
            if _span(one) is None and one.casefold() not in there:
                known = sorted({row.cells.get(column, "") for row in table.rows} - {""})
                hint = near(one, known)
                raise AccordError(f"no agreement in {table.name} has {column}={one}{hint}")
        rows = [row for row in rows if _has(row.cells.get(column, ""), wanted)]
    begun = [row.begun for row in rows if row.begun is not None]
    return ReferenceClass(
        table=table.name,
        source=table.source,
        like=frozendict(named),
        number=len(rows),
        among=len(table.rows),
        unsaid=table.unsaid,
        ended=sum(row.ended for row in rows),
        period=(min(begun), max(begun)) if begun else None,
        still=tuple(still_held(rows, YEARS)),
    )


def _values(wanted: str) -> list[str]:
    return [one.strip() for one in wanted.split("|")]


def _span(text: str) -> Range | None:
    try:
        return Range.parse(text) if ".." in text else None
    except ValueError:
        return None


def _has(cell: str, wanted: str) -> bool:
    for one in _values(wanted):
        if (span := _span(one)) is not None:
            try:
                if span.low <= float(cell) <= span.high:
                    return True
            except ValueError:
                pass
        elif cell.casefold() == one.casefold():
            return True
    return False


def still_held(
    rows: Sequence[HeldAgreement], years: Sequence[float], fewest: int = FEWEST
) -> Iterator[StillHeld]:
    """Yield how many of some agreements still held after some years.

    Args:
        rows: The agreements.
        years: After how many years.
        fewest: Of fewer agreements there are counts alone.
    """
    length = np.array([row.years for row in rows], float)
    ended = np.array([row.ended for row in rows], bool)
    curve = _Curve.of(length, ended) if len(rows) >= fewest else None
    for after in years:
        gone = int(np.count_nonzero(ended & (length <= after)))
        unknown = int(np.count_nonzero(~ended & (length < after)))
        held = len(rows) - gone - unknown
        count = StillHeld(years=after, ended=gone, held=held, unknown=unknown)
        found = curve.at(count) if curve is not None else count
        # Beyond the longest that any was followed nothing is known, unless none was left.
        yield found if found.share == 0 or after <= length.max(initial=0) else count


@frozen(eq=False)
class _Curve:
    """Kaplan and Meier's curve, with Greenwood's sum along it."""

    times: Floats
    shares: Floats
    sums: Floats

    @classmethod
    def of(cls, length: Floats, ended: Bools) -> "_Curve":
        from scipy.stats import CensoredData, ecdf

        found = ecdf(CensoredData(uncensored=length[ended], right=length[~ended])).sf
        every, over = np.sort(length), np.sort(length[ended])
        at_risk = len(every) - np.searchsorted(every, found.quantiles)
        gone = np.searchsorted(over, found.quantiles, "right")
        gone = gone - np.searchsorted(over, found.quantiles)
        left = at_risk - gone
        terms = np.divide(gone, at_risk * left, out=np.zeros(len(gone)), where=left > 0)
        return cls(found.quantiles, found.probabilities, np.cumsum(terms))

    def at(self, count: StillHeld) -> StillHeld:
        """Return a count with the share that still held after its years."""
        place = int(np.searchsorted(self.times, count.years, side="right")) - 1
        share = float(self.shares[place]) if place >= 0 else 1.0
        error, ends = None, None
        if 0 < share < 1:
            error = share * math.sqrt(float(self.sums[place]))
            scale = math.log(-math.log(share))
            way = NORMAL_95 * error / (share * -math.log(share))
            ends = (math.exp(-math.exp(scale + way)), math.exp(-math.exp(scale - way)))
        return StillHeld(
            years=count.years,
            ended=count.ended,
            held=count.held,
            unknown=count.unknown,
            share=share,
            error=error,
            interval=ends,
        )
