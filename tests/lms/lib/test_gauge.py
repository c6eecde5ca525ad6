"""A bar is drawn with a threshold and without one, also where the template that includes it leaves it out."""

from fractions import Fraction

from django.template.loader import render_to_string

MEASURE = {"name": "Inhalte", "value": 3, "label": "3 von 4", "total": 4, "now": 3}


def test_draws_no_mark_without_a_threshold():
    left_out = render_to_string("components/measure.html", MEASURE)
    assert left_out == render_to_string("components/measure.html", {**MEASURE, "threshold": None})


def test_draws_the_mark_at_the_threshold():
    marked = render_to_string("components/measure.html", {**MEASURE, "threshold": Fraction(4, 5)})
    assert "80" in marked
    assert marked != render_to_string("components/measure.html", MEASURE)
