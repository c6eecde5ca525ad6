"""Whenever a worker is killed, the register is gap-free and complete after the sweeper: each number has its PDF."""

import os
import random

import pytest
from django.db import connection
from django.utils import timezone

from certificates.issuing import making, papers
from certificates.issuing import producing as line
from certificates.issuing.models import Certificate, Copy
from certificates.issuing.tasks import finish_copies
from tests.certificates.issuing import killing, scenes

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 60


def finish(cohort, actor, people):
    killing.let_ten_minutes_pass()
    killing.press(cohort, actor)
    killing.let_ten_minutes_pass()
    finish_copies(timezone.now())
    killing.check_register(people)


def test_ten_kills_at_random_moments_of_a_bulk_of_sixty():
    cohort = scenes.finished_cohort(PEOPLE)
    actor = scenes.manager(cohort)
    # Nothing is warmed up here: the first child imports what it needs, and may be killed while it does.
    moments, killed, seed = [], 0, random.randrange(2**32)
    chance = random.Random(seed)
    print("seed", seed)
    for _round in range(10):
        pid = killing.in_a_process(lambda: killing.press(cohort, actor))
        moments.append(chance.uniform(0, 2.5))
        killed += killing.kill_after(moments[-1], pid)
        killing.let_ten_minutes_pass()
    done = Copy.objects.filter(state=Copy.State.DONE).count()
    print("killed", killed, "after", [round(one, 2) for one in moments], "done by then", done)
    assert killed >= 5
    finish(cohort, actor, PEOPLE)


POINTS = {
    "numbers taken": (papers, "take_numbers"),
    "contents written, not committed": (papers, "hand_over"),
    "claimed": (making, "claim"),
    "place in the lists taken": (line, "proof_of"),
    "printed": (line, "render_pdf"),
    "sealed": (line, "seal"),
    "stored, not noted": (making.making, "held"),
    "kept": (making, "keep"),
}


@pytest.mark.parametrize("point", POINTS)
@pytest.mark.parametrize("at_call", [1, 2])
def test_a_death_at_each_step_leaves_nothing_undone(point, at_call, monkeypatch):
    cohort = scenes.finished_cohort(3)
    actor = scenes.manager(cohort)
    with monkeypatch.context() as patched:
        killing.dies_at(*POINTS[point], patched, at_call=at_call)
        pid = killing.in_a_process(lambda: killing.press(cohort, actor))
        os.waitpid(pid, 0)
    assert Certificate.objects.count() in (0, 3), "all or none"
    finish(cohort, actor, 3)


def test_without_the_transaction_around_numbers_there_would_be_a_gap(monkeypatch):
    """The guard removed: numbers that are committed before their papers. So the check above can fail."""
    cohort = scenes.finished_cohort(3)
    actor = scenes.manager(cohort)
    with monkeypatch.context() as patched:
        killing.dies_at(papers, "take_numbers", patched, before=lambda: connection.connection.commit())
        os.waitpid(killing.in_a_process(lambda: killing.press(cohort, actor)), 0)
    with pytest.raises(AssertionError, match="numbers"):
        finish(cohort, actor, 3)


def test_without_the_sweeper_a_killed_print_would_stay_undone(monkeypatch):
    cohort = scenes.finished_cohort(3)
    actor = scenes.manager(cohort)
    with monkeypatch.context() as patched:
        killing.dies_at(line, "seal", patched)
        os.waitpid(killing.in_a_process(lambda: killing.press(cohort, actor)), 0)
    killing.press(cohort, actor)
    with pytest.raises(AssertionError, match="running"):
        killing.check_register(3)
