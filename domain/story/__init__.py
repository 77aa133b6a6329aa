"""Story: what happened with one person or one group, in order of time, told from all that is kept of it."""
