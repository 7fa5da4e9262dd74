"""The page as one HTML file: no network, no script, for screen, phone and paper."""

from pathlib import Path

from accord.brief.compose import Brief
from accord.brief.page import behind, readable
from accord.formats.disk import put
from accord.telling.html_blocks import environment

GENERATOR = b'<meta name="generator" content="Accord">'
"""What a page says of itself; up to here every page is the same."""


def to_html(brief: Brief) -> str:
    """Return a brief as one self-contained HTML file.

    Args:
        brief: The brief.
    """
    template = environment("accord.brief").get_template("brief.html.j2")
    page = readable(brief.page)
    return template.render(page=page, known=brief.known, behind=behind)


def write_html(path: str, brief: Brief) -> None:
    """Write a brief into a file.

    Args:
        path: The file; need not be there.
        brief: The brief.

    Raises:
        AccordError: If the file is there and holds no page of Accord.
        Unwritable: If it cannot be written.
    """
    html = to_html(brief).encode()
    start = html.partition(GENERATOR)
    put(Path(path), html, "a page of Accord", lambda data: data.startswith(b"".join(start[:2])))
