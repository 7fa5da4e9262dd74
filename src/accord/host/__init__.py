"""A process folder served to people in a browser: the desk.

What a command does to the folder is done here by a person who sits in a seat, sees what this
seat may read, and need not know what the files look like. Pages work without script.
"""
