"""A worker in a process of its own that is killed with SIGKILL, and what must be true of the register afterwards."""

import hashlib
import os
import signal
import time

from django.db import connection
from django.utils import timezone

from certificates.issuing import making
from certificates.issuing.actions import issue_certificates
from certificates.issuing.models import Certificate, Copy, CopyContent, Holding, Proof, Series, private_storage
from certificates.issuing.tasks import finish_copies


def in_a_process(work):
    """Run `work` in a child, which never comes back to the test, and return its process id."""
    connection.close()  # a child must not speak over its parent's connection
    pid = os.fork()
    if pid == 0:
        try:
            work()
        finally:
            os._exit(0)
    return pid


def kill_after(seconds, pid):
    """Kill the process after so many seconds, unless it has ended; return whether it was killed."""
    time.sleep(seconds)
    os.kill(pid, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(pid, 0)[1])


def dies_at(module, name, monkeypatch, *, at_call=1, before=None):
    """Let the process end right after the `at_call`th call of a function, as by SIGKILL: nothing is tidied up."""
    original, calls = getattr(module, name), []

    def and_dies(*args, **kwargs):
        result = original(*args, **kwargs)
        calls.append(name)
        if len(calls) == at_call:
            if before:
                before()
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    monkeypatch.setattr(module, name, and_dies)


def press(cohort, actor):
    """What a worker does: issue what is due, print it; then whatever an earlier one left."""
    issue_certificates(cohort=cohort, actor=actor, at=timezone.now())
    finish_copies(timezone.now())


def let_ten_minutes_pass():
    """So that the sweeper takes the workers that were killed for gone."""
    past = timezone.now() - 2 * making.STALE
    Copy.objects.filter(state=Copy.State.RUNNING).update(claimed_at=past)


def check_register(people):
    """Raise AssertionError unless each has one number, there is no gap, and each PDF lies there with its proof."""
    assert list(Certificate.objects.order_by("sequence").values_list("sequence", flat=True)) == [
        *range(1, people + 1)
    ], "numbers"
    assert Series.objects.get().last == people, "the series went on without papers"
    assert Holding.objects.values("enrolment").distinct().count() == people, "somebody has two or none"
    kept = set()
    for copy in Copy.objects.select_related("content", "proof"):
        assert copy.state == Copy.State.DONE, copy.state
        with copy.content.pdf.open("rb") as stored:
            assert hashlib.sha256(stored.read()).hexdigest() == copy.sha256, "another file"
        assert len(copy.proof.signed_sha256) == 64 and len(copy.proof.sealed_with) == 64, "no proof"
        kept.add(copy.content.pdf.name)
    assert len(kept) == Proof.objects.count() == CopyContent.objects.count() == people
    year = timezone.localdate().year
    lying = {f"certificates/{year}/{name}" for name in private_storage().listdir(f"certificates/{year}")[1]}
    assert kept <= lying and not [name for name in lying - kept if _is_ours(name)], "files were left behind"


def _is_ours(name):
    """Files of earlier tests lie there too."""
    ids = {str(one) for one in Copy.objects.values_list("credential_id", flat=True)}
    return name.rpartition("/")[2][:36] in ids
