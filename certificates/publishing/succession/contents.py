"""What a chamber keeps safe: all that verifies our certificates without us. No name, no private key."""

import base64
import hashlib
import json
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from certificates.credential.did import did_document, did_of
from certificates.credential.lists import ADDRESSES
from certificates.keys.models import SigningKey
from certificates.keys.refusals import KeyNotHere
from certificates.keys.revocation import list_of_the_day
from certificates.publishing import lists
from certificates.publishing.keys import certificates_in, described, every_key, roots_of
from certificates.publishing.models import StatusList
from certificates.publishing.succession.register import entries
from lms.home.operator import operator_name

ASSETS = Path(__file__).parent / "assets"
VERSION = 1
DIGESTS, SIGNATURE = "SHA256SUMS", "SHA256SUMS.sig"


def export(at):
    """
    Return {path: bytes} of the whole folder; on one day twice the same while nothing changes.

    Signs the status lists anew where that is due. Raises KeyNotHere if their key is not on this machine.
    """
    with transaction.atomic():
        lists.sign_all(at)
        keys = every_key()
        register = _register(at)
        files = {
            **_static(register, at),
            **_keys(keys, at),
            **_status_lists(),
            ".well-known/did.json": _json(did_document(keys)),
            "register.json": _json(register),
        }
        digests = "".join(f"{hashlib.sha256(files[path]).hexdigest()}  {path}\n" for path in sorted(files)).encode()
        return {**files, DIGESTS: digests, SIGNATURE: _signature(digests, at)}


def _register(at):
    return {
        "format": "lehrgang-register",
        "version": VERSION,
        "issuer": did_of(),
        "operator": operator_name(),
        "address": settings.PUBLIC_URL,
        "date": timezone.localdate(at).isoformat(),
        "entries": entries(),
    }


def _static(register, at):
    # "<" would end the script element that carries the data.
    data = json.dumps(register, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    page = _asset("index.html").replace("/*STYLE*/", _asset("page.css")).replace("/*SCRIPT*/", _asset("page.js"))
    about = {"{{operator}}": register["operator"], "{{address}}": register["address"], "{{date}}": register["date"]}
    texts = {"LIESMICH.txt": _asset("LIESMICH.txt"), "README.txt": _asset("README.txt")}
    for placeholder, value in {**about, "{{issuer}}": register["issuer"]}.items():
        texts = {name: text.replace(placeholder, value) for name, text in texts.items()}
    return {
        "index.html": page.replace("/*REGISTER*/", data).encode(),
        **{name: text.replace("\n", "\r\n").encode("utf-8-sig") for name, text in texts.items()},
    }


def _keys(keys, at):
    roots = [{"sha256": one.sha256, "pem": one.pem} for one in roots_of(keys)]
    files = {"credentials/keys.json": _json({"keys": [described(row) for row in keys], "roots": roots})}
    for number, root in enumerate(roots_of(keys), start=1):
        files[f"keys/root-{number}.pem"] = root.pem.encode()
    for row in keys:
        seal = row.purpose == SigningKey.Purpose.SEAL
        pem = certificates_in(row.public)[0].pem if seal else row.public
        files[f"keys/{row.purpose}-{row.name}.pem"] = pem.encode()
    # A trust service publishes the list of its own root.
    with suppress(KeyNotHere):
        files["keys/root.crl"] = list_of_the_day(at)
    return files


def _status_lists():
    return {
        ADDRESSES[row.purpose].format(row.number).lstrip("/"): row.text.encode()
        for row in StatusList.objects.order_by("number", "purpose")
    }


def _signature(digests, at):
    """The list of digests, signed by the key of the status lists: whoever has the folder can tell that it is whole."""
    from certificates.keys.keyring import Purpose, signing_key

    return base64.b64encode(signing_key(Purpose.STATUS, at).private.sign(digests)) + b"\n"


def _asset(name):
    return (ASSETS / name).read_text(encoding="utf-8")


def _json(value):
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
