"""Today: what of a cohort needs a person, in one order that can be explained, with what happened and what could be done."""
