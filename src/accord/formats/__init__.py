"""Text to model and back: the process folder and spreadsheets."""

from accord.formats.deal import deal_of_entry, read_deal
from accord.formats.folder import load, save

__all__ = ["deal_of_entry", "load", "read_deal", "save"]
