"""Benchmarks: each beside its yardstick, as ratios within one run. `python -m benchmarks` prints them all."""
