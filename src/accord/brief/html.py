"""The page as one HTML file: no network, no script, for screen, phone and paper."""

from pathlib import Path

from accord.brief.compose import Brief
from accord.brief.dossier import Dossier, readable
from accord.brief.page_blocks import ALONE, FOOT, title
from accord.formats.disk import put
from accord.telling.html_blocks import environment
from accord.telling.value_trees import cleaned

GENERATOR = b'<meta name="generator" content="Accord">'
"""What a page says of itself; up to here every page is the same."""


def to_html(brief: Brief, *, full: bool = False, folded: bool = True) -> str:
    """Return a brief as one self-contained HTML file.

    Args:
        brief: The brief.
        full: Whether the dossier is open, and printed.
        folded: Whether the dossier is there at all if it is not open.
    """
    dossier = readable(brief.dossier) if full or folded else None
    linked = frozenset(one.id for one in dossier.cited) if dossier else frozenset()
    made = environment(
        "accord.brief", leads=lambda one: f"#entry-{one}" if one in linked else ""
    )
    page = cleaned(brief.page)
    return made.get_template("brief.html.j2").render(
        page=page,
        heading=title(page),
        dossier=dossier,
        known=brief.known,
        numbers=numbers(dossier),
        full=full,
        foot=FOOT,
        alone=ALONE,
    )


def numbers(dossier: Dossier | None) -> dict[str, int]:
    """Return by which number a page names each entry of its dossier."""
    return {one.id: n for n, one in enumerate(dossier.cited if dossier else (), 1)}


def write_html(path: str, brief: Brief, *, full: bool = False) -> None:
    """Write a brief into a file.

    Args:
        path: The file; need not be there.
        brief: The brief.
        full: Whether the dossier is open, and printed.

    Raises:
        AccordError: If the file is there and holds no page of Accord.
        Unwritable: If it cannot be written.
    """
    html = to_html(brief, full=full).encode()
    start = html.partition(GENERATOR)
    put(Path(path), html, "a page of Accord", lambda data: data.startswith(b"".join(start[:2])))
