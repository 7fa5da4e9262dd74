"""CSV as people have it: any usual separator, quotation mark and encoding that can be told."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Any

from attrs import evolve, frozen

from accord.errors import FormatError, Problem
from accord.formats.header_row import SEPARATORS
from accord.formats.inert import ERRORS, live
from accord.formats.read import near
from accord.formats.sheet import SheetRow
from accord.formats.tree import LARGEST

_LOOKED_AT = 200
"""So many rows tell what parts the cells."""
_SAMPLE = 256 * 1024
"""As many characters of them are looked at."""
_TOLD_BY = 32 * 1024
"""So many bytes of lines that are not ASCII tell the encoding."""

ENCODINGS = {
    "cp1250": "Windows-1250 (Central European)",
    "cp1251": "Windows-1251 (Cyrillic)",
    "cp1252": "Windows-1252 (Western European)",
    "cp1253": "Windows-1253 (Greek)",
    "cp1254": "Windows-1254 (Turkish)",
    "cp1255": "Windows-1255 (Hebrew)",
    "cp1256": "Windows-1256 (Arabic)",
    "mac_roman": "Mac Roman",
    "mac_cyrillic": "Mac Cyrillic",
    "koi8_r": "KOI8-R (Cyrillic)",
    "gb18030": "GB 18030 (Chinese)",
    "big5": "Big5 (Chinese)",
    "shift_jis": "Shift JIS (Japanese)",
    "euc_kr": "EUC-KR (Korean)",
}
"""What people's programs save texts as that is not Unicode."""
_MARKS = {
    b"\xff\xfe\x00\x00": "utf-32",
    b"\x00\x00\xfe\xff": "utf-32",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}


@frozen
class _Dialect:
    """How cells are parted and quoted."""

    separator: str = ","
    quote: str = '"'
    escape: str | None = None

    def reader(self, text: str, strict: bool = False) -> Any:
        """Return a reader of the standard library."""
        return csv.reader(
            io.StringIO(text, newline=""),
            delimiter=self.separator,
            quotechar=self.quote,
            escapechar=self.escape,
            strict=strict,
        )


def read_csv(
    file: str, data: bytes, encoding: str = ""
) -> tuple[list[SheetRow], list[Problem], str]:
    """Read the rows of a CSV file that are not blank.

    Args:
        file: How to name it in a sentence.
        data: What it holds.
        encoding: What it is saved as, where that is known.

    Returns:
        The rows, what is to be said, and the sign that parts the cells.

    Raises:
        FormatError: If it cannot be told what it is saved as.
    """
    text, notices = _decoded(file, data, encoding)
    csv.field_size_limit(LARGEST)
    start = 1
    if named := re.match(r"sep=(.)(?:\r\n|\r|\n)", text, re.IGNORECASE):
        text, start = text[named.end() :], 2  # Excel's own line that names the separator
        dialect = evolve(_told(text), separator=named[1])
    else:
        dialect = _told(text)
    try:
        rows = list(_rows(_records(dialect, text, start, strict=True)))
    except csv.Error:
        escaping = evolve(dialect, escape="\\")
        try:
            if f"\\{dialect.quote}" not in text:
                raise
            rows = list(_rows(_records(escaping, text, start, strict=True)))
        except csv.Error:
            rows = list(_with_faults(dialect, text, start))
    rows = [_whole(dialect, row) for row in rows if row.filled]
    return rows, notices, dialect.separator


