"""Somebody who will never write a file enters what happened, corrects it, withdraws it."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from tests.host.people import Guest, example, hosted, sit

from accord.formats import load
from accord.formats.append import tree
from accord.formats.edit_entry import edit
from accord.formats.entry_given import add_given
from accord.host.host import Host
from accord.model import When
from accord.model.tier import narrow
from accord.record import KINDS, Entry

STATEMENT = {
    "kind": "statement",
    "by": "Ridge Assembly",
    "date": "yesterday",
    "text": "The road stays open",
}


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Host]:
    with hosted(example(tmp_path, "sarn-river")) as host:
        yield host


def team(host: Host) -> Guest:
    return sit(host, "mediator", "Oda")


def plain(page: str) -> str:
    """Return the words of a page."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def party(host: Host, number: int = 0) -> str:
    return [*host.held.whole.process.parties][number]


def statement(host: Host, **other: str) -> dict[str, str | list[str]]:
    process = host.held.whole.process
    name = process.parties[party(host)].name
    source = next(iter(host.held.whole.record.sources))
    return {
        "kind": "statement",
        "by": name.upper(),
        "date": "yesterday",
        "text": "The gates stay shut",
        "sources": source,
        **other,
    }


def entries(host: Host) -> dict[str, Entry]:
    return load(host.settings.folder).record.by_id


def test_every_kind_can_be_chosen_and_those_used_most_come_first(host: Host) -> None:
    page = team(host).get("/record/add")
    kinds = re.findall(r'href="/record/add\?kind=(\w+)"', page)
    assert set(kinds) == set(KINDS) - {"correction"}
    used = [sum(e.kind == kind for e in host.held.whole.record.entries) for kind in kinds]
    assert used == sorted(used, reverse=True)
    assert "Somebody said something" in plain(page)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "correction"])
def test_every_kind_has_a_form_that_speaks_of_no_files(host: Host, kind: str) -> None:
    page = team(host).get(f"/record/add?kind={kind}")
    words = plain(page)
    assert "Save" in words
    assert "Who may read it" in words
    assert "When it happened or was said" in words
    assert not re.search(r"yaml|YAML|`|\bIds?\b|--\w", words)


def test_an_entry_is_added_as_the_command_would_and_leads_to_its_page(host: Host) -> None:
    twin = example(host.settings.folder.parent / "twin", "sarn-river")
    typed = statement(host)
    where = team(host).post("/record/add", typed, on="/record/add?kind=statement")
    name = where.removeprefix("/record/")
    one = entries(host)[name]
    assert (str(one.date), one.for_) == ("2033-09-29", host.held.whole.record.for_)
    keys = {**typed, "by": party(host), "date": "2033-09-29", "sources": [typed["sources"]]}
    add_given(twin, tree(keys), when=When.parse)
    assert load(twin).record.by_id[name] == one
    assert (twin / "record.yaml").read_bytes() == (
        host.settings.folder / "record.yaml"
    ).read_bytes()


def test_what_was_sent_twice_is_added_once(host: Host) -> None:
    guest = team(host)
    hidden = dict(
        re.findall(
            r'<input type="hidden" name="(\w+)" value="([^"]*)">',
            guest.get("/record/add?kind=statement"),
        )
    )
    before = len(entries(host))
    for _ in range(2):
        answer = guest.client.post(
            "/record/add", data=hidden | statement(host), follow_redirects=False
        )
        assert answer.status_code == 303
    assert len(entries(host)) == before + 1


def test_mistakes_come_back_at_their_fields_with_all_that_was_typed(host: Host) -> None:
    before = entries(host)
    page = team(host).post(
        "/record/add",
        statement(host, by="", date="soonish", sources=""),
        on="/record/add?kind=statement",
        status=422,
    )
    words = plain(page)
    assert "Who said it: Please fill this in." in words
    assert "When it happened or was said: 'soonish' is not a date" in words
    assert 'value="soonish"' in page
    assert "Read as" not in words
    page = team(host).get("/record/add?kind=statement&date=yesterday")
    assert "Read as Thursday, 29 September 2033" in plain(page)
    page = team(host).post(
        "/record/add",
        statement(host, by="", date="soonish", sources=""),
        on="/record/add?kind=statement",
        status=422,
    )
    assert "The gates stay shut" in page
    assert page.count('aria-invalid="true"') == 3
    page = team(host).post(
        "/record/add",
        statement(host, sources="No Such Paper"),
        on="/record/add?kind=statement",
        status=422,
    )
    assert "'No Such Paper'; known: The Kest Gazette, " in plain(page)  # and no ids
    assert "say below that it is new" in plain(page)
    assert entries(host) == before


