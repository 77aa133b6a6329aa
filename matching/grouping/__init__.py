"""Grouping: bounds, cuts and complete lists of groups. Arrays only; its face is `matching.groups`."""
