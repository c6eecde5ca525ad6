"""The forecast says what is, what can still be, and whether something must be made up."""

from fractions import Fraction

from courses.completion.rules import Seen, forecast


def cast(*seen, threshold=80, make_ups=2, total=None):
    return forecast(
        seen, total=total or sum(one.planned for one in seen), threshold_percent=threshold, max_make_ups=make_ups
    )


def held(attended, planned=8, **facts):
    return Seen(planned=planned, attended=attended, held=True, **facts)


def ahead(planned=8):
    return Seen(planned=planned, still_possible=True)


def test_a_late_joiner_shows_everything_attended_and_still_needs_a_make_up():
    figures = cast(
        held(0, 16, while_enrolled=False), held(0, while_enrolled=False), *[held(8)] * 6, *[ahead()] * 2, ahead(16)
    )
    assert figures.now == 1
    assert figures.best == Fraction(80, 104)
    assert figures.make_up_needed
    assert figures.make_ups_needed == 1


def test_absence_stays_in_the_total_even_when_excused():
    assert cast(held(0), held(8)).now == Fraction(1, 2)


def test_a_make_up_counts_once_and_never_beyond_the_plan():
    figures = cast(held(4, made_up=8), held(8))
    assert (figures.attended, figures.held) == (16, 16)
    assert figures.before_make_up == 12


def test_a_used_make_up_is_not_allowed_again():
    figures = cast(held(0, made_up=8), held(0), held(0), ahead(), make_ups=2)
    assert figures.make_ups_left == 1
    assert figures.best_with(2) == Fraction(24, 32)


def test_out_of_reach_says_so():
    figures = cast(held(0), held(0), held(0), ahead(), make_ups=1)
    assert not figures.reachable
    assert figures.make_ups_needed is None


def test_before_the_first_session_there_is_no_share_so_far():
    figures = cast(ahead(), ahead())
    assert figures.now is None
    assert figures.best == 1


def test_units_to_spare_count_down_to_the_limit():
    assert cast(held(8), held(8), ahead(), ahead(16), threshold=80).units_to_spare == 8
    assert cast(held(0), held(8), ahead(), ahead(16), threshold=80).units_to_spare == 0
    assert cast(held(0), held(8), ahead(), ahead(8), threshold=80).units_to_spare == -2


def test_the_shortest_session_to_come_is_what_may_be_missed_first():
    assert cast(held(8), ahead(16), ahead(12)).shortest_to_come == 12
    assert cast(held(4, 16, ahead=6), ahead(16)).shortest_to_come == 6
    assert cast(held(8)).shortest_to_come == 0
