"""Flows of Prefect, each a table of contents. What is due is decided by rules; which step follows which, here."""
