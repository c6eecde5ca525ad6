"""The other process: it finds the same, is bounded, opens nothing, and web processes never load pyHanko."""

import subprocess
import sys
import threading
import time

import pytest
from django.conf import settings as django_settings

from certificates.verification.pdf import apart, child
from certificates.verification.pdf.findings import BROKEN, MOST_BYTES, Finding
from certificates.verification.pdf.inspecting import inspect
from tests.certificates.verification.pdf import attacks, files

CHAINS = [files.key().chain]


def looked(pdf):
    return apart.look_apart(pdf, CHAINS)


@pytest.mark.parametrize("make", [files.genuine, files.archived])
def test_it_finds_what_is_ours(make):
    """With all doors closed: whatever its libraries load late is there already."""
    found = looked(make())
    assert found.state == "sealed" and found.signed_sha256 == files.sealed().signed_sha256


@pytest.mark.parametrize("make", [lambda: b"", lambda: b"%PDF-1.7", lambda: attacks.overlay(files.genuine())])
def test_it_finds_what_is_not(make):
    assert looked(make()).state in ("broken", "changed")


def test_it_has_warmed_up_on_a_paper_that_holds_and_that_nobody_trusts():
    """A sample in which the reader stumbles half-way would warm up nothing."""
    sample = child.SAMPLE.with_suffix(".pdf").read_bytes()
    assert inspect(sample, [child.SAMPLE.with_suffix(".pem").read_text()]).state == "sealed"
    assert looked(sample).state == "foreign"


def test_hours_of_work_end_after_seconds():
    started = time.monotonic()
    assert looked(attacks.hours_of_work()) == Finding(BROKEN)
    assert time.monotonic() - started < apart.TIMEOUT + 5


def test_a_gigabyte_of_memory_is_not_to_be_had():
    assert "MemoryError" in run("from certificates.verification.pdf import child; child.limit(); bytes(2**30)")


@pytest.mark.parametrize(
    "act",
    ["open('/etc/hostname')", "open('/tmp/written', 'w')", "__import__('socket').socket()", "__import__('os').pipe()"],
)
def test_with_closed_doors_nothing_can_be_opened(act):
    assert "Too many open files" in run(
        f"import socket; from certificates.verification.pdf import child; child.close_doors()\ntry: {act}\n"
        "except OSError as no: print(no)"
    )


def run(code):
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=django_settings.BASE_DIR)
    return done.stdout + done.stderr


def test_what_is_too_large_is_not_even_looked_at(monkeypatch):
    monkeypatch.setattr(apart, "_free", None)
    assert looked(bytes(MOST_BYTES + 1)) == Finding(BROKEN)


def test_only_so_many_at_once(monkeypatch):
    monkeypatch.setattr(apart, "WAIT", 0.05)
    started, done = threading.Barrier(apart.AT_ONCE + 1), threading.Event()

    def work(looker, pdf, chains):
        started.wait(5)
        done.wait(5)
        return Finding(BROKEN)

    monkeypatch.setattr(apart, "_ask", work)
    busy = [threading.Thread(target=looked, args=(b"x",)) for _turn in range(apart.AT_ONCE)]
    for thread in busy:
        thread.start()
    started.wait(5)
    with pytest.raises(apart.Busy):
        looked(b"x")
    done.set()
    for thread in busy:
        thread.join()
    monkeypatch.setattr(apart, "_ask", lambda looker, pdf, chains: Finding(BROKEN))
    assert looked(b"x") == Finding(BROKEN), "the turns were given back"


def test_a_child_that_dies_or_talks_nonsense_is_no_fault_of_ours(monkeypatch):
    for name in ("nothing.of.that.name", "this"):
        looker = apart.Looker()
        monkeypatch.setattr(apart, "CHILD", name)
        assert apart._ask(looker, files.genuine(), CHAINS) == Finding(BROKEN)


def test_one_process_looks_at_file_after_file_and_a_new_one_comes_when_it_is_gone():
    looker = apart.Looker()
    states = [apart._ask(looker, pdf, CHAINS).state for pdf in (files.genuine(), b"x", files.genuine())]
    assert states == ["sealed", "broken", "sealed"]
    first = looker.process
    first.kill()
    first.wait()
    assert apart._ask(looker, files.genuine(), CHAINS).state == "sealed" and looker.process is not first
    # Gone in the very moment of asking: nobody has noticed yet.
    looker.process.kill()
    looker.process.poll = lambda: None
    assert apart._ask(looker, files.genuine(), CHAINS).state == "sealed"
    looker.end()


def test_it_ends_with_who_started_it(monkeypatch):
    looker = apart.Looker()
    apart._ask(looker, b"x", CHAINS)
    looker.process.stdin.close()
    assert looker.process.wait(10) == 0
    looker.process.stdout.close()


def test_the_web_process_does_not_load_what_reads_files():
    code = (
        "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'lms.settings.test'\n"
        "import django; django.setup()\nimport lms.urls, certificates.verification.pdf.answering, sys\n"
        "print(sorted(name for name in sys.modules if name.startswith(('pyhanko', 'weasyprint', 'openpyxl'))))"
    )
    assert run(code).strip().endswith("[]")
