"""Keeping: what the office keeps beside its cohorts' records: answers and journal, drafts, files, leases; and forgetting."""
