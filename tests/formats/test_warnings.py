"""A value that its own text does not say, or a source that nothing cites, is warned of."""

from pathlib import Path

import pytest
from tests.formats.test_check import BASE, write

from accord.formats import load
from accord.formats.folder import review
from accord.formats.new import new


def warned(folder: Path, value: str, text: str) -> list[str]:
    """Return the warnings about a figure with a value and a text."""
    figure = (
        f'  - {{kind: figure, id: dead, date: 2024-05-01, sources: paper, text: "{text}",\n'
        f"     subject: dead, unit: people, value: {value}}}\n"
    )
    path = write(folder, {**BASE, "record.yaml": BASE["record.yaml"] + figure})
    load(path)
    line = (path / "record.yaml").read_text().splitlines().index(figure.splitlines()[1]) + 1
    found = review(path).warnings
    assert {(one.file, one.line) for one in found} <= {(str(path / "record.yaml"), line)}
    return [one.sentence for one in found]


@pytest.mark.parametrize(
    ("value", "text", "advice"),
    [
        ("39", "At least 39, the mayor said.", "at least 39"),
        ("39", "no fewer than 39 people", "at least 39"),
        ("1500", "Over 1,500 hurt", "more than 1500"),
        ("1500..", "More than 1 500 hurt", "more than 1500"),
        ("300", "Some 300, by the city", "about 300"),
        ("50", "Up to 50 were there", "at most 50"),
        ("50", "Fewer than 50.", "less than 50"),
        ("2000000", "about 2 million", "about 2000000"),
        ("at least 39", "More than 39", "more than 39"),
    ],
)
def test_a_word_that_the_value_dropped_is_named(
    tmp_path: Path, value: str, text: str, advice: str
) -> None:
    (found,) = warned(tmp_path, value, text)
    assert found.endswith(f"write {advice}")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("39", "39 people, the mayor said"),
        ("at least 39", "At least 39"),
        ("39..", "no fewer than 39"),
        ("about 300", "Some 300"),
        ("30..45", "at least 30, at most 45"),
        ("39", "At least 390, by others 39"),
        ("39", "at least 39,000 fled"),
        ("39", "at least 3.39"),
        ("7", "They give no number of the missing"),
        ("3", "talk about 4 places, overall 3"),
        ("500", "the bridge over 600 metres"),
    ],
)
def test_what_the_text_says_too_is_no_warning(tmp_path: Path, value: str, text: str) -> None:
    assert warned(tmp_path, value, text) == []


@pytest.mark.parametrize("text", ["They give no number.", "Many dead; no figure was given"])
def test_a_number_that_nobody_gave_is_warned_of(tmp_path: Path, text: str) -> None:
    (found,) = warned(tmp_path, "350..", text)
    assert "where nobody gave a number, make this a claim" in found


def test_lengths_and_claims_are_looked_at_too(tmp_path: Path) -> None:
    record = BASE["record.yaml"].replace(
        "length: 4..5", "length: 5\n    outcome: About 5 hours"
    )
    record += (
        "  - {kind: claim, id: long, date: 2024-05-01, sources: paper, by: north,\n"
        "     stance: reports, about: first, attribute: length, value: 6, text: Over 6 hours}\n"
    )
    path = write(tmp_path, {**BASE, "record.yaml": record})
    assert [one.sentence.rpartition("write ")[2] for one in review(path).warnings] == [
        "about 5",
        "more than 6",
    ]


def test_a_source_that_nothing_cites_is_warned_of_and_one_of_a_plan_or_number_is_not(
    tmp_path: Path,
) -> None:
    more = "sources:\n  planned: {publisher: P, date: 2024-05-02}\n"
    more += "  of-a-number: {publisher: P, date: 2024-05-02}\n"
    more += "  unused: {publisher: P, date: 2024-05-02}\n"
    files = dict(BASE)
    files["record.yaml"] = files["record.yaml"].replace("sources:\n", more, 1)
    files["process.yaml"] = files["process.yaml"].replace("sources: paper", "sources: planned")
    held = "interests/north.yaml"
    files[held] = files[held].replace("id: too-far", "source: of-a-number\n    id: too-far")
    path = write(tmp_path, files)
    load(path)
    (found,) = review(path).warnings
    assert (found.line, found.sentence) == (4, "nothing cites the source 'unused'")


def test_a_party_in_no_entry_before_what_the_others_agreed_likely_came_later(
    tmp_path: Path,
) -> None:
    deal = (
        "  - {kind: agreement, id: deal, date: 2024-05-01, sources: paper,\n"
        "     between: [north, south], deal: {truce: full}}\n"
    )

    def folder(third: str) -> list[str]:
        process = BASE["process.yaml"].replace("parties:\n", f"parties:\n{third}", 1)
        assert third in process
        files = {**BASE, "process.yaml": process, "record.yaml": BASE["record.yaml"] + deal}
        return [one.sentence for one in review(write(tmp_path, files)).warnings]

    assert folder("  late: {name: Late}\n") == [
        "Late is in no entry before what the others agreed on 1 May 2024, which is not agreed "
        "by all without it: if it came to the table later, say when in 'since'"
    ]
    assert folder("  late: {name: Late, since: 2024-06}\n") == []


@pytest.mark.parametrize(
    ("offer", "said"),
    [
        (
            "gives: {truce: now}, if: {truce: now}",
            "the condition of 'o' on 'truce' is what it gives itself: no other can meet it",
        ),
        (
            "gives: {truce: now}, if: {truce: later}",
            "the condition of 'o' on 'truce' goes against what it gives itself",
        ),
        (
            "gives: {truce: now}, if: {border: [old, new]}",
            "the condition of 'o' on 'border' is met by every option",
        ),
        (
            "gives: {truce: now}, if: {border: old}",
            "'border' is agreed otherwise, so no one can meet that condition of 'o'",
        ),
        ("gives: {border: old}", "'o' gives another option on 'border' than is agreed"),
    ],
)
def test_an_offer_that_nobody_can_meet_is_warned_of(
    tmp_path: Path, offer: str, said: str
) -> None:
    assert any(said in one for one in of_offer(tmp_path, offer))


def test_an_offer_that_others_can_meet_is_not_warned_of(tmp_path: Path) -> None:
    assert of_offer(tmp_path, "gives: {truce: now}, if: {border: new}, order: first") == []


def of_offer(folder: Path, offer: str) -> list[str]:
    """Return the warnings about an offer of north where a new border is agreed."""
    new(folder / "talks")
    process, record = folder / "talks" / "process.yaml", folder / "talks" / "record.yaml"
    process.write_text(
        "title: Talks\nparties: {north: {name: North}, south: {name: South}}\n"
        "agenda:\n  issues:\n    truce: {name: Truce, options: {now: Now, later: Later}}\n"
        "    border: {name: Border, options: {old: Old, new: New}}\n",
        "utf-8",
    )
    record.write_text(
        "sources: {s: {publisher: Notes, date: 2024-05-01}}\nentries:\n"
        "  - {kind: agreement, id: a, date: 2024-05-01, sources: s, between: [north, south],\n"
        "     deal: {border: new}}\n"
        f"  - {{kind: offer, id: o, date: 2024-05-01, sources: s, party: north, {offer}}}\n",
        "utf-8",
    )
    for file in (folder / "talks" / "interests").iterdir():
        file.unlink()
    return [one.sentence for one in review(folder / "talks").warnings]
