"""The list of what each entry of the worked case was compared with."""

import re
from collections import Counter
from pathlib import Path

from accord.formats import load

CASE = Path(__file__).parents[2] / "examples" / "russia-ukraine-2022"
TEXT = (CASE / "CHECKED.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| (?P<entry>[a-z0-9-]+) \| (?P<next>[^|]*) \|(?P<rest>.*)$", re.MULTILINE)


def test_every_entry_stands_in_the_list_once() -> None:
    """A new entry goes under "New entries", with the sources that were read for it."""
    rows = Counter(row["entry"] for row in ROW.finditer(TEXT) if row["entry"] != "entry")
    assert rows == Counter(one.id for one in load(CASE).record.entries)


def test_every_source_that_the_list_names_is_in_the_record() -> None:
    compared, reviewed, new = TEXT.split("\n## ")[1:]
    assert reviewed.startswith("As reviewed")
    cells = [row["next"].split(";")[0] for row in ROW.finditer(compared + "\n" + new)]
    named = {
        one for cell in cells for one in cell.split(", ") if re.fullmatch(r"[a-z0-9-]+", one)
    }
    assert len(named) > 200
    assert named - {"sources"} <= set(load(CASE).record.sources)
