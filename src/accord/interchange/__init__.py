"""Files of other programs: Genius, GeniusWeb and NegMAS, read and written."""
