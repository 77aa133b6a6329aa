"""Checking: what `matching.certificate` looks at, step by step. Shares no code with solving; arithmetic alone."""
