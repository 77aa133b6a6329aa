"""Insight: why a match is as it is, what a wish would cost, what would help. Solves anew where a guess would not do."""