def _decoded(file: str, data: bytes, encoding: str) -> tuple[str, list[Problem]]:
    """Return the text of a file, and what it was taken for if that is not UTF-8."""
    notices = []
    if not encoding:
        encoding = next((one for mark, one in _MARKS.items() if data.startswith(mark)), "")
    if not encoding and b"\0" in data:
        head = data[: 4 * 1024]
        odd, even = head[1::2].count(0), head[::2].count(0)
        if len(data) % 2 or min(odd, even) or max(odd, even) * 20 < len(head):
            sentence = "there are NUL bytes in it: it is damaged, or no text"
            raise FormatError(f"{file}: {sentence}; save it again as 'CSV UTF-8'")
        encoding = "utf-16-le" if odd > even else "utf-16-be"
    if not encoding:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            encoding = _guess(data)
            if not encoding:
                sentence = "this is not UTF-8, and it cannot be told what else it is"
                advice = "save the file as 'CSV UTF-8', or say '--encoding NAME'"
                raise FormatError(f"{file}:{line}: {sentence}: {advice}") from None
            sentence = f"not UTF-8: read as {ENCODINGS[encoding]}"
            advice = "if letters come out wrong, '--encoding NAME' says what it is"
            notices.append(Problem(file, line, f"{sentence}; {advice}"))
    if encoding:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            raise FormatError(f"{file}: this is not text in {encoding}") from None
        except LookupError:
            sentence = f"there is no encoding '{encoding}'{near(encoding, ENCODINGS)}"
            raise FormatError(f"{file}: {sentence}") from None
    if "\0" in text:
        sentence = "there are NUL bytes in it: it is damaged, or no text"
        raise FormatError(f"{file}: {sentence}; save it again as 'CSV UTF-8'")
    # The mark at the head of a file stands in the middle where files were joined.
    return re.sub(r"(\A|[\r\n])\ufeff", r"\1", text), notices


def _guess(data: bytes) -> str:
    """Return what a file that is not UTF-8 is saved as, by the lines that show it."""
    from charset_normalizer import from_bytes

    shown = b""
    for line in re.findall(rb"[^\r\n]*[\x80-\xff][^\r\n]*", data):
        shown += line + b"\n"
        if len(shown) > _TOLD_BY:
            break
    matches = from_bytes(shown, cp_isolation=list(ENCODINGS))
    best = matches.best()
    found = best.encoding if best is not None else ""
    if found in _ALPHABETS:  # the two are alike for a detector: both are Latin letters
        found = max(_ALPHABETS, key=lambda one: _fit(shown, one))
    try:
        data.decode(found or "ascii")
    except UnicodeDecodeError:
        return ""
    return found


_ALPHABETS = {
    "cp1252": ("àâæçéèêëîïôœùûüÿ", "äöüß", "áéíñóúü", "áâãàçéêíóôõú", "àèéìíîòóù", "æøåéäö"),
    "cp1250": ("áčďéěíňóřšťúůýžäôľĺŕ", "ąćęłńóśźż", "áéíóöőúüű", "čćđšž", "ăâîşţ", "çë"),
}
"""Letters beside a to z of French, German, Spanish, Portuguese, Italian and the Nordic
languages; of Czech and Slovak, Polish, Hungarian, Croatian, Romanian and Albanian."""


def _fit(shown: bytes, encoding: str) -> float:
    """Return the largest share of a text's letters beside a to z that one alphabet has."""
    text = shown.decode(encoding, "ignore").lower()
    letters = [
        sign for sign in text if not sign.isascii() and (sign.isalpha() or sign in "¹³£")
    ]
    return max(sum(one in alphabet for one in letters) for alphabet in _ALPHABETS[encoding])


def _told(text: str) -> _Dialect:
    """Return how cells are parted and quoted: that by which the rows are alike."""
    sample = text[:_SAMPLE]
    head = next((line for line in sample.splitlines() if line.strip()), "")
    best, found = (0.0, 0), _Dialect()
    for quote in ('"', "'"):
        for separator in SEPARATORS:
            if separator not in sample:
                continue
            dialect = _Dialect(separator, quote)
            score = _evenness(dialect, sample)
            if quote == "'" and not _quoted(head, separator) and score[0] <= best[0]:
                continue
            if score > best or (quote == "'" and _quoted(head, separator)):
                best, found = score, dialect
    return found if best[1] or head[:1] != "'" or head[-1:] != "'" else _Dialect(quote="'")


def _quoted(head: str, separator: str) -> bool:
    """Return whether every name in a header stands in single quotation marks."""
    names = head.split(separator)
    return all(len(name) > 1 and name[0] == name[-1] == "'" for name in names)


