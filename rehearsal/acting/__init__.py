"""Acting: the people of a rehearsal, their habits, and what they write into a form or do of their own accord."""
