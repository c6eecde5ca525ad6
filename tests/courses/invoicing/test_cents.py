"""No cent is lost or made: instalments, VAT lines, credits and fees add up exactly, whatever the amounts."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.invoicing.rules import Line, Vat, asked_for, credit_over, half_up, shared_out, still_asked_for, totals

# A loaded machine is slow, which says nothing about cents.
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
CENTS = st.integers(0, 10_000_000)
RATES = st.sampled_from(
    [("S", Decimal(19)), ("S", Decimal(7)), ("S", Decimal("8.1")), ("E", Decimal(0)), ("Z", Decimal(0))]
)


@st.composite
def percents(draw):
    """Some percentages with two decimals that make a hundred."""
    cuts = sorted(draw(st.sets(st.integers(1, 9_999), max_size=6)))
    return [Decimal(b - a) / 100 for a, b in zip([0, *cuts], [*cuts, 10_000], strict=True)]


@st.composite
def lines(draw, consumer=None):
    consumer = draw(st.booleans()) if consumer is None else consumer
    quantity = 1 if consumer else draw(st.integers(1, 20))
    priced = draw(st.lists(st.tuples(st.integers(1, 2_000_000), RATES), min_size=1, max_size=4))
    return [Line("x", cents, quantity, Vat(*vat), consumer=consumer) for cents, vat in priced]


@unhurried
@given(CENTS, percents())
def test_parts_add_up_to_the_whole_and_none_is_below_zero(cents, shares):
    parts = shared_out(cents, shares)
    assert sum(parts) == cents
    assert all(part >= 0 for part in parts)


@unhurried
@given(CENTS, percents())
def test_each_part_but_the_last_is_off_by_half_a_cent_at_most(cents, shares):
    for part, share in list(zip(shared_out(cents, shares), shares, strict=True))[:-1]:
        exact = cents * Fraction(share) / 100
        assert part <= exact + Fraction(1, 2)
        assert part >= exact - Fraction(1, 2) or sum(shared_out(cents, shares)[:-1]) == cents


@pytest.mark.parametrize(
    ("price", "shares", "parts"),
    [
        (495_000, [25, 25, 25, 25], [123_750] * 4),
        (384_000, [34, 33, 33], [130_560, 126_720, 126_720]),
        (100_001, [60, 40], [60_001, 40_000]),
        (1, [50, 50], [1, 0]),
        (3, [Decimal("33.33"), Decimal("33.33"), Decimal("33.34")], [1, 1, 1]),
    ],
)
def test_instalments_of_the_demo_and_of_odd_prices(price, shares, parts):
    assert shared_out(price, shares) == parts


def test_half_a_cent_goes_up():
    assert [half_up(Fraction(number, 2)) for number in (1, 2, 3)] == [1, 1, 2]


@unhurried
@given(lines(consumer=True))
def test_a_consumer_pays_the_price_as_it_was_named(written):
    whole = totals(written)
    assert whole.gross_cents == sum(line.price_cents * line.quantity for line in written)
    assert abs(whole.rounding_cents) <= len(written)


@unhurried
@given(lines(consumer=False))
def test_a_company_pays_net_and_vat_without_rounding(written):
    whole = totals(written)
    assert whole.rounding_cents == 0
    assert whole.net_cents == sum(line.price_cents * line.quantity for line in written)
    assert whole.tax_cents == sum(half_up(group.base_cents * Fraction(group.vat.rate) / 100) for group in whole.groups)


@unhurried
@given(lines(), st.data())
def test_credits_of_an_invoice_give_back_exactly_what_it_asked_for(written, data):
    left, given_back = written[0].quantity, 0
    lowered = data.draw(st.integers(0, totals(written).gross_cents))
    while left:
        seats = data.draw(st.integers(1, left))
        given_back += still_asked_for(written, left, lowered) - still_asked_for(written, left - seats, lowered)
        left -= seats
    assert given_back + lowered == totals(written).gross_cents


@unhurried
@given(lines(), st.data())
def test_a_credit_note_comes_to_what_it_gives_back(written, data):
    seats = written[0].quantity
    whole = asked_for(written, seats)
    cents = data.draw(st.integers(1, whole))
    for gives_back, words in ((whole, ""), (cents, "part")):
        noted, sums = credit_over(written, seats, gives_back, words)
        assert sums.gross_cents == gives_back
        assert sums.net_cents == sum(line.net_cents for line in noted)
        assert abs(sums.rounding_cents) <= len(written)
        assert noted and all(line.net_cents >= 0 for line in noted)


def test_a_part_is_shared_out_over_the_lines_by_what_they_come_to():
    written = [Line("a", 70_000, 2, Vat("E")), Line("b", 30_000, 2, Vat("S", Decimal(19)))]
    noted, sums = credit_over(written, 2, 10_000, "part")
    # Of 2,114.00 gross 2,000.00 are net: 100.00 are 94.61, of which 70 per cent exempt; 19 % of 28.38 is 5.39.
    assert [(line.price_cents, line.quantity, line.details) for line in noted] == [
        (6_623, 1, "part"),
        (2_838, 1, "part"),
    ]
    assert (sums.net_cents, sums.tax_cents, sums.rounding_cents) == (9_461, 539, 0)


def test_19_percent_within_a_gross_price_that_vat_cannot_express():
    # 1.03 gross is 0.87 net; 19 % of that is 0.17 (0.1653), together 1.04.
    whole = totals([Line("x", 103, 1, Vat("S", Decimal(19)), consumer=True)])
    assert (whole.net_cents, whole.tax_cents, whole.rounding_cents, whole.gross_cents) == (87, 17, -1, 103)
