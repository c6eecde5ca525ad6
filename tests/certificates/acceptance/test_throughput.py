"""
A cohort of sixteen is sealed in less than 5 s of one processor, and memory does not grow over 200 papers (10).

The seconds are those of the machine on which the limit was set; a slower one gets as many more as its yardstick says.
"""

import os
import subprocess
import sys

import pytest
from django.conf import settings

from benchmarks.yardstick import yardstick

COHORT, MANY = 16, 200
# Seconds that the yardstick takes where sixteen papers are wanted within five.
THERE = 0.025
SEAL_MANY = """
import dataclasses, sys, time, django; django.setup()
from datetime import datetime, UTC
from certificates.document.pdf import render_pdf
from certificates.document.seal import seal
from certificates.keys import making
from certificates.keys.keyring import Key
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from tests.certificates.document.papers import make_record

def resident():
    return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmRSS"))

now = datetime.now(UTC)
pem = making.new_seal(making.new_root("Netz", now), "Netz", "k-1", now)
key, record = Key(None, load_pem_private_key(pem, None), making.public_half(pem)), make_record()
memory = []
for number in range(int(sys.argv[1]) + 1):
    if number == 1:
        began = time.process_time()
    seal(render_pdf(dataclasses.replace(record, number=f"PNF-2025-{number:04}"), '{"id": "%s"}' % number), key)
    memory.append(resident())
print(time.process_time() - began, memory[min(50, len(memory) - 1)], memory[-1])
"""


def sealed(count):
    """Seal `count` papers after a first one and return (CPU seconds, KiB after 50, KiB at the end)."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "lms.settings.test"}
    command = [sys.executable, "-c", SEAL_MANY, str(count)]
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=True)
    return tuple(map(float, done.stdout.split()))


def slowness(before):
    """How many times slower this machine is, by the slower of the yardsticks before and after; at least 1."""
    return max(1, before / THERE, yardstick() / THERE)


def test_sixteen_are_sealed_within_five_seconds():
    before = yardstick()
    cpu, _after_fifty, _end = sealed(COHORT)
    assert cpu < 5 * slowness(before)


@pytest.mark.skipif(not os.path.exists("/proc/self/status"), reason="reads memory as Linux tells it")
def test_memory_is_flat_over_two_hundred():
    before = yardstick()
    cpu, after_fifty, end = sealed(MANY)
    assert end - after_fifty < 8 * 1024, f"{after_fifty / 1024:.0f} MB grew to {end / 1024:.0f} MB"
    assert cpu / MANY < 0.3 * slowness(before)
