"""Examples: the pilot cohort that `make run` opens, and the script that prints its CVs."""
