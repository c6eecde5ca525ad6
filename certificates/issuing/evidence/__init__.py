"""The evidence of a cohort: gathered once, written as CSV, JSON and PDF, for the office and the certifying chamber."""
