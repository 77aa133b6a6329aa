"""The match as people see it: what the matchmaker may know, and its answer as the desk and the dashboard show it."""
