"""How the documentation is built. Reads nothing from the network."""

import accord

project = "Accord"
author = "The Accord contributors"
copyright = author
version = release = accord.__version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_typehints = "description"
napoleon_numpy_docstring = False

# In the answers of `accord`, ` # Nash's rule` opens a paragraph; a lexer of shell sessions
# takes it for a prompt and the apostrophe for a quotation without an end.
suppress_warnings = ["misc.highlighting_failure"]

# Names that live in other projects' documentation cannot be checked without the network.
nitpick_ignore_regex = [
    (r"py:.*", r"(?!accord(\.|$)).*"),
]

html_theme = "furo"
html_title = f"Accord {release}"
html_copy_source = False
html_show_copyright = False
html_show_sphinx = False
