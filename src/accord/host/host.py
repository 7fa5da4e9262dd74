"""A host: the folder, the store, the doors and the pages, together."""

import logging
from typing import TYPE_CHECKING, Any

from attrs import define, field
from starlette.responses import Response

from accord.errors import AccordError
from accord.host.bell import Bell
from accord.host.class_people import ClassSeating
from accord.host.class_tiles import FactsOfTables
from accord.host.classroom import Classroom
from accord.host.computed import Computed
from accord.host.doors import Doors
from accord.host.held_folder import HeldFolder
from accord.host.held_table import HeldTable
from accord.host.held_tables import HeldTables
from accord.host.host_page import HostPage
from accord.host.host_place import HostPlace
from accord.host.host_seats import HostSeat, seats_of
from accord.host.injects import ROUND_BEGINS, ClassNews, release
from accord.host.kept_log import KeptLog
from accord.host.opened_pages import OpenedPages
from accord.host.papers import Papers
from accord.host.passwords import Passwords
from accord.host.questionnaire import Questionnaire
from accord.host.rates import TokenBuckets
from accord.host.rendering import rendered
from accord.host.seated import SeatedTable, SeatedTables
from accord.host.secretary import Secretary
from accord.host.settings import HostSettings
from accord.model import Process
from accord.record import Case
from accord.store import Store

if TYPE_CHECKING:
    from accord.host.minutes import Minutes
    from accord.host.own_machine import OwnMachine

DATABASE = "accord.sqlite"


