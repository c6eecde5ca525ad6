"""However a file is spoilt: it loads whole, or nothing of it is loaded and each fault is a sentence with its place."""

import copy
import datetime as dt
import random

import pytest
import yaml
from django.db import transaction
from django.utils import translation

from certificates.loading.actions import check, load
from certificates.loading.refusals import BadFile
from lms.audit.models import Act
from lms.organisations.models import Company
from tests import demo, makers
from tests.certificates.loading.test_second_programme import FILE as SMALL

# The demo file is only checked, which takes its time; the small one is written as well.
ROUNDS = 400
SEED = 20261122
NOT_LOADED = ("adjacent", "edge_cases", "expected")
VALUES = [
    None, "", 0, -1, True, 1.5, float("nan"), float("inf"), 10**30, 2**63, 32_768, "9" * 400, "x" * 5000,
    [], {}, [[]], [None], ["a"], {"a": 1}, {"de": None}, {"de": {"de": 1}}, "\u202eabc", "a\0b", b"abc",
    "2027-02-30", dt.date(2027, 1, 1), dt.date(9999, 12, 31), dt.datetime(2027, 1, 1, 3), "1e3", "1_000", "24:00",
]  # fmt: skip


class Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):
    """Writes a value that stands twice as two values, not as an alias."""

    def ignore_aliases(self, data):
        return True


def places(value, path=()):
    """The path of every value below `value`."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in pairs:
        yield (*path, key)
        yield from places(child, (*path, key))


def value_at(tree, path):
    for key in path:
        tree = tree[key]
    return tree


def kinds_of_place(tree):
    """{path without positions: its paths}, so that what stands in a hundred records is not spoilt a hundred times."""
    kinds = {}
    for path in places(tree):
        if any(key in NOT_LOADED for key in path):
            continue
        kinds.setdefault(tuple("*" if isinstance(key, int) else key for key in path), []).append(path)
    return kinds


def spoil(tree, path, dice):
    """Spoil the value at `path` and say how; a path that an earlier spoiling took away is left alone."""
    try:
        holder, key = value_at(tree, path[:-1]), path[-1]
        before = holder[key]
    except (KeyError, IndexError, TypeError):
        return "nothing"
    how = dice.choice(["another value", "another value", "left out", "twice", "renamed", "in a list", "in a group"])
    if how == "another value":
        holder[key] = dice.choice(VALUES)
    elif how == "left out":
        del holder[key]
    elif how == "twice" and isinstance(holder, list):
        holder.append(copy.deepcopy(before))
    elif how == "renamed" and isinstance(holder, dict):
        holder[dice.choice(["x", 1, None, True, "de", "z\n"])] = holder.pop(key)
    else:
        holder[key] = {"x": before} if how == "in a group" else [before]
    return f"{how}: {path} {str(holder.get(key) if isinstance(holder, dict) else '')[:40]}"


def variants(tree, rounds):
    """Yield (what was done, the file as bytes), `rounds` times; the same ones on every machine."""
    dice, kinds = random.Random(SEED), kinds_of_place(tree)
    order = sorted(kinds, key=str)
    for number in range(rounds):
        spoilt = copy.deepcopy(tree)
        # Every kind of place in turn, at times with others beside it.
        chosen = [order[number % len(order)], *dice.choices(order, k=dice.choice([0, 0, 1, 2]))]
        done = [spoil(spoilt, dice.choice(kinds[kind]), dice) for kind in chosen]
        text = yaml.dump(spoilt, Dumper=Dumper, allow_unicode=True, sort_keys=False)
        yield done, text.encode("utf-8", "surrogatepass")


def without_place(refusal):
    """Faults that name neither a line nor a path, or say nothing."""
    with translation.override("en"):
        return [str(fault) for fault in refusal.faults if not fault.message or not (fault.line or fault.path)]


def outcome(act):
    """Call `act`; return None where it went through, else the refusal. What else rises fails the test."""
    try:
        act()
    except BadFile as refusal:
        return refusal
    return None


def test_the_demo_file_may_be_spoilt_anywhere():
    refused, rounds = 0, 45
    for done, data in variants(demo.parsed(), rounds):
        refusal = outcome(lambda: check(data, at=makers.NOON))  # noqa: B023
        refused += refusal is not None
        assert refusal is None or without_place(refusal) == [], done
    assert refused > rounds / 2


@pytest.mark.django_db
def test_nothing_of_a_refused_file_is_written():
    tree, refused, loaded = yaml.safe_load(SMALL.read_text(encoding="utf-8")), 0, 0
    for done, data in variants(tree, ROUNDS):
        with transaction.atomic():
            refusal = outcome(lambda: load(data, at=makers.NOON, printing=False))  # noqa: B023
            if refusal:
                refused += 1
                assert without_place(refusal) == [], done
                assert not Company.objects.exists() and not Act.objects.exists(), done
            else:
                loaded += 1
                assert Company.objects.exists(), done
            transaction.set_rollback(True)
    # Both ends are met: a fuzzer whose files are all refused at the door proves little.
    assert refused > 40 and loaded > 5
