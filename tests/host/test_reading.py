"""What the pages of the desk show is what the commands show to the same reader."""

import html
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.host.people import Guest, example, hosted, sit

from accord.cli import cli

SEATS = ("mediator", "river/capital", "host")
READER = {"host": "public"}
PAGES = (
    "/brief",
    "/record",
    "/timeline",
    "/contested",
    "/unfitting",
    "/sources",
    "/search?q=haza",
)
_LINK = re.compile(r'href="(/[^"#]*)')
_READ = re.compile(
    r"/(?:brief|timeline|search|contested|unfitting)\b|/(?:record|sources|about)(?:/[^/?]+)?(?:\?|$)"
)
"""Addresses of what is read; others lead to what is entered, or to who is here."""
MOST = 60_000
"""Bytes of a page, but for the dossier and its sections: all that a brief rests on."""


def told(*words: str) -> str:
    """Return what a command prints."""
    done = CliRunner().invoke(cli, words)
    assert done.exit_code == 0, done.output
    return done.output


def plain(page: str) -> str:
    """Return the text of a part of a page, without what it is set in."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", page)).split())


def ids(page: str) -> list[str]:
    """Return the ids of the entries in the list of a page."""
    return re.findall(r'<li><a href="/record/([^"#]+)"', page[page.index("<main") :])


def links(page: str) -> list[str]:
    """Return the addresses on this host to which a page leads."""
    found = (html.unescape(one) for one in _LINK.findall(page))
    return list(dict.fromkeys(one for one in found if not one.startswith("/static")))


def crawled(guest: Guest, most: int = 80) -> dict[str, bytes]:
    """Return every page of the desk that can be reached from its lists, as bytes."""
    found: dict[str, bytes] = {}
    wanted = [*PAGES, "/brief/dossier"]
    while wanted and len(found) < most:
        at = wanted.pop(0)
        if at in found or not _READ.match(at):
            continue
        answer = guest.client.get(at)
        assert answer.status_code == 200, (at, answer.status_code)
        found[at] = answer.content
        wanted.extend(links(answer.text))
    return found


@pytest.mark.parametrize("seat", SEATS)
def test_the_page_of_the_brief_says_what_the_file_says(tmp_path: Path, seat: str) -> None:
    folder, file = example(tmp_path), tmp_path / "brief.html"
    reader = READER.get(seat, seat)
    told("brief", str(folder), "--for", reader, "--html", str(file))
    numbers = re.compile(r"\[\d+\]")
    whole = file.read_text("utf-8")
    wanted = whole[whole.index('<div class="parts">') : whole.index("<footer>")]
    with hosted(folder) as host:
        page = sit(host, seat).get("/brief")
    shown = page[page.index('<div class="parts">') : page.index("<footer>")]
    assert numbers.sub("", plain(shown)) == numbers.sub("", plain(wanted))
    assert "<svg" not in page and " style=" not in page


@pytest.mark.parametrize("seat", SEATS)
def test_the_list_has_the_entries_of_the_command_the_latest_first(
    tmp_path: Path, seat: str
) -> None:
    folder = example(tmp_path)
    reader = READER.get(seat, seat)
    listed = json.loads(told("record", str(folder), "list", "--for", reader, "--json"))
    with hosted(folder) as host:
        guest = sit(host, seat)
        found, at = list[str](), "/record"
        while at:
            page = guest.get(at)
            found += ids(page)
            after = re.search(r'<a href="([^"]+)" rel="next"', page)
            at = html.unescape(after[1]) if after else ""
    assert found == [one["id"] for one in listed][::-1]


@pytest.mark.parametrize(
    ("query", "options"),
    [
        ("kind=statement", ("--kind", "statement")),
        ("party=ridge", ("--party", "ridge")),
        ("issue=posts", ("--issue", "posts")),
        ("source=notes-0911", ("--source", "notes-0911")),
        (
            "from=11+September+2033&to=2033-09-14",
            ("--from", "2033-09-11", "--to", "2033-09-14"),
        ),
        ("as_of=2033-09-12", ("--as-of", "2033-09-12")),
    ],
)
def test_a_filter_is_that_of_the_command(
    tmp_path: Path, query: str, options: tuple[str, ...]
) -> None:
    folder = example(tmp_path)
    given = ("--for", "mediator", "--json", *options)
    listed = json.loads(told("record", str(folder), "list", *given))
    with hosted(folder) as host:
        page = sit(host, "mediator").get(f"/record?{query}")
    assert ids(page) == [one["id"] for one in listed][::-1] != []


def test_words_are_found_as_the_command_finds_them_and_marked(tmp_path: Path) -> None:
    folder = example(tmp_path)
    hits = json.loads(told("search", str(folder), "shells", "--for", "mediator", "--json"))
    with hosted(folder) as host:
        guest = sit(host, "mediator")
        page, listed = guest.get("/search?q=shells"), guest.get("/record?q=SHELLS")
    entries = {one["id"] for one in hits if one.get("date")}
    assert set(ids(listed)) == {one for one in entries if f"/sources/{one}" not in page}
    assert "<mark>shells</mark>" in page
    assert page.count("<li>") >= len(hits)


@pytest.mark.parametrize("seat", SEATS)
def test_whatever_a_page_leads_to_is_there(tmp_path: Path, seat: str) -> None:
    with hosted(example(tmp_path)) as host:
        found = crawled(sit(host, seat))
    assert any(at.startswith("/record/") for at in found)
    assert all(b" style=" not in page and b"<style" not in page for page in found.values())


def test_an_entry_is_shown_with_who_says_otherwise_and_its_sources(tmp_path: Path) -> None:
    with hosted(example(tmp_path)) as host:
        page = sit(host, "ridge").get("/record/shells-0910")
    text = plain(page)
    for wanted in (
        "Four shells fall near the mill",
        "Marek (River Guard) asserts",
        "Osko (Ridge Column) denies",
        "Which one holds is not said.",
        "Radio Haza",
        "For the public.",
    ):
        assert wanted in text, wanted


def test_what_others_hold_changes_no_byte_of_what_a_seat_is_sent(tmp_path: Path) -> None:
    """Two folders that differ in what is for Ridge and for the mediator's team alone."""
    found = []
    for number in (1, 2):
        folder = example(tmp_path / str(number))
        for tier in ("ridge", "mediator"):
            private = folder / "private" / tier
            private.mkdir(parents=True)
            notes = "\n".join(
                f"- {{kind: note, id: {tier}-{one}, date: 2033-09-1{one}, text: Canary}}"
                for one in range(1, 4 * number)
            )
            (private / "record.yaml").write_text(f"entries:\n{notes}\n", "utf-8")
        with hosted(folder) as host:
            found.append(crawled(sit(host, "river")))
    assert found[0] == found[1]
    assert not any(b"Canary" in page for page in found[0].values())


