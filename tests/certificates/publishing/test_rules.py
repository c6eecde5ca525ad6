"""A bit is set for good by what ends a copy, and for a time by a suspension."""

import pytest

from certificates.publishing.rules import set_bits


@pytest.mark.parametrize(
    ("changes", "revoked", "suspended"),
    [
        ([], False, False),
        ([(None, "revoked")], True, False),
        ([(None, "replaced")], True, False),
        ([(7, "replaced")], True, False),
        ([(8, "replaced")], False, False),
        ([(None, "suspended")], False, True),
        ([(None, "suspended"), (None, "resumed")], False, False),
        ([(None, "suspended"), (None, "resumed"), (None, "suspended")], False, True),
        ([(None, "suspended"), (None, "revoked")], True, True),
        ([(None, "suspended"), (None, "revoked"), (None, "resumed")], True, False),
        ([(None, "name_erased")], False, False),
    ],
)
def test_bits_of_copy_seven(changes, revoked, suspended):
    bits = set_bits([(41, 7, about, status) for about, status in changes])
    assert (41 in bits["revocation"], 41 in bits["suspension"]) == (revoked, suspended)
