"""Telling: a rehearsal as values and as pages, with what a coordinator may want to change."""
