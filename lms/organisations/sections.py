"""
The page of a record has a column beside the form. Rooms above hang their sections there; this room knows none of them.

A section is a function of (request, row) that returns None or a `lms.home.panels.Panel`.
"""

from lms.home.panels import Board

_beside = Board()
hang_on_record, sections_of_record = _beside.hang, _beside.made_for
