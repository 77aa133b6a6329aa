"""Documents: what the office prints as PDF: handbook, guide, agreement, plan, certificate, statement, evaluation."""
