"""A code is 80 random bits that can be read out, typed sloppily and still be found."""

import pytest

from certificates.document.codes import ALPHABET, in_groups, new_code, read_code


def test_codes_are_sixteen_characters_and_differ():
    codes = {new_code() for _time in range(2000)}
    assert len(codes) == 2000
    assert all(len(code) == 16 and set(code) <= set(ALPHABET) for code in codes)
    assert set("".join(codes)) == set(ALPHABET)
    assert len(ALPHABET) == 32 and not set("ILOU") & set(ALPHABET)


@pytest.mark.parametrize(
    "typed",
    [
        "K7QM3HXP90AB1DEF",
        "k7qm-3hxp-90ab-1def",
        " K7QM 3HXP\t90AB 1DEF\n",
        "K7QM–3HXP–9OAB–IDEF",
        "k7qm3hxp9oablDEF",
    ],
)
def test_reads_what_people_type(typed):
    assert read_code(typed) == "K7QM3HXP90AB1DEF"


@pytest.mark.parametrize(
    "typed",
    ["", "K7QM", "K7QM3HXP90AB1DEFG", "K7QM3HXP90AB1DEU", "K7QM3HXP90AB1DE!", "K7QM3HXP90AB1DE\u017f", None, 16, b"x"],
)
def test_anything_else_is_no_code(typed):
    assert read_code(typed) is None


def test_is_printed_in_groups_that_read_back():
    code = new_code()
    assert in_groups(code).count("-") == 3
    assert read_code(in_groups(code)) == code