@define(kw_only=True, eq=False)
class Host:
    """All that answers a visit.

    Attributes:
        settings: What it was started with.
        store: Where what people did is kept.
        doors: Who may come in.
        held: The process folder.
        tables: The tables that are held here.
        seated: The tables that people sit at here: those, or of a delegation's own machine
            those of another host.
        secretary: Writes what happens at tables into the record.
        papers: What was released to several seats at once.
        classroom: What was decided about the class, if there is one.
        questionnaire: What the class is asked, and what each answered.
        news: What was prepared to happen at the tables of the class.
        bell: Rings when something has changed.
        opened: Who opened what.
        passwords: Checks passwords and codes.
        buckets: Who did how much lately.
        pages: Every page.
        computed: What was made of the folder for its readers.
        place: Where it is found; None while it is not served.
        minutes: Writes the record behind the moves; None where each move waits for it.
        own: What there is besides where it is a delegation's own machine; else None.
        start: Tells this start of the host from others.
    """

    settings: HostSettings
    store: Store
    doors: Doors
    held: HeldFolder
    tables: HeldTables
    secretary: Secretary
    papers: Papers
    classroom: Classroom
    questionnaire: Questionnaire
    news: ClassNews
    bell: Bell
    opened: OpenedPages
    passwords: Passwords
    buckets: TokenBuckets
    pages: tuple[HostPage, ...]
    computed: Computed = field(factory=Computed, init=False)
    facts: FactsOfTables = field(factory=FactsOfTables, init=False)
    place: HostPlace | None = None
    minutes: "Minutes | None" = None
    own: "OwnMachine | None" = None
    seated: SeatedTables = field()
    start: str = field()
    _seats: tuple[Process, int, dict[str, HostSeat]] | None = field(default=None, init=False)
    _class_cases: dict[str, tuple[tuple[object, ...], Case]] = field(factory=dict, init=False)
    _renamed: int = field(default=0, init=False)
    _cannot: set[tuple[str, int]] = field(factory=set, init=False)

    @seated.default
    def _seated(self) -> SeatedTables:
        return self.tables

    @start.default
    def _start(self) -> str:
        return self.settings.random(6).hex()

    @property
    def seats(self) -> dict[str, HostSeat]:
        """The seats by their ids at which people can sit here; on an own machine one."""
        known, own = self.known_seats, self.own
        return known if own is None else {one: known[one] for one in known if one == own.seat}

    @property
    def known_seats(self) -> dict[str, HostSeat]:
        """Every seat by its id, as the process says now, whether it is a seat here or not."""
        process, tables = self.held.process, len(self.tables)
        known = self._seats
        if known is None or known[0] is not process or known[1] != tables:
            if known and known[0] != process:
                self._renamed += 1
            known = self._seats = (process, tables, seats_of(process, self.tables.groups))
        return known[2]

    @property
    def logs(self) -> dict[str, KeptLog]:
        """The logs that other processes may add to, by their names."""
        kept = [self.papers.log, self.classroom.log, self.questionnaire.log, self.news.log]
        kept += [self.own.log] if self.own is not None else []
        return {one.name: one for one in kept}

    @property
    def renamed(self) -> int:
        """How often something that everybody reads of the process has changed."""
        _ = self.seats
        return self._renamed

    def position(self, seat: HostSeat, of: str = "") -> str:
        """Return where a seat stands: it is another after a change of what it may see.

        It is always of one length, so that how much is sent tells nothing.

        Args:
            seat: The seat.
            of: The table that a page shows, if it shows nothing else but names: else each move
                at a table would bring all pages of all tables anew.
        """
        changes = self.seated.position(seat, of)
        changes += self.doors.filled(seat.beside)
        if of:
            changes += self.renamed
        else:
            changes += self.held.position(seat.reader) + self.papers.position(seat.id)
            changes += self.own.position if self.own is not None else 0
            if seat.group or seat.teaches:
                changes += self.classroom.position(seat)
            if seat.teaches:
                changes += self.questionnaire.position + self.news.position
        if seat.group:  # what is asked is said on every page
            changes += self.questionnaire.shown
        # Whoever runs the host sees who comes and goes at every seat, the others at theirs.
        changes += self.doors.position("" if seat.runs else seat.id)
        return f"{self.start}-{changes:010}"

    def case(self, seat: HostSeat) -> Case:
        """Return what a seat may read; of a class its own sheet and nobody else's.

        Args:
            seat: The seat.
        """
        case = self.held.case(seat.reader)
        if not seat.group:
            return case
        made_of = (case, self.held.whole, self.classroom.held_by)
        known = self._class_cases.get(seat.sits)
        if known is None or any(a is not b for a, b in zip(known[0], made_of, strict=True)):
            seen = self.classroom.seen_from(case, self.held.whole, seat)
            known = self._class_cases[seat.sits] = (made_of, seen)
        return known[1]

    def class_seating(self) -> ClassSeating:
        """Return who sits where in the class now."""
        return ClassSeating(
            groups=self.tables.groups, people=self.doors.people(), programs=self.programs
        )

    @property
    def programs(self) -> frozenset[str]:
        """The ids of the seats of the class in which a program plays."""
        return frozenset(
            f"{table.group}/{place}"
            for table in self.tables.of_class()
            for place in table.programs
        )

    def missing(self, seat: HostSeat) -> list[str]:
        """Return who is missing at the table of a seat of a class: the names of empty seats.

        Args:
            seat: The seat.
        """
        empty = [one for one in seat.beside if not self.doors.anybody(one)]
        if not empty or self.own is not None:  # who sits elsewhere is not known here
            return []
        tables = self.tables.of_class(seat.group)
        programs = {seat.group + "/" + place for table in tables for place in table.programs}
        return [
            self.seats[place].name
            for one in empty
            if one not in programs and (place := one.partition("/")[2]) in self.seats
        ]

    def minute(self, table: SeatedTable) -> None:
        """Have what has happened at a table that is held here written into the record."""
        if self.own is not None or not isinstance(table, HeldTable):
            return
        if (minutes := self.minutes) is not None:
            minutes.add(table)
        else:
            self.write_minutes(table)

    def write_minutes(self, table: HeldTable) -> bool:
        """Write what has happened at a table into the record, and return whether it is there.

        Args:
            table: The table.
        """
        try:
            if table.recorded:
                self.secretary.write(table)
        except AccordError as error:
            logging.getLogger(__name__).warning("table %s: %s", table.id, error)
            return False
        return True

    def look_at_clock(self) -> None:
        """Say at the tables which deadlines have passed, and let happen what is due there."""
        now = self.settings.clock()
        for table in self.tables:
            try:
                if table.pass_deadline(now) | self._let_happen(table):
                    self.minute(table)
            except AccordError as error:
                logging.getLogger(__name__).warning("table %s: %s", table.id, error)

    def _let_happen(self, table: HeldTable) -> bool:
        """Let happen at a table of the class what comes by itself as a round begins."""
        if not table.group:
            return False
        done = False
        for one in self.news.due(table):
            key = (table.id, one.number)
            if key in self._cannot:
                continue
            try:
                done |= release(table, one, ROUND_BEGINS)
            except AccordError as error:  # said once: whoever teaches sees it with the news
                self._cannot.add(key)
                logging.getLogger(__name__).warning("table %s: %s", table.id, error)
        return done

    def cookie_name(self, name: str) -> str:
        """Return what a cookie is called in a browser.

        With TLS a browser takes one of such a name from this host over TLS alone, so nobody on
        the network can plant the secret by which a browser shall be known.
        """
        if self.own is not None:  # a browser has one jar for all that is served on this machine
            return f"own-{self.settings.port}-{name}"
        return name if self.settings.plain_http else f"__Host-{name}"

    def set_cookie(self, answer: Response, name: str, value: str) -> None:
        """Let a browser keep a value, or forget it where it is empty."""
        answer.set_cookie(
            self.cookie_name(name),
            value,
            # `delete_cookie` would say what the machine's clock says.
            max_age=None if value else 0,
            path="/",
            secure=not self.settings.plain_http,
            httponly=True,
            samesite="strict",
        )

    def render(self, template: str, /, **values: Any) -> str:
        """Return a page as text."""
        return rendered(template, host=self, **values)

    @property
    def link(self) -> str:
        """How every link to it begins that others may use."""
        return self.place.links[0] if self.place else ""

    def close(self) -> None:
        """Let go of the store."""
        self.opened.close()
        self.doors.close()
        self.store.close()


def open_host(settings: HostSettings) -> Host:
    """Open a folder for people to come to.

    Args:
        settings: What it is started with.

    Raises:
        InvalidProcess: If the folder has mistakes.
        AccordError: If the store cannot be opened.
    """
    from accord.host.pages import PAGES  # not to load every page for a name

    settings.kept.mkdir(mode=0o700, exist_ok=True)
    if not settings.store:
        (settings.kept / DATABASE).touch(mode=0o600)  # what SQLite adds to it has its rights
    place = settings.store or settings.kept / DATABASE
    store = Store.open(place, clock=settings.clock)
    try:
        bell = Bell()
        doors = Doors(store, settings, bell)
        held = HeldFolder(settings.folder, store, bell)
        return Host(
            settings=settings,
            store=store,
            doors=doors,
            held=held,
            tables=HeldTables(store, bell),
            secretary=Secretary(held),
            papers=Papers(store, settings, bell),
            classroom=Classroom(store, bell),
            news=ClassNews(store=store, bell=bell),
            questionnaire=Questionnaire(store, bell),
            bell=bell,
            opened=OpenedPages(store),
            passwords=Passwords(settings),
            buckets=TokenBuckets(settings.rates),
            pages=PAGES,
        )
    except BaseException:
        store.close()
        raise
