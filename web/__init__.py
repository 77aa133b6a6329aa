"""Web: participants' forms and pages, the coordinator's desk, the inbox page. Decides nothing: the office does."""