def _evenness(dialect: _Dialect, sample: str) -> tuple[float, int]:
    """Return for how large a share of rows there are as many cells, and how many."""
    records = [row for row in islice(dialect.reader(sample), _LOOKED_AT) if any(row)]
    widths = Counter(len(row) for row in records if len(row) > 1)
    if not widths:
        return 0.0, 0
    width, times = max(widths.items(), key=lambda one: (one[1], one[0]))
    first = next(row for row in records if len(row) == width)
    # A row of names is the first of its width where this is how cells are parted.
    named = not any(re.match(r"\s*[\d.,-]", cell) for cell in first)
    return times / len(records) + named / 4, width


def _records(
    dialect: _Dialect, text: str, start: int = 1, strict: bool = False
) -> Iterator[tuple[int, list[str]]]:
    """Yield every record with the line it starts on."""
    reader = dialect.reader(text, strict)
    line = 0
    for row in reader:
        yield line + start, row
        line = reader.line_num


def _rows(records: Iterator[tuple[int, list[str]]]) -> Iterator[SheetRow]:
    for line, cells in records:
        row = SheetRow(line, tuple(map(live, cells)))
        wrong = {i: f"holds {cell.strip()}" for i, cell in enumerate(cells) if _is_error(cell)}
        yield evolve(row, errors=wrong) if wrong else row


def _is_error(cell: str) -> bool:
    return "#" in cell and cell.strip() in ERRORS


def _with_faults(dialect: _Dialect, text: str, start: int) -> Iterator[SheetRow]:
    """Yield the rows of a file in which quotation marks are wrong, each with what is wrong."""
    lines = list(io.StringIO(text, newline=""))
    rows = list(_rows(_records(dialect, text, start)))
    for row, after in zip(rows, [*(r.line for r in rows[1:]), len(lines) + start], strict=True):
        raw = "".join(lines[row.line - start : after - start])
        yield evolve(row, fault=_fault(dialect, raw, row.line)) if dialect.quote in raw else row


def _fault(dialect: _Dialect, raw: str, line: int) -> str:
    """Return what is wrong with the quotation marks of a record; nothing if nothing is."""
    quote, separator = dialect.quote, re.escape(dialect.separator)
    cell = re.compile(rf"{quote}(?P<in>(?:[^{quote}]|{quote}{quote})*)(?P<end>{quote}?)")
    plain = re.compile(rf"[^{separator}\r\n]*")
    at = 0
    while at < len(raw):
        if raw[at] == quote:
            match = cell.match(raw, at)
            assert match is not None
            lines = raw[: match.start()].count("\n")
            if not match["end"]:
                opened = line + lines
                last = line + raw.rstrip("\r\n").count("\n")
                swallowed = f": its cell goes to line {last}" if last > opened else ""
                return f"a quotation mark opened on line {opened} is never closed{swallowed}"
            at = match.end()
            if raw[at : at + 1] not in ("", dialect.separator, "\r", "\n"):
                lines = raw[:at].count("\n")
                return (
                    f"text follows a closing quotation mark on line {line + lines}: write "
                    "quotation marks that are in a text twice"
                )
        else:
            match = plain.match(raw, at)
            assert match is not None
            at = match.end()
        at += 1
    return ""


def _whole(dialect: _Dialect, row: SheetRow) -> SheetRow:
    """Return a row with its fault, if one of its cells holds other rows.

    So it is where a quotation mark is opened in one row and another in a later one: a line in
    the cell has as many cells as the row, and the first is of the same make.
    """
    if row.fault or len(row.cells) < 3:
        return row
    for cell in row.cells:
        if "\n" not in cell:
            continue
        for line in cell.splitlines()[1:]:
            parts = line.split(dialect.separator)
            if len(parts) == len(row.cells) and _make(parts[0]) == _make(row.cells[0]):
                sentence = f"a cell that begins on line {row.line} holds a whole row"
                return evolve(row, fault=f"{sentence}: is a quotation mark too many?")
    return row


def _make(text: str) -> str:
    return re.sub(r"\d", "0", text.strip().casefold())