def test_no_page_of_the_worked_case_is_heavy(tmp_path: Path) -> None:
    with hosted(example(tmp_path, "russia-ukraine-2022")) as host:
        guest = sit(host, "mediator")
        heavy = {
            at: len(page)
            for at, page in crawled(guest, 60).items()
            if len(page) > MOST and not at.startswith("/brief/")
        }
        largest = max(
            host.held.whole.record.entries, key=lambda one: len(one.text) + len(one.sources)
        )
        assert len(guest.get(f"/record/{largest.id}").encode()) < MOST
    assert heavy == {}


def test_a_day_that_is_none_is_a_sentence_and_the_page_is_shown_without_it(
    tmp_path: Path,
) -> None:
    with hosted(example(tmp_path)) as host:
        guest = sit(host, "mediator")
        for at in ("/brief?as_of=soon", "/record?from=soon", "/contested?as_of=soon"):
            answer = guest.client.get(at)
            assert answer.status_code == 422
            assert "soon" in answer.text and 'role="alert"' in answer.text


def test_who_may_not_enter_for_those_who_read_it_is_not_led_to_correcting_it(
    tmp_path: Path,
) -> None:
    with hosted(example(tmp_path)) as host:
        offered = "/record/shells-0910/supersede"
        there = any(page.path.endswith("/supersede") for page in host.pages)
        assert (offered in sit(host, "mediator").get("/record/shells-0910")) is there
        assert offered not in sit(host, "ridge").get("/record/shells-0910")


def test_marks_of_one_tier_have_a_page_for_those_who_read_them(tmp_path: Path) -> None:
    folder = example(tmp_path)
    held = folder / "private" / "ridge" / "interests"
    held.mkdir(parents=True)
    public = (folder / "interests" / "ridge-marks-0914.yaml").read_text("utf-8")
    own = "\n".join(line for line in public.splitlines() if not line.startswith("for:"))
    (held / "own.yaml").write_text(own.replace("held_by: lantern", "held_by: ridge"), "utf-8")
    with hosted(folder) as host:
        ridge = sit(host, "ridge")
        found = [at for at in links(ridge.get("/search?q=tarn")) if "own" in at]
        assert found
        assert "For the delegation of Ridge Column alone." in plain(ridge.get(found[0]))
        for at in (found[0], "/record/ridge/own", "/about/ridge/own"):
            assert ridge.client.get(at).status_code == 200
            assert sit(host, "river").client.get(at).status_code == 404


def test_what_does_not_fit_is_what_the_command_says_in_parts(tmp_path: Path) -> None:
    folder = example(tmp_path, "russia-ukraine-2022")
    wanted = json.loads(told("record", str(folder), "contested", "--json"))["does_not_fit"]
    with hosted(folder) as host:
        guest, found, at = sit(host, "ukraine"), "", "/unfitting"
        while at:
            page = guest.get(at)
            found += plain(page)
            after = re.search(r'<a href="([^"]+)" rel="next"', page)
            at = html.unescape(after[1]) if after else ""
    assert all(" ".join(one["text"].split()) in found for one in wanted)
    assert f"{len(wanted)} matter" in found
