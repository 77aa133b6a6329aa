"""Mutants: the rules with something taken away, to see that a test notices it. `make mutants` takes away all, in turn."""
