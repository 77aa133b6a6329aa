"""Staging: the clock, the post, the office and the faults of a rehearsal, and what watches them."""
