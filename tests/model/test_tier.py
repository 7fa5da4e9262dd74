"""Each reader reads what is for those before it, and no more."""

from accord.model import Tier


def test_each_tier_reads_what_those_before_it_read() -> None:
    order = [Tier.PUBLIC, Tier.TABLE, Tier.MEDIATOR]
    for place, reader in enumerate(order):
        assert [tier for tier in order if reader.reads(tier)] == order[: place + 1]
