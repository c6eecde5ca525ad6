"""Helpers without models: text in several languages, dates, the fenced door to WeasyPrint, template tags."""