def test_a_new_source_is_made_on_the_spot(host: Host) -> None:
    typed = statement(host, sources="", new_outlet="Radio Nine", new_date="2 days ago")
    where = team(host).post("/record/add", typed, on="/record/add?kind=statement")
    case = load(host.settings.folder)
    (source,) = case.record.by_id[where.removeprefix("/record/")].sources
    assert case.record.labels[source] == "Radio Nine"
    assert str(case.record.sources[source].date) == "2033-09-28"
    typed = statement(host, sources="", new_heard="Oda Lind")
    where = team(host).post("/record/add", typed, on="/record/add?kind=statement")
    case = load(host.settings.folder)
    (source,) = case.record.by_id[where.removeprefix("/record/")].sources
    assert case.record.sources[source].publisher == "Oda Lind"
    page = team(host).post(
        "/record/add",
        statement(host, sources="", new_outlet="Radio Nine", new_date="soonish"),
        on="/record/add?kind=statement",
        status=422,
    )
    assert "'soonish' is not a date" in plain(page)


def test_a_known_outlet_and_its_day_are_a_source_as_the_field_says(host: Host) -> None:
    guest = team(host)
    outlet = next(one for one in host.held.whole.record.outlets.values() if one.name)
    typed = statement(host, sources=f"{outlet.name.upper()}, 3 days ago")
    found = []
    for _ in range(2):  # the second entry of the same words rests on the same source
        where = guest.post("/record/add", typed, on="/record/add?kind=statement")
        case = load(host.settings.folder)
        (made,) = case.record.by_id[where.removeprefix("/record/")].sources
        found.append(case.record.sources[made])
    assert found[0] == found[1]
    assert (found[0].outlet, str(found[0].date)) == (outlet.id, "2033-09-27")
    form = guest.get(f"{where}/supersede")
    typed = fields_on(form) | {"sources": f"{made}; {outlet.name}, 2 days ago", "why": "Later"}
    where = guest.post(f"{where}/supersede", typed, on=f"{where}/supersede")
    case = load(host.settings.folder)
    both = case.record.by_id[where.removeprefix("/record/")].sources
    days = [str(case.record.sources[source].date) for source in both]
    assert days == ["2033-09-27", "2033-09-28"]


def test_an_outlet_that_is_not_there_is_not_made_of_a_slip(host: Host) -> None:
    outlet = next(one for one in host.held.whole.record.outlets.values() if one.name)
    page = team(host).post(
        "/record/add",
        statement(host, sources=f"{outlet.name}x, 3 days ago"),
        on="/record/add?kind=statement",
        status=422,
    )
    assert f"did you mean {outlet.name}?" in plain(page)


def test_a_date_is_said_back_as_it_is_read(host: Host) -> None:
    guest = team(host)
    assert "Thursday, 29 September 2033" in plain(guest.get("/record/add/date?date=yesterday"))
    assert "is not a date" in plain(guest.get("/record/add/date?until=soonish"))
    assert plain(guest.get("/record/add/date?date=")) == ""


def test_who_says_otherwise_is_shown_while_one_types(host: Host) -> None:
    figure = next(e for e in host.held.whole.record.standing if e.kind == "figure")
    guest = team(host)
    typed = {
        "kind": "figure",
        "subject": figure.title,
        "value": "987654",
        "unit": getattr(figure, "unit", ""),
        "date": str(figure.date),
    }
    on = "/record/add?kind=figure"
    page = guest.post("/record/add/otherwise", typed, on=on, status=200)
    assert "Who says otherwise" in page
    assert f'href="/record/{figure.id}"' in page
    before = entries(host)
    page = guest.post("/record/add", typed, on=on, status=200, look="1")
    assert f'href="/record/{figure.id}"' in page
    assert entries(host) == before


