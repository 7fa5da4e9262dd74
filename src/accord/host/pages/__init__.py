"""The pages of the host, a module a subject."""

from accord.host.pages import at_table, brief, door

PAGES = (*door.PAGES, *brief.PAGES, *at_table.PAGES)
"""Every page, in the order in which they lead to each other."""
