"""`accord deals --lotteries` from the outside."""

import json
import re
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "examples" / "sarn-river"


def run(*words: str) -> str:
    code = "from accord.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "deals", str(FOLDER), *words],
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_lotteries_are_added_to_the_json_on_request() -> None:
    plain, more = json.loads(run("--json")), json.loads(run("--json", "--lotteries"))
    added = more.pop("lotteries")
    assert more.pop("adjusted_winner") is None
    assert "interactions tie some together" in more.pop("adjusted_winner_left_out")
    assert more == plain
    assert list(added) == [
        "nash",
        "kalai_smorodinsky",
        "egalitarian",
        "utilitarian",
        "perles_maschler",
    ]
    for one in added.values():
        assert set(one) == {"worth", "lottery", "gap"}
        assert set(one["worth"]) == set(plain["parties"])
        for drawn in one["lottery"]:
            assert {"deal": drawn["deal"], "worth": drawn["worth"]} in plain[
                "acceptable_frontier"
            ]


def test_lotteries_are_said_in_words() -> None:
    assert "If chance may choose" not in run()
    said = run("--lotteries")
    assert "If chance may choose between deals that everybody accepts" in said
    for name in ("Nash", "Kalai-Smorodinsky", "egalitarian", "utilitarian", "Perles-Maschler"):
        assert re.search(rf"(?s)^ [^\n]*{name}.*?\bdraws?: Arven \d+; Belmar \d+$", said, re.M)
    assert "Best by" not in said
    assert "as deal 1, but for:" in said
    assert "No division of issues in shares. Adjusted Winner needs issues that stand" in said
