"""Whether a deal would be kept, by what its reader may read: all else changes no byte of it."""

from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from tests.hold.deal_oracle import Deal, drawn, written
from tests.hold.hidden import MARK, folder_with_secrets
from tests.strategies import few

from accord.cli import cli
from accord.errors import AccordError
from accord.model import Reader, tiers

ASKED = (
    ["hold", "--deal", "deal.yaml", "--from", "today", "--coalitions", "--guarantee", "all"],
    ["hold", "--deal", "nash", "--json"],
    ["hold", "--deal", "deal.yaml", "--guarantee", f"{MARK}x", "--delivered", f"{MARK}y"],
    ["brief", "--hold", "--deal", "deal.yaml", "--full"],
    ["brief", "--hold", "--deal", "nash", "--json"],
)


def said(folder: Path, reader: str, asked: list[str]) -> str:
    """Return what a command says to a reader, or why it says nothing."""
    command, *more = [str(folder / one) if one == "deal.yaml" else one for one in asked]
    result = CliRunner().invoke(
        cli, [command, str(folder), *more, "--draws", "3", "--for", reader]
    )
    wrong = result.exception
    assert wrong is None or isinstance(wrong, AccordError | SystemExit), wrong
    return f"{result.output}{wrong or ''}".replace(str(folder), "FOLDER")


def told(of: Deal, tier: str, by: Random | None) -> dict[tuple[str, int], str]:
    """Return what each reader who may not read a tier is told, by reader and command."""
    with TemporaryDirectory() as to:
        folder = folder_with_secrets(of, Path(to) / "talks", tier, by)
        return {
            (one, n): said(folder, one, asked)
            for one in tiers(of.sheets)
            if not Reader((one,)).reads((tier,))
            for n, asked in enumerate(ASKED)
        }


@few(6)
@given(data=st.data(), by=st.randoms(use_true_random=False))
def test_the_secrets_of_a_tier_change_no_byte_for_who_may_not_read_them(
    data: st.DataObject, by: Random
) -> None:
    of = drawn(by)
    tier = data.draw(st.sampled_from(tiers(of.sheets)[1:]))
    plain, one, two = (told(of, tier, way) for way in (None, by, by))
    assert plain == one == two
    # The ids that were asked for are given back, and nothing else has the mark.
    assert not any(MARK in text for (_, n), text in one.items() if n != 2)


def test_whoever_may_read_the_secrets_is_told_what_follows_from_them(tmp_path: Path) -> None:
    """So what is compared above does hang on the numbers."""
    of = drawn(Random(4))
    found = {
        said(folder_with_secrets(of, tmp_path / str(seed), "q", Random(seed)), "q", ASKED[1])
        for seed in range(5)
    }
    assert len(found) > 3 and any(MARK in text for text in found)


@pytest.mark.parametrize("reader", ["public", "table", "mediator", "q/capital"])
def test_a_guarantee_of_others_is_as_unknown_as_one_that_is_not_there(
    reader: str, tmp_path: Path
) -> None:
    of = drawn(Random(4))
    written(of, tmp_path)
    (tmp_path / "private" / "p: 1" / "hold").mkdir(parents=True)
    hidden = tmp_path / "private" / "p: 1" / "hold" / "h.yaml"
    hidden.write_text(f"guarantees: [{{id: {MARK}, kind: escrow, by: x, penalty: 5}}]\n")
    asked = ["hold", "--deal", "deal.yaml", "--guarantee"]
    there, absent = (said(tmp_path, reader, [*asked, one]) for one in (MARK, "zzneither"))
    assert "there is no guarantee" in there
    assert there.replace(MARK, "") == absent.replace("zzneither", "")
