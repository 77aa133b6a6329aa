"""Rehearsal: a whole cohort on a virtual clock, with acted participants and the real office."""