def test_a_delegation_writes_for_its_own_alone(host: Host) -> None:
    one = party(host)
    guest = sit(host, one)
    on = "/record/add?kind=statement"
    page = guest.get(on)
    assert re.findall(r'name="for" value="([^"]*)"', page) == [one]
    where = guest.post("/record/add", statement(host, **{"for": one}), on=on)
    name = where.removeprefix("/record/")
    assert entries(host)[name].for_ == (one,)
    assert name in (host.settings.folder / "private" / one / "record.yaml").read_text("utf-8")
    for tier in ("", "table", "public", "mediator", party(host, 1), f"{one}/capital"):
        guest.post("/record/add", statement(host, **{"for": tier}), on=on, status=404)
    table = next(e for e in host.held.whole.record.standing if not narrow(e.for_))
    other = sit(host, party(host, 1))
    absent = other.client.get("/record/no-such-entry/edit")
    for guest, entry in ((other, name), (other, table.id)):
        for how in ("edit", "supersede", "withdraw"):
            answer = guest.client.get(f"/record/{entry}/{how}")
            assert (answer.status_code, answer.text) == (404, absent.text)


def test_who_runs_the_host_and_sits_nowhere_else_writes_nothing(host: Host) -> None:
    guest = sit(host, "host")
    assert guest.client.get("/record/add").status_code == 404


def corrected(host: Host) -> str:
    return next(
        e.id
        for e in host.held.whole.record.standing
        if e.kind == "position" and e.text and not narrow(e.for_)
    )


def fields_on(page: str) -> dict[str, str | list[str]]:
    """Return what a form would send as it stands."""
    import html.parser

    found: dict[str, list[str]] = {}

    class Fields(html.parser.HTMLParser):
        area = select = ""

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            has = dict(attrs)
            name = has.get("name") or ""
            sent = has.get("type") not in ("checkbox", "radio") or "checked" in has
            if tag == "input" and name and sent:
                found.setdefault(name, []).append(has.get("value") or "")
            elif tag == "select":
                self.select = name
                found.setdefault(name, []).append("")
            elif tag == "option" and self.select and "selected" in has:
                found[self.select][-1] = has.get("value") or ""
            elif tag == "textarea":
                self.area = name
                found.setdefault(name, []).append("")

        def handle_endtag(self, tag: str) -> None:
            if tag == "textarea":
                self.area = ""
            if tag == "select":
                self.select = ""

        def handle_data(self, data: str) -> None:
            if self.area:
                found[self.area][-1] += data.removeprefix("\n")

    Fields().feed(page)
    return {name: values if len(values) > 1 else values[0] for name, values in found.items()}


def test_an_entry_is_corrected_and_both_versions_stay(host: Host) -> None:
    guest, one = team(host), corrected(host)
    page = guest.get(f"/record/{one}/supersede")
    typed = fields_on(page) | {"text": "In other words", "why": "Misheard"}
    answer = guest.client.post(f"/record/{one}/supersede", data=typed, follow_redirects=False)
    assert answer.status_code == 303, plain(answer.text)
    new = entries(host)[answer.headers["location"].removeprefix("/record/")]
    old = entries(host)[one]
    assert (new.supersedes, new.text, new.why) == (one, "In other words", "Misheard")
    assert (new.date, new.sources) == (old.date, old.sources)
    moved = guest.client.get(f"/record/{one}/supersede", follow_redirects=False)
    assert moved.headers["location"] == f"/record/{new.id}/supersede"


def test_a_correction_may_come_with_its_source(host: Host) -> None:
    guest, one = team(host), corrected(host)
    typed = fields_on(guest.get(f"/record/{one}/supersede"))
    typed |= {"text": "In other words", "why": "Misheard", "new_outlet": "Radio Nine"}
    typed |= {"new_date": "yesterday"}
    answer = guest.client.post(f"/record/{one}/supersede", data=typed, follow_redirects=False)
    assert answer.status_code == 303, plain(answer.text)
    record = load(host.settings.folder).record
    new = record.by_id[answer.headers["location"].removeprefix("/record/")]
    assert new.sources[:-1] == record.by_id[one].sources
    assert record.labels[new.sources[-1]] == "Radio Nine"
    typed |= {"new_date": "soonish"}
    met = guest.client.post(f"/record/{new.id}/supersede", data=typed | {"seen": ""})
    assert met.status_code == 422
    assert "'soonish' is not a date" in plain(met.text)


