"""Spreadsheets in and out."""


def inert(cell: str) -> str:
    """Keep a spreadsheet from taking a cell for a formula: put an apostrophe before it."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "'", "\t", "\r")) else cell
