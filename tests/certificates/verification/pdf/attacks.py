"""What people may do to a sealed file, from a flipped bit to the attacks that research papers have names for."""

import asyncio
import functools
import io
import random
import re
import subprocess
import zlib

import pikepdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers

from certificates.document.seal import _signer, seal
from tests.certificates.verification.pdf import files

EVIL = b"q 1 0 0 rg 0 0 595 842 re f Q BT /F1 40 Tf 60 400 Td (Somebody Else) Tj ET"


def flipped(pdf, seed):
    """One bit, anywhere: also in the zeros that fill the seal up, where it means nothing."""
    rng = random.Random(seed)
    changed = bytearray(pdf)
    changed[rng.randrange(len(pdf))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def spoilt(pdf, seed):
    """A stretch overwritten, cut out, doubled or put in."""
    rng = random.Random(seed)
    start, length = rng.randrange(len(pdf)), rng.randrange(1, 400)
    piece, noise = pdf[start : start + length], rng.randbytes(length)
    way = rng.randrange(4)
    return [
        pdf[:start] + noise[: len(piece)] + pdf[start + length :],
        pdf[:start] + pdf[start + length :],
        pdf[:start] + piece + piece + pdf[start + length :],
        pdf[:start] + noise + pdf[start:],
    ][way]


def cut(pdf, seed):
    """Broken off, at the end or at the beginning."""
    place = random.Random(seed).randrange(len(pdf) - 2)
    return pdf[:place] if seed % 2 else pdf[place + 1 :]


def continued(pdf, seed):
    """Something behind the end: another file, objects without a table, a table that leads astray, garbage."""
    rng = random.Random(seed)
    overlay = b"\n%d 0 obj\n<</Length %d>>\nstream\n%s\nendstream\nendobj\n" % (rng.randrange(1, 30), len(EVIL), EVIL)
    tails = [
        lambda: pdf[: rng.randrange(40, len(pdf))],
        lambda: overlay * rng.randrange(1, 60),
        lambda: overlay + b"startxref\n0\n%%EOF\n",
        lambda: overlay + b"startxref\n%d\n%%%%EOF\n" % rng.randrange(len(pdf) + 200),
        lambda: overlay + b"trailer\n<</Root 1 0 R/Size 40>>\n%%EOF\n",
        lambda: rng.randbytes(rng.randrange(1, 3000)),
        lambda: b"%%EOF\n" * rng.randrange(1, 200) + b"x",
        lambda: overlay + pdf[pdf.rindex(b"startxref") :],
    ]
    return pdf + tails[seed % len(tails)]()


def update(change):
    """A revision of its own, appended as any program appends it: `change(writer)`."""

    @functools.wraps(change)
    def made(pdf):
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        change(writer)
        output = io.BytesIO()
        writer.write(output)
        return output.getvalue()

    return made


@update
def overlay(writer):
    """Another text over the first page."""
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    stream = writer.add_object(generic.StreamObject(stream_data=EVIL))
    page["/Contents"] = generic.ArrayObject([page.raw_get("/Contents"), stream])
    writer.update_container(page)


@update
def page_rewritten(writer):
    """What the page says, in the object that said it."""
    contents = writer.root["/Pages"]["/Kids"][0].get_object()["/Contents"]
    contents = contents[0] if isinstance(contents, generic.ArrayObject) else contents
    contents._data = EVIL
    contents._encoded_data = None
    writer.update_container(contents)


@update
def note(writer):
    """A note in the margin."""
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    about = {"/Type": pdf_name("/Annot"), "/Subtype": pdf_name("/FreeText"), "/Contents": generic.pdf_string("x")}
    about["/Rect"] = generic.ArrayObject(map(generic.NumberObject, (50, 50, 500, 500)))
    page["/Annots"] = generic.ArrayObject([writer.add_object(generic.DictionaryObject(_named(about)))])
    writer.update_container(page)


def another_root(pdf):
    """A catalogue of its own, with pages of its own."""
    made = []
    changed = update(lambda writer: made.append(_other_catalogue(writer)))(pdf)
    head, mark, tail = changed.rpartition(b"/Root ")
    return head + mark + b"%d" % made[0].idnum + tail[tail.index(b" ") :]


def _other_catalogue(writer):
    page = {"/Type": pdf_name("/Page"), "/Contents": writer.add_object(generic.StreamObject(stream_data=EVIL))}
    pages = {"/Type": pdf_name("/Pages"), "/Count": generic.NumberObject(1)}
    pages["/Kids"] = generic.ArrayObject([writer.add_object(generic.DictionaryObject(_named(page)))])
    root = generic.DictionaryObject(dict(writer.root))
    root["/Pages"] = writer.add_object(generic.DictionaryObject(_named(pages)))
    return writer.add_object(root)


@update
def orphans(writer):
    """Objects that nothing leads to: no reader shows them, unless it mends the file."""
    _other_catalogue(writer)


@update
def attachment_swapped(writer):
    """Another credential in the place of ours."""
    names = writer.root["/Names"]["/EmbeddedFiles"]["/Names"]
    stream = names[1].get_object()["/EF"].raw_get("/F").get_object()
    stream._data = b'{"type": "Forged"}'
    stream._encoded_data = None
    writer.update_container(stream)


@update
def permission_removed(writer):
    """No word any more that nothing may be changed."""
    del writer.root["/Perms"]
    writer.update_root()


@update
def seal_unhooked(writer):
    """The seal is still in the file, but no form leads to it."""
    del writer.root["/AcroForm"]
    writer.update_root()


@update
def metadata_changed(writer):
    """Another title."""
    writer.trailer["/Info"]["/Title"] = generic.pdf_string("Zertifikat von jemand anderem")
    writer.update_container(writer.trailer["/Info"])


@update
def script_on_opening(writer):
    """A script that runs when the file is opened."""
    act = _named({"/S": pdf_name("/JavaScript"), "/JS": generic.pdf_string("app.alert(1)")})
    writer.root["/OpenAction"] = writer.add_object(generic.DictionaryObject(act))
    writer.update_root()


@update
def range_rewritten(writer):
    """Signature wrapping by a new description of the same seal: it now claims to cover the whole file."""
    seal = PdfFileReader(writer.prev.stream).embedded_signatures[0].sig_object
    reference = seal.container_ref
    seal = writer.get_object(generic.Reference(reference.idnum, reference.generation, writer))
    start, length, again, _rest = seal["/ByteRange"]
    seal["/ByteRange"] = generic.ArrayObject(map(generic.NumberObject, (start, length, again, 99999)))
    writer.update_container(seal)


def _named(about):
    return {pdf_name(name): value for name, value in about.items()}


def second_seal(pdf, number=2, box=None):
    """Somebody else signs the sealed file, seen or unseen."""
    output = io.BytesIO()
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    if box:
        fields.append_signature_field(writer, fields.SigFieldSpec("Zweit", box=box))
    key = files.key(number)
    about = signers.PdfSignatureMetadata(field_name="Zweit", md_algorithm="sha256")
    signer = signers.PdfSigner(about, signer=_signer(key.chain, key.private))
    # pyHanko itself refuses to sign what may not be changed; an attacker does not.
    signer._enforce_certification_constraints = lambda *args, **kwargs: None
    signer.sign_pdf(writer, output=output)
    return output.getvalue()


def stamped_over(pdf):
    """A time stamp, which is allowed, with a picture over the page, which is not."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    fields.append_signature_field(writer, fields.SigFieldSpec("Stempel", box=(0, 0, 595, 842)))
    output = io.BytesIO()
    signers.PdfTimeStamper(files.time_stamper(), field_name="Stempel").timestamp_pdf(writer, "sha256", output=output)
    return output.getvalue()


def resealed_by_another(pdf, number=2):
    """Our file, with somebody else's signature over the very same bytes in the place of ours."""
    first = PdfFileReader(io.BytesIO(pdf)).embedded_signatures[0]
    start, length, again, rest = first.byte_range
    key = files.key(number)
    signer = _signer(key.chain, key.private)
    digest = first.compute_digest("sha256")
    signed = asyncio.run(signer.async_sign(digest, "sha256", use_pades=True)).dump()
    room = (again - length - 2) // 2
    return pdf[:length] + b"<" + signed.ljust(room, b"\0").hex().encode() + b">" + pdf[again:]


def range_from(pdf, numbers):
    """Another ByteRange written over ours, in as many characters."""
    found = re.search(rb"/ByteRange \[[^\]]*\]", pdf)
    new = b"/ByteRange [" + " ".join(map(str, numbers)).encode()
    return pdf[: found.start()] + new.ljust(len(found[0]) - 1) + b"]" + pdf[found.end() :]


def gap_filled(pdf):
    """Objects in the gap that the seal leaves out, instead of the zeros that fill it up."""
    _start, length, again, _rest = PdfFileReader(io.BytesIO(pdf)).embedded_signatures[0].byte_range
    written = pdf[length + 1 : again - 1]
    hidden = b">\n5 0 obj\n<</Length %d>>\nstream\n%s\nendstream\nendobj\n<" % (len(EVIL), EVIL)
    kept = written.rstrip(b"0")
    kept += b"0" * (2 + len(kept) % 2)
    return pdf[: length + 1] + (kept + hidden).ljust(len(written), b"0") + pdf[again - 1 :]


def resaved(pdf, **how):
    """Opened and saved anew by a library, as many programs do."""
    output = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as file:
        file.save(output, **how)
    return output.getvalue()


def encrypted(pdf):
    return resaved(pdf, encryption=pikepdf.Encryption(owner="o", user="", R=6))


def through(folder, command):
    """What a command line tool makes of the sealed file; IN and OUT are its files."""
    source, target = folder / "in.pdf", folder / "out.pdf"
    source.write_bytes(files.genuine())
    target.unlink(missing_ok=True)
    words = [{"IN": str(source), "OUT": str(target)}.get(word, word) for word in command]
    subprocess.run(words, check=False, capture_output=True, timeout=60)
    return target.read_bytes()


TOOLS = [
    ["qpdf", "IN", "OUT"],
    ["qpdf", "--linearize", "IN", "OUT"],
    ["qpdf", "--qdf", "--object-streams=disable", "IN", "OUT"],
    ["qpdf", "--object-streams=generate", "IN", "OUT"],
    ["qpdf", "--encrypt", "", "o", "256", "--", "IN", "OUT"],
    ["qpdf", "--pages", "IN", "1", "--", "--empty", "OUT"],
    ["qpdf", "--remove-page-labels", "IN", "OUT"],
    ["mutool", "clean", "IN", "OUT"],
    ["mutool", "clean", "-ggg", "-z", "IN", "OUT"],
    ["mutool", "clean", "-d", "IN", "OUT"],
    ["mutool", "convert", "-o", "OUT", "IN"],
    ["mutool", "merge", "-o", "OUT", "IN"],
]


def bombs():
    """Small files that unpack to a gigabyte, or send a reader round in circles."""
    zeros = zlib.compress(bytes(64 * 1024 * 1024), 9)
    packed = zlib.compress(zeros, 9)
    pages = b"<</Type/Pages/Kids[]/Count 0>>"
    yield _file(b"<</Type/Catalog/Pages 2 0 R>>", pages, _stream(packed, b"[/FlateDecode/FlateDecode]"))
    yield b"%PDF-1.7\n1 0 obj\n" + b"[" * 400_000 + b"\nendobj\nstartxref\n9\n%%EOF\n"
    yield b"%PDF-1.7\n1 0 obj\n" + b"<</A" * 300_000 + b"\nendobj\nstartxref\n9\n%%EOF\n"
    yield b"%PDF-1.7\nxref\n0 1\n0000000000 65535 f \ntrailer\n<</Root 1 0 R/Size 1/Prev 9>>\nstartxref\n9\n%%EOF\n"
    yield b"%PDF-1.7\nxref\n0 999999999\ntrailer\n<</Root 1 0 R/Size 999999999>>\nstartxref\n9\n%%EOF\n"
    form = b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[3 0 R]>>>>"
    yield _file(form, pages, b"<</T(a)/Kids[3 0 R]/Parent 3 0 R>>")


def _stream(data, filters):
    return b"<</Length %d/Filter%s>>\nstream\n%s\nendstream" % (len(data), filters, data)


def _file(*objects):
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF\n"
        % (len(objects) + 1, table, len(objects) + 1, len(out))
    )


def hours_of_work():
    """64 kB that keep a reader busy for minutes: a table of sixteen million objects, packed."""
    packed = zlib.compress(bytes(64 * 1024 * 1024), 9)
    head = b"%PDF-1.7\n"
    about = b"<</Type/XRef/W[1 2 1]/Size 16000000/Root 1 0 R/Length %d/Filter/FlateDecode>>" % len(packed)
    return head + b"1 0 obj\n%s\nstream\n%s\nendstream\nendobj\nstartxref\n9\n%%%%EOF\n" % (about, packed)


def other_files():
    """What people drop by mistake."""
    yield from (
        b"",
        b"\0",
        b"%PDF-1.7",
        b"%PDF-1.7\n%%EOF\n",
        b"PK\x03\x04" + bytes(200),
        b"<!doctype html>",
        b"GIF89a",
    )
    yield "Zertifikat von Ada Beispiel".encode("utf-16")
    yield bytes(2 * 1024 * 1024)
    yield random.Random(1).randbytes(100_000)
    yield files.paper()


def sealed_by_a_thief():
    """Another paper under our own seal: what somebody can make who has the key."""
    return seal(files.paper(holder="P36"), files.key()).pdf
