"""A sheet of four years of talks as an office keeps it: an invented place, invented people."""

from pathlib import Path

from openpyxl import Workbook

HEADER = ("When", "Type", "Who", "What happened", "Topic", "Option", "Outcome", "Reported by")
LOG = (
    (
        "4 Sept 2012",
        "Statement",
        "Ilan Oru (Government of Tamar)",
        "Says that talks begin in Oslen.",
        "",
        "",
        "",
        "Tamar Daily",
    ),
    (
        "18.10.2012",
        "Meeting",
        "Government of Tamar; Valley Front",
        "First round: the sides meet in Oslen.",
        "",
        "",
        "",
        "Tamar Daily; https://hill.example/oslen",
    ),
    (
        "20 Oct 2012",
        "Position",
        "Government of Tamar",
        "",
        "Land",
        "Title deeds first",
        "",
        "Tamar Daily",
    ),
    ("20 Oct 2012", "Position", "Valley Front", "", "Land", "A land fund", "", "Valley Radio"),
    (
        "Nov 2012",
        "Position",
        "Valley Front",
        "",
        "Weapons",
        "Kept until the vote",
        "",
        "Valley Radio",
    ),
    (
        "26 May 2013",
        "Agreement",
        "Government of Tamar and Valley Front",
        "Joint paper on land.",
        "Land",
        "A land fund",
        "reached",
        "Tamar Daily",
    ),
    (
        "6 Nov 2013",
        "Agreement",
        "Government of Tamar and Valley Front",
        "Joint paper on taking part in politics.",
        "Political part",
        "Seats for ten years",
        "reached",
        "Tamar Daily",
    ),
    (
        "2014-07-15 00:00:00",
        "Attack",
        "Valley Front",
        "A bridge near Sero is blown up.",
        "",
        "",
        "",
        "AP",
    ),
    (
        "22.05.2015",
        "Suspension",
        "Valley Front",
        "The Front suspends its truce.",
        "",
        "",
        "",
        "Valley Radio",
    ),
    (
        "4 June 2015",
        "Statement",
        "Norland (guarantor)",
        "Asks both sides to go on.",
        "",
        "",
        "",
        "Tamar Daily",
    ),
    (
        "20.07.2015",
        "Resumption",
        "Valley Front",
        "The truce is back.",
        "",
        "",
        "",
        "Valley Radio",
    ),
    (
        "23 September 2015",
        "Agreement",
        "Government of Tamar and Valley Front",
        "A court for crimes of the war.",
        "Justice",
        "A court of its own",
        "reached",
        "Tamar Daily",
    ),
    (
        "23 June 2016",
        "Agreement",
        "Government of Tamar and Valley Front",
        "Weapons are laid down within 180 days.",
        "Weapons",
        "Laid down in 180 days",
        "reached",
        "Tamar Daily",
    ),
)
END = (
    (
        "26 Sept 2016",
        "Signing",
        "Government of Tamar and Valley Front",
        "The final agreement is signed in Oslen.",
        "",
        "",
        "signed",
        "Tamar Daily, 27 Sept 2016",
    ),
    (
        "2 Oct 2016",
        "Referendum",
        "",
        "50.2 % of the voters say no.",
        "",
        "",
        "rejected",
        "Tamar Daily",
    ),
    (
        "12 Nov 2016",
        "Agreement",
        "Government of Tamar and Valley Front",
        "A new agreement takes in what the no side asked for.",
        "",
        "",
        "signed",
        "Tamar Daily",
    ),
    (
        "30.11.2016",
        "Ratification",
        "Congress",
        "Congress ratifies the new agreement.",
        "",
        "",
        "",
        "Tamar Daily",
    ),
)


def write_sheet(file: Path) -> Path:
    """Write the sheet as XLSX: a title above the table, a second sheet for the last months."""
    book = Workbook()
    first = book.active
    assert first is not None
    first.title = "2012-2015"
    first.append(["Tamar talks: log of the mediator's office"])
    first.append([])
    for row in (HEADER, *LOG):
        first.append(list(row))
    second = book.create_sheet("2016")
    second.append(["Tamar talks, the last months"])
    for row in (HEADER, *END):
        second.append(list(row))
    book.save(file)
    return file
