"""At hand in a session: the recorder, and papers that are released to all at once."""

from datetime import datetime
from pathlib import Path
from typing import Any

from attrs import frozen
from starlette.responses import Response

from accord.errors import AccordError
from accord.formats.append import Appended, append
from accord.host.host_page import MEGABYTE, HostPage
from accord.host.host_seats import HOST, PROJECTOR
from accord.host.rules import Rule
from accord.host.visit import NotThere, Visit
from accord.model import TABLE, When
from accord.record import Case, Entry, Session, Source, Statement, Step, TalksTurn

_LONGEST = 20_000
"""Signs of a text: some ten pages, more than is read out at a table."""


@frozen
class RecorderButton:
    """A big button of the recorder.

    Attributes:
        name: What it sends.
        label: What stands on it.
        what: What became of the talks.
    """

    name: str
    label: str
    what: TalksTurn


STEPS = (
    RecorderButton("resumed", "Resumed", TalksTurn.RESUMED),
    RecorderButton("adjourned", "Recess, adjourned", TalksTurn.ADJOURNED),
    RecorderButton("halted", "Halted", TalksTurn.HALTED),
    RecorderButton("ended", "Ended", TalksTurn.ENDED),
    RecorderButton("broken_off", "Broken off", TalksTurn.BROKEN_OFF),
)


def _now(visit: Visit) -> datetime:
    return visit.host.settings.clock().astimezone()


def _minute(moment: datetime) -> When:
    return When.parse(moment.strftime("%Y-%m-%dT%H:%M"))


def source_of(visit: Visit) -> Source:
    """Return the source that the recorder is today."""
    day = _now(visit).strftime("%Y-%m-%d")
    return Source(
        id=f"recorder-{day}",
        publisher="The mediator's team, as it kept the record of the session",
        date=When.parse(day),
        for_=(TABLE,),
    )


def _recorded(case: Case) -> list[Entry]:
    """Return what the recorder has entered, the last first."""
    found = [one for one in case.record.entries if any(_is_own(s) for s in one.sources)]
    return found[::-1][:10]


def _is_own(source: str) -> bool:
    return source.startswith("recorder-")


def open_session(case: Case) -> str:
    """Return the id of the session that the recorder opened last and nobody has ended."""
    for one in reversed(case.record.entries):
        if not any(map(_is_own, one.sources)):
            continue
        if isinstance(one, Step) and one.what in (TalksTurn.ENDED, TalksTurn.BROKEN_OFF):
            return ""
        if isinstance(one, Session):
            return one.id
    return ""


def recorder(visit: Visit, status: int = 200) -> Response:
    """Show the recorder of a session."""
    process = visit.case.process
    speakers = [
        *((p.id, p.name) for p in process.parties.values()),
        *(
            (p.id, f"{p.name} ({process.name(p.party)})" if p.party else p.name)
            for p in process.people.values()
        ),
        *((a.id, a.name) for a in process.actors.values()),
    ]
    return visit.render(
        "recorder.html.j2",
        status=status,
        title="Session recorder",
        speakers=speakers,
        steps=STEPS,
        session=open_session(visit.case),
        recorded=_recorded(visit.case),
        now=str(_minute(_now(visit))),
    )


def note_down(visit: Visit) -> Response:
    """Enter what was pressed, as of now."""
    form, now = visit.form, _now(visit)
    source, at, text = source_of(visit), _minute(now), form.get("text", "").strip()[:_LONGEST]
    given: dict[str, Any] = {"date": at, "sources": (source.id,), "for_": (TABLE,)}
    during = open_session(visit.case)
    pressed, by = form.get("what", ""), form.get("by", "")
    entry: Entry
    try:
        if pressed == "opened":
            name = text or f"Session of {at.words}"
            entry = Session(id="", name=name, **given)
        elif pressed == "statement":
            if not (by and text):
                raise AccordError("Say who speaks, and what is said.")
            entry = Statement(id="", by=by, text=text, during=during, **given)
        else:
            step = next((one.what for one in STEPS if one.name == pressed), None)
            if step is None:
                raise AccordError("Press one of the buttons.")
            said = (by,) if by else ()
            entry = Step(id="", what=step, by=said, text=text, during=during, **given)
        known = source.id in visit.case.record.sources
        new = [entry] if known else [source, entry]

        def written(folder: Path) -> Appended:
            return append(folder, new, spelt=True, reader=visit.seat.reader)

        done = visit.change(written)
    except AccordError as error:
        visit.mistakes = str(error).splitlines()
        return recorder(visit, 422)
    return visit.go("/recorder", said=f"Recorded at {at.words}: {done.added[-1].id}.")


