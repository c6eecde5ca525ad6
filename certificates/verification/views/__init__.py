"""The public answers, and the chamber's desk."""
