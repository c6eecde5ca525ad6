"""The code on a paper by which anybody can look it up: 80 random bits that survive being read out on the telephone."""

import re
import secrets

# Crockford's base32: no I, L, O (read as 1, 1, 0) and no U.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
# Only ASCII is folded: "ſ".upper() would be "S", which nobody typed.
_READ = str.maketrans("abcdefghijklmnopqrstuvwxyzILO", "ABCDEFGH1JK1MN0PQRSTUVWXYZ110")
_SEPARATORS = re.compile(r"[\s\-\u2010-\u2015\u2212]+")


def new_code():
    """Return 16 characters of `ALPHABET`, 5 random bits each, ungrouped."""
    return "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))


def in_groups(code):
    """Return the code in groups of four, as it is printed: K7QM-3HXP-…"""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def fingerprint_in_groups(sha256):
    """Return a SHA-256 (hex) in groups of four, as it is printed and shown to be compared: 3F2A 9C01 …"""
    return " ".join(sha256[start : start + 4] for start in range(0, len(sha256), 4)).upper()


def read_code(text):
    """Return the code that somebody typed, in its one stored form, or None if it cannot be one."""
    if not isinstance(text, str):
        return None
    code = _SEPARATORS.sub("", text).translate(_READ)
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else None
