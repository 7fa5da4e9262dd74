"""The brief as PDF: the page on one side, the dossier behind it where it is asked for."""

from pathlib import Path

from accord.brief.compose import Brief
from accord.brief.html import to_html
from accord.errors import AccordError
from accord.formats.disk import put

MISSING = (
    "for PDF Accord needs WeasyPrint and what it draws letters with (Pango): "
    "pip install 'accord[pdf]', and on Debian or Ubuntu apt install libpango-1.0-0 "
    "libpangoft2-1.0-0 libharfbuzz-subset0"
)


def to_pdf(brief: Brief, *, full: bool = False) -> bytes:
    """Return a brief as a PDF file.

    Args:
        brief: The brief.
        full: Whether the dossier follows the page.

    Raises:
        AccordError: If what makes PDF files is not installed.
    """
    try:
        from weasyprint import HTML
    except (ImportError, OSError):  # OSError: the library that draws letters is not there
        raise AccordError(MISSING) from None
    html = to_html(brief, full=full, folded=False)
    made: bytes = HTML(string=html, url_fetcher=_nothing).write_pdf()
    return made


def _nothing(url: str, **_: object) -> dict[str, object]:
    """Fetch nothing, whatever a page may name."""
    raise ValueError(f"{url} is not fetched")


def write_pdf(path: str, brief: Brief, *, full: bool = False) -> None:
    """Write a brief into a PDF file.

    Args:
        path: The file; need not be there.
        brief: The brief.
        full: Whether the dossier follows the page.

    Raises:
        AccordError: If the file is there and is no PDF, or PDF files cannot be made here.
        Unwritable: If it cannot be written.
    """
    put(Path(path), to_pdf(brief, full=full), "a PDF", lambda data: data.startswith(b"%PDF-"))
