"""Grouping: people into groups, and mentees into circles. `groups` and `circles` are its faces; the rest are bounds, cuts and
complete lists of groups."""
