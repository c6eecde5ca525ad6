"""Five hundred files that are not what we handed out: none is genuine and valid, none trips, none takes for ever."""

import time

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from certificates.verification.pdf import inspecting
from certificates.verification.pdf.answering import ALTERED, GENUINE, NOT_OURS
from tests.certificates.verification.pdf import attacks, files
from tests.certificates.verification.pdf.papers import check, issued

pytestmark = pytest.mark.django_db
# Seconds of one file; the other process has five of the processor.
MOST_SECONDS = 5
UPDATES = [
    attacks.overlay,
    attacks.page_rewritten,
    attacks.note,
    attacks.another_root,
    attacks.orphans,
    attacks.attachment_swapped,
    attacks.permission_removed,
    attacks.seal_unhooked,
    attacks.metadata_changed,
    attacks.script_on_opening,
    attacks.range_rewritten,
    attacks.second_seal,
    lambda pdf: attacks.second_seal(pdf, box=(0, 0, 595, 842)),
    attacks.stamped_over,
    attacks.resealed_by_another,
    attacks.gap_filled,
    attacks.encrypted,
]
RANGES = [
    lambda a, b, c, d: (0, b, c, d - 1),
    lambda a, b, c, d: (0, b - 1, c, d),
    lambda a, b, c, d: (1, b - 1, c, d),
    lambda a, b, c, d: (0, b, c + 1, d - 1),
    lambda a, b, c, d: (0, b, b, d),
    lambda a, b, c, d: (0, 0, c, d),
    lambda a, b, c, d: (0, b + 9, c - 9, d),
    lambda a, b, c, d: (-1, b, c, d),
    lambda a, b, c, d: (0, b, c, 99999999),
    lambda a, b, c, d: (0, 0, 0, 0),
    lambda a, b, c, d: (0, b),
]


def seal_range():
    return list(inspecting.PdfFileReader(attacks.io.BytesIO(files.genuine())).embedded_signatures[0].byte_range)


def corpus(folder):
    """Yield (what was done, the file)."""
    genuine = files.genuine()
    for way, times in ((attacks.flipped, 230), (attacks.spoilt, 100), (attacks.cut, 50), (attacks.continued, 56)):
        yield from ((f"{way.__name__} {seed}", way(genuine, seed)) for seed in range(times))
    yield from ((f"update {number}", way(genuine)) for number, way in enumerate(UPDATES))
    yield "overlay on the archive's copy", attacks.overlay(files.archived())
    yield "overlay twice", attacks.overlay(attacks.overlay(genuine))
    numbers = seal_range()
    yield from ((f"range {n}", attacks.range_from(genuine, way(*numbers))) for n, way in enumerate(RANGES))
    yield from ((" ".join(command), attacks.through(folder, command)) for command in attacks.TOOLS)
    for how in ({}, {"linearize": True}, {"object_stream_mode": pikepdf.ObjectStreamMode.generate}):
        yield f"resaved {how}", attacks.resaved(genuine, **how)
    foreign = files.sealed(2).pdf
    yield from (("foreign seal", foreign), ("foreign below ours", attacks.second_seal(files.paper(), 2)))
    yield from (("two files", foreign + genuine), ("two files", genuine + foreign), ("twice", genuine + genuine))
    yield "foreign seal, then ours wrapped in", foreign + genuine[genuine.index(b"obj") :]
    yield "before it", b"%PDF-1.7\n" + genuine
    yield from (("white space before it", b"\n" + genuine), ("behind it", genuine + b"\n%%EOF\n"))
    yield from ((f"bomb {number}", pdf) for number, pdf in enumerate(attacks.bombs()))
    yield from ((f"other {number}", pdf) for number, pdf in enumerate(attacks.other_files()))


def test_none_of_five_hundred_is_genuine_and_valid(tmp_path):
    issued()
    assert check(files.genuine()).word == GENUINE
    words, slowest, names = {}, 0, []
    for name, pdf in corpus(tmp_path):
        started = time.process_time()
        word = check(pdf).word
        slowest = max(slowest, time.process_time() - started)
        words[word] = words.get(word, 0) + 1
        names.append(name)
        assert word in (ALTERED, NOT_OURS), name
    assert len(names) >= 500 and slowest < MOST_SECONDS, (len(names), words, slowest)
    assert words[ALTERED] > 80 and words[NOT_OURS] > 300, words


@given(st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_is_done_to_it(data):
    """Any stretch replaced by any bytes: the look at it alone, as many times as there is time for."""
    genuine = files.genuine()
    start = data.draw(st.integers(0, len(genuine)))
    end = data.draw(st.integers(start, min(start + 2000, len(genuine))))
    changed = genuine[:start] + data.draw(st.binary(max_size=300)) + genuine[end:]
    found = inspecting.inspect(changed, [files.key().chain])
    handed_out = inspecting.hashlib.sha256(genuine).hexdigest()
    only_white_space = changed.startswith(genuine) and not changed[len(genuine) :].strip()
    assert only_white_space or found.state != "sealed" or found.revision_sha256 != handed_out


def overlay_on_archive(_pdf):
    """In a file that has proofs and a time stamp behind the seal, as the archive's copies do."""
    return attacks.overlay(files.archived())


GUARDS = {
    "the difference analysis": (inspecting, "_is_unchanged", lambda _status: True, overlay_on_archive),
    "the pinned seals": (inspecting.Pinned, "has", lambda _self, _certificate: True, attacks.resealed_by_another),
    "what lies behind the end": (inspecting, "_ends_well", lambda *_all: True, lambda pdf: attacks.continued(pdf, 7)),
}


@pytest.mark.parametrize("guard", GUARDS)
def test_with_a_guard_taken_away_something_gets_through(guard, monkeypatch):
    issued()
    place, name, open_door, attack = GUARDS[guard]
    pdf = attack(files.genuine())
    assert check(pdf).word != GENUINE
    monkeypatch.setattr(place, name, open_door)
    if guard == "the pinned seals":
        monkeypatch.setattr(inspecting.Pinned, "context", trusting_everybody)
    found = inspecting.inspect(pdf, [files.key().chain])
    assert found.state == "sealed" and found.signed_sha256 == files.sealed().signed_sha256


def trusting_everybody(_pinned, moment):
    return inspecting.ValidationContext(
        trust_roots=[inspecting._certificates(files.key(2).chain)[-1]], moment=moment, allow_fetching=False
    )


def test_without_the_register_whoever_has_the_key_makes_certificates(monkeypatch):
    """The look at the file finds nothing wrong with it; only the register does not know it."""
    certificate = issued()
    forged = attacks.sealed_by_a_thief()
    assert inspecting.inspect(forged, [files.key().chain]).state == "sealed"
    assert check(forged).word == NOT_OURS
    from certificates.verification.pdf import answering

    copy = certificate.copies.first()
    copy.sha256 = inspecting.hashlib.sha256(forged).hexdigest()
    monkeypatch.setattr(answering, "_copy_with", lambda _hashes: copy)
    assert check(forged).word == GENUINE
