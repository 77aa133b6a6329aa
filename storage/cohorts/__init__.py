"""Cohorts: which there are, loading them as snapshots, changing them in turns, and when each scope wants attention again."""
