"""Lists that people bring: read as a spreadsheet or a form service saves them, and what their columns mean. Invites nobody."""