def papers(visit: Visit, status: int = 200) -> Response:
    """List the papers of a seat, and for the team the form to release one."""
    host = visit.host
    others = [
        one
        for one in host.seats.values()
        if one.id not in (HOST, PROJECTOR, visit.seat.id) and "/" not in one.id
    ]
    return visit.render(
        "papers.html.j2",
        status=status,
        title="Papers",
        papers=host.papers.of(visit.seat.id),
        seats=others if visit.seat.team else [],
        pairs=[(one.id, one.name) for one in others],
        named=lambda one: host.seats[one].name if one in host.seats else one,
    )


def release(visit: Visit) -> Response:
    """Release a paper to several seats at this moment."""
    form, host = visit.form, visit.host
    title = form.get("title", "").strip()[:200]
    text = form.get("text", "").strip()[:_LONGEST]
    to = [one for one in visit.lists.get("to", ()) if one in host.seats]
    file = visit.files.get("file")
    content = file.file.read() if file else b""
    try:
        if not title:
            raise AccordError("Give the paper a title.")
        if not (text or content):
            raise AccordError("Write the paper, or choose a file.")
        if not to:
            raise AccordError("Choose who is to have it.")
        name = Path(file.filename or "paper").name[:120] if file and content else ""
        host.papers.release(
            title,
            [*to, visit.seat.id],
            visit.by,
            text=text,
            file=name,
            content=content,
            key=form.get("once") or host.settings.random(16).hex(),
        )
    except AccordError as error:
        visit.mistakes = str(error).splitlines()
        return papers(visit, 422)
    return visit.go("/papers", said="It was released to all of them at the same moment.")


def take(visit: Visit) -> Response:
    """Take a paper: from now on everybody who has it sees when this seat took it."""
    paper = visit.host.papers.take(visit.path["paper"], visit.seat.id, visit.by)
    if paper is None:
        raise NotThere
    return visit.go(f"/papers/{paper.id}")


def paper(visit: Visit) -> Response:
    """Show a paper that the seat has taken."""
    found = visit.host.papers.get(visit.path["paper"], visit.seat.id)
    if found is None or visit.seat.id not in found.taken:
        raise NotThere
    named = visit.host.seats
    return visit.render(
        "paper.html.j2",
        title=found.title,
        paper=found,
        named=lambda one: named[one].name if one in named else one,
    )


def file_of(visit: Visit) -> Response:
    """Return the file of a paper that the seat has taken, to be saved and not shown."""
    found = visit.host.papers.get(visit.path["paper"], visit.seat.id)
    if found is None or visit.seat.id not in found.taken or not found.file:
        raise NotThere
    safe = "".join(
        s if s.isascii() and (s.isalnum() or s in ".-_") else "_" for s in found.file
    )
    return Response(
        found.content,
        media_type="application/octet-stream",
        headers={"content-disposition": f'attachment; filename="{safe}"'},
    )


PAGES = (
    HostPage("/recorder", recorder, Rule.TEAM, nav=("Enter what happened", "Session recorder")),
    HostPage("/recorder", note_down, Rule.TEAM, "POST"),
    HostPage("/papers", papers, Rule.DESK, nav=("Table", "Papers")),
    HostPage("/papers", release, Rule.TEAM, "POST", most=5 * MEGABYTE),
    HostPage("/papers/{paper}/take", take, Rule.DESK, "POST"),
    HostPage("/papers/{paper}", paper, Rule.DESK),
    HostPage("/papers/{paper}/file", file_of, Rule.DESK),
)