def test_a_correction_says_why_and_changes_something(host: Host) -> None:
    guest, one = team(host), corrected(host)
    typed = fields_on(guest.get(f"/record/{one}/supersede"))
    answer = guest.client.post(f"/record/{one}/supersede", data=typed)
    assert answer.status_code == 422
    words = plain(answer.text)
    assert "Nothing was changed" in words
    assert "please say why" in words


def test_every_entry_can_be_opened_and_sent_back_without_a_change(host: Host) -> None:
    guest = team(host)
    tried = dict[str, str]()
    for entry in host.held.whole.record.standing:
        if set(entry.for_) <= {"public", "table", "mediator"}:
            tried.setdefault(entry.kind, entry.id)
    assert len(tried) > 6
    for one in tried.values():
        typed = fields_on(guest.get(f"/record/{one}/edit"))
        answer = guest.client.post(f"/record/{one}/edit", data=typed)
        assert "Nothing was changed" in plain(answer.text), one


def test_an_entry_is_withdrawn_with_nothing_in_its_place(host: Host) -> None:
    guest, one = team(host), corrected(host)
    guest.post(f"/record/{one}/withdraw", status=422)
    guest.post(f"/record/{one}/withdraw", why="It was another day")
    withdrawn = load(host.settings.folder).record.superseded[one]
    assert (withdrawn.kind, withdrawn.why) == ("correction", "It was another day")


def test_the_later_of_two_sees_what_the_other_wrote_and_loses_nothing(host: Host) -> None:
    one = corrected(host)
    first, second = team(host), sit(host, "mediator", "Ida")
    typed = {
        guest: fields_on(guest.get(f"/record/{one}/supersede")) | {"why": "Misheard"}
        for guest in (first, second)
    }
    address = f"/record/{one}/supersede"
    done = first.client.post(
        address, data=typed[first] | {"text": "Oda's words"}, follow_redirects=False
    )
    assert done.status_code == 303
    mine = typed[second] | {"date": "1 September 2033", "text": "Ida's words"}
    met = second.client.post(address, data=mine, follow_redirects=False)
    assert met.status_code == 409
    words = plain(met.text)
    assert "Somebody else changed this meanwhile" in words
    assert "Oda's words" in words
    again = fields_on(met.text)
    assert (again["date"], again["text"]) == ("1 September 2033", "Ida's words")
    new = done.headers["location"]
    assert f'action="{new}/supersede"' in met.text
    done = second.client.post(f"{new}/supersede", data=again, follow_redirects=False)
    assert done.status_code == 303
    stands = entries(host)[done.headers["location"].removeprefix("/record/")]
    assert (stands.text, str(stands.date)) == ("Ida's words", "2033-09-01")
    assert stands.supersedes == new.removeprefix("/record/")


def test_what_the_other_changed_and_i_did_not_touch_stays_as_they_left_it(host: Host) -> None:
    one = corrected(host)
    guest = team(host)
    typed = fields_on(guest.get(f"/record/{one}/edit")) | {"date": "1 September 2033"}
    edit(host.settings.folder, one, {"text": "By hand"})
    host.held.refresh()
    met = guest.client.post(f"/record/{one}/edit", data=typed)
    assert met.status_code == 409
    again = fields_on(met.text)
    assert (again["date"], again["text"]) == ("1 September 2033", "By hand")


def test_what_others_build_on_is_not_mended_in_silence(host: Host) -> None:
    record = host.held.whole.record
    answered = {one for e in record.entries for one in e.ids("proposal")}
    built = next(e for e in record.standing if e.kind == "proposal" and e.id in answered)
    guest = team(host)
    typed = fields_on(guest.get(f"/record/{built.id}/edit")) | {"date": "1 September 2033"}
    answer = guest.client.post(f"/record/{built.id}/edit", data=typed)
    assert answer.status_code == 422
    assert "Correct it instead" in plain(answer.text)
    assert "accord record" not in answer.text


