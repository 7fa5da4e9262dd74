"""Files to take along: what the commands export, of what the seat may read."""

import re
import unicodedata

from starlette.responses import Response

from accord.errors import AccordError
from accord.formats.marks_export import marked_sheets
from accord.host.exported import EXPORTS, MARKS_FILES, ExportAsked
from accord.host.host_page import HostPage
from accord.host.page_query import address
from accord.host.pages.brief import BriefAsked
from accord.host.pages.record import as_of_case
from accord.host.rules import Rule
from accord.host.visit import NotThere, Visit

_LONGEST_NAME = 40
"""Signs of what a process is called in the name of a file."""


def take_along(visit: Visit) -> Response:
    """Show what can be taken along."""
    asked = BriefAsked.of(visit)
    full = "yes" if visit.query.get("full") else ""
    query = {**asked.query, "full": full}
    marked = marked_sheets(as_of_case(visit, asked.as_of))
    holders = [
        (
            visit.case.process.name(one),
            [
                (address(f"/export/{file.name}", {**query, "held_by": one}), file.what)
                for file in MARKS_FILES
            ],
        )
        for one in marked
    ]
    return visit.render(
        "take_along.html.j2",
        status=422 if visit.mistakes else 200,
        title="Take along",
        files=[(address(f"/export/{one.name}", query), one.what) for one in EXPORTS],
        holders=holders,
        typed=query | {name: visit.query.get(name, "") for name in asked.query},
    )


def download(visit: Visit) -> Response:
    """Return a file, made once for all who take the same along."""
    name = visit.path["file"]
    file = next((one for one in (*EXPORTS, *MARKS_FILES) if one.name == name), None)
    if file is None:
        raise NotThere
    asked = BriefAsked.of(visit)
    if visit.mistakes:
        return take_along(visit)
    wanted = ExportAsked(
        case=as_of_case(visit, asked.as_of),
        brief=lambda: asked.composed(visit),
        folder=visit.folder,
        reader=visit.seat.reader,
        full=bool(visit.query.get("full")),
        held_by=visit.query.get("held_by", ""),
    )
    key = ("file", name, *asked.query.values(), wanted.full, wanted.held_by)
    try:
        data = visit.once(key, lambda: file.make(wanted))
    except AccordError as error:
        visit.mistakes = tuple(str(error).splitlines())
        return take_along(visit)
    answer = Response(data, media_type=file.media)
    called = f"{_called(visit)}-{name}"
    answer.headers["content-disposition"] = f'attachment; filename="{called}"'
    return answer


def _called(visit: Visit) -> str:
    """Return what the names of files begin with: what the process is called, and the day."""
    title = unicodedata.normalize("NFKD", visit.case.process.title).encode("ascii", "ignore")
    plain = re.sub(r"[^a-z0-9]+", "-", title.decode().casefold())[:_LONGEST_NAME].strip("-")
    day = visit.host.settings.clock().astimezone().date()
    return f"{plain or 'talks'}-{day}"


PAGES = (
    HostPage("/export", take_along, Rule.DESK, nav=("Take along",)),
    HostPage("/export/{file}", download, Rule.DESK),
)
