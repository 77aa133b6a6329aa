"""The programme itself: people, pairs, sessions, rules and forms. Pure: no clock, no files, no network, no randomness."""
