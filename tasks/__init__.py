"""Tasks of Prefect: a decorator, a call to the office, a tally. No decisions: those are rules."""