def test_alternatives_and_options_are_ticked_and_come_back_ticked(host: Host) -> None:
    process = host.held.whole.process
    issue = next(i for i in process.agenda.issues.values() if len(i.options) > 2)
    one, two, three, *_ = issue.options
    guest = team(host)
    common = {"date": "yesterday", "text": "x", "sources": statement(host)["sources"]}
    offer = {"kind": "offer", "party": party(host), f"gives.{issue.id}": one, **common}
    where = guest.post(
        "/record/add", {**offer, f"if.{issue.id}": [two, three]}, on="/record/add?kind=offer"
    )
    made = entries(host)[where.removeprefix("/record/")]
    assert made.if_ == {issue.id: (two, three)}  # type: ignore[attr-defined]
    question = {"kind": "question", "to": party(host), "issue": issue.id, **common}
    asked = guest.post(
        "/record/add", {**question, "option": [one, three]}, on="/record/add?kind=question"
    )
    made = entries(host)[asked.removeprefix("/record/")]
    assert made.option == (one, three)  # type: ignore[attr-defined]
    for address in (where, asked):
        typed = fields_on(guest.get(f"{address}/edit"))
        answer = guest.client.post(f"{address}/edit", data=typed)
        assert "Nothing was changed" in plain(answer.text)


def test_who_says_otherwise_than_a_correction_is_shown_to_who_may_write_it(host: Host) -> None:
    figure = next(e for e in host.held.whole.record.standing if e.kind == "figure")
    typed = {"kind": "figure", "subject": figure.title, "value": "987654"}
    guest, address = team(host), f"/record/{figure.id}"
    on = f"{address}/supersede"
    page = guest.post(f"{address}/otherwise", typed, on=on, status=200)
    assert f'href="{address}"' not in page  # what it is to replace says nothing against it
    other = sit(host, party(host))
    on = "/record/add?kind=figure"
    assert other.post(f"{address}/otherwise", typed, on=on, status=404)


def test_a_form_is_filled_in_by_its_address(host: Host) -> None:
    issue = next(i for i, one in host.held.whole.process.agenda.issues.items() if one.options)
    option = next(iter(host.held.whole.process.agenda.issues[issue].options))
    page = team(host).get(f"/record/add?kind=proposal&by=Oda&deal.{issue}={option}")
    typed = fields_on(page)
    assert (typed["by"], typed[f"deal.{issue}"]) == ("Oda", option)


@pytest.mark.parametrize("seat", ["mediator", "other"])
def test_what_others_hold_changes_no_byte_of_what_a_seat_is_shown(
    tmp_path: Path, seat: str
) -> None:
    """Two hosts that differ in what one party holds alone, and the same steps of another."""
    answers = []
    for name in ("one", "other"):
        folder = example(tmp_path / name, "sarn-river")
        process = load(folder).process
        holder, other = [*process.parties][:2]
        if name == "one":
            for text in ("The gates stay shut", "We would open them for grain"):
                keys = {"kind": "statement", "date": "2033-09-29", "by": holder, "text": text}
                add_given(
                    folder,
                    tree(keys),
                    when=When.parse,
                    new_sources=["Radio Nin"],
                    readers=[holder],
                )
        with hosted(folder) as host:
            guest = sit(host, seat if seat == "mediator" else other)
            whom = {} if seat == "mediator" else {"for": other}
            on, found = "/record/add?kind=statement", list[str]()
            for typed in (
                statement(host, sources="", new_outlet="Radio Nine", **whom),
                statement(host, sources="Radio Nine", **whom),
                statement(host, sources="Radio Nin", **whom),
                statement(host, about="statement-2033-09-29-1", **whom),
                statement(host, by="Gran", **whom),
            ):
                guest.get("/record/add")
                page = guest.client.get(on)
                hidden = dict(
                    re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page.text)
                )
                found.append(page.text)
                for to in ("/record/add/otherwise", "/record/add"):
                    sent = guest.client.post(to, data=hidden | typed, follow_redirects=False)
                    headers = sorted(sent.headers.items())
                    found.append(f"{sent.status_code} {headers} {sent.text}")
            answers.append(found)
    assert answers[0] == answers[1]


def test_what_of_a_commitment_cannot_be_undone_is_asked_in_words_that_say_when(
    host: Host,
) -> None:
    page = team(host).get("/record/add?kind=commitment")
    asked = page.split("What cannot be undone")[1].split("</select>")[0]
    assert 'value="done"' in asked and 'value="broken"' in asked
    said = plain(asked)
    assert "once done, as what is destroyed, released or handed over" in said
    assert "once broken, as what is attacked" in said
