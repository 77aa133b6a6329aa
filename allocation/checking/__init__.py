"""Checking: what `allocation.verify` looks at, step by step. Shares no code with solving; arithmetic alone."""
