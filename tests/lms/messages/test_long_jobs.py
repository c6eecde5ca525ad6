"""Without a broker long jobs run beside the request; short ones, and all of them with a broker, go their usual way."""

import threading

import pytest

from lms.messages.after_commit import hand_over
from lms.messages.beside import beside, take_up

pytestmark = pytest.mark.django_db
SECONDS = 10


class Job:
    """Stands in for a Celery task: notes in which thread it ran, and waits there until it may go on."""

    name = "tests.job"

    def __init__(self, fault=None):
        self.begun, self.may_go_on, self.ended = threading.Event(), threading.Event(), threading.Event()
        self.fault, self.thread, self.queued = fault, None, []

    def apply(self, args, throw):
        self.thread = threading.current_thread().name
        self.begun.set()
        if self.fault:
            raise self.fault
        self.may_go_on.wait(SECONDS)
        self.ended.set()

    def delay(self, *args):
        self.queued.append(args)


@pytest.fixture(autouse=True)
def as_without_a_broker(settings):
    settings.CELERY_TASK_ALWAYS_EAGER = settings.LONG_JOBS_BESIDE = True


def test_the_request_does_not_wait_for_a_long_job(django_capture_on_commit_callbacks):
    job = Job()
    with django_capture_on_commit_callbacks(execute=True):
        hand_over(job, 7, long=True)
        assert not job.begun.is_set(), "before the commit"
    assert job.begun.wait(SECONDS) and not job.ended.is_set()
    assert job.thread.startswith("jobs") and not job.queued
    job.may_go_on.set()
    assert job.ended.wait(SECONDS)


def test_a_short_job_is_done_before_the_answer(django_capture_on_commit_callbacks):
    job = Job()
    with django_capture_on_commit_callbacks(execute=True):
        hand_over(job, 7)
    assert job.queued == [(7,)] and not job.begun.is_set()


def test_a_broker_gets_long_jobs_too(django_capture_on_commit_callbacks, settings):
    settings.CELERY_TASK_ALWAYS_EAGER = False
    job = Job()
    with django_capture_on_commit_callbacks(execute=True):
        hand_over(job, 7, long=True)
    assert job.queued == [(7,)] and not job.begun.is_set()


def test_one_that_fails_holds_up_nobody(caplog):
    failed, behind = Job(ValueError("no paper")), Job()
    behind.may_go_on.set()
    beside(failed).result(SECONDS)
    beside(behind).result(SECONDS)
    assert behind.ended.is_set() and "tests.job failed" in caplog.text


def test_what_was_left_undone_is_taken_up_unless_this_process_is_at_work():
    under_way, left = Job(), Job()
    job = beside(under_way)
    assert take_up(left, [1, 2]) == 0, "it may be what this process has in hand"
    under_way.may_go_on.set()
    job.result(SECONDS)
    left.may_go_on.set()
    assert take_up(left, iter([1, 2])) == 2
    assert left.ended.wait(SECONDS) and left.thread.startswith("jobs")


@pytest.mark.parametrize("setting", ["CELERY_TASK_ALWAYS_EAGER", "LONG_JOBS_BESIDE"])
def test_where_a_broker_is_nothing_is_taken_up(settings, setting):
    setattr(settings, setting, False)
    left = Job()
    assert take_up(left, [1]) == 0 and not left.begun.wait(0.2)
