"""The worked case: the first day in full, and every point on which reports differ."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from tests.brief.test_as_of import assert_traced, traced

from accord.brief import compose
from accord.brief.dossier import Dossier
from accord.cli import cli
from accord.formats import load
from accord.model import When
from accord.record import Case, Response, contested
from accord.telling.related_entries import things

CASE = Path(__file__).parents[2] / "examples" / "russia-ukraine-2022"
DAYS = ["2022-02-27", "2022-03-01", "2022-03-08", "2022-03-29", "2022-04-15", "2022-05-17", ""]


@cache
def case() -> Case:
    return load(CASE)


@cache
def page(as_of: str = "") -> Dossier:
    return compose(case(), When.parse(as_of) if as_of else None, draws=50).dossier


FIRST_DAY = {
    "the venue is hesitated over": [
        ("venue-hesitation", "declines to meet in Belarus"),
        ("hesitation-reported", "hesitates at first over the location"),
        ("call-lukashenko-zelensky", "near the Pripyat"),
    ],
    "where and when they met": [
        ("round-1", "2022-02-28"),
        ("round-1", "Gomel region, by the Pripyat"),
        ("round-1", "near the border with Ukraine"),
        ("round-1", "the first direct meeting"),
        ("venue-secret", "secret"),
        ("venue-not-neutral", "not neutral ground"),
    ],
    "who sat there and who led": [
        ("round-1", "Oleksii Reznikov, Minister of Defence"),
        ("round-1", "Mykhailo Podolyak, Adviser"),
        ("round-1", "Mykola Tochytskyi, Deputy Minister of Foreign Affairs"),
        ("round-1", "Vladimir Medinsky, Aide to the President"),
        ("delegations-named", "Medinsky as head of the Russian delegation"),
    ],
    "neither president came, and their safety": [
        ("presidents-absent", "Neither Putin nor Zelensky"),
        ("presidents-absent-why", "Possibly for reasons of security"),
        ("threat-to-leadership", "Chechen soldiers"),
        ("threat-to-leadership", "hunting down Zelensky, his family"),
        ("threat-to-leadership", "were at the talks"),
    ],
    "what the host assured": [
        ("aircraft-on-the-ground", "Alexander Lukashenko (Belarus) to Volodymyr Zelensky"),
        ("aircraft-on-the-ground", "All planes, helicopters and missiles"),
        ("aircraft-on-the-ground", "before, during and after the talks"),
    ],
    "how the host opened": [
        ("round-1", "Vladimir Makei (Belarus)"),
        ("makei-welcome", "as agreed with both presidents"),
        ("makei-welcome", "entirely safe"),
        ("makei-welcome", "sacred duty"),
        ("makei-hopes", "all Belarusians pray for it"),
        ("makei-hopes", "any wish about how the day is organised will be met"),
        ("makei-hopes", "looks forward to the results"),
        ("makei-hopes", "translated by CNN"),
    ],
    "how long it took and what came of it": [
        ("round-1", "5 hours"),
        ("round-1", "No ceasefire and no significant change"),
    ],
    "what was demanded and not granted": [
        ("demands-ukraine-0228", "An immediate ceasefire, and the withdrawal of all Russian"),
        ("demands-0228-not-granted", "Not granted for now"),
        ("ukraine-ceasefire-0228", "A complete ceasefire at once"),
        ("ukraine-withdrawal-0228", "All Russian troops leave Ukraine"),
        ("putin-macron-0228", "demilitarised and denazified"),
        ("russia-neutrality-0228", "Neutral status for Ukraine"),
        ("russia-crimea-0228", "Recognised as Russian"),
        ("russia-forces-0228", "demilitarised"),
    ],
    "two accounts of the day": [
        ("r1-account-medinsky", "common positions found that can be worked on"),
        ("r1-account-podolyak", "the subject was a ceasefire and an end of hostilities"),
        ("makei-cautious-optimistic", "cautious and optimistic"),
        ("makei-cautious-optimistic", "glad to have hosted"),
    ],
    "a second round": [
        ("round-1", "To go on talking, in a second round"),
        ("second-round-agreed", "agreed"),
        ("second-round-possible", "possible"),
        ("plan-round-2", "Announced: Second round"),
    ],
    "each delegation reports home": [
        ("report-home-ukraine-r1", "Ukraine reports to Volodymyr Zelensky"),
        ("report-home-russia-r1", "Russia reports to Vladimir Putin"),
        ("report-home-russia-r1", "commander-in-chief"),
    ],
    "what Ukraine's president expected and said": [
        ("zelensky-forecast", "Expects no breakthrough"),
        ("zelensky-forecast", "even a small chance to stop the war"),
        ("zelensky-on-europe", "the start of a war against Europe"),
    ],
    "the fighting meanwhile": [
        ("fighting-during-round-1", "not to have stopped during the talks"),
        ("kharkiv-shelling", "intense artillery fire"),
        ("kharkiv-freedom-square", "destroyed"),
        ("kyiv-blasts", "Blasts are heard in Kyiv"),
        ("condemnation", "condemnation of the Russian attack"),
    ],
    "the dead and injured": [
        ("civilians-killed", "102 to 350 people"),
        ("civilians-killed-higher", "could be many more"),
        ("civilians-killed-un", "at least 102 people"),
        ("civilians-killed-ukraine", "352 people"),
        ("civilians-injured", "more than 1,500 people"),
    ],
    "sanctions and help": [
        ("sanctions-putin-banks", "several Russian banks"),
        ("swift", "SWIFT"),
        ("swift", "United States, European Union, United Kingdom"),
        ("munitions", "wide range of munitions"),
        ("international-legion", "International Territorial Defence Legion"),
    ],
    "forces near Kyiv and the border": [
        ("kyiv-under-threat", "at risk of falling"),
        ("kyiv-under-threat", "secret location"),
        ("convoy-length", "40 miles long"),
        ("convoy-distance", "15 miles from Kyiv"),
        ("convoy-distance", "Sky News"),
        ("helicopters-near-border", "satellite images"),
        ("helicopters-near-border", "about 20 miles from the border"),
        ("ukrainians-hold", "hold their positions"),
    ],
    "the photograph": [
        ("helicopter-caption", "the Ukrainian delegation arriving in Belarus"),
        ("helicopter-caption", "Daily Mail, photo by EPA"),
        ("helicopter-markings", "an Mi-17 with Russian army markings"),
    ],
}
"""What the report of the first day says, and the entry and words that say it here."""


def said_of(part: Any, id_: str) -> str:
    """Return all that a page as JSON says in the innermost parts that name an entry."""
    if isinstance(part, dict):
        if id_ in part.get("entries", ()):
            return json.dumps(part, ensure_ascii=False)
        return " ".join(said_of(inner, id_) for inner in part.values())
    return " ".join(said_of(one, id_) for one in part) if isinstance(part, list) else ""


@pytest.mark.parametrize("fact", FIRST_DAY)
def test_the_first_day_is_there_in_full(fact: str) -> None:
    made = page("2022-03-01").to_json()
    for id_, words in FIRST_DAY[fact]:
        assert words in said_of(made, id_), (id_, words)


def test_the_terminal_shows_the_first_day_in_full() -> None:
    command = ["brief", str(CASE), "--as-of", "2022-03-01", "--full"]
    text = " ".join(CliRunner().invoke(cli, command, env={"COLUMNS": "5000"}).stdout.split())
    cells = {
        "ukraine-ceasefire-0228",
        "ukraine-withdrawal-0228",
        "russia-neutrality-0228",
        "russia-crimea-0228",
        "russia-forces-0228",
    }
    for fact in FIRST_DAY.values():
        for id_, words in fact:
            assert id_ in text
            told = When.parse(words).words if words == "2022-02-28" else words
            assert told in text or id_ in cells


MONTHS = "January February March April May June July August September October November December"
DATE = re.compile(rf"(\d{{1,2}}) ({MONTHS.replace(' ', '|')})(?: (\d{{4}}))?")


def dates(text: str) -> set[str]:
    """Return every day that a text names, in words or figures; 2022 where no year is said."""
    found = set(re.findall(r"\b20\d\d-\d\d(?:-\d\d)?\b", text))
    for day, month, year in DATE.findall(text):
        number = MONTHS.split().index(month) + 1
        found.add(f"{year or 2022}-{number:02}-{int(day):02}")
    return found


def _without_plans(made: Any) -> Any:
    """Leave out of JSON what was announced: lines of a plan, and what is to come."""
    if isinstance(made, dict):
        return {k: _without_plans(v) for k, v in made.items() if k != "next"}
    if isinstance(made, list):
        plans = [one for one in made if isinstance(one, dict) and one.get("kind") == "plan"]
        return [_without_plans(one) for one in made if one not in plans]
    return made


@pytest.mark.parametrize("day", DAYS[:-1])
def test_no_later_day_is_named(day: str) -> None:
    """But in what was announced or runs until later, in what the deals assume and in who pays
    for outlets.
    """
    made = page(day).to_json()
    made["deals"], made["title"], made["outlets"] = [], "", []
    text = json.dumps(_without_plans(made), ensure_ascii=False)
    text = re.sub(r"Until \d+ \w+ \d+\.", "", text)
    text = re.sub(r"announced for [^;.]+", "", text)
    named = dates(text)
    assert named
    assert {one for one in named if one > day} == set()


@pytest.mark.parametrize("day", DAYS)
def test_every_line_can_be_shown(day: str) -> None:
    made = page(day)
    assert_traced(made, case())
    ids = set(traced(made.to_json()))
    assert len(ids) >= 4
    assert all(things(case(), one) for one in ids)


@pytest.mark.parametrize("one", ["round-1", "plan-round-2", "makei-hopes", "civilians-killed"])
def test_show_takes_the_ids_of_the_page(one: str) -> None:
    assert one in set(traced(page("2022-03-01").to_json()))
    done = CliRunner().invoke(cli, ["record", str(CASE), "show", one])
    assert done.exit_code == 0
    assert done.stdout.startswith(f"{one}:")


DIFFER: dict[str, list[tuple[str, ...]]] = {
    "1 place of the first round": [("r1-venue-gomel-region", "r1-venue-inside-ukraine")],
    "2 number of the round in Istanbul": [("istanbul-fourth-round", "istanbul-sixth-round")],
    "3 place of the second round": [("r2-venue-brest", "r2-venue-gomel")],
    "4 head of Ukraine's delegation": [
        ("head-of-ukraine-reznikov", "head-of-ukraine-podolyak", "head-of-ukraine-arakhamia")
    ],
    "5 length on 14 March": [("session-0314-three-hours", "session-0314-four-hours")],
    "6 length on 29 March": [("istanbul-three-hours", "istanbul-four-hours")],
    "7 guarantors": [
        ("guarantors-meduza", "guarantors-babel", "guarantors-pravda-ru"),
        ("april-guarantors-five", "april-guarantors-disputed"),
    ],
    "8 signed or not": [("not-signed-arakhamia", "signed-lavrov", "initialled-putin")],
    "9 blocs ruled out": [("blocs-any", "blocs-eu-nato")],
    "10 the draft of 15 points": [
        ("ft-15-points", "ft-15-points-podolyak", "ft-15-points-peskov")
    ],
    "11 four of six points": [("erdogan-four-of-six", "kuleba-no-consensus")],
    "12 why troops withdrew": [
        ("withdrawal-goodwill", "withdrawal-rotation", "withdrawal-repositioning")
    ],
    "13 a Russian draft of April": [
        ("draft-0420-peskov", "draft-0420-zelensky", "draft-0420-podolyak", "draft-0421-peskov")
    ],
    "14 when the talks stopped": [("end-rudenko", "end-podolyak", "end-wsj")],
    "15 what Johnson said": [
        (
            "johnson-arakhamia-2023",
            "johnson-arakhamia-2024",
            "johnson-denies",
            "johnson-ukrainska-pravda",
            "johnson-zelensky-2025",
        )
    ],
    "16 the corridors of 5 March": [("corridors-0305-ukraine", "corridors-0305-russia")],
    "17 Russian soldiers killed and wounded": [
        ("russian-dead-nato", "russian-dead-ministry", "russian-dead-ukraine"),
        ("russian-wounded-ap", "russian-wounded-rferl"),
    ],
    "18 the theatre in Mariupol": [
        ("theatre-dead-city", "theatre-dead-ap", "theatre-dead-amnesty"),
        ("theatre-by-russia", "theatre-russia-denies", "theatre-by-azov"),
    ],
    "19 Bucha": [("bucha-ukraine", "bucha-russia-denies")],
    "20 Kramatorsk": [
        (
            "kramatorsk-by-russia",
            "kramatorsk-russia-denies",
            "kramatorsk-by-ukraine",
            "kramatorsk-hrw",
        ),
        (
            "kramatorsk-iskander",
            "kramatorsk-tochka-u",
            "kramatorsk-tochka-u-kyrylenko",
            "kramatorsk-tochka-u-zelensky",
        ),
    ],
    "21 how Kireev died": [("kireev-honcharenko", "kireev-ministry")],
    "22 the suspected poisoning": [
        ("poisoning-bellingcat", "poisoning-us-official", "poisoning-podolyak")
    ],
    "23 what the proposals of 29 March were": [("standing-meduza", "standing-putin")],
    "24 what Ukraine's delegation asked for on the first day": [
        ("r1-demands-reported", "r1-demands-arestovych")
    ],
    "25 models of neutrality": [("neutrality-model-medinsky", "neutrality-model-podolyak")],
    "26 sanctions in the talks of April": [
        ("sanctions-talked-lavrov", "sanctions-talked-podolyak")
    ],
}
"""Each point on which reports differ, and entries that must stand side by side."""


@pytest.mark.parametrize("point", DIFFER)
def test_what_reports_differ_on_is_found(point: str) -> None:
    found = [{r.entry for r in one.readings} for one in contested(case().record)]
    shown = [{i for r in one.readings for i in r.entries} for one in page().contested]
    for entries in DIFFER[point]:
        assert any(readings.issuperset(entries) for readings in found)
        assert any(readings.issuperset(entries) for readings in shown)


def corrected() -> set[str]:
    return set(case().record.superseded)


@pytest.mark.parametrize("day", DAYS)
def test_what_was_corrected_stands_on_no_day(day: str) -> None:
    """What corrects it was published no later than what it replaces."""
    record = case().record
    record = record.as_of(When.parse(day)) if day else record
    assert corrected() >= {"johnson-downing-street", "draft-russia-0420"}
    assert corrected().isdisjoint(entry.id for entry in record.standing)


def test_every_correction_is_in_the_public_list() -> None:
    listed = (CASE / "CORRECTIONS.md").read_text(encoding="utf-8")
    assert all(
        f"{old}, by *{new.id}*" in listed for old, new in case().record.superseded.items()
    )


def test_what_the_editors_infer_says_so_alike_in_both_directions() -> None:
    inferred = [one for one in case().record.of(Response) if one.inferred_by]
    said = [one for one in case().record.of(Response) if one.text.startswith("Read here as")]
    assert inferred == said
    assert {one.by for one in inferred} == {"ukraine", "russia"}


@pytest.mark.parametrize("day", DAYS)
def test_nobody_owes_an_answer_on_the_word_of_the_other_side_alone(day: str) -> None:
    lines = [line for line in page(day).standing.owed if " owe" in line.text]
    owed = {entry for line in lines for entry in line.entries}
    assert owed.isdisjoint({"draft-russia-0420", "draft-ukraine-0406", "draft-russia-0307"})


@pytest.mark.parametrize("day", ["2022-03-01", "2022-03-11", "2022-03-30"])
def test_both_sides_ask_for_something(day: str) -> None:
    rows = page(day).matrix.rows
    assert all(any(row.cells[place].entries for row in rows) for place in (0, 1))


def test_the_points_are_numbered() -> None:
    assert [int(point.split()[0]) for point in DIFFER] == list(range(1, 27))


def test_the_later_reading_is_not_there_before_it_was_published() -> None:
    venues = [one for one in page("2022-03-01").contested if one.about == "round-1"]
    ids = {i for one in venues for r in one.readings for i in r.entries}
    assert "r1-venue-palace" in ids
    assert "r1-venue-inside-ukraine" not in ids
