"""Taking a sheet into a folder, or looking what that would do: rows, a matrix or marks."""

from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path

from attrs import evolve, frozen

from accord.errors import AccordError
from accord.formats.corrected import write_corrected
from accord.formats.disk import alone
from accord.formats.for_whom import RECORD
from accord.formats.import_marks import MarksPlan, plan_marks
from accord.formats.import_rows import ImportPlan, plan
from accord.formats.mapping_file import layouts, merged, proposed, read_mapping, write_mapping
from accord.formats.read import near
from accord.formats.record_sheets import ENTRIES, MATRIX
from accord.formats.sheet_columns import ColumnMapping
from accord.model import When
from accord.record import Case


@frozen
class KeptMapping:
    """What was said of a sheet, now and earlier.

    Attributes:
        mapping: All of it.
        file: Where it is kept.
        there: What is kept there; None where there is no such file.
    """

    mapping: ColumnMapping
    file: Path
    there: ColumnMapping | None

    @classmethod
    def of(
        cls, name: str | None, own: Path, said: ColumnMapping, *, marks: bool = False
    ) -> "KeptMapping":
        """Read what was said earlier, and add what is said now.

        Args:
            name: The file to keep it in, or what comes with Accord; nothing for the own one.
            own: The file in the folder.
            said: What is said now.
            marks: Whether it is of a sheet of marks: its columns hold parties too.
        """
        file = own if name is None or name in layouts() else Path(name)
        if file is not own and not file.exists() and not file.suffix:
            raise AccordError(
                f"there is no data set '{name}'{near(str(name), layouts())}; a file to keep a "
                "mapping in ends in .yaml"
            )
        there = read_mapping(file, marks=marks) if file.exists() else None
        begun = read_mapping(name) if name in layouts() else ColumnMapping()
        return cls(merged(merged(begun, there or ColumnMapping()), said), file, there)

    def keep(self, found: ImportPlan | MarksPlan, sheet: str) -> Path | None:
        """Write the mapping that a sheet was read with, if that is new and worth keeping.

        Returns:
            The file, if it was written.
        """
        marks = isinstance(found, MarksPlan)
        taken = {name: to for one in found.columns.values() for name, to in one.items()}
        plain = marks or all(name == to for name, to in taken.items())
        if plain and evolve(self.mapping, asked=frozenset()) == ColumnMapping():
            return None  # a sheet of Accord's own needs none
        guessed = {} if isinstance(found, MarksPlan) else found.guessed
        whole = proposed(self.mapping, found.columns, found.ignored, guessed)
        if whole == self.there:
            return None
        write_mapping(self.file, whole, sheet, marks=marks)
        return self.file


def mapping_file(folder: Path, sheet: Path) -> Path:
    """Name the file in a folder that keeps what was said of a sheet."""
    return folder / f"{sheet.name}.mapping.yaml"


@frozen(kw_only=True)
class MarksGiven:
    """What is said of a sheet of marks beside what its columns hold.

    Attributes:
        held_by: Who holds the marks: an id or a name.
        as_of: When they were held.
        readers: Who may read them; the mediator's team where nobody is named.
        voice: The voice of a party whose marks they are; empty for the parties' own.
        can_block: Of a voice that is new: whether it can block.
    """

    held_by: str
    as_of: When | None = None
    readers: tuple[str, ...] = ()
    voice: str = ""
    can_block: bool | None = None


@frozen(kw_only=True)
class SheetTaken:
    """What became of a sheet, or would.

    Attributes:
        found: What it gives the folder, and what cannot be taken.
        mapping: What was said of it, now and earlier.
        kept_in: The file in which that was kept now; None where it is kept already, or need
            not be.
        corrected: The copy that was written with what is wrong beside the rows.
        written: Whether it was taken.
    """

    found: ImportPlan | MarksPlan
    mapping: KeptMapping
    kept_in: Path | None
    corrected: Path | None
    written: bool


def take_sheet(
    folder: Path,
    file: Path,
    said: ColumnMapping,
    *,
    what: str = ENTRIES,
    marks: MarksGiven | None = None,
    kept: str | None = None,
    date: When | None = None,
    sources: Sequence[str] = (),
    write: bool = False,
    keep: bool = True,
    corrected: Path | None = None,
    case: Case | None = None,
) -> SheetTaken:
    """Read a sheet and say what it gives a folder; write it where that is asked.

    Args:
        folder: The process folder.
        file: The sheet.
        said: What is said of it now.
        what: `entries` or `matrix`; of `marks`, the next argument says more.
        marks: What is said of a sheet of marks; None for another.
        kept: Where what was said of the sheet is kept, or the name of a data set.
        date: The date of rows that have none.
        sources: The sources of rows that have none.
        write: Whether to take it.
        keep: Whether to keep what was said of it.
        corrected: Where to write a copy with what is wrong.
        case: The folder as its reader sees it: names are looked up in it, and only what this
            reader may read is checked. None for whoever holds all the files.

    Raises:
        InvalidProcess: If the folder has mistakes.
        FormatError: If the sheet cannot be read, or a column cannot be what is said of it.
        AccordError: If nobody is called so, or a file cannot be written.
    """
    own = mapping_file(folder, file)
    mapping = KeptMapping.of(kept, own, said, marks=marks is not None)
    found: ImportPlan | MarksPlan
    with alone(folder / RECORD) if write else nullcontext():
        if marks is not None:
            found = plan_marks(
                folder,
                file,
                held_by=marks.held_by,
                mapping=mapping.mapping,
                as_of=marks.as_of,
                readers=marks.readers,
                voice=marks.voice,
                can_block=marks.can_block,
                case=case,
            )
        else:
            found = plan(
                folder,
                file,
                what,
                mapping=mapping.mapping,
                date=date,
                sources=sources,
                case=case,
            )
        if write and found.change:
            found.change.write()
    kept_in = mapping.keep(found, file.name) if keep and what != MATRIX else None
    if corrected is not None:
        write_corrected(corrected, file, found.sheets, found.refused)
    return SheetTaken(
        found=found, mapping=mapping, kept_in=kept_in, corrected=corrected, written=write
    )
