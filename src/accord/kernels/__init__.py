"""Algorithms on arrays: arrays in, arrays out; they know no parties."""
