"""Text to model and back: the process folder, spreadsheets, and other programs' files."""

from accord.formats.deal import deal_of_entry, read_deal
from accord.formats.folder import Folder, load, save

__all__ = ["Folder", "deal_of_entry", "load", "read_deal", "save"]
