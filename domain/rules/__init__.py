"""Rules: what is due and when, by phase. They map a cohort to dues and never read the clock, send or save."""
