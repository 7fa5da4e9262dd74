"""A type of the model that no file can hold is named with its class and field."""

import pytest
from attrs import frozen

from accord.formats.shapes import fields


def test_a_field_for_which_files_have_no_form_is_named() -> None:
    @frozen
    class Odd:
        sure: complex = 0j

    with pytest.raises(TypeError, match=r"Odd\.sure: files have no form for .*complex"):
        fields(Odd)
