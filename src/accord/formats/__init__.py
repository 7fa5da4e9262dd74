"""Text to model and back: the process folder, spreadsheets, and other programs' files."""

from accord.formats.folder import Folder, load, save

__all__ = ["Folder", "load", "save"]
