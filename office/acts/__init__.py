"""Acts: what a coordinator does without a case: shown before it is done, done as shown, taken back while its letters wait."""
