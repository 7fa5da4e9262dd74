"""What every test shares: how hard hypothesis looks, and that only Accord's own is found."""

import os

import pytest
from hypothesis import settings

from accord import discovery

settings.register_profile("default", max_examples=50, deadline=None)
settings.register_profile(
    "ci", max_examples=80, deadline=None, derandomize=True, database=None, print_blob=True
)
settings.register_profile(
    "fuzz", max_examples=int(os.environ.get("EXAMPLES") or 200), deadline=None, print_blob=True
)
settings.load_profile("ci" if os.environ.get("CI") else "default")

# Delegates, rule sets, formats and engines of other packages that happen to be installed are no
# part of what is tested; a test of such a package names its entry points itself.
pytest.MonkeyPatch().setattr(discovery, "entry_points", lambda **given: ())

# What plays talks does not depend here on what an earlier run has compiled.
pytest.MonkeyPatch().setattr("accord.play.engines.compiled_talks.is_compiled", lambda: True)
