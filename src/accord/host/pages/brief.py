"""The brief, live: where the talks stand, for whoever reads it; and the dossier behind it."""

from attrs import frozen
from markupsafe import Markup
from starlette.responses import Response

from accord.brief import Brief, compose
from accord.brief.dossier import Dossier, readable
from accord.brief.page import Page
from accord.brief.page_blocks import FOOT, title
from accord.brief.sections.where_talks_stand import WhereTalksStand
from accord.host.host_page import HostPage
from accord.host.page_query import address, moment_asked
from accord.host.rules import Rule
from accord.host.visit import NotThere, Visit
from accord.model import When
from accord.telling.value_trees import cleaned

_KINDS_OF_STATE = ("agreement", "decision", "step", "response", "round")
"""The kinds of entry by which talks come to stand where they do."""


@frozen(kw_only=True)
class BriefAsked:
    """Which brief is asked for.

    Attributes:
        as_of: The day of which it speaks; None for all that is known.
        since: Since when something is new; None for the end of the round before the latest.
    """

    as_of: When | None
    since: When | None

    @classmethod
    def of(cls, visit: Visit) -> "BriefAsked":
        """Read it from the address of a page."""
        as_of, since = (moment_asked(visit, name) for name in ("as_of", "since"))
        return cls(as_of=as_of, since=since)

    @property
    def query(self) -> dict[str, str]:
        """The fields of an address that ask for it."""
        return {"as_of": str(self.as_of or ""), "since": str(self.since or "")}

    def composed(self, visit: Visit) -> Brief:
        """Return the brief for the seat of a visit, made once for all who sit there."""

        def make() -> Brief:
            made = compose(visit.case, self.as_of, since=self.since, reader=visit.seat.reader)
            _ = made.page  # here, under the one lock
            return made

        return visit.once(("brief", str(self.as_of), str(self.since)), make)

    def dossier(self, visit: Visit) -> Dossier:
        """Return the dossier behind it, made once for all who sit there."""
        key = ("dossier", *self.query.values())
        return visit.once(key, lambda: readable(self.composed(visit).dossier))


def _numbers(page: Page) -> dict[str, int]:
    """Return by which number a page names each entry behind it: in the order of its lines."""
    lines = (line for part in page.parts for line in part.lines)
    ids = dict.fromkeys(one for line in lines for one in line.entries)
    return {one: number for number, one in enumerate(ids, 1)}


def brief(visit: Visit) -> Response:
    """Show the page."""
    asked = BriefAsked.of(visit)
    made = asked.composed(visit)
    page = cleaned(made.page)

    def drawn() -> Markup:
        query = address("", asked.query)
        values = {"page": page, "numbers": _numbers(page), "query": query, "foot": FOOT}
        return Markup(visit.host.render("brief_page.html.j2", **values))

    empty = not (visit.case.process.agenda.issues or visit.case.record.entries)
    return visit.render(
        "brief.html.j2",
        begins=visit.seat.team and empty,
        status=422 if visit.mistakes else 200,
        title=title(page),
        body=visit.once(("brief page", *asked.query.values()), drawn),
        live=address("/brief", asked.query),
        asked=asked.query | {name: visit.query.get(name, "") for name in asked.query},
    )


def dossier(visit: Visit) -> Response:
    """Show all that the page rests on."""
    asked = BriefAsked.of(visit)
    made = asked.composed(visit)

    def drawn() -> Markup:
        values = {"dossier": asked.dossier(visit), "known": made.known}
        return Markup(visit.host.render("dossier_parts.html.j2", **values))

    return visit.render(
        "dossier.html.j2",
        status=422 if visit.mistakes else 200,
        title=f"The dossier: {title(cleaned(made.page))}",
        body=visit.once(("dossier page", *asked.query.values()), drawn),
        brief=address("/brief", asked.query),
    )


def section(visit: Visit) -> Response:
    """Show one section of the dossier."""
    asked = BriefAsked.of(visit)
    made, wanted = asked.composed(visit), visit.path["section"]
    shown = asked.dossier(visit).shown
    found = next((one for one in shown if one.anchor == wanted), None)
    if found is None:
        raise NotThere

    def drawn() -> Markup:
        values = {"section": found, "known": made.known}
        return Markup(visit.host.render("section_blocks.html.j2", **values))

    return visit.render(
        "section.html.j2",
        status=422 if visit.mistakes else 200,
        title=found.title,
        section=found,
        body=visit.once(("section", wanted, *asked.query.values()), drawn),
        other_sections=[
            (address(f"/brief/{one.anchor}", asked.query), one.contents or one.title)
            for one in shown
        ],
        here=address(f"/brief/{wanted}", asked.query),
        as_of=asked.query["as_of"],
        brief=address("/brief", asked.query),
        kinds=_KINDS_OF_STATE if wanted == WhereTalksStand.anchor else (),
    )


PAGES = (
    HostPage("/brief", brief, Rule.DESK, nav=("Where the talks stand",)),
    HostPage("/brief/dossier", dossier, Rule.DESK),
    HostPage("/brief/{section}", section, Rule.DESK),
)
