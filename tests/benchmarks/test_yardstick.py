"""The yardstick takes some time of the processor, and about the same when asked again."""

from benchmarks.yardstick import yardstick


def test_yardstick():
    first, again = yardstick(), yardstick()
    assert 0.005 < first < 5
    assert first / 3 < again < first * 3
